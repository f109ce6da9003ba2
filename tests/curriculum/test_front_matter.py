"""Front matter: each mistake is told on its line with what to write instead, and nothing else is told."""

import pytest

from bot.core.activity import Schedule, Span
from bot.curriculum.loader import load_text
from bot.curriculum.schedules import FORMS

BODY = "\nHello there.\n"


def faults_of(head: str, body: str = BODY) -> list[tuple[int, str]]:
    loaded = load_text(f"---\n{head}\n---\n{body}", "lessons/early/waves")
    return [(fault.line, fault.message) for fault in loaded.faults]


BASE = "kind: lesson\ntitle: Waves"

ONE_MISTAKE = {
    "a kind that is missing": ("title: Waves", 1, "kind: lesson"),
    "a title that is missing": ("kind: lesson", 1, "title: "),
    "an unknown kind": ("kind: leson\ntitle: Waves", 2, "did you mean lesson?"),
    "a kind with a capital": ("kind: Lesson\ntitle: Waves", 2, "did you mean lesson?"),
    "an unknown field": (f"{BASE}\ntittle: x", 4, "did you mean title?"),
    "a field with a capital": ("kind: lesson\ntitle: Waves\nMinutes: 3", 4, "did you mean minutes?"),
    "a field that stands twice": (f"{BASE}\nminutes: 3\ntitle: Again", 5, "first on line 3"),
    "a title with a colon": ("kind: lesson\ntitle: Waves: a guide", 3, 'title: "Waves: a guide"'),
    "a title that ends with a colon": ("kind: lesson\ntitle: Waves:", 3, "quotes"),
    "a title that is a number": ("kind: lesson\ntitle: 12", 3, '"12"'),
    "a title that is true": ("kind: lesson\ntitle: true", 3, '"true"'),
    "a title that is a list": ("kind: lesson\ntitle: [a, b]", 3, "quotes"),
    "an empty title": ("kind: lesson\ntitle:", 3, "empty"),
    "a title of blanks": ('kind: lesson\ntitle: "  "', 3, "empty"),
    "a title of 41 characters": (f"kind: lesson\ntitle: {'x' * 41}", 3, "40 are the most"),
    "a title with braces": ('kind: lesson\ntitle: "{{ preferred_name }}"', 3, "without braces"),
    "a title with an open quote": ('kind: lesson\ntitle: "Waves', 3, "quotation marks"),
    "a title with quotes inside": ("kind: lesson\ntitle: 'Don't go'", 3, "quotation marks"),
    "a title that begins with a star": ("kind: lesson\ntitle: *Waves*", 3, "needs quotes"),
    "a title that begins with an at sign": ("kind: lesson\ntitle: @home", 3, "needs quotes"),
    "a title with an exclamation tag": ("kind: lesson\ntitle: !important thing", 3, "needs quotes"),
    "a title cut off by a number sign": ("kind: lesson\ntitle: Step #1", 3, "double quotes"),
    "no space after the colon": ("kind: lesson\ntitle:Waves", 3, "title: Waves"),
    "a tab before a value": ("kind: lesson\ntitle:\tWaves", 3, "spaces instead of tabs"),
    "a tab before a field": ("kind: lesson\n\ttitle: Waves", 3, "left edge"),
    "an indented field": ("kind: lesson\n  title: Waves", 3, "left edge"),
    "a line without a colon": (f"{BASE}\nminutes 3", 4, "no field"),
    "minutes as a word": (f"{BASE}\nminutes: three", 4, "minutes: 3"),
    "minutes as a time": (f"{BASE}\nminutes: 3:00", 4, "minutes: 3"),
    "minutes in quotes": (f'{BASE}\nminutes: "3"', 4, "without quotes"),
    "minutes with a fraction": (f"{BASE}\nminutes: 3.0", 4, "whole number"),
    "no minutes at all": (f"{BASE}\nminutes: 0", 4, "whole number"),
    "minutes below nothing": (f"{BASE}\nminutes: -3", 4, "whole number"),
    "minutes in hexadecimal": (f"{BASE}\nminutes: 0x10", 4, "whole number"),
    "minutes of a page": ("kind: page\ntitle: Waves\nminutes: 3", 4, "only lesson"),
    "topics as one text": (f"{BASE}\ntopics: cravings", 4, "[one, two]"),
    "a topic that is a number": (f"{BASE}\ntopics: [a, 2026]", 4, '"2026"'),
    "an open bracket": (f"{BASE}\ntopics: [a, b", 4, "brackets"),
    "a source with a colon": (f"{BASE}\nsources:\n  - A\n  - Bowen: urge", 6, "quotes"),
    "an empty source": (f"{BASE}\nsources:\n  - A\n  -", 6, "empty"),
    "a former id with .md": (f"{BASE}\nformerly: [lessons/old.md]", 4, "such as lessons/old"),
    "a former id with capitals": (f"{BASE}\nformerly:\n  - lessons/Old", 5, "without .md"),
    "a former id that is its own": (f"{BASE}\nformerly: [lessons/early/waves]", 4, "own id"),
    "a former id twice": (f"{BASE}\nformerly: [a/b, a/b]", 4, "twice"),
    "an unknown audience": (f"{BASE}\naudience: families", 4, "did you mean family?"),
    "an unknown status": (f"{BASE}\nstatus: drafts", 4, "did you mean draft?"),
    "reviewed as text": (f"{BASE}\nreviewed: Ana", 4, "by:"),
    "reviewed without a day": (f"{BASE}\nreviewed:\n  by: Ana", 4, "lacks on"),
    "reviewed on no day": (f"{BASE}\nreviewed:\n  by: Ana\n  on: 2026-02-30", 6, "2026-11-24"),
    "reviewed on a day in another order": (f"{BASE}\nreviewed:\n  by: Ana\n  on: 24.11.2026", 6, "2026-11-24"),
    "reviewed with an unknown key": (f"{BASE}\nreviewed:\n  by: A\n  on: 2026-01-05\n  at: x", 7, "unknown key"),
    "a schedule of a practice": ("kind: practice\ntitle: Waves\nschedule: on request", 4, "practice has no schedule"),
    "a reminder without a schedule": ("kind: reminder\ntitle: Waves", 1, "24h before session"),
    "a reminder on request": ("kind: reminder\ntitle: Waves\nschedule: on request", 4, "24h before session"),
    "avoid of a checkin": ("kind: checkin\ntitle: W\navoid: [heart]", 4, "checkin has no avoid"),
    "avoid as text": (f"{BASE}\navoid: heart", 4, "[one, two]"),
    "a flag with a capital": (f"{BASE}\navoid: [Heart]", 4, "no flag"),
    "instead without avoid": (f"{BASE}\ninstead: practices/x", 4, "needs avoid"),
    "instead with .md": (f"{BASE}\navoid: [heart]\ninstead: ../practices/x.md", 5, "such as practices/x"),
    "instead of itself": (f"{BASE}\navoid: [heart]\ninstead: lessons/early/waves", 5, "itself"),
    "a prompt of 121 characters": (f"{BASE}\nprompt: {'x' * 121}", 4, "120 are the most"),
    "a prompt with a name": (f'{BASE}\nprompt: "{{{{ preferred_name }}}}, a minute?"', 4, "prompt_open"),
    "a prompt with a session in a lesson": (f'{BASE}\nprompt: "{{{{ session.time }}}}"', 4, "only in a reminder"),
    "a prompt with an unknown fact": (f'{BASE}\nprompt: "{{{{ session.tim }}}}"', 4, "did you mean session.time?"),
    "a prompt with a lone brace": (f'{BASE}\nprompt: "{{ hello"', 4, "preferred_name"),
    "a prompt that begins with a brace": (f"{BASE}\nprompt: {{{{ session.time }}}} now", 4, "quotes"),
    "saves as text": (f"{BASE}\nsaves: session.rsvp", 4, "coming: session.rsvp"),
    "a saved question that is not there": (f"{BASE}\nsaves:\n  coming: session.rsvp", 5, "no question"),
}


