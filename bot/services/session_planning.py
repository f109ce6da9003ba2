"""A counselor gives a session its day and time by taps: a new appointment, and moving a session.

Nothing is kept between the steps: each button holds all that was chosen so far, and all of it is checked again.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.days import wall_instant
from bot.core.view import Button, Line, View, tap
from bot.services import meetings, outbox, records, session_desk
from bot.services.scene import Scene
from bot.services.session_words import (
    clock_buttons,
    clock_of,
    day_buttons,
    day_of,
    heading,
    named,
    rows_of,
    span_for_all,
    start_in_words,
)
from bot.storage.meetings import Meeting
from bot.storage.people import Person

LENGTHS = (30, 45, 50, 60, 90)
"""Minutes of an individual session."""
FARTHEST = timedelta(days=366)


def past_of(scene: Scene, day: int, zone: str) -> time:
    """The time of day that is past there on that day."""
    here = scene.now.astimezone(ZoneInfo(zone))
    return here.time() if here.date() == day_of(day) else time()


# A new appointment: person, day, time, length, yes


@dataclass(frozen=True, slots=True)
class Draft:
    """What was chosen for an appointment so far; `start` is a local time of the program's zone."""

    person: Person
    numbers: tuple[int, ...]
    start: datetime | None = None
    minutes: int = 0


def _draft(scene: Scene, numbers: tuple[int, ...]) -> Draft | None:
    """What the numbers say, if every one of them can be: a person of this counselor's, a time that is to come."""
    theirs = {person.id: person for person in records.own_people(scene)} if scene.is_staff else {}
    if not 1 <= len(numbers) <= 4 or numbers[0] not in theirs:
        return None
    draft = Draft(theirs[numbers[0]], numbers)
    if len(numbers) == 2 and day_of(numbers[1]) is None:
        return None
    if len(numbers) > 2:
        start = to_come(scene, numbers[1], numbers[2], scene.house.place.timezone)
        draft = replace(draft, start=start)
        if start is None or (len(numbers) == 4 and numbers[3] not in LENGTHS):
            return None
    return replace(draft, minutes=numbers[3]) if len(numbers) == 4 else draft


def to_come(scene: Scene, day: int, clock: int, zone: str) -> datetime | None:
    """The local time behind the numbers of a day and a time; `None` where there is none, or it is past there."""
    found, at = day_of(day), clock_of(clock)
    if found is None or at is None:
        return None
    wall = datetime.combine(found, at)
    return wall if scene.now < instant(wall, zone) < scene.now + FARTHEST else None


def instant(wall: datetime, zone: str) -> datetime:
    """When the clocks there show it."""
    return wall_instant(wall.date(), f"{wall:%H:%M}", zone)


