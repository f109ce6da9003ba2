"""Promises of the check over a whole folder: each mistake is told, on its line, with what to write instead."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.curriculum.checks import check
from bot.curriculum.faults import Fault
from bot.curriculum.tables import facts_rows, facts_table, limits_table
from tests.curriculum.folders import GOOD, LESSON, PNG, changed, check_with, extra, write
from tests.curriculum.mistakes import HARD, MANY, MANY_TOLD, MISTAKES, WARNINGS


def test_a_good_folder_has_neither_fault_nor_warning(tmp_path: Path) -> None:
    assert check_with(tmp_path, {}).lines() == []


@pytest.mark.parametrize(("name", "files", "path", "line", "rule"), MISTAKES, ids=[mistake[0] for mistake in MISTAKES])
def test_a_mistake_is_a_fault_on_its_line(
    tmp_path: Path, name: str, files: Mapping[str, str | bytes | None], path: str, line: int, rule: str
) -> None:
    faults = check_with(tmp_path, files).faults

    assert (f"content/{path}", line, rule) in [(fault.path, fault.line, fault.rule) for fault in faults], faults


@pytest.mark.parametrize(("name", "files", "path", "line", "rule"), WARNINGS, ids=[warning[0] for warning in WARNINGS])
def test_what_could_be_better_is_a_warning_on_its_line(
    tmp_path: Path, name: str, files: Mapping[str, str | bytes | None], path: str, line: int, rule: str
) -> None:
    report = check_with(tmp_path, files)

    assert (f"content/{path}", line, rule) in [(found.path, found.line, found.rule) for found in report.warnings]
    assert report.faults == ()


@pytest.mark.parametrize(
    "files",
    [
        extra("He said: 1 in 4, 24/7, in 2019-2020, by 19:30. [Read](https://988lifeline.org/x) it."),
        extra("Kwabena waits. He asks Kwabena's friend, and Zoë."),
        extra("Use naloxone. We don’t wait."),
        changed("en/checkins/daily.md", ("one tap.", "one tap.\nprompt_open: A craving check.")) | changed(
            "es/checkins/daily.md", ("toque.", "toque.\nprompt_open: Unas ganas.")
        ),
        {"en/lessons/wave.md": LESSON.replace("\n", "\r\n").encode("utf-8-sig")},
        {"es/images/wave.png": PNG},
        {
            f"{code}/lessons/family/first.md": (
                f"---\n{kind}title: {title}\n---\n\n{text}\n\n[{text}](../../practices/breathe.md)\n"
            )
            for code, kind, title, text in (
                ("en", "kind: lesson\nminutes: 1\naudience: family\n", "First", "Breathe"),
                ("es", "", "Uno", "Respira"),
            )
        },
        {"fr/labels.ftl": None},
    ],
)  # fmt: skip
def test_good_content_raises_no_false_alarm(tmp_path: Path, files: Mapping[str, str | bytes | None]) -> None:
    assert check_with(tmp_path, files).lines() == []


def test_a_word_in_what_nobody_reads_is_no_fault(tmp_path: Path) -> None:
    files = changed(
        "en/lessons/wave.md",
        ("minutes: 3", 'minutes: 3\nsources: ["Addict studies 1998, call 988"]\ntopics: [addicts]'),
    )

    assert check_with(tmp_path, files).lines() == []


def test_the_longest_way_counts_one_branch_and_one_feedback(tmp_path: Path) -> None:
    words = " ".join(["walk"] * 50)
    branches = "".join(f"::: when pick == {name}\n{words}.\n:::\n\n" for name in ("a", "b", "c", "d"))
    body = f"## Which? {{#pick choice}}\n\n- A {{#a}}\n- B {{#b}}\n- C {{#c}}\n- D {{#d}}\n\n{branches}"

    report = check_with(tmp_path, extra(body))

    assert [found for found in report.warnings if found.rule in ("lesson-length", "screen-length")] == []


def test_twenty_five_mistakes_in_one_folder_are_all_told_in_one_run(tmp_path: Path) -> None:
    report = check_with(tmp_path, MANY)

    told = {(fault.path.removeprefix("content/"), fault.line, fault.rule) for fault in report.faults}
    places = {(path, line, "") for path, line, _ in told}
    assert len(MANY_TOLD) >= 25
    assert MANY_TOLD - told - places == set()


def test_lines_are_sorted_and_whole_and_warnings_are_marked(tmp_path: Path) -> None:
    report = check_with(tmp_path, extra(f"Call 988.\n\n{HARD}") | changed("crisis.yaml", ('"911"', "911")))

    lines = report.lines()
    assert lines[0].startswith("content/crisis.yaml:4: ")
    assert lines[1].startswith("content/en/lessons/extra.md:7: ")
    assert lines[2].startswith("content/en/lessons/extra.md:9: warning: ")
    assert all("\n" not in line for line in lines)
    assert report.summary().startswith("2 faults, 1 warning\n")


def test_strict_makes_faults_of_warnings(tmp_path: Path) -> None:
    report = check_with(tmp_path, extra("You can beleive it."), strict=True)

    assert [fault.rule for fault in report.faults] == ["spelling"]
    assert report.warnings == ()


def test_the_report_is_json_for_programs(tmp_path: Path) -> None:
    told = json.loads(check_with(tmp_path, extra("Call 988.")).to_json())

    assert told["faults"][0]["path"] == "content/en/lessons/extra.md"
    assert told["faults"][0]["line"] == 7
    assert told["counts"]["languages"] == 2


def test_reviews_are_counted_and_never_told(tmp_path: Path) -> None:
    files = changed("en/lessons/wave.md", ("minutes: 3", "minutes: 3\nreviewed: {by: Dr. A, on: 2025-11-01}"))
    report = check(write(tmp_path, files), "content", today=date(2026, 11, 24))

    assert report.lines() == []
    assert report.counts["without_review"] == 2
    assert report.counts["review_older_than_a_year"] == 1


def test_a_folder_that_is_not_there_is_one_plain_line(tmp_path: Path) -> None:
    assert check(tmp_path / "nowhere", "nowhere").lines() == [
        "nowhere:1: there is no such folder: name the folder with program.yaml in it"
    ]


@pytest.mark.parametrize("name", sorted(GOOD))
def test_any_file_cut_short_or_garbled_gives_faults_and_never_a_traceback(tmp_path: Path, name: str) -> None:
    whole = GOOD[name]
    raw = whole if isinstance(whole, bytes) else whole.encode()
    for number, cut in enumerate(
        (raw[: len(raw) // 2], raw[::-1], raw.replace(b":", b": : ["), raw.replace(b"=", b"{"))
    ):
        check_with(tmp_path / str(number), {name: cut})


def test_the_table_of_facts_tells_every_fact_with_its_values() -> None:
    rows = {name: (values, meaning) for name, _, values, meaning in facts_rows({"US": {"emergency": {"call": "911"}}})}

    assert rows["phase"][0] == "iop, op, continuing"
    assert "crisis.emergency.call" in rows
    assert 'last("FILE", QUESTION)' in rows
    assert "days_in_program" in facts_table()
    assert all(meaning for _, meaning in rows.values())
    assert ("unasked_a_day", 3) in [(name, number) for name, number, _ in limits_table()]


def test_a_fault_reads_as_a_line() -> None:
    assert str(Fault("a.md", 3, "what: instead", "rule")) == "a.md:3: what: instead"
