"""Promises of the check over a whole folder: each mistake is told, on its line, with what to write instead."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.curriculum.checks import check
from bot.curriculum.faults import Fault
from bot.curriculum.tables import facts_table, limits_table
from tests.curriculum.folders import GOOD, LESSON, ONDA, PNG, changed, check_with, write

LONG = " ".join(["walk", "home", "now", "and", "rest"] * 13) + "."
HARD = (
    "Individuals experiencing substance-related difficulties frequently demonstrate considerable physiological "
    "adaptation, necessitating comprehensive pharmacological interventions and multidisciplinary rehabilitation."
)
EXTRA = "---\nkind: lesson\ntitle: Extra\nminutes: 1\n---\n\n{}\n"


def extra(body: str) -> dict[str, str]:
    return {"en/lessons/extra.md": EXTRA.format(body), "es/lessons/extra.md": "---\ntitle: Más\n---\n\nHola.\n"}


def test_a_good_folder_has_neither_fault_nor_warning(tmp_path: Path) -> None:
    assert check_with(tmp_path, {}).lines() == []


MISTAKES: list[tuple[str, Mapping[str, str | bytes | None], str, int, str]] = [
    ("a link to no file", changed("en/lessons/wave.md", ("breathe.md", "breeth.md")), "en/lessons/wave.md", 41, "link"),
    ("a link in other capitals", changed("en/lessons/wave.md", ("breathe.md", "Breathe.md")), "en/lessons/wave.md", 41, "link"),
    (
        "a link to a draft",
        changed("en/practices/breathe.md", ("minutes: 1", "minutes: 1\nstatus: draft")), "en/lessons/wave.md", 41, "link",
    ),
    (
        "a link to family words",
        changed("en/practices/breathe.md", ("minutes: 1", "minutes: 1\naudience: family")), "en/lessons/wave.md", 41, "link",
    ),
    ("an image that is missing", {"en/images/wave.png": None}, "en/lessons/wave.md", 13, "image"),
    ("an image in other capitals", {"en/images/wave.png": None, "en/images/Wave.png": PNG}, "en/lessons/wave.md", 13, "image"),
    ("an image that is none", {"en/images/wave.png": b"GIF89a......"}, "en/lessons/wave.md", 13, "image"),
    ("an image too large", {"en/images/wave.png": PNG + bytes(10 * 1024 * 1024)}, "en/lessons/wave.md", 13, "image"),
    (
        "a former id that is a file",
        changed("en/lessons/wave.md", ("lessons/old-wave", "practices/breathe")), "en/lessons/wave.md", 5, "formerly",
    ),
    (
        "a former id claimed twice",
        {"en/lessons/zebra.md": LESSON.replace("Ride", "See"), "es/lessons/zebra.md": ONDA}, "en/lessons/zebra.md", 5, "formerly",
    ),
    (
        "instead of nothing",
        changed("en/practices/breathe.md", ("minutes: 1", "minutes: 1\navoid: [breathing]\ninstead: practices/none")),
        "en/practices/breathe.md", 6, "instead",
    ),
    (
        "two reminders at one distance",
        {
            f"{code}/reminders/{name}.md": f"---\nkind: reminder\ntitle: Soon\nschedule: {when}\n---\n\n{text}\n"
            for code, text in (("en", "See you."), ("es", "Nos vemos."))
            for name, when in (("a", "2h before session"), ("b", "2h before group"))
        },
        "en/reminders/b.md", 4, "reminder",
    ),
    ("a file without English", {"es/lessons/solo.md": "---\ntitle: Solo\n---\n\nHola.\n"}, "es/lessons/solo.md", 1, "language-source"),
    ("a question of another name", changed("es/lessons/wave.md", ("#now scale", "#nowe scale")), "es/lessons/wave.md", 26, "language-questions"),
    ("a question of another kind", changed("es/checkins/daily.md", ("craving scale}\n\n- 0 Nada\n- 10 Fuerte", "craving number}")), "es/checkins/daily.md", 6, "language-questions"),
    ("another right answer", changed("es/lessons/wave.md", ("- [ ] Crece", "- [x] Crece"), ("- [x] Baja", "- [ ] Baja")), "es/lessons/wave.md", 15, "language-questions"),
    ("another condition", changed("es/lessons/wave.md", ("now >= 7", "now >= 8")), "es/lessons/wave.md", 32, "language-conditions"),
    ("another link", changed("es/lessons/wave.md", ("practices/breathe", "checkins/daily")), "es/lessons/wave.md", 34, "language-links"),
    ("an image less", changed("es/lessons/wave.md", ("![Una ola que baja](../images/wave.png)", "Una ola.")), "es/lessons/wave.md", 4, "language-images"),
    ("a key with other values", changed("es/labels.ftl", ("$count", "$number")), "es/labels.ftl", 3, "label-variables"),
    ("a label that is none", changed("en/labels.ftl", ("prompt = Got", "prompt Got")), "en/labels.ftl", 2, "label-form"),
    ("a label twice", changed("en/labels.ftl", ("prompt =", "next = On\nprompt =")), "en/labels.ftl", 2, "label-twice"),
    ("a button too long", changed("en/labels.ftl", ("= Next", "= " + "Next " * 13 + ".")), "en/labels.ftl", 1, "label-length"),
    ("a track to no file", changed("program.yaml", ("[lessons/wave]", "[lessons/waves]")), "program.yaml", 6, "program"),
    ("a rule with no reason", changed("rules.yaml", ("reason: because", "reason: why")), "rules.yaml", 9, "rules"),
    ("a number without quotes", changed("crisis.yaml", ('text: "988"', "text: 988")), "crisis.yaml", 5, "crisis"),
    ("an unknown key of words", changed("en/words.yaml", ("promises:", "promise:")), "en/words.yaml", 3, "words"),
    ("a family of no kind", changed("en/safety.yaml", ("kind: self_harm", "kind: selfharm")), "en/safety.yaml", 3, "safety"),
    ("a word that stigmatizes", extra("One day.\n\nAn addict said\nso."), "en/lessons/extra.md", 9, "words-stigma"),
    ("unsafe words about suicide", extra("He committed\nsuicide."), "en/lessons/extra.md", 7, "words-suicide"),
    ("a promise", extra("**Help is on** its way."), "en/lessons/extra.md", 7, "words-promises"),
    ("a word in a title", changed("en/practices/breathe.md", ("title: Breathe", "title: Addicts breathe")), "en/practices/breathe.md", 3, "words-stigma"),
    ("a word in an answer", changed("en/lessons/wave.md", ("It grows", "Addicts know")), "en/lessons/wave.md", 19, "words-stigma"),
    ("a word in an image's words", changed("en/lessons/wave.md", ("A wave that", "An addict who")), "en/lessons/wave.md", 13, "words-stigma"),
    ("a word in a label", changed("en/notices.ftl", ("You said", "Addicts say")), "en/notices.ftl", 1, "words-stigma"),
    ("a crisis number in a text", extra("Call 988 now."), "en/lessons/extra.md", 7, "crisis-number"),
    ("a phone number in a label", changed("en/labels.ftl", ("= Next", "= 1-800-662-4357")), "en/labels.ftl", 1, "crisis-number"),
    ("a telling word in a prompt", changed("en/checkins/daily.md", ("one tap", "one craving")), "en/checkins/daily.md", 5, "words-telling"),
    ("a telling word in the usual prompt", changed("es/labels.ftl", ("un minuto", "ganas")), "es/labels.ftl", 2, "words-telling"),
    ("a telling word in a neutral line", changed("en/notices.ftl", ("Something", "Recovery")), "en/notices.ftl", 2, "words-telling"),
    ("a worksheet that is not there", extra("{{ plan.my-reasons }}"), "en/lessons/extra.md", 7, "fill"),
    ("a number that no country has", extra("{{ crisis.emergency.text }}"), "en/lessons/extra.md", 7, "fill"),
    ("a missing country file", {"crisis.yaml": None}, "crisis.yaml", 1, "missing"),
    ("an empty rules file", {"rules.yaml": b""}, "rules.yaml", 1, "empty"),
    ("other bytes in labels", {"en/labels.ftl": b"next = Next\nprompt = \xff?\nleft = { $count }\n"}, "en/labels.ftl", 2, "encoding"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "files", "path", "line", "rule"), MISTAKES, ids=[mistake[0] for mistake in MISTAKES])
def test_a_mistake_is_a_fault_on_its_line(
    tmp_path: Path, name: str, files: Mapping[str, str | bytes | None], path: str, line: int, rule: str
) -> None:
    faults = check_with(tmp_path, files).faults

    assert (f"content/{path}", line, rule) in [(fault.path, fault.line, fault.rule) for fault in faults], faults


WARNINGS: list[tuple[str, Mapping[str, str | bytes | None], str, int, str]] = [
    ("a file another language lacks", {"es/practices/breathe.md": None}, "en/practices/breathe.md", 1, "language-missing"),
    ("a text that is not translated", {"es/practices/breathe.md": "---\ntitle: Respira\n---\n\nSit down. Breathe out slowly.\n"}, "es/practices/breathe.md", 4, "language-same"),
    ("a key another language lacks", changed("es/labels.ftl", ("next = Siguiente\n", "")), "es/labels.ftl", 1, "label-missing"),
    ("a long button", changed("en/labels.ftl", ("= Next", "= " + "x" * 31)), "en/labels.ftl", 1, "label-length"),
    ("a hard text", extra(HARD), "en/lessons/extra.md", 7, "reading"),
    ("a long lesson", extra("\n\n---\n\n".join([LONG[:240].rsplit(" ", 1)[0] + "."] * 4)), "en/lessons/extra.md", 1, "lesson-length"),
    ("a long screen", extra(LONG), "en/lessons/extra.md", 7, "screen-length"),
    ("a misspelled word", extra("You can beleive it."), "en/lessons/extra.md", 7, "spelling"),
    ("a misspelled Spanish word", changed("es/practices/breathe.md", ("despacio", "despasio")), "es/practices/breathe.md", 5, "spelling"),
    ("a file nobody reads", {"en/lessons/more.txt": "Hello."}, "en/lessons/more.txt", 1, "stray"),
    ("a language without labels", {"es/labels.ftl": None}, "es/labels.ftl", 1, "missing"),
]  # fmt: skip


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
    single = [
        mistake for mistake in MISTAKES if len(mistake[1]) == 1 and isinstance(next(iter(mistake[1].values())), str)
    ]
    lesson = LESSON.replace("A craving is a wave.", "An addict is a wave. Call 988.").replace("breathe.md", "breeth.md")
    files: dict[str, str | bytes | None] = {
        "en/lessons/wave.md": lesson.replace("lessons/old-wave", "practices/breathe"),
        "es/lessons/wave.md": ONDA.replace("now >= 7", "now >= 8").replace("- [ ] Crece", "- [ ] Crece\n- [ ] No").replace("../images/wave", "../images/waves"),
        "en/practices/breathe.md": "---\nkind: practise\ntitle: Breathe\nminutes: three\n---\n\nHelp is on its way.\n\n| a | b |\n| - | - |\n",
        "en/checkins/daily.md": str(GOOD["en/checkins/daily.md"]).replace("one tap", "a craving").replace("- 10 Strong", "- 11 Strong"),
        "es/solo.md": "---\ntitle: Solo\n---\n\nHola.\n",
        "program.yaml": str(GOOD["program.yaml"]).replace("weeks: 12", "weeks: twelve").replace("daily: daily", "daily: someday").replace("[lessons/wave]", "[lessons/wavy]"),
        "rules.yaml": str(GOOD["rules.yaml"]).replace("craving) >= 7", "carving) >= 7").replace("practices/breathe", "practices/breath").replace("because", "becuase"),
        "crisis.yaml": str(GOOD["crisis.yaml"]).replace('"911"', "911").replace("2026-11-24", "soon"),
        "en/labels.ftl": "next = Next\nprompt = Your recovery\nleft = { $count } left\nbroken\n",
        "es/labels.ftl": "next = Siguiente\nprompt = ¿Listo?\nleft = Quedan { $many }\n",
        "en/words.yaml": str(GOOD["en/words.yaml"]) + "tellling: [x]\n",
    }  # fmt: skip
    expected = {
        ("en/lessons/wave.md", 5, "formerly"), ("en/lessons/wave.md", 8, "words-stigma"),
        ("en/lessons/wave.md", 8, "crisis-number"), ("en/lessons/wave.md", 41, "link"),
        ("es/lessons/wave.md", 9, "image"), ("es/lessons/wave.md", 13, "language-questions"),
        ("es/lessons/wave.md", 33, "language-conditions"), ("es/lessons/wave.md", 9, "language-images"),
        ("en/practices/breathe.md", 2, ""), ("en/practices/breathe.md", 4, ""),
        ("en/practices/breathe.md", 7, "words-promises"), ("en/practices/breathe.md", 9, ""),
        ("en/checkins/daily.md", 5, "words-telling"), ("en/checkins/daily.md", 11, ""),
        ("es/solo.md", 1, "language-source"), ("program.yaml", 3, "program"), ("program.yaml", 4, "program"),
        ("program.yaml", 6, "program"), ("rules.yaml", 7, "rules"), ("rules.yaml", 8, "rules"),
        ("rules.yaml", 9, "rules"), ("crisis.yaml", 2, "crisis"), ("crisis.yaml", 4, "crisis"),
        ("en/labels.ftl", 2, "words-telling"), ("en/labels.ftl", 4, "label-form"),
        ("es/labels.ftl", 3, "label-variables"), ("en/words.yaml", 6, "words"),
    }  # fmt: skip

    report = check_with(tmp_path, files)

    told = {(fault.path.removeprefix("content/"), fault.line, fault.rule) for fault in report.faults}
    places = {(path, line, "") for path, line, _ in told}
    assert len(expected) >= 25
    assert expected - told - places == set()
    assert len(single) > 10


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
    rows = {name: (values, meaning) for name, _, values, meaning in facts_table({"US": {"emergency": {"call": "911"}}})}

    assert rows["phase"][0] == "iop, op, continuing"
    assert "crisis.emergency.call" in rows
    assert 'last("FILE", QUESTION)' in rows
    assert all(meaning for _, meaning in rows.values())
    assert ("unasked_a_day", 3) in [(name, number) for name, number, _ in limits_table()]


def test_a_fault_reads_as_a_line() -> None:
    assert str(Fault("a.md", 3, "what: instead", "rule")) == "a.md:3: what: instead"
