"""A running simulator and the real python-telegram-bot client talking to it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.simulator import Person, Served, SimulatedClock, World, create_app, serve

TOKEN = "123456:TEST-token_for-the-simulator"
START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(START, frozen=True)


@pytest.fixture
def world(clock: SimulatedClock) -> World:
    return World(TOKEN, "sim_companion_bot", "Companion", now=clock.now)


@pytest.fixture
async def url(world: World, clock: SimulatedClock) -> AsyncIterator[Served]:
    async with serve(create_app(world, clock=clock, timezone="America/New_York")) as address:
        yield address


@pytest.fixture
async def bot(url: Served) -> AsyncIterator[Bot]:
    async with client(url) as made:
        yield made


@pytest.fixture
def ana(world: World) -> Person:
    person = world.add_person(1001, "Ana", "es", "ana")
    person.presses_start()
    return person


def client(url: str, token: str = TOKEN, read_timeout: float = 5.0) -> Bot:
    """The library's client, pointed at the simulator."""
    return Bot(
        token,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=HTTPXRequest(read_timeout=read_timeout),
        get_updates_request=HTTPXRequest(connection_pool_size=4, read_timeout=read_timeout),
    )
