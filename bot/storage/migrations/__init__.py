"""Making the tables and bringing them up to date: Alembic, run by the program itself."""

import os
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.engines import make_engine, read_url, sqlite_path
from bot.storage.faults import told
from bot.storage.holding import ADVISORY_KEY

FOLDER = Path(__file__).parent
BUSY_SECONDS = 30.0
"""A migration may have to wait for the running bot's transaction, and for another migration to end."""


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    # Alembic reads its settings through configparser, to which a single % means something else.
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def head_revision() -> str:
    """The newest revision that this program knows."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise LookupError("the program holds no migrations")
    return head


def current_revision(url: str) -> str | None:
    """The database's revision; `None` when it is empty or not there yet."""
    parsed = read_url(url)
    path = sqlite_path(parsed)
    if path is not None and not path.exists():
        return None
    engine = make_engine(parsed, BUSY_SECONDS)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError as error:
        raise told(error, None if path is None else path.parent) from None
    finally:
        engine.dispose()


def migrate(url: str, revision: str = "head") -> str:
    """Brings the database to a revision, all or nothing, making file and folder first; returns the revision."""
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
                command.upgrade(_config(connection), revision)
                return MigrationContext.configure(connection).get_current_revision() or ""
    except SQLAlchemyError as error:
        raise told(error, None if path is None else path.parent) from None
    finally:
        engine.dispose()


def _make_file(path: Path) -> None:
    """An empty database that only its owner may read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _driver_execute(connection: Connection, statement: str) -> None:
    cursor = connection.connection.cursor()
    cursor.execute(statement)
    cursor.close()
