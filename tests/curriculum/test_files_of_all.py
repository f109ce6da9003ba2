"""Promises about `program.yaml`, `rules.yaml` and `crisis.yaml`: each mistake is told with its line."""

from datetime import timedelta

import pytest

from bot.core.activity import Activity, Page, Question, Schedule
from bot.core.conditions import Scope, Shape
from bot.core.rules import Limits
from bot.curriculum.crisis import facts_of, read_crisis
from bot.curriculum.faults import Fault
from bot.curriculum.findings import Findings
from bot.curriculum.labels import read_fluent
from bot.curriculum.places import places_of
from bot.curriculum.program import read_program
from bot.curriculum.rules import LIMITS, Around, Rules, read_rules
from bot.curriculum.yaml_files import YamlFile

DAILY = Activity(
    "checkins/daily",
    "en",
    "checkin",
    "Daily",
    (Page(question=Question("craving", "scale", ())),),
    schedule=Schedule("daily", "checkin_time"),
)
WAVE = Activity("lessons/wave", "en", "lesson", "Wave", (Page(),), formerly=("lessons/old-wave",))
FAMILY = Activity("lessons/family/first", "en", "lesson", "First", (Page(),), audience="family")
DRAFT = Activity("lessons/later", "en", "lesson", "Later", (Page(),), draft=True)
PLACES = places_of([DAILY, WAVE, FAMILY, DRAFT])

PROGRAM = """phases:
  iop:
    weeks: 12
    per_week: {lesson: 4, practice: 0.5}
    runs: {checkins/daily: daily}
  op:
    weeks: 8
    runs:
      checkins/daily: [mon, wed]
tracks:
  main: [lessons/wave]
  family: [lessons/family/first]
"""


def program_faults(text: str) -> list[Fault]:
    findings = Findings("program.yaml")
    read_program(YamlFile(findings, "program"), text, PLACES)
    return findings.faults


def test_a_good_program_is_read() -> None:
    findings = Findings("program.yaml")
    program = read_program(YamlFile(findings, "program"), PROGRAM, PLACES)

    assert findings.faults == []
    assert program.phases[0].runs == {"checkins/daily": (0, 1, 2, 3, 4, 5, 6)}
    assert program.phases[1].runs == {"checkins/daily": (0, 2)}
    assert program.phases[0].per_week == {"lesson": 4.0, "practice": 0.5}
    assert program.tracks == {"main": ("lessons/wave",), "family": ("lessons/family/first",)}


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("phases:", "phasen:", 1, "did you mean phases"),
        ("  iop:", "  iob:", 2, "iop"),
        ("weeks: 12", "weeks: twelve", 3, "whole number"),
        ("lesson: 4", "lessons: 4", 4, "did you mean lesson"),
        ("lesson: 4", "lesson: four", 4, "number"),
        ("{checkins/daily: daily}", "{checkins/dayly: daily}", 5, "did you mean checkins/daily"),
        ("{checkins/daily: daily}", "{lessons/wave: daily}", 5, "schedule"),
        ("[mon, wed]", "[mon, wensday]", 9, "no weekday"),
        ("main: [lessons/wave]", "main: [lessons/Wave]", 11, "capitals"),
        ("main: [lessons/wave]", "main: [lessons/old-wave]", 11, "moved"),
        ("main: [lessons/wave]", "main: [lessons/later]", 11, "draft"),
        ("main: [lessons/wave]", "main: [lessons/family/first]", 11, "family"),
        ("main: [lessons/wave]", "main: [lessons/wave, lessons/wave]", 11, "twice"),
        ("main: [lessons/wave]", "main: lessons/wave", 11, "list"),
    ],
)
def test_a_mistake_in_the_program_is_told_with_its_line(old: str, new: str, line: int, says: str) -> None:
    faults = program_faults(PROGRAM.replace(old, new, 1))

    assert (line, True) in [(fault.line, says in fault.message) for fault in faults], faults


RULES = """limits: {LIMITS}
order: [check-in, practice, lesson, worksheet, review]
rules:
  strong-craving:
    when: last("checkins/daily", craving) >= 7
    offer: lessons/wave
    reason: because
    alert: today
    row: row
    after: 20m
    every: 2h
    priority: 90
  silent:
    when: silent("checkins/daily") >= 3
    alert: watch
    row: row-silent
  again:
    when: last("checkins/daily", craving) >= 5
    offer: lessons/wave
    reason: because
    group: waves 7d
    once: true
    hour: last("checkins/daily", hour)
""".replace("{LIMITS}", "{" + ", ".join(f"{name}: {number}" for name, (number, _) in LIMITS.items()) + "}")
NOTICES = "because = You said { $craving }.\nrow = Craving { $craving }.\nrow-silent = { $days } days.\n"


def rules_of(text: str, notices: str = NOTICES) -> tuple[Rules, list[Fault]]:
    findings = Findings("rules.yaml")
    shapes = {"checkins/daily": {"craving": Shape("scale", low=0, high=10), "hour": Shape("time")}}
    scope = Scope(activity=shapes.get, activities=tuple(shapes))
    around = Around(PLACES, scope, {"en": read_fluent("en/notices.ftl", notices)})
    return read_rules(YamlFile(findings, "rules"), text, around), findings.faults


