"""Lets many wait for a change, whichever loop or thread the change comes from."""

import asyncio


class Bell:
    """Rings for everyone who waits at that moment."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake all who wait."""
        here = _running_loop()
        for future in list(self._waiting):
            if (loop := future.get_loop()) is here:
                _release(future)  # the thread-safe way writes to a socket each time, half of the demo's writes
            else:
                loop.call_soon_threadsafe(_release, future)

    async def wait(self, seconds: float) -> bool:
        """Wait for the next ring, at most so many real seconds; whether it rang."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait([future], timeout=max(seconds, 0.0))
            return future.done()
        finally:
            self._waiting.discard(future)


def _release(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
