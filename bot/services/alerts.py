"""Alerts: raised once per person and rule, told to the people who look after the person."""

import json
from collections.abc import Mapping

from bot.core.values import Value
from bot.services import outbox
from bot.services.scene import Scene

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
        for staff in staff_for(scene):
            outbox.tell_staff(scene, staff, "alert", f"alert:{alert.id}", str(alert.repeats))


def raise_danger(scene: Scene, kind: str) -> None:
    """The alert behind a safety reply; `kind` is the detector's. The words themselves are not kept with it."""
    raise_alert(scene, DANGER, DANGER, "row-danger", {"kind": kind})


def message_staff(scene: Scene, text: str) -> None:
    """A message from the person to whoever looks after them."""
    number = scene.unit.messages.add(scene.person.id, "to_staff", text, scene.now)
    for staff in staff_for(scene):
        outbox.tell_staff(scene, staff, "message", f"message:{number}", "0")


def staff_for(scene: Scene) -> list[int]:
    """The person's counselors; the administrators where there is none: an alert never has nobody to go to."""
    counselors = scene.unit.roles.counselors_of(scene.person.id, scene.now)
    return counselors or [person.id for person in scene.unit.roles.holders("admin", scene.now)]
