"""The budget of unasked messages: never more than three a day, never closer than an hour, never in quiet hours."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.budget import Budget, Unasked, Wanted, plan, spent_on
from bot.core.days import day_start, local_instant, program_day
from bot.core.schedule import expires, outside_quiet

ORDER = ("check-in", "practice", "lesson", "worksheet", "review")
BUDGET = Budget(3, timedelta(hours=1), ORDER)
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ZONES = sorted(available_timezones())


def hours(count):
    return NOON + timedelta(hours=count)


def wanted(key, kind, at, expires=9, priority=0):
    return Wanted(key, kind, hours(at), hours(expires), priority)


def told(places):
    return {key: (at - NOON) / timedelta(hours=1) for key, at in places.items()}


def test_what_is_due_goes_now_and_what_comes_later_waits_for_its_time():
    places = plan([wanted("daily", "check-in", 7), wanted("lesson", "lesson", 0)], (), 0, NOON, BUDGET)

    assert told(places) == {"daily": 7, "lesson": 0}


def test_an_hour_lies_between_two_in_the_documented_order():
    due = [wanted("lesson", "lesson", 0), wanted("practice", "practice", 0), wanted("daily", "check-in", 0)]

    assert told(plan(due, (), 0, NOON, BUDGET)) == {"daily": 0, "practice": 1, "lesson": 2}


def test_a_lesson_never_takes_the_hour_of_the_checkin():
    places = plan([wanted("lesson", "lesson", 0), wanted("daily", "check-in", 0.5)], (), 0, NOON, BUDGET)

    assert told(places) == {"daily": 0.5, "lesson": 1.5}


def test_a_fourth_has_no_place_on_the_day():
    due = [wanted(kind, kind, 0) for kind in reversed(ORDER)]

    assert told(plan(due, (), 0, NOON, BUDGET)) == {"check-in": 0, "practice": 1, "lesson": 2}
    assert told(plan(due, (), 2, NOON, BUDGET)) == {"check-in": 0}
    assert plan(due, (), 3, NOON, BUDGET) == {}


def test_of_one_kind_the_more_urgent_goes_first_and_an_unknown_kind_last():
    due = [
        wanted("hello", "page", 0, priority=99),
        wanted("next", "lesson", 0),
        wanted("sooner", "lesson", 0, priority=50),
    ]

    assert told(plan(due, (), 0, NOON, BUDGET)) == {"sooner": 0, "next": 1, "hello": 2}


def test_what_would_wait_past_its_time_is_dropped():
    assert plan([wanted("lesson", "lesson", 0, expires=0.5)], (hours(-0.25),), 1, NOON, BUDGET) == {}


@pytest.mark.parametrize(
    ("taken", "expected"),
    [((-1,), 0), ((-0.5,), 0.5), ((0.5,), 1.5), ((-0.5, 1), 2), ((-0.5, 0.9, 1.95), 2.95), ((2,), 0)],
)
def test_the_messages_of_the_day_are_kept_clear_of(taken, expected):
    places = plan([wanted("lesson", "lesson", 0)], [hours(at) for at in taken], 0, NOON, BUDGET)

    assert told(places)["lesson"] == pytest.approx(expected)


def test_nothing_arrives_during_a_session():
    busy = [(hours(-1), hours(0.5)), (hours(1), hours(2))]
    due = [wanted("lesson", "lesson", 0), wanted("practice", "practice", 0)]

    assert told(plan(due, (), 0, NOON, BUDGET, busy)) == {"practice": 0.5, "lesson": 2}


def test_what_was_asked_for_and_what_belongs_to_other_days_is_not_counted():
    sent = [
        Unasked(hours(-1), "2026-11-24"),
        Unasked(hours(-30), "2026-11-24"),
        Unasked(hours(-30), "2026-11-23"),
        Unasked(hours(-1), "2026-11-23"),
        Unasked(hours(-1), "2026-11-24", counts=False),
    ]

    assert spent_on(sent, "2026-11-24", hours(-8)) == 3


def test_what_comes_at_a_chosen_hour_comes_during_a_session_too():
    daily = Wanted("daily", "check-in", NOON, hours(9), on_time=True)

    assert told(plan([daily], (), 0, NOON, BUDGET, [(hours(-1), hours(1))])) == {"daily": 0}


CLOCKS = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02}:{quarter % 4 * 15:02}")
STEPS = st.tuples(
    st.one_of(st.integers(5, 400), st.sampled_from([-180, -60, 180])),  # minutes; a wrong clock goes back and forth
    st.one_of(st.none(), st.none(), st.sampled_from(ZONES)),
    st.one_of(st.none(), st.none(), st.tuples(CLOCKS, CLOCKS)),
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1)),
    st.lists(st.tuples(CLOCKS, st.sampled_from((*ORDER, "page"))), min_size=1, max_size=7),
    st.lists(STEPS, min_size=5, max_size=40),
)
def test_whatever_happens_no_more_than_three_a_day_an_hour_apart_and_none_in_quiet_hours(zone, start, daily, steps):
    now, quiet = start.replace(tzinfo=UTC), ("21:00", "08:00")
    sent = {}
    for minutes, travel, night in steps:
        now += timedelta(minutes=minutes)
        zone, quiet = travel or zone, night or quiet
        day = program_day(now, zone)
        begins = day_start(day, zone)
        due = []
        for number, (clock, kind) in enumerate(daily):
            key = f"{day} {number}"
            at = outside_quiet(local_instant(day, clock, zone), zone, *quiet)
            if key not in sent and program_day(at, zone) == day:
                due.append(Wanted(key, kind, at, expires(at, zone, *quiet)))
        taken = [at for at in sent.values() if at > begins - BUDGET.apart]
        spent = spent_on([Unasked(at, key.split()[0]) for key, at in sent.items()], str(day), begins)
        places = plan(due, taken, spent, now, BUDGET)
        for key, at in places.items():
            assert at >= now
            if at == now:
                assert all(abs(at - other) >= BUDGET.apart for other in taken)
                assert not is_quiet_by_the_wall(at, zone, *quiet)
                sent[key] = at
        assert sum(key.startswith(str(day)) for key in sent) <= BUDGET.most
        assert sum(at == now for at in sent.values()) <= 1


def is_quiet_by_the_wall(instant, zone, quiet_from, quiet_to):
    """Minute by minute round the clock, as a second opinion."""
    local = instant.astimezone(ZoneInfo(zone))
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in (quiet_from, quiet_to))
    return (local.hour * 60 + local.minute - start) % 1440 < (end - start) % 1440
