"""History: how a person's fields changed; it is only added to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

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


class History(Verbs):
    """Questions about the past of a person's settings."""

    __slots__ = ()

    def of(self, person: int, field: str | None = None) -> list[Change]:
        """The changes of a person (of one field), oldest first."""
        question = select(*_COLUMNS).where(_history.c.person == person).order_by(_history.c.id)
        if field is not None:
            question = question.where(_history.c.field == field)
        return [Change(*row) for row in self._channel.rows(question)]

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
