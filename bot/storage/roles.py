"""Roles and caseloads: who may do what, and who looks after whom, each from when to when."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, func, or_, select, update

from bot.storage.channel import Verbs
from bot.storage.people import PERSON_COLUMNS, Person
from bot.storage.tables import BY_NAME

_people, _roles, _assignments = BY_NAME["people"], BY_NAME["roles"], BY_NAME["assignments"]


def _now(table: Table) -> ColumnElement[bool]:
    """In force at the moment `moment`; `until` itself is already past."""
    moment: ColumnElement[Any] = bindparam("moment")
    until: ColumnElement[Any] = table.c.until
    return (table.c.since <= moment) & (until.is_(None) | (until > moment))


_HELD = select(_roles.c.role).where(_roles.c.person == bindparam("person_id"), _now(_roles))
_HOLDERS = (
    select(*PERSON_COLUMNS)
    .join_from(_people, _roles, _roles.c.person == _people.c.id)
    .where(_roles.c.role == bindparam("role_name"), _now(_roles))
    .distinct()
    .order_by(_people.c.id)
)
_CASELOAD = (
    select(*PERSON_COLUMNS)
    .join_from(_people, _assignments, _assignments.c.participant == _people.c.id)
    .where(_assignments.c.counselor == bindparam("counselor_id"), _now(_assignments))
    .distinct()
    .order_by(_people.c.id)
)
_COUNSELORS = (
    select(_assignments.c.counselor)
    .where(_assignments.c.participant == bindparam("participant_id"), _now(_assignments))
    .distinct()
    .order_by(_assignments.c.counselor)
)
_SHARES = select(_assignments.c.id).where(
    _assignments.c.participant == bindparam("participant_id"),
    _assignments.c.counselor == bindparam("counselor_id"),
    _now(_assignments),
)

_EDGES = [
    (_assignments.c[name] > bindparam("after")) & (_assignments.c[name] <= bindparam("upto"))
    for name in ("since", "until")
]
_CHANGED = select(_assignments.c.participant).where(or_(*_EDGES)).distinct().order_by(_assignments.c.participant)


class Roles(Verbs):
    """There is no 'current role': a command needs a role and is served if it is held."""

    __slots__ = ()

    def of(self, person: int, at: datetime) -> frozenset[str]:
        """The roles that the person holds at that moment."""
        return frozenset(row[0] for row in self._channel.rows(_HELD, {"person_id": person, "moment": at}))

    def holders(self, role: str, at: datetime) -> list[Person]:
        """Who holds the role at that moment."""
        return [Person(*row) for row in self._channel.rows(_HOLDERS, {"role_name": role, "moment": at})]

    def grant(self, person: int, role: str, at: datetime) -> bool:
        """The person holds the role from now on; False when they did already."""
        if role in self.of(person, at):
            return False
        self._channel.add(_roles, {"person": person, "role": role, "since": at, "until": None})
        return True

    def end(self, person: int, role: str, at: datetime) -> bool:
        """The person no longer holds the role; False when they did not."""
        ended = update(_roles).where(_roles.c.person == person, _roles.c.role == role, _now(_roles)).values(until=at)
        return self._channel.change(ended, {"moment": at}) > 0

    def assign(self, participant: int, counselor: int, since: datetime, until: datetime | None = None) -> int:
        """The counselor looks after the participant in that time; returns the assignment's number."""
        values = {"participant": participant, "counselor": counselor, "since": since, "until": until}
        return self._channel.add(_assignments, values)

    def unassign(self, participant: int, counselor: int, at: datetime) -> bool:
        """The counselor no longer looks after the participant; False when they did not."""
        mine = (_assignments.c.participant == participant) & (_assignments.c.counselor == counselor)
        ended = update(_assignments).where(mine, _now(_assignments)).values(until=at)
        return self._channel.change(ended, {"moment": at}) > 0

    def changed_between(self, since: datetime, upto: datetime) -> list[int]:
        """The participants with an assignment that began or ended after `since`, up to `upto`."""
        return [row[0] for row in self._channel.rows(_CHANGED, {"after": since, "upto": upto})]

    def next_change(self, now: datetime) -> datetime | None:
        """When the next assignment begins or ends."""
        moments = []
        for name in ("since", "until"):
            row = self._channel.row(select(func.min(_assignments.c[name])).where(_assignments.c[name] > now))
            moments.append(row[0] if row else None)
        return min((moment for moment in moments if moment is not None), default=None)

    def caseload(self, counselor: int, at: datetime) -> list[Person]:
        """Whom the counselor looks after at that moment."""
        return [Person(*row) for row in self._channel.rows(_CASELOAD, {"counselor_id": counselor, "moment": at})]

    def counselors_of(self, participant: int, at: datetime) -> list[int]:
        """Who looks after the participant at that moment."""
        rows = self._channel.rows(_COUNSELORS, {"participant_id": participant, "moment": at})
        return [row[0] for row in rows]

    def looks_after(self, counselor: int, participant: int, at: datetime) -> bool:
        """Whether the participant is in the counselor's caseload at that moment."""
        asked = {"participant_id": participant, "counselor_id": counselor, "moment": at}
        return self._channel.row(_SHARES, asked) is not None
