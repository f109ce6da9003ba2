"""Who is told of a session's changes, and what is taken back that was sent about it."""

import json
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.schedule import in_quiet, outside_quiet, quiet_end_after
from bot.services import alerts, enrol, outbox, telling
from bot.services.house import House
from bot.services.scene import Scene
from bot.services.session_facts import leader_of
from bot.services.watch import scene_of
from bot.storage.deliveries import Delivery
from bot.storage.meetings import Meeting
from bot.storage.runs import Run
from bot.storage.unit import Unit

CHANGE = "session-change"
"""A neutral line to a participant: a date of theirs changed."""
ANSWER = "session"
"""A neutral line to whoever leads the session: somebody will be late, or cannot come."""
WORTH_TELLING = timedelta(days=1)


def hears(scene: Scene) -> bool:
    """Whether a person is told of sessions unasked: enrolled, agreed, to be reached, and not on a break that they asked
    to be a break from sessions too."""
    person = scene.person
    silent = person.state == "paused" and person.sessions_paused
    return person.state in ("active", "paused") and not silent and enrol.has_agreed(scene)


def tell_all(
    unit: Unit, house: House, people: Iterable[int], meeting: Meeting, kind: str, before: datetime, now: datetime
) -> None:
    """Everyone of a meeting hears once that it was made, moved or cancelled; by `before` at the latest, for then they
    might be on their way."""
    for person in people:
        tell(scene_of(unit, house, person, now), meeting.subject, kind, meeting.part, before)


def tell(
    scene: Scene, subject: str, kind: str, part: int, before: datetime | None, wait: timedelta = timedelta()
) -> None:
    """One person hears of the newest change of that subject. It waits for the end of quiet hours, unless that would be
    too late."""
    unit, now = scene.unit, scene.now
    for waiting in unit.deliveries.waiting(scene.person.id, CHANGE):
        if waiting.subject == subject:
            unit.deliveries.cancel_one(waiting.id, "a newer change", scene.now)
    if not hears(scene):
        return
    due_at = outside_quiet(now + wait, *scene.person.night)
    if before is not None and due_at >= before:
        due_at = now
    unit.deliveries.queue(
        scene.person.id,
        CHANGE,
        subject=subject,
        occurrence=kind,
        part=part,
        policy="at_most_once",
        lane=outbox.REMINDER,
        queued_at=now,
        due_at=due_at,
        expires_at=due_at + WORTH_TELLING,
        args=json.dumps({"kind": kind}),
    )


def ask(scene: Scene, run: Run, due_at: datetime, expires_at: datetime) -> None:
    """The unasked line of a run about a session: once for each meeting and its moves, outside the budget of prompts."""
    outbox.prompt(scene, run, due_at, expires_at, lane=outbox.REMINDER)


def rests_until(scene: Scene, delivery: Delivery) -> datetime | None:
    """The end of quiet hours, where something about a session comes to be sent in them after all: the line was down, or
    the person has changed their hours. `None`: it may go now, as what was told at night because it could not wait."""
    night = scene.person.night
    waits = delivery.policy == "at_most_once" and delivery.lane == outbox.REMINDER
    if not waits or not in_quiet(scene.now, *night) or in_quiet(delivery.due_at, *night):
        return None
    return quiet_end_after(scene.now, *night)


def leaders_of(scene: Scene, meeting: Meeting) -> list[int]:
    """Who leads the session, if they can be reached; else whoever looks after the person."""
    leader = leader_of(scene.unit, meeting)
    reached = leader is not None and telling.can_be_reached(scene.unit, leader, scene.now)
    return [leader] if leader is not None and reached else list(alerts.readers_of(scene))


def tell_leaders(scene: Scene, meeting: Meeting, again: bool) -> None:
    """Whoever leads the session hears at once that a person will be late or cannot come; `again`: only those who have
    opened the line before, since what it opens shows the newest."""
    for staff in leaders_of(scene, meeting):
        lines = [
            each for each in scene.unit.deliveries.of_subject(staff, meeting.subject) if _is_of(each, scene.person.id)
        ]
        unopened = any(each.opened_at is None and each.state in ("due", "sending", "sent") for each in lines)
        if not (again and unopened):
            occurrence = f"{scene.person.id} {scene.now.isoformat()}"
            outbox.tell(scene.unit, staff, ANSWER, meeting.subject, occurrence, scene.now)


def _is_of(delivery: Delivery, person: int) -> bool:
    return delivery.purpose == ANSWER and delivery.occurrence.startswith(f"{person} ")


def withdraw(
    unit: Unit,
    meeting: Meeting,
    person: int,
    now: datetime,
    reason: str,
    activities: Collection[str] = (),
    unopened_only: bool = False,
) -> None:
    """What was asked of a person about a meeting (by some activities) is asked no more: what waits is not sent, and
    what was sent leaves the chat, since nothing can be done with it."""
    asked = [run for run in unit.runs.of_subject(person, meeting.subject) if run.outcome is None]
    runs = {run.id: run for run in asked if not activities or run.activity in activities}
    if unopened_only:
        runs = {number: run for number, run in runs.items() if run.started_at is None}
    shown: dict[int, int] = {}
    for delivery in unit.deliveries.of_subject(person, meeting.subject) if runs else ():
        number = outbox.arguments(delivery).get("run")
        if isinstance(number, int) and number in runs:
            unit.deliveries.cancel_one(delivery.id, reason, now)
            if delivery.message_id is not None:
                shown[number] = delivery.message_id
    for run in runs.values():
        message = run.message_id or shown.get(run.id)
        ended = replace(run, outcome="expired", wake_at=None, neutral_at=None, touched_at=now, message_id=message)
        unit.runs.save(ended)
        outbox.take_away(unit, ended, now)