def test_good_rules_are_read() -> None:
    read, faults = rules_of(RULES)

    assert faults == []
    assert [rule.name for rule in read.rules] == ["strong-craving", "silent", "again"]
    first = read.rules[0]
    assert (first.offer, first.alert, first.priority, first.line) == ("lessons/wave", "today", 90, 4)
    assert (first.after, first.every) == (timedelta(minutes=20), timedelta(hours=2))
    again = read.rules[2]
    assert (again.group, again.rests, again.once, again.best) == ("waves", timedelta(days=7), True, False)
    assert again.hour == again.asks[1] == "last('checkins/daily', hour)"
    assert isinstance(read.limits, Limits)
    assert read.limits.numbers["unasked_a_day"] == 3


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("rules:", "rulez:", 3, "did you mean rules"),
        ("group: waves 7d", "group: 7d", 21, "such as triggers 7d"),
        ("group: waves 7d", "group: waves often", 21, "such as 20m, 2h, 1d"),
        ("once: true", "once: often", 22, "write true or false"),
        ("once: true", "once: [true]", 22, "write true or false"),
        ("hour)\n", "craving)\n", 23, '"hour" is a time that was answered'),
        ("unasked_a_day: 3", "unasked_a_day: three", 1, "whole number"),
        ("unasked_a_day: 3", "unasked_day: 3", 1, "did you mean unasked_a_day"),
        ("practice, lesson", "practise, lesson", 2, "did you mean practice"),
        ("[check-in, practice,", "[check-in, check-in,", 2, "twice"),
        ("craving) >= 7", "carving) >= 7", 5, "craving"),
        ("craving) >= 7", "craving) = 7", 5, "column"),
        ("checkins/daily", "checkins/dayly", 5, "checkins/daily"),
        ("offer: lessons/wave", "offer: lessons/waves", 6, "did you mean lessons/wave"),
        ("offer: lessons/wave", "offer: lessons/family/first", 6, "family"),
        ("reason: because", "reason: becaus", 7, "did you mean because"),
        ("alert: today", "alert: tomorrow", 8, "today"),
        ("row: row\n", "row: row-silent\n", 9, "$days"),
        ("after: 20m", "after: 20 min", 10, "20m, 2h, 1d"),
        ("every: 2h", "every: 120", 11, "text"),
        ("priority: 90", "priority: high", 12, "whole number"),
        ("    alert: watch\n    row: row-silent\n", "", 13, "does nothing"),
        ("    row: row-silent\n", "", 15, "row"),
        ('    when: silent("checkins/daily") >= 3\n', "", 14, "when"),
        ('    when: silent("checkins/daily") >= 3\n', "    when: phase == iop\n", 14, "call"),
        ("row-silent\n", "row-silent\n    colour: red\n", 17, "colour"),
    ],
)
def test_a_mistake_in_the_rules_is_told_with_its_line(old: str, new: str, line: int, says: str) -> None:
    assert old in RULES
    _, faults = rules_of(RULES.replace(old, new, 1))

    assert (line, True) in [(fault.line, says in fault.message) for fault in faults], faults


def test_a_limit_left_out_has_its_documented_number_and_a_warning() -> None:
    read, faults = rules_of(RULES.replace("unasked_a_day: 3, ", ""))

    assert read.limits.numbers["unasked_a_day"] == 3
    assert [(fault.level, fault.line) for fault in faults] == [("warning", 1)]


CRISIS = """US:
  checked: 2026-11-24
  sources: ["988lifeline.org"]
  emergency: {call: "911"}
  suicide: {call: "988", text: "988"}
"""


def test_a_good_country_file_is_read_with_the_names_that_texts_use() -> None:
    findings = Findings("crisis.yaml")
    crisis = read_crisis(YamlFile(findings, "crisis"), CRISIS)

    assert findings.faults == []
    assert facts_of(crisis["US"]) == {
        "crisis.emergency.call": "911",
        "crisis.suicide.call": "988",
        "crisis.suicide.text": "988",
    }


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("US:", "usa:", 1, "two capital letters"),
        ('"911"', "911", 4, '"911"'),
        ('text: "988"', "text: 988", 5, '"988"'),
        ("2026-11-24", "2026-13-24", 2, "date"),
        ("2026-11-24", "20261124", 2, "text"),
        ("2026-11-24", "last week", 2, "date"),
        ("  checked: 2026-11-24\n", "", 1, "checked"),
        ('["988lifeline.org"]', "[]", 3, "source"),
        ('  emergency: {call: "911"}\n', "", 1, "emergency"),
        ('{call: "911"}', '{text: "911"}', 4, "call"),
        ('call: "911"', "call: help", 4, "digits"),
        ("emergency:", "Emergency:", 4, "small letters"),
        ('{call: "911"}', '"911"', 4, "table"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_country_file_is_told_with_its_line(old: str, new: str, line: int, says: str) -> None:
    findings = Findings("crisis.yaml")
    read_crisis(YamlFile(findings, "crisis"), CRISIS.replace(old, new, 1))

    assert (line, True) in [(fault.line, says in fault.message) for fault in findings.faults], findings.faults
