"""Paced pages that go on by themselves, and idle pages that become neutral cards."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core import player
from bot.services import enrol, leading, outbox, runs
from bot.services.house import House
from bot.services.watch import EACH_TICK, each, scene_of
from bot.storage.runs import Run
from bot.storage.unit import Unit
from bot.storage.writer import Store

BAD_ROW_WAITS = timedelta(hours=1)


@dataclass
class Waking:
    """Runs whose own time has come."""

    store: Store
    house: House
    name: str = "runs"
    every: timedelta = EACH_TICK

    def is_due(self, unit: Unit, now: datetime) -> bool:
        """Whether a run's time has come."""
        return unit.runs.is_any_due(now)

    async def look(self, now: datetime) -> None:
        """Goes on with what waited, and hides what has stood long enough."""
        due = await self.store.read(lambda unit: (unit.runs.due_wakes(now), unit.runs.due_neutral(now)))
        waiting, idle = ([run.id for run in found] for found in due)
        await each(self.store, "wait", waiting, lambda unit, number: self._go_on(unit, number, now), self._put_off)
        await each(self.store, "page", idle, lambda unit, number: self._neutralize(unit, number, now), self._put_off)

    def coming(self, unit: Unit, now: datetime) -> Iterable[datetime | None]:
        """The next paced wait."""
        return [unit.runs.next_wake()]

    def _put_off(self, unit: Unit, number: int) -> None:
        unit.runs.put_off(number, self.house.now() + BAD_ROW_WAITS)

    def _go_on(self, unit: Unit, number: int, now: datetime) -> None:
        """A paced page goes on by itself; the card of a run that ended a day ago goes away."""
        run = unit.runs.by_id(number)
        if run is None or run.wake_at is None or run.wake_at > now:
            return
        scene = scene_of(unit, self.house, run.person, now)
        if run.outcome is not None or scene.person.state == "discharged":
            unit.runs.save(replace(run, wake_at=None))
            outbox.take_away(unit, run, now)
            return
        place = runs.position_of(run, runs.activity_of(scene, run))
        leading.lead(scene, run, player.Wake(place.page, place.part))

    def _neutralize(self, unit: Unit, number: int, now: datetime) -> None:
        """An idle page becomes a neutral card. Of somebody who did not agree, nothing is kept that could reach them."""
        run = unit.runs.by_id(number)
        if run is None or run.neutral_at is None or run.neutral_at > now:
            return
        scene = scene_of(unit, self.house, run.person, now)
        unit.runs.save(runs.quiet(run))
        if _declined(run) and scene.person.state == "invited":
            was_here = scene.person.enrolled_at is not None
            enrol.turn_back(scene)
            if was_here:
                outbox.take_away(unit, run, now)
            return
        unit.deliveries.bring_forward(run.person, "offer", now)
        outbox.neutralize(scene, run)


def _declined(run: Run) -> bool:
    return run.activity == enrol.CONSENT and run.outcome == "finished"
