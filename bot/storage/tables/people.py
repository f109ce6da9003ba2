"""People: who they are to the program, how they are reached, what they agreed to."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from bot.storage.tables.base import NEVER_AGAIN, Base


class PeopleTable(Base, table=True):
    """One row a human being. `state`: invited, active, paused, unreachable, discharged. `notices`: discreet, open.
    Times of day are HH:MM in the person's zone; `handle` is a staff member's unique short name; of the prompts that are
    due every `prompts_every`-th is sent; `sessions_paused`: a pause silences session reminders too."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("code"), UniqueConstraint("handle"), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    code: str
    handle: str | None
    state: str
    language: str
    timezone: str
    checkin_time: str
    checkin_on: bool
    quiet_from: str
    quiet_to: str
    notices: str
    phase: str
    is_test: bool
    prompts_every: int
    paused_until: datetime | None
    sessions_paused: bool
    enrolled_at: datetime | None
    discharged_at: datetime | None
    name_s: bytes | None
    initials_s: bytes | None


class ChatsTable(Base, table=True):
    """The private chat of a person. `not_before`: Telegram asked us to wait until then (429)."""

    __tablename__ = "chats"
    __table_args__ = (UniqueConstraint("chat_ix"),)

    person: int = Field(primary_key=True, foreign_key="people.id", sa_column_kwargs={"autoincrement": False})
    chat_ix: bytes
    id_s: bytes
    last_message_id: int | None = Field(sa_type=BigInteger)
    blocked_at: datetime | None
    not_before: datetime | None


class RolesTable(Base, table=True):
    """Who may do what, from when to when: participant, family, counselor, editor, admin."""

    __tablename__ = "roles"
    __table_args__ = (Index(None, "person", "role"),)

    id: int | None = Field(default=None, primary_key=True)
    person: int = Field(foreign_key="people.id")
    role: str
    since: datetime
    until: datetime | None


class AssignmentsTable(Base, table=True):
    """Which counselor looks after which participant; several at a time are a cover or a team."""

    __tablename__ = "assignments"
    __table_args__ = (Index(None, "counselor", "until"), Index(None, "participant"))

    id: int | None = Field(default=None, primary_key=True)
    participant: int = Field(foreign_key="people.id")
    counselor: int = Field(foreign_key="people.id")
    since: datetime
    until: datetime | None


class HistoryTable(Base, table=True):
    """Append-only: every change of a person's field. Values of sealed fields are not kept here."""

    __tablename__ = "history"
    __table_args__ = (Index(None, "person", "field"),)

    id: int | None = Field(default=None, primary_key=True)
    person: int = Field(foreign_key="people.id")
    field: str
    old: str | None
    new: str | None
    at: datetime
    by: int | None = Field(foreign_key="people.id")


class InvitesTable(Base, table=True):
    """Single-use invitations; only the code's hash is kept. `person`: who is invited (a new phone, or named before);
    `about`: the participant whose family it is; `claimed_ix`: the chat that used it."""

    __tablename__ = "invites"
    __table_args__ = (UniqueConstraint("code_hash"), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    code_hash: bytes
    role: str
    person: int | None = Field(foreign_key="people.id")
    about: int | None = Field(foreign_key="people.id")
    counselor: int | None = Field(foreign_key="people.id")
    group: str | None
    language: str | None
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    claimed_at: datetime | None
    claimed_ix: bytes | None


class InviteTriesTable(Base, table=True):
    """Wrong codes by chat, against guessing."""

    __tablename__ = "invite_tries"

    chat_ix: bytes = Field(primary_key=True)
    tries: int
    first_at: datetime
    locked_until: datetime | None


class ConsentsTable(Base, table=True):
    """Append-only: each consent given and each withdrawal is a row of its own (`act`: given, withdrawn).
    `recipient` names who may see it (42 CFR 2.31), empty for the program's own staff."""

    __tablename__ = "consents"
    __table_args__ = (Index(None, "person", "purpose"),)

    id: int | None = Field(default=None, primary_key=True)
    person: int = Field(foreign_key="people.id")
    purpose: str
    recipient: str
    act: str
    text_version: str
    text_digest: str
    language: str
    at: datetime
    expires_at: datetime | None
