from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.activity import Schedule
from bot.core.days import wall_instant
from bot.core.reminding import Asked, asked_after, concerns, newest_due, reminder_due
from bot.core.schedule import in_quiet

ZONE = "America/New_York"
NIGHT = ("21:00", "08:00")
HOUR, DAY = 60, 24 * 60


def at(text: str, zone: str = ZONE) -> datetime:
    day, clock = text.split()
    return wall_instant(datetime.fromisoformat(day).date(), clock, zone)


@pytest.mark.parametrize(
    ("start", "minutes", "quiet", "due"),
    [
        ("2026-01-14 18:00", DAY, NIGHT, "2026-01-13 18:00"),
        ("2026-01-14 18:00", 2 * HOUR, NIGHT, "2026-01-14 16:00"),
        ("2026-01-14 22:30", DAY, NIGHT, "2026-01-14 08:00"),  # 22:30 the evening before lies in quiet hours
        ("2026-01-14 09:00", 2 * HOUR, NIGHT, "2026-01-14 08:00"),
        ("2026-01-14 08:30", 2 * HOUR, NIGHT, "2026-01-14 08:00"),  # half an hour is left
        ("2026-01-14 08:29", 2 * HOUR, NIGHT, "2026-01-13 20:30"),  # a minute less is not
        ("2026-01-14 22:00", 15, NIGHT, "2026-01-14 20:30"),  # a session within quiet hours
        ("2026-01-14 02:00", 2 * HOUR, NIGHT, "2026-01-13 20:30"),
        ("2026-01-14 17:15", 2 * HOUR, ("09:00", "17:00"), "2026-01-14 08:30"),  # a night worker
        ("2026-01-14 08:10", 2 * HOUR, ("08:20", "08:00"), "2026-01-13 08:19"),  # almost always quiet
        ("2026-01-14 08:10", 2 * HOUR, ("08:00", "08:00"), "2026-01-14 06:10"),  # never quiet
        ("2026-03-08 09:15", 24 * HOUR, NIGHT, "2026-03-07 08:15"),  # 24 h over the night that has 23
        ("2026-03-08 08:15", 2 * HOUR, NIGHT, "2026-03-07 20:30"),
        ("2026-11-01 08:15", 2 * HOUR, NIGHT, "2026-10-31 20:30"),  # over the night that has 25
    ],
)
def test_a_reminder_goes_at_its_distance_or_beside_quiet_hours(
    start: str, minutes: int, quiet: tuple[str, str], due: str
) -> None:
    assert reminder_due(at(start), minutes, ZONE, *quiet, 30) == at(due)


clocks = st.times().map(lambda time: f"{time:%H:%M}")
zones = st.sampled_from(["America/New_York", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"])
starts = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


@given(starts, st.integers(1, 3 * DAY), zones, clocks, clocks)
def test_no_reminder_ever_goes_in_quiet_hours_or_after_the_start(
    start: datetime, minutes: int, zone: str, quiet_from: str, quiet_to: str
) -> None:
    due = reminder_due(start, minutes, zone, quiet_from, quiet_to, 30)

    assert due < start
    assert not in_quiet(due, zone, quiet_from, quiet_to)
    assert start - due < timedelta(minutes=minutes) + timedelta(hours=25)


@given(starts, st.integers(1, DAY), zones, clocks, clocks)
def test_no_question_after_a_session_goes_in_quiet_hours_or_hours_late(
    end: datetime, minutes: int, zone: str, quiet_from: str, quiet_to: str
) -> None:
    asked = asked_after(end, minutes, zone, quiet_from, quiet_to)

    if asked is not None:
        assert not in_quiet(asked.due_at, zone, quiet_from, quiet_to)
        assert asked.due_at < asked.expires_at <= end + timedelta(minutes=minutes, hours=3)


@pytest.mark.parametrize(
    ("end", "quiet", "asked"),
    [
        ("2026-01-14 19:30", NIGHT, ("2026-01-14 19:45", "2026-01-14 21:00")),
        ("2026-01-14 12:00", NIGHT, ("2026-01-14 12:15", "2026-01-14 15:15")),
        ("2026-01-14 21:30", NIGHT, None),
        ("2026-01-14 06:00", NIGHT, ("2026-01-14 08:00", "2026-01-14 09:15")),
        ("2026-01-14 21:30", ("08:00", "08:00"), ("2026-01-14 21:45", "2026-01-15 00:45")),
    ],
)
def test_what_is_asked_after_a_session_waits_three_hours_at_most(
    end: str, quiet: tuple[str, str], asked: tuple[str, str] | None
) -> None:
    wanted = Asked(at(asked[0]), at(asked[1])) if asked else None

    assert asked_after(at(end), 15, ZONE, *quiet) == wanted


def test_the_latest_reminder_that_is_due_goes_and_none_from_before_the_person_knew() -> None:
    day, hours = at("2026-01-13 18:00"), at("2026-01-14 16:00")
    both = [(day, DAY, "a day"), (hours, 2 * HOUR, "two hours")]
    long_ago, now = at("2026-01-01 12:00"), at("2026-01-14 16:00")

    assert newest_due(both, long_ago, at("2026-01-13 17:59")) is None
    assert newest_due(both, long_ago, at("2026-01-13 18:00")) == "a day"
    assert newest_due(both, long_ago, now) == "two hours"
    assert newest_due(both, at("2026-01-13 18:01"), at("2026-01-14 12:00")) is None
    assert newest_due([(day, DAY, "a day"), (day, HOUR, "an hour")], long_ago, now) == "an hour"


def test_a_schedule_means_its_kind_of_meeting() -> None:
    kinds = {name: Schedule("before", minutes=60, meeting=name) for name in ("session", "group", "appointment")}  # type: ignore[arg-type]

    assert [name for name, schedule in kinds.items() if concerns(schedule, in_group=True)] == ["session", "group"]
    assert [name for name, schedule in kinds.items() if concerns(schedule, in_group=False)] == [
        "session",
        "appointment",
    ]


def test_the_zone_of_the_person_decides() -> None:
    start = datetime(2026, 1, 14, 18, 0, tzinfo=ZoneInfo("Pacific/Auckland"))

    assert reminder_due(start, 2 * HOUR, "America/New_York", *NIGHT, 30) == at("2026-01-13 20:30")
