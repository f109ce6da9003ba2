"""Work: what is to be sent, what staff have to look at, what was said between a person and their counselor."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from bot.storage.tables.base import NEVER_AGAIN, Base

DUE = text("state = 'due'")
LATEST_DUE = text("policy = 'latest' AND state = 'due'")
OPEN = text("closed_at IS NULL")


class DeliveriesTable(Base, table=True):
    """One row a message to be sent. `policy`: latest, at_most_once, at_least_once. `state`: due, sending, sent,
    uncertain, failed, expired; `ended_at`: since when one of the last three. `args` is JSON without personal data;
    `revision` tells a page from an older one."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("person", "purpose", "subject", "occurrence", "part", name="uq_deliveries_prompt"),
        Index(
            "uq_deliveries_latest",
            "person",
            "subject",
            unique=True,
            sqlite_where=LATEST_DUE,
            postgresql_where=LATEST_DUE,
        ),
        Index("ix_deliveries_due", "lane", "due_at", sqlite_where=DUE, postgresql_where=DUE),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True)
    person: int = Field(foreign_key="people.id")
    purpose: str
    subject: str
    occurrence: str
    part: int
    policy: str
    lane: int
    args: str = Field(sa_type=Text)
    queued_at: datetime
    due_at: datetime
    expires_at: datetime | None
    not_before: datetime | None
    state: str
    attempts: int
    revision: int
    sent_at: datetime | None
    opened_at: datetime | None
    done_at: datetime | None
    ended_at: datetime | None
    message_id: int | None = Field(sa_type=BigInteger)
    error: str | None


class AlertsTable(Base, table=True):
    """One open row per person and rule; what happens again meanwhile is counted. `reason` is a key of notices.ftl
    with its numbers as JSON, never the person's words. `state`: open, seen, acknowledged, closed. `level`: 0 while
    those who look after the person were told, 1 since the next member of staff was, 2 since the administrators were."""

    __tablename__ = "alerts"
    __table_args__ = (
        Index("uq_alerts_open", "person", "rule", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_alerts_step", "next_step_at", sqlite_where=OPEN, postgresql_where=OPEN),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True)
    person: int = Field(foreign_key="people.id")
    rule: str
    kind: str
    reason: str = Field(sa_type=Text)
    state: str
    holder: int | None = Field(foreign_key="people.id")
    level: int
    repeats: int
    raised_at: datetime
    last_at: datetime
    delivered_at: datetime | None
    escalated_at: datetime | None
    seen_at: datetime | None
    next_step_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: int | None = Field(foreign_key="people.id")
    closed_at: datetime | None


class MessagesTable(Base, table=True):
    """Between a participant and staff. `direction`: to_staff, to_participant."""

    __tablename__ = "messages"
    __table_args__ = (Index(None, "participant", "id"), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    participant: int = Field(foreign_key="people.id")
    direction: str
    staff: int | None = Field(foreign_key="people.id")
    body_s: bytes
    sent_at: datetime
    read_at: datetime | None


class ReviewsTable(Base, table=True):
    """Up to which answer a counselor has looked at a person's record."""

    __tablename__ = "reviews"
    __table_args__ = (Index(None, "person", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    person: int = Field(foreign_key="people.id")
    staff: int = Field(foreign_key="people.id")
    upto_answer: int
    at: datetime
