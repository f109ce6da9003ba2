"""Rules at work: tried when an answer is stored and when a program day begins; they raise alerts and make offers."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core import rules
from bot.core.activity import Activity
from bot.core.history import parse_ask
from bot.core.pages import page_links
from bot.core.rules import Fired, Rule
from bot.core.values import Value
from bot.core.view import Line, View
from bot.services import alerts, outbox, suiting, unasked
from bot.services.knowledge import own_facts, past
from bot.services.ratings import best_practice
from bot.services.scene import Scene
from bot.services.telling import DANGER
from bot.storage.firings import Firing
from bot.storage.runs import Run

FOLLOW_UP = "follow-up"
"""The purpose of an offer that asks again a little later."""
FOLLOWS_WITHIN = timedelta(hours=1)
UNFINISHED = timedelta(minutes=10)
"""An offer waits so long for a check-in that is still being answered, and no longer."""


def begin_day(scene: Scene) -> None:
    """A participant's program day begins: every rule is tried. Staff are silent without anybody being told."""
    if "participant" not in scene.roles:
        return
    _try(scene, list(scene.house.content().rules), None)


def take_answers(scene: Scene, run: Run, questions: Collection[str]) -> None:
    """Answers of a run were stored: the rules that read these questions are tried."""
    every = scene.house.content().rules
    _close_silence(scene, [rule for rule in every if _reads(rule, run.activity, ("",))])
    _try(scene, [rule for rule in every if _reads(rule, run.activity, questions)], run)


def _reads(rule: Rule, activity: str, questions: Collection[str]) -> bool:
    asks = map(parse_ask, rule.when.asks)  # not `rule.asks`: an hour that was changed makes nothing true
    return any(a.activity == activity and (a.question in questions or a.function == "days_away") for a in asks)


def _try(scene: Scene, tried: list[Rule], run: Run | None) -> None:
    """Carries out the rules that fire: all their alerts, and of the offers only the most urgent."""
    if scene.person.state not in ("active", "paused"):
        return
    found = _fired(scene, tried) if tried else []
    offers = [fit for each in found if each.rule.offer and (fit := _fitting(scene, each))]
    later = [each for each in offers if _comes_later(scene, each.rule)]
    # The most urgent first: of two for one day only that one has a place. The other is tried again on another day.
    placed = {each.rule.name for each in later if unasked.offer_later(scene, each)}
    no_place = {each.rule.name for each in later if not each.rule.alert} - placed
    for each in found:
        if each.rule.name not in no_place:
            _carry_out(scene, each)
    at_once = [each for each in offers if not _comes_later(scene, each.rule)]
    _ask_again(scene, [each for each in at_once if _follows(each.rule)])
    _offer_first(scene, [each for each in at_once if not _follows(each.rule)], run)


def _carry_out(scene: Scene, each: Fired) -> None:
    """All of a rule that has fired but its offer."""
    scene.unit.firings.add(scene.person.id, each.rule.name, scene.now, None, scene.day)
    if each.rule.rest:
        unasked.clear_day(scene)
    if each.rule.alert:
        alerts.raise_alert(scene, each.rule.name, each.rule.alert, each.rule.row, each.variables)


def _comes_later(scene: Scene, rule: Rule) -> bool:
    """Whether its offer is unasked: nobody has just answered, or it comes a good while after."""
    if _follows(rule):
        return False
    return scene.incoming is None or bool(rule.hour) or rule.after >= unasked.ANSWERS_WITHIN


def _fitting(scene: Scene, each: Fired) -> Fired | None:
    """The offer as it suits the person: their own best practice where the rule wants it, what stands in the place of
    what does not suit them; `None` where nothing does."""
    best = best_practice(scene) if each.rule.best else None
    for id in (best.practice if best else "", each.rule.offer):
        activity = scene.house.content().activity(id, scene.person.language) if id else None
        fit = suiting.fitting(scene, activity) if activity else None
        if fit:
            return replace(each, rule=replace(each.rule, offer=fit.id))
    return None


def _fired(scene: Scene, tried: list[Rule]) -> list[Fired]:
    named = {name for rule in tried for name in rule.when.facts}
    facts = {**own_facts(scene, named), **past(scene, rules.asks_of(tried), with_backdrop=True)}
    newest = _newest_read(scene, tried)
    last = {name: _as_firing(f) for name, f in scene.unit.firings.last_of_each(scene.person.id).items()}
    every = scene.house.content().rules
    found = rules.fired(tried, facts, lambda rule: newest.get(rule.name), last, scene.now, scene.day, every)
    finished = frozenset(scene.unit.runs.finished(scene.person.id)) if any(each.rule.once for each in found) else ()
    return [_with_hour(each, facts) for each in found if not (each.rule.once and each.rule.offer in finished)]


