"""What an answer leads to: settings, messages, rules with their offers and alerts, the steps of enrolment."""

from dataclasses import dataclass

from bot.core.activity import Activity
from bot.core.player import Step
from bot.core.recalls import question_of
from bot.core.values import Value
from bot.services import (
    agenda,
    alerts,
    attendance,
    enrol,
    meetings,
    offering,
    pausing,
    phases,
    recalling,
    rules,
    settings,
)
from bot.services.scene import Scene
from bot.storage.runs import Run


@dataclass(frozen=True, slots=True)
class Opens:
    """An activity that is to be opened next."""

    activity: str
    parent: int | None = None
    why: str = ""


def follow(scene: Scene, run: Run, activity: Activity, step: Step) -> list[Opens]:
    """Carries out what the step means outside its run; returns the activities that open next."""
    opens = [Opens(step.follow, run.id)] if step.follow else []
    for target, value in step.saves:
        opens += _take(scene, run, activity, target, value)
    if step.answers:
        enrol.answered(scene, activity, step)
        if activity.id == enrol.CONSENT:
            meetings.join_invited(scene.again())
        settings.take_how_often(scene, activity, step)
        rules.take_answers(scene.again(), run, [given.question for given in step.answers])
    recalling.take(scene, run, activity, step)
    if step.outcome == "finished":
        opens += [Opens(id) for id in enrol.finished(scene.again(), activity)]
        _fulfil_prompt(scene, run, activity)
        phases.read(scene, run, activity)
        offering.came_back(scene.again(), activity)
    return opens


def _take(scene: Scene, run: Run, activity: Activity, target: str, value: Value | None) -> list[Opens]:
    """One of a file's `saves`; a skipped question keeps what is."""
    kind, _, name = target.partition(".")
    if kind == "message" and value is not None:
        alerts.message_staff(scene, str(value))
    if kind == "plan" and value is not None:
        _keep(scene, run, activity, target)
    if kind == "session" and value is not None:
        attendance.take(scene, run, name, value)
    following = settings.take(scene, run, activity, name, value) if kind == "preference" else ""
    return [Opens(following, why="checkin-moved")] if following else []


def _keep(scene: Scene, run: Run, activity: Activity, target: str) -> None:
    """The answers of a file that belong to a section of the plan: it points to them, the words stay where they are."""
    newest = scene.unit.answers.newest(run.id)
    for name, place in activity.saves.items():
        if place == target and name in newest:
            scene.unit.plan.put(run.person, place.partition(".")[2], newest[name].id, scene.now)


def menu_instead(scene: Scene, run: Run, activity: Activity) -> str:
    """The menu that takes the place of a closing page: whoever changed a setting sees all of them as they are now."""
    if activity.id == pausing.UNTIL:
        return pausing.finished(scene, run, activity)
    return "settings" if activity.id.startswith(settings.FOLDER) else ""


def _fulfil_prompt(scene: Scene, run: Run, activity: Activity) -> None:
    """The prompt of the day is done, or needs no sending any more."""
    found = scene.unit.deliveries.of_occurrence(scene.person.id, run.activity, run.occurrence)
    prompts = [each for each in found if each.subject == run.subject]
    if activity.kind in agenda.DOSES and activity.schedule.form == "request":
        prompts += scene.unit.unasked.offered(scene.person.id, activity.kind, run.subject)
    if question_of(run.subject):
        prompts += scene.unit.deliveries.of_occurrence(scene.person.id, recalling.PURPOSE, run.occurrence)
    for delivery in prompts:
        scene.unit.deliveries.done(delivery.id, scene.now)
        if delivery.state == "due":
            scene.unit.deliveries.cancel_one(delivery.id, "done", scene.now)
