"""Meetings, which people call sessions: groups and appointments are made, moved and cancelled, members come and go, and
everyone concerned hears of it once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.days import wall_instant
from bot.services import enrol, session_news
from bot.services.attendance import answer, mark
from bot.services.house import House
from bot.services.noting import note
from bot.services.recurrence import MeetingFault, name_of, read_local, read_rule, read_zone, starts
from bot.services.scene import Scene
from bot.services.session_facts import local_start, place_of, title_of
from bot.services.watch import scene_of
from bot.storage.groups import Group, NameTaken
from bot.storage.meetings import Meeting
from bot.storage.unit import Unit

__all__ = [
    "AHEAD",
    "DAY",
    "MeetingFault",
    "NewGroup",
    "add_appointment",
    "add_group",
    "add_member",
    "answer",
    "cancel",
    "extend",
    "find_meeting",
    "join_invited",
    "leave_all",
    "local_start",
    "mark",
    "move",
    "next_of",
    "people_of",
    "place_of",
    "read_local",
    "remove_member",
    "title_of",
]

AHEAD = timedelta(days=60)
"""So far ahead the meetings of a group are rows; also so far back, where a group began before it was told to us."""
DAY = timedelta(days=1)
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
LONGEST = 24 * 60
FIRST_STEPS = timedelta(minutes=15)
"""So long nothing about groups comes between somebody and their first steps here."""


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A group that is to be made. `start` is a local time in `timezone` (empty: the program's)."""

    name: str
    title: str
    rrule: str
    start: datetime
    minutes: int
    facilitator: int | None
    timezone: str = ""
    place: str = ""


def _minutes(number: int) -> int:
    if not 1 <= number <= LONGEST:
        raise MeetingFault(f"--minutes: {number} is no length of a session; write a number from 1 to {LONGEST}")
    return number


# Groups


def add_group(unit: Unit, house: House, new: NewGroup, now: datetime, by: int | None = None) -> Group:
    """A new group with its meetings of the next 60 days; `MeetingFault` says what is wrong with it."""
    name = new.name.strip().lower()
    if not NAME.fullmatch(name):
        raise MeetingFault(f"{new.name!r} is no name of a group; write up to 30 signs of a-z, 0-9 and -, like evening")
    if not new.title.strip():
        raise MeetingFault("--title: write what people will read, such as Evening group")
    zone = read_zone(new.timezone or house.place.timezone)
    start = new.start.replace(second=0, microsecond=0)
    try:
        rule = read_rule(new.rrule, start, zone)
        group = unit.groups.create(
            name=name, title=new.title.strip(), rrule=rule, start_local=name_of(start), timezone=zone,
            minutes=_minutes(new.minutes), facilitator=new.facilitator, place=new.place.strip() or None, at=now,
        )  # fmt: skip
    except NameTaken:
        raise MeetingFault(
            f"there is a group {name!r} already; choose another name, or see `companion group list`"
        ) from None
    extend(unit, group, now)
    note(unit, by, "group add", name, now)
    return group


def extend(unit: Unit, group: Group, now: datetime) -> int:
    """Rows for the meetings of a group up to 60 days ahead; how many are new. One that was moved or cancelled keeps the
    row of its original start, so that it never comes twice."""
    if group.ended_at is not None:
        return 0
    found = starts(group.rrule, group.start_local, group.timezone, now - AHEAD, now + AHEAD)
    known = {each.occurrence for each in unit.meetings.of_group(group.id, now - 3 * AHEAD, now + 3 * AHEAD)}
    made = 0
    for occurrence, instant in found:
        if occurrence not in known:
            made += unit.meetings.add(
                group=group.id, occurrence=occurrence, timezone=group.timezone, starts_at=instant,
                minutes=group.minutes, at=now,
            ) is not None  # fmt: skip
    return made


