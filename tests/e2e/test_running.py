"""`companion run` as a process: it ends when asked, runs once, and tells plainly what keeps it from running."""

import asyncio
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.simulator import Served, SimulatedClock, World, create_app, serve
from tests.e2e.living import BOT, TOKEN
from tests.e2e.processes import Process, process


@pytest.fixture
def world() -> World:
    return World(TOKEN, BOT, "Companion", now=lambda: datetime.now(UTC))


@pytest.fixture
async def url(world: World) -> AsyncIterator[Served]:
    async with serve(create_app(world, clock=SimulatedClock())) as address:
        yield address


@pytest.fixture
async def run(tmp_path: Path, url: Served, world: World) -> AsyncIterator[Process]:
    async with process(tmp_path, url, world) as one:
        yield one


def told(one: Process) -> list[str]:
    """The lines of the command itself, the log's own left out."""
    return [line for line in one.lines() if line.startswith("companion: ")]


async def test_it_ends_cleanly_on_sigterm_and_a_second_one_on_its_database_is_refused_without_polling(
    run: Process, world: World, tmp_path: Path, url: Served
) -> None:
    await run.start()
    polls = world.poller

    async with process(tmp_path, url, world) as second:
        await second.start(wait=False)
        refused = await second.ends()
    ended = await run.stop()

    assert refused == 1
    assert told(run) == ["companion: another `companion run` uses this database; stop it first"]
    assert world.poller == polls
    assert not [call for call in world.journal.calls("getUpdates") if call.status == 409]
    assert ended == 0


async def test_a_token_that_is_none_ends_it_with_two_and_one_line(run: Process) -> None:
    run.more["TELEGRAM_BOT_TOKEN"] = "123456:another-token_than-the-simulators"

    await run.start(wait=False)

    assert await run.ends() == 2
    assert len(told(run)) == 1
    assert "TELEGRAM_BOT_TOKEN" in told(run)[0]
    assert "another-token" not in "".join(run.lines())
    assert "Traceback" not in "".join(run.lines())


async def test_without_a_network_it_waits_and_speaks_at_most_once_a_minute_of_each_kind(run: Process) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{free.getsockname()[1]}"
    run.more["TELEGRAM_API_URL"] = closed

    await run.start(wait=False)
    async with asyncio.timeout(20):
        while not any("cannot be polled" in line for line in run.lines()):
            await asyncio.sleep(0.05)
    await asyncio.sleep(2.5)  # real time: what is measured is how much it writes in it
    alive = run.child is not None and run.child.returncode is None
    status = await run.stop()

    kinds = [line.split("]", 1)[-1].split("  ")[0].strip() for line in run.lines()]
    assert alive
    assert status == 0
    assert {kind: kinds.count(kind) for kind in kinds if kinds.count(kind) > 1} == {}
