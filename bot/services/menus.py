"""Menus and lists of the chat: what a verb does, and what each list shows."""

from collections.abc import Callable
from datetime import timedelta

from bot.core import player
from bot.core.interpret import Menu, activity_number
from bot.core.view import Line, View, tap
from bot.services import (
    alerts,
    browsing,
    commands,
    leading,
    leaving,
    outbox,
    pausing,
    phases,
    plan,
    preview_lists,
    progress,
    records,
    returning,
    review,
    runs,
    session_rooms,
    settings,
)
from bot.services.danger import hours_in_words
from bot.services.scene import Scene
from bot.services.transport import Message

HELD_FOR = timedelta(hours=24)
"""Free text that nobody asked for is kept sealed so long, then it is gone."""

Do = Callable[[Scene, tuple[int, ...]], bool]
"""What a verb does; False when it is none of this person's, or its numbers are another's."""
Show = Callable[[Scene, tuple[int, ...]], View | None]


def _settings(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """A button of the settings page."""
    if not numbers:
        outbox.show_menu(scene, "settings")
        return True
    opens = settings.choose(scene, numbers[0]) if len(numbers) == 1 else None
    if opens:
        leading.open_activity(scene, opens)
    elif opens is not None:
        outbox.show_menu(scene.again(), "name" if numbers == (settings.CALLED,) else "settings")
    return opens is not None


def _type_day(scene: Scene, _: tuple[int, ...]) -> bool:
    leading.open_activity(scene, pausing.UNTIL)
    return True


def _of_participants(do: Do) -> Do:
    """A verb that only participants have."""
    return lambda scene, numbers: "participant" in scene.roles and do(scene, numbers)


VERBS: dict[str, Do] = {
    **session_rooms.VERBS,
    **leaving.VERBS,
    **preview_lists.VERBS,
    **{verb: _of_participants(do) for verb, do in (plan.VERBS | phases.VERBS | browsing.VERBS).items()},
    "settings": _of_participants(_settings),
    "pause": _of_participants(pausing.choose),
    "pauseday": _of_participants(pausing.choose_day),
    "pausetype": _of_participants(_type_day),
    "pausesession": _of_participants(pausing.choose_sessions),
}
"""The verbs of rooms of their own."""
VIEWS: dict[str, Show] = {
    **records.VIEWS,
    **session_rooms.VIEWS,
    **leaving.VIEWS,
    **preview_lists.VIEWS,
    **browsing.VIEWS,
    **plan.VIEWS,
    **phases.VIEWS,
    "progress": progress.page,
    "settings": lambda scene, _: settings.page(scene),
    "name": lambda scene, _: settings.name_page(scene),
    "pause": pausing.ask,
    "pauseday": pausing.days,
    "pauseask": pausing.ask_sessions,
    "paused": pausing.told,
    "back": returning.view,
}
"""The lists of rooms of their own."""


def choose(scene: Scene, menu: Menu) -> list[Message] | None:
    """Does what the verb says; `None` when it is no verb of this person, or its numbers are another's."""
    numbers = menu.numbers
    if menu.verb in VERBS:
        return [] if VERBS[menu.verb](scene, numbers) else None
    if scene.is_staff and menu.verb in review.VERBS:
        return [] if review.choose(scene, menu) else None
    match menu.verb, numbers:
        case "home", _:
            outbox.show_menu(scene, "home", fresh=bool(numbers))
        case "go", (number,):
            return _go(scene, number)
        case "run", (number,):
            return _go_on(scene, number)
        case "send", (_,):
            return _send(scene)
        case "drop", (_,):
            scene.unit.held_texts.drop_all(scene.person.id)
            outbox.show_menu(scene, "dropped")
        case verb, () if verb in verbs(scene):
            verbs(scene)[verb](scene, "")
        case _:
            return None
    return []


def verbs(scene: Scene) -> dict[str, Callable[[Scene, str], None]]:
    """The commands that the person may reach by a button."""
    found: dict[str, Callable[[Scene, str], None]] = {}
    for role, named in commands.BY_ROLE.items():
        if role in scene.roles:
            found.update(named)
    return found


def _go(scene: Scene, number: int) -> list[Message] | None:
    """Opens an activity from a button outside a run."""
    ids = {activity_number(a.id): a for a in scene.house.content().all_activities(scene.person.language) if not a.draft}
    activity = ids.get(number)
    if activity is None or activity.audience not in scene.roles or activity.id.startswith("enrolment/"):
        return None
    leading.open_activity(scene, activity.id)
    return []


def _go_on(scene: Scene, number: int) -> list[Message] | None:
    """Back to the run from which a link led here."""
    run = scene.unit.runs.by_id(number)
    if run is None or run.person != scene.person.id or run.outcome not in (None, "finished"):
        return None
    leading.lead(scene, run, player.Open())
    return []


def _send(scene: Scene) -> list[Message] | None:
    """People write in pieces: all that is held goes, in the order in which it was written."""
    text = "\n".join(scene.unit.held_texts.take_all(scene.person.id, scene.now))
    if not text or "participant" not in scene.roles:
        return None
    alerts.message_staff(scene, text)
    outbox.show_menu(scene, "sent")
    return []


def hold_text(scene: Scene, text: str) -> None:
    """Keeps free text sealed for a day, and asks whether the counselor should have it."""
    if not _still_asks(scene):
        scene.unit.held_texts.drop_all(scene.person.id)  # hours ago, and deliberately not sent
    held = scene.unit.held_texts.keep(scene.person.id, text, scene.now, scene.now + HELD_FOR)
    outbox.show_menu(scene, "held", held, fresh=True)


def _still_asks(scene: Scene) -> bool:
    """Whether the question about the text before this one is the newest page: then both are pieces of one."""
    menu = scene.unit.deliveries.page_of(scene.person.id, "menu")
    return menu is not None and outbox.arguments(menu)["verb"] == "held" and runs.newest_shown(scene) is None


def view(scene: Scene, verb: str, numbers: tuple[int, ...]) -> View | None:
    """What the list of that verb shows now; `None` when there is nothing (any more) to show."""
    if verb in VIEWS:
        return VIEWS[verb](scene, numbers)
    match verb, numbers:
        case "home", _:
            return home(scene)
        case "held", (held,):
            return _held(held)
        case "sent", ():
            return View(
                above=(Line("sent-to-counselor", {"hours": hours_in_words(scene.house, scene.person.language)}),)
            )
        case "dropped", ():
            return View(above=(Line("discarded"),))
    return None


def home(scene: Scene) -> View:
    """Everything a participant can do, by buttons alone; what is used most stands first."""
    paused = scene.person.state == "paused"
    waiting = (tap("resume", "resume"),) if paused else (tap("pause", "pause"),)
    return View(
        above=((*pausing.told(scene, ()).above,) if paused else ()) + (Line("home-text"),),
        buttons=(
            (tap("check-in", "checkin"), tap("lesson", "lesson")),
            (tap("practice", "practice"), tap("help-now", "sos")),
            (tap("all-checkins", "checkins"), tap("all-lessons", "lessons")),
            (tap("message", "message"), tap("sessions", "sessions")),
            (tap("plan", "plan"), tap("progress", "progress")),
            (tap("settings", "settings"), tap("my-data", "mydata")),
            (*waiting, tap("help", "help")),
        ),
    )


def _held(held: int) -> View:
    return View(
        above=(Line("free-text"),),
        buttons=((tap("send-to-counselor", "send", held),), (tap("close", "drop", held),)),
    )