def _appoint(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """The next step of a new appointment."""
    if not scene.is_staff or (numbers and _draft(scene, numbers) is None):
        return False
    outbox.show_menu(scene, "appt", *numbers)
    return True


def _book(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """*Yes*: it is made once, however often that is tapped, and its page is shown."""
    draft = _draft(scene, numbers) if len(numbers) == 4 else None
    if draft is None or draft.start is None:
        return False
    made = _made_before(scene, draft.person, instant(draft.start, scene.house.place.timezone))
    if made is None:
        me, whom = scene.person.id, draft.person.id
        made = meetings.add_appointment(scene.unit, scene.house, whom, me, draft.start, draft.minutes, scene.now, by=me)
    outbox.show_menu(scene, "session", made.id)
    return True


def _made_before(scene: Scene, person: Person, at: datetime) -> Meeting | None:
    """The same appointment, made by the tap before."""
    then = scene.unit.meetings.of_staff(scene.person.id, at, at + timedelta(seconds=1))
    same = (each for each in then if each.participant == person.id and each.state == "planned")
    return next(same, None)


def appointment(scene: Scene, numbers: tuple[int, ...]) -> View | None:
    """The page of a step: who, which day, what time, how long, and whether to make it."""
    if not numbers:
        return _who(scene)
    draft = _draft(scene, numbers)
    if draft is None:
        return None
    who = session_desk.in_letters(scene, [draft.person])[draft.person.id]
    title = Line("plain", {"text": who}, bold=True)
    zone = scene.house.place.timezone
    match numbers:
        case (_,):
            return _step(title, "desk-ask-day", day_buttons(scene, zone, "appt", *numbers), "appt")
        case (_, day):
            clocks = clock_buttons(scene, "appt", *numbers, after=past_of(scene, day, zone))
            return _step(title, "desk-ask-time", clocks, "appt", *numbers[:1])
        case (_, _, _):
            lengths = [tap("desk-minutes", "appt", *numbers, length, minutes=length) for length in LENGTHS]
            return _step(title, "desk-ask-length", rows_of(lengths, 3), "appt", *numbers[:2])
    return _confirm(scene, title, draft)


def _who(scene: Scene) -> View:
    people = records.own_people(scene)
    letters = session_desk.in_letters(scene, people)
    ask = Line("desk-ask-person" if people else "desk-nobody-yet")
    buttons = rows_of((named(letters[person.id], "appt", person.id) for person in people), 2)
    return View(above=(heading("desk-new-appointment"), ask), buttons=(*buttons, (tap("back", "sessions"),)))


def _step(title: Line, ask: str, rows: tuple[tuple[Button, ...], ...], back: str, *before: int) -> View:
    return View(above=(title, Line(ask)), buttons=(*rows, (tap("back", back, *before),)))


def _confirm(scene: Scene, title: Line, draft: Draft) -> View | None:
    if draft.start is None:
        return None
    zone = scene.house.place.timezone
    at = instant(draft.start, zone)
    lines = [_when(scene, at, draft.minutes, zone, [draft.person]), *_overlap(scene, at, draft.minutes)]
    rows = (
        (tap("desk-make", "book", *draft.numbers),),
        (tap("back", "appt", *draft.numbers[:3]), tap("close", "sessions")),
    )
    return View(above=(title, *lines, Line("desk-ask-make")), buttons=rows)


def _when(scene: Scene, at: datetime, minutes: int, zone: str, people: list[Person]) -> Line:
    """When it would be."""
    return Line("plain", {"text": span_for_all(scene, at, minutes, zone, people)})


def _overlap(scene: Scene, at: datetime, minutes: int, moved: int = 0) -> list[Line]:
    """A kind hint where the counselor leads another session then."""
    end = at + timedelta(minutes=minutes)
    near = scene.unit.meetings.of_staff(scene.person.id, at - timedelta(hours=12), end)
    hits = [m for m in near if m.id != moved and m.state == "planned" and m.ends_at > at]
    whens = [start_in_words(scene, meeting, scene.person.timezone) for meeting in hits[:1]]
    return [Line("desk-overlap", {"when": when}, notice=True) for when in whens]


# Moving: day, time, yes


def _move(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """The next step of a move."""
    meeting = _to_move(scene, numbers)
    if meeting is None:
        return False
    if session_desk.check(scene, meeting, numbers[1]):
        outbox.show_menu(scene, "move", *numbers)
    return True


def _move_yes(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """*Yes*: it takes place then; a second tap finds it moved."""
    meeting = _to_move(scene, numbers)
    if meeting is None or len(numbers) != 4:
        return False
    if session_desk.check(scene, meeting, numbers[1]):
        wall = to_come(scene, numbers[2], numbers[3], meeting.timezone)
        if wall is not None:
            meetings.move(scene.unit, scene.house, meeting, wall, scene.now, by=scene.person.id)
        outbox.show_menu(scene, "session", meeting.id)
    return True


def _to_move(scene: Scene, numbers: tuple[int, ...]) -> Meeting | None:
    """The session that the numbers name, if it is this counselor's and the time can be."""
    if not 2 <= len(numbers) <= 4:
        return None
    meeting = session_desk.led(scene, numbers[0])
    if meeting is None or (len(numbers) == 3 and day_of(numbers[2]) is None):
        return None
    if len(numbers) == 4 and to_come(scene, numbers[2], numbers[3], meeting.timezone) is None:
        return None
    return meeting


def moving(scene: Scene, numbers: tuple[int, ...]) -> View | None:
    """The page of a step: to which day, to what time, and whether to move it."""
    meeting = _to_move(scene, numbers)
    if meeting is None:
        return None
    now_at = f"{start_in_words(scene, meeting, meeting.timezone)} · {session_desk.who_or_what(scene, meeting)}"
    title = Line("plain", {"text": now_at}, bold=True)
    match numbers:
        case (_, _):
            days = day_buttons(scene, meeting.timezone, "move", *numbers)
            return _step(title, "desk-ask-move-day", days, "session", meeting.id)
        case (_, _, day):
            clocks = clock_buttons(scene, "move", *numbers, after=past_of(scene, day, meeting.timezone))
            return _step(title, "desk-ask-time", clocks, "move", *numbers[:2])
    return _confirm_move(scene, title, meeting, numbers)


def _confirm_move(scene: Scene, title: Line, meeting: Meeting, numbers: tuple[int, ...]) -> View | None:
    wall = to_come(scene, numbers[2], numbers[3], meeting.timezone)
    if wall is None:
        return None
    at = instant(wall, meeting.timezone)
    people = [scene.unit.people.by_id(number) for number in meetings.people_of(scene.unit, meeting, scene.now)]
    lines = [_when(scene, at, meeting.minutes, meeting.timezone, people)]
    lines += _overlap(scene, at, meeting.minutes, moved=meeting.id)
    rows = ((tap("desk-move-yes", "moveyes", *numbers), tap("no", "session", meeting.id)),)
    return View(above=(title, *lines, Line("desk-ask-move")), buttons=rows)


VERBS: dict[str, Callable[[Scene, tuple[int, ...]], bool]] = {
    "appt": _appoint,
    "book": _book,
    "move": _move,
    "moveyes": _move_yes,
}
VIEWS: dict[str, Callable[[Scene, tuple[int, ...]], View | None]] = {"appt": appointment, "move": moving}
