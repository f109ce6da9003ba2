"""The reader of a preview: one of the sample program's people, or somebody new, on a day of the program."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.schedule import program_day
from bot.services import enrol
from bot.services.commands import DAILY
from bot.services.house import House
from bot.simulator.cohort import MEMBERS, Member
from bot.storage.people import Person
from bot.storage.runs import Run
from bot.storage.unit import Unit

NEW = Member(2100, "Robin", "en", 0, "new here", (), key="new")
"""Somebody without a history."""
READERS = {member.key: member for member in (NEW, *MEMBERS)}
ASKED = ("craving", "mood", "used", "mindful")
"""What a check-in at least asks (contract)."""

PAUSE = timedelta(days=4)


def enrolled(unit: Unit, house: House, member: Member, language: str, days: int, now: datetime) -> Person:
    """The reader as they are after so many days: enrolled, with an answered check-in for each evening of theirs."""
    began = now - timedelta(days=days)
    _, person = enrol.invite_participant(unit, house.place, now=began, name=member.name, language=language)
    unit.people.bind_chat(person.id, member.user)
    unit.consents.give(
        person.id, enrol.CARE, text_version="preview", text_digest="preview", language=language, at=began
    )
    stands: dict[str, str | datetime] = {"state": "active", "enrolled_at": began}
    if member.pauses:
        stands |= {"state": "paused", "paused_until": now + PAUSE}
    for field, value in stands.items():
        unit.people.set(person.id, field, value, began, None)
    for step in (enrol.LANGUAGE, enrol.WELCOME):
        _finished(unit, house, person, step, began)
    evenings = member.evenings[len(member.evenings) - min(days, len(member.evenings)) :]
    for back, evening in zip(range(len(evenings), 0, -1), evenings, strict=True):
        if evening is not None:
            _check_in(unit, house, person, evening, now - timedelta(days=back))
    return unit.people.by_id(person.id)


def _check_in(unit: Unit, house: House, person: Person, given: Sequence[int | str], at: datetime) -> None:
    run = _finished(unit, house, person, DAILY, at)
    if run is None:
        return
    for question, value in zip(ASKED, given, strict=True):
        unit.answers.add(run, question, value, at=at, local_date=program_day(at, person.timezone))


def _finished(unit: Unit, house: House, person: Person, id: str, at: datetime) -> Run | None:
    """A run that began and ended at that moment."""
    content = house.content()
    activity = content.activity(id, person.language)
    if activity is None:
        return None
    source = content.source(activity)
    version = unit.versions.record(activity.id, activity.language, activity.version, source, at)
    day = program_day(at, person.timezone).isoformat()
    run = unit.runs.create(person.id, activity.id, version.id, at=at, occurrence=day)
    if run is not None:
        unit.runs.save(replace(run, finished_at=at, outcome="finished"))
    return run
