"""A counselor's page of one session: who is coming, who came, and cancelling it.

Only the member of staff who leads a session, or an administrator, sees and touches it.
"""

from collections.abc import Callable

from bot.core.view import Button, Line, View, tap
from bot.services import meetings, outbox
from bot.services.scene import Scene
from bot.services.session_facts import leader_of, not_marked_after, place_of, title_of
from bot.services.session_words import (
    label,
    paragraph,
    said,
    span_for_all,
    start_in_words,
)
from bot.storage.meetings import Attendance, Meeting
from bot.storage.people import Person

ATTENDED = ("present", "absent", "excused")

MOVED, ENDED = 1, 2
NOTICES = {MOVED: "desk-has-moved", ENDED: "desk-too-late"}
"""Kind lines above a session's page, by the number in its button."""


def led(scene: Scene, number: int) -> Meeting | None:
    """The session of that number, if this member of staff leads it."""
    meeting = scene.unit.meetings.by_id(number) if scene.is_staff else None
    return meeting if meeting is not None and leads(scene, meeting) else None


def leads(scene: Scene, meeting: Meeting) -> bool:
    """Whether the scene's person leads the session, or is an administrator."""
    return "admin" in scene.roles or scene.person.id == leader_of(scene.unit, meeting)


# What a tap does


def _open(scene: Scene, numbers: tuple[int, ...]) -> bool:
    if len(numbers) not in (1, 2) or led(scene, numbers[0]) is None:
        return False
    outbox.show_menu(scene, "session", *numbers)
    return True


