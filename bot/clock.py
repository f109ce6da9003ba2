"""The clock: the only place of the program that reads the time. `app` hands it on; the demo moves it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """`now` gives aware UTC; `sleep` waits so many seconds of that clock."""

    now: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]]


def wall_clock() -> Clock:
    """The machine's own."""
    return Clock(now=lambda: datetime.now(UTC), sleep=asyncio.sleep)
