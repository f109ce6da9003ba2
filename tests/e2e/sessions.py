"""What tests of sessions do on the running program: groups, members, moves and marks in a line each."""

from datetime import UTC, datetime, timedelta

from bot.services import meetings
from bot.simulator import Heard, Person
from bot.storage.deliveries import Delivery
from bot.storage.groups import Group
from bot.storage.meetings import Attendance, Meeting
from bot.storage.unit import Unit
from tests.e2e.living import Living

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CHANGED = "A date of yours changed."
SESSION = datetime(2026, 1, 14, 23, 0, tzinfo=UTC)
"""Wednesday, 18:00 in New York: the first session of the evening group."""
RULE = "FREQ=WEEKLY;BYDAY=WE"


async def start_group(
    program: Living, start: datetime = datetime(2026, 1, 14, 18, 0), rule: str = RULE, facilitator: str = "Dana"
) -> Group:
    """A group of Dana's."""

    def make(unit: Unit) -> Group:
        staff = unit.people.by_code(program.staff[facilitator])
        assert staff is not None
        new = meetings.NewGroup("evening", "Evening group", rule, start, 90, staff.id, place="Room 4, 12 Elm Street")
        return meetings.add_group(unit, program.program.house, new, program.clock.now())

    return await program.program.store.write(make)


async def join(program: Living, group: Group, person: Person) -> None:
    number = (await program.record(person)).id
    house, now = program.program.house, program.clock.now()
    await program.program.store.write(lambda unit: meetings.add_member(unit, house, group, number, now))
    await program.rest()


async def group_of(program: Living, *people: Person, start: datetime = datetime(2026, 1, 14, 18, 0)) -> Group:
    """A group with people in it who have heard of it."""
    group = await start_group(program, start)
    for person in people:
        await join(program, group, person)
    return group


async def first_of(program: Living, group: Group) -> Meeting:
    now = program.clock.now()
    found = await program.ask(lambda unit: unit.meetings.of_group(group.id, now - 8 * DAY, now + 30 * DAY))
    return found[0]


async def lines(program: Living, person: Person, purpose: str) -> list[Delivery]:
    """Everything that was queued for a person and purpose, oldest first."""
    number = (await program.record(person)).id
    return [each for each in await program.ask(lambda unit: unit.deliveries.all_for(number)) if each.purpose == purpose]


async def attendance(program: Living, meeting: Meeting, person: Person) -> Attendance:
    number = (await program.record(person)).id
    found = await program.ask(lambda unit: unit.meetings.attendance(meeting.id, number))
    assert found is not None
    return found


async def mark(program: Living, meeting: Meeting, person: Person, word: str) -> None:
    number, house, now = (await program.record(person)).id, program.program.house, program.clock.now()
    staff = program.staff["Dana"]

    def do(unit: Unit) -> None:
        by = unit.people.by_code(staff)
        assert by is not None
        meetings.mark(unit, house, meeting, number, word, by.id, now)

    await program.program.store.write(do)
    await program.rest()


async def move(program: Living, meeting: Meeting, to: datetime) -> Meeting:
    house, now = program.program.house, program.clock.now()
    moved = await program.program.store.write(lambda unit: meetings.move(unit, house, meeting, to, now))
    await program.rest()
    return moved


async def cancel(program: Living, meeting: Meeting) -> None:
    house, now = program.program.house, program.clock.now()
    await program.program.store.write(lambda unit: meetings.cancel(unit, house, meeting, now))
    await program.rest()


async def setting(program: Living, person: Person, **fields: str | datetime | bool | None) -> None:
    number, now = (await program.record(person)).id, program.clock.now()

    def change(unit: Unit) -> None:
        for field, value in fields.items():
            unit.people.set(number, field, value, now, number)

    await program.program.store.write(change)


def texts(program: Living, person: Person) -> list[str]:
    return [heard.text for heard in person.sees]


def telling(heard: Heard) -> bool:
    words = ("group", "session", "elm", "riverside", "program", "counselor")
    return any(word in heard.text.lower() for word in words)
