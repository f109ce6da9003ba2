"""What editors hear of their files: whether a changed library was taken, or why not."""

from collections.abc import Sequence
from datetime import datetime

from bot.core.activity import Activity
from bot.core.schedule import outside_quiet
from bot.services import outbox
from bot.services.house import Content, House
from bot.storage.people import Person
from bot.storage.unit import Unit

SHOWN = 3
"""Faults that a line tells; `companion content check` tells all."""
SUBJECT = "content"
"""A newer outcome takes the place of an older one that still waits for the end of somebody's night."""


def changed(old: Content, new: Content) -> list[Activity]:
    """The activities whose words are new, in every language."""
    return [
        activity
        for activity in _all(new)
        if (before := old.activity(activity.id, activity.language)) is None or before.version != activity.version
    ]


def _all(content: Content) -> list[Activity]:
    found = {(each.id, each.language): each for code in content.languages for each in content.all_activities(code)}
    return list(found.values())


def note_versions(unit: Unit, house: House, new: Content) -> int:
    """The new words are kept, for runs that begin with them; what is no longer there is offered no more. How many
    texts changed."""
    old, now = house.content(), house.now()
    fresh = changed(old, new)
    for activity in fresh:
        unit.versions.record(activity.id, activity.language, activity.version, new.source(activity), now)
    present = {(activity.id, activity.language) for activity in _all(new)}
    for activity in _all(old):
        if (activity.id, activity.language) not in present:
            unit.versions.retire(activity.id, activity.language)
    return len(fresh)


def tell_taken(unit: Unit, house: House, count: int) -> None:
    """The changed library is in use."""
    _tell(unit, house, "content-taken", {"count": count})


def tell_not_taken(unit: Unit, house: House, faults: Sequence[str]) -> None:
    """The library has faults, the first of them with path and line; the one before stays in use."""
    where = " · ".join(faults[:SHOWN])
    _tell(unit, house, "content-not-taken", {"faults": len(faults), "where": where})


def _tell(unit: Unit, house: House, key: str, values: dict[str, str | int]) -> None:
    now = house.now()
    for person in unit.roles.holders("editor", now):
        if unit.people.chat_of(person.id) is not None:
            outbox.tell_newest(unit, person, SUBJECT, key, values, now, due_at=_in_the_day(person, now))


def _in_the_day(person: Person, now: datetime) -> datetime:
    """A file is no reason to wake anybody."""
    return outside_quiet(now, *person.night)
