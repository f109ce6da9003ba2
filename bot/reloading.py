"""Reloading: a changed content folder is taken while the program runs, whole or not at all."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from bot.curriculum.catalog import Catalog, Loading
from bot.curriculum.shelf import Bookshelf, load_whole, unhurried
from bot.curriculum.watching import EVERY, QUIET, Patience, Stamp, stamp_of
from bot.services import editors
from bot.services.house import House
from bot.storage.faults import StoreFault
from bot.storage.unit import Unit
from bot.storage.writer import Store

log = structlog.get_logger("reloading")


@dataclass
class Reloader:
    """Looks at the folder twice a second, reads it in a thread of its own when it has changed, and puts the new catalog
    in the place of the old one in one step, between two transactions."""

    shelf: Bookshelf
    store: Store
    house: House
    queued: Callable[[], None]
    read: Callable[[Loading], None] = lambda loading: None
    taken: Callable[[Unit], None] = lambda unit: None
    quiet: int = QUIET
    _patience: Patience = field(init=False)
    _told: str = field(init=False)
    _waits: tuple[Stamp, Loading] | None = None
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self._patience = Patience(stamp_of(self.shelf.folder), self.quiet)
        self._told = "" if self.shelf.faults else self.shelf.catalog.digest

    async def run(self, stopping: asyncio.Event) -> None:
        """Looks until `stopping`."""
        while not stopping.is_set():
            try:
                await self.look()
            except StoreFault as fault:
                log.warning("the changed content waits for the database", error=type(fault).__name__)
            except Exception as fault:  # a folder that cannot be read must not end the program that runs without it
                log.error("the changed content could not be looked at", error=type(fault).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), EVERY)

    async def look(self) -> None:
        """One look; what was read and not yet settled, for the database was away, is settled first."""
        async with self._looking:
            self._waits = self._waits or await asyncio.to_thread(self._read)
            if self._waits is None:
                return
            stamp, loading = self._waits
            self.read(loading)
            await self._settle(loading)
            self._patience.read(stamp)
            self._waits = None

    def _read(self) -> tuple[Stamp, Loading] | None:
        """The folder's content, if it changed and its writer is done. What changed again meanwhile is half old and half
        new: it is read anew."""
        folder = self.shelf.folder
        stamp = stamp_of(folder)
        if not self._patience.look(stamp):
            return None
        with unhurried():
            loading = load_whole(folder, self.house.place.country)
        if self._patience.quiet and stamp_of(folder) != stamp:
            return None
        return stamp, loading

    async def _settle(self, loading: Loading) -> None:
        catalog = loading.catalog
        outcome = catalog.digest if catalog else "\n".join(self._faults(loading))
        if outcome == self._told or (catalog is None and not self._patience.quiet):
            return
        if catalog is not None:
            await self.store.write(lambda unit: self._take(unit, catalog))
            await asyncio.to_thread(self.shelf.keep, catalog)
        else:
            await self.store.write(lambda unit: self._refuse(unit, loading))
        self._told = outcome
        self.queued()

    def _take(self, unit: Unit, catalog: Catalog) -> None:
        """In the writer's thread, so that no transaction sees words of both."""
        count = editors.note_versions(unit, self.house, catalog)
        editors.tell_taken(unit, self.house, count)
        self.shelf.take(catalog)
        self.taken(unit)
        log.info("content taken", count=count, version=catalog.digest[:12])

    def _refuse(self, unit: Unit, loading: Loading) -> None:
        faults = self._faults(loading)
        editors.tell_not_taken(unit, self.house, faults)
        first = next(fault for fault in loading.faults if fault.level == "fault")
        log.error("content not taken", faults=len(faults), path=first.path, line=first.line)

    def _faults(self, loading: Loading) -> list[str]:
        return told(self.shelf.folder, loading)


def told(folder: Path, loading: Loading) -> list[str]:
    """The faults as editors know them: with the path inside the folder."""
    return [str(fault).removeprefix(f"{folder}/") for fault in loading.faults if fault.level == "fault"]
