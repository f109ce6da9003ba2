"""Who holds the bot: of two processes on one database only one may ask Telegram for updates."""

import fcntl
import os
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy import URL

from bot.storage.engines import CONNECT_SECONDS, KEEPALIVE, sqlite_path

ADVISORY_KEY = 0x636F6D70616E696F
"""Any number that no other program on the same database uses: the bytes of "companio"."""


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


class AdvisoryHold:
    """PostgreSQL: an advisory lock of a session of its own; the server lets go of it when the session ends."""

    def __init__(self, url: URL) -> None:
        self._dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._session: psycopg.Connection[tuple[bool]] | None = None

    def take(self) -> bool:
        """False also when the server cannot be reached: whoever is cut off must stop."""
        try:
            return self._keep() if self._session is not None else self._try()
        except psycopg.Error:
            self.release()
            return False

    def _keep(self) -> bool:
        if self._session is not None:
            self._session.execute("SELECT 1")
        return True

    def _try(self) -> bool:
        session = psycopg.connect(self._dsn, autocommit=True, connect_timeout=CONNECT_SECONDS, **KEEPALIVE)
        row = session.execute("SELECT pg_try_advisory_lock(%s)", (ADVISORY_KEY,)).fetchone()
        if row is None or not row[0]:
            session.close()
            return False
        self._session = session
        return True

    def release(self) -> None:
        """Ends the session."""
        session, self._session = self._session, None
        if session is not None:
            session.close()


def hold_for(url: URL) -> Hold:
    """The kind of hold that a database needs."""
    path = sqlite_path(url)
    return AdvisoryHold(url) if path is None else FileHold(path)
