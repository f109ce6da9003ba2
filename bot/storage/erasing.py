"""Erasing a person: every row about them, in one transaction. The audit log stays; it holds only codes."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Delete, Update, delete, or_, select, update

from bot.storage.channel import Verbs
from bot.storage.tables import BY_NAME

OWNED = (
    ("plan_items", "person"),
    ("firings", "person"),
    ("recalls", "person"),
    ("held_texts", "person"),
    ("answers", "person"),
    ("deliveries", "person"),
    ("alerts", "person"),
    ("messages", "participant"),
    ("reviews", "person"),
    ("consents", "person"),
    ("attendance", "person"),
    ("members", "person"),
    ("assignments", "participant"),
    ("history", "person"),
    ("roles", "person"),
    ("chats", "person"),
)
"""Tables and the column that says whose row it is, children before parents; runs, invites and people come last."""

POINTING = (
    ("alerts", "holder"),
    ("alerts", "acknowledged_by"),
    ("messages", "staff"),
    ("history", "by"),
    ("invites", "counselor"),
    ("groups", "facilitator"),
    ("meetings", "staff"),
    ("attendance", "marked_by"),
)
"""Where other people's rows may name this one: the name is taken out, the row stays."""

STAFF = (("assignments", "counselor"), ("reviews", "staff"))
"""Rows about others that mean nothing without this person."""


class Erasing(Verbs):
    """The last verb about a person, and what of them stands in a chat; `Store.scrub` comes after an erasure."""

    __slots__ = ()

    def erase(self, person: int) -> int:
        """Deletes all rows about a person; how many they were."""
        return sum(self._channel.change(statement) for statement in _statements(person))

    def stands(self, person: int, since: datetime) -> list[int]:
        """The messages that are known to stand in the person's chat and were sent or changed since that moment."""
        runs, deliveries = BY_NAME["runs"], BY_NAME["deliveries"]
        pages = select(runs.c.message_id).where(runs.c.person == person, runs.c.touched_at >= since)
        sent = select(deliveries.c.message_id).where(deliveries.c.person == person, deliveries.c.sent_at >= since)
        rows = [*self._channel.rows(pages), *self._channel.rows(sent)]
        return sorted({row[0] for row in rows if row[0] is not None})

    def forget_messages(self, person: int) -> None:
        """The person is reached in another chat from now on: no message of the old one is edited or deleted there."""
        runs, deliveries = BY_NAME["runs"], BY_NAME["deliveries"]
        shown_nowhere = {"message_id": None, "neutral_at": None}
        self._channel.change(update(runs).where(runs.c.person == person).values(shown_nowhere))
        self._channel.change(update(deliveries).where(deliveries.c.person == person).values(message_id=None))

    def forget_attempt(self, person: int) -> int:
        """Somebody began to enrol and said no: what that left is deleted, the invite is free again, and the row of the
        invited person stays as it was made; how many rows it were."""
        runs, invites = BY_NAME["runs"], BY_NAME["invites"]
        tables = [BY_NAME[name] for name in ATTEMPT]
        statements: list[Delete | Update] = [delete(table).where(table.c.person == person) for table in tables]
        statements += [
            update(runs).where(runs.c.person == person).values(parent=None),
            delete(runs).where(runs.c.person == person),
            update(invites).where(invites.c.person == person).values(claimed_at=None, claimed_ix=None),
        ]
        return sum(self._channel.change(statement) for statement in statements)


ATTEMPT = ("plan_items", "firings", "recalls", "held_texts", "answers", "deliveries", "alerts", "history", "chats")
"""What the first steps of an enrolment may have written about a person, without the runs."""


def _statements(person: int) -> Iterator[Delete | Update]:
    people, runs, invites, chats = (BY_NAME[name] for name in ("people", "runs", "invites", "chats"))
    tries, meetings = BY_NAME["invite_tries"], BY_NAME["meetings"]
    hashes = select(chats.c.chat_ix).where(chats.c.person == person)
    yield delete(tries).where(tries.c.chat_ix.in_(hashes))
    about: ColumnElement[bool] = or_(
        invites.c.person == person, invites.c.about == person, invites.c.claimed_ix.in_(hashes)
    )
    yield delete(invites).where(about)
    for name, column in POINTING:
        table = BY_NAME[name]
        yield update(table).where(table.c[column] == person).values({column: None})
    for name, column in (*STAFF, *OWNED):
        table = BY_NAME[name]
        yield delete(table).where(table.c[column] == person)
    yield delete(meetings).where(meetings.c.participant == person)
    yield update(runs).where(runs.c.person == person).values(parent=None)
    yield delete(runs).where(runs.c.person == person)
    yield delete(people).where(people.c.id == person)
