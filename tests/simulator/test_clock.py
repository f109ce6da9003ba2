"""The clock moves, stands and wakes its sleepers."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.simulator import SimulatedClock
from tests.simulator.conftest import START


async def asleep(clock: SimulatedClock, seconds: float) -> "asyncio.Task[None]":
    task = asyncio.create_task(clock.sleep(seconds))
    await asyncio.sleep(0)
    return task


async def test_frozen_time_stands_until_it_is_moved(clock: SimulatedClock) -> None:
    before = clock.now()
    clock.advance(timedelta(days=30))

    assert (before, clock.now()) == (START, START + timedelta(days=30))


async def test_sleepers_wake_when_the_clock_passes_them_and_not_before(clock: SimulatedClock) -> None:
    short, long = await asleep(clock, 60), await asleep(clock, 3600)

    clock.advance(timedelta(seconds=61))
    await asyncio.wait_for(short, 1)
    early = long.done()
    clock.advance(timedelta(hours=1))
    await asyncio.wait_for(long, 1)

    assert early is False


async def test_a_sleeper_outlives_a_move_back_without_waiting_longer(clock: SimulatedClock) -> None:
    sleeper = await asleep(clock, 60)

    clock.set(START - timedelta(days=1))
    clock.advance(timedelta(seconds=61))

    await asyncio.wait_for(sleeper, 1)


async def test_running_time_passes_by_itself() -> None:
    clock = SimulatedClock(START)

    await asyncio.wait_for(clock.sleep(0.02), 1)

    assert timedelta(seconds=0.02) <= clock.now() - START < timedelta(seconds=1)


async def test_freezing_holds_a_running_clock_and_running_frees_it() -> None:
    clock = SimulatedClock(START)
    clock.freeze()
    sleeper = await asleep(clock, 0.01)
    held = clock.now()

    assert clock.now() == held
    clock.run()

    await asyncio.wait_for(sleeper, 1)


def test_times_are_utc_and_naive_ones_are_refused(clock: SimulatedClock) -> None:
    clock.set(datetime(2027, 1, 1, tzinfo=timezone(timedelta(hours=-5))))

    assert clock.now() == datetime(2027, 1, 1, 5, tzinfo=UTC)
    with pytest.raises(ValueError, match="aware"):
        clock.set(datetime(2027, 1, 1))
