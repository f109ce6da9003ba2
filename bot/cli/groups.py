"""Commands about sessions: groups and appointments, who belongs to them, what is moved or cancelled, who came."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import typer

from bot.cli.asking import find_participant, find_staff, settings_now
from bot.clock import wall_clock
from bot.opening import load_content, open_store, place_of
from bot.refusal import Refusal
from bot.services import meetings
from bot.services.house import House
from bot.services.recurrence import MeetingFault
from bot.storage.groups import Group
from bot.storage.meetings import Meeting
from bot.storage.people import Person
from bot.storage.unit import Unit

groups = typer.Typer(no_args_is_help=True, help="Groups that meet again and again, and their members.")
appointments = typer.Typer(no_args_is_help=True, help="Individual sessions.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="The group's short name, such as evening.")]
Start = Annotated[
    str, typer.Argument(metavar="START", help="When it was planned for at first, local time: 2026-11-24T18:00.")
]
Code = Annotated[str, typer.Argument(metavar="CODE", help="The participant's code, such as P-7K3QF.")]
Number = Annotated[int, typer.Argument(metavar="ID", help="Its number, see `companion appointment list`.")]
To = Annotated[str, typer.Option("--to", help="The new local time, such as 2026-11-25T18:00.")]
Minutes = Annotated[int, typer.Option(help="How long it takes.")]

Work = Callable[[Unit, House, datetime], list[str]]


def _do(work: Work, *, writes: bool = True) -> None:
    """Carries out one command in one transaction and prints its lines."""
    settings = settings_now()
    house = House(place_of(settings), lambda: load_content(settings), lambda: wall_clock().now())

    async def once() -> list[str]:
        now = house.now()
        async with open_store(settings) as store:
            run = store.write if writes else store.read
            return await run(lambda unit: work(unit, house, now))

    try:
        for line in asyncio.run(once()):
            print(line)
    except MeetingFault as fault:
        raise Refusal(str(fault)) from None


def _group(unit: Unit, name: str) -> Group:
    found = unit.groups.by_name(name)
    if found is None:
        raise MeetingFault(f"there is no group {name!r}; `companion group list` shows them")
    return found


def _leader(unit: Unit, who: str, now: datetime) -> Person:
    person = find_staff(unit, who)
    if not unit.roles.of(person.id, now) & {"counselor", "admin"}:
        raise Refusal(f"{person.code} is no counselor (any more); name one who is")
    return person


def _participant(unit: Unit, code: str, now: datetime) -> Person:
    person = find_participant(unit, code)
    if "participant" not in unit.roles.of(person.id, now) or person.state == "discharged":
        raise Refusal(f"{person.code} is not in the program (any more); `companion people` shows who is")
    return person


def _code(unit: Unit, person: int | None) -> str:
    return unit.people.by_id(person).code if person is not None else ""


# Groups


@groups.command("add")
def add_group(
    name: Name,
    title: Annotated[str, typer.Option(help="What people read, such as Evening group.")],
    rrule: Annotated[str, typer.Option(help="iCalendar's rule, such as FREQ=WEEKLY;BYDAY=TU,TH.")],
    start: Annotated[str, typer.Option(help="The first start, local time of the zone: 2026-11-24T18:00.")],
    minutes: Minutes,
    facilitator: Annotated[str, typer.Option(help="Who leads it: a staff code or handle.")],
    timezone: Annotated[str, typer.Option(help="Its zone, such as America/New_York; else the program's.")] = "",
    place: Annotated[str, typer.Option(help="A room, an address or a link; kept sealed.")] = "",
) -> None:
    """A new group; its sessions of the next 60 days are planned at once, and each day one more."""

    def work(unit: Unit, house: House, now: datetime) -> list[str]:
        leader = _leader(unit, facilitator, now).id
        first = meetings.read_local(start)
        new = meetings.NewGroup(name, title, rrule, first, minutes, leader, timezone, place)
        group = meetings.add_group(unit, house, new, now)
        return [_line(unit, group, now)]

    _do(work)


@groups.command("list")
def list_groups(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="A group whose sessions are to be listed.")] = "",
) -> None:
    """The groups, a line each: name, title, facilitator, members, next start, rule. With NAME: its sessions of the next
    60 days, a line each: START, state, when it takes place now, minutes. Separated by tabs."""

    def work(unit: Unit, house: House, now: datetime) -> list[str]:
        if not name:
            return [_line(unit, group, now) for group in unit.groups.all()]
        found = unit.meetings.of_group(_group(unit, name).id, now, now + meetings.AHEAD)
        return ["\t".join((m.occurrence, m.state, _takes_place(m), str(m.minutes))) for m in found]

    _do(work, writes=False)


def _line(unit: Unit, group: Group, now: datetime) -> str:
    coming = meetings.next_of(unit, group, now)
    members = len(unit.groups.members_of(group.id, now))
    cells = (group.name, group.title, _code(unit, group.facilitator), str(members))
    return "\t".join((*cells, _takes_place(coming) if coming else "", group.rrule))


def _takes_place(meeting: Meeting) -> str:
    return f"{meetings.local_start(meeting, meeting.timezone):%Y-%m-%dT%H:%M}"


@groups.command("member")
def change_member(
    name: Name, code: Code, remove: Annotated[bool, typer.Option("--remove", help="No member any more.")] = False
) -> None:
    """A participant joins a group, or leaves it; they hear of it, without a word that tells anything."""

    def work(unit: Unit, house: House, now: datetime) -> list[str]:
        group = _group(unit, name)
        person = find_participant(unit, code) if remove else _participant(unit, code, now)
        change = meetings.remove_member if remove else meetings.add_member
        change(unit, house, group, person.id, now)
        return [f"{person.code} {'no longer belongs' if remove else 'belongs'} to {group.name}"]

    _do(work)


@groups.command("cancel")
def cancel_session(name: Name, start: Start) -> None:
    """One session of a group does not take place; its members hear of it."""

    def work(unit: Unit, house: House, now: datetime) -> list[str]:
        meeting = meetings.find_meeting(unit, name, start)
        meetings.cancel(unit, house, meeting, now)
        return [f"the session of {meeting.occurrence} is cancelled"]

    _do(work)


@groups.command("move")
def move_session(name: Name, start: Start, to: To) -> None:
    """One session of a group takes place at another time; its members hear of it, and START stays its name."""

    def work(unit: Unit, house: House, now: datetime) -> list[str]:
        meeting = meetings.find_meeting(unit, name, start)
        moved = meetings.move(unit, house, meeting, meetings.read_local(to, "--to"), now)
        return [f"the session of {moved.occurrence} takes place at {_takes_place(moved)}"]

    _do(work)


# Appointments


@appointments.command("add")
def add_appointment(
    code: Code,
    start: Annotated[str, typer.Option(help="Local time of the program: 2026-11-24T18:00.")],
    minutes: Minutes,
    staff: Annotated[str, typer.Option("--with", help="Whom they meet: a staff code or handle.")],
) -> None:
    """An individual session; prints its number. The person hears of it."""

    def work(unit: Unit, house: House, now: datetime) -> list[str]:
        person, leader = _participant(unit, code, now), _leader(unit, staff, now)
        made = meetings.add_appointment(
            unit, house, person.id, leader.id, meetings.read_local(start), minutes, now
        )  # fmt: skip
        return [_appointment(unit, made)]

    _do(work)


@appointments.command("list")
def list_appointments() -> None:
    """The individual sessions to come, a line each: ID, participant, staff, start, minutes, state; tabs between."""

    def work(unit: Unit, house: House, now: datetime) -> list[str]:
        return [_appointment(unit, each) for each in unit.meetings.appointments(now, now + 366 * meetings.DAY)]

    _do(work, writes=False)


def _appointment(unit: Unit, meeting: Meeting) -> str:
    people = (_code(unit, meeting.participant), _code(unit, meeting.staff))
    return "\t".join((str(meeting.id), *people, _takes_place(meeting), str(meeting.minutes), meeting.state))


def _by_number(unit: Unit, number: int) -> Meeting:
    found = unit.meetings.by_id(number)
    if found is None or found.group is not None:
        raise MeetingFault(f"there is no appointment {number}; `companion appointment list` shows those to come")
    return found


@appointments.command("move")
def move_appointment(number: Number, to: To) -> None:
    """An individual session takes place at another time; the person hears of it."""

    def work(unit: Unit, house: House, now: datetime) -> list[str]:
        meeting = _by_number(unit, number)
        return [_appointment(unit, meetings.move(unit, house, meeting, meetings.read_local(to, "--to"), now))]

    _do(work)


@appointments.command("cancel")
def cancel_appointment(number: Number) -> None:
    """An individual session does not take place; the person hears of it."""

    def work(unit: Unit, house: House, now: datetime) -> list[str]:
        meeting = _by_number(unit, number)
        meetings.cancel(unit, house, meeting, now)
        return [f"the appointment {meeting.id} is cancelled"]

    _do(work)


# Attendance


def attendance(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME START CODE|ID CODE present|absent|excused",
            help="A group's session by NAME and START, an individual one by ID; then the participant and the mark.",
            show_default=False,
        ),
    ],
) -> None:
    """Marks whether a participant came to a session; the newest mark counts."""

    def work(unit: Unit, house: House, now: datetime) -> list[str]:
        *which, code, word = words if len(words) > 1 else ("", "")
        match which:
            case name, start:
                meeting = meetings.find_meeting(unit, name, start)
            case (number,) if number.isdecimal():
                meeting = _by_number(unit, int(number))
            case _:
                raise Refusal("write NAME START CODE and present, absent or excused; an individual session: ID CODE …")
        person = find_participant(unit, code)
        meetings.mark(unit, house, meeting, person.id, word.lower(), None, now)
        return [f"{person.code} is marked {word.lower()} for the session of {meeting.occurrence}"]

    _do(work)


def add_to(app: typer.Typer) -> None:
    """Adds `group …`, `appointment …` and `attendance`."""
    app.add_typer(groups, name="group")
    app.add_typer(appointments, name="appointment")
    app.command()(attendance)
