"""Consents: append-only, checked where they are used (42 CFR 2.31: purpose, recipient, text, expiry, revocation)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from bot.storage.channel import Verbs
from bot.storage.tables import BY_NAME

_consents = BY_NAME["consents"]


@dataclass(frozen=True, slots=True)
class Consent:
    """`act` is given or withdrawn; `text_digest` is that of the words that were shown."""

    id: int
    person: int
    purpose: str
    recipient: str
    act: str
    text_version: str
    text_digest: str
    language: str
    at: datetime
    expires_at: datetime | None


_COLUMNS = [_consents.c[name] for name in Consent.__slots__]
_NEWEST = (
    select(*_COLUMNS)
    .where(
        _consents.c.person == bindparam("person_id"),
        _consents.c.purpose == bindparam("purpose_name"),
        _consents.c.recipient == bindparam("recipient_name"),
    )
    .order_by(_consents.c.id.desc())
    .limit(1)
)


class Consents(Verbs):
    """Giving, withdrawing and checking."""

    __slots__ = ()

    def give(
        self,
        person: int,
        purpose: str,
        *,
        text_version: str,
        text_digest: str,
        language: str,
        at: datetime,
        recipient: str = "",
        expires_at: datetime | None = None,
    ) -> int:
        """A line: the person agreed to these words."""
        values = {
            "person": person,
            "purpose": purpose,
            "recipient": recipient,
            "act": "given",
            "text_version": text_version,
            "text_digest": text_digest,
            "language": language,
            "at": at,
            "expires_at": expires_at,
        }
        return self._channel.add(_consents, values)

    def withdraw(self, person: int, purpose: str, at: datetime, *, recipient: str = "") -> bool:
        """A line: the person took it back; False when there was nothing to take back."""
        given = self.active(person, purpose, at, recipient=recipient)
        if given is None:
            return False
        kept = ("person", "purpose", "recipient", "text_version", "text_digest", "language", "expires_at")
        values = {name: getattr(given, name) for name in kept}
        self._channel.add(_consents, values | {"act": "withdrawn", "at": at})
        return True

    def active(self, person: int, purpose: str, at: datetime, *, recipient: str = "") -> Consent | None:
        """The consent that holds at that moment, if any."""
        asked = {"person_id": person, "purpose_name": purpose, "recipient_name": recipient}
        row = self._channel.row(_NEWEST, asked)
        newest = None if row is None else Consent(*row)
        if newest is None or newest.act != "given":
            return None
        return newest if newest.expires_at is None or newest.expires_at > at else None

    def all_for(self, person: int) -> list[Consent]:
        """Every line of a person, oldest first."""
        question = select(*_COLUMNS).where(_consents.c.person == person).order_by(_consents.c.id)
        return [Consent(*row) for row in self._channel.rows(question)]
