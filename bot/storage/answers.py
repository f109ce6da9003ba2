"""Answers: one row per write, the newest of a (run, question) counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from bot.storage.channel import AnyRow, Verbs
from bot.storage.runs import Run
from bot.storage.tables import BY_NAME

TEXT = "answers.text_s"

_answers = BY_NAME["answers"]


@dataclass(frozen=True, slots=True)
class Answer:
    """`number`, `choice` (also HH:MM, an ISO date, a zone, comma-joined ids) or `text`; all `None` when skipped."""

    id: int
    run: int
    person: int
    activity: str
    question: str
    number: int | None
    choice: str | None
    status: str
    late: bool
    answered_at: datetime
    local_date: date
    text: str | None

    @property
    def value(self) -> int | str | None:
        """Whichever it is; ids of a `many` stay joined, for only the file knows the question's kind."""
        if self.number is not None:
            return self.number
        return self.choice if self.choice is not None else self.text


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """An answer as conditions on history see it: without text."""

    id: int
    run: int
    question: str
    local_date: date
    number: int | None
    choice: str | None
    status: str
    answered_at: datetime


_COLUMNS = [_answers.c[name] for name in Answer.__slots__[:-1]] + [_answers.c.text_s]
_PAST_COLUMNS = [_answers.c[name] for name in PastAnswer.__slots__]

# The hot path of a tap: built once.
_OF_RUN = select(*_COLUMNS).where(_answers.c.run == bindparam("run_id")).order_by(_answers.c.id)
_PAST_OF_ALL = (
    select(*_PAST_COLUMNS)
    .where(
        _answers.c.person == bindparam("person_id"),
        _answers.c.activity == bindparam("activity_id"),
        _answers.c.local_date >= bindparam("since"),
    )
    .order_by(_answers.c.local_date, _answers.c.id)
)
_PAST = _PAST_OF_ALL.where(_answers.c.question == bindparam("name"))

_NEWEST_AT = (
    select(_answers.c.question, func.max(_answers.c.answered_at))
    .where(_answers.c.person == bindparam("person_id"), _answers.c.activity == bindparam("activity_id"))
    .group_by(_answers.c.question)
)
_NEWEST_OF_EACH = (
    select(func.max(_answers.c.id))
    .where(_answers.c.person.in_(bindparam("people", expanding=True)))
    .group_by(_answers.c.person, _answers.c.activity)
)
_LAST_SIGNS = select(_answers.c.person, _answers.c.activity, _answers.c.answered_at, _answers.c.local_date).where(
    _answers.c.id.in_(_NEWEST_OF_EACH)
)


class Answers(Verbs):
    """Writing and reading answers; text is sealed for its person."""

    __slots__ = ()

    def add(
        self,
        run: Run,
        question: str,
        value: int | str | tuple[str, ...] | None,
        *,
        at: datetime,
        local_date: date,
        text: bool = False,
        status: str = "answered",
        late: bool = False,
    ) -> int:
        """A new row, and its number. `text` says that the words are the person's own: they are sealed."""
        number = value if isinstance(value, int) else None
        joined = ",".join(value) if isinstance(value, tuple) else value
        words = joined if isinstance(joined, str) else None
        values = {
            "run": run.id,
            "person": run.person,
            "activity": run.activity,
            "question": question,
            "number": number,
            "choice": None if text else words,
            "text_s": self._channel.seal(words, TEXT, run.person) if text and words is not None else None,
            "status": status,
            "late": late,
            "answered_at": at,
            "local_date": local_date,
        }
        return self._channel.add(_answers, values)

    def _open(self, row: AnyRow) -> Answer:
        sealed, person = row[-1], row.person
        fields: list[Any] = [*row[:-1], None if sealed is None else self._channel.open(sealed, TEXT, person)]
        return Answer(*fields)

    def newest(self, run: int) -> dict[str, Answer]:
        """The newest answer of each question of a run, by the question's name, in the order first asked."""
        # All rows, not a window query: a run has few, and later ones of a question simply replace earlier ones.
        return {row.question: self._open(row) for row in self._channel.rows(_OF_RUN, {"run_id": run})}

    def past(self, person: int, activity: str, question: str, since: date) -> list[PastAnswer]:
        """The newest answer of each run about a program day from `since` on, oldest first; of every question of the
        activity where `question` is empty."""
        asked = {"person_id": person, "activity_id": activity, "since": since}
        statement = _PAST_OF_ALL
        if question:
            statement, asked = _PAST, asked | {"name": question}
        newest: dict[tuple[int, str], PastAnswer] = {}
        for row in self._channel.rows(statement, asked):
            answer = PastAnswer(*row)
            key = answer.run, answer.question
            if key not in newest or newest[key].id < answer.id:
                newest[key] = answer
        return sorted(newest.values(), key=lambda answer: (answer.local_date, answer.id))

    def newest_at(self, person: int, activity: str) -> dict[str, datetime]:
        """When each question of the activity was last answered or skipped."""
        rows = self._channel.rows(_NEWEST_AT, {"person_id": person, "activity_id": activity})
        return {row[0]: row[1] for row in rows}

    def newest_days(self, person: int, activity: str) -> list[tuple[date, datetime]]:
        """The two newest program days about which something was answered or skipped, with the last moment of each."""
        mine = (_answers.c.person == person) & (_answers.c.activity == activity)
        days = select(_answers.c.local_date, func.max(_answers.c.answered_at)).where(mine)
        newest = days.group_by(_answers.c.local_date).order_by(_answers.c.local_date.desc()).limit(2)
        return [(row[0], row[1]) for row in self._channel.rows(newest)]

    def last_signs(self, people: Sequence[int]) -> list[tuple[int, str, datetime, date]]:
        """Of each person and activity the last answer or skip, in one question: when, and about which program day."""
        return [(*row,) for row in self._channel.rows(_LAST_SIGNS, {"people": list(people)})]

    def newest_of_activity(self, person: int, activity: str) -> dict[str, Answer]:
        """The newest answer of each question of an activity over all its runs: a worksheet's part of the plan."""
        mine = (_answers.c.person == person) & (_answers.c.activity == activity)
        rows = self._channel.rows(select(*_COLUMNS).where(mine).order_by(_answers.c.id))
        return {row.question: self._open(row) for row in rows}

    def said(self, person: int, activity: str) -> dict[str, Answer]:
        """The newest answer of each question of an activity over all its runs; a later skip takes nothing back."""
        mine = (_answers.c.person == person) & (_answers.c.activity == activity) & (_answers.c.status != "skipped")
        rows = self._channel.rows(select(*_COLUMNS).where(mine).order_by(_answers.c.id))
        return {row.question: self._open(row) for row in rows}

    def of_folder(self, person: int, folder: str) -> list[Answer]:
        """Every answer to activities of a folder, oldest first."""
        mine = (_answers.c.person == person) & _answers.c.activity.startswith(folder, autoescape=True)
        return [self._open(row) for row in self._channel.rows(select(*_COLUMNS).where(mine).order_by(_answers.c.id))]

    def by_id(self, answer: int) -> Answer | None:
        """The row of that number."""
        row = self._channel.row(select(*_COLUMNS).where(_answers.c.id == answer))
        return None if row is None else self._open(row)

    def all_for(self, person: int, since: date | None = None) -> list[Answer]:
        """Every row of a person (from a program day on), for export and review, oldest first."""
        question = select(*_COLUMNS).where(_answers.c.person == person).order_by(_answers.c.id)
        if since is not None:
            question = question.where(_answers.c.local_date >= since)
        return [self._open(row) for row in self._channel.rows(question)]
