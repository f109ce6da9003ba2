"""Runs: what a person is led through, what they answered, and which version of which file they saw."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from bot.storage.tables.base import NEVER_AGAIN, Base


def _where(condition: str) -> dict[str, Any]:
    """A partial index on both databases."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class ActivityVersionsTable(Base, table=True):
    """Each text of an activity that was ever offered; a run keeps the one it began with. Content, no personal data."""

    __tablename__ = "activity_versions"
    __table_args__ = (UniqueConstraint("activity", "language", "digest"), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    activity: str
    language: str
    digest: str
    source: str = Field(sa_type=Text)
    first_seen: datetime
    current: bool


class RunsTable(Base, table=True):
    """One way through an activity. `subject`: the meeting or the activity it is about; `occurrence`: the program day
    or the meeting's original start; `position`: the player's, as JSON without any text of the person; open while
    `outcome` is null (finished, expired, left, switched); `neutral_at`: when the page becomes a neutral card."""

    __tablename__ = "runs"
    __table_args__ = (
        Index(
            "uq_runs_prompt", "person", "activity", "subject", "occurrence", "part", unique=True, **_where("prompted")
        ),
        Index("uq_runs_open", "person", "activity", "subject", unique=True, **_where("outcome IS NULL")),
        Index("ix_runs_wake", "wake_at", **_where("wake_at IS NOT NULL")),
        Index("ix_runs_neutral", "neutral_at", **_where("neutral_at IS NOT NULL")),
        Index("ix_runs_day", "person", "activity", "occurrence"),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True)
    person: int = Field(foreign_key="people.id")
    activity: str
    subject: str
    version: int = Field(foreign_key="activity_versions.id")
    prompted: bool
    occurrence: str
    part: int
    parent: int | None = Field(foreign_key="runs.id")
    position: str = Field(sa_type=Text)
    message_id: int | None = Field(sa_type=BigInteger)
    shown_digest: str | None
    offered_at: datetime | None
    started_at: datetime | None
    touched_at: datetime
    finished_at: datetime | None
    outcome: str | None
    wake_at: datetime | None
    neutral_at: datetime | None


class AnswersTable(Base, table=True):
    """One row per write; the newest of a (run, question) counts. `number`, `choice` (also times, dates, zones and
    comma-joined ids) or `text_s`; all null when skipped. `status`: answered, skipped, changed."""

    __tablename__ = "answers"
    __table_args__ = (
        Index("ix_answers_run", "run", "question", "id"),
        # Holds all that a condition on history reads, so that the rows themselves are not touched.
        Index(
            "ix_answers_history",
            "person",
            "activity",
            "question",
            "local_date",
            "run",
            "id",
            "number",
            "choice",
            "status",
        ),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True)
    run: int = Field(foreign_key="runs.id")
    person: int = Field(foreign_key="people.id")
    activity: str
    question: str
    number: int | None
    choice: str | None
    text_s: bytes | None
    status: str
    late: bool
    answered_at: datetime
    local_date: date


class PlanItemsTable(Base, table=True):
    """Which answers make up a section of the person's plan; the words stay in `answers`, sealed."""

    __tablename__ = "plan_items"
    __table_args__ = (Index(None, "person", "section"),)

    id: int | None = Field(default=None, primary_key=True)
    person: int = Field(foreign_key="people.id")
    section: str
    answer: int = Field(foreign_key="answers.id")
    at: datetime


class RecallsTable(Base, table=True):
    """A question of a lesson that comes back: on which step of the ladder it stands and when it is due (null: kept, or
    at rest); `asked` counts the times in a row that nobody answered."""

    __tablename__ = "recalls"
    __table_args__ = (
        UniqueConstraint("person", "activity", "question", name="uq_recalls_question"),
        Index(None, "person", "due"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person: int = Field(foreign_key="people.id")
    activity: str
    question: str
    step: int
    due: date | None
    asked: int


class FiringsTable(Base, table=True):
    """Each time a rule fired for a person, with the newest answer it had read and the program day."""

    __tablename__ = "firings"
    __table_args__ = (Index(None, "person", "rule", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    person: int = Field(foreign_key="people.id")
    rule: str
    at: datetime
    answer_id: int | None
    day: date


class HeldTextsTable(Base, table=True):
    """Free text that nobody asked for, kept 24 h so that the person may still send it to their counselor."""

    __tablename__ = "held_texts"
    __table_args__ = (Index(None, "expires_at"), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    person: int = Field(foreign_key="people.id")
    text_s: bytes
    at: datetime
    expires_at: datetime
