"""Memberships: leaving the program ends a person's groups and cancels their individual sessions."""

from datetime import datetime

from sqlalchemy import update

from bot.storage.channel import Verbs
from bot.storage.tables import BY_NAME

_members, _meetings = BY_NAME["members"], BY_NAME["meetings"]


class Memberships(Verbs):
    """What a person belongs to."""

    __slots__ = ()

    def end_all(self, person: int, at: datetime) -> int:
        """Their groups go on without them, their own sessions from then on do not take place; how many of both."""
        still = (_members.c.person == person) & (_members.c.until.is_(None) | (_members.c.until > at))
        own = (_meetings.c.participant == person) & (_meetings.c.starts_at > at) & (_meetings.c.state == "planned")
        groups = self._channel.change(update(_members).where(still).values(until=at))
        return groups + self._channel.change(update(_meetings).where(own).values(state="cancelled", changed_at=at))
