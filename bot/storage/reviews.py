"""Reviews: up to which answer a counselor has looked at a person's record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.storage.channel import Verbs
from bot.storage.tables import BY_NAME

_reviews = BY_NAME["reviews"]


@dataclass(frozen=True, slots=True)
class Review:
    """`upto_answer` is the number of the newest answer that was shown."""

    person: int
    staff: int
    upto_answer: int
    at: datetime


_COLUMNS = [_reviews.c[name] for name in Review.__slots__]


class Reviews(Verbs):
    """Noting reviews and finding the last ones."""

    __slots__ = ()

    def save(self, person: int, staff: int, upto_answer: int, at: datetime) -> None:
        """The record was looked at."""
        self._channel.add(_reviews, {"person": person, "staff": staff, "upto_answer": upto_answer, "at": at})

    def newest(self, person: int) -> Review | None:
        """The last review of a person, by whomever."""
        return self.newest_of([person]).get(person)

    def newest_of(self, people: Sequence[int]) -> dict[int, Review]:
        """The last review of each person, in one question."""
        question = select(*_COLUMNS).where(_reviews.c.person.in_(list(people))).order_by(_reviews.c.id)
        return {row.person: Review(*row) for row in self._channel.rows(question)}
