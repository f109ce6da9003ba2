"""What may be sent now, lane by lane: the rows of the outbox, and the question that the sender asks all the time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, literal_column, select, union_all, update

from bot.storage.tables import BY_NAME

LANES = (0, 1, 2)
"""Replies and safety; alerts and reminders; bulk."""

_deliveries, _chats = BY_NAME["deliveries"], BY_NAME["chats"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """`policy`: latest, at_most_once, at_least_once. `state`: due, sending, sent, uncertain, failed, expired.
    `args` is JSON without personal data. `lane`: 0 replies and safety, 1 alerts and reminders, 2 bulk."""

    id: int
    person: int
    purpose: str
    subject: str
    occurrence: str
    part: int
    policy: str
    lane: int
    args: str
    queued_at: datetime
    due_at: datetime
    expires_at: datetime | None
    not_before: datetime | None
    state: str
    attempts: int
    revision: int
    sent_at: datetime | None
    opened_at: datetime | None
    done_at: datetime | None
    ended_at: datetime | None
    message_id: int | None
    error: str | None


_c = _deliveries.c
COLUMNS = [_c[name] for name in Delivery.__slots__]
DUE = _c.state == literal_column("'due'")  # literally, so that the index of what is due serves

_REACHED = _chats.c.blocked_at.is_(None) & (_chats.c.not_before.is_(None) | (_chats.c.not_before <= bindparam("now")))


def _due_in(lane: int) -> Select[Any]:
    """What may be sent now in a lane, the longest waiting first; of one moment's messages the page comes last."""
    found = (
        select(*COLUMNS)
        .join_from(_deliveries, _chats, _chats.c.person == _c.person, isouter=True)
        .where(DUE, _c.lane == lane, _c.due_at <= bindparam("now"))
        .where(_c.not_before.is_(None) | (_c.not_before <= bindparam("now")))
        .where(_REACHED | _chats.c.person.is_(None), _c.person.not_in(bindparam("without", expanding=True)))
        .order_by(_c.due_at, _c.policy == "latest", _c.id)
        .limit(bindparam(f"most_{lane}"))
        .subquery()
    )
    return select(found)


DUE_NOW = union_all(*map(_due_in, LANES))

# What is asked about one person's rows at each look and each send: built once.
_OF_PERSON = select(*COLUMNS).where(_c.person == bindparam("person_id"))
_FOR = _OF_PERSON.where(_c.purpose == bindparam("for_purpose"))
OF_OCCURRENCE = _FOR.where(_c.occurrence == bindparam("day")).order_by(_c.id)
OF_SUBJECT = _OF_PERSON.where(_c.subject == bindparam("about")).order_by(_c.id)
PAGE_OF = _FOR.where(_c.subject == bindparam("about"))
NEWEST_SENT = _FOR.where(_c.state == "sent").order_by(_c.id.desc()).limit(1)
WAITING = _FOR.where(DUE).order_by(_c.id)
_STOOD_IN = (_c.person == bindparam("person_id")) & (_c.message_id == bindparam("stood_in"))
GIVE_UP = (
    update(_deliveries)
    .where(_STOOD_IN, _c.purpose == bindparam("for_purpose"), _c.id != bindparam("keep"))
    .values(message_id=None)
)
LATE = update(_deliveries).where(DUE, _c.expires_at <= bindparam("now"))
ANY_LATE = select(_c.id).where(DUE, _c.expires_at <= bindparam("now")).limit(1)
EXPIRE = LATE.values(state="expired", ended_at=bindparam("now")).returning(*COLUMNS)


def in_order(delivery: Delivery) -> tuple[int, datetime, bool, int]:
    """By lane and then by time; of one moment's messages the page comes last."""
    return delivery.lane, delivery.due_at, delivery.policy == "latest", delivery.id
