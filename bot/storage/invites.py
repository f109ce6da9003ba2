"""Invites: single-use codes of which only the hash is kept, and the lock against guessing them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, or_, select, update

from bot.storage.channel import Verbs, both
from bot.storage.people import CODE_ALPHABET, make_code
from bot.storage.tables import BY_NAME

CODE_LENGTH = 16
"""16 characters of 30 are 78 random bits; SAFETY 12 asks for 64 at least."""

MAX_TRIES = 5
TRIES_WITHIN = timedelta(hours=1)
LOCKED_FOR = timedelta(hours=1)

_invites, _tries = BY_NAME["invites"], BY_NAME["invite_tries"]


@dataclass(frozen=True, slots=True)
class Invite:
    """`person`: who is invited; `about`: the participant whose family it is; `counselor`: who will look after them."""

    id: int
    role: str
    person: int | None
    about: int | None
    counselor: int | None
    group: str | None
    language: str | None
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    claimed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Claimed:
    """`again`: the same account had claimed it before."""

    invite: Invite
    again: bool


_COLUMNS = [_invites.c[name] for name in Invite.__slots__]
_USABLE = (_invites.c.revoked_at.is_(None)) & (_invites.c.expires_at > bindparam("moment"))
_CLAIM = (
    update(_invites)
    .where(_invites.c.id == bindparam("invite_id"), _invites.c.claimed_ix.is_(None), _USABLE)
    .values(claimed_at=bindparam("moment"), claimed_ix=bindparam("chat"))
)
_MINE = select(*_COLUMNS).where(_invites.c.id == bindparam("invite_id"), _invites.c.claimed_ix == bindparam("chat"))


def _hash(code: str) -> bytes:
    """Forgives lower case, blanks and hyphens; 78 random bits need no slow hash."""
    return hashlib.sha256("".join(c for c in code.upper() if c in CODE_ALPHABET).encode()).digest()


class Invites(Verbs):
    """Making, finding, claiming and revoking invites."""

    __slots__ = ()

    def create(
        self,
        role: str,
        *,
        at: datetime,
        expires_at: datetime,
        person: int | None = None,
        about: int | None = None,
        counselor: int | None = None,
        group: str | None = None,
        language: str | None = None,
    ) -> str:
        """A new invite; its code is told once and cannot be read again."""
        code = make_code("", CODE_LENGTH)
        values = {
            "code_hash": _hash(code),
            "role": role,
            "person": person,
            "about": about,
            "counselor": counselor,
            "group": group,
            "language": language,
            "made_at": at,
            "expires_at": expires_at,
        }
        self._channel.add(_invites, values)
        return code

    def find(self, code: str) -> Invite | None:
        """The invite of a code, whatever its state."""
        row = self._channel.row(select(*_COLUMNS).where(_invites.c.code_hash == _hash(code)))
        return None if row is None else Invite(*row)

    def by_id(self, invite: int) -> Invite | None:
        """The invite of that number, whatever its state."""
        row = self._channel.row(select(*_COLUMNS).where(_invites.c.id == invite))
        return None if row is None else Invite(*row)

    def newest_claimed(self, person: int) -> Invite | None:
        """The invite by which a person came, the last one if there were several."""
        mine = select(*_COLUMNS).where(_invites.c.person == person, _invites.c.claimed_at.is_not(None))
        row = self._channel.row(mine.order_by(_invites.c.claimed_at.desc(), _invites.c.id.desc()).limit(1))
        return None if row is None else Invite(*row)

    def usable(self, invite: int, chat_id: int, at: datetime) -> bool:
        """Whether that chat could claim it now, or has claimed it."""
        mine = _invites.c.claimed_ix == self._channel.blind("chat", chat_id)
        free = _invites.c.claimed_ix.is_(None) & _USABLE
        question = select(_invites.c.id).where(_invites.c.id == invite, or_(mine, free))
        return self._channel.row(question, {"moment": at}) is not None

    def claim(self, code: str, chat_id: int, at: datetime) -> Claimed | None:
        """`claim_by_id` for the invite of a code."""
        invite = self.find(code)
        return None if invite is None else self.claim_by_id(invite.id, chat_id, at)

    def claim_by_id(self, invite: int, chat_id: int, at: datetime) -> Claimed | None:
        """The invite is that chat's from now on. Of two racing accounts one wins; the same one may ask again."""
        # One conditional update decides: the second of two waits for the first and then finds the row taken.
        mine = {"invite_id": invite, "chat": self._channel.blind("chat", chat_id)}
        won = self._channel.change(_CLAIM, mine | {"moment": at}) == 1
        row = self._channel.row(_MINE, mine)
        return None if row is None else Claimed(Invite(*row), again=not won)

    def revoke(self, code: str, at: datetime) -> bool:
        """An unused invite can no longer be used; False when there is none."""
        unused = (_invites.c.code_hash == _hash(code)) & _invites.c.claimed_at.is_(None)
        return self._channel.change(update(_invites).where(unused).values(revoked_at=at)) == 1

    def revoke_unused(self, person: int, at: datetime) -> int:
        """No invite of that person that waits can be used any more; how many they were."""
        waiting = (_invites.c.person == person) & _invites.c.claimed_at.is_(None) & _invites.c.revoked_at.is_(None)
        return self._channel.change(update(_invites).where(waiting).values(revoked_at=at))

    def release_newest(self, person: int) -> None:
        """The invite that the person used last is free again: they said *Not now*."""
        used = select(_invites.c.id).where(_invites.c.person == person, _invites.c.claimed_at.is_not(None))
        newest = self._channel.row(used.order_by(_invites.c.claimed_at.desc(), _invites.c.id.desc()).limit(1))
        if newest is not None:
            free = {"claimed_at": None, "claimed_ix": None}
            self._channel.change(update(_invites).where(_invites.c.id == newest[0]).values(free))

    def wrong_try(self, chat_id: int, at: datetime) -> datetime | None:
        """Counts a wrong code; after five within an hour, the moment until which the chat is locked."""
        chat_ix = self._channel.blind("chat", chat_id)
        old = self._channel.row(select(_tries.c.tries, _tries.c.first_at).where(_tries.c.chat_ix == chat_ix))
        within = old is not None and at - old[1] < TRIES_WITHIN
        tries, first_at = (old[0] + 1, old[1]) if old is not None and within else (1, at)
        locked_until = at + LOCKED_FOR if tries >= MAX_TRIES else None
        values = {"chat_ix": chat_ix, "tries": tries, "first_at": first_at, "locked_until": locked_until}
        self._channel.change(_PUT_TRIES, values)
        return locked_until

    def locked_until(self, chat_id: int, at: datetime) -> datetime | None:
        """Until when no code is taken from that chat; `None` when it is not locked."""
        chat_ix = self._channel.blind("chat", chat_id)
        row = self._channel.row(select(_tries.c.locked_until).where(_tries.c.chat_ix == chat_ix))
        until: datetime | None = None if row is None else row[0]
        return until if until is not None and until > at else None

    def forget_tries(self, before: datetime) -> int:
        """Drops the counts that began before that moment and lock nothing any more."""
        old = (_tries.c.first_at < before) & (_tries.c.locked_until.is_(None) | (_tries.c.locked_until < before))
        return self._channel.change(delete(_tries).where(old))


_PUT_TRIES = both(
    lambda insert: (
        new := insert(_tries),
        new.on_conflict_do_update(
            index_elements=["chat_ix"],
            set_={name: new.excluded[name] for name in ("tries", "first_at", "locked_until")},
        ),
    )[1]
)