@pytest.mark.parametrize("name", ONE_MISTAKE)
def test_each_mistake_of_the_front_matter_is_told_once_on_its_line(name: str) -> None:
    head, line, words = ONE_MISTAKE[name]

    found = faults_of(head)

    assert [told for told, _ in found] == [line], found
    assert words in found[0][1]


BAD_SCHEDULES = (
    "dayly at 19:00",
    "daily",
    "daily at 7pm",
    "daily at 7:30",
    "daily at 24:00",
    "daily at",
    "Daily at 19:00",
    "weekly on sunday at 19:00",
    "weekly on sun wed at 19:00",
    "weekly on at 19:00",
    "weekly at 19:00",
    "weekly on sun, sun at 19:00",
    "on days 30",
    "on days 7-1 at 10:00",
    "on days thirty at 10:00",
    "on days 1-999999999 at 10:00",
    "monthly on 0 at 10:00",
    "monthly on 32 at 10:00",
    "24 before session",
    "0h before session",
    "1d before session",
    "24h before meeting",
    "24h befor session",
    "h before session",
    "tomorrow",
)


@pytest.mark.parametrize("schedule", BAD_SCHEDULES)
def test_a_schedule_that_is_none_is_told_with_an_example(schedule: str) -> None:
    found = faults_of(f"{BASE}\nschedule: {schedule}")

    assert [line for line, _ in found] == [4]
    assert FORMS in found[0][1] or "write each day once" in found[0][1]


