"""What an answer leads to: settings, messages, rules with their offers and alerts, the steps of enrolment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core import rules
from bot.core.activity import Activity
from bot.core.history import parse_ask
from bot.core.player import Step
from bot.core.rules import Fired, Rule
from bot.core.values import Value
from bot.services import alerts, enrol, outbox, runs
from bot.services.knowledge import own_facts, past
from bot.services.scene import Scene
from bot.storage.firings import Firing
from bot.storage.runs import Run

UNFINISHED = timedelta(minutes=10)
"""An offer waits so long for a check-in that is still being answered, and no longer."""


@dataclass(frozen=True, slots=True)
class Opens:
    """An activity that is to be opened next."""

    activity: str
    parent: int | None = None


def follow(scene: Scene, run: Run, activity: Activity, step: Step) -> list[Opens]:
    """Carries out what the step means outside its run; returns the activities that open next."""
    for target, value in step.saves:
        _take(scene, target, value)
    opens = [Opens(step.follow, run.id)] if step.follow else []
    if step.answers:
        enrol.answered(scene, activity, step)
        fire(scene.again(), activity.id, run)
    if step.outcome == "finished":
        opens += [Opens(id) for id in enrol.finished(scene.again(), activity)]
        scene.unit.deliveries.bring_forward(scene.person.id, "offer", scene.now)
        _fulfil_prompt(scene, run)
    return opens


def _take(scene: Scene, target: str, value: Value | None) -> None:
    """One of a file's `saves`; a skipped question keeps what is."""
    if value is None:
        return
    kind, _, name = target.partition(".")
    if kind == "message":
        alerts.message_staff(scene, str(value))
    if kind == "preference":
        set_preference(scene, name, str(value))


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
    for delivery in scene.unit.deliveries.of_occurrence(scene.person.id, run.activity, run.occurrence):
        scene.unit.deliveries.done(delivery.id, scene.now)
        if delivery.state == "due":
            scene.unit.deliveries.cancel_one(delivery.id, "done")


def fire(scene: Scene, activity: str = "", run: Run | None = None) -> list[Fired]:
    """Tries the rules that read answers of the activity (all of them without one) and carries out those that fire.

    Everyone's alerts are raised; of the offers only the most urgent is made.
    """
    if scene.person.state not in ("active", "paused"):
        return []
    tried = [rule for rule in scene.house.content().rules if not activity or reads(rule, activity)]
    _close_silence(scene, activity)
    if not tried:
        return []
    facts = {**own_facts(scene), **past(scene, rules.asks_of(tried), with_backdrop=True)}
    newest = _newest_read(scene, tried)
    last = {name: _as_firing(f) for name, f in scene.unit.firings.last_of_each(scene.person.id).items()}
    found = rules.fired(tried, facts, lambda rule: newest.get(rule.name), last, scene.now, scene.day)
    for each in found:
        scene.unit.firings.add(scene.person.id, each.rule.name, scene.now, None, scene.day)
        if each.rule.alert:
            row = each.rule.row
            alerts.raise_alert(scene, each.rule.name, each.rule.alert, row, each.variables)
    _offer_first(scene, found, run)
    return found


def reads(rule: Rule, activity: str) -> bool:
    """Whether the rule looks at answers of the activity."""
    return any(ask.activity == activity for ask in map(parse_ask, rule.when.asks))


def _close_silence(scene: Scene, activity: str) -> None:
    """An answer ends the alert that there was none."""
    if not activity:
        return
    silent = {r.name for r in scene.house.content().rules if reads(r, activity) and "silent(" in r.when.source}
    for alert in scene.unit.alerts.all_for(scene.person.id):
        if alert.rule in silent and alert.closed_at is None:
            scene.unit.alerts.close(alert.id, scene.now)


def _newest_read(scene: Scene, tried: Iterable[Rule]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for rule in tried:
        for ask in map(parse_ask, rule.when.asks):
            at = scene.unit.answers.newest_at(scene.person.id, ask.activity, ask.question)
            if at is not None and (rule.name not in found or at > found[rule.name]):
                found[rule.name] = at
    return found


def _as_firing(stored: Firing) -> rules.Firing:
    return rules.Firing(stored.rule, stored.at, None, stored.day)


def _offer_first(scene: Scene, found: list[Fired], run: Run | None) -> None:
    offers = [each for each in found if each.rule.offer]
    if not offers or scene.unit.deliveries.waiting(scene.person.id, "offer"):
        return
    first = offers[0]
    open_still = run is not None and run.outcome is None
    due_at = scene.now + max(first.rule.after, UNFINISHED if open_still else timedelta())
    outbox.offer(scene, first.rule.offer, first.rule.name, first.rule.reason, first.variables, due_at)
