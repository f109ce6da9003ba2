"""The morning line: when staff come in and something waits on their list, it tells them so, once a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.core.hours import next_morning
from bot.core.schedule import local_date
from bot.services import outbox, records, telling, waiting
from bot.services.house import STAFF, House
from bot.services.scene import Scene
from bot.services.watch import NOW_AND_THEN, each, scene_of
from bot.storage.unit import Unit
from bot.storage.writer import Store

PURPOSE = "digest"
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass
class Digest:
    """Comes at the beginning of the day's first staffed stretch, on no holiday, and not when nothing is new."""

    store: Store
    house: House
    name: str = PURPOSE
    every: timedelta = NOW_AND_THEN

    def is_due(self, unit: Unit, now: datetime) -> bool:
        """Whether a morning has come, or another one is the next by the hours and holidays of today."""
        planned = unit.chores.next_of(PURPOSE)
        return planned is None or planned <= now or planned != self._following(now)

    async def look(self, now: datetime) -> None:
        """Tells whoever has something new on their list, and plans the next morning."""
        planned = await self.store.read(lambda unit: unit.chores.next_of(PURPOSE))
        if planned is not None and planned <= now and telling.staffed(self.house, now):
            staff = await self.store.read(lambda unit: _staff(unit, now))
            await each(self.store, PURPOSE, staff, lambda unit, number: self._tell(unit, number, now))
        following = self._following(now)
        if following is not None and following != planned:
            await self.store.write(lambda unit: unit.chores.plan(PURPOSE, following))

    def coming(self, unit: Unit, now: datetime) -> Iterable[datetime | None]:
        """The next morning."""
        return [unit.chores.next_of(PURPOSE)]

    def _following(self, now: datetime) -> datetime | None:
        place = self.house.place
        return next_morning(place.hours, now, place.timezone, place.holidays)

    def _tell(self, unit: Unit, number: int, now: datetime) -> None:
        fresh_line = unit.lines.unopened(number, telling.LISTS, now - telling.ONE_AN_HOUR)
        if fresh_line or not has_news(scene_of(unit, self.house, number, now)):
            return
        day = local_date(now, self.house.place.timezone).isoformat()
        outbox.tell(unit, number, PURPOSE, "", day, now)


def _staff(unit: Unit, now: datetime) -> list[int]:
    found = {person.id for role in STAFF for person in unit.roles.holders(role, now)}
    return sorted(number for number in found if telling.can_be_reached(unit, number, now))


def has_news(scene: Scene) -> bool:
    """Whether something on their list is newer than the last morning line."""
    last = scene.unit.deliveries.newest_sent(scene.person.id, PURPOSE)
    since = last.queued_at if last else NEVER
    people = records.own_people(scene)
    mine = {person.id for person in people}
    alerts = scene.unit.alerts.open_for(scene.person.id, scene.now)
    newest = [alert.last_at for alert in alerts if alert.person in mine]
    return any(at > since for at in (*newest, *(waits.at for waits in waiting.waiting(scene, people))))
