"""Watching a content folder: when did its files change, and is whoever writes them done?"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Stamp = frozenset[tuple[str, int, int]]
"""Every visible file of a folder: its path, its time of change (ns) and its size."""

EVERY = 0.5
"""Seconds between two looks."""
QUIET, LONGEST = 3, 6
"""Looks in a row, half a second apart, that see the same change before it is read; and looks after which a folder is
read that never comes to rest. A change is taken within 5 s."""


def stamp_of(root: Path) -> Stamp:
    """What tells one state of the folder from another without reading a file; empty where there is no folder."""
    return frozenset(_files(str(root), ""))


def _files(folder: str, below: str) -> Iterator[tuple[str, int, int]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:  # it goes away while it is looked at: the next look sees what has become of it
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = f"{below}{entry.name}"
        try:
            if entry.is_dir():
                yield from _files(entry.path, f"{path}/")
            else:
                found = entry.stat()
                yield path, found.st_mtime_ns, found.st_size
        except OSError:
            continue


@dataclass
class Patience:
    """Decides at each look whether the folder is to be read: an editor's tool may write many files one after the other,
    and half of them are no library. `known` is the state that was read last,
    `looks` as in QUIET."""

    known: Stamp
    looks: int = QUIET
    _seen: Stamp = frozenset()
    _looks: int = 0
    _same: int = 0

    @property
    def quiet(self) -> bool:
        """Whether the writer is done."""
        return self._same >= self.looks

    def look(self, stamp: Stamp) -> bool:
        """Whether to read now: something changed, and nothing has since some looks; or it has waited enough."""
        if stamp == self.known:
            self._looks = self._same = 0
            return False
        self._looks += 1
        self._same = self._same + 1 if stamp == self._seen and self._same else 1
        self._seen = stamp
        return self.quiet or self._looks >= LONGEST

    def read(self, stamp: Stamp) -> None:
        """That state was read, and what came of it is settled."""
        self.known, self._looks, self._same = stamp, 0, 0
