"""Alembic, run by the program itself; imported only when there is something to migrate."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

FOLDER = Path(__file__).parent


def configure(connection: Connection | None = None) -> Config:
    """Alembic's settings, made here rather than read from a file."""
    config = Config()
    # Alembic reads its settings through configparser, to which a single % means something else.
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, revision: str) -> None:
    """Brings the database to a revision, in the connection's transaction."""
    command.upgrade(configure(connection), revision)


def head_revision() -> str:
    """The newest revision that this program knows."""
    head = ScriptDirectory.from_config(configure()).get_current_head()
    if head is None:
        raise LookupError("the program holds no migrations")
    return head
