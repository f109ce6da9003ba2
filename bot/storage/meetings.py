"""Meetings: single sessions of groups and with one person, and who said what and came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select, update

from bot.storage.channel import Verbs, insert_new
from bot.storage.groups import belongs_at
from bot.storage.tables import BY_NAME

_meetings, _attendance = BY_NAME["meetings"], BY_NAME["attendance"]
_members, _groups = BY_NAME["members"], BY_NAME["groups"]
_c, _a = _meetings.c, _attendance.c

UNMARKED_FOR = timedelta(days=14)
"""So far back attendance that nobody marked is asked for; after that nobody remembers."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One session: of a group (`group`), or of one `participant` with `staff`. `occurrence` is its original local start
    in `timezone`; `starts_at` is when it takes place now; `part` counts its moves. `state`: planned, cancelled."""

    id: int
    group: int | None
    participant: int | None
    staff: int | None
    occurrence: str
    timezone: str
    starts_at: datetime
    minutes: int
    state: str
    part: int
    made_at: datetime
    changed_at: datetime

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    def is_ahead(self, now: datetime) -> bool:
        """Whether it is still to come: then it can be answered, moved and cancelled."""
        return self.state == "planned" and self.starts_at > now

    def has_begun(self, now: datetime) -> bool:
        """Whether it takes place or took place: then it can be marked who came."""
        return self.state == "planned" and self.starts_at <= now

    @property
    def subject(self) -> str:
        """What runs and deliveries about it are about."""
        return f"meeting:{self.id}"


@dataclass(frozen=True, slots=True)
class Attendance:
    """`rsvp`: yes, late, no; `reason`: ride, child_care, work, health, other; `attended`: present, absent, excused,
    `None` while nobody has marked it."""

    id: int
    meeting: int
    person: int
    rsvp: str | None
    minutes_late: int | None
    reason: str | None
    rsvp_at: datetime | None
    attended: str | None
    marked_by: int | None
    marked_at: datetime | None


_COLUMNS = [_c[name] for name in Meeting.__slots__]
_SHEET = [_a[name] for name in Attendance.__slots__]
_NEW = insert_new(_meetings, "id")
_NEW_LINE = insert_new(_attendance, "id")
_PLANNED = _c.state == "planned"


_BELONGS = exists().where(
    _members.c.group == _c.group, _members.c.person == bindparam("person_id"), belongs_at(_c.starts_at)
)
_OF_PERSON = (
    select(*_COLUMNS)
    .where(_c.starts_at >= bindparam("since"), _c.starts_at < bindparam("before"))
    .where(or_(_c.participant == bindparam("person_id"), _BELONGS))
    .order_by(_c.starts_at, _c.id)
)
_SPAN = (_c.starts_at >= bindparam("since")) & (_c.starts_at < bindparam("before")) & _PLANNED
_ANY = select(_c.id).where(_c.starts_at >= bindparam("since"), _c.starts_at < bindparam("before")).limit(1)
_EXPECTED_ALONE = select(*_COLUMNS, _c.participant.label("person"), _c.made_at.label("joined")).where(
    _c.group.is_(None), _SPAN
)
_EXPECTED_TOGETHER = (
    select(*_COLUMNS, _members.c.person, _members.c.since.label("joined"))
    .join_from(_meetings, _members, and_(_members.c.group == _c.group, belongs_at(_c.starts_at)))
    .where(_SPAN)
)


class Meetings(Verbs):
    """Planning, moving and finding meetings, and the attendance of each."""

    __slots__ = ()

    def add(
        self,
        *,
        occurrence: str,
        timezone: str,
        starts_at: datetime,
        minutes: int,
        at: datetime,
        group: int | None = None,
        participant: int | None = None,
        staff: int | None = None,
    ) -> Meeting | None:
        """A new planned meeting; `None` when that occurrence of the group exists, whatever became of it."""
        values = {
            "group": group,
            "participant": participant,
            "staff": staff,
            "occurrence": occurrence,
            "timezone": timezone,
            "starts_at": starts_at,
            "minutes": minutes,
            "state": "planned",
            "part": 0,
            "made_at": at,
            "changed_at": at,
        }
        number = self._channel.add_new(_NEW, values)
        return None if number is None else self.by_id(number)

    def by_id(self, meeting: int) -> Meeting | None:
        """The meeting of that number."""
        row = self._channel.row(select(*_COLUMNS).where(_c.id == meeting))
        return None if row is None else Meeting(*row)

    def of_occurrence(self, group: int, occurrence: str) -> Meeting | None:
        """The meeting of a group by its original local start."""
        row = self._channel.row(select(*_COLUMNS).where(_c.group == group, _c.occurrence == occurrence))
        return None if row is None else Meeting(*row)

    def of_group(self, group: int, since: datetime, until: datetime) -> list[Meeting]:
        """A group's meetings that start in that time, cancelled ones too, in order."""
        return self._within(since, until, _c.group == group)

    def of_person(self, person: int, since: datetime, until: datetime) -> list[Meeting]:
        """A participant's meetings that start in that time: of groups to which they belong then, and their own;
        cancelled ones too, in order."""
        asked = {"person_id": person, "since": since, "before": until}
        return [Meeting(*row) for row in self._channel.rows(_OF_PERSON, asked)]

    def of_staff(self, staff: int, since: datetime, until: datetime) -> list[Meeting]:
        """The meetings that a member of staff leads in that time, cancelled ones too, in order."""
        led = select(_groups.c.id).where(_groups.c.facilitator == staff)
        return self._within(since, until, or_(_c.staff == staff, _c.group.in_(led)))

    def between(self, since: datetime, until: datetime) -> list[Meeting]:
        """All meetings that start in that time, cancelled ones too, in order."""
        return self._within(since, until)

    def is_any(self, since: datetime, until: datetime) -> bool:
        """Whether any meeting starts in that time."""
        return self._channel.row(_ANY, {"since": since, "before": until}) is not None

    def _within(self, since: datetime, until: datetime, *conditions: ColumnElement[bool]) -> list[Meeting]:
        question = select(*_COLUMNS).where(_c.starts_at >= since, _c.starts_at < until, *conditions)
        return [Meeting(*row) for row in self._channel.rows(question.order_by(_c.starts_at, _c.id))]

    def appointments(self, since: datetime, until: datetime) -> list[Meeting]:
        """The individual sessions that start in that time, cancelled ones too, in order."""
        return self._within(since, until, _c.group.is_(None))

    def expected(self, since: datetime, until: datetime) -> list[tuple[Meeting, int, datetime]]:
        """The planned meetings that start in that time, each with everyone who belongs to it and since when they do
        (an appointment: since it was made), in one question."""
        span = {"since": since, "before": until}
        rows = [row for question in (_EXPECTED_ALONE, _EXPECTED_TOGETHER) for row in self._channel.rows(question, span)]
        found = [(Meeting(*row[:-2]), row[-2], row[-1]) for row in rows if row[-2] is not None]
        return sorted(found, key=lambda each: (each[0].starts_at, each[0].id, each[1]))

    def move(self, meeting: int, starts_at: datetime, at: datetime) -> Meeting | None:
        """It takes place then instead, counted as a move; `None` when it was cancelled or is not there."""
        values = {"starts_at": starts_at, "changed_at": at, "part": _c.part + 1}
        moved = update(_meetings).where(_c.id == meeting, _PLANNED).values(values)
        return self.by_id(meeting) if self._channel.change(moved) == 1 else None

    def cancel(self, meeting: int, at: datetime) -> bool:
        """It does not take place; False when it was cancelled before."""
        values = {"state": "cancelled", "changed_at": at}
        return self._channel.change(update(_meetings).where(_c.id == meeting, _PLANNED).values(values)) == 1

    def attendance_of(self, meeting: int) -> list[Attendance]:
        """What everybody said and who came, by person."""
        question = select(*_SHEET).where(_a.meeting == meeting).order_by(_a.person)
        return [Attendance(*row) for row in self._channel.rows(question)]

    def attendance(self, meeting: int, person: int) -> Attendance | None:
        """What one person said and whether they came; `None` while neither is known."""
        row = self._channel.row(select(*_SHEET).where(_a.meeting == meeting, _a.person == person))
        return None if row is None else Attendance(*row)

    def attendance_for(self, person: int) -> list[tuple[Meeting, Attendance]]:
        """All that is known about a person's coming, in the order of the meetings."""
        question = select(*_COLUMNS, *_SHEET).join_from(_attendance, _meetings, _c.id == _a.meeting)
        rows = self._channel.rows(question.where(_a.person == person).order_by(_c.starts_at, _c.id))
        width = len(_COLUMNS)
        return [(Meeting(*row[:width]), Attendance(*row[width:])) for row in rows]

    def answer(
        self,
        meeting: int,
        person: int,
        *,
        at: datetime,
        rsvp: str | None = None,
        minutes_late: int | None = None,
        reason: str | None = None,
    ) -> Attendance:
        """What a person says about a meeting; what is `None` stays as it is. A new `rsvp` takes out the minutes or the
        reason that no longer fit it."""
        values: dict[str, Any] = {}
        if rsvp is not None:
            values |= {"rsvp": rsvp, "rsvp_at": at}
            values |= {} if rsvp == "late" else {"minutes_late": None}
            values |= {} if rsvp == "no" else {"reason": None}
        values |= {} if minutes_late is None else {"minutes_late": minutes_late}
        values |= {} if reason is None else {"reason": reason}
        return self._put(meeting, person, values)

    def mark(self, meeting: int, person: int, attended: str, by: int | None, at: datetime) -> Attendance:
        """Whether a person came (present, absent, excused), and who says so; the newest mark counts."""
        return self._put(meeting, person, {"attended": attended, "marked_by": by, "marked_at": at})

    def _put(self, meeting: int, person: int, values: dict[str, Any]) -> Attendance:
        self._channel.add_new(_NEW_LINE, {"meeting": meeting, "person": person})
        if values:
            mine = (_a.meeting == meeting) & (_a.person == person)
            self._channel.change(update(_attendance).where(mine).values(values))
        found = self.attendance(meeting, person)
        if found is None:
            raise LookupError("the attendance was not kept")
        return found

    def clear_rsvp(self, meeting: int) -> None:
        """The meeting was moved: what was said about its old time says nothing about the new one."""
        cleared = dict.fromkeys(("rsvp", "minutes_late", "reason", "rsvp_at"))
        self._channel.change(update(_attendance).where(_a.meeting == meeting).values(cleared))

    def missed_since(self, person: int, moment: datetime) -> list[Attendance]:
        """The meetings since that moment for which the person was marked absent, in order."""
        question = select(*_SHEET).join_from(_attendance, _meetings, _c.id == _a.meeting)
        missed = (_a.person == person) & (_a.attended == "absent") & (_c.starts_at >= moment)
        return [Attendance(*row) for row in self._channel.rows(question.where(missed).order_by(_c.starts_at, _c.id))]

    def unmarked(self, staff: int, before: datetime) -> list[Meeting]:
        """The meetings that a member of staff led which were over before that moment (at most two weeks before it), and
        for which somebody who belongs to them is neither present nor absent nor excused."""
        led = self.of_staff(staff, before - UNMARKED_FOR, before)
        over = [each for each in led if each.state == "planned" and each.ends_at <= before]
        return [each for each in over if self._lacks_a_mark(each)]

    def _lacks_a_mark(self, meeting: Meeting) -> bool:
        marked = {line.person for line in self.attendance_of(meeting.id) if line.attended is not None}
        return bool(set(self.belonging(meeting)) - marked)

    def belonging(self, meeting: Meeting) -> list[int]:
        """Who belongs to a meeting when it starts, by number: the members of its group, or the one person."""
        if meeting.group is None:
            return _known([meeting.participant])
        members = select(_members.c.person).where(_members.c.group == meeting.group)
        there = (_members.c.since <= meeting.starts_at) & (
            _members.c.until.is_(None) | (_members.c.until > meeting.starts_at)
        )
        rows = self._channel.rows(members.where(there).distinct().order_by(_members.c.person))
        return [row[0] for row in rows]


def _known(people: Iterable[int | None]) -> list[int]:
    return [person for person in people if person is not None]
