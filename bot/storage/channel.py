"""The one way from storage's verbs to the database: runs a statement, remembers a fault, seals and opens."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Executable, Row, Table, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.faults import BrokenTransaction, StoreFault, told
from bot.storage.sealing import IndexKey, Ring

AnyRow = Row[*tuple[Any, ...]]
Params = Mapping[str, Any] | Sequence[Mapping[str, Any]]
Insert = sqlite.Insert | postgresql.Insert
Both = Mapping[str, Executable]
"""A statement in the dialects of both databases, by their names: each has an ON CONFLICT of its own."""


def both(build: Callable[[Any], Executable]) -> Both:
    """The statement that `build` makes out of each dialect's `insert`."""
    return {"sqlite": build(sqlite.insert), "postgresql": build(postgresql.insert)}


def insert_new(table: Table, key: str) -> Both:
    """An insert that quietly adds nothing where a unique row is already there; returns the new row's `key`."""
    return both(lambda insert: insert(table).on_conflict_do_nothing().returning(table.c[key]))


class Channel:
    """One transaction's connection. After a fault nothing more is taken: SQLite may by then have rolled back on its
    own and would keep each further statement as a transaction of its own."""

    __slots__ = ("_connection", "_folder", "fault", "index", "ring", "writes")

    def __init__(
        self, connection: Connection, ring: Ring, index: IndexKey, *, writes: bool, folder: Path | None
    ) -> None:
        self._connection = connection
        self._folder = folder
        self.ring = ring
        self.index = index
        self.writes = writes
        self.fault: StoreFault | None = None

    def _run(self, statement: Executable | Both, params: Params | None) -> CursorResult[*tuple[Any, ...]]:
        if self.fault is not None:
            raise BrokenTransaction(f"a fault was swallowed before: {self.fault}")
        chosen = statement[self._connection.dialect.name] if isinstance(statement, Mapping) else statement
        result = self._connection.execute(chosen, params)
        if not isinstance(result, CursorResult):
            raise TypeError("storage's statements return rows of a cursor")
        return result

    def _failed(self, error: SQLAlchemyError) -> StoreFault:
        self.fault = told(error, self._folder)
        return self.fault

    def rows(self, statement: Executable | Both, params: Params | None = None) -> Sequence[AnyRow]:
        """All rows of a question."""
        try:
            return self._run(statement, params).fetchall()
        except SQLAlchemyError as error:
            raise self._failed(error) from None

    def row(self, statement: Executable | Both, params: Params | None = None) -> AnyRow | None:
        """The first row of a question, if any."""
        try:
            return self._run(statement, params).first()
        except SQLAlchemyError as error:
            raise self._failed(error) from None

    def change(self, statement: Executable | Both, params: Params | None = None) -> int:
        """How many rows a statement changed."""
        try:
            return self._run(statement, params).rowcount
        except SQLAlchemyError as error:
            raise self._failed(error) from None

    def add(self, table: Table, values: Mapping[str, Any]) -> int:
        """A new row; its number."""
        try:
            key = self._run(insert(table), values).inserted_primary_key
        except SQLAlchemyError as error:
            raise self._failed(error) from None
        return int(key[0]) if key and key[0] is not None else 0

    def add_new(self, statement: Both, values: Mapping[str, Any]) -> int | None:
        """The number of the row that an `insert_new` added; `None` when it was there already."""
        row = self.row(statement, values)
        return None if row is None else int(row[0])

    def seal(self, text: str, column: str, person: int) -> bytes:
        """Text sealed for `table.column` of a person."""
        return self.ring.seal(text, f"{column}.{person}")  # as `aad` writes it

    def open(self, sealed: bytes, column: str, person: int) -> str:
        """Text again; `SealBroken` when it does not belong there."""
        return self.ring.open_text(sealed, f"{column}.{person}")

    def blind(self, kind: str, value: int | str) -> bytes:
        """The keyed hash by which a value of a kind is found again."""
        return self.index.blind(f"{kind}:{value}")


class Verbs:
    """The parent of the questions and verbs of one noun."""

    __slots__ = ("_channel",)

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
