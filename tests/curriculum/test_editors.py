"""What editors who never programmed get wrong: each slip is told once, on its line, and nothing beside it."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.curriculum.folders import (
    BREATHE,
    DAILY,
    EXTRA,
    GOOD,
    LABELS,
    RESPIRA,
    WAVE,
    changed,
    check_with,
)  # fmt: skip

REMEDY = re.compile(
    r"\b(write|delete|put|add|use|name|begin|mend|choose|mark|keep|rename|did you mean|shorten|split|leave|change)\b"
)
"""What the message of every fault says: what to do."""

Files = Mapping[str, str | bytes | None]
Told = list[tuple[str, int, str]]


def text(name: str) -> str:
    return str(GOOD[name])


def lesson(body: str) -> dict[str, str | bytes | None]:
    """A lesson with this body from line 7 on, and its translation."""
    head = "---\nkind: lesson\ntitle: Extra\nminutes: 1\n---\n\n"
    return {EXTRA: f"{head}{body}\n", "es/lessons/extra.md": "---\ntitle: Más\n---\n\nHola.\n"}


SLIPS: list[tuple[str, Files, Told]] = [
    (
        "a long dash for the first line",
        {BREATHE: text(BREATHE).replace("---\nkind", "—\nkind", 1)},
        [("en/practices/breathe.md", 1, "front-matter")],
    ),
    (
        "a tab before a value",
        changed(BREATHE, ("minutes: 1", "minutes:\t1")),
        [("en/practices/breathe.md", 4, "front-matter")],
    ),
    (
        "curly quotes round a title with a colon",
        changed(BREATHE, ("title: Breathe", "title: “Breathe: now”")),
        [("en/practices/breathe.md", 3, "front-matter")],
    ),
    (
        "curly quotes round minutes",
        changed(BREATHE, ("minutes: 1", "minutes: “1”")),
        [("en/practices/breathe.md", 4, "minutes")],
    ),
    (
        "a name as Windows gives it",
        {"en/lessons/Early Walk (2).md": "---\nkind: page\ntitle: A\n---\n\nB.\n"},
        [("en/lessons/Early Walk (2).md", 1, "name")],
    ),
    (
        "a file saved as text by the editor",
        {"en/lessons/walk.md.txt": "---\nkind: page\ntitle: A\n---\n\nB.\n"},
        [("en/lessons/walk.md.txt", 1, "stray")],
    ),
    ("a question without braces", lesson("## How are you?\n\n- Good\n- Bad"), [("en/lessons/extra.md", 7, "question")]),
    ("a question with three signs", lesson("### How? {#how text}"), [("en/lessons/extra.md", 7, "heading")]),
    (
        "no empty line above a page break",
        changed(WAVE, ("then it falls.\n\n---", "then it falls.\n---")),
        [("en/lessons/wave.md", 9, "page-break")],
    ),
    (
        "no empty line above feedback",
        changed(WAVE, ("- [ ] It grows\n\n  It peaks", "- [ ] It grows\n  It peaks")),
        [("en/lessons/wave.md", 19, "answers")],
    ),
    (
        "feedback at the left edge",
        changed(WAVE, ("\n\n  It peaks", "\n\nIt peaks")),
        [("en/lessons/wave.md", 20, "quiz")],
    ),
    ("two right answers", changed(WAVE, ("- [ ] It grows", "- [x] It grows")), [("en/lessons/wave.md", 21, "quiz")]),
    ("a blank in the box", changed(WAVE, ("- [x] It falls", "- [x ] It falls")), [("en/lessons/wave.md", 21, "quiz")]),
    (
        "boxes in a choice question",
        lesson("## How? {#how}\n\n- [ ] Good {#good}\n- [x] Bad {#bad}"),
        [("en/lessons/extra.md", 7, "question-kind")],
    ),
    (
        "boxes in a question for many",
        lesson("## How? {#how many}\n\n- [ ] Good {#good}\n- [ ] Bad {#bad}"),
        [("en/lessons/extra.md", 7, "question-kind")],
    ),
    ("two colons glued to when", changed(WAVE, ("::: when now", "::when now")), [("en/lessons/wave.md", 32, "when")]),
    ("a block that is not closed", changed(WAVE, ("md)\n:::", "md)")), [("en/lessons/wave.md", 32, "when")]),
    ("a slip in wait", lesson("A.\n\n::wiat 8s\n\nB."), [("en/lessons/extra.md", 9, "wait")]),
    ("seconds spelled out", lesson("A.\n\n::wait 8 sec\n\nB."), [("en/lessons/extra.md", 9, "wait")]),
    ("one colon before wait", lesson("A.\n\n:wait 8s\n\nB."), [("en/lessons/extra.md", 9, "wait")]),
    (
        "a picture in a link",
        lesson("[![A wave](../images/wave.png)](../practices/breathe.md)"),
        [("en/lessons/extra.md", 7, "link")],
    ),
    (
        "a path from the wrong folder",
        changed(WAVE, ("../practices/breathe.md", "practices/breathe.md")),
        [("en/lessons/wave.md", 35, "link")],
    ),
    (
        "a path with backslashes",
        changed(WAVE, ("../practices/breathe.md", "..\\practices\\breathe.md")),
        [("en/lessons/wave.md", 35, "link")],
    ),
    (
        "a picture's path with backslashes",
        changed(WAVE, ("../images/wave.png", "..\\images\\wave.png")),
        [("en/lessons/wave.md", 12, "image")],
    ),
    (
        "a Spanish file in the wrong folder",
        {"es/lessons/breathe.md": text(RESPIRA), RESPIRA: None},
        [("en/practices/breathe.md", 1, "language-missing"), ("es/lessons/breathe.md", 1, "language-source")],
    ),
    (
        "a question renamed in English only",
        changed(WAVE, ("{#wait quiz}", "{#waiting quiz}")),
        [("es/lessons/wave.md", 13, "language-questions")],
    ),
    (
        "a renamed question that a condition names",
        changed(WAVE, ("{#now scale}", "{#strength scale}")),
        [("en/lessons/wave.md", 32, "condition"), ("es/lessons/wave.md", 24, "language-questions")],
    ),
    (
        "two crisis numbers typed in",
        lesson("Call 9-8-8 or 1-800-273-8255."),
        [("en/lessons/extra.md", 7, "crisis-number"), ("en/lessons/extra.md", 7, "crisis-number")],
    ),
    (
        "a title too long",
        changed(BREATHE, ("title: Breathe", "title: " + "Breathe in and out " * 3)),
        [("en/practices/breathe.md", 3, "title")],
    ),
    (
        "a page too long",
        lesson("Walk home now. " * 300),
        [
            ("en/lessons/extra.md", 1, "lesson-length"),
            ("en/lessons/extra.md", 7, "screen-length"),
            ("en/lessons/extra.md", 7, "length"),
        ],
    ),
    (
        "minutes in quotes",
        changed(BREATHE, ("minutes: 1", 'minutes: "3"')),
        [("en/practices/breathe.md", 4, "minutes")],
    ),
    (
        "minutes with their unit",
        changed(BREATHE, ("minutes: 1", "minutes: 3 min")),
        [("en/practices/breathe.md", 4, "minutes")],
    ),
    (
        "a track to a file that is gone",
        changed("program.yaml", ("[lessons/wave]", "[lessons/gone]")),
        [("program.yaml", 6, "program")],
    ),
    (
        "a rule about a question that is gone",
        changed("rules.yaml", ("craving)", "cravings)")),
        [("rules.yaml", 7, "rules")],
    ),
    (
        "a rule about a file that is gone",
        changed("rules.yaml", ('"checkins/daily"', '"checkins/dayly"')),
        [("rules.yaml", 7, "rules")],
    ),
    (
        "curly quotes in a rule",
        changed("rules.yaml", ('"checkins/daily"', "“checkins/daily”")),
        [("rules.yaml", 7, "rules")],
    ),
    (
        "a sign of mathematics in a condition",
        changed(WAVE, ("now >= 7", "now ≥ 7")),
        [("en/lessons/wave.md", 32, "condition")],
    ),
    (
        "a kind in Spanish",
        changed(RESPIRA, ("title: Respira", "title: Respira\nkind: práctica")),
        [("es/practices/breathe.md", 3, "kind")],
    ),
    ("one brace instead of two", lesson("Hi {preferred_name}."), [("en/lessons/extra.md", 7, "fill")]),
    ("dots for a list", lesson("• Walk\n• Call"), [("en/lessons/extra.md", 7, "list")]),
    ("long dashes for a list", lesson("– Walk\n– Call"), [("en/lessons/extra.md", 7, "list")]),
    (
        "numbers before answers",
        lesson("## How? {#how}\n\n1. Yes {#yes}\n2. No {#no}"),
        [("en/lessons/extra.md", 9, "answers")],
    ),
    (
        "no space after a hyphen",
        lesson("## How? {#how}\n\n-Yes {#yes}\n-No {#no}"),
        [("en/lessons/extra.md", 9, "list")],
    ),
    (
        "a scale without numbers",
        lesson("## How? {#how scale}\n\n- None\n- Most"),
        [("en/lessons/extra.md", 9, "scale")],
    ),
    (
        "a status with a capital",
        changed(BREATHE, ("minutes: 1", "minutes: 1\nstatus: Draft")),
        [("en/practices/breathe.md", 5, "status")],
    ),
    (
        "a schedule in plain words",
        changed(DAILY, ("daily at checkin_time", "every day at 7pm")),
        [("en/checkins/daily.md", 4, "schedule")],
    ),
    ("a line break of HTML", lesson("Walk.<br>Rest."), [("en/lessons/extra.md", 7, "html")]),
    ("a note to oneself", lesson("<!-- todo -->\n\nWalk."), [("en/lessons/extra.md", 7, "html")]),
    ("a tab in a YAML file", changed("crisis.yaml", ("  emergency", "\temergency")), [("crisis.yaml", 4, "crisis")]),
    (
        "a colon for the sign of a label",
        changed(LABELS, ("next = Next", "next: Next")),
        [("en/labels.ftl", 1, "label-form")],
    ),
    (
        "a brace that is not closed in a label",
        changed(LABELS, ("{ $count }", "{ $count")),
        [("en/labels.ftl", 3, "label-form")],
    ),
]


def test_there_are_more_than_thirty() -> None:
    assert len({name for name, *_ in SLIPS}) == len(SLIPS) > 30


@pytest.mark.parametrize(("name", "files", "expected"), SLIPS, ids=[slip[0] for slip in SLIPS])
def test_a_slip_is_told_on_its_line_with_a_remedy_and_nothing_else_is(
    tmp_path: Path, name: str, files: Files, expected: Told
) -> None:
    told = check_with(tmp_path, files).told()

    assert [(fault.path.removeprefix("content/"), fault.line, fault.rule) for fault in told] == expected, name
    assert all(REMEDY.search(fault.message) for fault in told), [fault.message for fault in told]


def test_what_only_looks_like_a_telephone_number_is_none(tmp_path: Path) -> None:
    words = "On 11-24-2026 and 24.11.2026 and 11/24/2026, in room 12345, by 12:30-13:30, on pages 1000-2000."

    assert "crisis-number" not in {fault.rule for fault in check_with(tmp_path, lesson(words)).told()}


@pytest.mark.parametrize("number", ["9-8-8", "(555) 123-4567", "1-800-662-4357", "741741"])
def test_a_telephone_number_is_told_however_it_is_written(tmp_path: Path, number: str) -> None:
    assert "crisis-number" in {fault.rule for fault in check_with(tmp_path, lesson(f"It is {number}.")).told()}


@pytest.mark.parametrize("line", ["—Hola, dice Ana.", "She came\n– and she stayed."])
def test_a_dash_of_a_sentence_begins_no_list(tmp_path: Path, line: str) -> None:
    assert "list" not in {fault.rule for fault in check_with(tmp_path, lesson(line)).told()}
