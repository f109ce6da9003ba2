"""What tests about sessions share: a group of Dana's, buttons pressed again, numbers that no button has."""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar

from bot.services import meetings
from bot.services.meetings import NewGroup
from bot.simulator import Heard, Person
from bot.storage.groups import Group
from bot.storage.meetings import Attendance, Meeting
from bot.storage.unit import Unit
from tests.e2e.living import DANA, Living

TONIGHT = datetime(2026, 1, 13, 18, 0)  # a Tuesday; New York, where the program is
BEGUN = datetime(2026, 1, 13, 23, 5, tzinfo=UTC)
"""Five minutes after it began."""
OVER = datetime(2026, 1, 14, 0, 30, tzinfo=UTC)
PLACE = "Room 2, 123 Main Street"


async def evening_group(program: Living, *members: Person, leader: int = DANA, name: str = "evening") -> Group:
    """A group of Dana's on Tuesdays and Thursdays at six, with these members."""
    numbers = [(await program.record(person)).id for person in members]
    led_by = (await program.record(program.world.people[leader])).id
    new = NewGroup(name, "Evening group", "FREQ=WEEKLY;BYDAY=TU,TH", TONIGHT, 90, led_by, place=PLACE)

    def make(unit: Unit) -> Group:
        group = meetings.add_group(unit, program.program.house, new, program.clock.now())
        for number in numbers:
            meetings.add_member(unit, program.program.house, group, number, program.clock.now())
        return group

    group = await program.program.store.write(make)
    await program.rest()
    return group


async def all_meetings(program: Living) -> list[Meeting]:
    """Every session there is, in order."""
    now = program.clock.now()
    return await program.ask(lambda unit: unit.meetings.between(now - timedelta(days=90), now + timedelta(days=90)))


async def first_of(program: Living, group: Group) -> Meeting:
    return next(meeting for meeting in await all_meetings(program) if meeting.group == group.id)


async def line_of(program: Living, meeting: Meeting, person: Person) -> Attendance | None:
    number = (await program.record(person)).id
    return await program.ask(lambda unit: unit.meetings.attendance(meeting.id, number))


async def code_of(program: Living, person: Person) -> str:
    return (await program.record(person)).code


async def looks(program: Living) -> list[tuple[str, str]]:
    """The audit log: what was done, and to whom or what."""
    return [(line.action, line.subject) for line in await program.ask(lambda unit: unit.audit.lines())]


async def forges(program: Living, person: Person, data: str) -> Heard:
    """Somebody presses a button that this program never gave them."""
    person.taps_data(program.last(person).message_id, data)
    await program.rest()
    return program.last(person)


def data_of(person: Person, label: str) -> tuple[int, str]:
    """The message and data of a button, to press it again when the page has changed."""
    newest_first = sorted(person.chat.messages.values(), key=lambda message: message.message_id, reverse=True)
    buttons = ((m.message_id, b) for m in newest_first if m.from_bot for row in m.inline_rows for b in row)
    return next((number, b["callback_data"]) for number, b in buttons if b["text"].startswith(label))


def event_of(heard: Heard) -> tuple[str, Calendar, dict[str, object]]:
    """The file of a message, read as a calendar would."""
    assert heard.document is not None
    name, content = heard.document
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    return name, calendar, {key: event.decoded(key) for key in event}


async def makes_appointment(program: Living, dana: Person, who: Person, day: str = "Thu 15 Jan") -> Heard:
    """The seven taps of a new appointment at ten."""
    await program.does(dana, "/sessions")
    code = await code_of(program, who)
    return await program.taps(dana, "New appointment", code, day, "10:00 AM", "50 minutes", "Yes, make it")
