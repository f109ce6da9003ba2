"""When a person is written to: due times, quiet hours and the one prompt of a program day. Aware instants in UTC go in
and come out; zones are IANA names, times of day HH:MM."""

from calendar import monthrange
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.activity import Schedule
from bot.core.clocktext import parse_clock, parse_date
from bot.core.days import day_end, day_start, is_late, local_date, local_instant, occurrence, program_day, wall_instant
from bot.core.hours import Hours, after_staffed, is_staffed, next_staffed, parse_hours
from bot.core.zones import parse_zone, usual_zones

__all__ = [
    "Due",
    "Hours",
    "Rhythm",
    "after_staffed",
    "day_end",
    "day_start",
    "due",
    "due_on",
    "expires",
    "in_quiet",
    "is_staffed",
    "late",
    "local_date",
    "local_instant",
    "next_staffed",
    "occurrence",
    "outside_quiet",
    "parse_clock",
    "parse_date",
    "parse_hours",
    "parse_zone",
    "program_day",
    "quiet_end_after",
    "quiet_start_after",
    "tonight",
    "usable_checkin_time",
    "usable_quiet",
    "usual_zones",
    "wall_instant",
]

late = is_late

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a person can be prompted."""

    zone: str
    checkin_time: str
    quiet_from: str
    quiet_to: str
    enrolled_at: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """A prompt that is due: for which program day, from when on, and until when it may be sent."""

    occurrence: str
    due_at: datetime
    expires_at: datetime


def in_quiet(now: datetime, zone: str, quiet_from: str, quiet_to: str) -> bool:
    """Whether it is a person's quiet time: over midnight or, for night workers, by day; none where both are equal."""
    return _is_quiet(now.astimezone(ZoneInfo(zone)).strftime("%H:%M"), quiet_from, quiet_to)


def _is_quiet(clock: str, quiet_from: str, quiet_to: str) -> bool:
    if quiet_from <= quiet_to:
        return quiet_from <= clock < quiet_to
    return clock >= quiet_from or clock < quiet_to


def quiet_start_after(instant: datetime, zone: str, quiet_from: str, quiet_to: str) -> datetime | None:
    """The first start of quiet hours after an instant; `None` where there are none."""
    return _edge_after(instant, zone, quiet_from, lambda at: in_quiet(at, zone, quiet_from, quiet_to))


def quiet_end_after(instant: datetime, zone: str, quiet_from: str, quiet_to: str) -> datetime | None:
    """The first end of quiet hours after an instant; `None` where there are none."""
    return _edge_after(instant, zone, quiet_to, lambda at: not in_quiet(at, zone, quiet_from, quiet_to))


def outside_quiet(at: datetime, zone: str, quiet_from: str, quiet_to: str) -> datetime:
    """That moment, or the end of the quiet hours in which it lies."""
    if not in_quiet(at, zone, quiet_from, quiet_to):
        return at
    return quiet_end_after(at, zone, quiet_from, quiet_to) or at


def _edge_after(instant: datetime, zone: str, clock: str, is_so: Callable[[datetime], bool]) -> datetime | None:
    """The first instant after this one at which it becomes so; three days hold one even where a date is left out."""
    today = local_date(instant, zone)
    days = [today + timedelta(days=step) for step in range(-1, 4)]
    edges = (wall_instant(day, clock, zone) for day in days)
    return next((edge for edge in edges if edge > instant and is_so(edge) and not is_so(edge - _INSTANT)), None)


def due(
    schedule: Schedule,
    *,
    day: date,
    zone: str,
    checkin_time: str,
    enrolled_day: date,
    runs: Collection[int] | None = None,
) -> datetime | None:
    """When an activity is due on a program day, `None` where it is not. `runs` are the weekdays (0 is Monday) that the
    person's phase gives it in place of its own; none at all means that the phase leaves it out."""
    if day < enrolled_day or not _falls_on(schedule, day, (day - enrolled_day).days, runs):
        return None
    clock = checkin_time if schedule.at == "checkin_time" else schedule.at
    # Clocks put forward over a time shortly before 04:00 lead to 04:00 itself, which is already the next program day.
    return min(local_instant(day, clock, zone), day_end(day, zone) - timedelta(minutes=1))


def _falls_on(schedule: Schedule, day: date, days_in_program: int, runs: Collection[int] | None) -> bool:
    if runs is not None and day.weekday() not in runs and (not runs or schedule.form in ("daily", "weekly")):
        return False
    match schedule.form:
        case "daily":
            return True
        case "weekly":
            return runs is not None or day.weekday() in schedule.weekdays
        case "days":
            return days_in_program in schedule.days
        case "monthly":
            last = monthrange(day.year, day.month)[1]
            return any(day.day == min(wanted, last) for wanted in schedule.days)
        case _:  # on request, or reckoned from a meeting
            return False


def expires(due_at: datetime, zone: str, quiet_from: str, quiet_to: str) -> datetime:
    """Until when a prompt may be sent: the next start of quiet hours, at most the end of its program day."""
    end = day_end(program_day(due_at, zone), zone)
    quiet = quiet_start_after(due_at, zone, quiet_from, quiet_to)
    return min(end, quiet) if quiet else end


DAILY = Schedule("daily", "checkin_time")


def due_on(
    day: date,
    person: Rhythm,
    already: Collection[str] = (),
    schedule: Schedule = DAILY,
    runs: Collection[int] | None = None,
) -> Due | None:
    """The prompt of a schedule on a program day (`runs` as of `due`), `None` where there is none. `already` are the
    occurrences that were given one: a program day never gets two, whatever happens to zone, clock or check-in time.
    What is due in quiet hours is due at their end; at which moment it goes is for the budget to say."""
    if occurrence(day) in already:
        return None
    at = due(
        schedule,
        day=day,
        zone=person.zone,
        checkin_time=person.checkin_time,
        enrolled_day=program_day(person.enrolled_at, person.zone),
        runs=runs,
    )
    if at is None or at < person.enrolled_at:
        return None
    until = expires(at, person.zone, person.quiet_from, person.quiet_to)
    woken = outside_quiet(at, person.zone, person.quiet_from, person.quiet_to)
    return Due(occurrence(day), woken, until) if woken < until else None


def tonight(now: datetime, zone: str, quiet_from: str, quiet_to: str) -> datetime | None:
    """When the snooze *Tonight* ends: half an hour before quiet hours; not offered within an hour of that, in quiet
    hours, or where it would be another program day."""
    quiet = quiet_start_after(now, zone, quiet_from, quiet_to)
    if quiet is None or in_quiet(now, zone, quiet_from, quiet_to):
        return None
    at = quiet - timedelta(minutes=30)
    return at if at - now > timedelta(hours=1) and at < day_end(program_day(now, zone), zone) else None


LONGEST_QUIET = timedelta(hours=20)


def usable_quiet(quiet_from: str, quiet_to: str) -> bool:
    """Whether quiet hours make sense: there are some, and they leave four hours of the day at least."""
    begins, ends = (timedelta(hours=int(clock[:2]), minutes=int(clock[3:])) for clock in (quiet_from, quiet_to))
    return timedelta() < (ends - begins) % timedelta(days=1) <= LONGEST_QUIET


def usable_checkin_time(text: str, quiet_from: str, quiet_to: str) -> str | None:
    """HH:MM of what was typed, `None` where it is no time or lies in quiet hours, in which no prompt is sent."""
    clock = parse_clock(text)
    return clock if clock and not _is_quiet(clock, quiet_from, quiet_to) else None
