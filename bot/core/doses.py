"""Doses: on which days of a phase something is offered unasked, at which hour, and what comes next of its kind."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction

from bot.core.activity import Activity, Schedule
from bot.core.days import day_end, day_start, local_instant
from bot.core.schedule import outside_quiet, quiet_end_after
from bot.core.values import Value

BY_TURNS = frozenset(("practice",))
"""Kinds that come round again; of all others each is offered until it was finished."""

CLEAR = timedelta(hours=1)
"""How far a dose keeps from the check-in."""


def before(per_week: float, days: int) -> int:
    """How many doses fall into the first `days` days: evenly spread, the first of them half a gap after the beginning,
    for a week of 4 as for one of 0.25. Whole numbers throughout, so that no rounding shifts a day in a year's time."""
    rate = Fraction(per_week).limit_denominator(1000)
    return (2 * days * rate.numerator + 7 * rate.denominator) // (14 * rate.denominator) if days > 0 else 0


def turn(per_week: float, days: int) -> int | None:
    """Which dose (from 0) falls on that day since the beginning, `None` where none does; never two on one day."""
    most = min(per_week, 7.0)
    count = before(most, days)
    return count if days >= 0 and before(most, days + 1) > count else None


def hour(day: date, zone: str, checkin_time: str, quiet_from: str, quiet_to: str) -> datetime | None:
    """Halfway between the end of quiet hours and the check-in, an hour from it at least; after it where there is no
    room before, `None` where there is none on that program day."""
    rhythm = zone, quiet_from, quiet_to
    begins, checkin = day_start(day, zone), local_instant(day, checkin_time, zone)
    wakes = quiet_end_after(begins, *rhythm) or begins
    wakes = wakes if wakes <= checkin else outside_quiet(begins, *rhythm)
    middle = min(wakes + (checkin - wakes) / 2, checkin - CLEAR).replace(second=0, microsecond=0)
    at = outside_quiet(middle if middle >= wakes else max(wakes, checkin + CLEAR), *rhythm)
    return at if at < day_end(day, zone) else None


def next_of(kind: str, items: Sequence[str], finished: Collection[str], number: int) -> str | None:
    """What the dose of that number offers: by turns, or the first of the track that was never finished."""
    if kind in BY_TURNS:
        return items[number % len(items)] if items else None
    return next((item for item in items if item not in finished), None)


def is_unfit(activity: Activity, known: Mapping[str, Value | None]) -> bool:
    """Whether something the person said at intake speaks against it: an id of `health`, `pregnant` yes or maybe,
    `body_focus` no."""
    health = known.get("health")
    flags = set(str(health).split(",")) if health else set()
    flags |= {"pregnant"} if known.get("pregnant") in ("yes", "maybe") else set()
    flags |= {"body_focus"} if known.get("body_focus") == "no" else set()
    return bool(flags & set(activity.avoid))


def is_spared(schedule: Schedule, day: date, weekdays: Sequence[int] | None, every: int) -> bool:
    """Whether a prompt that is due on that day is left out because only every so-manieth is sent (0: none at all).
    What comes once in a while, by the day of the program or the month, is never left out by counting."""
    if every < 1:
        return True
    if schedule.form not in ("daily", "weekly"):
        return False
    days = sorted(weekdays if weekdays is not None else schedule.weekdays or range(7))
    week, weekday = divmod(day.toordinal() - 1, 7)
    return (week * len(days) + days.index(weekday)) % every != 0
