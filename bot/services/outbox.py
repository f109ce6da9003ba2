"""What is to be sent, as rows: queued in the transaction of its cause, sent after the commit."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.core.schedule import in_quiet, quiet_start_after
from bot.core.values import Value
from bot.core.view import Line
from bot.services.scene import Scene
from bot.storage.deliveries import Delivery
from bot.storage.people import Person
from bot.storage.runs import Run
from bot.storage.unit import Unit

REPLY, REMINDER, BULK = 0, 1, 2
"""Lanes: replies and safety, then session reminders and alerts, then all that a person did not ask for."""

SHORT = timedelta(minutes=10)
"""How long a line that answers an update is worth sending."""


def show_run(scene: Scene, run: Run, notice: str = "", reason: Line | None = None) -> None:
    """The newest page of the run; an older one that still waits is not sent any more. `notice` is the key of a kind
    line above it, `reason` the sentence of a rule that the page answers."""
    args: dict[str, object] = {"notice": notice}
    if reason is not None:
        args["reason"] = {"key": reason.key, "values": dict(reason.values)}
    scene.unit.deliveries.supersede_latest(run.person, f"run:{run.id}", at=scene.now, args=json.dumps(args))


def show_again(scene: Scene, run: Run, notice: str) -> None:
    """The page as a message of its own, so that the person's phone tells them."""
    args = json.dumps({"notice": notice, "fresh": True})
    scene.unit.deliveries.supersede_latest(run.person, f"run:{run.id}", at=scene.now, args=args, lane=REMINDER)


FADES_AFTER = timedelta(minutes=10)


def fade(unit: Unit, shown: Delivery, message_id: int, now: datetime, *, due_at: datetime) -> None:
    """A record that was shown to staff becomes a neutral card."""
    args = json.dumps({**arguments(shown), "message": message_id})
    unit.deliveries.supersede_latest(shown.person, "faded", at=now, args=args, lane=REMINDER, due_at=due_at)


def fade_later(unit: Unit, shown: Delivery, message_id: int, now: datetime) -> None:
    """A record that was shown to staff becomes a neutral card after ten minutes."""
    fade(unit, shown, message_id, now, due_at=now + FADES_AFTER)


def take_away(unit: Unit, run: Run, now: datetime) -> None:
    """The run's message goes from the chat, if it ever was there: nothing can be done with it any more."""
    if run.message_id is None and unit.deliveries.page_of(run.person, f"run:{run.id}") is None:
        return
    args = json.dumps({"gone": True})
    unit.deliveries.supersede_latest(run.person, f"run:{run.id}", at=now, args=args, lane=REMINDER)


def take_away_menu(unit: Unit, person: int, now: datetime) -> None:
    """The menu that stands in the chat goes."""
    shown = unit.deliveries.page_of(person, "menu")
    if shown is not None and shown.message_id is not None:
        args = json.dumps({**arguments(shown), "gone": shown.message_id})
        unit.deliveries.supersede_latest(person, "menu", at=now, args=args, lane=REMINDER)


def neutralize(scene: Scene, run: Run) -> None:
    """The run's page becomes a neutral card with *Open*."""
    args = json.dumps({"neutral": True})
    scene.unit.deliveries.supersede_latest(run.person, f"run:{run.id}", at=scene.now, args=args, lane=REMINDER)


def show_menu(scene: Scene, verb: str, *numbers: int, fresh: bool = False, due_at: datetime | None = None) -> None:
    """A menu or a list, in the place of the message whose button was tapped unless `fresh`; now, or at its moment."""
    tapped = scene.incoming.message if scene.incoming and scene.incoming.kind == "tap" and not fresh else None
    args = {"verb": verb, "numbers": numbers, "message": tapped}
    scene.unit.deliveries.supersede_latest(scene.person.id, "menu", at=scene.now, args=json.dumps(args), due_at=due_at)


