"""When staff come in: the next morning, and stretches that go over midnight."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core.hours import next_morning, over_midnight, parse_hours

NEW_YORK = "America/New_York"
OFFICE = "Mon-Fri 09:00-12:00, Mon-Fri 13:00-17:00, Sat 10:00-12:00"


def at(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(NEW_YORK)).astimezone(UTC)


def local(moment: datetime | None) -> str | None:
    return moment and moment.astimezone(ZoneInfo(NEW_YORK)).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("hours", "now", "morning"),
    [
        (OFFICE, "2026-11-24 08:00", "2026-11-24 09:00"),
        (OFFICE, "2026-11-24 09:00", "2026-11-25 09:00"),  # this morning has begun
        (OFFICE, "2026-11-24 12:30", "2026-11-25 09:00"),  # the afternoon is no second morning
        (OFFICE, "2026-11-27 18:00", "2026-11-28 10:00"),
        (OFFICE, "2026-11-28 11:00", "2026-11-30 09:00"),
        ("Mon-Sun 00:00-24:00", "2026-11-24 05:00", "2026-11-24 06:00"),  # nobody is told at midnight
        ("Mon-Sun 00:00-24:00", "2026-11-24 07:00", "2026-11-25 06:00"),
        ("Mon-Sun 00:00-05:00", "2026-11-24 07:00", "2026-11-25 00:00"),  # unless they are there only then
        ("Mon-Fri 22:00-07:00", "2026-11-24 07:00", "2026-11-24 22:00"),
        ("Sun 09:00-12:00", "2027-03-13 12:00", "2027-03-14 09:00"),  # the day on which clocks are put forward
    ],
)
def test_the_next_morning_is_the_first_hour_of_the_next_day_on_which_staff_come(hours, now, morning):
    assert local(next_morning(parse_hours(hours), at(now), NEW_YORK)) == morning


def test_a_holiday_has_no_morning():
    holidays = {date(2026, 11, 26), date(2026, 11, 27)}

    assert local(next_morning(parse_hours(OFFICE), at("2026-11-25 10:00"), NEW_YORK, holidays)) == "2026-11-28 10:00"


def test_where_nobody_ever_comes_there_is_no_morning():
    every_day = {date.fromordinal(day) for day in range(date(2026, 11, 1).toordinal(), date(2027, 3, 1).toordinal())}

    assert next_morning(parse_hours(OFFICE), at("2026-11-25 10:00"), NEW_YORK, every_day) is None


@pytest.mark.parametrize(
    ("hours", "found"),
    [(OFFICE, 0), ("Mon-Fri 17:00-09:00", 1), ("Mon-Sun 00:00-24:00", 0), ("Mon-Fri 09:00-24:00, Sat 22:00-06:00", 1)],
)
def test_only_what_ends_on_the_next_day_goes_over_midnight(hours, found):
    assert len(over_midnight(parse_hours(hours))) == found