def _with_hour(each: Fired, facts: Mapping[str, Value | None]) -> Fired:
    """With the time of day that its rule names; a rule whose time is not known keeps to the usual one."""
    hour = facts.get(each.rule.hour) if each.rule.hour else None
    return replace(each, hour=str(hour)) if hour else each


def _as_firing(stored: Firing) -> rules.Firing:
    return rules.Firing(stored.rule, stored.at, None, stored.day)


def _newest_read(scene: Scene, tried: Iterable[Rule]) -> dict[str, datetime]:
    """When the newest answer that each rule reads was given."""
    given: dict[str, Mapping[str, datetime]] = {}
    found: dict[str, datetime] = {}
    for rule in tried:
        for ask in map(parse_ask, rule.when.asks):
            if ask.activity not in given:
                given[ask.activity] = scene.unit.answers.newest_at(scene.person.id, ask.activity)
            times = given[ask.activity]
            moments = [times[ask.question]] if ask.question in times else list(times.values()) * (not ask.question)
            if moments:
                found[rule.name] = max(*moments, found.get(rule.name, moments[0]))
    return found


def _close_silence(scene: Scene, tried: Iterable[Rule]) -> None:
    """An answer ends the alert that there was none."""
    silent = {rule.name for rule in tried if any(parse_ask(text).function == "silent" for text in rule.when.asks)}
    alerts.settle(scene, silent)


def _follows(rule: Rule) -> bool:
    """Whether its offer comes a little after the answer, beside what was offered at once."""
    return timedelta() < rule.after < FOLLOWS_WITHIN


def _ask_again(scene: Scene, offers: list[Fired]) -> None:
    """The most urgent of what follows an answer; nothing else takes its place, and it takes nothing else's."""
    if not offers or scene.incoming is None or scene.unit.deliveries.waiting(scene.person.id, FOLLOW_UP):
        return
    first = max(offers, key=lambda each: each.rule.priority).rule
    outbox.offer(scene, first.offer, first.name, first.reason, {}, scene.now + first.after, purpose=FOLLOW_UP)


def _offer_first(scene: Scene, offers: list[Fired], run: Run | None) -> None:
    """The most urgent offer; one that waits already gives way only to a more urgent one."""
    if not offers:
        return
    first = max(offers, key=lambda each: each.rule.priority)
    for waiting in scene.unit.deliveries.waiting(scene.person.id, "offer"):
        if unasked.priority_of(scene, waiting.subject) >= first.rule.priority:
            return
        scene.unit.deliveries.cancel_one(waiting.id, "gave way", scene.now)
    open_still = run is not None and run.outcome is None and first.rule.alert != DANGER
    due_at = scene.now + max(first.rule.after, UNFINISHED if open_still else timedelta())
    outbox.offer(scene, first.rule.offer, first.rule.name, first.rule.reason, first.variables, due_at)


def settle_offers(scene: Scene, activity: Activity, view: View) -> Line | None:
    """At the end of a run its offer is due. If the closing page leads there already, its reason stands on that page
    and nothing more is sent: a second message would push the page, and its optional question, out of sight."""
    places = [button.numbers for row in view.buttons for button in row if button.kind == "follow"]
    linked = {page_links(activity.pages[page])[link].target for page, link in places}
    line = None
    for waiting in scene.unit.deliveries.waiting(scene.person.id, "offer"):
        args = outbox.arguments(waiting)
        if args["offer"] in linked:
            scene.unit.deliveries.cancel_one(waiting.id, "on the closing page", scene.now)
            values = args["values"] if isinstance(args["values"], dict) else {}
            line = Line(str(args["key"]), values, notice=True) if args["key"] else None
    scene.unit.deliveries.bring_forward(scene.person.id, "offer", scene.now)
    return line


def present_values(theirs: Scene, name: str) -> Mapping[str, Value]:
    """The numbers of a rule that the passing of days changes, as they are now; empty for all other rules."""
    rule = next((rule for rule in theirs.house.content().rules if rule.name == name), None)
    if rule is None or not rules.reads_days(rule):
        return {}
    facts = {**own_facts(theirs, rule.when.facts), **past(theirs, rule.when.asks, with_backdrop=True)}
    return rules.variables(rule, facts)
