"""What suits a person: by what they said at intake some practices and lessons are not offered to them."""

from collections.abc import Iterable

from bot.core import doses
from bot.core.activity import Activity
from bot.core.values import Value
from bot.services.scene import Scene

INTAKE = "assessments/intake"
"""Whose answers say what is not to be offered."""


def fitting(scene: Scene, activity: Activity) -> Activity | None:
    """The activity, or what is offered in its place, or nothing."""
    if not activity.avoid:
        return activity
    known = _known(scene)
    if not doses.is_unfit(activity, known):
        return activity
    instead = scene.house.content().activity(activity.instead, scene.person.language) if activity.instead else None
    return instead if instead and not doses.is_unfit(instead, known) else None


def suitable(scene: Scene, activities: Iterable[Activity]) -> list[Activity]:
    """Those of a list that suit the person; what stands in the place of one that does not has its own line there."""
    known = _known(scene)
    return [each for each in activities if not doses.is_unfit(each, known)]


def _known(scene: Scene) -> dict[str, Value | None]:
    answers = scene.unit.answers.newest_of_activity(scene.person.id, INTAKE)
    return {name: answer.value for name, answer in answers.items()}
