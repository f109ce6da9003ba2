"""Unasked messages: what a person was sent without asking, what waits, and their last sign of life."""

from collections.abc import Collection
from dataclasses import fields
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, func, select, union_all, update

from bot.storage.channel import Verbs
from bot.storage.deliveries import Delivery
from bot.storage.tables import BY_NAME

_deliveries, _runs, _answers = BY_NAME["deliveries"], BY_NAME["runs"], BY_NAME["answers"]
_c, _r = _deliveries.c, _runs.c
_COLUMNS = [_c[field.name] for field in fields(Delivery)]
_ONCE = _c.policy == "at_most_once"
_WAITS = (_c.state == "due") & _ONCE

# The look at a person whom something concerns: built once.
_ABOUT = (
    select(*_COLUMNS)
    .where(
        _c.person == bindparam("person_id"),
        _c.purpose.in_(bindparam("purposes", expanding=True)),
        _c.occurrence.in_(bindparam("days", expanding=True)),
    )
    .order_by(_c.id)
)
_HELD_FOR = select(_c.person).where(
    _WAITS, _c.lane == bindparam("at_lane"), _c.due_at <= bindparam("now"), _c.attempts == 0, _c.not_before.is_not(None)
)
_BEGUN = select(_r.activity).where(_r.person == bindparam("person_id"), _r.occurrence == bindparam("day"))
_OF_PERSON = (_c.person == bindparam("person_id")) & _ONCE
_SINCE = (
    select(*_COLUMNS)
    .where(_OF_PERSON, _c.purpose == bindparam("for_purpose"), _c.occurrence >= bindparam("day"))
    .order_by(_c.id)
)
_WAITING = select(*_COLUMNS).where(_OF_PERSON, _WAITS, _c.lane == bindparam("at_lane")).order_by(_c.id)

_MENU = (_c.purpose == "page") & (_c.subject == "menu")
_SIGNS = union_all(
    select(func.max(_r.started_at)).where(_r.person == bindparam("person_id")),
    select(func.max(_answers.c.answered_at)).where(_answers.c.person == bindparam("person_id")),
    select(func.max(_c.opened_at)).where(_c.person == bindparam("person_id")),
    select(func.max(_c.queued_at)).where(_c.person == bindparam("person_id"), _MENU),
)


def is_held(delivery: Delivery) -> bool:
    """Whether it waits for its place in the day, and not for Telegram."""
    return delivery.state == "due" and delivery.attempts == 0 and delivery.not_before is not None


class Unasked(Verbs):
    """Questions about unasked messages, and moving those that wait."""

    __slots__ = ()

    def about(self, person: int, purposes: Collection[str], days: Collection[date]) -> list[Delivery]:
        """What was queued for these purposes about these program days, whatever became of it."""
        asked = {"person_id": person, "purposes": list(purposes), "days": [day.isoformat() for day in days]}
        return [Delivery(*row) for row in self._channel.rows(_ABOUT, asked)]

    def since(self, person: int, purpose: str, day: date) -> list[Delivery]:
        """What was queued for one purpose from a program day on, oldest first."""
        asked = {"person_id": person, "for_purpose": purpose, "day": day.isoformat()}
        return [Delivery(*row) for row in self._channel.rows(_SINCE, asked)]

    def offered(self, person: int, purpose: str, subject: str) -> list[Delivery]:
        """Every message that offered one subject."""
        same = (_c.person == person) & (_c.purpose == purpose) & (_c.subject == subject)
        return [Delivery(*row) for row in self._channel.rows(select(*_COLUMNS).where(same).order_by(_c.id))]

    def waiting(self, person: int, lane: int) -> list[Delivery]:
        """What is still to be sent to a person."""
        return [Delivery(*row) for row in self._channel.rows(_WAITING, {"person_id": person, "at_lane": lane})]

    def withdraw(self, person: int, lane: int, reason: str, at: datetime) -> int:
        """Ends all that waits for a person; how many it were."""
        waiting = update(_deliveries).where(_c.person == person, _WAITS, _c.lane == lane)
        return self._channel.change(waiting.values(state="expired", error=reason, ended_at=at))

    def move(self, delivery: int, due_at: datetime, expires_at: datetime | None, stays_held: bool) -> None:
        """One that waits goes at another moment."""
        moved = update(_deliveries).where(_c.id == delivery, _WAITS)
        held = {"not_before": expires_at} if stays_held else {}
        self._channel.change(moved.values({"due_at": due_at, "expires_at": expires_at} | held))

    def hold(self, person: int, purpose: str, subject: str, occurrence: str) -> None:
        """One that was queued just now is not sent by itself: it is released once it has its place in the day."""
        same = (_c.person == person) & (_c.purpose == purpose) & (_c.subject == subject)
        held = update(_deliveries).where(same, _c.occurrence == occurrence, _WAITS, _c.attempts == 0)
        self._channel.change(held.values(not_before=_c.expires_at))

    def release(self, delivery: int, at: datetime) -> None:
        """One that was held goes now."""
        freed = update(_deliveries).where(_c.id == delivery, _WAITS)
        self._channel.change(freed.values(due_at=at, not_before=None))

    def held_for(self, lane: int, now: datetime) -> frozenset[int]:
        """The people for whom something that is held is due."""
        return frozenset(row[0] for row in self._channel.rows(_HELD_FOR, {"at_lane": lane, "now": now}))

    def clock_was_put_back(self, now: datetime) -> int:
        """A clock that was wrong for a while has ended what is not over, and put off what Telegram did not take: both
        wait again; how many had ended."""
        early = update(_deliveries).where(_c.state == "expired", _c.error.is_(None), _c.expires_at > now, _ONCE)
        put_off = update(_deliveries).where(
            _c.state == "due", _c.attempts > 0, _c.not_before > now + timedelta(hours=1)
        )
        self._channel.change(put_off.values(not_before=now))
        return self._channel.change(early.values(state="due", ended_at=None))

    def begun_on(self, person: int, day: date) -> frozenset[str]:
        """The activities of which the person has a run of that program day."""
        rows = self._channel.rows(_BEGUN, {"person_id": person, "day": day.isoformat()})
        return frozenset(row[0] for row in rows)

    def finished_on(self, person: int, activity: str, since: date) -> frozenset[date]:
        """The program days since that one on which the activity was finished."""
        same = (_r.person == person) & (_r.activity == activity) & (_r.outcome == "finished")
        rows = self._channel.rows(select(_r.occurrence).where(same, _r.occurrence >= since.isoformat()))
        return frozenset(date.fromisoformat(row[0]) for row in rows)

    def last_sign(self, person: int) -> datetime | None:
        """When the person last began, answered or opened something, or was shown a menu."""
        rows = self._channel.rows(_SIGNS, {"person_id": person})
        return max((row[0] for row in rows if row[0] is not None), default=None)
