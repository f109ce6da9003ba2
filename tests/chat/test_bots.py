"""The library's client as this house builds it: silent, patient, with room for the long poll."""

import asyncio
import logging

import pytest
from telegram.error import TelegramError

from bot.chat.bots import POLL_CONNECTIONS, close_bot, make_bot
from bot.chat.transport import TelegramTransport
from bot.chat.updates import TelegramUpdates
from bot.services.transport import TransportError
from bot.simulator import Person, Served, World
from bot.simulator.faults import Fault
from tests.chat.conftest import TOKEN, PlainWords, answering, http, page, started


async def test_neither_token_nor_text_reaches_a_log_even_at_debug(
    url: Served, world: World, ana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with started(make_bot(TOKEN, url, read_seconds=0.3)) as bot:
        transport, updates = TelegramTransport(bot, PlainWords()), TelegramUpdates(bot)
        ana.types("secret words of Ana")

        await transport.send(1001, page("secret words of the page"))
        await updates.fetch(None, 0)
        world.faults.add(Fault("torn", times=1))
        with pytest.raises(TransportError):
            await transport.send(1001, page("secret words of the page"))

    written = [record.getMessage() for record in caplog.records if not record.name.startswith("uvicorn")]
    assert not [line for line in written if "secret" in line or TOKEN.split(":")[1] in line]


async def test_a_body_that_is_no_json_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with (
        answering(http("200 OK", '{"ok":true,"result":[{"message":{"text":"secret words')) as address,
        started(make_bot(TOKEN, address)) as bot,
    ):
        with pytest.raises(TransportError):
            await TelegramUpdates(bot).fetch(None, 0)

    assert "secret" not in caplog.text


async def test_a_long_poll_takes_no_connection_from_the_messages(url: Served, ana: Person) -> None:
    async with started(make_bot(TOKEN, url, connections=1, connect_seconds=0.5)) as bot:
        await TelegramUpdates(bot).fetch(None, 0)
        polls = asyncio.create_task(TelegramUpdates(bot).fetch(10**9, 30))
        await asyncio.wait([polls], timeout=0.1)

        await TelegramTransport(bot, PlainWords()).send(1001, page("Hello"))

        assert not polls.done()
        polls.cancel()
        await asyncio.wait([polls])
    assert [heard.text for heard in ana.sees] == ["Hello"]


async def test_a_long_poll_outlasts_the_patience_for_messages(url: Served, ana: Person) -> None:
    async with started(make_bot(TOKEN, url, read_seconds=0.3)) as bot:
        await TelegramUpdates(bot).fetch(None, 0)

        assert await TelegramUpdates(bot).fetch(10**9, 1) == []


def test_a_torn_poll_leaves_connections_for_the_next() -> None:
    assert POLL_CONNECTIONS > 1


async def test_a_proxy_of_the_environment_does_not_stand_before_our_own_machine(
    url: Served, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)

    async with started(make_bot(TOKEN, url)) as bot:
        assert (await TelegramTransport(bot, PlainWords()).who()).name == "Companion"


async def test_an_address_may_end_in_a_slash(url: Served) -> None:
    async with started(make_bot(TOKEN, f"{url}/")) as bot:
        assert (await TelegramTransport(bot, PlainWords()).who()).name == "Companion"


async def test_an_empty_token_is_refused_at_once(url: Served) -> None:
    with pytest.raises(TelegramError):
        make_bot("", url)


async def test_a_closed_bot_keeps_no_connection_open(url: Served) -> None:
    bot = make_bot(TOKEN, url)
    await TelegramTransport(bot, PlainWords()).who()

    await close_bot(bot)

    assert [request._client.is_closed for request in bot._request] == [True, True]  # type: ignore[attr-defined]