def add_member(
    unit: Unit,
    house: House,
    group: Group,
    person: int,
    now: datetime,
    by: int | None = None,
    wait: timedelta = timedelta(),
) -> bool:
    """The person belongs to the group from now on, and hears of its next date; False when they did already."""
    scene = scene_of(unit, house, person, now)
    if not unit.groups.add_member(group.id, person, now):
        return False
    _tell_member(scene, group, "joined", wait)
    note(unit, by, "group member", scene.person.code, now)
    return True


def remove_member(unit: Unit, house: House, group: Group, person: int, now: datetime, by: int | None = None) -> bool:
    """The person no longer belongs to the group: they hear it, and nothing more about its dates; False when they did
    not belong to it."""
    scene = scene_of(unit, house, person, now)
    if person not in unit.groups.members_of(group.id, now):
        return False
    for meeting in _ahead_of(unit, group, person, now):
        session_news.withdraw(unit, meeting, person, now, "no member any more")
    unit.groups.remove_member(group.id, person, now)
    _tell_member(scene, group, "removed")
    note(unit, by, "group member", scene.person.code, now)
    return True


def _ahead_of(unit: Unit, group: Group, person: int, now: datetime) -> list[Meeting]:
    return [each for each in unit.meetings.of_person(person, now, now + 2 * AHEAD) if each.group == group.id]


def _tell_member(scene: Scene, group: Group, kind: str, wait: timedelta = timedelta()) -> None:
    coming = next_of(scene.unit, group, scene.now)
    before = coming.starts_at if coming else None
    session_news.tell(scene, f"group:{group.id}", f"{kind} {scene.now.isoformat()}", 0, before, wait)


def next_of(unit: Unit, group: Group, now: datetime) -> Meeting | None:
    """The group's next meeting that takes place."""
    ahead = unit.meetings.of_group(group.id, now, now + AHEAD)
    return next((each for each in ahead if each.state == "planned"), None)


# Single sessions


def add_appointment(
    unit: Unit, house: House, person: int, staff: int, start: datetime, minutes: int, now: datetime,
    by: int | None = None,
) -> Meeting:  # fmt: skip
    """An individual session at a local time of the program's zone; the person hears of it."""
    zone = house.place.timezone
    instant = _instant(start, zone, "--start", now)
    scene = scene_of(unit, house, person, now)
    made = unit.meetings.add(
        participant=person, staff=staff, occurrence=name_of(start), timezone=zone, starts_at=instant,
        minutes=_minutes(minutes), at=now,
    )  # fmt: skip
    if made is None:
        raise LookupError("the appointment was not kept")
    session_news.tell(scene, made.subject, "made", made.part, made.starts_at)
    note(unit, by, "appointment add", scene.person.code, now)
    return made


def _instant(local: datetime, zone: str, what: str, now: datetime) -> datetime:
    instant = wall_instant(local.date(), f"{local:%H:%M}", zone)
    if instant <= now:
        raise MeetingFault(f"{what}: {name_of(local)} is over; write a time to come")
    return instant


def move(unit: Unit, house: House, meeting: Meeting, to: datetime, now: datetime, by: int | None = None) -> Meeting:
    """It takes place at another local time of its zone: what was said about the old one is forgotten, and everyone
    hears of it once and is reminded at the new one."""
    if meeting.state != "planned":
        raise MeetingFault(f"the session of {meeting.occurrence} was cancelled; it cannot be moved")
    if meeting.ends_at <= now:
        raise MeetingFault(f"the session of {meeting.occurrence} is over; it cannot be moved")
    instant = _instant(to, meeting.timezone, "--to", now)
    people = _locked(unit, meeting)
    if instant == meeting.starts_at:
        return meeting
    _withdraw_all(unit, meeting, people, now, "moved")
    moved = unit.meetings.move(meeting.id, instant, now)
    if moved is None:
        raise LookupError("the meeting was not moved")
    unit.meetings.clear_rsvp(meeting.id)
    present = sorted({*people, *unit.meetings.belonging(moved)})
    session_news.tell_all(unit, house, present, moved, "moved", min(meeting.starts_at, instant), now)
    note(unit, by, "session move", _name(unit, meeting), now)
    return moved


