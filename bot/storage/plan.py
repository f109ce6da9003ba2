"""The plan: which answers a person's coping plan is made of."""

from datetime import datetime

from sqlalchemy import select

from bot.storage.channel import Verbs
from bot.storage.tables import BY_NAME

_items, _answers = BY_NAME["plan_items"], BY_NAME["answers"]


class Plan(Verbs):
    """Only pointers: the words stay with the answers, sealed."""

    __slots__ = ()

    def put(self, person: int, section: str, answer: int, at: datetime) -> None:
        """The answer is part of that section from now on."""
        self._channel.add(_items, {"person": person, "section": section, "answer": answer, "at": at})

    def sections(self, person: int) -> dict[str, list[int]]:
        """The numbers of the answers of each section; of a question of an activity only the newest counts."""
        question = (
            select(_items.c.section, _answers.c.activity, _answers.c.question, _items.c.answer)
            .join_from(_items, _answers, _items.c.answer == _answers.c.id)
            .where(_items.c.person == person)
            .order_by(_items.c.id)
        )
        newest = {tuple(row[:3]): row[3] for row in self._channel.rows(question)}
        found: dict[str, list[int]] = {}
        for (section, *_), answer in newest.items():
            found.setdefault(section, []).append(answer)
        return found
