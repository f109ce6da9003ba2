"""Each thing that goes wrong at Telegram or on the way, as the error a service can act on: real answers over HTTP."""

import asyncio
import socket
import traceback
from contextlib import ExitStack

import pytest
from telegram import Bot
from telegram.error import TimedOut

from bot.chat.bots import make_bot
from bot.chat.errors import carry, translate
from bot.chat.transport import TelegramTransport
from bot.chat.updates import TelegramUpdates
from bot.services.transport import (
    BadToken,
    Blocked,
    NotEditable,
    OtherPoller,
    Refused,
    TooMany,
    TransportError,
    Uncertain,
    Unsent,
)
from bot.simulator import Person, Served, World
from bot.simulator.faults import Fault, Kind
from tests.chat.conftest import TOKEN, PlainWords, answering, http, page, started

ANA = 1001


async def failure_of_sending(address: str, **patience: float) -> TransportError:
    async with started(make_bot(TOKEN, address, connect_seconds=0.3, read_seconds=0.3)) as bot:
        with pytest.raises(TransportError) as caught:
            await TelegramTransport(bot, PlainWords()).send(ANA, page("Hello"))
    return caught.value


async def failure_with(world: World, transport: TelegramTransport, kind: Kind, **details: object) -> TransportError:
    world.faults.add(Fault(kind, times=1, **details))  # type: ignore[arg-type]
    with pytest.raises(TransportError) as caught:
        await transport.send(ANA, page("Hello"))
    return caught.value


async def test_429_tells_how_long_to_wait(world: World, transport: TelegramTransport, ana: Person) -> None:
    failure = await failure_with(world, transport, "too_many", retry_after=17)

    assert failure == TooMany(17.0)


async def test_403_means_blocked(world: World, transport: TelegramTransport, ana: Person) -> None:
    assert type(await failure_with(world, transport, "forbidden")) is Blocked


async def test_a_person_who_never_pressed_start_counts_as_blocked(world: World, transport: TelegramTransport) -> None:
    world.add_person(ANA, "Ana")

    with pytest.raises(Blocked):
        await transport.send(ANA, page("Hello"))


async def test_a_deleted_account_counts_as_blocked(transport: TelegramTransport, ana: Person) -> None:
    ana.deletes_account()

    with pytest.raises(Blocked):
        await transport.send(ANA, page("Hello"))


async def test_a_chat_that_telegram_does_not_know_counts_as_blocked(transport: TelegramTransport) -> None:
    with pytest.raises(Blocked):
        await transport.send(4040, page("Hello"))


async def test_a_group_that_moved_is_refused_since_the_bot_only_talks_in_private(
    world: World, transport: TelegramTransport
) -> None:
    world.add_chat(-55, "A group")
    world.migrate(-55, -1001)

    with pytest.raises(Refused):
        await transport.send(-55, page("Hello"))


async def test_another_400_is_refused_with_the_general_part_of_its_words(
    world: World, transport: TelegramTransport, ana: Person
) -> None:
    words = 'Bad Request: can\'t parse entities: Unsupported start tag "ana 1001" at byte offset 5'

    failure = await failure_with(world, transport, "bad_request", description=words)

    assert failure == Refused("can't parse entities")


async def test_a_400_is_asked_once_and_never_again(world: World, transport: TelegramTransport, ana: Person) -> None:
    world.faults.add(Fault("bad_request"))

    with pytest.raises(Refused):
        await transport.send(ANA, page("Hello"))

    assert len(world.journal.calls("sendMessage", None, 0)) == 1


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_server_error_means_unsent(
    world: World, transport: TelegramTransport, ana: Person, status: int
) -> None:
    assert type(await failure_with(world, transport, "server_error", status=status)) is Unsent


async def test_a_server_error_with_a_page_of_a_proxy_means_unsent() -> None:
    async with answering(http("502 Bad Gateway", "<html>Bad Gateway</html>", "text/html")) as address:
        assert type(await failure_of_sending(address)) is Unsent


async def test_429_without_a_time_waits_some_seconds() -> None:
    async with answering(http("429 Too Many Requests", "slow down", "text/plain")) as address:
        assert await failure_of_sending(address) == TooMany(5.0)


async def test_a_file_that_is_too_big_is_refused_not_repeated() -> None:
    async with answering(http("413 Request Entity Too Large", "")) as address:
        assert await failure_of_sending(address) == Refused("file is too big")


async def test_an_answer_that_is_no_json_is_uncertain() -> None:
    async with answering(http("200 OK", "<html>")) as address:
        assert type(await failure_of_sending(address)) is Uncertain


async def test_an_answer_of_a_form_that_cannot_be_read_is_uncertain() -> None:
    async with answering(http("200 OK", '{"ok":true,"result":{"message_id":null}}')) as address:
        assert type(await failure_of_sending(address)) is Uncertain


