"""Making the tables and bringing them up to date: Alembic, run by the program itself."""

import os
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.engines import ADVISORY_KEY, make_engine, read_url, sqlite_path
from bot.storage.faults import told
from bot.storage.tables import metadata

BUSY_SECONDS = 30.0
"""A migration may have to wait for the running bot's transaction, and for another migration to end."""


HEAD = "r0003"
"""The newest revision of `versions/` (a test compares): a database that has it needs no Alembic, which costs a start
90 ms and 11 MB."""


def current_revision(url: str) -> str | None:
    """The database's revision; `None` when it is empty or not there yet."""
    parsed = read_url(url)
    path = sqlite_path(parsed)
    if path is not None and not path.exists():
        return None
    engine = make_engine(parsed, BUSY_SECONDS, readers=1)  # it must not wait for who writes
    try:
        with engine.connect() as connection:
            return _revision(connection)
    except SQLAlchemyError as error:
        raise told(error, None if path is None else path.parent) from None
    finally:
        engine.dispose()


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return None if row is None else str(row[0])


def migrate(url: str, revision: str = "head", before: Callable[[str], None] | None = None) -> str:
    """Brings the database to a revision, all or nothing, making file and folder first; returns the revision. `before`
    is called with the old revision when people are in the database and nothing has been changed yet: what it raises
    leaves everything as it is."""
    if revision == "head" and current_revision(url) == HEAD:
        return HEAD
    parsed = read_url(url)
    path = sqlite_path(parsed)
    if path is not None:
        _make_file(path)
    engine = make_engine(parsed, BUSY_SECONDS)
    try:
        with engine.connect() as connection:
            if path is not None:
                # A table copied by a batch operation is dropped under its children; this cannot be set inside one.
                _driver_execute(connection, "PRAGMA foreign_keys = OFF")
            with connection.begin():
                if path is None:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_KEY + 1})
                if revision == "head" and not inspect(connection).get_table_names():
                    _make_all(connection)
                else:
                    _upgrade(connection, revision, before)
                return _revision(connection) or ""
    except SQLAlchemyError as error:
        raise told(error, None if path is None else path.parent) from None
    finally:
        engine.dispose()


def _upgrade(connection: Connection, revision: str, before: Callable[[str], None] | None) -> None:
    from bot.storage.migrations.upgrading import upgrade  # here: most starts have nothing to migrate

    old = _revision(connection)
    if before is not None and old not in (None, HEAD) and _has_people(connection):
        before(str(old))
    upgrade(connection, revision)


def _has_people(connection: Connection) -> bool:
    return connection.execute(text("SELECT 1 FROM people LIMIT 1")).first() is not None


def _make_all(connection: Connection) -> None:
    """An empty database gets the newest tables at once, as all revisions together make them (a test compares)."""
    metadata.create_all(connection)
    connection.execute(
        text(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
            " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
    )
    connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": HEAD})


def _make_file(path: Path) -> None:
    """An empty database that only its owner may read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _driver_execute(connection: Connection, statement: str) -> None:
    cursor = connection.connection.cursor()
    cursor.execute(statement)
    cursor.close()
