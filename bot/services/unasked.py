"""Unasked messages of a person: what was sent and what waits, and the budget's word on what else may go when."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from bot.core import budget, doses
from bot.core.budget import Budget, Wanted
from bot.core.rules import Fired
from bot.core.schedule import day_start, expires, local_instant, occurrence, outside_quiet, program_day
from bot.services import agenda, outbox, recalling
from bot.services.agenda import Item
from bot.services.house import House
from bot.services.scene import Scene
from bot.storage.deliveries import Delivery
from bot.storage.unasked import is_held

OFFER = "unasked"
"""The purpose of what a rule offers though nobody has just answered anything: it keeps to the budget."""
HOW_OFTEN = "messages/how-often"
ANSWERS_WITHIN = timedelta(hours=1)
"""What a rule offers so soon after an answer is an answer to it; what comes later is unasked."""
REACHES = ("due", "sending", "sent", "uncertain")
"""States of a message that takes its place in the day; one that expired or failed did not reach anybody."""


def purposes(house: House) -> tuple[str, ...]:
    """What the budget counts; sessions and a counselor's messages are outside it."""
    ids = (activity.id for activity in agenda.scheduled(house.content()))
    return (*ids, *agenda.DOSES, OFFER, HOW_OFTEN)


def budget_of(house: House) -> Budget:
    """The limits of `rules.yaml`."""
    limits = house.content().limits
    apart = timedelta(minutes=limits.numbers.get("minutes_between", 60))
    return Budget(limits.numbers.get("unasked_a_day", 3), apart, limits.order)


def messages(scene: Scene) -> list[Delivery]:
    """The unasked messages about today and the program day before it."""
    days = (scene.day - timedelta(days=1), scene.day)
    return scene.unit.unasked.about(scene.person.id, purposes(scene.house), days)


def place(
    scene: Scene, wanted: Collection[Wanted], sent: Sequence[Delivery], busy: Sequence[budget.Span] = ()
) -> dict[str, datetime]:
    """When each of these goes today, the other messages of the day kept clear of."""
    begins, limits = day_start(scene.day, scene.person.timezone), budget_of(scene.house)
    known = [
        budget.Unasked(_moment(scene, each), each.occurrence, counts=each.part == 0)
        for each in sent
        if each.state in REACHES and not is_held(each)
    ]
    spent = budget.spent_on(known, occurrence(scene.day), begins)
    return budget.plan(wanted, [each.at for each in known], spent, scene.now, limits, busy)


def _moment(scene: Scene, delivery: Delivery) -> datetime:
    """When it went out or will: what is overdue goes now."""
    return delivery.sent_at or max(delivery.due_at, scene.now if delivery.state == "due" else delivery.due_at)


def sessions(scene: Scene) -> list[budget.Span]:
    """When the person sits in a session today."""
    begins = day_start(scene.day, scene.person.timezone)
    theirs = scene.unit.meetings.of_person(scene.person.id, begins, begins + timedelta(days=1))
    return [(each.starts_at, each.ends_at) for each in theirs if each.state == "planned"]


def still_due(scene: Scene, sent: Sequence[Delivery]) -> list[Item]:
    """What of today's agenda was not queued yet."""
    today = occurrence(scene.day)
    given: dict[str, set[str]] = {}
    for each in sent:
        given.setdefault(each.purpose, set()).add(each.occurrence)
    asked = today in given.get(HOW_OFTEN, ())  # it came in the place of a check-in
    items = agenda.of_day(scene.house.content(), scene.person, scene.day, given)
    again = recalling.item_for(scene) if today not in given.get(recalling.PURPOSE, ()) else None
    items += [again] if again else []
    if rests(scene):
        items = [item for item in items if item.activity is not None]
    return [item for item in items if not (asked and item.wanted.kind == agenda.word_of("checkin"))]


def rests(scene: Scene) -> bool:
    """Whether a rule has given the person the rest of this program day free: then nothing but what goes by the day
    comes unasked."""
    free = {rule.name for rule in scene.house.content().rules if rule.rest}
    last = scene.unit.firings.last_of_each(scene.person.id) if free else {}
    return any(last[name].day == scene.day for name in free & last.keys())


def clear_day(scene: Scene) -> None:
    """The rest of the day is free: what rules had meant to offer in it is sent no more."""
    for each in scene.unit.deliveries.waiting(scene.person.id, OFFER):
        if each.occurrence == occurrence(scene.day):
            scene.unit.deliveries.cancel_one(each.id, "a free evening", scene.now)


def held(scene: Scene, sent: Sequence[Delivery]) -> dict[str, tuple[Wanted, Delivery]]:
    """What rules offer unasked and what waits for its place in the day, by its key there."""
    return {f"{OFFER} {each.id}": (_wanted(scene, each), each) for each in sent if is_held(each)}