GOOD_SCHEDULES = {
    "on request": Schedule(),
    "daily at checkin_time": Schedule("daily", "checkin_time"),
    "daily at 07:30": Schedule("daily", "07:30"),
    "weekly on sun, wed at 19:00": Schedule("weekly", "19:00", weekdays=(6, 2)),
    "on days 30, 60, 90 at 10:00": Schedule("days", "10:00", days=(30, 60, 90)),
    "on days 1-7 at 10:00": Schedule("days", "10:00", days=(1, 2, 3, 4, 5, 6, 7)),
    "monthly on 1 at 10:00": Schedule("monthly", "10:00", days=(1,)),
    "24h before session": Schedule("before", minutes=1440, meeting="session"),
    "2h before group": Schedule("before", minutes=120, meeting="group"),
    "90m before appointment": Schedule("before", minutes=90, meeting="appointment"),
    "15m after group": Schedule("after", minutes=15, meeting="group"),
}


@pytest.mark.parametrize("schedule", GOOD_SCHEDULES)
def test_each_form_of_a_schedule_is_read(schedule: str) -> None:
    loaded = load_text(f"---\nkind: checkin\ntitle: Waves\nschedule: {schedule}\n---\n{BODY}", "a")

    assert loaded.faults == []
    assert loaded.activities["en", "a"].schedule == GOOD_SCHEDULES[schedule]


BROKEN_EDGES = {
    "an empty line above": ("\n---\nkind: page\ntitle: W\n---\n\nText.\n", 1, "empty lines above"),
    "no opening line": ("kind: page\ntitle: W\n---\n\nText.\n", 1, "line 1 must be ---"),
    "no front matter": ("Text.\n\nMore.\n", 1, "line 1 must be ---"),
    "four hyphens": ("----\nkind: page\ntitle: W\n---\n\nText.\n", 1, "three hyphens"),
    "no closing line and no page break": ("---\nkind: page\ntitle: W\n\nText.\n", 1, "not closed"),
    "no closing line before a page break": ("---\nkind: page\ntitle: W\n\nText.\n\n---\n\nMore.\n", 5, "not closed"),
    "no closing line below a text at once": ("---\nkind: page\ntitle: W\nText.\n\nA.\n\n---\n\nB.\n", 4, "not closed"),
    "a closing line of two hyphens": ("---\nkind: page\ntitle: W\n--\n\nText.\n", 4, "exactly ---"),
    "nothing after the front matter": ("---\nkind: page\ntitle: W\n---\n", 4, "write the first page"),
}


