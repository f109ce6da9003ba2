"""Alerts: what a counselor has to look at; one open row per person and rule."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, bindparam, func, or_, select, update

from bot.storage.channel import Verbs, both
from bot.storage.tables import BY_NAME

_alerts, _assignments = BY_NAME["alerts"], BY_NAME["assignments"]
_c = _alerts.c


@dataclass(frozen=True, slots=True)
class Alert:
    """`kind`: danger, today, watch. `reason` is JSON: a key of notices.ftl and its numbers. `holder` is who is asked
    now; `next_step_at` is when the next person is. `repeats` counts what happened again while it was open."""

    id: int
    person: int
    rule: str
    kind: str
    reason: str
    state: str
    holder: int | None
    level: int
    repeats: int
    raised_at: datetime
    last_at: datetime
    delivered_at: datetime | None
    escalated_at: datetime | None
    seen_at: datetime | None
    next_step_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: int | None
    closed_at: datetime | None


_COLUMNS = [_c[name] for name in Alert.__slots__]
_OPEN = _c.closed_at.is_(None)


def _raise(insert: Any) -> Executable:
    new = insert(_alerts)
    again = {"repeats": _c.repeats + 1, "last_at": new.excluded.last_at, "reason": new.excluded.reason}
    raised: Executable = new.on_conflict_do_update(
        index_elements=["person", "rule"], index_where=_OPEN, set_=again
    ).returning(*_COLUMNS)
    return raised


_RAISE = both(_raise)
_OPEN_OF = select(*_COLUMNS).where(_c.person == bindparam("person_id"), _OPEN).order_by(_c.id)
_NEXT_STEP = select(func.min(_c.next_step_at)).where(_OPEN, _c.acknowledged_at.is_(None))


class Alerts(Verbs):
    """Raising, showing and ending alerts."""

    __slots__ = ()

    def raise_(
        self,
        person: int,
        rule: str,
        kind: str,
        reason: str,
        *,
        at: datetime,
        holder: int | None = None,
        next_step_at: datetime | None = None,
    ) -> Alert:
        """The open alert of that person and rule: new (`repeats` 0) or counted once more, with the newest reason."""
        values = {
            "person": person,
            "rule": rule,
            "kind": kind,
            "reason": reason,
            "state": "open",
            "holder": holder,
            "level": 0,
            "repeats": 0,
            "raised_at": at,
            "last_at": at,
            "next_step_at": next_step_at,
        }
        row = self._channel.row(_RAISE, values)
        if row is None:
            raise LookupError("the alert was not kept")
        return Alert(*row)

    def reopen(self, alert: int) -> None:
        """It happened again after somebody had looked: nobody has seen that yet."""
        values = {"state": "open", "seen_at": None, "acknowledged_at": None, "acknowledged_by": None}
        self._channel.change(update(_alerts).where(_c.id == alert, _OPEN).values(values))

    def begin_anew(self, alert: int, next_step_at: datetime | None) -> None:
        """Nobody has it any more: it begins with those who look after the person, as if it had been raised now."""
        values = {"level": 0, "holder": None, "delivered_at": None, "escalated_at": None, "next_step_at": next_step_at}
        self.reopen(alert)
        self._channel.change(update(_alerts).where(_c.id == alert, _OPEN).values(values))

    def delivered(self, alert: int, at: datetime) -> None:
        """The first line about it was confirmed; the first time counts."""
        first = update(_alerts).where(_c.id == alert, _OPEN, _c.delivered_at.is_(None))
        self._channel.change(first.values(delivered_at=at))

    def by_id(self, alert: int) -> Alert | None:
        """The alert of that number."""
        row = self._channel.row(select(*_COLUMNS).where(_c.id == alert))
        return None if row is None else Alert(*row)

    def open_for(self, counselor: int, at: datetime) -> list[Alert]:
        """The open alerts of the counselor's caseload and those they hold, oldest first."""
        now = (_assignments.c.since <= at) & (_assignments.c.until.is_(None) | (_assignments.c.until > at))
        mine = select(_assignments.c.participant).where(_assignments.c.counselor == counselor, now)
        question = select(*_COLUMNS).where(_OPEN, or_(_c.holder == counselor, _c.person.in_(mine)))
        return [Alert(*row) for row in self._channel.rows(question.order_by(_c.raised_at, _c.id))]

    def all_open(self) -> list[Alert]:
        """All open alerts, oldest first."""
        rows = self._channel.rows(select(*_COLUMNS).where(_OPEN).order_by(_c.raised_at, _c.id))
        return [Alert(*row) for row in rows]

    def all_for(self, person: int) -> list[Alert]:
        """All alerts of a person, oldest first."""
        rows = self._channel.rows(select(*_COLUMNS).where(_c.person == person).order_by(_c.id))
        return [Alert(*row) for row in rows]

    def open_of(self, person: int) -> list[Alert]:
        """The open alerts of a person, oldest first."""
        rows = self._channel.rows(_OPEN_OF, {"person_id": person})
        return [Alert(*row) for row in rows]

    def due_steps(self, now: datetime) -> list[Alert]:
        """The open alerts for which the next person is to be asked."""
        question = select(*_COLUMNS).where(_OPEN, _c.acknowledged_at.is_(None), _c.next_step_at <= now)
        return [Alert(*row) for row in self._channel.rows(question.order_by(_c.next_step_at, _c.id))]

    def hand_on(
        self, alert: int, *, level: int, holder: int | None, at: datetime, next_step_at: datetime | None
    ) -> None:
        """Others are asked now."""
        values = {"level": level, "holder": holder, "escalated_at": at, "next_step_at": next_step_at}
        self._channel.change(update(_alerts).where(_c.id == alert, _OPEN).values(values))

    def reword(self, alert: int, reason: str) -> None:
        """More is known about it: its reason says so from now on, and it does not count as happening again."""
        self._channel.change(update(_alerts).where(_c.id == alert, _OPEN).values(reason=reason))

    def wait(self, alert: int, next_step_at: datetime | None) -> None:
        """The next step is due at that moment."""
        self._channel.change(update(_alerts).where(_c.id == alert, _OPEN).values(next_step_at=next_step_at))

    def hurry(self, alert: int, at: datetime) -> None:
        """The next step is due now, if nobody has taken it: somebody could not be told."""
        waiting = update(_alerts).where(_c.id == alert, _OPEN, _c.acknowledged_at.is_(None), _c.next_step_at > at)
        self._channel.change(waiting.values(next_step_at=at))

    def next_step(self) -> datetime | None:
        """When the next step of all alerts is due, past or future."""
        row = self._channel.row(_NEXT_STEP)
        return None if row is None else row[0]

    def seen(self, alert: int, at: datetime) -> bool:
        """A staff member opened it; False when one had before."""
        state = {"seen_at": at, "state": "seen"}
        unseen = update(_alerts).where(_c.id == alert, _c.seen_at.is_(None), _c.state == "open")
        return self._channel.change(unseen.values(state)) == 1

    def acknowledge(self, alert: int, by: int, at: datetime) -> bool:
        """A staff member takes care of it: nobody else is asked; False when another one does already."""
        values = {
            "acknowledged_at": at,
            "acknowledged_by": by,
            "seen_at": func.coalesce(_c.seen_at, at),
            "state": "acknowledged",
            "next_step_at": None,
        }
        free = update(_alerts).where(_c.id == alert, _OPEN, _c.acknowledged_at.is_(None))
        return self._channel.change(free.values(values)) == 1

    def close(self, alert: int, at: datetime) -> bool:
        """It is settled: the same rule can raise a new one; False when it was closed."""
        values = {"closed_at": at, "state": "closed", "next_step_at": None}
        return self._channel.change(update(_alerts).where(_c.id == alert, _OPEN).values(values)) == 1
