"""The real process, `companion run`, as a child of the test, to be stopped and killed."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.simulator import World
from tests.e2e.living import KEY, TOKEN
from tests.small_program import SMALL_PROGRAM

ROOT = Path(__file__).parents[2]
STARTED = 20.0
"""Real seconds within which a process polls, on a busy machine."""


def environment(folder: Path, url: str, **more: str) -> dict[str, str]:
    """All that the process gets: nothing of the test's own environment but where programs are."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "default",
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": str(url),
        "DATABASE_URL": f"sqlite:///{folder / 'data' / 'companion.db'}",
        "STATE_DIR": str(folder / "state"),
        "ENCRYPTION_KEYS": KEY,
        "CONTENT_DIR": str(SMALL_PROGRAM),
        "PROGRAM_TIMEZONE": "America/New_York",
        "MESSAGES_PER_SECOND": "1000",
        "HOLIDAYS": "",
        **more,
    }


@dataclass
class Process:
    """One `companion run` after the other on the same files; what they wrote to standard error is kept in one file."""

    folder: Path
    url: str
    world: World
    more: dict[str, str] = field(default_factory=dict)
    child: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> Path:
        """Everything written to standard output and error so far."""
        return self.folder / "log"

    def lines(self) -> list[str]:
        """The log, line by line."""
        return self.log.read_text(encoding="utf-8", errors="replace").splitlines() if self.log.exists() else []

    async def start(self, *, wait: bool = True, seconds: float = STARTED) -> None:
        """Starts it, and waits until it polls for updates."""
        polled = self.world.poller
        with self.log.open("ab") as log:
            self.child = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=self.folder,
                env=environment(self.folder, self.url, **self.more), stdout=log, stderr=log,
            )  # fmt: skip
        if wait:
            async with asyncio.timeout(seconds):
                while self.world.poller == polled:
                    assert self.child.returncode is None, self.lines()[-3:]
                    await asyncio.sleep(0.01)

    async def ends(self, seconds: float = STARTED) -> int:
        """Waits until it has ended by itself; its exit status."""
        assert self.child is not None
        async with asyncio.timeout(seconds):
            return await self.child.wait()

    async def stop(self, seconds: float = 10.0) -> int:
        """SIGTERM; its exit status, within the time that the contract promises."""
        assert self.child is not None
        if self.child.returncode is None:
            self.child.send_signal(signal.SIGTERM)
        return await self.ends(seconds)

    async def kill(self) -> None:
        """`kill -9`."""
        assert self.child is not None
        if self.child.returncode is None:
            self.child.kill()
        await self.child.wait()


@asynccontextmanager
async def process(folder: Path, url: str, world: World, **more: str) -> AsyncIterator[Process]:
    """A process to be started; whatever still runs at the end is killed."""
    one = Process(folder, url, world, dict(more))
    try:
        yield one
    finally:
        if one.child is not None:
            await one.kill()
