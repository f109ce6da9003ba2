"""What a quiz taught comes back: when it begins, how it is asked, and where an answer moves it."""

from datetime import datetime

from bot.core import doses, recalls
from bot.core.activity import Activity
from bot.core.budget import Wanted
from bot.core.player import Step
from bot.core.schedule import expires
from bot.services import outbox, runs
from bot.services.agenda import Item
from bot.services.scene import Scene
from bot.storage.recalls import Recall
from bot.storage.runs import Run

PURPOSE = "review"
"""The purpose of its message, and its kind in the order of `rules.yaml`."""


def take(scene: Scene, run: Run, activity: Activity, step: Step) -> None:
    """A lesson that was read to its end has taught what its quizzes asked; a question that came back moves on its
    ladder with the answer."""
    name = recalls.question_of(run.subject)
    if name and any(given.question == name and given.value is not None for given in step.answers):
        _answered(scene, run, activity, name)
    elif not name and activity.kind == "lesson" and step.outcome == "finished":
        for asked in scene.unit.answers.newest(run.id).values():
            if recalls.asks_again(activity, asked.question) and asked.value is not None:
                scene.unit.recalls.begin(run.person, run.activity, asked.question, recalls.first_due(scene.day))


def _answered(scene: Scene, run: Run, activity: Activity, name: str) -> None:
    known, question = scene.unit.recalls.of(run.person, run.activity, name), activity.question(name)
    answer = scene.unit.answers.newest(run.id).get(name)
    if known is None or question is None or answer is None:
        return
    right = any(option.right and option.id == str(answer.value) for option in question.options)
    step, due = recalls.after_answer(known.step, right, scene.day)
    scene.unit.recalls.move(known.id, step, due)


def item_for(scene: Scene) -> Item | None:
    """The one question of the day, if one is due: at the hour of the doses, and last in their order."""
    person = scene.person
    if person.prompts_every != 1 or not scene.unit.recalls.due(person.id, scene.day):
        return None
    at = doses.hour(scene.day, person.timezone, person.checkin_time, person.quiet_from, person.quiet_to)
    return Item(Wanted(PURPOSE, PURPOSE, at, expires(at, *person.night))) if at else None


def give(scene: Scene, expires_at: datetime) -> bool:
    """Queues the line for what has waited longest and still exists; False where nothing does."""
    for due in scene.unit.recalls.due(scene.person.id, scene.day):
        found = scene.house.content().activity(due.activity, scene.person.language)
        if found is None or found.draft or not recalls.asks_again(found, due.question):
            scene.unit.recalls.move(due.id, due.step, None)
            continue
        return _ask(scene, due, expires_at)
    return False


def _ask(scene: Scene, due: Recall, expires_at: datetime) -> bool:
    subject = recalls.subject_of(due.question)
    older = scene.unit.runs.open_run(scene.person.id, due.activity, subject)
    if older:
        runs.end(scene, older, "expired")
        outbox.take_away(scene.unit, older, scene.now)
    run = runs.begin(scene, due.activity, subject=subject, prompted=True)
    if run is None:
        return False
    asked = due.asked + 1
    scene.unit.recalls.move(due.id, due.step, recalls.after_asking(asked, scene.day), asked)
    day = scene.day.isoformat()
    return outbox.prompt(scene, run, scene.now, expires_at, purpose=PURPOSE, occurrence=day, part=0)
