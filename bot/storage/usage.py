"""How the content is used, over all people: which files are opened and finished, where people stop, quiz answers."""

import json
from dataclasses import dataclass

from sqlalchemy import select

from bot.storage.channel import Verbs
from bot.storage.tables import BY_NAME

_people, _runs, _answers, _versions = (BY_NAME[name] for name in ("people", "runs", "answers", "activity_versions"))


PREVIEWED = "preview:%"
"""The subject of an editor's own try (`services/previews.py`)."""


@dataclass(frozen=True, slots=True)
class Use:
    """One way of one person through an activity. `page` is where they stand or stood; `current` tells whether it was
    the text that is shown now, so that its pages can be counted."""

    person: int
    activity: str
    opened: bool
    outcome: str | None
    page: int
    current: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A first answer of a person to a question of the text that is shown now, by the position that was tapped."""

    person: int
    activity: str
    question: str
    number: int


class Usage(Verbs):
    """Rows over all participants; people who only try things (`is_test`) are left out of every count."""

    __slots__ = ()

    def ways(self) -> list[Use]:
        """Every run, but what editors tried out in their own chat."""
        columns = (_runs.c.person, _runs.c.activity, _runs.c.started_at, _runs.c.outcome, _runs.c.position)
        statement = (
            select(*columns, _versions.c.current)
            .join(_people, _people.c.id == _runs.c.person)
            .join(_versions, _versions.c.id == _runs.c.version)
            .where(_people.c.is_test.is_(False), _runs.c.subject.not_like(PREVIEWED))
            .order_by(_runs.c.id)
        )
        return [
            Use(person, activity, started is not None, outcome, _page(position), bool(current))
            for person, activity, started, outcome, position, current in self._channel.rows(statement)
        ]

    def first_answers(self) -> list[Choice]:
        """The first numbered answer of each person to each question: what they knew before the feedback."""
        statement = (
            select(_answers.c.person, _answers.c.activity, _answers.c.question, _answers.c.number)
            .join(_people, _people.c.id == _answers.c.person)
            .join(_runs, _runs.c.id == _answers.c.run)
            .join(_versions, _versions.c.id == _runs.c.version)
            .where(_people.c.is_test.is_(False), _versions.c.current.is_(True), _answers.c.number.is_not(None))
            .order_by(_answers.c.id)
        )
        first: dict[tuple[int, str, str], Choice] = {}
        for row in self._channel.rows(statement):
            first.setdefault((row[0], row[1], row[2]), Choice(*row))
        return list(first.values())


def _page(position: str) -> int:
    return int(json.loads(position).get("page", 0)) if position else 0
