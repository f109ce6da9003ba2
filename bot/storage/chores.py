"""Chores: nightly work, each a row that says when it is next."""

from datetime import datetime

from sqlalchemy import Executable, bindparam, select

from bot.storage.channel import Verbs, both
from bot.storage.tables import BY_NAME

_chores = BY_NAME["chores"]


def _plan(insert: type) -> Executable:
    new = insert(_chores)
    planned: Executable = new.on_conflict_do_update(index_elements=["name"], set_={"next_at": new.excluded.next_at})
    return planned


_PLAN = both(_plan)
_NEXT_OF = select(_chores.c.next_at).where(_chores.c.name == bindparam("chore"))


class Chores(Verbs):
    """Planning chores and finding the due ones."""

    __slots__ = ()

    def plan(self, name: str, next_at: datetime) -> None:
        """The chore is next done at that moment."""
        self._channel.change(_PLAN, {"name": name, "next_at": next_at})

    def next_of(self, name: str) -> datetime | None:
        """When a chore is next done; `None` when it was never planned."""
        row = self._channel.row(_NEXT_OF, {"chore": name})
        return None if row is None else row[0]

    def due(self, now: datetime) -> list[str]:
        """The chores whose time has come, the longest waiting first."""
        question = select(_chores.c.name).where(_chores.c.next_at <= now).order_by(_chores.c.next_at, _chores.c.name)
        return [row[0] for row in self._channel.rows(question)]
