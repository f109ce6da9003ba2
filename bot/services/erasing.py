"""Erasing a person: sends stop, their messages go from the chat, then every row in one transaction. Only the code
stays, in the audit log and in the list of erased codes."""

from dataclasses import dataclass
from datetime import datetime

from bot.services import farewell, leaving
from bot.services.noting import note
from bot.storage.people import Person
from bot.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Trace:
    """Where the person is reached, and the messages that stand there and can still be deleted. `greeted`: they have the
    keyboard, which a last line takes away; somebody who left before is not written to again."""

    code: str
    language: str
    chat: int | None
    messages: tuple[int, ...]
    greeted: bool = False


def stop(unit: Unit, person: Person, now: datetime) -> Trace:
    """Nothing more is queued or sent: a bot that runs beside this takes the person for one who has left."""
    before = person.state
    leaving.end_care(unit, person, now)
    return _trace(unit, person, now, greeted=before not in ("invited", "discharged"))


def erase(unit: Unit, number: int, now: datetime) -> Trace:
    """Every row about the person; what the bot had under way when it was told to stop is in the trace."""
    person = unit.person(number)
    trace = _trace(unit, person, now)
    unit.erase(person.id)
    note(unit, None, "erase", person.code, now)
    return trace


def _trace(unit: Unit, person: Person, now: datetime, *, greeted: bool = False) -> Trace:
    messages = unit.stands(person.id, now - farewell.DELETABLE)
    return Trace(person.code, person.language, unit.people.chat_of(person.id), tuple(messages), greeted)
