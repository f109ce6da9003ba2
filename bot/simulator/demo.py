"""What the program around the simulator gives the phone page, and how a control call says no."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.simulator.clock import SimulatedClock
from bot.simulator.world import World


@dataclass(frozen=True)
class PhoneInfo:
    """A person of the sample program as the phone page offers them."""

    user_id: int
    name: str
    role: str
    note: str = ""


@dataclass
class Demo:
    """The world together with what the program around it adds to the page."""

    world: World
    clock: SimulatedClock | None
    people: tuple[PhoneInfo, ...]
    links: tuple[tuple[str, str], ...]
    next_due: Callable[[], Awaitable[datetime | None]] | None
    timezone: str
    title: str
    refuse_for: Callable[[float], None] | None = None


class Mistake(Exception):
    """A control call that cannot be carried out, with the reason for whoever sent it."""
