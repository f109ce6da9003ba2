"""`/preview` of editors: what can be looked at, drafts and what changed lately first, then folder by folder."""

from bot.core.activity import Activity
from bot.core.interpret import activity_number
from bot.core.view import Button, Line, View, tap
from bot.services import leading, outbox
from bot.services.browsing import by_folder
from bot.services.scene import Scene

DRAFTS, CHANGED, ON_A_PAGE = 6, 4, 8
"""How many of each a list shows at once."""


def show(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """The first list, or the page of a folder; False for whoever is no editor."""
    if "editor" not in scene.roles or len(numbers) > 2:
        return False
    outbox.show_menu(scene, "preview", *numbers)
    return True


def play(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """Begins the preview of the activity with that number."""
    found = next((a for a in _all(scene) if numbers == (activity_number(a.id),)), None)
    if found is None or "editor" not in scene.roles:
        return False
    leading.open_preview(scene, found.id)
    return True


def view(scene: Scene, numbers: tuple[int, ...]) -> View | None:
    """The list of those numbers: none for the first, else a folder and its page."""
    if "editor" not in scene.roles:
        return None
    folders = by_folder(_all(scene))
    if not numbers:
        return _first(scene, folders)
    names = sorted(folders)
    number, page = numbers[0], numbers[1] if len(numbers) > 1 else 0
    return _folder(names[number], folders[names[number]], number, page) if number < len(names) else None


def _all(scene: Scene) -> list[Activity]:
    return scene.house.content().all_activities(scene.person.language)


def _first(scene: Scene, folders: dict[str, list[Activity]]) -> View:
    by_id = {activity.id: activity for activity in _all(scene)}
    drafts = [activity for activity in by_id.values() if activity.draft][:DRAFTS]
    recent = [by_id[id] for id in scene.unit.versions.changed_lately(scene.person.language) if id in by_id]
    changed = [activity for activity in recent if not activity.draft][:CHANGED]
    names = [
        Button("menu", f"{name} ({len(folders[name])})", verb="preview", numbers=(number, 0))
        for number, name in enumerate(sorted(folders))
    ]
    rows = [(_of(activity),) for activity in (*drafts, *changed)]
    return View(
        above=(Line("preview-choose"),), buttons=(*rows, *(tuple(names[at : at + 2]) for at in range(0, len(names), 2)))
    )


def _folder(name: str, held: list[Activity], number: int, page: int) -> View:
    rows = [(_of(activity),) for activity in held[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]]
    more = [tap("preview-more", "preview", number, page + 1)] if len(held) > (page + 1) * ON_A_PAGE else []
    back = tap("preview-list", "preview") if page == 0 else tap("back", "preview", number, page - 1)
    return View(title=name, above=(Line("preview-choose"),), buttons=(*rows, (back, *more)))


def _of(activity: Activity) -> Button:
    """A draft says so."""
    number = activity_number(activity.id)
    if activity.draft:
        return tap("preview-draft", "previewopen", number, title=activity.title)
    return Button("menu", activity.title, verb="previewopen", numbers=(number,))


VERBS = {"preview": show, "previewopen": play}
VIEWS = {"preview": view}
