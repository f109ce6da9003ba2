"""Firings: when a rule became true for a person, so that the same cause fires it only once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, select

from bot.storage.channel import Verbs
from bot.storage.tables import BY_NAME

_firings = BY_NAME["firings"]


@dataclass(frozen=True, slots=True)
class Firing:
    """`answer_id` is the newest answer that the rule had read, `day` the program day."""

    id: int
    person: int
    rule: str
    at: datetime
    answer_id: int | None
    day: date


_COLUMNS = [_firings.c[name] for name in Firing.__slots__]

_NEWEST = (
    select(func.max(_firings.c.id))
    .where(_firings.c.person.in_(bindparam("people", expanding=True)))
    .group_by(_firings.c.person, _firings.c.rule)
)
_LAST = select(*_COLUMNS).where(_firings.c.id.in_(_NEWEST))


class Firings(Verbs):
    """Noting firings and finding the last ones."""

    __slots__ = ()

    def add(self, person: int, rule: str, at: datetime, answer_id: int | None, day: date) -> int:
        """The rule fired."""
        values = {"person": person, "rule": rule, "at": at, "answer_id": answer_id, "day": day}
        return self._channel.add(_firings, values)

    def last(self, person: int, rule: str) -> Firing | None:
        """The last firing of a rule for a person."""
        return self.last_of_each(person).get(rule)

    def last_of_each(self, person: int) -> dict[str, Firing]:
        """The last firing of each rule for a person, by the rule's name."""
        return {firing.rule: firing for firing in self.last_of_people([person])}

    def last_of_people(self, people: Sequence[int]) -> list[Firing]:
        """The last firing of each rule for each of the people, in one question."""
        return [Firing(*row) for row in self._channel.rows(_LAST, {"people": list(people)})]

    def purge(self, before: datetime) -> int:
        """Drops the firings of before that moment."""
        return self._channel.change(_firings.delete().where(_firings.c.at < before))
