"""What waits for a member of staff besides alerts: sessions to mark, who cannot be reached, what may not have come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.view import Line
from bot.services.alert_pages import moment
from bot.services.scene import Scene
from bot.services.session_facts import not_marked_after
from bot.storage.people import Person

SHOWN_FOR = timedelta(days=2)
"""What may not have arrived is old news after that."""


@dataclass(frozen=True, slots=True)
class Waits:
    """A line of `/today`, and since when it stands there."""

    at: datetime
    line: Line


Look = Callable[[Scene, Sequence[Person]], list[Waits]]
"""Finds one kind of waiting thing among the people of the scene's member of staff."""


def unreachable(scene: Scene, people: Sequence[Person]) -> list[Waits]:
    """Who blocked the bot, or whose account is gone."""
    found = []
    for person in people:
        chat = scene.unit.chats.of(person.id)
        if person.state == "unreachable" and chat is not None and chat.blocked_at is not None:
            values = {"code": person.code, "at": moment(scene, chat.blocked_at)}
            found.append(Waits(chat.blocked_at, Line("today-unreachable", values, notice=True)))
    return found


def uncertain(scene: Scene, people: Sequence[Person]) -> list[Waits]:
    """To whom Telegram took a message and never said whether it arrived: it is not repeated."""
    codes = {person.id: person.code for person in people}
    counted = scene.unit.lines.uncertain_for(list(codes), scene.now - SHOWN_FOR)
    return [
        Waits(newest, Line("today-uncertain", {"code": codes[person], "count": count}, notice=True))
        for person, (count, newest) in counted.items()
    ]


def unmarked(scene: Scene, _: Sequence[Person]) -> list[Waits]:
    """Sessions that nobody marked a day after: 'not marked', which is not 'missed'."""
    late = not_marked_after(scene.house)
    found = scene.unit.meetings.unmarked(scene.person.id, scene.now - late)
    if not found:
        return []
    newest = max(meeting.ends_at for meeting in found) + late
    return [Waits(newest, Line("today-unmarked", {"count": len(found)}, notice=True))]


LOOKS: list[Look] = [unmarked, unreachable, uncertain]
"""Rooms of their own add what waits in them."""


def waiting(scene: Scene, people: Sequence[Person]) -> list[Waits]:
    """All of it, oldest first."""
    return sorted((each for look in LOOKS for each in look(scene, people)), key=lambda each: each.at)
