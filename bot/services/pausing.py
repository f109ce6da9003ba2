"""A break from unasked messages: for some days or until a date. Safety stays, and session reminders if they are
wanted."""

from datetime import date, datetime, timedelta

from bot.core.activity import Activity
from bot.core.days import local_date, wall_instant
from bot.core.view import Button, Line, View
from bot.services import outbox, runs, unasked
from bot.services.scene import Scene
from bot.storage.runs import Run

UNTIL = "settings/pause-until"
DAYS = (1, 3, 7)
MOST = 90
"""Days: a longer break is a talk with the counselor."""
SHOWN = 14
"""Days that can be chosen by a button."""


def today(scene: Scene) -> date:
    """The date on the person's calendar."""
    return local_date(scene.now, scene.person.timezone)


def begin(scene: Scene, last: date) -> bool:
    """Quiet until the morning of that date, when the person's quiet hours end; False for a date that is too near or
    too far. Session reminders go on until they are asked about."""
    person, now = scene.person, scene.now
    if not today(scene) < last <= today(scene) + timedelta(days=MOST):
        return False
    scene.unit.people.set(person.id, "paused_until", _morning(scene, last), now, person.id)
    if person.sessions_paused:
        scene.unit.people.set(person.id, "sessions_paused", False, now, person.id)
    if person.state == "active":
        scene.unit.people.set(person.id, "state", "paused", now, person.id)
    unasked.withdraw(scene, "paused")
    return True


def _morning(scene: Scene, day: date) -> datetime:
    return wall_instant(day, scene.person.quiet_to, scene.person.timezone)


def begin_for(scene: Scene, days: int) -> bool:
    """The same for a number of days."""
    return begin(scene, today(scene) + timedelta(days=min(days, MOST + 1)))


def end(scene: Scene, by: int | None) -> Scene:
    """The break is over: by the person's own tap, or by itself (`by` is nobody)."""
    person, now = scene.person, scene.now
    scene.unit.people.set(person.id, "paused_until", None, now, by)
    if person.sessions_paused:
        scene.unit.people.set(person.id, "sessions_paused", False, now, by)
    if person.state == "paused":
        scene.unit.people.set(person.id, "state", "active", now, by)
    return scene.again()


def after_pause(scene: Scene) -> Scene:
    """Whoever's break is over is back."""
    until = scene.person.paused_until
    return scene if until is None or until > scene.now else end(scene, None)


def command(scene: Scene, argument: str = "") -> None:
    """`/pause N` pauses N days with session reminders on; `/pause` asks."""
    if not argument:
        outbox.show_menu(scene, "pause", fresh=True)
    elif argument.isdecimal() and len(argument) < 4 and begin_for(scene, int(argument)):
        outbox.show_menu(scene, "paused", fresh=True)
    else:
        outbox.say(scene, "pause-hint", most=MOST)


def resume(scene: Scene, _: str = "") -> None:
    """*Come back*."""
    outbox.show_menu(end(scene, scene.person.id), "back", 1)


# Buttons


def choose(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """A number of days; or the list of days to choose from."""
    match numbers:
        case ():
            outbox.show_menu(scene, "pause")
        case (0,):
            outbox.show_menu(scene, "pauseday")
        case (days,) if days in DAYS and begin_for(scene, days):
            outbox.show_menu(scene, "pauseask")
        case _:
            return False
    return True


def choose_day(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """A day of the list, by its ordinal."""
    ordinal = numbers[0] if len(numbers) == 1 else 0
    if not 0 < ordinal <= date.max.toordinal() or not begin(scene, date.fromordinal(ordinal)):
        return False
    outbox.show_menu(scene, "pauseask")
    return True


def choose_sessions(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """Whether the break silences session reminders too."""
    if scene.person.paused_until is None or numbers not in ((0,), (1,)):
        return False
    scene.unit.people.set(scene.person.id, "sessions_paused", numbers == (0,), scene.now, scene.person.id)
    outbox.show_menu(scene, "paused")
    return True


def finished(scene: Scene, run: Run, activity: Activity) -> str:
    """The menu that follows a typed date: the question about sessions, or the choice again where it cannot be."""
    value = runs.values_of(scene, run, activity).get("until")
    if value is not None and begin(scene, date.fromisoformat(str(value))):
        return "pauseask"
    if value is not None:
        outbox.say(scene, "pause-date-hint", most=MOST)
    return "pause"


# Pages


def ask(_: Scene, __: tuple[int, ...]) -> View:
    """How long."""
    row = tuple(Button("menu", key="pause-days", verb="pause", numbers=(n,), values={"days": n}) for n in DAYS)
    until = Button("menu", key="pause-until", verb="pause", numbers=(0,))
    return View(above=(Line("pause-ask"),), buttons=(row, (until,), (Button("menu", key="close", verb="home"),)))


def days(scene: Scene, _: tuple[int, ...]) -> View:
    """The next fourteen days, and a way to type another."""
    found = [today(scene) + timedelta(days=step) for step in range(1, SHOWN + 1)]
    buttons = [
        Button("menu", key="day-button", verb="pauseday", numbers=(day.toordinal(),), values={"date": day.isoformat()})
        for day in found
    ]
    rows = [tuple(buttons[place : place + 2]) for place in range(0, SHOWN, 2)]
    typed = (Button("menu", key="pause-other", verb="pausetype"),)
    return View(above=(Line("pause-until-ask"),), buttons=(*rows, typed, (Button("menu", key="back", verb="pause"),)))


def ask_sessions(scene: Scene, numbers: tuple[int, ...]) -> View:
    """The break has begun; do reminders of sessions go on?"""
    yes, no = (Button("menu", key=f"pause-sessions-{n}", verb="pausesession", numbers=(n,)) for n in (1, 0))
    return View(above=(*told(scene, numbers).above, Line("pause-sessions-ask")), buttons=((yes,), (no,)))


def told(scene: Scene, _: tuple[int, ...]) -> View:
    """Until when it is quiet."""
    until = scene.person.paused_until
    if until is None:
        return View(above=(Line("pause-over"),), buttons=((Button("menu", key="menu", verb="home"),),))
    day = local_date(until, scene.person.timezone).isoformat()
    rows = ((Button("menu", key="resume", verb="resume"),), (Button("menu", key="menu", verb="home"),))
    return View(above=(Line("paused-until", {"date": day}),), buttons=rows)
