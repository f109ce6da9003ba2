"""A participant's sessions: what is coming, what they say before it, and a file for a calendar of their own.

Every button names the session and how often it was moved, so that an answer given on a page of before a move is not
taken for one to the new time.
"""

from collections.abc import Callable
from datetime import timedelta

from bot.core.view import Button, Line, View, tap
from bot.services import outbox
from bot.services.attendance import answer
from bot.services.scene import Scene
from bot.services.session_facts import place_of, title_of
from bot.services.session_words import (
    REASONS,
    heading,
    label,
    named,
    paragraph,
    rows_of,
    said,
    span_in_words,
    start_in_words,
)
from bot.storage.meetings import Attendance, Meeting

AHEAD = timedelta(days=21)
MOST_SHOWN = 8
MINUTES_LATE = (10, 20, 30, 45)

MOVED, BEGUN = 1, 2
"""Kind lines above a session's page, by the number in its button: its time has changed; it has begun."""
NOTICES = {MOVED: "session-moved", BEGUN: "session-started"}


def own(scene: Scene, number: int) -> Meeting | None:
    """The session of that number, if the person belongs to it."""
    meeting = scene.unit.meetings.by_id(number)
    if meeting is None or scene.person.id not in scene.unit.meetings.belonging(meeting):
        return None
    return meeting


# What a tap does


def _list(scene: Scene, numbers: tuple[int, ...]) -> bool:
    if numbers:
        return False
    outbox.show_menu(scene, "sessions")
    return True


def _open(scene: Scene, numbers: tuple[int, ...]) -> bool:
    if len(numbers) not in (1, 2) or own(scene, numbers[0]) is None:
        return False
    outbox.show_menu(scene, "session", numbers[0])
    return True


