"""A counselor's list of sessions: today and the next seven days, and the weeks before and after."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.view import Line, View, tap
from bot.services import outbox, session_desk
from bot.services.scene import Scene
from bot.services.session_facts import not_marked_after
from bot.services.session_words import heading, label, named, notice, paragraph, start_in_words
from bot.storage.meetings import Meeting

WEEK = timedelta(days=7)
HERE = 8
"""The number of the week that begins today; lower ones are past, higher ones to come."""
WEEKS = range(HERE - 8, HERE + 9)


def _list(scene: Scene, numbers: tuple[int, ...]) -> bool:
    if len(numbers) > 1 or any(number not in WEEKS for number in numbers):
        return False
    outbox.show_menu(scene, "sessions", *numbers)
    return True


def week(scene: Scene, numbers: tuple[int, ...]) -> View:
    """`/sessions`: today and the next seven days, or a week before or after."""
    which = numbers[0] if numbers else HERE
    since = _today(scene) + (which - HERE) * WEEK
    found = _led_within(scene, since, since + WEEK + (timedelta(days=1) if which == HERE else timedelta()))
    lines = [paragraph(_in_short(scene, meeting)) for meeting in found] or [Line("desk-none")]
    buttons = [(named(_button_words(scene, meeting), "session", meeting.id),) for meeting in found]
    paging = [
        tap(key, "sessions", n) for key, n in (("desk-earlier", which - 1), ("desk-later", which + 1)) if n in WEEKS
    ]
    making = (tap("desk-new-appointment", "appt"), tap("desk-new-group", "group"))
    rows = (*buttons, tuple(paging), making, (tap("desk-groups", "groups"), tap("today-button", "today")))
    return View(above=(heading("desk-title" if which == HERE else "desk-title-other"), *lines), buttons=rows)


def _today(scene: Scene) -> datetime:
    """Midnight of this day where the reader is."""
    zone = ZoneInfo(scene.person.timezone)
    return datetime.combine(scene.now.astimezone(zone).date(), time(), zone)


def _led_within(scene: Scene, since: datetime, until: datetime) -> list[Meeting]:
    if "admin" in scene.roles:
        return scene.unit.meetings.between(since, until)
    return scene.unit.meetings.of_staff(scene.person.id, since, until)


def _in_short(scene: Scene, meeting: Meeting) -> list[str]:
    """When and what; how many come, or how many came."""
    first = f"{start_in_words(scene, meeting, meeting.timezone)} · {session_desk.who_or_what(scene, meeting)}"
    if meeting.state == "cancelled":
        return [first, label(scene, "desk-cancelled")]
    counts = ", ".join(notice(scene, f"desk-{key}", count=count) for key, count in _counts(scene, meeting) if count)
    return [first, counts] if counts else [first]


def _counts(scene: Scene, meeting: Meeting) -> list[tuple[str, int]]:
    lines = scene.unit.meetings.attendance_of(meeting.id)
    if meeting.starts_at > scene.now:
        answers = [line.rsvp for line in lines]
        return [(rsvp, answers.count(rsvp)) for rsvp in ("yes", "late", "no")]
    marks = [line.attended for line in lines]
    told = scene.now >= meeting.ends_at + not_marked_after(scene.house)
    unmarked = len(session_desk.unmarked(scene, meeting)) if told else 0
    return [*((mark, marks.count(mark)) for mark in session_desk.ATTENDED), ("unmarked", unmarked)]


def _button_words(scene: Scene, meeting: Meeting) -> str:
    return f"{start_in_words(scene, meeting, meeting.timezone)} {session_desk.who_or_what(scene, meeting)}"


VERBS: dict[str, Callable[[Scene, tuple[int, ...]], bool]] = {"sessions": _list}
VIEWS: dict[str, Callable[[Scene, tuple[int, ...]], View | None]] = {"sessions": week}
