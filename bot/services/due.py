"""What is due: prompts, paced waits, neutral cards, ends of pauses, silence. One tick looks; everything is a row."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.core import player
from bot.core.activity import Activity
from bot.core.days import day_start, program_day
from bot.core.schedule import Rhythm, due, in_quiet, occurrence, prompt_due
from bot.services import enrol, leading, outbox, rules, runs
from bot.services.house import House
from bot.services.scene import Scene
from bot.storage.faults import AWAY, StoreFault
from bot.storage.people import Person
from bot.storage.runs import Run
from bot.storage.unit import Unit
from bot.storage.writer import Store

log = structlog.get_logger("due")

FORMS = ("daily", "weekly", "days", "monthly")
LOOK_AGAIN = timedelta(seconds=20)
"""How often everybody is looked at: a due message goes out within 60 s of its time."""
NIGHTLY = timedelta(days=1)
BAD_ROW_WAITS = timedelta(hours=1)
KEEP_DONE = timedelta(days=7)
KEEP_TRIES = timedelta(days=1)
ALIVE = "alive"
"""The row that says when the program last looked."""
DOWN_AFTER = timedelta(seconds=120)
TOUCHED_WITHIN = timedelta(minutes=30)


@dataclass
class Due:
    """One per program; `tick` is called every second and does what has come due since."""

    store: Store
    house: House
    queued: Callable[[], None]
    _looked_at: datetime | None = None
    _days: dict[int, tuple[str, frozenset[str]]] = field(default_factory=dict)
    """Person → the program day whose beginning was looked at, and what was offered on it."""

    async def tick(self) -> None:
        """Everything that is due now. A fault of the database leaves it for the next tick."""
        now = self.house.now()
        try:
            await self._wake(now)
            if self._looked_at is None or not timedelta() <= now - self._looked_at < LOOK_AGAIN:
                await self._look(now)
                self._looked_at = now
        except StoreFault as fault:
            log.warning("the tick waits for the database", error=type(fault).__name__)

    async def next_at(self) -> datetime | None:
        """When the next thing is due, for the demo's clock: a prompt, a wait or a message."""
        now = self.house.now()
        return await self.store.read(lambda unit: self._next(unit, now))

    async def _wake(self, now: datetime) -> None:
        woken = await self.store.read(lambda unit: (unit.runs.due_wakes(now), unit.runs.due_neutral(now)))
        for wake in woken[0]:
            await self._each(wake.id, lambda unit, run: self._go_on(unit, run, now))
        for idle in woken[1]:
            await self._each(idle.id, lambda unit, run: self._neutralize(unit, run, now))

    async def _each(self, number: int, work: Callable[[Unit, Run], None]) -> None:
        """One row in a transaction of its own: a bad one never stops the others."""

        def one(unit: Unit) -> None:
            run = unit.runs.by_id(number)
            if run is not None:
                work(unit, run)

        try:
            await self.store.write(one)
            self.queued()
        except AWAY:
            raise
        except Exception as fault:
            log.error("a due run failed", run=number, error=type(fault).__name__)
            await self.store.write(lambda unit: unit.runs.put_off(number, self.house.now() + BAD_ROW_WAITS))

    def _scene(self, unit: Unit, person: int, now: datetime) -> Scene:
        return Scene(unit, self.house, unit.person(person), now, unit.roles.of(person, now))

    def _go_on(self, unit: Unit, run: Run, now: datetime) -> None:
        """A paced page goes on by itself; the card of a run that ended a day ago goes away."""
        if run.wake_at is None or run.wake_at > now:
            return
        scene = self._scene(unit, run.person, now)
        if run.outcome is not None or scene.person.state == "discharged":
            unit.runs.save(replace(run, wake_at=None))
            outbox.take_away(unit, run, now)
            return
        place = runs.position_of(run, runs.activity_of(scene, run))
        leading.lead(scene, run, player.Wake(place.page, place.part))

    def _neutralize(self, unit: Unit, run: Run, now: datetime) -> None:
        """An idle page becomes a neutral card. Of somebody who did not agree, nothing is kept that could reach them."""
        if run.neutral_at is None or run.neutral_at > now:
            return
        scene = self._scene(unit, run.person, now)
        unit.runs.save(runs.quiet(run))
        declined = run.activity == enrol.CONSENT and run.outcome == "finished" and scene.person.state == "invited"
        if declined and not enrol.has_agreed(scene):
            unit.forget_attempt(run.person)
            return
        unit.deliveries.bring_forward(run.person, "offer", now)
        outbox.neutralize(scene, run)

    async def _look(self, now: datetime) -> None:
        await self.store.write(lambda unit: unit.deliveries.expire(now))
        people = await self.store.read(lambda unit: unit.people.all(("active", "paused")))
        for person in people:
            if self._needs_look(person, now):
                await self._look_at(person, now)
        self.queued()
        await self._tidy(now)

    async def _look_at(self, person: Person, now: datetime) -> None:
        try:
            self._days[person.id] = await self.store.write(lambda unit: self._person(unit, person.id, now))
        except AWAY:
            raise
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
        scene = self._scene(unit, number, now)
        person = scene.person
        if person.paused_until is not None and person.paused_until <= now:
            unit.people.set(number, "paused_until", None, now, None)
            if person.state == "paused":
                unit.people.set(number, "state", "active", now, None)
            scene = scene.again()
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

    def _next(self, unit: Unit, now: datetime) -> datetime | None:
        moments = [moment for moment in (unit.deliveries.next_due(), unit.runs.next_wake()) if moment and moment > now]
        for person in unit.people.all(("active",)):
            for activity in self._scheduled():
                moments += [at for at in self._coming(unit, person, activity, now) if at > now]
        return min(moments, default=None)

    def _coming(self, unit: Unit, person: Person, activity: Activity, now: datetime) -> list[datetime]:
        today = program_day(now, person.timezone)
        looks = (now, day_start(today + timedelta(days=1), person.timezone))
        return [at for look in looks if (at := self._due_at(person, activity, look)) is not None]

    async def _tidy(self, now: datetime) -> None:
        """Once a day: what was kept only for a while is dropped."""

        def tidy(unit: Unit) -> None:
            planned = unit.chores.next_of("tidy")
            if planned is not None and planned > now:
                return
            unit.purge_done(now - KEEP_DONE)
            unit.held_texts.purge(now)
            unit.invites.forget_tries(now - KEEP_TRIES)
            unit.chores.plan("tidy", now + NIGHTLY)

        await self.store.write(tidy)
        await self.store.write(lambda unit: unit.chores.plan(ALIVE, now))

    def show_again_after_downtime(self, unit: Unit) -> int:
        """At start: Telegram keeps a tap for 150 s only, so after a longer silence the pages that people were at are
        shown again, once and outside quiet hours; how many."""
        now, alive = self.house.now(), unit.chores.next_of(ALIVE)
        if alive is None or now - alive < DOWN_AFTER:
            return 0
        shown = 0
        for run in unit.runs.touched_since(alive - TOUCHED_WITHIN):
            scene = self._scene(unit, run.person, now)
            person = scene.person
            quiet = in_quiet(now, person.timezone, person.quiet_from, person.quiet_to)
            if run.message_id is not None and run.started_at is not None and not quiet:
                unit.runs.save(replace(run, neutral_at=now + runs.NEUTRAL_AFTER))
                outbox.show_again(scene, run, "started-again")
                shown += 1
        return shown
