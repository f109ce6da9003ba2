"""A clock that can be moved: the demo jumps to the next thing due, and tests let months pass in a second."""

import asyncio
import time
from datetime import UTC, datetime, timedelta


class _Sleeper:
    """Someone waiting for a moment of the simulated time."""

    def __init__(self, until: datetime, loop: asyncio.AbstractEventLoop) -> None:
        self.until = until
        self.loop = loop
        self.moved: asyncio.Future[None] = loop.create_future()

    def nudge(self) -> None:
        """Make the sleeper look at the clock again; callable from any thread."""
        self.loop.call_soon_threadsafe(self._release)

    def _release(self) -> None:
        if not self.moved.done():
            self.moved.set_result(None)


class SimulatedClock:
    """Real elapsed time plus an offset that can be moved; `frozen` time stands still unless it is moved.

    One of the few places that read the real clock; everyone else is handed `clock.now` and `clock.sleep`.
    """

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        self._base = _in_utc(start) if start is not None else datetime.now(UTC)
        self._mark = time.monotonic()  # monotonic: a step of the machine's own clock must not move the simulation
        self._frozen = frozen
        self._sleepers: set[_Sleeper] = set()

    @property
    def frozen(self) -> bool:
        """Whether the time stands still unless it is moved."""
        return self._frozen

    def now(self) -> datetime:
        """The simulated moment, aware, in UTC."""
        if self._frozen:
            return self._base
        return self._base + timedelta(seconds=time.monotonic() - self._mark)

    def set(self, moment: datetime) -> None:
        """Move to a moment. Moved back, a sleeper still waits only for what was left of its sleep."""
        moment = _in_utc(moment)
        back = min(moment - self.now(), timedelta())
        self._base, self._mark = moment, time.monotonic()
        for sleeper in list(self._sleepers):
            sleeper.until += back
            sleeper.nudge()

    def advance(self, by: timedelta) -> None:
        """Move on by a length of time."""
        self.set(self.now() + by)

    def freeze(self) -> None:
        """Let the time stand still from now on."""
        self._base, self._frozen = self.now(), True
        self._nudge_all()

    def run(self) -> None:
        """Let the time go on from where it stands."""
        self._base, self._mark, self._frozen = self.now(), time.monotonic(), False
        self._nudge_all()

    async def sleep(self, seconds: float) -> None:
        """Return when the simulated time is `seconds` later, at once if the clock is moved past that."""
        sleeper = _Sleeper(self.now() + timedelta(seconds=seconds), asyncio.get_running_loop())
        self._sleepers.add(sleeper)
        try:
            while (left := (sleeper.until - self.now()).total_seconds()) > 0:
                await asyncio.wait([sleeper.moved], timeout=None if self._frozen else left)
                if sleeper.moved.done():
                    sleeper.moved = sleeper.loop.create_future()
        finally:
            self._sleepers.discard(sleeper)
        await asyncio.sleep(0)  # a zero sleep must still let others run

    def _nudge_all(self) -> None:
        for sleeper in list(self._sleepers):
            sleeper.nudge()


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("the simulated clock needs an aware datetime, such as 2026-11-24T09:00:00+00:00")
    return moment.astimezone(UTC)
