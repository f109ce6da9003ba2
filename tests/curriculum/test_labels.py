"""Promises about labels and notices."""

import pytest

from bot.curriculum.labels import compile_labels, read_fluent
from bot.curriculum.languages import compare_messages
from bot.curriculum.wording import button_faults

ENGLISH = """# Short words.
next = Next
left = { $count ->
    [one] one more page
   *[other] { $count } more pages
}
both = { next } or { -brand }
-brand = Companion
"""


def test_a_good_file_has_no_fault_and_knows_lines_and_values() -> None:
    file = read_fluent("en/labels.ftl", ENGLISH)

    assert file.faults == ()
    assert {key: message.line for key, message in file.messages.items()} == {"next": 2, "left": 3, "both": 7}
    assert file.messages["left"].variables == {"count"}


def test_words_are_formatted_without_isolating_marks() -> None:
    labels = compile_labels(read_fluent("en/labels.ftl", ENGLISH), "en")

    assert labels.format("left", {"count": 1}) == ("one more page", True)
    assert labels.format("left", {"count": 3}) == ("3 more pages", True)
    assert labels.format("both", {}) == ("Next or Companion", True)


def test_a_missing_value_is_told_and_never_raises() -> None:
    labels = compile_labels(read_fluent("en/labels.ftl", "row = Craving { $craving }.\n"), "en")

    words, whole = labels.format("row", {})

    assert not whole
    assert words.startswith("Craving ")


@pytest.mark.parametrize(
    ("text", "line", "rule"),
    [
        ("a = A\nthis is no label\n", 2, "label-form"),
        ("a = A\nb = { $count ->\n    [one] x\n}\n", 3, "label-form"),
        ("a = A\nb = B\na = C\n", 3, "label-twice"),
        ("a = A\nb =\n    .title = x\n", 2, "label-form"),
        ("a = A\nb = See { nobody }\n", 2, "label-form"),
        ("a = A\nb = { UPPER($x) }\n", 2, "label-form"),
        ("a = A\nb = { broken\n", 2, "label-form"),
    ],
)
def test_what_fluent_would_skip_is_a_fault_with_its_line(text: str, line: int, rule: str) -> None:
    faults = read_fluent("en/labels.ftl", text).faults

    assert [(fault.line, fault.rule) for fault in faults] == [(line, rule)]


def test_languages_must_have_the_same_keys_and_values() -> None:
    english = read_fluent("en/labels.ftl", "a = A\nb = { $x } B\nc = C\n")
    spanish = read_fluent("es/labels.ftl", "a = A\nb = { $y } B\nd = D\n")

    faults = list(compare_messages(spanish, english, "es"))

    assert {(fault.line, fault.rule, fault.level) for fault in faults} == {
        (2, "label-variables", "fault"),
        (1, "label-missing", "warning"),
        (3, "label-unknown", "fault"),
    }


@pytest.mark.parametrize(("length", "levels"), [(30, []), (31, ["warning"]), (60, ["warning"]), (61, ["fault"])])
def test_a_long_button_is_a_warning_and_a_longer_one_a_fault(length: int, levels: list[str]) -> None:
    file = read_fluent("en/labels.ftl", f"next = {'x' * length}\nhint-text = {'x' * 99}\n")

    assert [fault.level for fault in button_faults(file)] == levels
