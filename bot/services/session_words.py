"""What pages about sessions are made of: days and times in words, one session in a line or two, buttons in rows."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.day_names import write_day
from bot.core.view import Button, Line
from bot.core.zones import city_of
from bot.services.scene import Scene
from bot.services.session_facts import clock_words, local_start
from bot.storage.meetings import Attendance, Meeting
from bot.storage.people import Person

DAYS_AHEAD = 14
"""Days among which a session is given its day."""
CLOCKS = tuple(time(hour, minute) for hour in range(8, 21) for minute in (0, 30))
"""The times of day that are offered as buttons."""

REASONS = ("ride", "child_care", "work", "health", "other")
"""Why somebody cannot come; a button names one by its place here."""


def named(label: str, verb: str, *numbers: int, picked: bool = False) -> Button:
    """A button with words of its own: a code, a time, a title."""
    return Button("menu", label, verb=verb, numbers=numbers, picked=picked)


def rows_of(buttons: Iterable[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    """The buttons in rows."""
    every = tuple(buttons)
    return tuple(every[start : start + width] for start in range(0, len(every), width))


# Words


def label(scene: Scene, key: str, **values: str | int) -> str:
    """A label in the reader's language, to stand inside something else."""
    return scene.house.content().label(key, scene.person.language, **values)


def notice(scene: Scene, key: str, **values: str | int) -> str:
    """A sentence in the reader's language, to stand inside something else."""
    return scene.house.content().notice(key, scene.person.language, **values)


def paragraph(lines: Iterable[str]) -> Line:
    """Lines below each other without a gap."""
    return Line("plain", {"text": "\n".join(lines)})


def heading(key: str) -> Line:
    """The first line of a page."""
    return Line(key, bold=True)


def day_in_words(scene: Scene, local: datetime) -> str:
    """*Today*, *Tomorrow*, or the weekday and date, of a time in a zone."""
    today = scene.now.astimezone(local.tzinfo).date()
    near = {today: "session-day-today", today + timedelta(days=1): "session-day-tomorrow"}
    key = near.get(local.date())
    return label(scene, key) if key else write_day(local.date(), scene.person.language)


def start_in_words(scene: Scene, meeting: Meeting, zone: str) -> str:
    """Day and time of the start there, on a button or in a list."""
    local = local_start(meeting, zone)
    return f"{day_in_words(scene, local)}, {clock_words(scene, local.time())}"


def span_in_words(scene: Scene, at: datetime, minutes: int, zone: str) -> str:
    """Day, start and end there."""
    start, end = (moment.astimezone(ZoneInfo(zone)) for moment in (at, at + timedelta(minutes=minutes)))
    clocks = {"start": clock_words(scene, start.time()), "end": clock_words(scene, end.time())}
    return notice(scene, "session-span", day=day_in_words(scene, start), **clocks)


def span_for_all(scene: Scene, at: datetime, minutes: int, zone: str, people: Iterable[Person]) -> str:
    """The same for staff, with the zone where one of the people, or the reader, lives in another one."""
    when = span_in_words(scene, at, minutes, zone)
    if any(person.timezone != zone for person in (scene.person, *people)):
        return notice(scene, "desk-in-zone", when=when, zone=city_of(zone))
    return when


def said(scene: Scene, attendance: Attendance | None, prefix: str) -> str:
    """What a person said before a session, in words to themselves (`said-`) or for staff (`told-`)."""
    if attendance is None or attendance.rsvp is None:
        return notice(scene, f"{prefix}nothing")
    if attendance.rsvp == "late" and attendance.minutes_late is not None:
        return notice(scene, f"{prefix}late-more", minutes=attendance.minutes_late)
    if attendance.rsvp == "no" and attendance.reason is not None:
        return notice(scene, f"{prefix}no-more", reason=notice(scene, f"why-{attendance.reason}"))
    return notice(scene, f"{prefix}{attendance.rsvp}")


# Days and times on buttons


def day_number(day: date) -> int:
    """A day as the number on its button."""
    return int(day.strftime("%Y%m%d"))


def day_of(number: int) -> date | None:
    """The day behind a number."""
    try:
        return datetime.strptime(str(number), "%Y%m%d").date()  # noqa: DTZ007 - a calendar day has no zone
    except ValueError:
        return None


def clock_of(number: int) -> time | None:
    """The time of day behind a number such as 1830."""
    hour, minute = divmod(number, 100)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def day_buttons(scene: Scene, zone: str, verb: str, *before: int) -> tuple[tuple[Button, ...], ...]:
    """The next days there, three in a row; today only while it has a time left."""
    here = scene.now.astimezone(ZoneInfo(zone))
    first = 0 if here.time() < CLOCKS[-1] else 1
    days = [here + timedelta(days=n) for n in range(first, first + DAYS_AHEAD)]
    return rows_of((named(day_in_words(scene, d), verb, *before, day_number(d.date())) for d in days), 3)


def clock_buttons(scene: Scene, verb: str, *before: int, after: time = time()) -> tuple[tuple[Button, ...], ...]:
    """The times of a day, three in a row; `after` leaves out what is past."""
    clocks = [clock for clock in CLOCKS if clock > after]
    return rows_of((named(clock_words(scene, c), verb, *before, c.hour * 100 + c.minute) for c in clocks), 3)
