"""Everything there is to open: lessons by their folders and check-ins, for nothing is locked."""

from collections.abc import Callable, Iterable

from bot.core.activity import Activity
from bot.core.interpret import activity_number
from bot.core.view import Button, Line, View, tap
from bot.services import outbox, suiting
from bot.services.scene import Scene

LESSONS, PRACTICES = "lessons/", "practices/"
QUESTIONS = ("checkins/", "assessments/")
AT_MEETINGS = ("before", "after")
"""Schedules of what makes no sense without a session."""


def _button_of(verb: str) -> Callable[[Scene, tuple[int, ...]], bool]:
    """What the button of a list does."""

    def shows(scene: Scene, numbers: tuple[int, ...]) -> bool:
        outbox.show_menu(scene, verb, *numbers)
        return True

    return shows


def lessons(scene: Scene, numbers: tuple[int, ...]) -> View | None:
    """The folders of lessons, or with the number of one its lessons in their order; those read have their mark."""
    folders = _folders(scene)
    if not numbers:
        rows = tuple((_folder(scene, name),) for name in folders)
        return View(above=(Line(_greeting(scene)),), buttons=(*rows, (tap("menu", "home"),)))
    found = next((name for name in folders if activity_number(name) == numbers[0]), None)
    if found is None:
        return None
    read = set(scene.unit.runs.finished(scene.person.id))
    rows = tuple((_opens(each, each.id in read),) for each in suiting.suitable(scene, folders[found]))
    return View(above=(Line("lessons-choose"),), buttons=(*rows, (tap("all-lessons", "lessons"), tap("menu", "home"))))


def practices(scene: Scene, numbers: tuple[int, ...]) -> View | None:
    """The calm exercises that suit the person."""
    found = suiting.suitable(scene, _published(scene, (PRACTICES,)))
    return None if numbers else _list("practices-choose", found)


def questions(scene: Scene, numbers: tuple[int, ...]) -> View | None:
    """The check-ins and reviews that can be answered at any time."""
    found = [each for each in _published(scene, QUESTIONS) if each.schedule.form not in AT_MEETINGS]
    return None if numbers else _list("checkins-choose", found)


def _list(key: str, found: list[Activity]) -> View:
    return View(above=(Line(key),), buttons=(*((_opens(each),) for each in found), (tap("menu", "home"),)))


def _published(scene: Scene, folders: tuple[str, ...]) -> list[Activity]:
    everything = scene.house.content().all_activities(scene.person.language)
    return [a for a in everything if a.id.startswith(folders) and a.audience == "participant" and not a.draft]


def _folders(scene: Scene) -> dict[str, list[Activity]]:
    """The lessons of each folder; both in the order in which the main track meets them, the rest by name."""
    track = scene.house.content().program.tracks.get("main", ())
    place = {id: at for at, id in enumerate(track)}
    return by_folder(sorted(_published(scene, (LESSONS,)), key=lambda a: (place.get(a.id, len(place)), a.id)))


def by_folder(activities: Iterable[Activity]) -> dict[str, list[Activity]]:
    """The activities of each folder, both in the order given."""
    folders: dict[str, list[Activity]] = {}
    for each in activities:
        folders.setdefault(each.id.rpartition("/")[0], []).append(each)
    return folders


def _folder(scene: Scene, name: str) -> Button:
    """Its words stand in the labels; a folder of an editor's own is called by its name."""
    key = name.replace("/", "-")
    words = scene.house.content().label(key, scene.person.language)
    label = name.rpartition("/")[2].replace("-", " ").capitalize() if words == key else words
    return Button("menu", label, verb="lessons", numbers=(activity_number(name),))


def _opens(activity: Activity, read: bool = False) -> Button:
    return Button("menu", activity.title, verb="go", numbers=(activity_number(activity.id),), picked=read)


def _greeting(scene: Scene) -> str:
    track = set(scene.house.content().program.tracks.get("main", ()))
    return "lessons-done" if track and track <= set(scene.unit.runs.finished(scene.person.id)) else "lessons-choose"


LISTS = ("lessons", "checkins")
VERBS = {verb: _button_of(verb) for verb in LISTS}
VIEWS = {"lessons": lessons, "checkins": questions, "practices": practices}
