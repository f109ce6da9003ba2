"""The pace of sending: never more than so many messages in any sliding second."""

from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

SECOND = timedelta(seconds=1)


class Pace:
    """Telegram's limit for a bot is about 30 messages in a second; the sliding window keeps it without a burst."""

    def __init__(self, per_second: int, now: Callable[[], datetime], sleep: Callable[[float], Awaitable[None]]) -> None:
        self._most, self._now, self._sleep = per_second, now, sleep
        self._sent: deque[datetime] = deque()
        self._not_before: datetime | None = None

    async def turn(self) -> None:
        """Waits until one more message may go out, and counts it."""
        while wait := self._wait(self._now()):
            await self._sleep(wait)
        self._sent.append(self._now())

    def _wait(self, now: datetime) -> float:
        if self._not_before and now < self._not_before:
            return (self._not_before - now).total_seconds()
        while self._sent and now - self._sent[0] >= SECOND:
            self._sent.popleft()
        if self._sent and self._sent[0] > now:  # the clock was put back: the old marks say nothing
            self._sent.clear()
        return 0.0 if len(self._sent) < self._most else (self._sent[0] + SECOND - now).total_seconds()

    def hold(self, seconds: float) -> None:
        """Telegram asked all of us to wait (429)."""
        self._not_before = self._now() + timedelta(seconds=seconds)
