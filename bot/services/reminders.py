"""Sessions as they come due: their rows are planned ahead, people are reminded before them and asked after them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.activity import Activity
from bot.core.reminding import STILL_FRESH, asked_after, concerns, newest_due, reminder_due
from bot.core.schedule import in_quiet
from bot.services import meetings, runs, session_news
from bot.services.house import House
from bot.services.scene import Scene
from bot.services.watch import NOW_AND_THEN, each, scene_of
from bot.storage.meetings import Meeting
from bot.storage.people import Person
from bot.storage.unit import Unit
from bot.storage.writer import Store

PLANNING = "meetings"
"""The chore that keeps the rows of groups 60 days ahead."""
NIGHTLY = timedelta(days=1)
QUIET_AT_MOST = timedelta(hours=25)
"""A reminder may go so long before its own time: the evening before."""
COMING_DAYS = timedelta(days=8)

Key = tuple[int, int, int, str]
"""Meeting, its moves, person, activity."""


@dataclass(frozen=True, slots=True)
class Place:
    """One person at one meeting, of which they have known since a moment."""

    meeting: Meeting
    person: Person
    known_since: datetime

    def key(self, activity: str) -> Key:
        """What is offered once."""
        return self.meeting.id, self.meeting.part, self.person.id, activity


@dataclass
class Reminders:
    """Looks at the meetings of the next days; only whom something concerns costs a transaction."""

    store: Store
    house: House
    name: str = "reminders"
    every: timedelta = NOW_AND_THEN
    _settled: set[Key] = field(default_factory=set)
    """What needs no further look: it was given, by this process or before."""
    _begun: set[tuple[int, int]] = field(default_factory=set)
    """The meetings whose reminders were taken back because they have begun, each with its moves."""

    def is_due(self, unit: Unit, now: datetime) -> bool:
        """Whether rows are to be planned, or a meeting is so near, or over for so short, that somebody may be told."""
        if self._is_to_plan(unit.chores.next_of(PLANNING), now):
            return True
        back = max(NIGHTLY, _asked_for(self._longest("after") or timedelta()))
        ahead = (self._longest("before") or timedelta()) + QUIET_AT_MOST
        return unit.meetings.is_any(now - back, now + ahead)

    async def look(self, now: datetime) -> None:
        """Plans ahead, takes back what has begun, and queues what is due."""
        await self._plan(now)
        begun, found = await self.store.read(lambda unit: (self._beginning(unit, now), self._due(unit, now)))
        await each(self.store, "session", sorted(begun), lambda unit, number: self._take_back(unit, number, now))
        self._begun |= set(begun.items())
        await each(
            self.store,
            "reminder",
            range(len(found)),
            lambda unit, place: self._give(unit, *found[place], now),
            lambda _, place: self._settled.add(found[place][0].key(found[place][1])),
        )

    def coming(self, unit: Unit, now: datetime) -> Iterable[datetime | None]:
        """When the people of the next days' meetings are reminded and asked."""
        for place in self._places(unit, now - timedelta(days=1), now + COMING_DAYS):
            yield from (moment for moment, _, _ in self._moments(place))
            for activity in self._scheduled("after", place.meeting):
                asked = asked_after(place.meeting.ends_at, activity.schedule.minutes, *place.person.night)
                yield asked.due_at if asked else None

    # Planning

    async def _plan(self, now: datetime) -> None:
        if not self._is_to_plan(await self.store.read(lambda unit: unit.chores.next_of(PLANNING)), now):
            return
        groups = await self.store.read(lambda unit: [group.id for group in unit.groups.all()])
        await each(self.store, "group", groups, lambda unit, number: _extend(unit, number, now))
        await self.store.write(lambda unit: unit.chores.plan(PLANNING, now + NIGHTLY))

    def _is_to_plan(self, planned: datetime | None, now: datetime) -> bool:
        return planned is None or not now < planned <= now + NIGHTLY

    # What is due

    def _scheduled(self, form: str, meeting: Meeting) -> list[Activity]:
        in_group = meeting.group is not None
        found = self.house.content().scheduled()
        return [a for a in found if a.schedule.form == form and concerns(a.schedule, in_group)]

    def _longest(self, form: str) -> timedelta | None:
        found = [a.schedule.minutes for a in self.house.content().scheduled() if a.schedule.form == form]
        return timedelta(minutes=max(found)) if found else None

    def _places(self, unit: Unit, since: datetime, until: datetime) -> list[Place]:
        """Everyone who may be written to, at each of their meetings that start in that time."""
        expected = unit.meetings.expected(since, until)
        if not expected:
            return []
        people = {person.id: person for person in unit.people.all(("active", "paused"))}
        places = []
        for meeting, number, member_since in expected:
            person = people.get(number)
            if person is not None and not (person.state == "paused" and person.sessions_paused):
                changed = [meeting.changed_at] if meeting.part else []
                enrolled = [person.enrolled_at] if person.enrolled_at else []
                known = max(member_since, meeting.made_at, *changed, *enrolled)
                places.append(Place(meeting, person, known))
        return places

    def _moments(self, place: Place) -> list[tuple[datetime, int, str]]:
        least = self.house.content().limits.numbers.get("reminder_least_minutes", 30)
        starts, night = place.meeting.starts_at, place.person.night
        found = [(a.schedule.minutes, a.id) for a in self._scheduled("before", place.meeting)]
        return [(reminder_due(starts, minutes, *night, least), minutes, id) for minutes, id in found]

    def _due(self, unit: Unit, now: datetime) -> list[tuple[Place, str]]:
        """Who is to be given what now, without what was given before."""
        found = [*self._reminders(unit, now), *self._questions(unit, now)]
        open_still = []
        for place, activity in found:
            if place.key(activity) in self._settled:
                continue
            if _was_given(unit, place, activity):
                self._settled.add(place.key(activity))
            elif _may_have(Scene(unit, self.house, place.person, now), place.meeting):
                open_still.append((place, activity))
        self._settled &= {place.key(activity) for place, activity in found}
        return open_still

    def _reminders(self, unit: Unit, now: datetime) -> list[tuple[Place, str]]:
        longest = self._longest("before")
        if longest is None:
            return []
        ahead = self._places(unit, now, now + longest + QUIET_AT_MOST)
        places = [p for p in ahead if p.meeting.starts_at > now and not in_quiet(now, *p.person.night)]
        due = [(place, newest_due(self._moments(place), place.known_since, now)) for place in places]
        return [(place, activity) for place, activity in due if activity is not None]

    def _questions(self, unit: Unit, now: datetime) -> list[tuple[Place, str]]:
        longest = self._longest("after")
        if longest is None:
            return []
        found = []
        for place in self._places(unit, now - _asked_for(longest), now):
            for activity in self._scheduled("after", place.meeting):
                asked = asked_after(place.meeting.ends_at, activity.schedule.minutes, *place.person.night)
                if asked and asked.due_at <= now < asked.expires_at and place.person.state == "active":
                    found.append((place, activity.id))
        return found

    def _give(self, unit: Unit, place: Place, id: str, now: datetime) -> None:
        """One prompt for a person, a meeting and its time: the unique row decides, not this look."""
        scene = scene_of(unit, self.house, place.person.id, now)
        meeting = unit.meetings.by_id(place.meeting.id)
        activity = self.house.content().activity(id, scene.person.language)
        if meeting is None or meeting.part != place.meeting.part or activity is None:
            return
        if _was_given(unit, place, id):  # by another look, while this one was on its way
            return
        if meeting.state != "planned" or not _may_have(scene, meeting):
            return
        before = activity.schedule.form == "before"
        if before:
            session_news.withdraw(unit, meeting, scene.person.id, now, "a later reminder", unopened_only=True)
        run = runs.begin(
            scene, id, occurrence=meeting.occurrence, subject=meeting.subject, part=meeting.part, prompted=True
        )
        asked = asked_after(meeting.ends_at, activity.schedule.minutes, *place.person.night)
        until = meeting.starts_at if before or asked is None else asked.expires_at
        if run is not None:
            session_news.ask(scene, run, now, until)

    # What has begun

    def _beginning(self, unit: Unit, now: datetime) -> dict[int, int]:
        """The meetings that began since the last look, each with its moves."""
        found = {(m.id, m.part) for m in unit.meetings.between(now - NIGHTLY, now + timedelta(microseconds=1))}
        fresh = found - self._begun
        self._begun &= found
        return dict(fresh)

    def _take_back(self, unit: Unit, number: int, now: datetime) -> None:
        """Nobody is asked any more whether they will come to what has begun."""
        meeting = unit.meetings.by_id(number)
        if meeting is None:
            return
        reminders = [activity.id for activity in self._scheduled("before", meeting)]
        for person in unit.meetings.belonging(meeting):
            session_news.withdraw(unit, meeting, unit.person(person).id, now, "it has begun", reminders)


def _asked_for(longest: timedelta) -> timedelta:
    """How long after its start people may be asked about a meeting, if it is asked that long after its end."""
    return longest + STILL_FRESH + timedelta(minutes=meetings.LONGEST)


def _extend(unit: Unit, number: int, now: datetime) -> None:
    group = unit.groups.by_id(number)
    if group is not None:
        meetings.extend(unit, group, now)


def _was_given(unit: Unit, place: Place, activity: str) -> bool:
    about = unit.runs.of_subject(place.person.id, place.meeting.subject)
    return any(run.activity == activity and run.prompted and run.part == place.meeting.part for run in about)


def _may_have(scene: Scene, meeting: Meeting) -> bool:
    """Not who said that they cannot come, or is excused or was absent: they know of it."""
    line = scene.unit.meetings.attendance(meeting.id, scene.person.id)
    away = line is not None and (line.rsvp == "no" or line.attended in ("absent", "excused"))
    return not away and session_news.hears(scene)
