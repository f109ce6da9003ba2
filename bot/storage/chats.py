"""Chats: whether a person can be reached now, and the last message there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from bot.storage.channel import Verbs
from bot.storage.tables import BY_NAME

_chats = BY_NAME["chats"]


@dataclass(frozen=True, slots=True)
class Chat:
    """`blocked_at`: the person blocked the bot; `not_before`: Telegram asked us to wait until then."""

    person: int
    last_message_id: int | None
    blocked_at: datetime | None
    not_before: datetime | None


_COLUMNS = [_chats.c[name] for name in Chat.__slots__]
_OF_PERSON = select(*_COLUMNS).where(_chats.c.person == bindparam("person_id"))
# Only upwards: confirmations of sends may come in another order than the messages stand in the chat.
_LAST = (
    update(_chats)
    .where(
        _chats.c.person == bindparam("person_id"),
        _chats.c.last_message_id.is_(None) | (_chats.c.last_message_id < bindparam("message")),
    )
    .values(last_message_id=bindparam("message"))
)


class Chats(Verbs):
    """What Telegram told us about a person's chat."""

    __slots__ = ()

    def of(self, person: int) -> Chat | None:
        """The person's chat, if one is bound."""
        row = self._channel.row(_OF_PERSON, {"person_id": person})
        return None if row is None else Chat(*row)

    def saw_message(self, person: int, message_id: int) -> None:
        """A message of that number stands in the chat; the highest one is kept."""
        self._channel.change(_LAST, {"person_id": person, "message": message_id})

    def block(self, person: int, at: datetime) -> None:
        """The bot cannot write there (blocked, deleted)."""
        self._channel.change(update(_chats).where(_chats.c.person == person).values(blocked_at=at))

    def unblock(self, person: int) -> None:
        """The person wrote again."""
        self._channel.change(update(_chats).where(_chats.c.person == person).values(blocked_at=None))

    def wait(self, person: int, not_before: datetime) -> None:
        """Nothing is to be sent there before that moment."""
        self._channel.change(update(_chats).where(_chats.c.person == person).values(not_before=not_before))
