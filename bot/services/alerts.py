"""Alerts: raised once per person and rule, told to the people who look after the person."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime

import structlog

from bot.core.values import Value
from bot.services import outbox, telling, truth
from bot.services.house import STAFF
from bot.services.scene import Scene
from bot.services.telling import DANGER, TODAY, can_be_reached
from bot.storage.alerts import Alert
from bot.storage.deliveries import Delivery
from bot.storage.unit import Unit

log = structlog.get_logger("alerts")

MESSAGE = "message"
LEFT = "left"
"""The rule of the alert for somebody who left on their own wish."""


def raise_alert(scene: Scene, rule: str, kind: str, row: str, values: Mapping[str, Value]) -> None:
    """One open alert per person and rule; what happens again is counted on it. Danger reaches staff at once, and again
    when it happens again after somebody had looked; what is for today reaches them within staffed hours."""
    before = next((a for a in scene.unit.alerts.open_of(scene.person.id) if a.rule == rule), None)
    reason = json.dumps({"key": row, "values": dict(values)})
    step = telling.first_step(scene.house, kind, scene.now)
    alert = scene.unit.alerts.raise_(scene.person.id, rule, kind, reason, at=scene.now, next_step_at=step)
    if before is not None and before.acknowledged_at is not None:
        scene.unit.alerts.begin_anew(alert.id, step)  # whoever took it had taken what was before
    elif before is not None and before.seen_at is not None:
        scene.unit.alerts.reopen(alert.id)  # its steps go on: somebody looks each time and nobody takes it
    if before is None or before.seen_at is not None:
        _tell(scene, alert)


def _tell(scene: Scene, alert: Alert) -> None:
    if alert.kind == DANGER:
        reached = telling.tell_first(scene, alert)
        if not reached:
            scene.unit.alerts.hurry(alert.id, scene.now)
        truth.tell_stored(scene, reached)
    elif alert.kind == TODAY:
        telling.tell_list(scene, alert)


def raise_danger(scene: Scene, kind: str) -> None:
    """The alert behind a safety reply; `kind` is the detector's. The words themselves are not kept with it."""
    raise_alert(scene, DANGER, DANGER, "row-danger", {"kind": kind})


def acknowledge(scene: Scene, alert: Alert) -> bool:
    """The scene's member of staff takes care of it: it moves on no more, and the person is told; False when another
    one did before."""
    scene.unit.alerts.seen(alert.id, scene.now)
    taken = scene.unit.alerts.acknowledge(alert.id, scene.person.id, scene.now)
    if taken and alert.kind == DANGER:
        truth.tell_seen(scene, alert)
    return taken


def settle(scene: Scene, rules: Collection[str]) -> None:
    """What these rules had raised about the scene's person is over by itself: their alerts close."""
    for alert in scene.unit.alerts.open_of(scene.person.id):
        if alert.rule in rules:
            scene.unit.alerts.close(alert.id, scene.now)


def message_staff(scene: Scene, text: str) -> None:
    """A message from the person to whoever looks after them."""
    number = scene.unit.messages.add(scene.person.id, "to_staff", text, scene.now)
    for staff in readers_of(scene):
        outbox.tell(scene.unit, staff, MESSAGE, f"message:{number}", "0", scene.now)


def readers_of(scene: Scene) -> tuple[int, ...]:
    """Who may read the person's messages and can be reached: their counselors, else the administrators; where nobody
    can, it waits for those who should."""
    reach = telling.reach(scene.unit, scene.person.id, scene.now)
    found = reach.own or reach.admins
    if not found:
        log.error("nobody can be told of a message", person=scene.person.id)
    own = tuple(scene.unit.roles.counselors_of(scene.person.id, scene.now))
    return found or own or tuple(admin.id for admin in scene.unit.roles.holders("admin", scene.now))


def pass_on(unit: Unit, delivery: Delivery, now: datetime) -> None:
    """Staff who cannot be reached after all: an alert takes its next step now, and so does what stood on a list that
    nobody else has; a message goes to the administrators, for nobody else may read it."""
    _, _, number = delivery.subject.partition(":")
    if delivery.purpose == "alert" and number:
        unit.alerts.hurry(int(number), now)
    elif delivery.purpose == MESSAGE:
        for admin in unit.roles.holders("admin", now):
            if admin.id != delivery.person and can_be_reached(unit, admin.id, now):
                outbox.tell(unit, admin.id, MESSAGE, delivery.subject, delivery.occurrence, now)
    elif delivery.purpose in telling.LISTS:
        for alert in unit.alerts.open_for(delivery.person, now):
            if alert.kind == TODAY and not set(telling.reach(unit, alert.person, now).own) - {delivery.person}:
                unit.alerts.hurry(alert.id, now)  # nobody else has it on their list


def arrived(unit: Unit, delivery: Delivery, now: datetime) -> None:
    """A line to staff was confirmed: what it stands for was delivered."""
    if delivery.purpose == "alert":
        unit.alerts.delivered(int(delivery.subject.partition(":")[2]), now)
    elif delivery.purpose in telling.LISTS:
        for alert in unit.alerts.open_for(delivery.person, now):
            if alert.kind != DANGER:
                unit.alerts.delivered(alert.id, now)


def tell_again(scene: Scene) -> None:
    """Who looks after the person has changed: open alerts of danger and unread messages go to whoever does now. What
    somebody had taken who no longer sees the person is nobody's again."""
    for alert in scene.unit.alerts.open_of(scene.person.id):
        if alert.kind == DANGER:
            _hand_over(scene, alert)
    for message in scene.unit.messages.unread(scene.person.id, "to_staff"):
        for staff in readers_of(scene):
            outbox.tell(scene.unit, staff, MESSAGE, f"message:{message.id}", "0", scene.now)


def _hand_over(scene: Scene, alert: Alert) -> None:
    told, reach = telling.told_of(scene.unit, alert), telling.reach(scene.unit, alert.person, scene.now)
    if alert.acknowledged_by is not None and not _still_has(scene, alert, alert.acknowledged_by):
        scene.unit.alerts.begin_anew(alert.id, telling.first_step(scene.house, alert.kind, scene.now))
        telling.tell_first(scene, alert)
    else:
        telling.tell(scene, alert, tuple(staff for staff in reach.own if staff not in told.people), round=told.round)
    if not telling.told_of(scene.unit, alert).heard(reach):
        scene.unit.alerts.hurry(alert.id, scene.now)


def _still_has(scene: Scene, alert: Alert, staff: int) -> bool:
    """Whether whoever took it may still see it: as the person's counselor, as an administrator, or standing in."""
    roles = scene.unit.roles.of(staff, scene.now)
    looks_after = scene.unit.roles.looks_after(staff, scene.person.id, scene.now)
    return bool(roles & set(STAFF)) and (looks_after or "admin" in roles or alert.holder == staff)
