"""Held texts: what a person wrote without being asked, kept sealed for a day and then gone."""

from datetime import datetime

from sqlalchemy import delete

from bot.storage.channel import Verbs
from bot.storage.tables import BY_NAME

TEXT = "held_texts.text_s"

_held = BY_NAME["held_texts"]


class HeldTexts(Verbs):
    """Keeping, taking and dropping them."""

    __slots__ = ()

    def keep(self, person: int, text: str, at: datetime, expires_at: datetime) -> int:
        """Keeps the text sealed; its number travels in the button."""
        sealed = self._channel.seal(text, TEXT, person)
        values = {"person": person, "text_s": sealed, "at": at, "expires_at": expires_at}
        return self._channel.add(_held, values)

    def take(self, held: int, person: int, at: datetime) -> str | None:
        """The person's own text, which is no longer held afterwards; `None` when it is gone or another's."""
        mine = (_held.c.id == held) & (_held.c.person == person)
        row = self._channel.row(delete(_held).where(mine).returning(_held.c.text_s, _held.c.expires_at))
        if row is None or row[1] <= at:
            return None
        return self._channel.open(row[0], TEXT, person)

    def take_all(self, person: int, at: datetime) -> list[str]:
        """All of the person's own texts that are still held, oldest first; none is held afterwards."""
        rows = self._channel.rows(
            delete(_held).where(_held.c.person == person).returning(_held.c.id, _held.c.text_s, _held.c.expires_at)
        )
        return [self._channel.open(row[1], TEXT, person) for row in sorted(rows, key=lambda row: row[0]) if row[2] > at]

    def drop_all(self, person: int) -> None:
        """The person closed them."""
        self._channel.change(delete(_held).where(_held.c.person == person))

    def purge(self, now: datetime) -> int:
        """Drops what has expired."""
        return self._channel.change(delete(_held).where(_held.c.expires_at <= now))
