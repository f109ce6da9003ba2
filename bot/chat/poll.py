"""The loop that asks Telegram for updates, and confirms none before it is stored."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from bot.services.transport import BadToken, OtherPoller, TooMany, TransportError, Uncertain, Updates

WAIT = 50
"""Seconds of a long poll; Telegram holds one no longer (telegram-bot-api LONG_POLL_MAX_TIMEOUT)."""

LONGEST_PAUSE = 8.0
"""Seconds between two attempts: after an outage people are heard again at once, for a tap lives only 150 s."""

TORN_PAUSE = 1.0
"""Seconds after a poll that was torn or got no answer: the line stood, so there is nothing to wait for."""

CONFLICT_PAUSE = 60.0
"""Seconds at most while another program polls: each of our attempts cuts off one of its own."""

LOG_EVERY = 60.0
"""Seconds between two log lines about the same kind of failure."""

Raws = Sequence[Mapping[str, object]]
Result = TypeVar("Result")


class Log(Protocol):
    """What the loop needs of a logger."""

    def warning(self, event: str, **fields: Any) -> object:
        """Writes a line."""


async def poll(
    updates: Updates,
    take: Callable[[Raws], Awaitable[None]],
    sleep: Callable[[float], Coroutine[Any, Any, None]],
    log: Log,
    stopping: asyncio.Event,
    *,
    wait: int = WAIT,
    monotonic: Callable[[], float] = time.monotonic,
) -> None:
    """Fetch, have `take` store, and only then confirm by the next offset, until `stopping` is set.

    `take` also gets the empty batches, so that health knows when Telegram was last heard; it raises when it could not
    store, and then nothing is confirmed. `sleep` takes real seconds: the network does not wait for a clock that a demo
    moves or stops. Raises `BadToken`; any other failure is retried.
    """
    offset: int | None = None
    trouble = _Trouble(log, monotonic)
    while not stopping.is_set():
        try:
            raws = await _unless(stopping, updates.fetch(offset, wait))
            if raws is None:
                return
            await take(raws)  # never cut short: a commit under way is finished
            offset = _following(raws, offset)
        except BadToken:
            raise
        except Exception as failure:  # whatever it is, a bot that stops listening is worse; only its type is logged
            await _unless(stopping, sleep(trouble.pause_after(failure)))
        else:
            trouble.is_over()


class _Unnumbered(Exception):
    """A batch in which no update has an id: it cannot be confirmed, and asking at once would bring it again."""


def _following(raws: Raws, offset: int | None) -> int | None:
    """The offset that confirms this batch. It follows the last update that Telegram sent, not the highest id ever
    seen: after a week without updates the ids go on at a random, maybe lower, number."""
    numbers = [number for raw in raws if isinstance(number := raw.get("update_id"), int)]
    if raws and not numbers:
        raise _Unnumbered
    return numbers[-1] + 1 if numbers else offset


_LONGEST: Mapping[type[Exception], float] = {Uncertain: TORN_PAUSE, OtherPoller: CONFLICT_PAUSE}


class _Trouble:
    """Failures in a row: how long to pause (1, 2, 4 … seconds), and when to speak of them."""

    def __init__(self, log: Log, monotonic: Callable[[], float]) -> None:
        self._log = log
        self._monotonic = monotonic
        self._in_a_row = 0
        self._told: dict[str, float] = {}

    def pause_after(self, failure: Exception) -> float:
        """Seconds to wait now."""
        longest = _LONGEST.get(type(failure), LONGEST_PAUSE)
        pause = min(2.0 ** min(self._in_a_row, 10), longest)
        if isinstance(failure, TooMany):
            pause = max(pause, failure.seconds)
        self._in_a_row += 1
        self._tell(failure)
        return pause

    def is_over(self) -> None:
        """The next failure is a first one again."""
        self._in_a_row = 0

    def _tell(self, failure: Exception) -> None:
        kind, now = type(failure).__name__.strip("_"), self._monotonic()
        if kind in self._told and now - self._told[kind] < LOG_EVERY:
            return
        self._told[kind] = now
        event = "telegram cannot be polled" if isinstance(failure, TransportError) else "updates cannot be stored"
        self._log.warning(event, kind=kind, in_a_row=self._in_a_row)


async def _unless(stopping: asyncio.Event, work: Coroutine[Any, Any, Result]) -> Result | None:
    """The result of the work, or `None`, the work cancelled, as soon as `stopping` is set."""
    task, stop = asyncio.ensure_future(work), asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        stop.cancel()
        if not task.done():
            task.cancel()
        await asyncio.wait({task, stop}, timeout=0.5)