async def test_a_connection_closed_without_an_answer_is_uncertain(
    world: World, transport: TelegramTransport, ana: Person
) -> None:
    assert type(await failure_with(world, transport, "closed")) is Uncertain


async def test_a_torn_answer_is_uncertain_and_the_message_did_arrive(
    world: World, transport: TelegramTransport, ana: Person
) -> None:
    failure = await failure_with(world, transport, "torn")

    assert (type(failure), [heard.text for heard in ana.sees]) == (Uncertain, ["Hello"])


async def test_a_withheld_answer_is_uncertain_and_the_message_did_arrive(
    world: World, transport: TelegramTransport, ana: Person
) -> None:
    failure = await failure_with(world, transport, "withheld")

    assert (type(failure), [heard.text for heard in ana.sees]) == (Uncertain, ["Hello"])


async def test_a_refused_connection_means_unsent(url: Served, transport: TelegramTransport, ana: Person) -> None:
    await url.refuse()

    with pytest.raises(Unsent):
        await transport.send(ANA, page("Hello"))


async def test_a_connection_that_does_not_come_about_in_time_means_unsent() -> None:
    with ExitStack() as sockets:
        full = sockets.enter_context(socket.socket())
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(3):  # the queue of the listener is full: Linux lets further callers wait
            waiting = sockets.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())

        assert type(await failure_of_sending(f"http://127.0.0.1:{full.getsockname()[1]}")) is Unsent


async def test_waiting_in_vain_for_a_free_connection_means_unsent(world: World, url: Served, ana: Person) -> None:
    world.faults.add(Fault("withheld", times=1))
    bot = make_bot(TOKEN, url, connections=1, connect_seconds=0.2, read_seconds=2.0)
    async with started(bot):
        transport = TelegramTransport(bot, PlainWords())
        first = asyncio.create_task(transport.send(ANA, page("One")))
        while not world.journal.calls("sendMessage", None, 0):
            await world.changed.wait(0.05)

        with pytest.raises(Unsent):
            await transport.send(ANA, page("Two"))

        first.cancel()
        await asyncio.wait([first])
    assert [heard.text for heard in ana.sees] == ["One"]


async def test_a_time_out_of_unknown_cause_is_uncertain() -> None:
    assert type(translate(TimedOut())) is Uncertain


async def test_a_token_that_telegram_does_not_know_is_told(url: Served) -> None:
    async with started(make_bot("654321:another-token-of-another-bot-00001", url)) as bot:
        with pytest.raises(BadToken):
            await TelegramTransport(bot, PlainWords()).who()


async def test_a_bad_token_is_told_by_the_poll_too(url: Served) -> None:
    async with started(make_bot("654321:another-token-of-another-bot-00001", url)) as bot:
        with pytest.raises(BadToken):
            await TelegramUpdates(bot).fetch(None, 0)


async def test_a_token_of_no_form_at_all_is_a_bad_token() -> None:
    async with answering(http("404 Not Found", '{"ok":false,"error_code":404,"description":"Not Found"}')) as address:
        assert type(await failure_of_sending(address)) is BadToken


async def test_a_second_poller_is_told(updates: TelegramUpdates) -> None:
    first = asyncio.create_task(updates.fetch(None, 20))
    await asyncio.wait([first], timeout=0.2)

    await updates.fetch(None, 0)

    with pytest.raises(OtherPoller):
        await first


EDITS = [
    "message to edit not found",
    "message can't be edited",
    "MESSAGE_ID_INVALID",
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
]


@pytest.mark.parametrize("words", EDITS)
async def test_an_edit_that_telegram_refuses_for_good_asks_for_a_new_message(
    world: World, transport: TelegramTransport, ana: Person, words: str
) -> None:
    world.faults.add(Fault("bad_request", description=f"Bad Request: {words}"))

    with pytest.raises(NotEditable):
        await transport.edit(ANA, 1, page("Hello"))


async def test_no_error_carries_the_token_a_text_or_an_id(
    world: World, url: Served, bot: Bot, transport: TelegramTransport, ana: Person
) -> None:
    failures = []
    world.faults.add(Fault("bad_request", times=1, description='Bad Request: can\'t parse "secret words" of 1001'))
    calls = [lambda: transport.send(ANA, page("secret words"))] * 2
    for call in calls:
        try:
            await call()
        except TransportError as failure:
            failures.append(failure)
        await url.refuse()

    told = "".join("".join(traceback.format_exception(failure)) + repr(failure) for failure in failures)
    assert len(failures) == 2
    assert all(failure.__cause__ is None and failure.__context__ is None for failure in failures)
    assert not [word for word in (TOKEN, TOKEN.split(":")[1], "secret", "1001 ") if word in told.replace("test_", "")]


async def test_a_cancelled_call_stays_cancelled() -> None:
    async def forever() -> None:
        await asyncio.Event().wait()

    task = asyncio.create_task(carry(forever()))
    await asyncio.wait([task], timeout=0.01)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
