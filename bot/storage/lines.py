"""The lines that reached people, looked at from the other side: who was told of a thing, what was not opened, what may
not have arrived."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select

from bot.storage.channel import Verbs
from bot.storage.lanes import COLUMNS, Delivery
from bot.storage.tables import BY_NAME

_deliveries, _roles = BY_NAME["deliveries"], BY_NAME["roles"]
_c = _deliveries.c
_STAFF = select(_roles.c.person).where(_roles.c.role.in_(("counselor", "admin")))  # by person: there is an index
_ABOUT = (
    select(*COLUMNS)
    .where(_c.purpose == bindparam("for_purpose"), _c.subject == bindparam("thing"), _c.person.in_(_STAFF))
    .order_by(_c.id)
)


class Lines(Verbs):
    """Questions about deliveries that staff and their lists ask."""

    __slots__ = ()

    def about(self, purpose: str, subject: str) -> list[Delivery]:
        """What was queued to members of staff about one thing (an alert, a message), oldest first."""
        rows = self._channel.rows(_ABOUT, {"for_purpose": purpose, "thing": subject})
        return [Delivery(*row) for row in rows]

    def uncertain_for(self, people: Sequence[int], since: datetime) -> dict[int, tuple[int, datetime]]:
        """How many messages of that time may not have arrived, and when the newest was due, by person."""
        lost = (_c.state == "uncertain") & (_c.due_at > since) & _c.person.in_(list(people))
        question = select(_c.person, func.count(), func.max(_c.due_at)).where(lost).group_by(_c.person)
        return {row[0]: (row[1], row[2]) for row in self._channel.rows(question.order_by(_c.person))}

    def unopened(self, person: int, purposes: Sequence[str], since: datetime) -> bool:
        """Whether something of those purposes was queued since then that the person has not opened yet."""
        waits = _c.opened_at.is_(None) & _c.state.in_(("due", "sending", "sent")) & (_c.queued_at > since)
        question = select(_c.id).where(_c.person == person, _c.purpose.in_(list(purposes)), waits)
        return self._channel.row(question.limit(1)) is not None