def _coming(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """*I will be there*."""
    return len(numbers) == 2 and _answer(scene, numbers[0], numbers[1], "yes")


def _late(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """*Running late* asks by how much."""
    match numbers:
        case (number, part):
            return _ask(scene, "late", number, part)
        case (number, part, minutes) if minutes in MINUTES_LATE:
            return _answer(scene, number, part, "late", minutes=minutes)
    return False


def _cannot(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """*Cannot come* asks what gets in the way."""
    match numbers:
        case (number, part):
            return _ask(scene, "cannot", number, part)
        case (number, part, reason) if reason < len(REASONS):
            return _answer(scene, number, part, "no", reason=REASONS[reason])
    return False


def _ask(scene: Scene, verb: str, number: int, part: int) -> bool:
    meeting = own(scene, number)
    if meeting and not _too_late(scene, meeting, part):
        outbox.show_menu(scene, verb, number, part)
    return meeting is not None


def _answer(
    scene: Scene, number: int, part: int, rsvp: str, minutes: int | None = None, reason: str | None = None
) -> bool:
    """Keeps it and says it back; staff hear of it once, however often the button is tapped."""
    meeting = own(scene, number)
    if meeting is None:
        return False
    if not _too_late(scene, meeting, part):
        answer(scene, meeting, rsvp=rsvp, minutes_late=minutes, reason=reason)
        outbox.show_menu(scene, "session", number)
    return True


def _too_late(scene: Scene, meeting: Meeting, part: int) -> bool:
    """Whether the page is of before a move, the session was cancelled or has begun; then its page is shown as it is
    now, and says so."""
    if meeting.state != "planned":
        outbox.show_menu(scene, "session", meeting.id)
    elif meeting.starts_at <= scene.now:
        outbox.show_menu(scene, "session", meeting.id, BEGUN)
    elif meeting.part != part:
        outbox.show_menu(scene, "session", meeting.id, MOVED)
    else:
        return False
    return True


def _calendar(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """*Add to my calendar*."""
    if len(numbers) != 1 or own(scene, numbers[0]) is None:
        return False
    outbox.hand_over(scene, "calendar", meeting=numbers[0])
    return True


# What is shown


def coming(scene: Scene, _: tuple[int, ...]) -> View:
    """`/sessions`: what is coming or under way, the next first, each with a button to its page."""
    found = [each for each in _near(scene) if each.ends_at > scene.now][:MOST_SHOWN]
    menu = (tap("menu", "home"),)
    if not found:
        return View(above=(Line("sessions-none"),), buttons=(menu,))
    zone = scene.person.timezone
    buttons = [(named(start_in_words(scene, meeting, zone), "session", meeting.id),) for meeting in found]
    lines: list[Line] = []
    above = ""
    for meeting in found:
        place = place_of(scene.unit, meeting) or ""
        lines.append(paragraph(_in_short(scene, meeting, place if place != above else "")))
        above = place
    return View(above=(heading("sessions-title"), *lines), buttons=(*buttons, menu))


def _near(scene: Scene) -> list[Meeting]:
    """Begun yesterday or later: whoever is on the way to one under way still needs its place."""
    return scene.unit.meetings.of_person(scene.person.id, scene.now - timedelta(days=1), scene.now + AHEAD)


def _in_short(scene: Scene, meeting: Meeting, place: str) -> list[str]:
    """When and what, where unless that stands above it already, and what the person said."""
    lines = [f"{start_in_words(scene, meeting, scene.person.timezone)} · {title_of(scene, meeting)}"]
    if meeting.state == "cancelled":
        return [*lines, label(scene, "session-cancelled")]
    lines += [place] if place else []
    attendance = scene.unit.meetings.attendance(meeting.id, scene.person.id)
    return [*lines, said(scene, attendance, "said-")] if attendance and attendance.rsvp else lines


def page(scene: Scene, numbers: tuple[int, ...]) -> View | None:
    """One session: title, day, time, place, what was said, and what can still be said."""
    meeting = own(scene, numbers[0])
    if meeting is None:
        return None
    told = [Line(NOTICES[number]) for number in numbers[1:] if number in NOTICES]
    title = Line("plain", {"text": title_of(scene, meeting)}, bold=True)
    above = [*told, title, *_details(scene, meeting)]
    return View(
        above=tuple(above), buttons=(*_buttons(scene, meeting), (tap("sessions", "sessions"), tap("menu", "home")))
    )


def _details(scene: Scene, meeting: Meeting) -> list[Line]:
    when = span_in_words(scene, meeting.starts_at, meeting.minutes, scene.person.timezone)
    place = place_of(scene.unit, meeting)
    lines = [paragraph([when, place] if place and meeting.state == "planned" else [when])]
    if meeting.state == "cancelled":
        return [*lines, Line("session-cancelled")]
    attendance = scene.unit.meetings.attendance(meeting.id, scene.person.id)
    if attendance and attendance.rsvp:
        return [*lines, paragraph([said(scene, attendance, "said-")]), *_thanks(scene, meeting, attendance)]
    return [*lines, Line("session-ask")] if meeting.is_ahead(scene.now) else lines


def _thanks(scene: Scene, meeting: Meeting, attendance: Attendance) -> list[Line]:
    return [Line(f"thanks-{attendance.rsvp}")] if meeting.is_ahead(scene.now) else []


def _buttons(scene: Scene, meeting: Meeting) -> list[tuple[Button, ...]]:
    """What can still be said; to somebody on their way to one that has begun, a message is what is left."""
    rows = []
    if meeting.is_ahead(scene.now):
        at = (meeting.id, meeting.part)
        rows = [
            (tap("session-coming", "coming", *at),),
            (tap("session-late", "late", *at), tap("session-cannot", "cannot", *at)),
        ]
    if meeting.starts_at > scene.now:
        key = "session-calendar" if meeting.state == "planned" else "session-uncalendar"
        rows.append((tap(key, "calendar", meeting.id),))
    elif meeting.state == "planned" and meeting.ends_at > scene.now:
        rows.append((tap("message", "message"),))
    return rows


def how_late(scene: Scene, numbers: tuple[int, ...]) -> View | None:
    """By how many minutes."""
    number, part = numbers[:2]
    choices = [tap("session-minutes", "late", number, part, minutes, minutes=minutes) for minutes in MINUTES_LATE]
    return _question(scene, number, "session-ask-late", rows_of(choices, 2))


def what_is_in_the_way(scene: Scene, numbers: tuple[int, ...]) -> View | None:
    """Which of the usual reasons."""
    number, part = numbers[:2]
    choices = [tap(f"reason-{reason}", "cannot", number, part, n) for n, reason in enumerate(REASONS)]
    return _question(scene, number, "session-ask-reason", rows_of(choices, 2))


def _question(scene: Scene, number: int, ask: str, rows: tuple[tuple[Button, ...], ...]) -> View | None:
    meeting = own(scene, number)
    if meeting is None:
        return None
    when = Line("plain", {"text": start_in_words(scene, meeting, scene.person.timezone)}, bold=True)
    return View(above=(when, Line(ask)), buttons=(*rows, (tap("back", "session", number),)))


VERBS: dict[str, Callable[[Scene, tuple[int, ...]], bool]] = {
    "sessions": _list,
    "session": _open,
    "coming": _coming,
    "late": _late,
    "cannot": _cannot,
    "calendar": _calendar,
}
VIEWS: dict[str, Callable[[Scene, tuple[int, ...]], View | None]] = {
    "sessions": coming,
    "session": page,
    "late": how_late,
    "cannot": what_is_in_the_way,
}
