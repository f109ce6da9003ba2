"""What an answer leads to: settings, messages, rules with their offers and alerts, the steps of enrolment."""

from dataclasses import dataclass

from bot.core.activity import Activity
from bot.core.player import Step
from bot.core.values import Value
from bot.services import alerts, attendance, enrol, meetings, outbox, rules, runs
from bot.services.scene import Scene
from bot.storage.runs import Run


@dataclass(frozen=True, slots=True)
class Opens:
    """An activity that is to be opened next."""

    activity: str
    parent: int | None = None


def follow(scene: Scene, run: Run, activity: Activity, step: Step) -> list[Opens]:
    """Carries out what the step means outside its run; returns the activities that open next."""
    for target, value in step.saves:
        _take(scene, run, target, value)
    opens = [Opens(step.follow, run.id)] if step.follow else []
    if step.answers:
        enrol.answered(scene, activity, step)
        if activity.id == enrol.CONSENT:
            meetings.join_invited(scene.again())
        rules.take_answers(scene.again(), run, [given.question for given in step.answers])
    if step.outcome == "finished":
        opens += [Opens(id) for id in enrol.finished(scene.again(), activity)]
        _fulfil_prompt(scene, run)
    return opens


def _take(scene: Scene, run: Run, target: str, value: Value | None) -> None:
    """One of a file's `saves`; a skipped question keeps what is."""
    if value is None:
        return
    kind, _, name = target.partition(".")
    if kind == "message":
        alerts.message_staff(scene, str(value))
    if kind == "preference":
        set_preference(scene, name, str(value))
    if kind == "session":
        attendance.take(scene, run, name, value)


def set_preference(scene: Scene, name: str, value: str) -> None:
    """One setting of the person; a new language takes open pages along."""
    field = "name" if name == "preferred_name" else name
    if name == "language" and value != scene.person.language:
        scene.unit.people.set(scene.person.id, field, value, scene.now, scene.person.id)
        runs.switch_language(scene.again(), value)
        if scene.person.state != "invited":
            outbox.hand_over(scene, "keyboard")
        return
    scene.unit.people.set(scene.person.id, field, value, scene.now, scene.person.id)


def _fulfil_prompt(scene: Scene, run: Run) -> None:
    """The prompt of the day is done, or needs no sending any more."""
    found = scene.unit.deliveries.of_occurrence(scene.person.id, run.activity, run.occurrence)
    for delivery in (each for each in found if each.subject == run.subject):
        scene.unit.deliveries.done(delivery.id, scene.now)
        if delivery.state == "due":
            scene.unit.deliveries.cancel_one(delivery.id, "done", scene.now)