def put_off(scene: Scene, waiting: Mapping[str, tuple[Wanted, Delivery]], places: Mapping[str, datetime]) -> None:
    """What was due and has its place later waits until then; what has none today is sent no more."""
    for key, (wanted, each) in waiting.items():
        if wanted.due_at > scene.now:
            continue
        if key in places:
            scene.unit.unasked.move(each.id, places[key], each.expires_at, stays_held=True)
        else:
            scene.unit.deliveries.cancel_one(each.id, "no room", scene.now)


def _wanted(scene: Scene, waiting: Delivery) -> Wanted:
    activity = scene.house.content().activity(str(outbox.arguments(waiting)["offer"]), scene.person.language)
    kind, until = agenda.word_of(activity.kind) if activity else "", waiting.expires_at or waiting.due_at
    return Wanted(f"{OFFER} {waiting.id}", kind, waiting.due_at, until, priority_of(scene, waiting.subject))


def priority_of(scene: Scene, rule: str) -> int:
    """The priority of the rule of that name, 0 if it is gone."""
    return next((each.priority for each in scene.house.content().rules if each.name == rule), 0)


def offer_later(scene: Scene, fired: Fired) -> bool:
    """What a rule offers unasked: at the hour of the doses, or so long after as the rule says; it is held until the
    budget gives it a place. Of two that wait for one day only the more urgent one stays; False where another does."""
    rule, person = fired.rule, scene.person
    night = person.night
    due_at = outside_quiet(max(scene.now + rule.after, _gentle(scene, fired)), *night)
    about = occurrence(program_day(due_at, person.timezone))
    free = about == occurrence(scene.day) and rests(scene)
    if person.state != "active" or free or not _gives_way(scene, rule.priority, about):
        return False
    args = {"offer": rule.offer, "rule": rule.name, "key": rule.reason, "values": dict(fired.variables)}
    scene.unit.deliveries.queue(
        person.id,
        OFFER,
        subject=rule.name,
        occurrence=about,
        policy="at_most_once",
        lane=outbox.BULK,
        queued_at=scene.now,
        due_at=due_at,
        expires_at=expires(due_at, *night),
        args=json.dumps(args),
    )
    scene.unit.unasked.hold(person.id, OFFER, rule.name, about)
    return True


AHEAD = timedelta(minutes=90)
"""So long before the hour that a rule names its offer comes."""


def _gentle(scene: Scene, fired: Fired) -> datetime:
    """Ahead of the hour that the rule names; else, if nobody has just answered, the hour of the doses; else now."""
    person = scene.person
    if fired.hour:
        at = local_instant(scene.day, fired.hour, person.timezone) - AHEAD
        return at if at > scene.now else local_instant(scene.day, fired.hour, person.timezone)
    gentle = doses.hour(scene.day, person.timezone, person.checkin_time, person.quiet_from, person.quiet_to)
    return gentle if gentle and scene.incoming is None else scene.now


def _gives_way(scene: Scene, priority: int, about: str) -> bool:
    """Whether what waits for that day is less urgent; it is withdrawn then."""
    waiting = [each for each in scene.unit.deliveries.waiting(scene.person.id, OFFER) if each.occurrence == about]
    if any(priority_of(scene, each.subject) >= priority for each in waiting):
        return False
    for each in waiting:
        scene.unit.deliveries.cancel_one(each.id, "gave way", scene.now)
    return True


def withdraw(scene: Scene, reason: str) -> None:
    """All that waits for the person is sent no more."""
    scene.unit.unasked.withdraw(scene.person.id, outbox.BULK, reason, scene.now)


def reckon_anew(scene: Scene) -> None:
    """The zone, the check-in time or the quiet hours have changed: what waits keeps its moment where that is still a
    waking one, and moves to the end of quiet hours where it is not; past its day it is sent no more. What is not queued
    yet, the next look reckons."""
    person, counted = scene.person, purposes(scene.house)
    night = person.night
    due = _due_times(scene)
    for each in scene.unit.unasked.waiting(person.id, outbox.BULK):
        at = outside_quiet(max(each.due_at, due.get((each.purpose, each.occurrence, each.part), each.due_at)), *night)
        if each.purpose in counted and occurrence(program_day(at, person.timezone)) > each.occurrence:
            scene.unit.deliveries.cancel_one(each.id, "past its day", scene.now)
        elif each.purpose in counted:
            scene.unit.unasked.move(each.id, at, expires(at, *night), is_held(each))


def _due_times(scene: Scene) -> Mapping[tuple[str, str, int], datetime]:
    """When today's scheduled prompts are due by the settings as they are now."""
    items = agenda.of_day(scene.house.content(), scene.person, scene.day)
    return {(item.purpose, occurrence(scene.day), 0): item.wanted.due_at for item in items}
