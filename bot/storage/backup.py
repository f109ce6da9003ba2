"""An encrypted copy of the whole database, made while others write, without a readable byte of it on any disk.

The file: the line `companion backup 1`, 16 random bytes, then pieces. A piece is 4 bytes of length (big-endian) and so
many bytes sealed as in `sealing`; its place names the random bytes, its number and whether it is the last, so that a
piece that was altered, left out, moved or taken from another copy does not open. Opened and put together the pieces are
lines of JSON: first `{"revision", "made_at"}`, then each table's `{"table", "columns"}` followed by its rows as lists.
Bytes are `{"b": base64}`, moments `{"t": ISO 8601}`. The numbers that were given last (`sqlite_sequence`, or the
sequences of PostgreSQL) are a table like the others.
"""

import json
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, Executable, inspect, literal_column, select, table, text

from bot.storage.engines import make_engine, read_url
from bot.storage.sealing import Ring, SealBroken

HEAD = b"companion backup 1\n"
SALT_BYTES, LENGTH_BYTES = 16, 4
PIECE = 1024 * 1024
"""Bytes of one sealed piece, about: copying takes no more memory, however large the database is."""
ROWS_AT_ONCE = 500
BUSY_SECONDS = 30.0
NAME = re.compile(r"companion-.*(\d{8}T\d{6})Z\.backup")
STAMP = "%Y%m%dT%H%M%S"
SEQUENCES = "SELECT sequencename AS name, last_value AS seq FROM pg_sequences WHERE schemaname = current_schema()"

Row = list[object]


class NoBackup(ValueError):
    """The file is no whole copy that these keys open."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a copy, with its rows in the order of `columns`."""

    name: str
    columns: list[str]
    rows: list[Row]


def make(url: str, ring: Ring, folder: Path, what: str, now: datetime) -> Path:
    """Writes a copy into the folder, as `companion-WHAT-MOMENT.backup`; raises `OSError` when it cannot. A copy that
    was not finished is never left behind under that name."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"companion-{what}-{now.astimezone(UTC):{STAMP}}Z.backup"
    unfinished = path.with_suffix(".unfinished")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            _write(file, _lines(url, now), ring)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()
    return path


def prune(folder: Path, now: datetime, days: int) -> list[Path]:
    """Removes the copies that are older than so many days, the newest one never: a wrong clock must not take all."""
    found = sorted((match[1], path) for path in folder.glob("companion-*.backup") if (match := NAME.match(path.name)))
    before = f"{now.astimezone(UTC) - timedelta(days=days):{STAMP}}"
    old = [path for stamp, path in found[:-1] if stamp < before]
    for path in old:
        path.unlink()
    return old


def read(path: Path, ring: Ring) -> Iterator[Table]:
    """The tables of a copy; `NoBackup` when a byte of it is missing or other than it was."""
    lines = (line for piece in _open(path, ring) for line in piece.splitlines())  # a piece ends where a line ends
    next(lines, None)  # when it was made, and of which revision
    present: Table | None = None
    for line in lines:
        found = json.loads(line, object_hook=_value)
        if present is not None and isinstance(found, list):
            present.rows.append(found)
            continue
        if present is not None:
            yield present
        present = Table(found["table"], found["columns"], [])
    if present is not None:
        yield present


# -- lines -----------------------------------------------------------------------------------------------------


def _lines(url: str, now: datetime) -> Iterator[bytes]:
    """All rows of all tables as they were at one moment."""
    engine = make_engine(read_url(url), BUSY_SECONDS, readers=1)
    try:
        with engine.connect() as connection:
            sqlite = connection.dialect.name == "sqlite"
            if not sqlite:  # in SQLite's journal a reader sees one moment anyway
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            names = sorted(inspect(connection).get_table_names())
            revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            yield _json({"revision": revision, "made_at": now})
            for name in names:
                yield from _rows(connection, name, select(literal_column("*")).select_from(table(name)))
            last = "SELECT name, seq FROM sqlite_sequence" if sqlite else SEQUENCES
            yield from _rows(connection, "sqlite_sequence" if sqlite else "pg_sequences", text(last))
    finally:
        engine.dispose()


def _rows(connection: Connection, name: str, question: Executable) -> Iterator[bytes]:
    result = connection.execution_options(stream_results=True, yield_per=ROWS_AT_ONCE).execute(question)
    yield _json({"table": name, "columns": list(result.keys())})
    for row in result:
        yield _json(list(row))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain).encode() + b"\n"


def _plain(value: object) -> dict[str, str]:
    if isinstance(value, bytes | bytearray | memoryview):
        return {"b": b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    raise TypeError(f"a copy holds no {type(value).__name__}")


def _value(found: dict[str, Any]) -> object:
    if found.keys() == {"b"}:
        return b64decode(found["b"])
    return datetime.fromisoformat(found["t"]) if found.keys() == {"t"} else found


# -- pieces ----------------------------------------------------------------------------------------------------


def _write(file: BinaryIO, lines: Iterator[bytes], ring: Ring) -> None:
    salt = os.urandom(SALT_BYTES)
    file.write(HEAD + salt)
    number, piece = 0, bytearray()
    for line in lines:
        piece += line
        if len(piece) >= PIECE:
            _write_piece(file, ring.seal(bytes(piece), _place(salt, number, last=False)))
            number, piece = number + 1, bytearray()
    _write_piece(file, ring.seal(bytes(piece), _place(salt, number, last=True)))


def _write_piece(file: BinaryIO, sealed: bytes) -> None:
    file.write(len(sealed).to_bytes(LENGTH_BYTES, "big") + sealed)


def _place(salt: bytes, number: int, *, last: bool) -> str:
    return f"backup.{salt.hex()}.{number}{'.last' if last else ''}"


def _open(path: Path, ring: Ring) -> Iterator[bytes]:
    with path.open("rb") as file:
        if file.read(len(HEAD)) != HEAD:
            raise NoBackup(f"{path} is no backup of this program")
        salt, number = file.read(SALT_BYTES), 0
        sealed = _read_piece(file)
        while sealed:
            following = _read_piece(file)
            try:
                yield ring.open(sealed, _place(salt, number, last=not following))
            except SealBroken:
                raise NoBackup(f"{path} is damaged, cut short, or of other keys") from None
            sealed, number = following, number + 1
    if not number:
        raise NoBackup(f"{path} is cut short")


def _read_piece(file: BinaryIO) -> bytes:
    """The next piece, empty at the end; one that is cut short does not open."""
    return file.read(int.from_bytes(file.read(LENGTH_BYTES), "big"))
