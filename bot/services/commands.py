"""The commands of the chat: every one works at any moment, and the same things can be reached by buttons."""

from collections.abc import Callable

from bot.core.interpret import Command
from bot.core.program import next_lesson
from bot.core.schedule import parse_zone, usable_checkin_time
from bot.services import (
    commands_menu,
    enrol,
    leading,
    outbox,
    pausing,
    plan,
    progress,
    returning,
    runs,
    session_groups,
    staff,
    truth,
)
from bot.services.danger import HELP
from bot.services.scene import Scene
from bot.services.settings import set_preference
from bot.services.transport import Message
from bot.storage.runs import Run

DAILY, REACH_OUT, LATER = "checkins/daily", "messages/reach-out", "home/later"


def start(scene: Scene) -> None:
    """`/start`: goes on with enrolment, else shows the keyboard and the home menu."""
    if scene.person.state == "discharged":
        outbox.say(scene, "discharged-told")
        return
    if scene.is_staff and "participant" not in scene.roles:
        outbox.hand_over(scene, "commands")
        leading.open_activity(scene, enrol.COUNSELOR)
        return
    if "editor" in scene.roles and "participant" not in scene.roles:
        outbox.hand_over(scene, "commands")
        preview(scene)
        return
    step = enrol.next_step(scene)
    if step:
        leading.open_activity(scene, step)
        return
    outbox.hand_over(scene, "keyboard")
    home(scene)


def home(scene: Scene) -> None:
    """The home menu, as a message of its own; after a long silence the welcome first."""
    outbox.show_menu(scene, "back" if returning.is_back(scene) else "home", fresh=True)


def note_help(scene: Scene) -> None:
    """*Help now* was answered from memory; here it is only noted that it was opened."""
    if "participant" not in scene.roles or scene.person.state == "invited":
        return
    run = runs.begin(scene, HELP, subject=f"{HELP} {scene.update}")
    if run:
        runs.close_at_once(scene, run)
    truth.tell_present(scene)


def checkin(scene: Scene, _: str = "") -> None:
    """Today's check-in: begun, gone on with, or its closing page."""
    leading.open_activity(scene, DAILY, why="welcome-back" if returning.is_back(scene) else "")


def lesson(scene: Scene, _: str = "") -> None:
    """The lesson that was begun, else the next of the track, with the reason why it is next."""
    track = scene.house.content().program.tracks.get("main", ())
    begun = next((run for run in scene.unit.runs.all_open(scene.person.id) if _is_lesson(run)), None)
    following = next_lesson(track, scene.unit.runs.finished(scene.person.id))
    if begun:
        leading.open_activity(scene, begun.activity)
    elif following:
        leading.open_activity(scene, following.activity, why="lesson-next")
    else:
        outbox.show_menu(scene, "lessons", fresh=True)


def _is_lesson(run: Run) -> bool:
    """A question that came back is no lesson that was begun."""
    return run.activity.startswith("lessons/") and run.subject == run.activity


def practice(scene: Scene, _: str = "") -> None:
    """The practices to choose from."""
    outbox.show_menu(scene, "practices", fresh=True)


def message(scene: Scene, _: str = "") -> None:
    """A message to the counselor."""
    leading.open_activity(scene, REACH_OUT)


def help_page(scene: Scene, _: str = "") -> None:
    """What each command does."""
    written = {activity.id for activity in scene.house.content().all_activities(scene.person.language)}
    pages = {"counselor": "home/counselor-help", "editor": "home/editor-help", "participant": "home/help"}
    page = pages[commands_menu.of_roles(scene.roles)]
    leading.open_activity(scene, page if page in written else "home/help")


def preview(scene: Scene, _: str = "") -> None:
    """What an editor can look at."""
    outbox.show_menu(scene, "preview", fresh=True)


def later(scene: Scene, _: str = "") -> None:
    """A part that is not built yet says so."""
    leading.open_activity(scene, LATER)


def settings(scene: Scene, argument: str = "") -> None:
    """`/settings timezone ZONE`, `… checkin HH:MM`, `… language`; alone it shows what can be changed."""
    what, _, value = argument.partition(" ")
    if what == "timezone" and (zone := parse_zone(value)):
        _set(scene, "timezone", zone)
    elif what == "checkin" and (clock := usable_checkin_time(value, scene.person.quiet_from, scene.person.quiet_to)):
        _set(scene, "checkin_time", clock)
    elif what == "timezone":
        outbox.say(scene, "hint-timezone")
    elif what == "checkin":
        outbox.say(scene, "checkin-quiet" if usable_checkin_time(value, "00:00", "00:00") else "hint-time")
    elif what == "language":
        leading.open_activity(scene, enrol.LANGUAGE)
    else:
        outbox.show_menu(scene, "settings", fresh=True)


def _set(scene: Scene, field: str, value: str) -> None:
    set_preference(scene, field, value)
    outbox.say(scene, "setting-saved")


def mydata(scene: Scene, _: str = "") -> None:
    """What is stored, in words and as a file."""
    outbox.hand_over(scene, "mydata")


Verb = Callable[[Scene, str], None]

PARTICIPANT: dict[str, Verb] = {
    "checkin": checkin,
    "lesson": lesson,
    "practice": practice,
    "message": message,
    "settings": settings,
    "mydata": mydata,
    "pause": pausing.command,
    "resume": pausing.resume,
    "sessions": lambda scene, _: outbox.show_menu(scene, "sessions", fresh=True),
    "plan": plan.command,
    "progress": progress.command,
    "help": help_page,
    "menu": lambda scene, _: home(scene),
}
FAMILY: dict[str, Verb] = {"lesson": later, "sessions": later, "help": help_page, "stop": later}


def desk(scene: Scene, argument: str = "") -> None:
    """`/sessions` of staff; with the name of a group and its place, that is where it meets from now on."""
    if argument:
        session_groups.take_place(scene, argument)
    else:
        outbox.show_menu(scene, "sessions", fresh=True)


COUNSELOR: dict[str, Verb] = {
    "today": lambda scene, _: outbox.show_menu(scene, "today", fresh=True),
    "caseload": lambda scene, _: outbox.show_menu(scene, "caseload", fresh=True),
    "alerts": lambda scene, _: outbox.show_menu(scene, "alerts", fresh=True),
    "sessions": desk,
    "help": help_page,
    "menu": lambda scene, _: outbox.show_menu(scene, "today", fresh=True),
}
EDITOR: dict[str, Verb] = {"preview": preview, "help": help_page, "menu": preview}
BY_ROLE = {"participant": PARTICIPANT, "counselor": COUNSELOR, "admin": COUNSELOR, "family": FAMILY, "editor": EDITOR}


def run(scene: Scene, command: Command) -> list[Message]:
    """Does what the command says, if one of the person's roles has it; else shows the help."""
    if command.name == "invite" and scene.is_staff:
        return [staff.invite(scene)]
    for role, verbs in BY_ROLE.items():
        if role in scene.roles and command.name in verbs:
            verbs[command.name](scene, command.argument)
            return []
    help_page(scene)
    return []