@pytest.mark.parametrize("name", BROKEN_EDGES)
def test_each_broken_edge_of_the_front_matter_is_told_once(name: str) -> None:
    text, line, words = BROKEN_EDGES[name]

    faults = load_text(text, "a").faults

    assert [fault.line for fault in faults] == [line], faults
    assert words in faults[0].message


def test_every_mistake_of_a_front_matter_is_told_in_one_run() -> None:
    head = "kind: leson\ntitle: Waves: a guide\nminutes: three\ntopics: [a\naudience: all\nstatus: done\nfoo: 1"

    assert [line for line, _ in faults_of(head)] == [2, 3, 4, 5, 6, 7, 8]


def test_yaml_words_of_version_one_point_one_stay_words() -> None:
    loaded = load_text('---\nkind: lesson\ntitle: no\ntopics: [yes, 9:30, 2026-01-05, on, "12"]\n---\n\nHi.\n', "a")

    activity = loaded.activities["en", "a"]
    assert loaded.faults == []
    assert activity.title == "no"
    assert activity.topics == ("yes", "9:30", "2026-01-05", "on", "12")


def test_all_fields_of_a_good_file_arrive() -> None:
    head = (
        'kind: lesson\ntitle: "Waves: a guide"\nminutes: 3  # about\ntopics: [a, b]\nsources:\n- "X: y"\n'
        "formerly: [old/place]\naudience: family\nschedule: daily at 19:00\nprompt: Got a minute?\n"
        'prompt_open: "{{ preferred_name }}, a lesson"\navoid: [heart, pregnant]\ninstead: practices/x\n'
        "status: draft\nreviewed:\n  by: Ana\n  on: 2026-11-01"
    )

    loaded = load_text(f"---\n{head}\n---\n{BODY}", "a")

    activity = loaded.activities["en", "a"]
    assert loaded.faults == []
    assert (activity.title, activity.minutes, activity.sources) == ("Waves: a guide", 3, ("X: y",))
    assert (activity.formerly, activity.audience, activity.draft) == (("old/place",), "family", True)
    assert activity.prompt == (Span("Got a minute?"),)
    assert activity.prompt_open == (Span(fill="preferred_name"), Span(", a lesson"))
    assert (activity.avoid, activity.instead) == (("heart", "pregnant"), "practices/x")
    assert (activity.reviewed_by, activity.reviewed_on) == ("Ana", "2026-11-01")


ENGLISH = "---\nkind: lesson\ntitle: Waves\nminutes: 3\ntopics: [a]\nprompt: Got a minute?\n---\n\nHi.\n"


def test_another_language_takes_its_fields_from_the_english_file() -> None:
    loaded = load_text("---\ntitle: Olas\nprompt: ¿Un minuto?\n---\n\nHola.\n", "a", "es", english=ENGLISH)

    activity = loaded.activities["es", "a"]
    assert loaded.faults == []
    assert (activity.kind, activity.minutes, activity.topics, activity.title) == ("lesson", 3, ("a",), "Olas")


def test_another_language_may_repeat_a_field_but_not_contradict_it() -> None:
    text = "---\nkind: page\ntitle: Olas\nminutes: 3\ntopics: [b]\nprompt: ¿Un minuto?\n---\n\nHola.\n"

    faults = load_text(text, "a", "es", english=ENGLISH).faults

    assert [(fault.line, fault.rule) for fault in faults] == [(2, "contradiction"), (5, "contradiction")]


def test_another_language_needs_the_prompt_that_the_english_file_has() -> None:
    faults = load_text("---\ntitle: Olas\n---\n\nHola.\n", "a", "es", english=ENGLISH).faults

    assert [(fault.line, fault.rule) for fault in faults] == [(1, "prompt")]
