"""When a group meets: iCalendar's recurrence rules (RFC 5545), reckoned by the clock on the wall of the group's own
zone, so that a group at six stays at six when the clocks change."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.core.days import wall_instant

EXAMPLE = "write one like FREQ=WEEKLY;BYDAY=TU,TH"
OFTEN = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
PARTS = (
    "FREQ",
    "INTERVAL",
    "BYDAY",
    "BYMONTHDAY",
    "BYMONTH",
    "BYSETPOS",
    "BYYEARDAY",
    "BYWEEKNO",
    "WKST",
    "COUNT",
    "UNTIL",
)
CLOCK_PARTS = ("BYHOUR", "BYMINUTE", "BYSECOND")
UNTIL = re.compile(r"\d{8}(T\d{6}Z?)?")
LONGEST_INTERVAL = 366
SOON_ENOUGH = timedelta(days=9 * 366)
"""A rule that gives no day in this time gives none: between two 29 February lie at most eight years."""
_DAY = timedelta(days=1)


class MeetingFault(ValueError):
    """What cannot be done with a session, and what to do instead, in one line for staff."""


def read_rule(text: str, start: datetime, zone: str) -> str:
    """The rule as it is kept, in capitals and without its name; `MeetingFault` when no calendar would understand it, or
    when it gives no day at all. `start` is a local time of `zone`."""
    rule = "".join(text.split()).upper().removeprefix("RRULE:")
    parts = _parts(rule)
    _check(parts)
    try:
        first = next(_local(parts, start, zone, start + SOON_ENOUGH), None)
    except (ValueError, TypeError, IndexError, OverflowError) as fault:
        raise MeetingFault(f"--rrule: {_plain(fault)}; {EXAMPLE}") from None
    if first is None:
        raise MeetingFault(f"--rrule: {rule} gives no day after {start:%Y-%m-%d}; {EXAMPLE}")
    return rule


def starts(rule: str, start_local: str, zone: str, since: datetime, until: datetime) -> list[tuple[str, datetime]]:
    """The sessions of a rule that start in that time: the local start of each as its name, and its instant. Where the
    clocks are put forward over it, the moment they are; of an hour that comes twice, the first."""
    last = until.astimezone(ZoneInfo(zone)).replace(tzinfo=None) + _DAY
    found = []
    for local in _local(_parts(rule), datetime.fromisoformat(start_local), zone, last):
        instant = wall_instant(local.date(), f"{local:%H:%M}", zone)
        if since <= instant < until:
            found.append((name_of(local), instant))
    return found


def read_local(text: str, what: str = "--start") -> datetime:
    """A local time as people write it, such as 2026-11-24T18:00; `MeetingFault` for all else."""
    example = "write the local time, like 2026-11-24T18:00"
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise MeetingFault(f"{what}: {text!r} is not a date with a time; {example}") from None
    if found.tzinfo is not None:
        raise MeetingFault(f"{what}: {text!r} holds an offset; {example}")
    if len(text.strip()) <= len("2026-11-24"):
        raise MeetingFault(f"{what}: {text!r} has no time; {example}")
    return found.replace(second=0, microsecond=0)


def read_zone(name: str) -> str:
    """The name of a time zone, if there is one of that name."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise MeetingFault(f"--timezone: {name!r} is not a time zone; write one like America/New_York") from None
    return name


def name_of(local: datetime) -> str:
    """A local start as the name of its occurrence."""
    return local.replace(tzinfo=None).isoformat(timespec="minutes")


def _parts(rule: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in filter(None, rule.split(";")):
        key, _, value = part.partition("=")
        if key in found:
            raise MeetingFault(f"--rrule: {key} stands there twice; keep one")
        found[key] = value
    return found


def _check(parts: dict[str, str]) -> None:
    for key, value in parts.items():
        if key in CLOCK_PARTS:
            raise MeetingFault(f"--rrule: the hour is that of --start; leave {key} out")
        if key not in PARTS:
            raise MeetingFault(f"--rrule: {key[:20]!r} is no part of a rule; {EXAMPLE}")
        if not value:
            raise MeetingFault(f"--rrule: {key} says nothing; {EXAMPLE}")
    often = parts.get("FREQ", "")
    if often not in OFTEN:
        raise MeetingFault(f"--rrule: FREQ is one of {', '.join(OFTEN)}; {EXAMPLE}")
    for key, most in (("INTERVAL", LONGEST_INTERVAL), ("COUNT", 10_000)):
        if key in parts and not (parts[key].isdecimal() and 1 <= int(parts[key]) <= most):
            raise MeetingFault(f"--rrule: {key} is a whole number from 1 to {most}; {EXAMPLE}")
    if often in ("DAILY", "WEEKLY") and re.search(r"\d", parts.get("BYDAY", "")):
        raise MeetingFault("--rrule: a number before a weekday goes with FREQ=MONTHLY, as in FREQ=MONTHLY;BYDAY=2TU")
    if "UNTIL" in parts and not UNTIL.fullmatch(parts["UNTIL"]):
        raise MeetingFault("--rrule: UNTIL is a date like 20261231")


def _local(parts: dict[str, str], start: datetime, zone: str, last: datetime) -> Iterator[datetime]:
    """The local starts up to `last`. COUNT and UNTIL are reckoned here: a rule that gives no day would otherwise be
    followed to the year 9999."""
    from dateutil.rrule import rrulestr  # here: only who plans sessions needs it

    kept = {key: value for key, value in parts.items() if key not in ("COUNT", "UNTIL")}
    end = min(last, _end(parts["UNTIL"], zone)) if "UNTIL" in parts else last
    kept["UNTIL"] = f"{end:%Y%m%dT%H%M%S}"
    rule = rrulestr(";".join(f"{key}={value}" for key, value in kept.items()), dtstart=start)
    yield from islice(iter(rule), int(parts["COUNT"]) if "COUNT" in parts else None)


def _end(text: str, zone: str) -> datetime:
    """The last local moment of UNTIL: a date counts to its end, a time in UTC (`Z`) is taken to the zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None:
        return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return moment if "T" in text else moment + _DAY - timedelta(seconds=1)


def _plain(fault: Exception) -> str:
    words = str(fault).replace("\n", " ")
    return words if isinstance(fault, ValueError) else "this is not a rule"
