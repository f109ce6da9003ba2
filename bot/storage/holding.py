"""Who holds the bot: of two processes on one database only one may ask Telegram for updates."""

import fcntl
import os
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL

from bot.storage.engines import sqlite_path


class Hold(Protocol):
    """A hold on the bot."""

    def take(self) -> bool:
        """Takes or keeps the hold; False when another process has it."""

    def release(self) -> None:
        """Lets go."""


class FileHold:
    """SQLite: a locked file beside the database; the system lets go of it when the process dies."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._handle: int | None = None

    def take(self) -> bool:
        """False also when the folder is gone: without a database nobody holds its bot."""
        if self._handle is not None:
            return True
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def release(self) -> None:
        """The file stays: removing it would let two processes lock two files of one name."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def hold_for(url: URL) -> Hold:
    """The kind of hold that a database needs."""
    path = sqlite_path(url)
    if path is not None:
        return FileHold(path)
    from bot.storage.advisory import AdvisoryHold  # here: its driver costs 9 MB, and SQLite does without

    return AdvisoryHold(url)
