"""Housekeeping: what was kept only for a while is dropped, and after a downtime the open pages are shown again."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.schedule import in_quiet
from bot.services import outbox, runs
from bot.services.house import House
from bot.services.watch import NOW_AND_THEN, scene_of
from bot.storage.unit import Unit
from bot.storage.writer import Store

NIGHTLY = timedelta(days=1)
KEEP_DONE = timedelta(days=7)
KEEP_TRIES = timedelta(days=1)
ALIVE = "alive"
"""The row that says when the program last looked."""
SIGN_OF_LIFE = timedelta(seconds=40)
"""How old the sign of life may become: with the time between two looks still well below `DOWN_AFTER`."""
DOWN_AFTER = timedelta(seconds=120)
TOUCHED_WITHIN = timedelta(minutes=30)


@dataclass
class Chores:
    """What is done once a day, and the sign of life."""

    store: Store
    house: House
    name: str = "chores"
    every: timedelta = NOW_AND_THEN

    def is_due(self, unit: Unit, now: datetime) -> bool:
        """Whether the sign of life is old; the housekeeping of the day waits for the next one."""
        alive = unit.chores.next_of(ALIVE)
        return alive is None or not timedelta() <= now - alive < SIGN_OF_LIFE

    async def look(self, now: datetime) -> None:
        """Tidies up once a day, and notes that the program is alive."""
        await self.store.write(lambda unit: _tidy(unit, now))

    def coming(self, unit: Unit, now: datetime) -> Iterable[datetime | None]:
        """Nobody waits for housekeeping."""
        return ()


def _tidy(unit: Unit, now: datetime) -> None:
    unit.chores.plan(ALIVE, now)
    planned = unit.chores.next_of("tidy")
    if planned is not None and planned > now:
        return
    unit.purge_done(now - KEEP_DONE)
    unit.held_texts.purge(now)
    unit.invites.forget_tries(now - KEEP_TRIES)
    unit.chores.plan("tidy", now + NIGHTLY)


def show_again_after_downtime(unit: Unit, house: House) -> int:
    """At start: Telegram keeps a tap for 150 s only, so after a longer silence the pages that people were at are shown
    again, once and outside quiet hours; how many."""
    now, alive = house.now(), unit.chores.next_of(ALIVE)
    if alive is None or now - alive < DOWN_AFTER:
        return 0
    shown = 0
    for run in unit.runs.touched_since(alive - TOUCHED_WITHIN):
        scene = scene_of(unit, house, run.person, now)
        person = scene.person
        quiet = in_quiet(now, *person.night)
        if run.message_id is not None and run.started_at is not None and not quiet:
            unit.runs.save(replace(run, neutral_at=now + runs.NEUTRAL_AFTER))
            outbox.show_again(scene, run, "started-again")
            shown += 1
    return shown
