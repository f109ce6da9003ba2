"""Leaving: a participant is discharged, a member of staff loses their role; nobody is left without somebody."""

from datetime import datetime, timedelta

from bot.services import alerts, meetings, outbox
from bot.services.house import House
from bot.services.scene import Scene
from bot.storage.people import Person
from bot.storage.unit import Unit

FAREWELL = "farewell"
"""The last message: it says that the person has left, and takes the reply keyboard away."""


def discharge(unit: Unit, person: Person, now: datetime) -> bool:
    """Sends stop, what is open ends, the record stays; False when the person had left before."""
    if person.state == "discharged":
        return False
    unit.people.set(person.id, "state", "discharged", now, None)
    unit.people.set(person.id, "discharged_at", now, now, None)
    unit.deliveries.cancel(person.id, "discharged", now)
    meetings.leave_all(unit, person.id, now)
    for run in unit.runs.all_open(person.id):
        unit.runs.leave(run.id, now)
        outbox.take_away(unit, run, now)  # a page that was open does not stay readable
    unit.deliveries.queue(
        person.id, FAREWELL, policy="at_least_once", lane=1, queued_at=now, due_at=now,
        occurrence=now.isoformat(), expires_at=now + timedelta(days=1),
    )  # fmt: skip
    return True


def end_roles(unit: Unit, house: House, person: Person, now: datetime) -> list[str]:
    """The roles that ended. What waited for this member of staff goes to whoever looks after the people now."""
    ended = [role for role in sorted(unit.roles.of(person.id, now)) if unit.roles.end(person.id, role, now)]
    people = unit.roles.caseload(person.id, now)
    for participant in people:
        unit.roles.unassign(participant.id, person.id, now)
    unit.deliveries.cancel(person.id, "revoked", now)
    for participant in people:
        alerts.tell_again(Scene(unit, house, participant, now))
    return ended
