"""Who looks after whom changes by itself: a cover begins or ends, and what is open goes to whoever is there now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services import alerts
from bot.services.chores import ALIVE
from bot.services.house import House
from bot.services.watch import NOW_AND_THEN, each, scene_of
from bot.storage.unit import Unit
from bot.storage.writer import Store

OVERLAP = timedelta(minutes=10)
"""A command beside the running bot stores its change a moment after the moment it names."""


@dataclass
class Covers:
    """Looks at the assignments that began or ended since the last look, also after a downtime."""

    store: Store
    house: House
    name: str = "covers"
    every: timedelta = NOW_AND_THEN

    def is_due(self, unit: Unit, now: datetime) -> bool:
        """Whether something changed since the program last looked at all."""
        return bool(_changed(unit, now))

    async def look(self, now: datetime) -> None:
        """Open danger and unread messages go to whoever looks after the person now; a second look changes nothing."""
        changed = await self.store.read(lambda unit: _changed(unit, now))
        await each(self.store, "cover", changed, lambda unit, number: self._hand_over(unit, number, now))

    def coming(self, unit: Unit, now: datetime) -> Iterable[datetime | None]:
        """The next beginning or end."""
        return [unit.roles.next_change(now)]

    def _hand_over(self, unit: Unit, number: int, now: datetime) -> None:
        alerts.tell_again(scene_of(unit, self.house, number, now))


def _changed(unit: Unit, now: datetime) -> list[int]:
    looked = unit.chores.next_of(ALIVE)
    return unit.roles.changed_between(looked - OVERLAP, now) if looked else []
