"""When somebody is reminded of a session, and asked after it: at a distance from its start or end, never in quiet
hours. Aware instants in UTC go in and come out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from bot.core.activity import Schedule
from bot.core.schedule import in_quiet, quiet_end_after, quiet_start_after

EVENING_BEFORE = timedelta(minutes=30)
"""A reminder that cannot wait for the end of quiet hours goes so long before they begin."""
STILL_FRESH = timedelta(hours=3)
"""What is asked after a session is asked so long after its time, and then not at all."""
_LONGEST_DAY = timedelta(hours=26)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """When something is asked, and until when it may still be sent."""

    due_at: datetime
    expires_at: datetime


def concerns(schedule: Schedule, in_group: bool) -> bool:
    """Whether a schedule that is reckoned from a meeting means this kind of meeting."""
    return schedule.meeting in ("session", "group" if in_group else "appointment")


@lru_cache(maxsize=4096)
def reminder_due(starts_at: datetime, minutes: int, zone: str, quiet_from: str, quiet_to: str, least: int) -> datetime:
    """When a reminder goes that is due so many minutes before a start. In quiet hours it waits for their end if at
    least `least` minutes are left then; else it goes before they begin, the evening before."""
    at = starts_at - timedelta(minutes=minutes)
    quiet = zone, quiet_from, quiet_to
    if not in_quiet(at, *quiet):
        return at
    end = quiet_end_after(at, *quiet)
    if end is not None and starts_at - end >= timedelta(minutes=least):
        return end
    begin = _quiet_start_before(at, *quiet)
    early = begin - EVENING_BEFORE
    return early if not in_quiet(early, *quiet) else begin - _MINUTE


def _quiet_start_before(at: datetime, zone: str, quiet_from: str, quiet_to: str) -> datetime:
    """The start of the quiet hours in which an instant lies."""
    found, later = at, quiet_start_after(at - _LONGEST_DAY, zone, quiet_from, quiet_to)
    while later is not None and later <= at:
        found, later = later, quiet_start_after(later, zone, quiet_from, quiet_to)
    return found


def newest_due(moments: Iterable[tuple[datetime, int, str]], known_since: datetime, now: datetime) -> str | None:
    """Of several reminders of one meeting (when each is due, its distance, its name) the one that is to be given now:
    the latest that is due. Those before it are no news any more, and one that was due before the person knew of the
    meeting is not made up for."""
    due = [(at, -distance, name) for at, distance, name in moments if known_since <= at <= now]
    return max(due)[2] if due else None


def asked_after(ends_at: datetime, minutes: int, zone: str, quiet_from: str, quiet_to: str) -> Asked | None:
    """When something is asked that is due so many minutes after an end; `None` where quiet hours leave no time that is
    still near enough."""
    at = ends_at + timedelta(minutes=minutes)
    quiet = zone, quiet_from, quiet_to
    latest = at + STILL_FRESH
    due_at = (quiet_end_after(at, *quiet) or latest) if in_quiet(at, *quiet) else at
    if due_at >= latest:
        return None
    begin = quiet_start_after(due_at, *quiet)
    return Asked(due_at, min(latest, begin) if begin else latest)
