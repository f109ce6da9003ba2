"""History: how a person's fields changed; it is only added to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from bot.storage.channel import Verbs
from bot.storage.tables import BY_NAME

_history = BY_NAME["history"]


@dataclass(frozen=True, slots=True)
class Change:
    """A field that was changed; datetimes are ISO 8601, of names neither value is kept."""

    person: int
    field: str
    old: str | None
    new: str | None
    at: datetime
    by: int | None


_COLUMNS = [_history.c[name] for name in Change.__slots__]
_OF_PERSON = select(*_COLUMNS).where(_history.c.person == bindparam("person_id")).order_by(_history.c.id)
_OF_FIELD = _OF_PERSON.where(_history.c.field == bindparam("of_field"))


class History(Verbs):
    """Questions about the past of a person's settings."""

    __slots__ = ()

    def of(self, person: int, field: str | None = None) -> list[Change]:
        """The changes of a person (of one field), oldest first."""
        rows = self._channel.rows(_OF_PERSON if field is None else _OF_FIELD, {"person_id": person, "of_field": field})
        return [Change(*row) for row in rows]

    def last_of(self, field: str, people: Sequence[int]) -> dict[int, datetime]:
        """When that field of each of the people was last changed, in one question."""
        among = _history.c.person.in_(list(people))
        question = select(_history.c.person, func.max(_history.c.at)).where(among, _history.c.field == field)
        return {row[0]: row[1] for row in self._channel.rows(question.group_by(_history.c.person))}

    def became(self, field: str, new: str, since: datetime) -> list[Change]:
        """The changes of that field to that value from a moment on, oldest first: who became unreachable since then."""
        changed = (_history.c.field == field) & (_history.c.new == new) & (_history.c.at >= since)
        rows = self._channel.rows(select(*_COLUMNS).where(changed).order_by(_history.c.id))
        return [Change(*row) for row in rows]
