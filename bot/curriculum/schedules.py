"""The little language of `schedule:`."""

import re
from collections.abc import Iterable
from typing import TypeVar

from bot.core.activity import ON_REQUEST, Schedule
from bot.core.days import WEEKDAYS
from bot.curriculum.findings import did_you_mean, quoted

MEETINGS = ("session", "group", "appointment")
FORMS = (
    "on request · daily at checkin_time · daily at 19:00 · weekly on sun, wed at 19:00 · on days 30, 60, 90 at 10:00 · "
    "on days 1-7 at 10:00 · monthly on 1 at 10:00 · 24h before session · 2h before group · 24h before appointment · "
    "15m after group"
)
LAST_DAY = 3650
"""Ten years of program days; a larger number is a slip of the hand."""
LONGEST_DISTANCE = 60 * 24 * 60
"""Minutes; meetings are known 60 days ahead (DESIGN, tables), so nothing can be said earlier."""
Day = TypeVar("Day", int, str)
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class ScheduleFault(ValueError):
    """What is wrong with a schedule, and what to write instead."""


def read_schedule(text: str) -> Schedule:
    """The schedule that the words mean; raises `ScheduleFault`."""
    words = " ".join(text.split())
    if words == "on request":
        return ON_REQUEST
    if found := re.fullmatch(r"(\S+) (before|after) (\S+)", words):
        return _around_meeting(*found.groups())
    head, at, clock = words.partition(" at ")
    if head == "daily":
        return Schedule("daily", _clock(clock, bool(at), words))
    if found := re.fullmatch(r"weekly on (.+)", head):
        return Schedule("weekly", _clock(clock, bool(at), words), weekdays=_weekdays(found[1]))
    if found := re.fullmatch(r"on days? (.+)", head):
        return Schedule("days", _clock(clock, bool(at), words), days=_days(found[1], 0, LAST_DAY))
    if found := re.fullmatch(r"monthly on (.+)", head):
        return Schedule("monthly", _clock(clock, bool(at), words), days=_days(found[1], 1, 31))
    raise ScheduleFault(f"{quoted(text)} is no schedule{_nearest(words)}; write one of: {FORMS}")


def _nearest(words: str) -> str:
    first = words.split(" ", 1)[0] if words else ""
    return did_you_mean(first, ("daily", "weekly", "monthly"))


def _around_meeting(distance: str, side: str, meeting: str) -> Schedule:
    found = re.fullmatch(r"(\d{1,5})([hm])", distance)
    minutes = int(found[1]) * (60 if found[2] == "h" else 1) if found else 0
    if not 1 <= minutes <= LONGEST_DISTANCE:
        raise ScheduleFault(
            f"{quoted(distance)} is no distance from a meeting: write whole hours or minutes such as 24h or 15m; "
            f"the forms are: {FORMS}"
        )
    if meeting not in MEETINGS:
        hint = did_you_mean(meeting, MEETINGS)
        raise ScheduleFault(
            f"{quoted(meeting)} is no kind of meeting{hint}: write session, group or appointment; "
            f"the forms are: {FORMS}"
        )
    named = next(name for name in MEETINGS if name == meeting)
    return Schedule(
        "before" if side == "before" else "after",
        minutes=minutes,
        meeting="session" if named == "session" else "group" if named == "group" else "appointment",
    )


def _clock(text: str, given: bool, words: str) -> str:
    if not given:
        raise ScheduleFault(
            f"{quoted(words)} does not say at what time: add one, such as at 19:00; the forms are: {FORMS}"
        )
    if text == "checkin_time" or CLOCK.fullmatch(text):
        return text
    found = re.fullmatch(r"(\d):([0-5]\d)", text)
    better = f"0{text}" if found else "two digits, a colon and two digits, from 00:00 to 23:59, such as 19:00"
    raise ScheduleFault(
        f"{quoted(text)} is no time: write {better}, or checkin_time for the time that the person chose; "
        f"the forms are: {FORMS}"
    )


def _weekdays(text: str) -> tuple[int, ...]:
    days = [word.strip() for word in text.split(",")]
    for day in days:
        if day not in WEEKDAYS:
            short = day.lower()[:3]
            hint = f"; did you mean {short}?" if short in WEEKDAYS else ""
            raise ScheduleFault(
                f"{quoted(day)} is no weekday{hint}: write {', '.join(WEEKDAYS)}, with commas between, such as weekly "
                f"on sun, wed at 19:00; the forms are: {FORMS}"
            )
    return tuple(WEEKDAYS.index(day) for day in _once(days))


def _days(text: str, lowest: int, highest: int) -> tuple[int, ...]:
    days: list[int] = []
    for word in text.split(","):
        found = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?", word.strip())
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (-1, -1)
        if not lowest <= first <= last <= highest:
            raise ScheduleFault(
                f"{quoted(word.strip())} is no day here: write days from {lowest} to {highest}, such as 30, 60, 90 or "
                f"1-7; the forms are: {FORMS}"
            )
        days.extend(range(first, last + 1))
    return tuple(_once(days))


def _once(days: Iterable[Day]) -> list[Day]:
    seen: list[Day] = []
    for day in days:
        if day in seen:
            raise ScheduleFault(f"{quoted(str(day))} stands twice in the schedule: write each day once")
        seen.append(day)
    return seen
