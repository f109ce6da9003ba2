"""The store: one writer thread with a transaction per function, readers beside it, and faults told by type."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, RootTransaction, select
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.audit import GENESIS, HEAD, PLACE
from bot.storage.channel import Channel, insert_new
from bot.storage.engines import make_engine, read_url, sqlite_path, still_there
from bot.storage.faults import AWAY, BrokenTransaction, StoreFault, StoreGone, told
from bot.storage.holding import Hold, hold_for
from bot.storage.sealing import IndexKey, KeyFault, Ring
from bot.storage.sweeping import sweep
from bot.storage.tables import BY_NAME
from bot.storage.unit import Unit

T = TypeVar("T")

INDEX = "index"
BUSY_SECONDS = 5.0
READERS = 4
IN_TRANSACTION = 2
"""libpq's PQTRANS_INTRANS: begun, idle, not failed."""

_secrets = BY_NAME["secrets"]
_NEW_SECRET = insert_new(_secrets, "name")
_INDEX = select(_secrets.c.wrapped).where(_secrets.c.name == INDEX)


class Store:
    """The database of one program. It must have been migrated; nothing is opened before the first call."""

    def __init__(self, url: str, ring: Ring, *, busy_seconds: float = BUSY_SECONDS, readers: int = READERS) -> None:
        self._url: URL = read_url(url)
        self._path = sqlite_path(self._url)
        self._folder = None if self._path is None else self._path.parent
        self._ring = ring
        self._writing = make_engine(self._url, busy_seconds)
        self._reading = make_engine(self._url, busy_seconds, readers=readers)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="store-writer")
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="store-reader")
        self._connection: Connection | None = None
        self._index: IndexKey | None = None
        self._closed = False
        self._hold: Hold = hold_for(self._url)

    async def write(self, fn: Callable[[Unit], T]) -> T:
        """Runs `fn` in the writer thread, in one transaction of its own that is durable when this returns.

        Raises a `StoreFault` when nothing was kept; what `fn` itself raises also undoes everything.
        """
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._write, fn)

    async def read(self, fn: Callable[[Unit], T]) -> T:
        """Runs `fn` in a reader thread on one consistent view of the database that cannot be written."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, fn)

    async def hold_bot(self) -> bool:
        """Whether this process holds the bot, taking hold if nobody does; ask again to notice that it was lost."""
        return await asyncio.to_thread(self._hold.take)

    async def scrub(self) -> None:
        """After an erasure: rewrites the database without what was deleted, and empties SQLite's write-ahead log."""
        await asyncio.get_running_loop().run_in_executor(self._writer, self._scrub)

    async def close(self) -> None:
        """Waits for what is under way, then closes all connections and lets go of the bot; again does nothing."""
        if self._closed:
            return
        self._closed = True
        await asyncio.get_running_loop().run_in_executor(self._writer, self._drop_connection)
        for threads in (self._writer, self._readers):
            await asyncio.to_thread(threads.shutdown)
        self._reading.dispose()
        self._writing.dispose()
        self._hold.release()

    def _write(self, fn: Callable[[Unit], T]) -> T:
        try:
            connection = self._connected()
            with self._transaction(connection, writes=True) as channel:
                return fn(Unit(channel))
        except StoreFault:
            self._drop_connection()  # the next write begins on a fresh one
            raise
        except SQLAlchemyError as error:
            self._drop_connection()
            raise told(error, self._folder) from None

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self._writing.connect()
            self._make_secrets(self._connection)
        return self._connection

    def _drop_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError):
                connection.invalidate()
            with suppress(SQLAlchemyError):
                connection.close()

    def _make_secrets(self, connection: Connection) -> None:
        """The index key and the head of the audit chain, made once and in a transaction of their own, so that no
        undone function can take with it a key that is already in use."""
        if self._index is not None:
            self._recognize(connection, self._index)
            return
        with self._transaction(connection, writes=True) as channel:
            found = channel.row(_INDEX)
            if found is None:
                # Of two processes at once one inserts and the other waits for it, then reads the winner's.
                channel.row(_NEW_SECRET, {"name": INDEX, "wrapped": channel.index.wrap(self._ring)})
                head = self._ring.seal(bytes(8) + GENESIS, PLACE)
                channel.row(_NEW_SECRET, {"name": HEAD, "wrapped": head})
                found = channel.row(_INDEX)
        if found is not None:
            self._index = IndexKey.unwrap(found[0], self._ring)

    def _recognize(self, connection: Connection, known: IndexKey) -> None:
        """A connection that is made anew must lead to the database that was open before: into another file that
        somebody put in its place nothing is written, and what comes waits for the right one."""
        try:
            with self._transaction(connection, writes=False) as channel:
                found = channel.row(_INDEX)
                same = found is not None and IndexKey.unwrap(found[0], self._ring).blind("") == known.blind("")
        except AWAY:
            raise
        except (StoreFault, KeyFault):
            same = False
        if not same:
            raise StoreGone("another database lies in the place of the one that was open")

    @contextmanager
    def _transaction(self, connection: Connection, *, writes: bool) -> Iterator[Channel]:
        begun = connection.begin()
        # Without the real index key a fresh one stands in: nothing can have been stored under any yet.
        index = self._index or IndexKey.new()
        channel = Channel(connection, self._ring, index, writes=writes, folder=self._folder)
        try:
            yield channel
            if writes:
                self._check(connection, begun, channel)
                begun.commit()
        finally:
            if begun.is_active:
                with suppress(SQLAlchemyError):
                    begun.rollback()

    def _check(self, connection: Connection, begun: RootTransaction, channel: Channel) -> None:
        """The guard: commits only the very transaction that was begun, in the very file that is still there."""
        if channel.fault is not None:
            raise BrokenTransaction(f"a fault was swallowed, so nothing was kept: {channel.fault}")
        if connection.get_transaction() is not begun or not begun.is_active or not _inside(connection):
            raise BrokenTransaction("the transaction had ended before its function did; nothing was kept")
        if not still_there(connection, self._path):
            raise StoreGone("the database file was removed or replaced while it was open")

    def _read(self, fn: Callable[[Unit], T]) -> T:
        try:
            with self._reader() as connection, self._transaction(connection, writes=False) as channel:
                if self._index is None and (found := channel.row(_INDEX)) is not None:
                    self._index = channel.index = IndexKey.unwrap(found[0], self._ring)
                return fn(Unit(channel))
        except SQLAlchemyError as error:
            raise told(error, self._folder) from None

    def _reader(self) -> Connection:
        """A reader's connection to the file that is there: one that was opened on another file is thrown away."""
        connection = self._reading.connect()
        for _ in range(2):
            if still_there(connection, self._path):
                return connection
            connection.invalidate()
            connection.close()
            self._reading.dispose()
            connection = self._reading.connect()
        connection.close()
        raise StoreGone("the database file was removed or replaced while it was open")

    def _scrub(self) -> None:
        try:
            sweep(self._connected())
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise told(error, self._folder) from None
        finally:
            self._drop_connection()


def _inside(connection: Connection) -> bool:
    """Whether the driver too says that a transaction is open, and not an aborted one (which PostgreSQL would 'commit'
    by rolling back without a word)."""
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "postgresql":
        return bool(driver.info.transaction_status == IN_TRANSACTION)
    return bool(getattr(driver, "in_transaction", False))
