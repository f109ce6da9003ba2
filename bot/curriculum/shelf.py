"""The shelf: the catalog in force. The last clean one is kept, so that a broken folder never silences the program."""

import gc
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.curriculum.catalog import Catalog, Loading, digest_of, load
from bot.curriculum.faults import Fault
from bot.curriculum.needed import needed_faults


def load_whole(folder: Path, country: str = "") -> Loading:
    """The folder's catalog, if it is clean, has all that the program opens by itself, and, where a country is named,
    the numbers that can save a life there."""
    loading = load(folder)
    lacking = needed_faults(str(folder), loading.catalog.activity) if loading.catalog else []
    if loading.catalog and country and not loading.catalog.crisis_facts(country):
        words = f"there are no numbers for {country}, the program's country: write them"
        lacking.append(Fault(f"{folder}/crisis.yaml", 1, words, "needed"))
    return Loading(None, [*loading.faults, *lacking]) if lacking else loading


@contextmanager
def unhurried() -> Iterator[None]:
    """While a library is read beside a running program: a look for garbage among all its objects would stop everything
    else for a tenth of a second, several times. What is read stays, so no later look need pass over it either."""
    young, middle, old = gc.get_threshold()
    gc.set_threshold(young, middle, NEVER)
    try:
        yield
        gc.freeze()
    finally:
        gc.set_threshold(young, middle, old)


NEVER = 1 << 30
"""Looks for young garbage after which one for old would come."""


class NoCleanContent(Exception):
    """The folder has faults and no clean set was kept from before."""

    def __init__(self, folder: Path, loading: Loading) -> None:
        faults = [fault for fault in loading.faults if fault.level == "fault"]
        first = str(faults[0]) if faults else f"{folder} cannot be read"
        super().__init__(
            f"the content has faults ({len(faults)}), the first: {first}; run `companion content check` for all"
        )


class Bookshelf:
    """`faults` counts those of the folder when an older set had to be taken; `kept` is the folder of clean sets."""

    def __init__(self, folder: Path, kept: Path) -> None:
        self.folder, self._kept = folder, kept
        self.faults = 0
        self.catalog = self._open()

    def _open(self) -> Catalog:
        loading = load_whole(self.folder)
        if loading.catalog is not None:
            self.keep(loading.catalog)
            return loading.catalog
        self.faults = sum(fault.level == "fault" for fault in loading.faults)
        older = load_whole(self._kept) if self._kept.is_dir() else Loading(None, [])
        if older.catalog is None:
            raise NoCleanContent(self.folder, loading)
        return older.catalog

    def take(self, catalog: Catalog) -> None:
        """From this moment on everything is said in the words of that catalog."""
        self.catalog, self.faults = catalog, 0

    def keep(self, catalog: Catalog) -> None:
        """The folder is copied, so that a later start has a clean set; not if it is another one by now."""
        marker = self._kept.with_suffix(".digest")
        if self._kept.is_dir() and marker.is_file() and marker.read_text(encoding="utf-8") == catalog.digest:
            return
        fresh = self._kept.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(self.folder, fresh)
        if digest_of(fresh) != catalog.digest:
            return
        shutil.rmtree(self._kept, ignore_errors=True)
        fresh.rename(self._kept)
        marker.write_text(catalog.digest, encoding="utf-8")
