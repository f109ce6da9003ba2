"""What all tables share: one catalogue of names, so that every constraint can be found again by a migration."""

from sqlalchemy import MetaData
from sqlmodel import SQLModel

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

NEVER_AGAIN = {"sqlite_autoincrement": True}
"""For tables whose numbers travel in buttons and links: SQLite would give the number of a deleted row to a new one."""


class Base(SQLModel):
    """The parent of every table. A column whose name ends in `_s` is sealed, in `_ix` a keyed hash."""

    metadata = metadata
