"""Deliveries: what is to be sent, and what became of it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, Select, Update, bindparam, func, select, update

from bot.storage.channel import Verbs, both, insert_new
from bot.storage.lanes import (
    ANY_LATE,
    COLUMNS,
    DUE,
    DUE_NOW,
    EXPIRE,
    GIVE_UP,
    LANES,
    NEWEST_SENT,
    OF_OCCURRENCE,
    OF_SUBJECT,
    PAGE_OF,
    WAITING,
    Delivery,
    in_order,
)
from bot.storage.tables import BY_NAME

PAGE = "page"
"""The purpose of the one row that shows the newest page of a subject (a run, the home menu)."""

__all__ = ["LANES", "PAGE", "Deliveries", "Delivery"]

_deliveries = BY_NAME["deliveries"]
_c = _deliveries.c
_NEW = insert_new(_deliveries, "id")


def _page(insert: Any) -> Executable:
    """One row for a subject's page: a newer one takes the older one's place, also while that one is being sent."""
    new = insert(_deliveries)
    replaced = {name: new.excluded[name] for name in ("lane", "args", "queued_at", "due_at", "expires_at", "state")}
    page: Executable = new.on_conflict_do_update(
        index_elements=["person", "purpose", "subject", "occurrence", "part"],
        set_=replaced
        | {"not_before": None, "attempts": 0, "error": None, "ended_at": None, "revision": _c.revision + 1},
    ).returning(*COLUMNS)
    return page


# The hot path of a tap: built once.
_SHOW = both(_page)
_BY_ID = select(*COLUMNS).where(_c.id == bindparam("delivery_id"))
_CLAIM = (
    update(_deliveries)
    .where(_c.id == bindparam("delivery_id"), DUE)
    .values(state="sending", attempts=_c.attempts + 1)
    .returning(*COLUMNS)
)
_SENT = (
    update(_deliveries)
    .where(_c.id == bindparam("delivery_id"), _c.revision == bindparam("seen"), _c.state.in_(("due", "sending")))
    .values(state="sent", sent_at=bindparam("moment"), message_id=bindparam("message"), error=None, not_before=None)
)


class Deliveries(Verbs):
    """Queueing, claiming and ending deliveries."""

    __slots__ = ()

    def queue(
        self,
        person: int,
        purpose: str,
        *,
        policy: str,
        lane: int,
        queued_at: datetime,
        due_at: datetime,
        subject: str = "",
        occurrence: str = "",
        part: int = 0,
        args: str = "{}",
        expires_at: datetime | None = None,
    ) -> bool:
        """A message that is due at `due_at`; False when the same one (person, purpose, subject, occurrence, part)
        was queued before. Pages are shown by `supersede_latest` instead."""
        if policy == "latest":
            raise ValueError("a page is queued by supersede_latest")
        values = {
            "person": person,
            "purpose": purpose,
            "subject": subject,
            "occurrence": occurrence,
            "part": part,
            "policy": policy,
            "lane": lane,
            "args": args,
            "expires_at": expires_at,
        }
        return self._channel.add_new(_NEW, values | _fresh(queued_at, due_at)) is not None

    def supersede_latest(
        self,
        person: int,
        subject: str,
        *,
        at: datetime,
        args: str = "{}",
        lane: int = 0,
        due_at: datetime | None = None,
        expires_at: datetime | None = None,
    ) -> Delivery:
        """The newest page of a subject is to be shown; an older one that still waits is not sent any more."""
        values = {
            "person": person,
            "purpose": PAGE,
            "subject": subject,
            "occurrence": "",
            "part": 0,
            "policy": "latest",
            "lane": lane,
            "args": args,
            "expires_at": expires_at,
        }
        row = self._channel.row(_SHOW, values | _fresh(at, due_at or at))
        if row is None:
            raise LookupError("the page was not queued")
        return Delivery(*row)

    def by_id(self, delivery: int) -> Delivery | None:
        """The delivery of that number."""
        row = self._channel.row(_BY_ID, {"delivery_id": delivery})
        return None if row is None else Delivery(*row)

    def due(
        self, now: datetime, *, without: Collection[int] = (), most: Sequence[int] = (500, 500, 500)
    ) -> list[Delivery]:
        """What may be sent now, by lane and then by time: at most so many of each lane, nothing to the people `without`
        (they are being written to), nor to a chat that is blocked or has to be left alone for a while (429). Expired
        rows are among them: call `expire` before."""
        limits = {f"most_{lane}": number for lane, number in zip(LANES, most, strict=True)}
        rows = self._channel.rows(DUE_NOW, {"now": now, "without": list(without), **limits})
        return sorted((Delivery(*row) for row in rows), key=in_order)

    def next_due(self) -> datetime | None:
        """When the next one is due, past or future."""
        row = self._channel.row(select(func.min(_c.due_at)).where(DUE))
        return None if row is None else row[0]

    def claim(self, delivery: int) -> Delivery | None:
        """It is being sent (committed before the call to Telegram); `None` when it is no longer due."""
        row = self._channel.row(_CLAIM, {"delivery_id": delivery})
        return None if row is None else Delivery(*row)

    def sent(self, delivery: Delivery, message_id: int | None, at: datetime) -> bool:
        """It was confirmed; False when a newer page has taken its place meanwhile and is still to be sent."""
        values = {"delivery_id": delivery.id, "seen": delivery.revision, "moment": at, "message": message_id}
        return self._channel.change(_SENT, values) == 1

    def fail(self, delivery: Delivery, error: str, at: datetime) -> bool:
        """It cannot be delivered; `error` is the name of a fault, without words of a person."""
        return self._channel.change(_unless_newer(delivery).values(_ended("failed", error, at))) == 1

    def make_uncertain(self, delivery: Delivery, error: str, at: datetime) -> bool:
        """Nobody knows whether it arrived: it is shown to staff and not repeated."""
        return self._channel.change(_unless_newer(delivery).values(_ended("uncertain", error, at))) == 1

    def postpone(self, delivery: Delivery, not_before: datetime, error: str) -> bool:
        """It is due again from that moment on (a 429, a broken line)."""
        values = {"state": "due", "not_before": not_before, "error": error, "attempts": _c.attempts + 1}
        return self._channel.change(_unless_newer(delivery).values(values)) == 1

    def is_any_late(self, now: datetime) -> bool:
        """Whether something is past its time."""
        return self._channel.row(ANY_LATE, {"now": now}) is not None

    def expire(self, now: datetime) -> list[Delivery]:
        """Ends what is past its time, and returns it for the counselor's page."""
        return [Delivery(*row) for row in self._channel.rows(EXPIRE, {"now": now})]

    def cancel(self, person: int, reason: str, at: datetime, purposes: Sequence[str] = ()) -> int:
        """Ends what still waits for a person (of some purposes): consent withdrawn, discharged, done already."""
        waiting = update(_deliveries).where(_c.person == person, DUE)
        if purposes:
            waiting = waiting.where(_c.purpose.in_(list(purposes)))
        return self._channel.change(waiting.values(_ended("expired", reason, at)))

    def cancel_one(self, delivery: int, reason: str, at: datetime) -> bool:
        """Ends one that still waits; False when it is no longer due."""
        waiting = update(_deliveries).where(_c.id == delivery, DUE)
        return self._channel.change(waiting.values(_ended("expired", reason, at))) == 1

    def fail_waiting(self, person: int, error: str, at: datetime) -> list[Delivery]:
        """Ends all that waits for a person, but for what is sent at most once: that may keep till its time is over."""
        rows = _c.person == person, DUE, (_c.policy != "at_most_once") | _c.expires_at.is_(None)
        failed = update(_deliveries).where(*rows).values(_ended("failed", error, at)).returning(*COLUMNS)
        return [Delivery(*row) for row in self._channel.rows(failed)]

    def cancel_pages(self, person: int, reason: str, at: datetime) -> int:
        """Ends the pages that wait for a person: they were about a moment that is over."""
        pages = update(_deliveries).where(_c.person == person, DUE, _c.policy == "latest")
        return self._channel.change(pages.values(_ended("expired", reason, at)))

    def of_occurrence(self, person: int, purpose: str, occurrence: str) -> list[Delivery]:
        """What was queued for a person and purpose about one program day or meeting, whatever became of it."""
        asked = {"person_id": person, "for_purpose": purpose, "day": occurrence}
        return [Delivery(*row) for row in self._channel.rows(OF_OCCURRENCE, asked)]

    def of_subject(self, person: int, subject: str) -> list[Delivery]:
        """What was queued for a person about one subject, such as a meeting, oldest first, pages left out."""
        rows = self._channel.rows(OF_SUBJECT, {"person_id": person, "about": subject})
        return [each for each in (Delivery(*row) for row in rows) if each.purpose != PAGE]

    def give_up_message(self, person: int, message_id: int, keep: int) -> None:
        """Another page stands in that message now: the pages that stood there, all but `keep`, stand nowhere."""
        stood = {"person_id": person, "stood_in": message_id, "for_purpose": PAGE, "keep": keep}
        self._channel.change(GIVE_UP, stood)

    def page_of(self, person: int, subject: str) -> Delivery | None:
        """The row that shows a subject's page, if one was ever shown."""
        row = self._channel.row(PAGE_OF, {"person_id": person, "for_purpose": PAGE, "about": subject})
        return None if row is None else Delivery(*row)

    def stands_in(self, delivery: int, message_id: int) -> None:
        """An older state of the page stands in that message, while the newest still waits."""
        self._channel.change(update(_deliveries).where(_c.id == delivery).values(message_id=message_id))

    def newest_sent(self, person: int, purpose: str) -> Delivery | None:
        """The last one that went out to a person for a purpose."""
        row = self._channel.row(NEWEST_SENT, {"person_id": person, "for_purpose": purpose})
        return None if row is None else Delivery(*row)

    def waiting(self, person: int, purpose: str) -> list[Delivery]:
        """What is still to be sent to a person for a purpose."""
        rows = self._channel.rows(WAITING, {"person_id": person, "for_purpose": purpose})
        return [Delivery(*row) for row in rows]

    def bring_forward(self, person: int, purpose: str, at: datetime) -> int:
        """What waits for a later moment is due at that one; how many they were."""
        sooner = update(_deliveries).where(_c.person == person, _c.purpose == purpose, DUE, _c.due_at > at)
        return self._channel.change(sooner.values(due_at=at))

    def requeue_after_crash(self, at: datetime) -> list[Delivery]:
        """At start: what was being sent is uncertain if it must not come twice (returned), else due again."""
        sending = update(_deliveries).where(_c.state == "sending")
        once = sending.where(_c.policy == "at_most_once").values(_ended("uncertain", "crash", at))
        uncertain = [Delivery(*row) for row in self._channel.rows(once.returning(*COLUMNS))]
        self._channel.change(sending.values(state="due"))
        return uncertain

    def opened(self, delivery: int, at: datetime) -> None:
        """The person tapped it; the first time counts."""
        self._channel.change(update(_deliveries).where(_c.id == delivery, _c.opened_at.is_(None)).values(opened_at=at))

    def done(self, delivery: int, at: datetime) -> None:
        """What it asked for was done; the first time counts."""
        self._channel.change(update(_deliveries).where(_c.id == delivery, _c.done_at.is_(None)).values(done_at=at))

    def all_for(self, person: int, since: datetime | None = None) -> list[Delivery]:
        """The ledger of a person (from a moment on), oldest first."""
        question: Select[Any] = select(*COLUMNS).where(_c.person == person).order_by(_c.due_at, _c.id)
        if since is not None:
            question = question.where(_c.due_at >= since)
        return [Delivery(*row) for row in self._channel.rows(question)]

    def count_by_state(self, since: datetime | None = None) -> dict[str, int]:
        """How many deliveries are in each state (of those that were due since a moment), for `doctor`."""
        question: Select[Any] = select(_c.state, func.count()).group_by(_c.state)
        if since is not None:
            question = question.where(_c.due_at >= since)
        return {row[0]: row[1] for row in self._channel.rows(question)}


def _ended(state: str, error: str, at: datetime) -> dict[str, object]:
    return {"state": state, "error": error, "ended_at": at}


def _fresh(queued_at: datetime, due_at: datetime) -> dict[str, object]:
    return {"queued_at": queued_at, "due_at": due_at, "state": "due", "attempts": 0, "revision": 0}


def _unless_newer(delivery: Delivery) -> Update:
    """That delivery, unless it ended or a newer page took its place."""
    same = (_c.id == delivery.id) & (_c.revision == delivery.revision)
    return update(_deliveries).where(same, _c.state.in_(("due", "sending")))
