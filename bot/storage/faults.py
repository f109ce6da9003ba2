"""What can go wrong with the database, told apart by type, so that nobody above storage knows a driver.

The texts are made from fixed words, result codes and constraint names only: drivers put values into theirs
(PostgreSQL's "Key (code)=(…) already exists"), and those must not reach a log.
"""

import shutil
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from sqlalchemy.exc import DBAPIError, StatementError

if TYPE_CHECKING:
    import psycopg

FULL_BELOW = 64 * 1024
"""Bytes: with less room than this an input/output error is taken for a full disk."""


class StoreFault(Exception):
    """The database did not do what was asked, and nothing of the transaction was kept."""


class StoreBusy(StoreFault):
    """Someone else holds the lock for longer than the busy time-out; trying again later helps."""


class StoreFull(StoreFault):
    """The disk has no room left."""


class StoreGone(StoreFault):
    """The file or the server cannot be reached, read or written."""


class StoreRefused(StoreFault):
    """A constraint or a type was broken: a fault of ours, which trying again does not mend."""


class BrokenTransaction(StoreFault):
    """A database fault was swallowed inside a transaction: kept on, it would report success and store nothing."""


AWAY = (StoreBusy, StoreFull, StoreGone)
"""Faults that pass: trying again later helps. All others are ours, and trying again does not mend them."""


def told(error: Exception, folder: Path | None) -> StoreFault:
    """The fault that an error of the driver or of SQLAlchemy means; `folder` is the SQLite file's."""
    orig = error.orig if isinstance(error, StatementError) else error
    if isinstance(orig, sqlite3.Error):
        return _of_sqlite(orig, folder)
    if _is_postgresql(orig):
        return _of_postgresql(orig)
    if isinstance(error, StatementError) and not isinstance(error, DBAPIError):
        return StoreRefused(f"a value of the wrong kind for its column ({type(orig).__name__})")
    return StoreFault(f"the database layer failed ({type(error).__name__})")


def _of_sqlite(error: sqlite3.Error, folder: Path | None) -> StoreFault:
    code = getattr(error, "sqlite_errorcode", None) or sqlite3.SQLITE_ERROR
    name = getattr(error, "sqlite_errorname", None) or type(error).__name__
    primary = code & 0xFF  # extended result codes keep the primary one in the low byte (sqlite.org/rescode.html)
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusy(f"the database is locked by another process ({name})")
    if primary == sqlite3.SQLITE_FULL:
        return StoreFull(f"the disk is full ({name})")
    if primary == sqlite3.SQLITE_IOERR and _is_full(folder):
        return StoreFull(f"the disk is full ({name})")
    if primary in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM):
        return StoreGone(f"the database file cannot be opened, read or written ({name})")
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return StoreGone(f"the database file is damaged ({name}); restore the last backup")
    if primary == sqlite3.SQLITE_CONSTRAINT:
        return StoreRefused(f"a constraint was broken ({name})")
    return StoreFault(f"the database failed ({name})")


def _is_full(folder: Path | None) -> bool:
    """WAL's shared memory file reports a full disk as an input/output error, so we look for ourselves."""
    try:
        return folder is not None and shutil.disk_usage(folder).free < FULL_BELOW
    except OSError:
        return False


def _is_postgresql(error: BaseException | None) -> "TypeGuard[psycopg.Error]":
    """PostgreSQL's driver (9 MB) is only there where it is used, and no error of it can come from elsewhere."""
    driver = sys.modules.get("psycopg")
    return driver is not None and isinstance(error, driver.Error)


def _of_postgresql(error: "psycopg.Error") -> StoreFault:
    """SQLSTATE classes as in PostgreSQL's appendix A."""
    state = error.sqlstate
    if state is None or state[:2] in ("08", "28", "3D") or state in ("53300", "25006") or state[:3] == "57P":
        # 25006: a fail-over has made this server a read-only standby.
        return StoreGone(f"the database server cannot be reached or written ({state or type(error).__name__})")
    if state in ("55P03", "40P01", "40001", "57014"):
        return StoreBusy(f"the database is locked by another process ({state})")
    if state == "53100":
        return StoreFull(f"the database server's disk is full ({state})")
    if state[:2] in ("22", "23"):
        return StoreRefused(f"a constraint was broken ({state}, {error.diag.constraint_name or 'no name'})")
    return StoreFault(f"the database failed ({state})")
