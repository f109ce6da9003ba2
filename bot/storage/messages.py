"""Messages between a participant and their counselors, sealed for the participant."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from bot.storage.channel import AnyRow, Verbs
from bot.storage.tables import BY_NAME

BODY = "messages.body_s"

_messages = BY_NAME["messages"]
_c = _messages.c


@dataclass(frozen=True, slots=True)
class Message:
    """`direction`: to_staff or to_participant; `staff` is who wrote it, or whom it was for (`None`: any counselor)."""

    id: int
    participant: int
    direction: str
    staff: int | None
    sent_at: datetime
    read_at: datetime | None
    body: str


_COLUMNS = [_c[name] for name in Message.__slots__[:-1]] + [_c.body_s]


class Messages(Verbs):
    """Writing and reading messages."""

    __slots__ = ()

    def add(self, participant: int, direction: str, body: str, at: datetime, staff: int | None = None) -> int:
        """A new message; its number."""
        sealed = self._channel.seal(body, BODY, participant)
        values = {"participant": participant, "direction": direction, "staff": staff}
        return self._channel.add(_messages, values | {"body_s": sealed, "sent_at": at})

    def _open(self, row: AnyRow) -> Message:
        fields: list[Any] = [*row[:-1], self._channel.open(row[-1], BODY, row.participant)]
        return Message(*fields)

    def by_id(self, message: int) -> Message | None:
        """The message of that number."""
        row = self._channel.row(select(*_COLUMNS).where(_c.id == message))
        return None if row is None else self._open(row)

    def thread(self, participant: int) -> list[Message]:
        """All messages of a participant, oldest first."""
        rows = self._channel.rows(select(*_COLUMNS).where(_c.participant == participant).order_by(_c.id))
        return [self._open(row) for row in rows]

    def unread(self, participant: int, direction: str) -> list[Message]:
        """What has not been read in that direction, oldest first."""
        waiting = (_c.participant == participant) & (_c.direction == direction) & _c.read_at.is_(None)
        return [self._open(row) for row in self._channel.rows(select(*_COLUMNS).where(waiting).order_by(_c.id))]

    def read(self, message: int, at: datetime) -> bool:
        """It was read; False when it had been before."""
        return (
            self._channel.change(update(_messages).where(_c.id == message, _c.read_at.is_(None)).values(read_at=at))
            == 1
        )
