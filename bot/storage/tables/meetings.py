"""Meetings: groups with their recurrence, individual appointments, who belongs, who came. People read 'session'."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from bot.storage.tables.base import NEVER_AGAIN, Base


class GroupsTable(Base, table=True):
    """A group by its short name. `rrule` is an iCalendar recurrence rule, reckoned from `start_local` (an ISO local
    time without an offset) in the zone `timezone`: a group at six stays at six when the clocks change."""

    __tablename__ = "groups"
    __table_args__ = (UniqueConstraint("name"), NEVER_AGAIN)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    title: str
    rrule: str
    start_local: str
    timezone: str
    minutes: int
    facilitator: int | None = Field(foreign_key="people.id")
    place_s: bytes | None
    made_at: datetime
    ended_at: datetime | None


class MembersTable(Base, table=True):
    """Who belongs to a group, from when to when."""

    __tablename__ = "members"
    __table_args__ = (Index(None, "group", "until"), Index(None, "person", "until"))

    id: int | None = Field(default=None, primary_key=True)
    group: int = Field(foreign_key="groups.id")
    person: int = Field(foreign_key="people.id")
    since: datetime
    until: datetime | None


class MeetingsTable(Base, table=True):
    """One session: of a group, or of one participant with a member of staff. `occurrence` is its original local start
    (iCalendar's RECURRENCE-ID) in `timezone` and never changes; `starts_at` is when it takes place now; `part` counts
    its moves. `state`: planned, cancelled."""

    __tablename__ = "meetings"
    __table_args__ = (
        Index("uq_meetings_occurrence", "group", "occurrence", unique=True),
        Index(None, "starts_at"),
        Index(None, "participant", "starts_at"),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, primary_key=True)
    group: int | None = Field(foreign_key="groups.id")
    participant: int | None = Field(foreign_key="people.id")
    staff: int | None = Field(foreign_key="people.id")
    occurrence: str
    timezone: str
    starts_at: datetime
    minutes: int
    state: str
    part: int
    made_at: datetime
    changed_at: datetime


class AttendanceTable(Base, table=True):
    """What a person said before a session and whether they came. `rsvp`: yes, late, no; `reason`: ride, child_care,
    work, health, other; `attended`: present, absent, excused, empty while nobody has marked it."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting", "person", name="uq_attendance_meeting"), Index(None, "person"))

    id: int | None = Field(default=None, primary_key=True)
    meeting: int = Field(foreign_key="meetings.id")
    person: int = Field(foreign_key="people.id")
    rsvp: str | None
    minutes_late: int | None
    reason: str | None
    rsvp_at: datetime | None
    attended: str | None
    marked_by: int | None = Field(foreign_key="people.id")
    marked_at: datetime | None
