"""The words of a person's plan, unsealed for the person (or, with their consent, for whoever looks after them)."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.core.activity import Activity
from bot.core.plans import FOLDER, Kept, kept
from bot.core.values import Value
from bot.services.scene import Scene

PLAN = "plan."


@dataclass(frozen=True, slots=True)
class Section:
    """A worksheet and what the person has written in it; empty while nothing was."""

    activity: Activity
    kept: tuple[Kept, ...]


def sections(scene: Scene, language: str = "") -> list[Section]:
    """Every worksheet in the order of the track of that kind, with the person's newest words."""
    content = scene.house.content()
    found = [
        each
        for each in content.all_activities(language or scene.person.language)
        if each.kind == "worksheet" and each.audience == "participant" and not each.draft
    ]
    order = [id for track in content.program.tracks.values() for id in track]
    found.sort(key=lambda each: (order.index(each.id) if each.id in order else len(order), each.id))
    return [section(scene, each) for each in found]


def section(scene: Scene, activity: Activity) -> Section:
    """One worksheet with the newest words; a question that was skipped later keeps what was said before."""
    said = scene.unit.answers.said(scene.person.id, activity.id)
    return Section(activity, tuple(kept(activity, {name: answer.value for name, answer in said.items()})))


def plan_facts(scene: Scene, named: Collection[str]) -> dict[str, Value | None]:
    """The facts `plan.SECTION` and `plan.SECTION.QUESTION` that are named, as far as there are words."""
    wanted = {name.split(".")[1] for name in named if name.startswith(PLAN)}
    found: dict[str, Value | None] = {}
    for name in sorted(wanted):
        for each in (*_of_worksheet(scene, name), *_saved(scene, name)):
            found[f"{PLAN}{name}.{each.name}"] = each.words
        words = tuple(str(value) for key, value in found.items() if key.startswith(f"{PLAN}{name}."))
        found[f"{PLAN}{name}"] = words or None
    return found


def _of_worksheet(scene: Scene, name: str) -> tuple[Kept, ...]:
    activity = scene.house.content().activity(f"{FOLDER}{name}", scene.person.language)
    return section(scene, activity).kept if activity else ()


def _saved(scene: Scene, name: str) -> list[Kept]:
    """What other files put into the section by `saves: plan.SECTION`."""
    found = []
    for number in scene.unit.plan.sections(scene.person.id).get(name, ()):
        answer = scene.unit.answers.by_id(number)
        activity = scene.house.content().activity(answer.activity, scene.person.language) if answer else None
        if answer and activity:
            found += [each for each in kept(activity, {answer.question: answer.value}) if each.name == answer.question]
    return found


def shortened(words: str, most: int) -> str:
    """So many signs of somebody's words at most."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
