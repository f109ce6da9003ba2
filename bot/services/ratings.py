"""A person's own ratings of practices, read from their answers."""

from bot.core.ratings import Helped, Rating, best_of, summed_up
from bot.services.scene import Scene

FOLDER = "practices/"
LIFTING = "lifting"
"""The track of `program.yaml` with the practices whose number rises when they help."""


def own_ratings(scene: Scene) -> list[Rating]:
    """Every time that somebody said a number before and after a practice, oldest first."""
    runs: dict[tuple[str, int], dict[str, int]] = {}
    for answer in scene.unit.answers.of_folder(scene.person.id, FOLDER):
        if answer.number is not None and answer.question in ("before", "after"):
            runs.setdefault((answer.activity, answer.run), {})[answer.question] = answer.number
    return [Rating(name, said["before"], said["after"]) for (name, _), said in runs.items() if len(said) > 1]


def helped(scene: Scene) -> list[Helped]:
    """How each practice went so far."""
    return summed_up(own_ratings(scene))


def best_practice(scene: Scene) -> Helped | None:
    """The practice that helped most, among those that still exist and suit the person."""
    lifting = scene.house.content().program.tracks.get(LIFTING, ())
    here = (each for each in own_ratings(scene) if scene.house.content().activity(each.practice, scene.person.language))
    return best_of(here, lifting)


def practices_tried(scene: Scene) -> int:
    """How many different practices the person has answered about."""
    signs = scene.unit.answers.last_signs([scene.person.id])
    return sum(activity.startswith(FOLDER) for _, activity, _, _ in signs)
