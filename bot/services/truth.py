"""What a person in need is told of what became of it: whether it is stored, whether somebody has seen it, and when
staff are there. Never that somebody is coming."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.days import WEEKDAYS
from bot.core.schedule import outside_quiet
from bot.services import outbox
from bot.services.danger import hours_in_words
from bot.services.scene import Scene
from bot.storage.alerts import Alert
from bot.storage.people import Person

SEEN = "seen"
"""The purpose of the line that says so, once."""
STILL_AWAKE = timedelta(hours=2)
"""So long after it was written, the line comes at any hour; later it does not wake anybody."""
WORTH_SAYING = timedelta(hours=24)


def tell_present(scene: Scene) -> None:
    """How it stands with the person's open call, if there is one: to be read below *Help now*."""
    alert = next((a for a in scene.unit.alerts.open_of(scene.person.id) if a.kind == "danger"), None)
    if alert is None or scene.now - alert.last_at > WORTH_SAYING:
        return
    if alert.acknowledged_at is not None:
        outbox.say(scene, "truth-seen", at=clock_of(scene, scene.person, alert.acknowledged_at))
    else:
        tell_stored(scene, alert.delivered_at is not None or alert.level > 0)


def tell_stored(scene: Scene, reached: bool) -> None:
    """Below the safety card, which came from memory: it is stored, and nobody has seen it yet."""
    if reached:
        outbox.say(scene, "truth-stored", hours=hours_in_words(scene.house, scene.person.language))
    else:
        outbox.say(scene, "truth-nobody")


def tell_seen(scene: Scene, alert: Alert) -> None:
    """The scene's member of staff took an alert of danger: the person is told once."""
    _tell_once(scene, alert.person, f"alert:{alert.id}", alert.last_at, "truth-seen")


def tell_read(scene: Scene, person: int, message: int, sent_at: datetime) -> None:
    """The scene's member of staff has read a message: the person who wrote it is told once."""
    _tell_once(scene, person, f"message:{message}", sent_at, "truth-read")


def _tell_once(scene: Scene, number: int, subject: str, written_at: datetime, key: str) -> None:
    """A discreet line. It names a moment and nothing else, and does not come at night for what was written by day."""
    person, now = scene.unit.people.by_id(number), scene.now
    if person.state == "discharged":
        return
    due_at = outside_quiet(now, *person.night) if now - written_at > STILL_AWAKE else now
    args = {"key": key, "notice": False, "values": {"at": clock_of(scene, person, now)}}
    scene.unit.deliveries.queue(
        person.id,
        SEEN,
        subject=subject,
        occurrence=now.isoformat(),
        policy="at_most_once",
        lane=outbox.REMINDER,
        queued_at=now,
        due_at=due_at,
        expires_at=due_at + timedelta(hours=12),
        args=json.dumps(args),
    )


def clock_of(scene: Scene, person: Person, at: datetime) -> str:
    """A moment in the person's zone and language, with its weekday."""
    local = at.astimezone(ZoneInfo(person.timezone))
    day = scene.house.content().label(f"weekday-{WEEKDAYS[local.weekday()]}", person.language)
    return f"{day} {local:%H:%M}"
