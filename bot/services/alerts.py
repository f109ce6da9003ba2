"""Alerts: raised once per person and rule, told to the people who look after the person."""

import json
from collections.abc import Mapping
from datetime import datetime

import structlog

from bot.core.values import Value
from bot.services import outbox
from bot.services.house import STAFF
from bot.services.scene import Scene
from bot.storage.deliveries import Delivery
from bot.storage.unit import Unit

log = structlog.get_logger("alerts")

DANGER = "danger"
MESSAGE = "message"


def raise_alert(scene: Scene, rule: str, kind: str, row: str, values: Mapping[str, Value]) -> None:
    """One open alert per person and rule; what happens again is counted on it. Danger reaches staff at once, and again
    when it happens again after somebody had looked."""
    before = next(
        (a for a in scene.unit.alerts.all_for(scene.person.id) if a.rule == rule and a.closed_at is None), None
    )
    reason = json.dumps({"key": row, "values": dict(values)})
    alert = scene.unit.alerts.raise_(scene.person.id, rule, kind, reason, at=scene.now)
    if kind == DANGER and (before is None or before.seen_at is not None):
        scene.unit.alerts.reopen(alert.id)  # what happens again has been seen by nobody yet
        for staff in staff_for(scene):
            outbox.tell(scene.unit, staff, "alert", f"alert:{alert.id}", str(alert.repeats), scene.now)


def raise_danger(scene: Scene, kind: str) -> None:
    """The alert behind a safety reply; `kind` is the detector's. The words themselves are not kept with it."""
    raise_alert(scene, DANGER, DANGER, "row-danger", {"kind": kind})


def message_staff(scene: Scene, text: str) -> None:
    """A message from the person to whoever looks after them."""
    number = scene.unit.messages.add(scene.person.id, "to_staff", text, scene.now)
    for staff in staff_for(scene):
        outbox.tell(scene.unit, staff, "message", f"message:{number}", "0", scene.now)


def staff_for(scene: Scene) -> list[int]:
    """The person's counselors who can be reached now; where there is none, the administrators who can: an alert never
    has nobody to go to."""
    counselors = scene.unit.roles.counselors_of(scene.person.id, scene.now)
    found = [person for person in counselors if can_be_reached(scene.unit, person, scene.now)]
    admins = [person.id for person in scene.unit.roles.holders("admin", scene.now)]
    found = found or [person for person in admins if can_be_reached(scene.unit, person, scene.now)]
    if not found:
        log.error("nobody can be told of an alert", person=scene.person.id)
    return found or counselors or admins


def can_be_reached(unit: Unit, staff: int, now: datetime) -> bool:
    """Whether a member of staff holds a role that sees records, enrolled, and did not block the bot."""
    chat = unit.chats.of(staff)
    return chat is not None and chat.blocked_at is None and bool(unit.roles.of(staff, now) & set(STAFF))


def pass_on(unit: Unit, delivery: Delivery, now: datetime) -> None:
    """Staff who cannot be reached after all: the administrators are told in their place."""
    if delivery.purpose not in ("alert", "message"):
        return
    for admin in unit.roles.holders("admin", now):
        if admin.id != delivery.person and can_be_reached(unit, admin.id, now):
            outbox.tell(unit, admin.id, delivery.purpose, delivery.subject, delivery.occurrence, now)


def tell_again(scene: Scene) -> None:
    """Who looks after the person has changed: open danger and unread messages go to whoever does now."""
    for alert in scene.unit.alerts.all_for(scene.person.id):
        if alert.kind == DANGER and alert.closed_at is None:
            for staff in staff_for(scene):
                outbox.tell(scene.unit, staff, "alert", f"alert:{alert.id}", str(alert.repeats), scene.now)
    for message in scene.unit.messages.unread(scene.person.id, "to_staff"):
        for staff in staff_for(scene):
            outbox.tell(scene.unit, staff, "message", f"message:{message.id}", "0", scene.now)
