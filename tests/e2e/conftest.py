"""A running program with a counselor and two participants in a third of a second: copies of one that was begun once."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

from bot.curriculum import catalog, shelf
from bot.curriculum.watching import stamp_of
from bot.simulator import Person
from tests.e2e.living import ANA, DANA, SAM, Begun, Living, begin, going_on, living


@pytest.fixture(scope="session", autouse=True)
def _content_read_once() -> Iterator[None]:
    """The catalog of a folder that has not changed is read once for all these tests: it takes most of a start."""
    read = cache(lambda folder, stamp: catalog.load(folder))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelf, "load", lambda folder: read(folder, stamp_of(folder)))
        yield


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Begun:
    """Dana, Ana and Sam, enrolled."""
    folder = tmp_path_factory.mktemp("begun")
    with ThreadPoolExecutor(1) as thread:  # a loop of its own, apart from that of the test
        return thread.submit(lambda: asyncio.run(begin(folder))).result()


@pytest.fixture
async def program(begun: Begun, tmp_path: Path) -> AsyncIterator[Living]:
    """The program, running, with those three in it."""
    async with going_on(begun, tmp_path) as alive:
        yield alive


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Living]:
    """The program, running, with nobody in it."""
    async with living(tmp_path) as alive:
        yield alive


@pytest.fixture
def dana(program: Living) -> Person:
    """A counselor."""
    return program.world.people[DANA]


@pytest.fixture
def ana(program: Living) -> Person:
    """A participant of Dana's, in Spanish."""
    return program.world.people[ANA]


@pytest.fixture
def sam(program: Living) -> Person:
    """A participant of Dana's, in English."""
    return program.world.people[SAM]
