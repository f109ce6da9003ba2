"""Doses of a phase: evenly spread days, a gentle hour, the next of the track or the practices by turns."""

from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.activity import Activity, Page, Schedule
from bot.core.days import day_end, day_start
from bot.core.doses import before, hour, is_spared, is_unfit, next_of, turn
from bot.core.schedule import in_quiet

NEW_YORK = "America/New_York"
DAY = date(2026, 11, 24)
QUIET = ("21:00", "08:00")


def doses(per_week, days):
    return [day for day in range(days) if turn(per_week, day) is not None]


@pytest.mark.parametrize(
    ("per_week", "days", "expected"),
    [
        (4, 14, [0, 2, 4, 6, 7, 9, 11, 13]),
        (2, 14, [1, 5, 8, 12]),
        (1.5, 28, [2, 6, 11, 16, 20, 25]),
        (0.25, 70, [13, 41, 69]),
        (7, 4, [0, 1, 2, 3]),
        (50, 4, [0, 1, 2, 3]),
        (0, 400, []),
    ],
)
def test_the_days_of_a_dose_are_evenly_spread(per_week, days, expected):
    assert doses(per_week, days) == expected


def test_before_the_beginning_there_is_no_dose():
    assert (turn(7, -1), before(7, -3)) == (None, 0)


@given(st.floats(0, 7), st.integers(0, 200))
def test_any_week_has_its_doses_give_or_take_one(per_week, first):
    count = sum(turn(per_week, first + day) is not None for day in range(7))

    assert abs(count - per_week) <= 1


def test_the_number_of_a_dose_counts_up_so_that_practices_take_turns():
    numbers = [number for day in range(28) if (number := turn(2, day)) is not None]

    assert numbers == list(range(8))
    assert [next_of("practice", ("a", "b", "c"), (), number) for number in numbers[:4]] == ["a", "b", "c", "a"]
    assert next_of("practice", (), (), 0) is None


def test_a_lesson_is_the_first_of_the_track_that_was_never_finished():
    assert next_of("lesson", ("a", "b", "c"), {"a", "c"}, 7) == "b"
    assert next_of("lesson", ("a",), {"a"}, 0) is None


@pytest.mark.parametrize(
    ("checkin", "quiet", "expected"),
    [
        ("19:00", QUIET, "2026-11-24 13:30"),
        ("09:30", QUIET, "2026-11-24 08:30"),
        ("09:00", QUIET, "2026-11-24 08:00"),
        ("08:30", QUIET, "2026-11-24 09:30"),
        ("19:00", ("12:00", "12:00"), "2026-11-24 11:30"),
        ("00:30", ("08:00", "16:00"), "2026-11-24 20:15"),
        ("04:30", ("05:00", "13:00"), "2026-11-24 13:00"),
        ("20:30", ("21:00", "20:00"), "2026-11-25 20:00"),
        ("03:30", ("04:15", "03:00"), None),
    ],
)
def test_the_hour_is_halfway_to_the_checkin_and_an_hour_from_it(checkin, quiet, expected):
    found = hour(DAY, NEW_YORK, checkin, *quiet)

    shown = found.astimezone(ZoneInfo(NEW_YORK)).strftime("%Y-%m-%d %H:%M") if found else None
    assert shown == (None if expected == "2026-11-25 20:00" else expected)


CLOCKS = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02}:{quarter % 4 * 15:02}")


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(sorted(available_timezones())),
    st.dates(date(2015, 1, 1), date(2035, 1, 1)),
    CLOCKS,
    CLOCKS,
    CLOCKS,
)
def test_the_hour_lies_in_its_day_and_never_in_quiet_hours(zone, day, checkin, quiet_from, quiet_to):
    found = hour(day, zone, checkin, quiet_from, quiet_to)

    if found is not None:
        assert day_start(day, zone) <= found < day_end(day, zone)
        assert not in_quiet(found, zone, quiet_from, quiet_to)


def practice(*avoid):
    return Activity("practices/x", "en", "practice", "X", (Page(),), avoid=avoid)


@pytest.mark.parametrize(
    ("avoid", "known", "expected"),
    [
        (("heart",), {"health": "breathing,heart"}, True),
        (("heart",), {"health": "breathing"}, False),
        (("heart",), {}, False),
        (("pregnant",), {"pregnant": "maybe"}, True),
        (("pregnant",), {"pregnant": "no"}, False),
        (("body_focus",), {"body_focus": "no"}, True),
        (("body_focus",), {"body_focus": "a_little"}, False),
        ((), {"health": "heart"}, False),
    ],
)
def test_what_the_intake_speaks_against_is_not_offered(avoid, known, expected):
    assert is_unfit(practice(*avoid), known) is expected


def sent(schedule, every, days=28, weekdays=None):
    first = date(2026, 11, 23)
    all_days = [first + timedelta(days=step) for step in range(days)]
    due = [day for day in all_days if weekdays is None or day.weekday() in weekdays]
    return [not is_spared(schedule, day, weekdays, every) for day in due]


def test_every_second_prompt_that_is_due_is_left_out():
    daily, weekly = Schedule("daily", "checkin_time"), Schedule("weekly", "19:00", weekdays=(0, 2, 4))

    assert set(sent(daily, 1)) == {True}
    for found in (sent(daily, 2), sent(weekly, 2, weekdays=(0, 2, 4)), sent(daily, 2, weekdays=(6,), days=70)):
        assert all(one is not other for one, other in pairwise(found))
    assert set(sent(daily, 0)) == {False}


def test_the_weekdays_of_a_file_count_where_the_phase_names_none():
    days = [day for day in (DAY + timedelta(days=step) for step in range(14)) if day.weekday() in (0, 3)]

    found = [is_spared(Schedule("weekly", "19:00", weekdays=(3, 0)), day, None, 2) for day in days]

    assert found in ([True, False, True, False], [False, True, False, True])


def test_what_comes_once_in_a_while_is_not_thinned():
    assert is_spared(Schedule("days", "09:00", days=(30,)), DAY, None, 2) is False
    assert is_spared(Schedule("monthly", "09:00", days=(1,)), DAY, None, 0) is True
