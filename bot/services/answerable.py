"""On which program days there was something to answer: silence is counted on these alone."""

from datetime import date, timedelta

from bot.core.days import program_day
from bot.core.terms import LONGEST_LOOK
from bot.services import agenda
from bot.services.scene import Scene

ARRIVED = ("sent", "uncertain")


class Answerable:
    """Tells of an activity and a day whether the person was asked (or, of what has no schedule, was not on a break).
    What it has read it keeps for the look at this person."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._since = scene.day - timedelta(days=LONGEST_LOOK)
        self._scheduled = {each.id for each in agenda.scheduled(scene.house.content())}
        self._asked: dict[str, frozenset[str]] = {}
        self._breaks: list[tuple[date, date]] | None = None

    def __call__(self, activity: str, day: date) -> bool:
        if activity not in self._scheduled:
            return not any(begins <= day < ends for begins, ends in self._paused())
        if day == self._scene.day:
            return self._is_due_today(activity)
        return day.isoformat() in self._days_asked(activity)

    def _is_due_today(self, activity: str) -> bool:
        scene = self._scene
        items = agenda.of_day(scene.house.content(), scene.person, scene.day)
        return scene.person.state == "active" and any(item.purpose == activity for item in items)

    def _days_asked(self, activity: str) -> frozenset[str]:
        if activity not in self._asked:
            sent = self._scene.unit.unasked.since(self._scene.person.id, activity, self._since)
            self._asked[activity] = frozenset(each.occurrence for each in sent if each.state in ARRIVED)
        return self._asked[activity]

    def _paused(self) -> list[tuple[date, date]]:
        """The breaks, from their first program day up to the one of the return."""
        if self._breaks is None:
            person, found, since = self._scene.person, list[tuple[date, date]](), None
            for change in self._scene.unit.history.of(person.id, "state"):
                day = program_day(change.at, person.timezone)
                if change.new == "paused" and since is None:
                    since = day
                elif change.new != "paused" and since is not None:
                    found.append((since, day))
                    since = None
            self._breaks = [*found, (since, date.max)] if since else found
        return self._breaks
