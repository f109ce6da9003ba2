"""Arriving by a link: a newcomer, somebody on a new phone or account, somebody who comes back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services import farewell
from bot.services.enrol import state_again
from bot.storage.deliveries import PAGE
from bot.storage.invites import Invite
from bot.storage.people import Person
from bot.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class OldChat:
    """Where a person was reached until now, and the messages of the last two days that stand there."""

    chat: int
    messages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who has come in by a link, and the chat that they have left for this one, if any."""

    person: Person
    left: OldChat | None = None


def invite_again(unit: Unit, person: Person, *, now: datetime, days: int = 7) -> str:
    """A link for somebody who is known: on a new phone or account, or back after they had left. It is the only one that
    works from now on: a lost link must not open a record."""
    unit.invites.revoke_unused(person.id, now)
    expires_at = now + timedelta(days=days)
    return unit.invites.create("participant", at=now, expires_at=expires_at, person=person.id, language=person.language)


def claim(unit: Unit, code: str, chat: int, language: str, now: datetime) -> Arrival | None:
    """The person whom a code invites, now bound to this chat; `None` when the code is of no use here.

    The same account may press the same link again. A chat that belongs to somebody else gets nothing, unless that one
    has left: a person who comes back under a new code, or in another role, has only one account.
    """
    invite = unit.invites.find(code)
    if invite is None or invite.person is None:
        return None
    person = unit.person(invite.person)  # locked: of two links pressed at once, one comes after the other
    if not unit.invites.usable(invite.id, chat, now):
        return None
    holder = unit.people.by_chat(chat)
    other = holder if holder is not None and holder.id != person.id else None
    if other is not None and not has_left(unit, other, now):
        return None
    if invite.claimed_at is not None and (holder is None or other) and not _may_return(unit, invite, now):
        return None
    claimed = unit.invites.claim_by_id(invite.id, chat, now)
    if claimed is None:
        return None
    if other is not None:
        unit.people.unbind_chat(other.id)
        unit.forget_messages(other.id)
    left = _move(unit, person, chat, now)
    return Arrival(person if claimed.again else _arrive(unit, invite, person, language, now), left)


def has_left(unit: Unit, person: Person, now: datetime) -> bool:
    """Discharged, or without any role: their chat is free for another beginning."""
    return person.state == "discharged" or not unit.roles.of(person.id, now)


ANSWERS = (PAGE, "line", "keyboard", "mydata", "commands", "farewell")
"""Purposes of what answers somebody in the chat in which they wrote: it has no place in another one."""


def _move(unit: Unit, person: Person, chat: int, now: datetime) -> OldChat | None:
    """The person is reached in this chat from now on; what waits for them comes here, and nothing that stands in the
    old chat is ever edited here."""
    before = unit.people.chat_of(person.id)
    if before == chat:
        return None
    standing = unit.stands(person.id, now - farewell.DELETABLE)
    unit.people.bind_chat(person.id, chat)
    if before is None:
        return None
    unit.deliveries.cancel(person.id, "moved", now, ANSWERS)
    unit.forget_messages(person.id)
    return OldChat(before, tuple(standing))


def _may_return(unit: Unit, invite: Invite, now: datetime) -> bool:
    """A used link opens again for who said *Not now*, not for a phone that somebody has given up since."""
    in_force = invite.revoked_at is None and invite.expires_at > now
    return in_force and invite.person is not None and unit.people.chat_of(invite.person) is None


def _arrive(unit: Unit, invite: Invite, person: Person, language: str, now: datetime) -> Person:
    if person.state == "invited" and language and invite.language is None:
        unit.people.set(person.id, "language", language, now, person.id)
    if person.state == "invited" and invite.role != "participant":
        unit.people.set(person.id, "state", "active", now, person.id)
        unit.people.set(person.id, "enrolled_at", now, now, person.id)
    if person.state == "unreachable":
        unit.people.set(person.id, "state", state_again(person, now), now, person.id)
    if person.state == "discharged":
        unit.people.set(person.id, "state", "invited", now, person.id)  # they are asked anew: see decision 010
    return unit.people.by_id(person.id)
