"""Groups: what meets again and again, and who belongs to it from when to when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select, update

from bot.storage.channel import Verbs, insert_new
from bot.storage.tables import BY_NAME

PLACE = "groups.place_s"

_groups, _members = BY_NAME["groups"], BY_NAME["members"]
_c, _m = _groups.c, _members.c


@dataclass(frozen=True, slots=True)
class Group:
    """A group by its short name. `rrule` is reckoned from `start_local`, an ISO local time in `timezone`; the place is
    sealed and asked for where it is needed."""

    id: int
    name: str
    title: str
    rrule: str
    start_local: str
    timezone: str
    minutes: int
    facilitator: int | None
    made_at: datetime
    ended_at: datetime | None


class NameTaken(ValueError):
    """Another group has that name."""


def belongs_at(moment: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a membership is in force at that moment; `until` itself is already past."""
    return (_m.since <= moment) & (_m.until.is_(None) | (_m.until > moment))


_COLUMNS = [_c[name] for name in Group.__slots__]
_NEW = insert_new(_groups, "id")
_NOW = belongs_at(bindparam("moment"))
_MEMBERS = select(_m.person).where(_m.group == bindparam("group_id"), _NOW).distinct().order_by(_m.person)
_OF_PERSON = (
    select(*_COLUMNS)
    .where(_c.ended_at.is_(None), _c.id.in_(select(_m.group).where(_m.person == bindparam("person_id"), _NOW)))
    .order_by(_c.name)
)


class Groups(Verbs):
    """Making and finding groups, and their members."""

    __slots__ = ()

    def create(
        self,
        *,
        name: str,
        title: str,
        rrule: str,
        start_local: str,
        timezone: str,
        minutes: int,
        facilitator: int | None,
        place: str | None,
        at: datetime,
    ) -> Group:
        """A new group without members; `NameTaken` when there is one of that name, also an ended one."""
        values = {
            "name": name,
            "title": title,
            "rrule": rrule,
            "start_local": start_local,
            "timezone": timezone,
            "minutes": minutes,
            "facilitator": facilitator,
            "made_at": at,
        }
        number = self._channel.add_new(_NEW, values)
        if number is None:
            raise NameTaken(name)
        if place:
            self.set_place(number, place)
        made = self.by_id(number)
        if made is None:
            raise LookupError("the group was not kept")
        return made

    def by_id(self, group: int) -> Group | None:
        """The group of that number."""
        return self._first(_c.id == group)

    def by_name(self, name: str) -> Group | None:
        """The group of that name; capitals and blanks around it are forgiven."""
        return self._first(_c.name == name.strip().lower())

    def _first(self, condition: ColumnElement[bool]) -> Group | None:
        row = self._channel.row(select(*_COLUMNS).where(condition))
        return None if row is None else Group(*row)

    def all(self) -> list[Group]:
        """The groups that have not ended, by name."""
        rows = self._channel.rows(select(*_COLUMNS).where(_c.ended_at.is_(None)).order_by(_c.name))
        return [Group(*row) for row in rows]

    def set_place(self, group: int, place: str) -> None:
        """It meets there from now on."""
        sealed = self._channel.seal(place, PLACE, group)
        self._channel.change(update(_groups).where(_c.id == group).values(place_s=sealed))

    def place_of(self, group: int) -> str | None:
        """Where it meets: a room, an address or a link."""
        row = self._channel.row(select(_c.place_s).where(_c.id == group))
        return None if row is None or row[0] is None else self._channel.open(row[0], PLACE, group)

    def add_member(self, group: int, person: int, at: datetime) -> bool:
        """The person belongs to the group from now on; False when they did already."""
        if person in self.members_of(group, at):
            return False
        self._channel.add(_members, {"group": group, "person": person, "since": at, "until": None})
        return True

    def remove_member(self, group: int, person: int, at: datetime) -> bool:
        """The person no longer belongs to the group; False when they did not."""
        mine = update(_members).where(_m.group == group, _m.person == person, _NOW).values(until=at)
        return self._channel.change(mine, {"moment": at}) > 0

    def members_of(self, group: int, at: datetime) -> list[int]:
        """Who belongs to the group at that moment, by number."""
        return [row[0] for row in self._channel.rows(_MEMBERS, {"group_id": group, "moment": at})]

    def of_person(self, person: int, at: datetime) -> list[Group]:
        """The groups to which the person belongs at that moment, by name."""
        return [Group(*row) for row in self._channel.rows(_OF_PERSON, {"person_id": person, "moment": at})]

    def of_facilitator(self, staff: int) -> list[Group]:
        """The groups that a member of staff leads, by name."""
        mine = select(*_COLUMNS).where(_c.facilitator == staff, _c.ended_at.is_(None)).order_by(_c.name)
        return [Group(*row) for row in self._channel.rows(mine)]