def cancel(unit: Unit, house: House, meeting: Meeting, now: datetime, by: int | None = None) -> bool:
    """It does not take place: nothing more is sent about it, and everyone hears of it once, unless it is over; False
    when it was cancelled before."""
    people = _locked(unit, meeting)
    if not unit.meetings.cancel(meeting.id, now):
        return False
    _withdraw_all(unit, meeting, people, now, "cancelled")
    if meeting.ends_at > now:
        session_news.tell_all(unit, house, people, meeting, "cancelled", meeting.starts_at, now)
    note(unit, by, "session cancel", _name(unit, meeting), now)
    return True


def _locked(unit: Unit, meeting: Meeting) -> list[int]:
    """Everyone of a meeting, their rows locked in the order of their numbers, so that no two of us wait for another."""
    return [unit.person(person).id for person in unit.meetings.belonging(meeting)]


def _withdraw_all(unit: Unit, meeting: Meeting, people: Iterable[int], now: datetime, reason: str) -> None:
    for person in people:
        session_news.withdraw(unit, meeting, person, now, reason)


def _name(unit: Unit, meeting: Meeting) -> str:
    """What the audit log calls it: the group's name, or the code of the one person."""
    group = unit.groups.by_id(meeting.group) if meeting.group is not None else None
    if group is not None:
        return group.name
    return unit.people.by_id(meeting.participant).code if meeting.participant is not None else "session"


# Questions


def find_meeting(unit: Unit, group_name: str, start_text: str) -> Meeting:
    """The meeting of a group by its original local start; `MeetingFault` says what is there instead."""
    group = unit.groups.by_name(group_name)
    if group is None:
        raise MeetingFault(f"there is no group {group_name!r}; `companion group list` shows them")
    start = name_of(read_local(start_text, "START"))
    meeting = unit.meetings.of_occurrence(group.id, start)
    if meeting is None:
        raise MeetingFault(
            f"{group.name} has no session that was planned for {start}; `companion group list` shows the next"
        )
    return meeting


def people_of(unit: Unit, meeting: Meeting, now: datetime) -> list[int]:
    """Who belongs to a meeting, by number: the members of its group when it starts and those of whom something is
    known, or the one person. Once it has begun those of now belong too: who joined late can be marked."""
    people = {*unit.meetings.belonging(meeting), *(line.person for line in unit.meetings.attendance_of(meeting.id))}
    if meeting.group is not None and meeting.starts_at <= now:
        people |= set(unit.groups.members_of(meeting.group, now))
    return sorted(people)


def leave_all(unit: Unit, person: int, now: datetime) -> None:
    """Somebody leaves the program: they belong to no group any more, their own sessions to come are cancelled, and
    nothing more is asked of them about any. They are not told: leaving is told by itself."""
    for meeting in unit.meetings.of_person(person, now, now + 4 * AHEAD):
        session_news.withdraw(unit, meeting, person, now, "left")
        if meeting.participant == person:
            unit.meetings.cancel(meeting.id, now)
    for group in unit.groups.of_person(person, now):
        unit.groups.remove_member(group.id, person, now)
    unit.deliveries.cancel(person, "left", now, (session_news.CHANGE,))


def join_invited(scene: Scene) -> None:
    """Whoever has just agreed joins the group that their invite names, and hears of it after the first steps."""
    invite = scene.unit.invites.newest_claimed(scene.person.id) if enrol.has_agreed(scene) else None
    group = scene.unit.groups.by_name(invite.group) if invite and invite.group else None
    if group is not None and group.ended_at is None:
        add_member(scene.unit, scene.house, group, scene.person.id, scene.now, scene.person.id, FIRST_STEPS)
