"""The poll loop against the simulator over HTTP: nothing is confirmed before it is stored, and it never goes deaf."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.chat.bots import POLL_CONNECTIONS, make_bot
from bot.chat.poll import poll
from bot.chat.updates import TelegramUpdates
from bot.services.transport import BadToken
from bot.simulator import Person, Served, World
from bot.simulator.faults import Fault
from tests.chat.conftest import started


class Room:
    """What surrounds a poll: a store that may fail, pauses that are noted instead of slept, a log, a moved clock."""

    def __init__(self) -> None:
        self.stored: list[int] = []
        self.texts: list[str] = []
        self.batches = 0
        self.failures: list[Exception] = []
        self.pauses: list[float] = []
        self.lines: list[dict[str, Any]] = []
        self.seconds = 0.0
        self.stopping = asyncio.Event()
        self.news = asyncio.Event()

    async def take(self, raws: Sequence[Mapping[str, object]]) -> None:
        if raws and self.failures:
            raise self.failures.pop(0)
        self.batches += 1
        for raw in raws:
            self.stored.append(int(str(raw["update_id"])))
            self.texts.append(str(raw.get("message", {}).get("text")))  # type: ignore[attr-defined]
        self.news.set()

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.seconds += seconds
        await asyncio.sleep(0)  # a turn of the loop, no time

    def warning(self, event: str, **fields: Any) -> None:
        self.lines.append({"event": event, **fields})

    async def until(self, reached: Callable[[], bool]) -> None:
        async with asyncio.timeout(8):
            while not reached():
                self.news.clear()
                await self.news.wait()

    @asynccontextmanager
    async def polling(self, updates: TelegramUpdates, wait: int = 20) -> AsyncIterator[asyncio.Task[None]]:
        work = poll(
            updates, self.take, self.sleep, self, self.stopping, wait=wait, monotonic=lambda: self.seconds
        )  # fmt: skip
        task = asyncio.create_task(work)
        try:
            yield task
        finally:
            self.stopping.set()
            await asyncio.wait([task], timeout=3)
            assert task.done()


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
async def calm(url: Served) -> AsyncIterator[TelegramUpdates]:
    """Updates of a bot whose patience is that of a product, not of a test."""
    async with started(make_bot("123456:TEST-token_for-the-chat-floor-0001", url)) as bot:
        yield TelegramUpdates(bot)


async def test_what_people_write_is_stored_in_order(calm: TelegramUpdates, room: Room, ana: Person) -> None:
    async with room.polling(calm):
        for n in range(5):
            ana.types(str(n))
        await room.until(lambda: len(room.texts) == 6)

    assert room.texts == ["/start", "0", "1", "2", "3", "4"]


async def test_nothing_is_confirmed_before_it_is_stored(
    calm: TelegramUpdates, room: Room, world: World, ana: Person
) -> None:
    room.failures = [RuntimeError("disk full"), RuntimeError("disk full")]

    async with room.polling(calm):
        await room.until(lambda: len(room.texts) == 1)

    offsets = [call.parameters.get("offset") for call in world.journal.calls("getUpdates")]
    assert offsets[:3] == [None, None, None]
    assert room.pauses == [1.0, 2.0]


async def test_what_was_stored_is_confirmed_by_the_next_poll(
    calm: TelegramUpdates, room: Room, world: World, ana: Person
) -> None:
    async with room.polling(calm):
        await room.until(lambda: len(room.stored) == 1)
        ana.types("next")
        await room.until(lambda: len(room.stored) == 2)

    second = world.journal.calls("getUpdates")[1]
    assert int(second.parameters["offset"]) == room.stored[0] + 1


async def test_a_loop_stopped_in_the_midst_of_storing_lets_it_finish(
    calm: TelegramUpdates, room: Room, ana: Person
) -> None:
    class Slow(Room):
        async def take(self, raws: Sequence[Mapping[str, object]]) -> None:
            self.stopping.set()
            await asyncio.sleep(0.05)
            await super().take(raws)

    slow = Slow()

    async with slow.polling(calm) as task:
        await asyncio.wait([task], timeout=3)

    assert slow.texts == ["/start"]


async def test_ids_that_begin_again_at_a_lower_number_are_followed(
    calm: TelegramUpdates, room: Room, world: World, ana: Person
) -> None:
    async with room.polling(calm):
        await room.until(lambda: len(room.stored) == 1)
        world.queue.restart_ids(500)
        ana.types("after a quiet week")
        ana.types("and more")
        await room.until(lambda: "and more" in room.texts)
        ana.types("and again")
        await room.until(lambda: "and again" in room.texts)

    assert room.texts == ["/start", "after a quiet week", "and more", "and again"]
    assert room.stored[1:] == [500, 501, 502]


async def test_empty_polls_are_told_too_so_that_health_knows_when_telegram_was_heard(
    calm: TelegramUpdates, room: Room
) -> None:
    async with room.polling(calm, wait=0):
        await room.until(lambda: room.batches >= 3)

    assert room.stored == []


async def test_it_stops_at_once_in_the_midst_of_a_long_poll(calm: TelegramUpdates, room: Room, world: World) -> None:
    async with room.polling(calm, wait=50) as task:
        while not world.journal.in_flight():
            await asyncio.sleep(0.01)

        room.stopping.set()

        async with asyncio.timeout(1):
            await task


async def test_it_stops_at_once_in_the_midst_of_a_pause(calm: TelegramUpdates, world: World, ana: Person) -> None:
    class Sleepy(Room):
        async def sleep(self, seconds: float) -> None:
            self.stopping.set()
            await asyncio.Event().wait()

    sleepy = Sleepy()
    world.faults.add(Fault("server_error", frozenset({"getupdates"})))

    async with asyncio.timeout(2), sleepy.polling(calm) as task:
        await task


async def test_a_bad_token_ends_it_loudly(url: Served, room: Room) -> None:
    async with started(make_bot("654321:another-token-of-another-bot-00001", url)) as bot:
        with pytest.raises(BadToken):
            await poll(TelegramUpdates(bot), room.take, room.sleep, room, room.stopping)


async def test_failures_in_a_row_are_retried_with_growing_pauses_and_told_once(
    calm: TelegramUpdates, room: Room, world: World, ana: Person
) -> None:
    world.faults.add(Fault("server_error", frozenset({"getupdates"}), times=6))

    async with room.polling(calm):
        await room.until(lambda: room.texts == ["/start"])

    assert room.pauses == [1.0, 2.0, 4.0, 8.0, 8.0, 8.0]
    assert [(line["event"], line["kind"]) for line in room.lines] == [("telegram cannot be polled", "Unsent")]


async def test_it_is_told_again_after_a_minute(calm: TelegramUpdates, room: Room, world: World, ana: Person) -> None:
    world.faults.add(Fault("server_error", frozenset({"getupdates"}), times=12))

    async with room.polling(calm):
        await room.until(lambda: room.texts == ["/start"])

    assert sum(room.pauses[:-1]) > 60
    assert len(room.lines) == 2


async def test_after_a_success_the_next_failure_is_a_first_one(
    calm: TelegramUpdates, room: Room, world: World, ana: Person
) -> None:
    async with room.polling(calm):
        for n in range(3):
            world.faults.add(Fault("bad_request", frozenset({"getupdates"}), times=1))
            ana.types(str(n))
            await room.until(lambda n=n: str(n) in room.texts)  # type: ignore[misc]

    assert set(room.pauses) == {1.0}


async def test_429_is_obeyed(calm: TelegramUpdates, room: Room, world: World, ana: Person) -> None:
    world.faults.add(Fault("too_many", frozenset({"getupdates"}), times=1, retry_after=33))

    async with room.polling(calm):
        await room.until(lambda: room.texts == ["/start"])

    assert room.pauses == [33.0]


async def test_a_second_poller_is_waited_for_up_to_a_minute(
    calm: TelegramUpdates, room: Room, world: World, ana: Person
) -> None:
    world.settings.webhook = {"url": "https://example.org", "secret_token": ""}  # a 409 for every poll

    class Patient(Room):
        async def sleep(self, seconds: float) -> None:
            await super().sleep(seconds)
            if len(self.pauses) == 8:
                world.settings.webhook = None

    patient = Patient()
    async with patient.polling(calm):
        await patient.until(lambda: patient.texts == ["/start"])

    assert patient.pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]
    assert patient.lines[0]["kind"] == "OtherPoller"


async def test_a_long_poll_torn_more_often_than_there_are_connections_leaves_nobody_unheard(
    calm: TelegramUpdates, room: Room, world: World, ana: Person
) -> None:
    world.faults.add(Fault("torn", frozenset({"getupdates"}), times=POLL_CONNECTIONS + 2))

    async with room.polling(calm):
        await room.until(lambda: room.texts == ["/start"])

    assert room.pauses == [1.0] * (POLL_CONNECTIONS + 2)


async def test_refused_connections_are_retried_until_somebody_answers(
    url: Served, calm: TelegramUpdates, ana: Person
) -> None:
    class Outage(Room):
        async def sleep(self, seconds: float) -> None:
            await super().sleep(seconds)
            if len(self.pauses) == 3:
                await url.accept()

    outage = Outage()
    await url.refuse()

    async with outage.polling(calm):
        await outage.until(lambda: outage.texts == ["/start"])

    assert outage.pauses == [1.0, 2.0, 4.0]


async def test_a_broken_update_is_stored_like_any_other_and_holds_nobody_up(
    calm: TelegramUpdates, room: Room, world: World, ana: Person
) -> None:
    world.queue.put_malformed()
    ana.types("behind it")

    async with room.polling(calm):
        await room.until(lambda: "behind it" in room.texts)

    assert len(world.journal.calls("getUpdates")) <= 2


async def test_a_batch_without_any_id_is_no_reason_to_spin(room: Room) -> None:
    class Nameless:
        def read(self, raw: Mapping[str, object]) -> Any:
            raise ValueError

        async def fetch(self, offset: int | None, timeout: int) -> list[dict[str, object]]:
            if len(room.pauses) == 3:
                room.stopping.set()
            return [{"message": {}}]

    async def take(raws: Sequence[Mapping[str, object]]) -> None:
        """Stores them."""

    await poll(Nameless(), take, room.sleep, room, room.stopping)

    assert room.pauses[:3] == [1.0, 2.0, 4.0]


async def test_no_line_of_the_log_tells_more_than_the_kind_of_failure(
    calm: TelegramUpdates, room: Room, ana: Person
) -> None:
    room.failures = [RuntimeError("secret words of a person")]

    async with room.polling(calm):
        await room.until(lambda: room.texts == ["/start"])

    assert room.lines == [{"event": "updates cannot be stored", "kind": "RuntimeError", "in_a_row": 1}]
