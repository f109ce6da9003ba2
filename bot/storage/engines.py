"""Connections: how SQLite and PostgreSQL are opened, and with which promises."""

import os
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, NullPool, QueuePool, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

FILE = "file"
"""Under this name a SQLite connection remembers which file (device, inode) it has open."""

CONNECT_SECONDS = 5
ADVISORY_KEY = 0x636F6D70616E696F
"""Any number that no other program on the same PostgreSQL database uses: the bytes of "companio"."""

KEEPALIVE: dict[str, Any] = {"keepalives": 1, "keepalives_idle": 4, "keepalives_interval": 2, "keepalives_count": 2}
"""libpq: a silent server is given up after about 8 s, within the 10 s in which a standby has to take over."""


def read_url(url: str) -> URL:
    """DATABASE_URL with the driver chosen by us; `ValueError` says what is possible."""
    hint = "DATABASE_URL must be sqlite:///path/to/companion.db or postgresql://user@host/name"
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ValueError(hint) from None
    name = parsed.get_backend_name()
    if name == "sqlite" and parsed.database and parsed.database != ":memory:":
        return parsed.set(drivername="sqlite")
    if name in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    raise ValueError(hint)


def sqlite_path(url: URL) -> Path | None:
    """The database's file, absolute; `None` for PostgreSQL."""
    return Path(url.database or "").absolute() if url.drivername == "sqlite" else None


def file_id(path: Path) -> tuple[int, int] | None:
    """Device and inode of a file; `None` when there is none."""
    try:
        stat = os.stat(path)
    except OSError:
        return None
    return stat.st_dev, stat.st_ino


def still_there(connection: Connection, path: Path | None) -> bool:
    """Whether the file that the connection writes is still the one at its path.

    In WAL mode SQLite itself goes on writing a file that was deleted or replaced, and reports success.
    """
    return path is None or connection.info.get(FILE) == file_id(path)


def make_engine(url: URL, busy_seconds: float, *, readers: int = 0) -> Engine:
    """An engine for the one writing connection, or with `readers` > 0 for as many read-only ones."""
    pool: dict[str, Any] = (
        {"poolclass": QueuePool, "pool_size": readers, "max_overflow": 0, "pool_timeout": busy_seconds}
        if readers
        else {"poolclass": NullPool}
    )
    path = sqlite_path(url)
    if path is None:
        return _postgresql(url, busy_seconds, bool(readers), pool)
    return _sqlite(path, busy_seconds, bool(readers), pool)


def _sqlite(path: Path, busy_seconds: float, reads_only: bool, pool: dict[str, Any]) -> Engine:
    def connect() -> sqlite3.Connection:
        # mode=rw: a file that has vanished is told, never quietly made anew and empty.
        name = f"file:{quote(str(path))}?mode=rw"
        return sqlite3.connect(
            name, uri=True, isolation_level=None, check_same_thread=False, timeout=busy_seconds, cached_statements=256
        )

    def prepare(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        entry.info[FILE] = file_id(path)
        cursor = connection.cursor()
        for pragma in _pragmas(reads_only):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begin(connection: Connection) -> None:
        # IMMEDIATE takes the write lock first: a deferred one fails at once when it has to be upgraded.
        connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")

    engine = create_engine("sqlite://", creator=connect, hide_parameters=True, **pool)
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine


def _pragmas(reads_only: bool) -> tuple[str, ...]:
    """WAL with FULL keeps every commit through a loss of power; secure_delete overwrites what is deleted."""
    if reads_only:
        return ("query_only = ON", "foreign_keys = ON")
    return ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON")


def _postgresql(url: URL, busy_seconds: float, reads_only: bool, pool: dict[str, Any]) -> Engine:
    options = f"-c lock_timeout={int(busy_seconds * 1000)} -c timezone=UTC"
    if reads_only:
        options += " -c default_transaction_read_only=on"
    connect_args = {"connect_timeout": CONNECT_SECONDS, "options": options, **KEEPALIVE}
    return create_engine(
        url, hide_parameters=True, connect_args=connect_args, pool_pre_ping=reads_only, use_native_hstore=False, **pool
    )
