"""Promises of the YAML reader: core types of YAML 1.2, the line of every mistake, never a traceback."""

import pytest

from bot.curriculum.findings import Findings
from bot.curriculum.yaml_files import Listing, Scalar, Table, YamlFile, plain


def read(text: str) -> tuple[Table, list[str]]:
    findings = Findings("f.yaml")
    return YamlFile(findings, "rule").read(text), [str(fault) for fault in findings.faults]


@pytest.mark.parametrize(
    ("written", "value"),
    [("no", "no"), ("9:30", "9:30"), ("2026-01-05", "2026-01-05"), ("3", 3), ("1.5", 1.5), ("true", True), ("~", None)],
)
def test_only_core_types_are_known(written: str, value: object) -> None:
    table, faults = read(f"a: {written}\n")

    assert faults == []
    assert plain(table) == {"a": value}
    assert type(plain(table)["a"]) is type(value)


def test_a_value_in_quotes_is_text() -> None:
    assert plain(read('a: "988"\n')[0]) == {"a": "988"}


def test_every_key_knows_its_line() -> None:
    table, _ = read("a:\n  b: 1\n\nc: [x,\n  y]\n")

    assert table.lines == {"a": 1, "c": 4}
    inner, listing = table.entries["a"], table.entries["c"]
    assert isinstance(inner, Table)
    assert inner.lines == {"b": 2}
    assert isinstance(listing, Listing)
    assert [item.line for item in listing.items] == [4, 5]


def test_a_key_that_stands_twice_is_told_with_both_lines() -> None:
    table, faults = read("a: 1\nb: 2\na: 3\n")

    assert len(faults) == 1
    assert faults[0].startswith("f.yaml:3: ")
    assert "line 1" in faults[0]
    assert plain(table) == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: x: y\n", 2),
        ("a:\n\t- 1\n", 2),
        ("a: &x 1\nb: *x\n", 1),
        ("a: 1\nb: *x\n", 2),
        ("a: 1\nb: !!python/name:os.system\n", 2),
        ("a: 1\n---\nb: 2\n", 2),
        ("- 1\n- 2\n", 1),
        ("# nothing\n", 1),
        ("a: 1\n? [b]\n: c\n", 2),
        ("a: [1\n", 1),
    ],
)
def test_what_cannot_be_read_is_one_fault_with_its_line(text: str, line: int) -> None:
    table, faults = read(text)

    assert [fault.split(": ")[0] for fault in faults] == [f"f.yaml:{line}"]
    assert isinstance(table, Table)


@pytest.mark.parametrize("text", ["[" * 200_000, "- " * 200_000 + "x", "a: " + "{a: " * 50_000, "a: " + "9" * 9_000])
def test_deep_or_huge_values_do_not_stop_the_program(text: str) -> None:
    read(text)


def test_a_value_of_another_type_is_a_fault_that_shows_how_to_write_it() -> None:
    findings = Findings("f.yaml")
    file = YamlFile(findings, "rule")
    table = file.read("call: 988\nweeks: twelve\nlist: one\n")

    assert file.text(table.entries["call"], '"call"') == ""
    assert file.whole(table.entries["weeks"], '"weeks"') is None
    assert file.texts(table.entries["list"], '"list"') == ()
    assert [fault.line for fault in findings.faults] == [1, 2, 3]
    assert '"988"' in findings.faults[0].message


def test_the_stretch_of_a_value_leads_back_to_its_words() -> None:
    text = 'a: "ñandú"\nb: two words\n'
    table, _ = read(text)

    for node in table.entries.values():
        assert isinstance(node, Scalar)
        assert node.raw in text[node.start : node.end]
