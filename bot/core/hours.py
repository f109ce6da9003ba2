"""The hours in which staff see alerts, in the program's zone."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.core.days import WEEKDAYS, local_date, wall_instant

_SPAN = re.compile(r"([a-z]{3})[a-z]*(?:\s*[-–]\s*([a-z]{3})[a-z]*)?\s+(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})")
_MORNING = "06:00"
_FARTHEST = 62
"""Days: how far the next staffed hour is looked for; past it nobody is there."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of some weekdays (0 is Monday), HH:MM to HH:MM; over midnight where it closes before it opens."""

    weekdays: tuple[int, ...]
    opens: str
    closes: str


@dataclass(frozen=True, slots=True)
class Hours:
    spans: tuple[Span, ...] = ()


def parse_hours(text: str) -> Hours:
    """`Mon-Fri 09:00-17:00, Sat 10:00-12:00`; raises ValueError with what to write instead."""
    return Hours(tuple(_span(part.strip()) for part in text.split(",")))


def _span(part: str) -> Span:
    found = _SPAN.fullmatch(part.lower())
    first, last = (found[1], found[2] or found[1]) if found else ("", "")
    if not found or first not in WEEKDAYS or last not in WEEKDAYS:
        raise ValueError(f"'{part}' are no hours; write them like Mon-Fri 09:00-17:00, Sat 10:00-12:00")
    opens, closes = (each.zfill(5) for each in (found[3], found[4]))
    if not _is_clock(opens) or not (_is_clock(closes) or closes == "24:00"):
        raise ValueError(f"'{part}' has no such time; write hours from 00:00 to 24:00, such as Mon-Fri 09:00-17:00")
    if opens == closes:
        raise ValueError(f"'{part}' begins when it ends; write 00:00-24:00 for the whole day")
    start = WEEKDAYS.index(first)
    length = (WEEKDAYS.index(last) - start) % 7 + 1
    return Span(tuple((start + step) % 7 for step in range(length)), opens, "00:00" if closes == "24:00" else closes)


def _is_clock(text: str) -> bool:
    return text[:2] < "24" and text[3:] < "60"


def is_staffed(hours: Hours, now: datetime, zone: str, holidays: Collection[date] = ()) -> bool:
    """Whether staff see alerts now; a stretch that begins on a holiday is not staffed."""
    today = local_date(now, zone)
    around = _stretches(hours, today - timedelta(days=1), 2, zone, holidays)
    return any(opens <= now < closes for opens, closes in around)


def next_staffed(hours: Hours, now: datetime, zone: str, holidays: Collection[date] = ()) -> datetime | None:
    """The first staffed instant from now on, now itself where it is; `None` where none comes."""
    today = local_date(now, zone)
    ahead = _stretches(hours, today - timedelta(days=1), _FARTHEST, zone, holidays)
    return min((max(opens, now) for opens, closes in ahead if closes > now), default=None)


def next_morning(hours: Hours, now: datetime, zone: str, holidays: Collection[date] = ()) -> datetime | None:
    """When the next day's first staffed stretch begins, later than `now`; of one that begins at night, its morning."""
    today = local_date(now, zone)
    firsts: dict[date, datetime] = {}
    for opens, closes in sorted(_stretches(hours, today, _FARTHEST, zone, holidays)):
        day = local_date(opens, zone)
        morning = wall_instant(day, _MORNING, zone)
        firsts.setdefault(day, morning if opens < morning < closes else opens)
    return min((at for at in firsts.values() if at > now), default=None)


def over_midnight(hours: Hours) -> list[Span]:
    """The stretches that end on the next day: meant by a night shift, and by nobody else."""
    return [span for span in hours.spans if span.closes <= span.opens and span.closes != "00:00"]


def after_staffed(
    hours: Hours, since: datetime, length: timedelta, zone: str, holidays: Collection[date] = ()
) -> datetime | None:
    """When `length` of staffed time will have passed: an alert's clock stands still while nobody is there."""
    left, reached = length, since
    today = local_date(since, zone)
    for opens, closes in sorted(_stretches(hours, today - timedelta(days=1), _FARTHEST, zone, holidays)):
        begins = max(opens, reached)
        if closes - begins >= left:
            return begins + left
        if closes > begins:
            left, reached = left - (closes - begins), closes
    return None


def _stretches(
    hours: Hours, first: date, count: int, zone: str, holidays: Collection[date]
) -> list[tuple[datetime, datetime]]:
    found = []
    for day in (first + timedelta(days=step) for step in range(count)):
        for span in hours.spans if day not in holidays else ():
            if day.weekday() in span.weekdays:
                ends = day if span.closes > span.opens else day + timedelta(days=1)
                found.append((wall_instant(day, span.opens, zone), wall_instant(ends, span.closes, zone)))
    return found
