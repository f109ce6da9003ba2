"""Recalls: which questions a person was taught by, and when each comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select, update

from bot.storage.channel import Verbs, insert_new
from bot.storage.tables import BY_NAME

_recalls = BY_NAME["recalls"]


@dataclass(frozen=True, slots=True)
class Recall:
    """`step` is the place on the ladder; `due` is `None` for what is kept, or rests; `asked` counts the times in a row
    that it was asked and not answered."""

    id: int
    person: int
    activity: str
    question: str
    step: int
    due: date | None
    asked: int


_COLUMNS = [_recalls.c[name] for name in Recall.__slots__]
_NEW = insert_new(_recalls, "id")


def _one(person: int, activity: str, question: str) -> ColumnElement[bool]:
    c = _recalls.c
    return (c.person == person) & (c.activity == activity) & (c.question == question)


class Recalls(Verbs):
    """Beginning, finding and moving what comes back."""

    __slots__ = ()

    def begin(self, person: int, activity: str, question: str, due: date) -> bool:
        """It comes back from then on. What is on its way stays there; what rested begins anew."""
        values = {"person": person, "activity": activity, "question": question, "step": 0, "due": due, "asked": 0}
        if self._channel.add_new(_NEW, values) is not None:
            return True
        rests = (_recalls.c.due.is_(None)) & (_recalls.c.step == 0)
        mine = _one(person, activity, question)
        return self._channel.change(update(_recalls).where(mine, rests).values(due=due, asked=0)) > 0

    def of(self, person: int, activity: str, question: str) -> Recall | None:
        """How it stands with one question."""
        row = self._channel.row(select(*_COLUMNS).where(_one(person, activity, question)))
        return None if row is None else Recall(*row)

    def due(self, person: int, day: date) -> list[Recall]:
        """What is due on that program day, what has waited longest first."""
        mine = (_recalls.c.person == person) & (_recalls.c.due <= day)
        rows = self._channel.rows(select(*_COLUMNS).where(mine).order_by(_recalls.c.due, _recalls.c.id))
        return [Recall(*row) for row in rows]

    def first_due(self, people: Sequence[int]) -> dict[int, date]:
        """When the next question of each of the people is due, in one question; those without one are left out."""
        among = _recalls.c.person.in_(list(people)) & _recalls.c.due.is_not(None)
        rows = self._channel.rows(
            select(_recalls.c.person, func.min(_recalls.c.due)).where(among).group_by(_recalls.c.person)
        )
        return {row[0]: row[1] for row in rows}

    def move(self, recall: int, step: int, due: date | None, asked: int = 0) -> None:
        """It stands on that step, and comes again then."""
        moved = update(_recalls).where(_recalls.c.id == recall)
        self._channel.change(moved.values(step=step, due=due, asked=asked))

    def all_for(self, person: int) -> list[Recall]:
        """Everything that a person was taught by, in the order of learning."""
        mine = select(*_COLUMNS).where(_recalls.c.person == person).order_by(_recalls.c.id)
        return [Recall(*row) for row in self._channel.rows(mine)]