def _mark(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """*Present*, *Absent*, *Excused*: from the start on, and the newest counts."""
    if len(numbers) != 3 or numbers[2] >= len(ATTENDED):
        return False
    number, person, attended = numbers
    meeting = led(scene, number)
    if meeting is None or person not in meetings.people_of(scene.unit, meeting, scene.now):
        return False
    if meeting.has_begun(scene.now):
        _keep_mark(scene, meeting, person, ATTENDED[attended])
    outbox.show_menu(scene, "session", number)
    return True


def _keep_mark(scene: Scene, meeting: Meeting, person: int, attended: str) -> None:
    """A second tap on the same button marks nothing twice."""
    before = scene.unit.meetings.attendance(meeting.id, person)
    if before is None or before.attended != attended:
        meetings.mark(scene.unit, scene.house, meeting, person, attended, scene.person.id, scene.now)


def _all_present(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """*All others came*: whoever is not marked yet."""
    meeting = led(scene, numbers[0]) if len(numbers) == 1 else None
    if meeting is None:
        return False
    if meeting.has_begun(scene.now):
        for person in unmarked(scene, meeting):
            _keep_mark(scene, meeting, person, "present")
    outbox.show_menu(scene, "session", meeting.id)
    return True


def unmarked(scene: Scene, meeting: Meeting) -> list[int]:
    """Who belongs to the session and is neither present, absent nor excused."""
    marked = {line.person for line in scene.unit.meetings.attendance_of(meeting.id) if line.attended}
    return [person for person in meetings.people_of(scene.unit, meeting, scene.now) if person not in marked]


def _cancel(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """*Cancel this session* asks once."""
    return _if_it_can(scene, numbers, lambda meeting: outbox.show_menu(scene, "cancel", meeting.id, meeting.part))


def _cancel_yes(scene: Scene, numbers: tuple[int, ...]) -> bool:
    def do(meeting: Meeting) -> None:
        meetings.cancel(scene.unit, scene.house, meeting, scene.now, by=scene.person.id)
        outbox.show_menu(scene, "session", meeting.id)

    return _if_it_can(scene, numbers, do)


def _if_it_can(scene: Scene, numbers: tuple[int, ...], do: Callable[[Meeting], None]) -> bool:
    """Does it to a session that can be changed, from a page that shows it where it is; else shows how it is now."""
    meeting = led(scene, numbers[0]) if len(numbers) == 2 else None
    if meeting is None:
        return False
    if check(scene, meeting, numbers[1]):
        do(meeting)
    return True


def check(scene: Scene, meeting: Meeting, part: int) -> bool:
    """Whether it can be changed from a page that showed it after so many moves; if not, its page says why."""
    if not meeting.is_ahead(scene.now):
        outbox.show_menu(scene, "session", meeting.id, *((ENDED,) if meeting.state == "planned" else ()))
        return False
    if meeting.part != part:
        outbox.show_menu(scene, "session", meeting.id, MOVED)
        return False
    return True


# What is shown


def who_or_what(scene: Scene, meeting: Meeting) -> str:
    """A group's title; with one person, their code and initials."""
    if meeting.participant is None:
        return title_of(scene, meeting)
    return in_letters(scene, [scene.unit.people.by_id(meeting.participant)])[meeting.participant]


def in_letters(scene: Scene, people: list[Person]) -> dict[int, str]:
    """Each person's code with the initials that staff chose."""
    letters = scene.unit.people.initials_for([person.id for person in people])
    return {person.id: f"{person.code} {letters.get(person.id, '')}".strip() for person in people}


def page(scene: Scene, numbers: tuple[int, ...]) -> View | None:
    """One session: when, where, who belongs to it, what they said, who came."""
    meeting = led(scene, numbers[0])
    if meeting is None:
        return None
    people = [scene.unit.people.by_id(number) for number in meetings.people_of(scene.unit, meeting, scene.now)]
    told = [Line(NOTICES[number]) for number in numbers[1:] if number in NOTICES]
    title = Line("plain", {"text": who_or_what(scene, meeting)}, bold=True)
    above = [*told, title, paragraph(_details(scene, meeting, people)), *_people_lines(scene, meeting, people)]
    rows = [*_mark_buttons(scene, meeting, people), *_change_buttons(scene, meeting)]
    return View(above=tuple(above), buttons=(*rows, (tap("desk-sessions", "sessions"), tap("today-button", "today"))))


def _details(scene: Scene, meeting: Meeting, people: list[Person]) -> list[str]:
    """When, with the zone where somebody lives in another one, and where."""
    when = span_for_all(scene, meeting.starts_at, meeting.minutes, meeting.timezone, people)
    if meeting.state == "cancelled":
        return [when, label(scene, "desk-cancelled")]
    place = place_of(scene.unit, meeting)
    return [when, place] if place else [when]


def _people_lines(scene: Scene, meeting: Meeting, people: list[Person]) -> list[Line]:
    if meeting.state == "cancelled":
        return []
    if not people:
        return [Line("desk-nobody")]
    known = {line.person: line for line in scene.unit.meetings.attendance_of(meeting.id)}
    letters = in_letters(scene, people)
    return [paragraph(_person_line(scene, meeting, letters[p.id], known.get(p.id)) for p in people)]


def _person_line(scene: Scene, meeting: Meeting, letters: str, line: Attendance | None) -> str:
    parts = [letters, said(scene, line, "told-")]
    if line is not None and line.attended:
        parts.append(label(scene, f"came-{line.attended}"))
    elif scene.now >= meeting.ends_at + not_marked_after(scene.house):
        parts.append(label(scene, "came-not-marked"))
    return " · ".join(parts)


def _mark_buttons(scene: Scene, meeting: Meeting, people: list[Person]) -> list[tuple[Button, ...]]:
    """From the start on, a row for each person; what was marked stands in the text and can be changed."""
    if not meeting.has_begun(scene.now):
        return []
    names = _short_names(scene, people)
    rows = [
        tuple(tap(f"mark-{what}", "mark", meeting.id, p.id, n, who=names[p.id]) for n, what in enumerate(ATTENDED))
        for p in people
    ]
    if len(people) > 1 and len(unmarked(scene, meeting)) > 1:
        rows.append((tap("mark-all", "allpresent", meeting.id),))
    return rows


def _short_names(scene: Scene, people: list[Person]) -> dict[int, str]:
    """Three buttons in a row have little room: initials where they are somebody's alone, else the code."""
    letters = scene.unit.people.initials_for([person.id for person in people])
    alone = {person for person, own in letters.items() if list(letters.values()).count(own) == 1}
    return {person.id: letters[person.id] if person.id in alone else person.code for person in people}


def _change_buttons(scene: Scene, meeting: Meeting) -> list[tuple[Button, ...]]:
    rows: list[tuple[Button, ...]] = []
    if meeting.is_ahead(scene.now):
        at = (meeting.id, meeting.part)
        rows.append((tap("desk-move", "move", *at), tap("desk-cancel", "cancel", *at)))
    if meeting.group is not None:
        rows.append((tap("desk-members", "members", meeting.group),))
    return rows


def ask_cancel(scene: Scene, numbers: tuple[int, ...]) -> View | None:
    """*Cancel? Members are told.*"""
    meeting = led(scene, numbers[0])
    if meeting is None:
        return None
    when = f"{start_in_words(scene, meeting, meeting.timezone)} · {who_or_what(scene, meeting)}"
    ask = "desk-ask-cancel" if meeting.group is not None else "desk-ask-cancel-one"
    row = (tap("desk-cancel-yes", "cancelyes", *numbers), tap("no", "session", meeting.id))
    return View(above=(Line("plain", {"text": when}, bold=True), Line(ask)), buttons=(row,))


VERBS: dict[str, Callable[[Scene, tuple[int, ...]], bool]] = {
    "session": _open,
    "mark": _mark,
    "allpresent": _all_present,
    "cancel": _cancel,
    "cancelyes": _cancel_yes,
}
VIEWS: dict[str, Callable[[Scene, tuple[int, ...]], View | None]] = {
    "session": page,
    "cancel": ask_cancel,
}