def say(scene: Scene, key: str, notice: bool = False, **values: Value) -> None:
    """One kind line by its key; `values` hold no personal data."""
    args = {"key": key, "notice": notice, "values": values}
    _reply(scene, "line", key, args)


def hand_over(scene: Scene, purpose: str, **args: int) -> None:
    """Something of its own kind that answers an update: the reply keyboard, the file of one's data."""
    _reply(scene, purpose, purpose, args)


def _reply(scene: Scene, purpose: str, subject: str, args: Mapping[str, object]) -> None:
    scene.unit.deliveries.queue(
        scene.person.id,
        purpose,
        subject=subject,
        occurrence=scene.update,
        policy="at_least_once",
        lane=REPLY,
        queued_at=scene.now,
        due_at=scene.now,
        expires_at=scene.now + SHORT,
        args=json.dumps(args),
    )


def tell(
    unit: Unit, staff: int, purpose: str, subject: str, occurrence: str, now: datetime, part: int = 0,
    stands_in: bool = False,
) -> None:  # fmt: skip
    """A neutral line with *Open* to a member of staff; repeated until it is confirmed, at most 12 h. `part` counts
    reminders of the same thing; `stands_in`: they do not look after the person."""
    unit.deliveries.queue(
        staff,
        purpose,
        subject=subject,
        occurrence=occurrence,
        part=part,
        args=json.dumps({"stands_in": True}) if stands_in else "{}",
        policy="at_least_once",
        lane=REMINDER,
        queued_at=now,
        due_at=now,
        expires_at=now + timedelta(hours=12),
    )


def tell_newest(
    unit: Unit, person: Person, subject: str, key: str, values: Mapping[str, Value], now: datetime, due_at: datetime
) -> None:
    """One line of `notices.ftl` to a member of staff, when that moment has come; it takes the place of an older one of
    the subject that still waits."""
    args = json.dumps({"key": key, "notice": True, "values": dict(values)})
    unit.deliveries.supersede_latest(person.id, subject, at=now, args=args, lane=BULK, due_at=due_at)


def prompt(
    scene: Scene,
    run: Run,
    due_at: datetime,
    expires_at: datetime,
    *,
    purpose: str = "",
    occurrence: str = "",
    part: int | None = None,
    lane: int = BULK,
) -> bool:
    """The unasked line of a run that was offered; False when that prompt was queued before. Its purpose is the
    activity, or the kind of a dose; `part` counts how often it was put off, or the moves of a session."""
    return scene.unit.deliveries.queue(
        scene.person.id,
        purpose or run.activity,
        subject=run.subject,
        occurrence=occurrence or run.occurrence,
        part=run.part if part is None else part,
        policy="at_most_once",
        lane=lane,
        queued_at=scene.now,
        due_at=due_at,
        expires_at=expires_at,
        args=json.dumps({"run": run.id}),
    )


def offer(
    scene: Scene, activity: str, rule: str, reason: str, values: Mapping[str, Value], due_at: datetime,
    purpose: str = "offer",
) -> None:  # fmt: skip
    """What a rule offers, with its reason; `values` are the numbers that fired. It never waits into quiet hours; what
    answers somebody within them is sent at once or not at all."""
    quiet = quiet_start_after(scene.now, *scene.person.night)
    latest = due_at + (SHORT if in_quiet(scene.now, *scene.person.night) else timedelta(hours=12))
    args = {"offer": activity, "rule": rule, "key": reason, "values": dict(values)}
    scene.unit.deliveries.queue(
        scene.person.id,
        purpose,
        subject=rule,
        occurrence=scene.now.isoformat(),
        policy="at_most_once",
        lane=BULK,
        queued_at=scene.now,
        due_at=due_at,
        expires_at=min(latest, quiet) if quiet else latest,
        args=json.dumps(args),
    )


def arguments(delivery: Delivery) -> dict[str, object]:
    """The arguments of a delivery."""
    found: dict[str, object] = json.loads(delivery.args)
    return found
