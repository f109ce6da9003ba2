"""The inbox: every update of Telegram, sealed and on the disk before it is confirmed, in a SQLite file of its own.

It is no part of the main database, so that a locked file or a dead server never makes the program deaf. Its methods
block: call them in a thread. Two threads at once are let in one after the other.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TypeVar
from urllib.parse import quote

from bot.storage.engines import file_id
from bot.storage.faults import StoreBusy, StoreFault, StoreFull, StoreGone, told
from bot.storage.sealing import Ring, SealBroken, aad

RESERVE_BYTES = 16 * 1024 * 1024
ROOM_BYTES = 4 * RESERVE_BYTES
"""The reserve is made again only when the disk has this much room: else it would fill it itself."""

BUSY_SECONDS = 5.0

_SCHEMA = """
CREATE TABLE IF NOT EXISTS updates (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    update_id INTEGER NOT NULL UNIQUE,
    body_s BLOB NOT NULL,
    arrived_at TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    poison INTEGER NOT NULL DEFAULT 0
)
"""
_PUT = "INSERT INTO updates (update_id, body_s, arrived_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_WAITING = "SELECT update_id, body_s, arrived_at, tries FROM updates WHERE NOT poison ORDER BY seq"
_COUNTS = """
SELECT coalesce(sum(NOT poison), 0), coalesce(sum(poison), 0), min(CASE WHEN NOT poison THEN arrived_at END)
FROM updates
"""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Update:
    """An update as it came: `body` is its JSON, `tries` how often its handling was begun."""

    update_id: int
    body: bytes
    arrived_at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class InboxCounts:
    """`poison`: put aside because they cannot be handled; `oldest_at`: of those that wait."""

    waiting: int
    poison: int
    oldest_at: datetime | None


class Inbox:
    """`inbox.db` and its `reserve` in one folder; `reserve_used` is true from a full disk until there is room again."""

    def __init__(
        self, path: Path, ring: Ring, *, busy_seconds: float = BUSY_SECONDS, reserve_bytes: int = RESERVE_BYTES
    ) -> None:
        self._path = path
        self._reserve = path.with_name("reserve")
        self._reserve_bytes = reserve_bytes
        self._ring = ring
        self._busy_seconds = busy_seconds
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self.reserve_used = False
        self.unreadable = 0

    def put(self, batch: Sequence[tuple[int, bytes]], at: datetime) -> list[int]:
        """Stores a batch in one transaction and returns the ids that were not there yet. When this returns, all of
        the batch is on the disk and may be confirmed; when it raises, nothing is. A full disk costs the reserve."""
        arrived = at.astimezone(UTC).isoformat()
        rows = [(update_id, self._ring.seal(body, _place(update_id)), arrived) for update_id, body in batch]

        def insert(connection: sqlite3.Connection) -> list[int]:
            return [row[0] for row in rows if connection.execute(_PUT, row).rowcount == 1]

        try:
            return self._write(insert)
        except StoreFull:
            if not self._spend_reserve():
                raise
            return self._write(insert)

    def waiting(self) -> list[Update]:
        """What is to be handled, in the order of arrival. A row that does not open is left where it is and counted in
        `unreadable`: it holds up nobody, and opens again when its key is back."""
        rows = self._write(lambda connection: connection.execute(_WAITING).fetchall())
        opened = [update for row in rows if (update := self._open(*row)) is not None]
        self.unreadable = len(rows) - len(opened)
        return opened

    def _open(self, update_id: int, body_s: bytes, arrived: str, tries: int) -> Update | None:
        try:
            body = self._ring.open(body_s, _place(update_id))
        except SealBroken:
            return None
        return Update(update_id, body, datetime.fromisoformat(arrived), tries)

    def begin_try(self, update_id: int) -> int:
        """Counts that its handling is begun, before it is: what kills the program is found by its count."""
        question = "UPDATE updates SET tries = tries + 1 WHERE update_id = ? RETURNING tries"
        row = self._write(lambda connection: connection.execute(question, (update_id,)).fetchone())
        return 0 if row is None else int(row[0])

    def drop(self, update_ids: Iterable[int]) -> None:
        """Forgets updates whose effects are stored in the main database."""
        ids = [(update_id,) for update_id in update_ids]
        self._write(lambda connection: connection.executemany("DELETE FROM updates WHERE update_id = ?", ids))

    def mark_poison(self, update_id: int) -> None:
        """Puts an update aside that cannot be handled, so that it holds up nobody; it is kept for a look."""
        question = "UPDATE updates SET poison = 1 WHERE update_id = ?"
        self._write(lambda connection: connection.execute(question, (update_id,)))

    def forget(self, is_theirs: Callable[[bytes], bool]) -> int:
        """Erases the updates, waiting or put aside, whose body the function takes for a person's; how many. What is
        left is written anew: nothing of them stays in the file or in its log."""

        def delete(connection: sqlite3.Connection) -> int:
            rows = connection.execute("SELECT update_id, body_s, arrived_at, tries FROM updates").fetchall()
            opened = [update for row in rows if (update := self._open(*row)) is not None]
            theirs = [(update.update_id,) for update in opened if is_theirs(update.body)]
            connection.executemany("DELETE FROM updates WHERE update_id = ?", theirs)
            return len(theirs)

        erased = self._write(delete)
        self._sweep()
        return erased

    def _sweep(self) -> None:
        """As the main database's (`sweeping`)."""
        with self._lock:
            try:
                connection = self._connected()
                connection.execute("VACUUM")
                busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except (sqlite3.Error, OSError) as error:
                self._disconnect()
                raise self._told(error) from None
        if busy is None or busy[0]:
            raise StoreBusy("somebody is reading the inbox; its log was not emptied")

    def counts(self) -> InboxCounts:
        """How many wait and how many are put aside."""
        waiting, poison, oldest = self._write(lambda connection: connection.execute(_COUNTS).fetchone())
        return InboxCounts(waiting, poison, None if oldest is None else datetime.fromisoformat(oldest))

    def make_reserve(self) -> bool:
        """Makes the reserve when it is missing and the disk has room; whether it is there. Call it now and then."""
        try:
            if self._reserve.exists() and self._reserve.stat().st_size >= self._reserve_bytes:
                self.reserve_used = False
                return True
            if shutil.disk_usage(self._reserve.parent).free < ROOM_BYTES:
                return False
            with self._reserve.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, self._reserve_bytes)  # real blocks, not a hole
            self.reserve_used = False
            return True
        except OSError:
            return False

    def _spend_reserve(self) -> bool:
        try:
            self._reserve.unlink()
        except OSError:
            return False
        self.reserve_used = True
        return True

    def close(self) -> None:
        """Closes the file; the next call opens it again."""
        with self._lock:
            self._disconnect()

    def _write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """One transaction; after a fault the next one begins on a fresh connection."""
        with self._lock:
            try:
                connection = self._connected()
                connection.execute("BEGIN IMMEDIATE")
                result = work(connection)
                if file_id(self._path) != self._file:
                    # SQLite would go on writing a file that nobody will find again, and report success.
                    raise StoreGone("the inbox was removed or replaced while it was open")
                connection.execute("COMMIT")
                return result
            except StoreFault:
                self._disconnect()
                raise
            except (sqlite3.Error, OSError) as error:
                self._disconnect()
                raise self._told(error) from None

    def _told(self, error: Exception) -> StoreFault:
        if isinstance(error, OSError):
            return StoreGone(f"the inbox's folder cannot be used ({type(error).__name__})")
        return told(error, self._path.parent)

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    def _connect(self) -> sqlite3.Connection:
        if not self._path.exists():
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(
            f"file:{quote(str(self._path.absolute()))}?mode=rw",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=self._busy_seconds,
        )
        try:
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute(_SCHEMA)
        except sqlite3.Error:
            connection.close()
            raise
        self._file = file_id(self._path)
        return connection

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()


def _place(update_id: int) -> str:
    """The sender is not known before the body is read, so the update's own number stands for the person."""
    return aad("updates", "body_s", update_id)
