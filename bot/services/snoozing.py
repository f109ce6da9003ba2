"""Snoozing: the buttons beside *Open* under an unasked prompt, and what they do."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core import snoozes
from bot.core.values import Value
from bot.core.view import Button, Line, View
from bot.services import outbox
from bot.services.scene import Scene
from bot.services.unasked import OFFER, purposes
from bot.storage.deliveries import Delivery
from bot.storage.runs import Run

SUBJECT = "prompt:"
"""How the page begins that stands in the place of a prompt that was put off."""
KEYS = {"15": ("snooze-minutes", 15), "60": ("snooze-hours", 1), "t": ("tonight", 0), "n": ("not-today", 0)}


def can_be_put_off(scene: Scene, delivery: Delivery) -> bool:
    """Whether the message is a prompt: sessions, alerts and what a rule offers are not put off."""
    return delivery.purpose != OFFER and delivery.purpose in purposes(scene.house)


def buttons(scene: Scene, delivery: Delivery) -> list[tuple[Button, ...]]:
    """The ways to put the prompt off that make sense at this moment: lengths in one row, the rest of the day below."""
    if not can_be_put_off(scene, delivery) or delivery.expires_at is None:
        return []
    ways = snoozes.ways(delivery.part, scene.now, delivery.expires_at, *scene.person.night)
    rows = [[way for way in ways if way in snoozes.LENGTHS], [way for way in ways if way not in snoozes.LENGTHS]]
    return [tuple(_button(delivery, way) for way in row) for row in rows if row]


def _button(delivery: Delivery, way: str) -> Button:
    key, count = KEYS[way]
    return Button("snooze", key=key, numbers=(delivery.id,), verb=way, values={"count": count})


def choose(scene: Scene, number: int, how: str) -> bool:
    """Puts a prompt off or lets it be for today; False where there is nothing to put off (any more). A second tap
    changes nothing."""
    delivery = scene.unit.deliveries.by_id(number)
    if delivery is None or delivery.person != scene.person.id or not can_be_put_off(scene, delivery):
        return False
    if scene.unit.deliveries.page_of(scene.person.id, f"{SUBJECT}{number}"):
        return True
    run = _open_run(scene, delivery)
    if run is None or delivery.opened_at or scene.person.state != "active" or not _is_of_today(scene, delivery):
        return False
    scene.unit.deliveries.opened(delivery.id, scene.now)
    return _let_be(scene, delivery, run) if how == snoozes.NOT_TODAY else _put_off(scene, delivery, run, how)


def _is_of_today(scene: Scene, delivery: Delivery) -> bool:
    return delivery.occurrence == scene.day.isoformat()


def _open_run(scene: Scene, delivery: Delivery) -> Run | None:
    """The run that the prompt offers, in whatever language it now is; `None` once it has ended."""
    number = outbox.arguments(delivery).get("run")
    run = scene.unit.runs.by_id(number) if isinstance(number, int) else None
    if run is not None and run.outcome == "switched":
        return scene.unit.runs.open_run(scene.person.id, run.activity, run.subject)
    return run if run is not None and run.outcome is None else None


def _let_be(scene: Scene, delivery: Delivery, run: Run) -> bool:
    """*Not today*: a lesson in which somebody stands waits for another day, all else ends by their own wish."""
    if run.started_at is None or run.occurrence == delivery.occurrence:
        scene.unit.runs.leave(run.id, scene.now)
    _say_in_place(scene, delivery, "not-today-told", {})
    return True


def _put_off(scene: Scene, delivery: Delivery, run: Run, how: str) -> bool:
    until = delivery.expires_at or scene.now
    fits = delivery.part < snoozes.MOST
    at = snoozes.again_at(how, scene.now, until, *scene.person.night) if fits else None
    if at is None:
        _say_in_place(scene, delivery, "too-late-told", {})
        return True
    outbox.prompt(
        scene, run, at, until, purpose=delivery.purpose, occurrence=delivery.occurrence, part=delivery.part + 1
    )
    _say_in_place(scene, delivery, "snoozed-until", clock_values(at, scene.person.timezone))
    return True


def clock_values(at: datetime, zone: str) -> dict[str, Value]:
    """A time of day for a sentence: the hour of twelve, the minute, and which half of the day."""
    local = at.astimezone(ZoneInfo(zone))
    return {
        "hour": (local.hour - 1) % 12 + 1,
        "minute": f"{local.minute:02}",
        "half": "am" if local.hour < 12 else "pm",
    }


def _say_in_place(scene: Scene, delivery: Delivery, key: str, values: dict[str, Value]) -> None:
    """One short neutral line in the prompt's place, without its buttons."""
    tapped = scene.incoming.message if scene.incoming else delivery.message_id
    args = json.dumps({"key": key, "values": values, "message": tapped})
    scene.unit.deliveries.supersede_latest(scene.person.id, f"{SUBJECT}{delivery.id}", at=scene.now, args=args)


def settled(args: dict[str, object]) -> View:
    """The line that stands in the place of a prompt that was put off."""
    values = args["values"] if isinstance(args["values"], dict) else {}
    return View(above=(Line(str(args["key"]), values),))
