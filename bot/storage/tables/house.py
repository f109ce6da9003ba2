"""The house's own books: updates already done, nightly chores, wrapped secrets, the audit log."""

from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from bot.storage.tables.base import Base


class UpdatesDoneTable(Base, table=True):
    """Telegram updates whose effects are stored; written in the same transaction as these, kept 7 days."""

    __tablename__ = "updates_done"
    __table_args__ = (Index(None, "at"),)

    update_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    at: datetime


class ChoresTable(Base, table=True):
    """Nightly work: a row, never a timer."""

    __tablename__ = "chores"

    name: str = Field(primary_key=True)
    next_at: datetime


class SecretsTable(Base, table=True):
    """Secrets wrapped by the key ring: `index`, the key of the keyed hashes; `audit`, the head of the audit chain."""

    __tablename__ = "secrets"

    name: str = Field(primary_key=True)
    wrapped: bytes


class AuditTable(Base, table=True):
    """Who looked at or changed what; codes only. `hash` covers the line and `prev`, so the lines form one chain."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "subject"),)

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime
    who: str
    role: str
    action: str
    subject: str
    prev: bytes
    hash: bytes
