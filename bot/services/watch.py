"""What every kind of due thing has in common: it is looked at now and then, and a bad row never stops the others."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.services.house import House
from bot.services.scene import Scene
from bot.storage.faults import AWAY
from bot.storage.unit import Unit
from bot.storage.writer import Store

log = structlog.get_logger("watch")

EACH_TICK = timedelta()
NOW_AND_THEN = timedelta(seconds=20)
"""How often what is not in a hurry is looked at: a due message goes out within 60 s of its time."""


class Watch(Protocol):
    """One kind of thing that comes due by itself."""

    name: str
    every: timedelta

    def is_due(self, unit: Unit, now: datetime) -> bool:
        """Whether a look would find something to do: one cheap question, asked for all watches at once."""

    async def look(self, now: datetime) -> None:
        """Does what is due by now; raises `StoreFault` when the database is away."""

    def coming(self, unit: Unit, now: datetime) -> Iterable[datetime | None]:
        """Moments at which something comes due, past ones among them, for the demo's clock."""


Failed = Callable[[Unit, int], None]
"""What is done with a row whose work failed, so that it is not tried every second."""


async def each(
    store: Store, what: str, numbers: Iterable[int], work: Callable[[Unit, int], object], failed: Failed | None = None
) -> None:
    """Does the work of every row in a transaction of its own: a bad one never stops the others."""
    for number in numbers:
        try:
            await store.write(lambda unit, number=number: work(unit, number))  # type: ignore[misc]
        except AWAY:
            raise
        except Exception as fault:
            log.error("a due row failed", what=what, row=number, error=type(fault).__name__)
            if failed is not None:
                await store.write(lambda unit, number=number: failed(unit, number))  # type: ignore[misc]


def scene_of(unit: Unit, house: House, person: int, now: datetime) -> Scene:
    """The scene of a person whom something due concerns; their row is locked."""
    return Scene(unit, house, unit.person(person), now, unit.roles.of(person, now))
