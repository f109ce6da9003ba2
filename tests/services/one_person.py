"""A house with one person in it, without a chat: what their answers lead to is looked at in the rows."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from bot.core.interpret import Incoming
from bot.core.schedule import parse_hours
from bot.curriculum.catalog import Catalog, load, shipped_folder
from bot.services import agenda, enrol, rules, runs
from bot.services.house import House, Place
from bot.services.scene import Scene
from bot.storage.migrations import migrate
from bot.storage.sealing import Ring, new_key
from bot.storage.unit import Unit
from bot.storage.writer import Store

T = TypeVar("T")
MORNING = datetime(2026, 1, 13, 15, 0, tzinfo=UTC)
"""A Tuesday, ten in the morning in New York."""
DAY = timedelta(days=1)


@cache
def shipped() -> Catalog:
    """The content that is shipped, read once."""
    found = load(shipped_folder()).catalog
    assert found is not None
    return found


@dataclass
class OnePerson:
    """Sam and his counselor Dana, and the verbs that services have for them; every verb is a transaction."""

    unit: Unit
    house: House
    number: int
    counselor: int
    now: datetime = MORNING
    update: int = 0

    def scene(self, incoming: bool = False) -> Scene:
        """The person at this moment; `incoming`: while an update of theirs is handled."""
        self.update += 1
        tap = Incoming(self.update, "tap", 1) if incoming else None
        person = self.unit.people.by_id(self.number)
        return Scene(self.unit, self.house, person, self.now, frozenset(("participant",)), tap)

    def answers(self, activity: str, **values: int | str | tuple[str, ...] | None) -> None:
        """The person answers these questions of a run of the activity, and the rules are tried."""
        scene = self.scene(incoming=True)
        found = self.house.content().activity(activity, "en")
        assert found is not None, activity
        run = self.unit.runs.open_run(self.number, activity) or runs.begin(scene, activity)
        assert run is not None
        for name, value in values.items():
            question = found.question(name)
            assert question is not None, (activity, name)
            text = question.kind == "text"
            self.unit.answers.add(run, name, value, at=self.now, local_date=scene.day, text=text)
        runs.close_at_once(scene, run)
        rules.take_answers(scene, run, list(values))

    def finishes(self, *activities: str) -> None:
        """The person reads these to the end."""
        for activity in activities:
            run = runs.begin(self.scene(incoming=True), activity)
            assert run is not None
            runs.close_at_once(self.scene(), run)

    def days_pass(self, days: int = 1, asked: bool = True) -> None:
        """So many mornings; on each the check-in of the evening before was sent, unless it was not due."""
        for _ in range(days):
            if asked:
                self._prompt()
            self.now += DAY
            rules.begin_day(self.scene())

    def _prompt(self) -> None:
        scene = self.scene()
        due = agenda.of_day(self.house.content(), scene.person, scene.day)
        if scene.person.state == "active" and any(item.purpose == "checkins/daily" for item in due):
            day = scene.day.isoformat()
            self.unit.deliveries.queue(
                self.number, "checkins/daily", subject="checkins/daily", occurrence=day, policy="at_most_once", lane=2,
                queued_at=self.now, due_at=self.now, expires_at=None, args="{}",
            )  # fmt: skip
            sent = self.unit.deliveries.of_occurrence(self.number, "checkins/daily", day)[0]
            self.unit.deliveries.sent(sent, None, self.now)

    def alerts(self) -> dict[str, str]:
        """The open alerts: the rule, and of which kind."""
        return {alert.rule: alert.kind for alert in self.unit.alerts.open_of(self.number)}

    def offered(self) -> dict[str, str]:
        """What waits or went out because of a rule: the rule, and the activity."""
        found = {}
        for each in self.unit.deliveries.all_for(self.number):
            args = json.loads(each.args)
            if "offer" in args and each.state != "expired":
                found[str(args.get("rule"))] = str(args["offer"])
        return found

    def waits_until(self, rule: str) -> datetime:
        """When the offer of that rule is due."""
        return next(each.due_at for each in self.unit.deliveries.all_for(self.number) if each.subject == rule)


@cache
def _empty() -> bytes:
    """A migrated database, made once."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "companion.db"
        migrate(f"sqlite:///{path}")
        return path.read_bytes()


def lived(life: Callable[[OnePerson], T], catalog: Callable[[], Catalog] = shipped) -> T:
    """What comes of a life: it runs with a person who enrolled this morning, in one transaction."""
    place = Place("P", "", "America/New_York", "US", parse_hours("Mon-Fri 09:00-17:00"), "", ("21:00", "08:00"), ())
    house = House(place, catalog, lambda: MORNING)

    def lives(unit: Unit) -> T:
        _, dana = enrol.invite_staff(unit, place, "counselor", now=MORNING, name="Dana", handle="dana")
        _, sam = enrol.invite_participant(unit, place, now=MORNING, counselor=dana.id, name="Sam", language="en")
        enrolled: dict[str, str | datetime] = {"phase": "iop", "state": "active", "enrolled_at": MORNING}
        for name, value in enrolled.items():
            unit.people.set(sam.id, name, value, MORNING, None)
        return life(OnePerson(unit, house, sam.id, dana.id))

    async def run(folder: str) -> T:
        path = Path(folder) / "companion.db"
        path.write_bytes(_empty())
        store = Store(f"sqlite:///{path}", Ring.parse(new_key()))
        try:
            return await store.write(lives)
        finally:
            await store.close()

    with TemporaryDirectory() as folder:
        return asyncio.run(run(folder))
