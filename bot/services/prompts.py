"""Unasked prompts: who is due one, at which moment, and the beginning of each person's program day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.core.activity import Activity
from bot.core.days import day_start, program_day
from bot.core.schedule import Rhythm, due, occurrence, prompt_due
from bot.services import enrol, outbox, outcomes, rules, runs
from bot.services.house import House
from bot.services.scene import Scene
from bot.services.watch import NOW_AND_THEN, scene_of
from bot.storage.faults import AWAY
from bot.storage.people import Person, PersonGone
from bot.storage.unit import Unit
from bot.storage.writer import Store

log = structlog.get_logger("prompts")

FORMS = ("daily", "weekly", "days", "monthly")


@dataclass
class Prompts:
    """Looks at everybody; only whom something concerns costs a transaction."""

    store: Store
    house: House
    name: str = "prompts"
    every: timedelta = NOW_AND_THEN
    _days: dict[int, tuple[str, frozenset[str]]] = field(default_factory=dict)
    """Person → the program day whose beginning was looked at, and what needs no further look on it."""

    async def look(self, now: datetime) -> None:
        """Ends what came too late, begins days, and queues what is due."""
        await self.store.write(lambda unit: outcomes.expire(unit, now))
        people = await self.store.read(lambda unit: unit.people.all(("active", "paused")))
        for person in people:
            if self._needs_look(person, now):
                await self._look_at(person, now)

    def coming(self, unit: Unit, now: datetime) -> Iterable[datetime | None]:
        """Everybody's next prompts."""
        for person in unit.people.all(("active",)):
            for activity in self._scheduled():
                yield from self._coming(person, activity, now)

    async def _look_at(self, person: Person, now: datetime) -> None:
        try:
            self._days[person.id] = await self.store.write(lambda unit: self._person(unit, person.id, now))
        except AWAY:
            raise
        except PersonGone:
            self._days.pop(person.id, None)  # erased since the list was read
        except Exception as fault:
            log.error("a person's day failed", person=person.id, error=type(fault).__name__)

    def _needs_look(self, person: Person, now: datetime) -> bool:
        """Cheap and without the database: whether a pause ended, a day began, or something is due by the clock."""
        if person.paused_until is not None and person.paused_until <= now:
            return True
        day, given = self._days.get(person.id, ("", frozenset()))
        if day != occurrence(program_day(now, person.timezone)):
            return True
        waiting = (activity for activity in self._scheduled() if activity.id not in given)
        return person.state == "active" and any(self._is_due(person, activity, now) for activity in waiting)

    def _scheduled(self) -> Iterable[Activity]:
        return [a for a in self.house.content().scheduled() if a.schedule.form in FORMS]

    def _is_due(self, person: Person, activity: Activity, now: datetime) -> bool:
        at = self._due_at(person, activity, now)
        return at is not None and at <= now

    def _due_at(self, person: Person, activity: Activity, now: datetime) -> datetime | None:
        if not person.checkin_on or person.enrolled_at is None:
            return None
        at = due(
            activity.schedule,
            day=program_day(now, person.timezone),
            zone=person.timezone,
            checkin_time=person.checkin_time,
            enrolled_day=program_day(person.enrolled_at, person.timezone),
            runs=self._weekdays(person, activity),
        )
        return at if at is None or at >= person.enrolled_at else None

    def _weekdays(self, person: Person, activity: Activity) -> tuple[int, ...] | None:
        """On which weekdays the person's phase gives the activity; `None` leaves that to its own schedule."""
        phase = self.house.content().program.phase(person.phase)
        return phase.runs.get(activity.id) if phase else None

    def _person(self, unit: Unit, number: int, now: datetime) -> tuple[str, frozenset[str]]:
        """One person's look; the program day, and the activities that need no further look on it."""
        scene = _after_pause(scene_of(unit, self.house, number, now))
        day = occurrence(scene.day)
        if self._days.get(number, ("",))[0] != day:
            rules.begin_day(scene)
        if "participant" not in scene.roles:
            return day, frozenset(activity.id for activity in self._scheduled())
        if scene.person.state != "active" or not enrol.has_agreed(scene):
            return day, frozenset()
        return day, frozenset(activity.id for activity in self._scheduled() if self._prompt(scene, activity))

    def _prompt(self, scene: Scene, activity: Activity) -> bool:
        """One prompt a program day: the unique row decides, not this look. True when none is to come on this day."""
        person, now = scene.person, scene.now
        if scene.unit.runs.of_day(person.id, activity.id, occurrence(scene.day)):
            return True  # it was given, or the person began on their own, which takes the prompt's place
        if scene.unit.deliveries.of_occurrence(person.id, activity.id, occurrence(scene.day)):
            return True
        if person.enrolled_at is None or not person.checkin_on:
            return False
        quiet = person.quiet_from, person.quiet_to
        rhythm = Rhythm(person.timezone, person.checkin_time, *quiet, person.paused_until, person.enrolled_at)
        found = prompt_due(now, rhythm, (), activity.schedule, self._weekdays(person, activity))
        if found is None:
            return False
        older = scene.unit.runs.open_run(person.id, activity.id)
        if older:
            runs.end(scene, older, "expired")
            outbox.take_away(scene.unit, older, now)
        run = runs.begin(scene, activity.id, prompted=True)
        return run is not None and outbox.prompt(scene, run, found.due_at, found.expires_at)

    def _coming(self, person: Person, activity: Activity, now: datetime) -> list[datetime]:
        today = program_day(now, person.timezone)
        looks = (now, day_start(today + timedelta(days=1), person.timezone))
        return [at for look in looks if (at := self._due_at(person, activity, look)) is not None]


def _after_pause(scene: Scene) -> Scene:
    """Whoever's pause is over is back."""
    person, now = scene.person, scene.now
    if person.paused_until is None or person.paused_until > now:
        return scene
    scene.unit.people.set(person.id, "paused_until", None, now, None)
    if person.state == "paused":
        scene.unit.people.set(person.id, "state", "active", now, None)
    return scene.again()
