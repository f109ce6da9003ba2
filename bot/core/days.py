"""Program days: 04:00 to 04:00 in a person's own zone, so that a late evening still belongs to its day."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY_BEGINS = "04:00"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The weekdays as ids, Monday first as `date.weekday()` counts."""
_ONE_DAY = timedelta(days=1)


def local_date(now: datetime, zone: str) -> date:
    """The calendar date there."""
    return now.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=16384)  # asked for everybody all day long, with the same answers
def wall_instant(day: date, clock: str, zone: str) -> datetime:
    """When the clock there first shows HH:MM on that calendar date; where it never does, because clocks are put
    forward over it, the moment they are."""
    place = ZoneInfo(zone)
    wall = datetime.combine(day, time.fromisoformat(clock))
    instant = wall.replace(tzinfo=place).astimezone(UTC)
    if instant.astimezone(place).replace(tzinfo=None) == wall:
        return instant
    # PEP 495: in a gap fold=0 reckons with the offset before the change and lands after it, fold=1 before it.
    before, after = wall.replace(tzinfo=place, fold=1).astimezone(UTC), instant
    old = before.astimezone(place).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        before, after = (middle, after) if middle.astimezone(place).utcoffset() == old else (before, middle)
    return after.replace(microsecond=0)


def day_start(day: date, zone: str) -> datetime:
    """The instant at which a program day begins."""
    return wall_instant(day, DAY_BEGINS, zone)


def day_end(day: date, zone: str) -> datetime:
    """The instant at which a program day ends and the next begins."""
    return day_start(day + _ONE_DAY, zone)


def program_day(now: datetime, zone: str) -> date:
    """The program day of an instant. It is reckoned from instants, not from the hour that clocks show, so that no
    change of clocks can turn a day back."""
    day = local_date(now, zone)
    return day if now >= day_start(day, zone) else day - _ONE_DAY


def local_instant(day: date, clock: str, zone: str) -> datetime:
    """When the clock shows HH:MM in a program day: 00:30 of a program day is the next calendar morning."""
    return wall_instant(day if clock >= DAY_BEGINS else day + _ONE_DAY, clock, zone)


def is_late(day: date, now: datetime, zone: str) -> bool:
    """Whether an answer about that program day is given after the day has ended."""
    return now >= day_end(day, zone)


def occurrence(day: date) -> str:
    """The program day as the name of a prompt's occurrence."""
    return day.isoformat()
