"""Who stands first on the list of today, and what two weeks look like."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.history import Entry
from bot.core.triage import Day, Row, priority, rank, table

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def row(code, kind="today", priority=0, hours=0, rule="rule"):
    return Row(code, code[-2:], kind, rule, priority, NOW - timedelta(hours=hours))


def codes(rows):
    return [each.code for each in rank(rows)]


def test_danger_comes_before_every_priority():
    assert codes([row("P-1", priority=99), row("P-2", "danger")]) == ["P-2", "P-1"]


def test_the_priorities_of_the_rules_give_the_order():
    rules = {"low-mood": 50, "rising": 55, "silent": 60, "strong-craving": 90, "reported-use": 95}
    rows = [row(f"P-{name}", "watch" if name == "rising" else "today", number) for name, number in rules.items()]

    assert codes(rows) == ["P-reported-use", "P-strong-craving", "P-silent", "P-rising", "P-low-mood"]


def test_who_has_waited_longest_comes_first_among_equals():
    assert codes([row("P-1", hours=1), row("P-2", hours=5), row("P-3", hours=1)]) == ["P-2", "P-1", "P-3"]


def test_a_person_appears_once_under_the_most_urgent_reason_with_the_others_beside_it():
    rows = [row("P-1", priority=10, rule="low-mood"), row("P-2", priority=60), row("P-1", priority=90, rule="craving")]

    found = rank(rows)

    assert [(each.code, each.rule) for each in found] == [("P-1", "craving"), ("P-2", "rule")]
    assert [[other.rule for other in each.further] for each in found] == [["low-mood"], []]


def test_nobody_is_on_an_empty_list():
    assert rank([]) == []


ROWS = st.builds(
    row,
    st.sampled_from(["P-1", "P-2", "P-3"]),
    st.sampled_from(["danger", "today", "watch"]),
    st.integers(0, 3),
    st.integers(0, 3),
)


@given(st.lists(ROWS, max_size=12))
def test_no_reason_is_lost_and_no_person_stands_twice(rows):
    found = rank(rows)

    assert sorted(codes(rows)) == sorted({each.code for each in rows})
    assert sum(1 + len(each.further) for each in found) == len(rows)


def entry(question, days_ago, value, activity="checkins/daily"):
    day = TODAY - timedelta(days=days_ago)
    return Entry(activity, question, day, value, NOW - timedelta(days=days_ago))


def test_the_table_has_every_day_the_newest_first():
    assert [day.date for day in table([], TODAY)] == [TODAY - timedelta(days=back) for back in range(14)]


def test_a_missing_day_and_a_skipped_question_stay_empty_and_a_zero_stays_a_zero():
    entries = [
        entry("craving", 0, 0),
        entry("mood", 0, None),
        entry("used", 0, "yes"),
        entry("mindful", 2, "no"),
        entry("craving", 1, 9, "sos/craving"),
        entry("craving", 3, 9),
    ]

    assert table(entries, TODAY, days=3) == [
        Day(TODAY, craving=0, used="yes"),
        Day(TODAY - timedelta(days=1)),
        Day(TODAY - timedelta(days=2), mindful="no"),
    ]


def test_an_alert_is_as_urgent_as_its_rule_says_or_as_the_programs_own():
    rules = {"strong-craving": 90}

    assert [priority(name, rules) for name in ("strong-craving", "session-missed", "left", "thinned", "gone")] == [
        90, 85, 70, 30, 50,
    ]  # fmt: skip
