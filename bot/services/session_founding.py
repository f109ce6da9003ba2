"""A counselor makes a new group by taps: weekdays, time, length, title, place, yes.

Nothing is kept between the steps: each button holds all that was chosen so far. The weekdays are one number, a bit for
each.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from bot.core.days import WEEKDAYS
from bot.core.view import Button, Line, View, tap
from bot.core.zones import city_of
from bot.services import meetings, outbox
from bot.services.meetings import NewGroup
from bot.services.scene import Scene
from bot.services.session_facts import clock_words
from bot.services.session_words import (
    clock_buttons,
    clock_of,
    heading,
    label,
    named,
    notice,
    paragraph,
    rows_of,
)
from bot.storage.groups import Group

EVERY_DAY = 2 ** len(WEEKDAYS) - 1
TITLES = ("group", "morning-group", "afternoon-group", "evening-group", "skills-group")
"""Usual titles, by the end of their label's key, which is also the short name of the first group of that title."""
LENGTHS = (60, 90, 120, 180)
"""Minutes of a group's session."""
ASK_TIME = 9999
"""Stands where the time will be: the weekdays are chosen."""
NO_PLACE = 0


def _plan(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """The next step of a new group."""
    if not scene.is_staff or not _can_be(scene, numbers):
        return False
    outbox.show_menu(scene, "group", *numbers)
    return True


def _can_be(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """(weekdays,) asks for more of them, (weekdays, ASK_TIME) for the time; then time, length, title, place follow."""
    if len(numbers) > 5 or any(days > EVERY_DAY for days in numbers[:1]):
        return False
    clocks = all(clock_of(clock) is not None or numbers[1:] == (ASK_TIME,) for clock in numbers[1:2])
    return (
        (len(numbers) < 2 or (numbers[0] > 0 and clocks))
        and all(minutes in LENGTHS for minutes in numbers[2:3])
        and all(title < len(TITLES) for title in numbers[3:4])
        and all(place == NO_PLACE or place in _places(scene) for place in numbers[4:])
    )


def _places(scene: Scene) -> dict[int, str]:
    """Where groups meet, each place once, by the number of a group that meets there."""
    found: dict[str, int] = {}
    for group in scene.unit.groups.all():
        if place := scene.unit.groups.place_of(group.id):
            found.setdefault(place, group.id)
    return {number: place for place, number in found.items()}


def _found(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """*Yes*: it is made once, however often that is tapped, and its members are asked for."""
    if not scene.is_staff or len(numbers) != 5 or not _can_be(scene, numbers):
        return False
    new = _new_group(scene, *numbers)
    group = _made_before(scene, new) or meetings.add_group(scene.unit, scene.house, new, scene.now, by=scene.person.id)
    outbox.show_menu(scene, "members", group.id)
    return True


def _new_group(scene: Scene, days: int, clock: int, minutes: int, title: int, place: int) -> NewGroup:
    return NewGroup(
        name=_free_name(scene, TITLES[title]),
        title=label(scene, f"group-title-{TITLES[title]}"),
        rrule=f"FREQ=WEEKLY;BYDAY={','.join(day[:2].upper() for day in _chosen(days))}",
        start=_first_start(scene, days, clock),
        minutes=minutes,
        facilitator=scene.person.id,
        place=_places(scene).get(place, ""),
    )


def _chosen(days: int) -> list[str]:
    return [name for n, name in enumerate(WEEKDAYS) if days & 1 << n]


def _first_start(scene: Scene, days: int, clock: int) -> datetime:
    """The first of the weekdays, from today on, whose time is still to come there."""
    here = scene.now.astimezone(ZoneInfo(scene.house.place.timezone)).replace(tzinfo=None)
    at = clock_of(clock) or here.time()
    starts = (datetime.combine(here.date() + timedelta(days=n), at) for n in range(8))
    return next(start for start in starts if start > here and days & 1 << start.weekday())


def _made_before(scene: Scene, new: NewGroup) -> Group | None:
    """The same group, made by the tap before."""
    wanted = (new.title, f"{new.start:%Y-%m-%dT%H:%M}", new.minutes)
    for group in scene.unit.groups.of_facilitator(scene.person.id):
        same_days = set(group.rrule.split(";")) == set(new.rrule.split(";"))
        if same_days and (group.title, group.start_local[:16], group.minutes) == wanted:
            return group
    return None


def _free_name(scene: Scene, name: str) -> str:
    names = (name if n == 1 else f"{name}-{n}" for n in count(1))
    return next(each for each in names if scene.unit.groups.by_name(each) is None)


def planning(scene: Scene, numbers: tuple[int, ...]) -> View | None:
    """The page of a step."""
    back = numbers[:-1]
    match numbers:
        case () | (_,):
            return _weekdays(numbers[0] if numbers else 0)
        case (days, clock) if clock == ASK_TIME:
            ask, rows = "desk-ask-time", clock_buttons(scene, "group", days)
        case (days, _):
            lengths = [tap("desk-minutes", "group", *numbers, length, minutes=length) for length in LENGTHS]
            ask, rows, back = "desk-ask-length", rows_of(lengths, 2), (days, ASK_TIME)
        case (_, _, _):
            titles = [tap(f"group-title-{name}", "group", *numbers, n) for n, name in enumerate(TITLES)]
            ask, rows = "desk-ask-title", rows_of(titles, 2)
        case (_, _, _, _):
            places = [named(place, "group", *numbers, group) for group, place in _places(scene).items()]
            ask, rows = "desk-ask-place", rows_of([*places, tap("desk-no-place", "group", *numbers, NO_PLACE)], 1)
        case _:
            return _confirm(scene, numbers)
    above = (heading("desk-new-group"), paragraph(_so_far(scene, numbers)), Line(ask))
    return View(above=above, buttons=(*rows, (tap("back", "group", *back),)))


def _weekdays(days: int) -> View:
    buttons = [
        Button("menu", key=f"weekday-{name}", verb="group", numbers=(days ^ 1 << n,), picked=bool(days & 1 << n))
        for n, name in enumerate(WEEKDAYS)
    ]
    last = [tap("back", "sessions")] + ([tap("next", "group", days, ASK_TIME)] if days else [])
    above = (heading("desk-new-group"), Line("desk-ask-weekdays"))
    return View(above=above, buttons=(*rows_of(buttons, 4), tuple(last)))


def _so_far(scene: Scene, numbers: tuple[int, ...]) -> list[str]:
    """What was chosen; the zone is named where the counselor lives in another one."""
    parts = [", ".join(label(scene, f"weekday-{name}") for name in _chosen(numbers[0]))]
    clock = clock_of(numbers[1])
    if clock is not None:
        parts.append(clock_words(scene, clock))
    if len(numbers) > 2:
        parts.append(label(scene, "desk-minutes", minutes=numbers[2]))
    words, zone = " · ".join(parts), scene.house.place.timezone
    if zone != scene.person.timezone:
        words = notice(scene, "desk-in-zone", when=words, zone=city_of(zone))
    titles = [label(scene, f"group-title-{TITLES[numbers[3]]}")] if len(numbers) > 3 else []
    places = [_places(scene)[numbers[4]]] if len(numbers) > 4 and numbers[4] in _places(scene) else []
    return [*titles, words, *places]


def _confirm(scene: Scene, numbers: tuple[int, ...]) -> View:
    above = (heading("desk-new-group"), paragraph(_so_far(scene, numbers)), Line("desk-ask-make-group"))
    rows = ((tap("desk-make", "groupyes", *numbers),), (tap("back", "group", *numbers[:4]), tap("close", "sessions")))
    return View(above=above, buttons=rows)


VERBS: dict[str, Callable[[Scene, tuple[int, ...]], bool]] = {"group": _plan, "groupyes": _found}
VIEWS: dict[str, Callable[[Scene, tuple[int, ...]], View | None]] = {"group": planning}
