"""Runs: one way of a person through an activity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, bindparam, func, select, union_all, update

from bot.storage.channel import Verbs, insert_new
from bot.storage.tables import BY_NAME

_runs = BY_NAME["runs"]


@dataclass(frozen=True, slots=True)
class Run:
    """Open while `outcome` is `None`. `position` is JSON, `version` the number of an activity version."""

    id: int
    person: int
    activity: str
    subject: str
    version: int
    prompted: bool
    occurrence: str
    part: int
    parent: int | None
    position: str
    message_id: int | None
    shown_digest: str | None
    offered_at: datetime | None
    started_at: datetime | None
    touched_at: datetime
    finished_at: datetime | None
    outcome: str | None
    wake_at: datetime | None
    neutral_at: datetime | None


_COLUMNS = [_runs.c[name] for name in Run.__slots__]
_OPEN = _runs.c.outcome.is_(None)
_MOVING = (
    "version",
    "part",
    "parent",
    "position",
    "message_id",
    "shown_digest",
    "offered_at",
    "started_at",
    "touched_at",
    "finished_at",
    "outcome",
    "wake_at",
    "neutral_at",
)
"""What `save` writes; the rest of a run never changes."""

AT_A_TIME = 500

# The hot path of a tap and of a prompt: built once.
_BY_ID = select(*_COLUMNS).where(_runs.c.id == bindparam("run_id"))
_SAVE = (
    update(_runs)
    .where(_runs.c.id == bindparam("run_id"))
    .values({name: bindparam(f"new_{name}", type_=_runs.c[name].type) for name in _MOVING})
)
_OPEN_ONE = select(*_COLUMNS).where(
    _runs.c.person == bindparam("person_id"),
    _runs.c.activity == bindparam("activity_id"),
    _runs.c.subject == bindparam("about"),
    _OPEN,
)
_OF_DAY = (
    select(*_COLUMNS)
    .where(
        _runs.c.person == bindparam("person_id"),
        _runs.c.activity == bindparam("activity_id"),
        _runs.c.occurrence == bindparam("day"),
    )
    .order_by(_runs.c.id.desc())
    .limit(1)
)
_DUE_WAKES = select(*_COLUMNS).where(_runs.c.wake_at <= bindparam("now")).order_by(_runs.c.wake_at).limit(AT_A_TIME)
_DUE_NEUTRAL = (
    select(*_COLUMNS).where(_runs.c.neutral_at <= bindparam("now")).order_by(_runs.c.neutral_at).limit(AT_A_TIME)
)
_ANY_DUE = union_all(
    *(select(_runs.c.id).where(_runs.c[name] <= bindparam("now")) for name in ("wake_at", "neutral_at"))
).limit(1)
_STOOD_IN = (_runs.c.person == bindparam("person_id")) & (_runs.c.message_id == bindparam("stood_in"))
_GIVE_UP = update(_runs).where(_STOOD_IN, _runs.c.id != bindparam("keep")).values(message_id=None, neutral_at=None)
_FINISHED = (
    select(_runs.c.activity)
    .where(_runs.c.person == bindparam("person_id"), _runs.c.outcome == "finished")
    .group_by(_runs.c.activity)
    .order_by(func.min(_runs.c.id))
)
_NEW = insert_new(_runs, "id")


class Runs(Verbs):
    """Beginning, finding and saving runs."""

    __slots__ = ()

    def create(
        self,
        person: int,
        activity: str,
        version: int,
        *,
        at: datetime,
        occurrence: str,
        subject: str | None = None,
        prompted: bool = False,
        part: int = 0,
        parent: int | None = None,
        position: str = "",
    ) -> Run | None:
        """A new run, offered (prompted) or started (not) at `at`; `None` when the same prompt was made before or one
        is still open. Without `subject` it is about its activity."""
        values = {
            "person": person,
            "activity": activity,
            "subject": activity if subject is None else subject,
            "version": version,
            "prompted": prompted,
            "occurrence": occurrence,
            "part": part,
            "parent": parent,
            "position": position,
            "offered_at": at if prompted else None,
            "started_at": None if prompted else at,
            "touched_at": at,
        }
        number = self._channel.add_new(_NEW, values)
        return None if number is None else self.by_id(number)

    def by_id(self, run: int) -> Run | None:
        """The run of that number."""
        return self._first(_BY_ID, {"run_id": run})

    def _first(self, question: Select[tuple[object, ...]], params: dict[str, object]) -> Run | None:
        row = self._channel.row(question, params)
        return None if row is None else Run(*row)

    def save(self, run: Run) -> None:
        """What moves in a run (position, message, times, outcome) as it now stands: use `dataclasses.replace`."""
        values = {f"new_{name}": getattr(run, name) for name in _MOVING}
        self._channel.change(_SAVE, values | {"run_id": run.id})

    def open_run(self, person: int, activity: str, subject: str | None = None) -> Run | None:
        """The one open run of a person, activity and subject."""
        about = activity if subject is None else subject
        return self._first(_OPEN_ONE, {"person_id": person, "activity_id": activity, "about": about})

    def of_day(self, person: int, activity: str, occurrence: str) -> Run | None:
        """The newest run of an activity on a program day (or for a meeting's start), open or ended."""
        return self._first(_OF_DAY, {"person_id": person, "activity_id": activity, "day": occurrence})

    def of_subject(self, person: int, subject: str) -> list[Run]:
        """The runs of a person about one subject, such as a meeting, oldest first."""
        same = (_runs.c.person == person) & (_runs.c.subject == subject)
        return self._all(select(*_COLUMNS).where(same).order_by(_runs.c.id))

    def newest_of(self, person: int, activity: str) -> Run | None:
        """The newest run of a person and an activity, whatever it is about."""
        same = (_runs.c.person == person) & (_runs.c.activity == activity)
        return self._first(select(*_COLUMNS).where(same).order_by(_runs.c.id.desc()).limit(1), {})

    def newest_open(self, person: int) -> Run | None:
        """The open run that was touched last."""
        newest = select(*_COLUMNS).where(_runs.c.person == person, _OPEN)
        return self._first(newest.order_by(_runs.c.touched_at.desc(), _runs.c.id.desc()).limit(1), {})

    def all_open(self, person: int) -> list[Run]:
        """All open runs of a person, the last touched first."""
        question = select(*_COLUMNS).where(_runs.c.person == person, _OPEN)
        return self._all(question.order_by(_runs.c.touched_at.desc(), _runs.c.id.desc()))

    def all_for(self, person: int) -> list[Run]:
        """All runs of a person, oldest first."""
        return self._all(select(*_COLUMNS).where(_runs.c.person == person).order_by(_runs.c.id))

    def _all(self, question: Select[tuple[object, ...]], params: dict[str, object] | None = None) -> list[Run]:
        return [Run(*row) for row in self._channel.rows(question, params)]

    def finished(self, person: int) -> Sequence[str]:
        """The activities that the person ever finished, in the order of the first time."""
        return [row[0] for row in self._channel.rows(_FINISHED, {"person_id": person})]

    def newest_finished(self, person: int, activity: str) -> Run | None:
        """The last run of an activity that was finished."""
        mine = (_runs.c.person == person) & (_runs.c.activity == activity) & (_runs.c.outcome == "finished")
        return self._first(select(*_COLUMNS).where(mine).order_by(_runs.c.id.desc()).limit(1), {})

    def finished_since(self, person: int, folder: str, moment: datetime) -> frozenset[str]:
        """The activities of a folder that the person has finished since a moment."""
        mine = (_runs.c.person == person) & _runs.c.activity.startswith(folder, autoescape=True)
        mine &= _runs.c.subject == _runs.c.activity
        rows = self._channel.rows(select(_runs.c.activity).where(mine, _runs.c.finished_at >= moment))
        return frozenset(row[0] for row in rows)

    def due_wakes(self, now: datetime) -> list[Run]:
        """The runs whose paced wait is over, as many as are handled at a time."""
        return self._all(_DUE_WAKES, {"now": now})

    def due_neutral(self, now: datetime) -> list[Run]:
        """The runs whose page is to become a neutral card, as many as are handled at a time."""
        return self._all(_DUE_NEUTRAL, {"now": now})

    def is_any_due(self, now: datetime) -> bool:
        """Whether a paced wait is over, or a page has stood long enough."""
        return self._channel.row(_ANY_DUE, {"now": now}) is not None

    def give_up_message(self, person: int, message_id: int, keep: int) -> None:
        """Another page stands in that message now: the runs that stood there, all but `keep`, are shown nowhere."""
        self._channel.change(_GIVE_UP, {"person_id": person, "stood_in": message_id, "keep": keep})

    def leave(self, run: int, at: datetime) -> None:
        """The person left in the midst of it."""
        left = {"outcome": "left", "touched_at": at, "wake_at": None, "neutral_at": None}
        self._channel.change(update(_runs).where(_runs.c.id == run, _OPEN).values(left))

    def put_off(self, run: int, until: datetime) -> None:
        """What is due of a run is looked at again at that moment: a bad row must not be tried every second."""
        due = (("wake_at", until), ("neutral_at", until))
        for name, moment in due:
            late = update(_runs).where(_runs.c.id == run, _runs.c[name] < moment)
            self._channel.change(late.values({name: moment}))

    def next_wake(self) -> datetime | None:
        """When the next paced wait is over."""
        row = self._channel.row(select(func.min(_runs.c.wake_at)))
        return None if row is None else row[0]

    def recent(self, person: int) -> list[Run]:
        """The runs whose page stands readable in the chat, the last touched first."""
        question = select(*_COLUMNS).where(_runs.c.person == person, _runs.c.neutral_at.is_not(None))
        return self._all(question.order_by(_runs.c.touched_at.desc(), _runs.c.id.desc()))

    def touched_since(self, moment: datetime) -> list[Run]:
        """The open runs touched since a moment: their pages are shown again after a downtime."""
        return self._all(select(*_COLUMNS).where(_OPEN, _runs.c.touched_at >= moment).order_by(_runs.c.id))
