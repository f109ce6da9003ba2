"""Coming back after a silence or a break: a welcome without shame, and one choice."""

from datetime import timedelta

from bot.core.view import Button, Line, View
from bot.services.scene import Scene
from bot.storage.deliveries import Delivery

AWAY_FOR = timedelta(days=7)
"""Without a sign so long, somebody is welcomed back."""


def is_back(scene: Scene) -> bool:
    """Whether this is the person's first sign in a week. To be asked before the update leaves a sign of its own."""
    if "participant" not in scene.roles or scene.person.state not in ("active", "paused"):
        return False
    last = scene.unit.unasked.last_sign(scene.person.id)
    return last is not None and scene.now - last >= AWAY_FOR


def from_pause(scene: Scene, delivery: Delivery) -> bool:
    """Whether the prompt is the first since a break that ended by itself: the end is the newest change, by nobody, and
    nothing was sent since."""
    changes = scene.unit.history.of(scene.person.id, "paused_until")
    ended = changes[-1] if changes and changes[-1].new is None and changes[-1].by is None else None
    if ended is None or scene.now - ended.at > AWAY_FOR:
        return False
    earlier = scene.unit.deliveries.newest_sent(scene.person.id, delivery.purpose)
    return earlier is None or earlier.sent_at is None or earlier.sent_at < ended.at


def view(scene: Scene, numbers: tuple[int, ...]) -> View:
    """The welcome, and one thing to do; the menu is for all else. With a number it is the end of a break."""
    more: tuple[Line, ...] = (Line("resumed"),) if numbers else ()
    more = (Line("paused-now"),) if scene.person.state == "paused" else more
    rows = ((Button("menu", key="check-in", verb="checkin"),), (Button("menu", key="menu", verb="home", numbers=(1,)),))
    return View(above=(Line("welcome-back"), *more), buttons=rows)
