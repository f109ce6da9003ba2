"""Alerts that nobody takes move on: to the next member of staff, then to the administrators, then again to all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.core import ladder
from bot.core.hours import next_staffed
from bot.services import telling
from bot.services.house import House
from bot.services.scene import Scene
from bot.services.watch import EACH_TICK, each, scene_of
from bot.storage.alerts import Alert
from bot.storage.unit import Unit
from bot.storage.writer import Store

log = structlog.get_logger("alerts")

BAD_ROW_WAITS = timedelta(minutes=5)


@dataclass
class Escalation:
    """Every alert whose next step is due. A program that was down makes up all of them at its first look."""

    store: Store
    house: House
    name: str = "alerts"
    every: timedelta = EACH_TICK

    def is_due(self, unit: Unit, now: datetime) -> bool:
        """Whether an alert's next step is due."""
        step = unit.alerts.next_step()
        return step is not None and step <= now

    async def look(self, now: datetime) -> None:
        """Takes the steps that are due."""
        due = await self.store.read(lambda unit: [alert.id for alert in unit.alerts.due_steps(now)])
        await each(self.store, "alert", due, lambda unit, number: self._climb(unit, number, now), self._put_off)

    def coming(self, unit: Unit, now: datetime) -> Iterable[datetime | None]:
        """The next step of all."""
        return [unit.alerts.next_step()]

    def _put_off(self, unit: Unit, number: int) -> None:
        unit.alerts.wait(number, self.house.now() + BAD_ROW_WAITS)

    def _climb(self, unit: Unit, number: int, now: datetime) -> None:
        alert = unit.alerts.by_id(number)
        while alert and _is_due(alert, now):
            scene = scene_of(unit, self.house, alert.person, now)
            if alert.kind == telling.DANGER:
                _climb_at_any_hour(scene, alert)
            else:
                _climb_in_hours(scene, alert)
            alert = unit.alerts.by_id(number)


def _is_due(alert: Alert, now: datetime) -> bool:
    waits = alert.closed_at is None and alert.acknowledged_at is None
    return waits and alert.next_step_at is not None and alert.next_step_at <= now


def _climb_at_any_hour(scene: Scene, alert: Alert) -> None:
    reach, told = telling.reach(scene.unit, alert.person, scene.now), telling.told_of(scene.unit, alert)
    rung = ladder.climb(alert.level, reach, told.people, told.heard(reach))
    if rung.people:
        telling.tell(scene, alert, rung.people, round=told.round)
    else:
        _remind(scene, alert, told, reach)
    told = telling.told_of(scene.unit, alert)
    heard = len(told.heard(reach))
    if not heard:
        log.error("nobody can be told of an alert", alert=alert.id)
    planned = alert.next_step_at or scene.now
    next_at = ladder.next_step(alert.level, rung.level, planned, scene.now, telling.pace(scene.house), heard)
    _note(scene, alert, rung, next_at)


def _remind(scene: Scene, alert: Alert, told: telling.Told, reach: ladder.Reach) -> None:
    """Once an hour everybody who knows of it hears again; those at once whose lines were all lost."""
    waited = scene.now - told.at if told.at else timedelta.max
    hour_passed = waited >= telling.pace(scene.house).administrators
    if hour_passed or (not told.heard(reach) and waited >= ladder.NOBODY_WAITS):
        people = tuple(staff for staff in ladder.again(reach, told.people) if staff not in told.pending())
        telling.tell(scene, alert, people, round=told.round + 1)


def _climb_in_hours(scene: Scene, alert: Alert) -> None:
    """What is not danger waits for staffed hours, moves on twice, and then stands on the lists."""
    place = scene.house.place
    if not telling.staffed(scene.house, scene.now):
        opens = next_staffed(place.hours, scene.now, place.timezone, place.holidays)
        scene.unit.alerts.wait(alert.id, opens)
        return
    reach, told = telling.reach(scene.unit, alert.person, scene.now), telling.told_of(scene.unit, alert)
    known = told.people | set(reach.own)  # theirs it is: it stands on their list
    rung = ladder.climb(alert.level, reach, known, known)
    telling.tell(scene, alert, rung.people, round=told.round)
    ended = rung.level == ladder.ADMINISTRATORS or alert.level == ladder.NEXT
    _note(scene, alert, rung, None if ended else telling.after_hours(scene.house, scene.now))


def _note(scene: Scene, alert: Alert, rung: ladder.Rung, next_at: datetime | None) -> None:
    """Who is asked now, and when the next step is."""
    if not rung.people and rung.level == alert.level:
        scene.unit.alerts.wait(alert.id, next_at)
        return
    holder = rung.people[0] if rung.people and rung.level == ladder.NEXT else alert.holder
    scene.unit.alerts.hand_on(alert.id, level=rung.level, holder=holder, at=scene.now, next_step_at=next_at)
