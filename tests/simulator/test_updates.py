"""Updates are gone only when confirmed or dead, and may come in every unfriendly way."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from telegram import Bot
from telegram.error import Conflict

from bot.simulator import Fault, Person, Served, SimulatedClock, World
from tests.simulator.conftest import TOKEN

API = f"/bot{TOKEN}/getUpdates"


async def ids(bot: Bot, **asked: int) -> list[int]:
    return [update.update_id for update in await bot.get_updates(timeout=0, **asked)]


async def test_an_update_stays_until_a_later_offset_confirms_it(bot: Bot, ana: Person) -> None:
    ana.types("second")
    first, second = await ids(bot)

    assert await ids(bot) == [first, second]
    assert await ids(bot, offset=first) == [first, second]
    assert await ids(bot, offset=second) == [second]
    assert await ids(bot, offset=second + 1) == []
    assert await ids(bot, offset=0) == []


async def test_a_limit_and_a_negative_offset_are_obeyed(bot: Bot, ana: Person) -> None:
    for number in range(5):
        ana.types(str(number))
    everything = await ids(bot)

    assert await ids(bot, limit=2) == everything[:2]
    assert await ids(bot, offset=-2) == everything[-2:]
    assert await ids(bot) == everything[-2:]


async def test_a_tap_lives_150_seconds_and_a_message_a_day(bot: Bot, ana: Person, clock: SimulatedClock) -> None:
    ana.taps_data(1, "a")
    clock.advance(timedelta(seconds=149))
    alive = len(await ids(bot))
    clock.advance(timedelta(seconds=2))
    after_150_seconds = len(await ids(bot))
    clock.advance(timedelta(hours=24))

    assert (alive, after_150_seconds, len(await ids(bot))) == (2, 1, 0)


async def test_a_long_poll_returns_as_soon_as_something_happens(bot: Bot, ana: Person) -> None:
    await bot.get_updates(offset=-1, timeout=0)
    polling = asyncio.create_task(bot.get_updates(offset=100_002, timeout=30))
    while not [call for call in ana._world.journal.calls("getUpdates") if call.ended is None]:
        await asyncio.sleep(0)

    ana.types("wake up")

    assert [update.message.text for update in await asyncio.wait_for(polling, 3)] == ["wake up"]


async def test_of_two_pollers_the_older_ends_with_a_conflict(bot: Bot, world: World) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=30))
    while world.poller == 0:
        await asyncio.sleep(0)

    assert list(await bot.get_updates(timeout=0)) == []

    with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one bot instance"):
        await asyncio.wait_for(older, 3)


async def test_polling_beside_a_webhook_is_a_conflict(bot: Bot) -> None:
    await bot.set_webhook("https://example.org/hook")

    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates(timeout=0)


async def test_a_poller_that_hung_up_takes_nothing(url: Served, ana: Person, world: World, bot: Bot) -> None:
    await bot.get_updates(offset=-1, timeout=0)
    async with httpx.AsyncClient(base_url=str(url)) as dying:
        with pytest.raises(httpx.ReadTimeout):
            await dying.get(API, params={"timeout": 30, "offset": 100_002}, timeout=0.2)

    ana.types("still there")

    assert [update.message.text for update in await bot.get_updates(timeout=1)] == ["still there"]


async def test_kinds_that_were_not_asked_for_do_not_come(bot: Bot, ana: Person) -> None:
    await bot.get_updates(timeout=0, offset=-1, allowed_updates=["callback_query"])
    ana.types("not wanted")
    ana.taps_data(1, "wanted")

    updates = await bot.get_updates(timeout=0, offset=100_002)

    assert [update.callback_query is not None for update in updates] == [True]


async def test_an_update_can_come_again_after_it_was_confirmed(bot: Bot, ana: Person, world: World) -> None:
    await bot.get_updates(offset=-1, timeout=0)
    world.queue.repeat_next(2)
    ana.types("thrice")

    seen = [await ids(bot, offset=100_002), *[await ids(bot, offset=100_003) for _ in range(3)]]

    assert seen == [[100_002], [100_002], [100_002], []]


async def test_ids_that_restart_lower_are_delivered_and_confirmed(bot: Bot, ana: Person, world: World) -> None:
    ana.types("before")
    old = await ids(bot)
    world.queue.restart_ids(500)
    ana.types("after a quiet week")
    ana.types("and more")

    came = await ids(bot, offset=old[-1] + 1)

    assert came == [500, 501]
    assert await ids(bot, offset=501) == [501]
    assert await ids(bot, offset=502) == []
    assert await ids(bot, offset=502) == []


async def test_ids_can_come_out_of_order(bot: Bot, ana: Person, world: World) -> None:
    world.queue.swap_next()
    ana.types("overtaking")

    assert await ids(bot) == [100_002, 100_001]


async def test_a_malformed_update_stands_among_good_ones(url: Served, ana: Person, world: World) -> None:
    world.put_malformed_update()
    ana.types("good")

    async with httpx.AsyncClient(base_url=str(url)) as plain:
        result = (await plain.get(API)).json()["result"]

    assert [update["message"]["message_id"] for update in result] == [1, "x", 2]


async def test_a_torn_poll_keeps_the_updates(url: Served, ana: Person, world: World, bot: Bot) -> None:
    world.faults.add(Fault("torn", methods=frozenset({"getupdates"}), times=1))

    async with httpx.AsyncClient(base_url=str(url)) as plain:
        with pytest.raises(httpx.RemoteProtocolError):
            await plain.get(API)

    assert len(await bot.get_updates(timeout=0)) == 1
