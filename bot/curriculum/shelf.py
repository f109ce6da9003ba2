"""The shelf: the catalog in force. The last clean one is kept, so that a broken folder never silences the program."""

import shutil
from pathlib import Path

from bot.curriculum.catalog import Catalog, Loading, load
from bot.curriculum.needed import needed_faults


def load_whole(folder: Path) -> Loading:
    """The folder's catalog, if it is clean and has all that the program opens by itself."""
    loading = load(folder)
    lacking = needed_faults(str(folder), loading.catalog.activity) if loading.catalog else []
    return Loading(None, [*loading.faults, *lacking]) if lacking else loading


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
        self._folder, self._kept = folder, kept
        self.faults = 0
        self.catalog = self._open()

    def _open(self) -> Catalog:
        loading = load_whole(self._folder)
        if loading.catalog is not None:
            self._keep(loading.catalog)
            return loading.catalog
        self.faults = sum(fault.level == "fault" for fault in loading.faults)
        older = load_whole(self._kept) if self._kept.is_dir() else Loading(None, [])
        if older.catalog is None:
            raise NoCleanContent(self._folder, loading)
        return older.catalog

    def _keep(self, catalog: Catalog) -> None:
        marker = self._kept.with_suffix(".digest")
        if self._kept.is_dir() and marker.is_file() and marker.read_text(encoding="utf-8") == catalog.digest:
            return
        fresh = self._kept.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(self._folder, fresh)
        shutil.rmtree(self._kept, ignore_errors=True)
        fresh.rename(self._kept)
        marker.write_text(catalog.digest, encoding="utf-8")
