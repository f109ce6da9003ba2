"""Unasked prompts: when somebody has to be looked at, the beginning of each person's program day, and what is due."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.core.schedule import day_end, program_day
from bot.services import agenda, daybreak, enrol, offering, outbox, outcomes, pausing, rules, unasked
from bot.services.house import Content, House
from bot.services.scene import Scene
from bot.services.watch import NOW_AND_THEN, scene_of
from bot.storage.faults import AWAY
from bot.storage.people import Person, PersonGone
from bot.storage.unit import Unit
from bot.storage.writer import Store

log = structlog.get_logger("prompts")


@dataclass(frozen=True, slots=True)
class Seen:
    """How a person and the content stood when they were looked at, and when the next look is due."""

    person: Person
    content: Content
    at: datetime
    next_at: datetime


@dataclass
class Prompts:
    """Looks at everybody, but only at whom something concerns with the database's help: at the beginning of their day,
    when something is due, when a setting or the content has changed, and when the clock was put back."""

    store: Store
    house: House
    name: str = "prompts"
    every: timedelta = NOW_AND_THEN
    _seen: dict[int, Seen] = field(default_factory=dict)
    _looked_at: datetime | None = None

    def is_due(self, unit: Unit, now: datetime) -> bool:
        """People are looked at from memory: `look` itself asks the database for no more than it needs."""
        return True

    async def look(self, now: datetime) -> None:
        """Ends what came too late, begins days, and queues what is due."""
        if self._looked_at is None or now < self._looked_at:
            await self.store.write(lambda unit: unit.unasked.clock_was_put_back(now))
        late, people, held = await self.store.read(
            lambda unit: (
                unit.deliveries.is_any_late(now),
                unit.people.all(("active", "paused")),
                unit.unasked.held_for(outbox.BULK, now),
            )
        )
        if late:
            await self.store.write(lambda unit: outcomes.expire(unit, now))
        self._looked_at = now
        concerned = [person for person in people if person.id in held or self._needs_look(person, now)]
        idle = await self._idle([person for person in concerned if self._only_begins_a_day(person, now)], now)
        for person in concerned:
            if person.id in idle - held:
                self._seen[person.id] = Seen(person, self.house.content(), now, self._first_due(person, now))
            else:
                await self._look_at(person, now)

    def coming(self, unit: Unit, now: datetime) -> Iterable[datetime | None]:
        """Everybody's next prompts."""
        for person in unit.people.all(("active",)):
            today = program_day(now, person.timezone)
            for day in (today, today + timedelta(days=1)):
                yield from (item.wanted.due_at for item in agenda.of_day(self.house.content(), person, day))

    async def _look_at(self, person: Person, now: datetime) -> None:
        try:
            self._seen[person.id] = await self.store.write(lambda unit: self._person(unit, person.id, now))
        except AWAY:
            raise
        except PersonGone:
            self._seen.pop(person.id, None)  # erased since the list was read
        except Exception as fault:
            log.error("a person's day failed", person=person.id, error=type(fault).__name__)

    def _needs_look(self, person: Person, now: datetime) -> bool:
        """Cheap and without the database."""
        seen = self._seen.get(person.id)
        if seen is None or seen.person != person or seen.content is not self.house.content():
            return True
        return not seen.at <= now < seen.next_at

    async def _idle(self, people: list[Person], now: datetime) -> frozenset[int]:
        if not people:
            return frozenset()
        return await self.store.read(lambda unit: daybreak.idle(unit, self.house, people, now))

    def _only_begins_a_day(self, person: Person, now: datetime) -> bool:
        """Whether nothing but the beginning of a program day calls for a look, and nothing is due yet."""
        seen = self._seen.get(person.id)
        if seen is None or seen.person != person or seen.content is not self.house.content() or now < seen.at:
            return False
        begins = program_day(seen.at, person.timezone) != program_day(now, person.timezone)
        return begins and now < self._first_due(person, now)

    def _first_due(self, person: Person, now: datetime) -> datetime:
        """When the first thing of the day is due, a break is over, or the day ends, by the clock alone."""
        day = program_day(now, person.timezone)
        moments = [day_end(day, person.timezone)]
        if person.paused_until:
            moments.append(person.paused_until)
        if person.state == "active":
            moments += [item.wanted.due_at for item in agenda.of_day(self.house.content(), person, day)]
        return min(moments)

    def _person(self, unit: Unit, number: int, now: datetime) -> Seen:
        """One person's look."""
        scene = pausing.after_pause(scene_of(unit, self.house, number, now))
        ends = day_end(scene.day, scene.person.timezone)
        if self._begins_day(scene):
            rules.begin_day(scene)
        next_at = ends
        if "participant" in scene.roles and scene.person.state == "active" and enrol.has_agreed(scene):
            next_at = min(ends, _give_due(scene) or ends)
        if scene.person.paused_until:
            next_at = min(next_at, scene.person.paused_until)
        return Seen(scene.person, self.house.content(), now, next_at)

    def _begins_day(self, scene: Scene) -> bool:
        """Whether this program day was not looked at before."""
        seen = self._seen.get(scene.person.id)
        return seen is None or program_day(seen.at, seen.person.timezone) != scene.day


def _give_due(scene: Scene) -> datetime | None:
    """Queues what is due now, and says when the next is. One prompt a program day: the unique row decides, not this
    look."""
    sent = unasked.messages(scene)
    waiting = {item.purpose: item for item in unasked.still_due(scene, sent)}
    while True:
        held = unasked.held(scene, sent)
        wanted = [*(item.wanted for item in waiting.values()), *(one for one, _ in held.values())]
        busy = [] if all(one.on_time for one in wanted) else unasked.sessions(scene)
        places = unasked.place(scene, wanted, sent, busy)
        due = next((key for key, at in places.items() if at <= scene.now), None)
        if due is None:
            unasked.put_off(scene, held, places)
            return min(places.values(), default=None)
        if due in held:
            scene.unit.unasked.release(held[due][1].id, scene.now)
        if due in held or offering.give(scene, waiting.pop(due)):
            sent = unasked.messages(scene)
