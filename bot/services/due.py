"""What is due. One tick looks at everything that can come due by itself, each kind in a room of its own; all of it is
rows, so that a tick that never came is made up by the next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.services.chores import Chores
from bot.services.covers import Covers
from bot.services.digest import Digest
from bot.services.escalation import Escalation
from bot.services.house import House
from bot.services.prompts import Prompts
from bot.services.reminders import Reminders
from bot.services.waking import Waking
from bot.services.watch import Watch
from bot.storage.faults import StoreFault
from bot.storage.unit import Unit
from bot.storage.writer import Store

log = structlog.get_logger("due")


def watches(store: Store, house: House) -> tuple[Watch, ...]:
    """Everything that comes due by itself, in the order in which a tick looks."""
    return (
        Waking(store, house),
        Escalation(store, house),
        Covers(store, house),
        Prompts(store, house),
        Reminders(store, house),
        Digest(store, house),
        Chores(store, house),
    )


@dataclass
class Due:
    """One per program; `tick` is called every second and does what has come due since."""

    store: Store
    house: House
    queued: Callable[[], None]
    watches: Sequence[Watch] = field(default=())
    _looked_at: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.watches = self.watches or watches(self.store, self.house)

    async def tick(self) -> None:
        """Everything that is due now. A fault of the database leaves it for the next tick."""
        now, at = self.house.now(), "all"
        wanted = [watch for watch in self.watches if self._is_time(watch, now)]
        try:
            due = await self.store.read(lambda unit: {watch.name for watch in wanted if watch.is_due(unit, now)})
            for watch in wanted:
                at = watch.name
                if watch.name in due:
                    await watch.look(now)
                    self.queued()
                self._looked_at[watch.name] = now
        except StoreFault as fault:
            log.warning("the tick waits for the database", watch=at, error=type(fault).__name__)

    def _is_time(self, watch: Watch, now: datetime) -> bool:
        """A clock that was put back makes it time too."""
        looked_at = self._looked_at.get(watch.name)
        return looked_at is None or not timedelta() <= now - looked_at < watch.every

    async def next_at(self) -> datetime | None:
        """When the next thing is due, for the demo's clock."""
        now = self.house.now()
        return await self.store.read(lambda unit: self._next(unit, now))

    def _next(self, unit: Unit, now: datetime) -> datetime | None:
        moments = [
            unit.deliveries.next_due(),
            *(moment for watch in self.watches for moment in watch.coming(unit, now)),
        ]
        return min((moment for moment in moments if moment is not None and moment > now), default=None)
