"""The beginning of everybody's program day: most begin with nothing to look at, and that is told from two questions for
all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.core.daybreak import Known, can_fire
from bot.core.rules import Firing
from bot.core.schedule import program_day
from bot.core.values import Value
from bot.services.house import House
from bot.services.knowledge import day_facts
from bot.services.ratings import FOLDER
from bot.storage.people import Person
from bot.storage.unit import Unit

AT_A_TIME = 500


@dataclass(slots=True)
class _Past:
    """What is known of one person."""

    answered_at: dict[str, datetime] = field(default_factory=dict)
    answered_day: dict[str, date] = field(default_factory=dict)
    firings: dict[str, Firing] = field(default_factory=dict)
    moved_at: datetime | None = None


def idle(unit: Unit, house: House, people: Sequence[Person], now: datetime) -> frozenset[int]:
    """Those for whom no question comes back, and no rule can become true because their day begins. It holds for people
    whose rules were tried until now, so not for the first look of a program."""
    found: set[int] = set()
    for first in range(0, len(people), AT_A_TIME):
        some = people[first : first + AT_A_TIME]
        past = _past(unit, [person.id for person in some])
        again = unit.recalls.first_due([person.id for person in some])
        for person in some:
            comes = again.get(person.id, date.max) <= program_day(now, person.timezone)
            if not comes and not _can_fire(house, person, past[person.id], now):
                found.add(person.id)
    return frozenset(found)


def _past(unit: Unit, numbers: list[int]) -> dict[int, _Past]:
    found = {number: _Past() for number in numbers}
    for number, activity, at, day in unit.answers.last_signs(numbers):
        found[number].answered_at[activity], found[number].answered_day[activity] = at, day
    for number, at in unit.history.last_of("phase", numbers).items():
        found[number].moved_at = at
    for firing in unit.firings.last_of_people(numbers):
        found[firing.person].firings[firing.rule] = Firing(firing.rule, firing.at, None, firing.day)
    return found


def _can_fire(house: House, person: Person, past: _Past, now: datetime) -> bool:
    since = program_day(person.enrolled_at, person.timezone) if person.enrolled_at else None
    day = program_day(now, person.timezone)
    moved = program_day(past.moved_at, person.timezone) if past.moved_at else since or day
    facts: dict[str, Value | None] = {
        **day_facts(person, day),
        "days_in_phase": max((day - moved).days, 0),
        "practices_tried": sum(activity.startswith(FOLDER) for activity in past.answered_at),
    }
    known = Known(past.answered_at, past.answered_day, past.firings, since, facts)
    return can_fire(house.content().rules, known, now, day)
