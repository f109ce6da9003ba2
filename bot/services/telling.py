"""Who is told of an alert: who can be reached, who was told already, and the lines that tell them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.core import ladder
from bot.core.hours import after_staffed, is_staffed
from bot.core.ladder import Pace, Reach
from bot.services import outbox
from bot.services.house import STAFF, House
from bot.services.scene import Scene
from bot.storage.alerts import Alert
from bot.storage.deliveries import Delivery
from bot.storage.unit import Unit

log = structlog.get_logger("alerts")

DANGER, TODAY, WATCH = "danger", "today", "watch"
"""The kinds: at any hour, within staffed hours, on the list only."""
LISTS = ("list", "digest")
"""Lines that open a member of staff's own list."""
ONE_AN_HOUR = timedelta(hours=1)
"""Whoever has not opened the last line about their list gets no second one so soon."""
LIVE = ("due", "sending", "sent")


@dataclass(frozen=True, slots=True)
class Told:
    """The lines made about an alert since it last began: `round` is the newest reminder's, `at` when that was made."""

    lines: tuple[Delivery, ...]

    @property
    def people(self) -> set[int]:
        """For whom a line was made, whatever became of it."""
        return {line.person for line in self.lines}

    @property
    def round(self) -> int:
        """The number of the newest reminder, 0 for the first lines."""
        return max((line.part for line in self.lines), default=0)

    @property
    def at(self) -> datetime | None:
        """When the newest line was made."""
        return max((line.queued_at for line in self.lines), default=None)

    def heard(self, reach: Reach) -> set[int]:
        """Who can be reached and has a line that was not lost."""
        return {line.person for line in self.lines if line.state in LIVE} & set(reach.everybody())

    def pending(self) -> set[int]:
        """Whose line is still to go out: they get no second one."""
        return {line.person for line in self.lines if line.state in LIVE[:2]}


def can_be_reached(unit: Unit, staff: int, now: datetime) -> bool:
    """Whether a member of staff holds a role that sees records, enrolled, and did not block the bot."""
    chat = unit.chats.of(staff)
    return chat is not None and chat.blocked_at is None and bool(unit.roles.of(staff, now) & set(STAFF))


def reach(unit: Unit, person: int, now: datetime) -> Reach:
    """Who can be told of the person now, by their numbers, so that the order is always the same."""
    own = unit.roles.counselors_of(person, now)
    counselors, admins = ([each.id for each in unit.roles.holders(role, now)] for role in STAFF)
    others = [staff for staff in counselors if staff not in own]
    found = [tuple(staff for staff in group if can_be_reached(unit, staff, now)) for group in (own, others, admins)]
    return Reach(*found)


def told_of(unit: Unit, alert: Alert) -> Told:
    """The lines of the time since the alert last began."""
    lines = unit.lines.about("alert", f"alert:{alert.id}")
    newest = max((int(line.occurrence) for line in lines), default=0)
    return Told(tuple(line for line in lines if int(line.occurrence) == newest))


def tell(scene: Scene, alert: Alert, people: tuple[int, ...], *, anew: bool = False, round: int = 0) -> None:
    """A neutral line with *Open* to each of them; `anew`: from here on it counts again who was told."""
    unit, now = scene.unit, scene.now
    lines = told_of(unit, alert).lines
    beginning = int(lines[-1].occurrence) + anew if lines else 0
    for staff in people:
        stands_in = not unit.roles.looks_after(staff, alert.person, now)
        outbox.tell(unit, staff, "alert", f"alert:{alert.id}", str(beginning), now, round, stands_in)


def tell_first(scene: Scene, alert: Alert) -> bool:
    """Those who look after the person, at once. Where nobody can be reached, a line waits for each who should hear of
    it, and the next step comes soon; False then."""
    found = reach(scene.unit, alert.person, scene.now)
    people = ladder.first(found)
    if not people:
        log.error("nobody can be told of an alert", alert=alert.id)
    own = tuple(scene.unit.roles.counselors_of(alert.person, scene.now))
    admins = tuple(admin.id for admin in scene.unit.roles.holders("admin", scene.now))
    tell(scene, alert, people or own or admins, anew=True)
    return bool(people)


def tell_list(scene: Scene, alert: Alert) -> None:
    """Within staffed hours: a line that opens the list of each who looks after the person. Whoever looks after nobody
    has no list, and gets the alert itself."""
    if not staffed(scene.house, scene.now):
        return  # it waits for the morning
    for staff in ladder.first(reach(scene.unit, alert.person, scene.now)):
        if not scene.unit.roles.looks_after(staff, alert.person, scene.now):
            tell(scene, alert, (staff,), anew=True)
        elif not scene.unit.lines.unopened(staff, LISTS, scene.now - ONE_AN_HOUR):
            outbox.tell(scene.unit, staff, "list", "", scene.now.isoformat(), scene.now)


def staffed(house: House, now: datetime) -> bool:
    """Whether staff are there."""
    place = house.place
    return is_staffed(place.hours, now, place.timezone, place.holidays)


def first_step(house: House, kind: str, now: datetime) -> datetime | None:
    """When an alert that is raised now goes to the next person."""
    if kind == DANGER:
        return now + pace(house).next_person
    return after_hours(house, now) if kind == TODAY else None


def after_hours(house: House, since: datetime) -> datetime | None:
    """When so many staffed hours will have passed that an alert which is not danger moves on."""
    place = house.place
    length = timedelta(hours=house.content().limits.numbers["alert_next_person_hours"])
    return after_staffed(place.hours, since, length, place.timezone, place.holidays)


def pace(house: House) -> Pace:
    """The numbers of `rules.yaml` for danger."""
    numbers = house.content().limits.numbers
    minutes = (numbers["danger_next_person_minutes"], numbers["danger_administrator_minutes"])
    return Pace(*(timedelta(minutes=each) for each in minutes))
