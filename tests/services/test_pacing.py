"""Law 6: below Telegram's limits in any second at Telegram's side, smooth, with room for replies, per chat in order."""

import asyncio
import heapq
import random
from collections.abc import Awaitable, Callable
from itertools import pairwise

import pytest

from bot.core.view import View
from bot.services.pacing import AT_ONCE, CLOSE, JITTER, Counted, Pace
from bot.services.transport import Message, TooMany, Transport, no_wait
from bot.simulator.faults import RateJudge

HELP = Message(View(), "en")


class Time:
    """Seconds that pass only when everybody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._count = 0

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self._count += 1
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, self._count, future))
        await future

    async def until_done(self, *work: Awaitable[object]) -> None:
        """Lets the time pass until all of it is done."""
        tasks = [asyncio.ensure_future(each) for each in work]
        while not all(task.done() for task in tasks):
            for _ in range(20):  # whoever can go on does
                await asyncio.sleep(0)
            if self._sleepers and not all(task.done() for task in tasks):
                self.now, _, future = heapq.heappop(self._sleepers)
                if not future.done():
                    future.set_result(None)
        for task in tasks:
            task.result()


@pytest.fixture
def time() -> Time:
    return Time()


def pace_of(time: Time, per_second: int = 30) -> Pace:
    return Pace(per_second, time.monotonic, time.sleep)


def most_in_a_second(moments: list[float]) -> int:
    moments = sorted(moments)
    return max(sum(start <= other < start + 1.0 for other in moments) for start in moments)


class Senders:
    """Messages of several lanes that come when they come; `went` says when each was handed over, and in which lane."""

    def __init__(self, time: Time, pace: Pace) -> None:
        self.time, self.pace = time, pace
        self.went: list[tuple[float, int]] = []
        self.waited: dict[int, list[float]] = {0: [], 1: [], 2: []}

    async def one(self, lane: int, at: float, chat: int | None = None) -> None:
        await self.time.sleep(at)
        came = self.time.now
        if chat is not None:
            await self.pace.chat_turn(chat)
        async with self.pace.turn(lane):
            if chat is not None:
                self.pace.count_chat(chat)
        self.went.append((self.time.now, lane))
        self.waited[lane].append(self.time.now - came)


@pytest.mark.parametrize("per_second", [1, 2, 7, 30, 100])
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_no_second_at_telegram_holds_more_than_the_limit_whenever_what_comes(
    time: Time, per_second: int, seed: int
) -> None:
    chance = random.Random(seed)
    senders = Senders(time, pace_of(time, per_second))
    coming = [(chance.choice((0, 0, 1, 2, 2, 2)), chance.choice((0.0, chance.random() * 3))) for _ in range(120)]

    await time.until_done(*(senders.one(lane, at) for lane, at in coming))

    arrived = [moment + chance.uniform(0, JITTER) for moment, _ in senders.went]
    assert len(arrived) == 120
    assert most_in_a_second(arrived) <= per_second


async def test_a_reply_finds_a_place_at_once_while_a_broadcast_is_under_way(time: Time) -> None:
    senders = Senders(time, pace_of(time))
    replies = [senders.one(0, 2.0 + n * 0.2) for n in range(20)]

    await time.until_done(*(senders.one(2, 0.0) for _ in range(200)), *replies)

    assert max(senders.waited[0]) < 0.001
    bulk = sorted(moment for moment, lane in senders.went if lane == 2)
    assert 18 < 200 / (bulk[-1] - bulk[0]) < 24  # a good part of the limit is used


async def test_bulk_is_evenly_spaced_and_begins_without_a_burst(time: Time) -> None:
    senders = Senders(time, pace_of(time))

    await time.until_done(*(senders.one(2, 0.0) for _ in range(60)))

    moments = sorted(moment for moment, _ in senders.went)
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert min(gaps) > 0.04
    assert max(gaps) < 0.06


async def test_in_one_lane_first_come_is_first_served(time: Time) -> None:
    pace, order = pace_of(time, 10), []

    async def one(number: int) -> None:
        async with pace.turn(2):
            order.append(number)

    await time.until_done(*(one(number) for number in range(30)))

    assert order == list(range(30))


async def test_when_all_were_held_nobody_goes_before_and_there_is_no_burst_after(time: Time) -> None:
    pace = pace_of(time)
    senders = Senders(time, pace)
    began = time.now
    assert not pace.refused(1, 5.0)
    assert pace.refused(2, 5.0)

    await time.until_done(*(senders.one(lane, 0.0) for lane in (0, 1, 2) for _ in range(30)))

    moments = sorted(moment for moment, _ in senders.went)
    assert moments[0] - began >= 5.0
    assert sum(moment - moments[0] < 0.03 for moment in moments) <= AT_ONCE + 3
    assert most_in_a_second(moments) <= 30


async def test_one_chat_refused_twice_or_two_long_after_one_another_hold_nobody_else(time: Time) -> None:
    pace = pace_of(time)
    senders = Senders(time, pace)

    pace.refused(1, 60.0)
    pace.refused(1, 60.0)
    await time.until_done(time.sleep(CLOSE + 1))
    pace.refused(2, 60.0)
    await time.until_done(senders.one(2, 0.0))

    assert senders.waited[2] == [0.0]


async def test_a_chat_gets_about_one_message_a_second_and_holds_up_no_other(time: Time) -> None:
    pace, chance = pace_of(time), random.Random(1)
    judge_time = Time()
    judge = RateJudge(judge_time.monotonic)
    judge.strict = True
    flooded, other = Senders(time, pace), Senders(time, pace)

    async def flood() -> None:
        for _ in range(12):
            await flooded.one(0, 0.0, chat=1)

    await time.until_done(flood(), *(other.one(0, n * 1.1, chat=2) for n in range(10)))

    assert max(other.waited[0]) < 0.2
    for moment, _ in flooded.went:
        judge_time.now = moment + chance.uniform(0, 0.1)
        judge.judge("sendmessage", 1)  # raises when it is too fast
    assert flooded.went[-1][0] - flooded.went[0][0] < 12


async def test_what_is_not_sent_after_all_takes_no_place(time: Time) -> None:
    pace = pace_of(time, 1)

    async def cancelled() -> None:
        with pytest.raises(ZeroDivisionError):
            async with pace.turn(0):
                raise ZeroDivisionError

    await time.until_done(cancelled())
    assert len(pace._sent) == 0


async def test_what_was_held_up_between_its_turn_and_its_call_counts_from_the_call(time: Time) -> None:
    senders = Senders(time, pace_of(time, 2))

    async def slow() -> None:
        async with senders.pace.turn(2):
            await time.sleep(3.0)  # the database was locked
        senders.went.append((time.now, 2))

    await time.until_done(slow(), *(senders.one(0, 3.01) for _ in range(3)))

    assert most_in_a_second([moment for moment, _ in senders.went]) <= 2


class Telegram:
    """Takes messages, one refusal if told to, a moment each."""

    def __init__(self, time: Time) -> None:
        self.time, self.under_way, self.most, self.refuses = time, 0, 0, 0

    async def send(self, chat: int, message: Message, more: Callable[[], Awaitable[None]] = no_wait) -> int:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await self.time.sleep(0.1)
        self.under_way -= 1
        await more()
        if self.refuses:
            self.refuses -= 1
            raise TooMany(30.0)
        return 1


def counted(time: Time, pace: Pace) -> tuple[Counted, Telegram]:
    telegram = Telegram(time)
    transport: Transport = telegram  # type: ignore[assignment]
    return Counted(transport, pace), telegram


async def test_a_safety_reply_waits_for_nobody_and_the_others_leave_room_for_it(time: Time) -> None:
    pace = pace_of(time)
    safety, _ = counted(time, pace)
    senders = Senders(time, pace)
    began = time.now

    await time.until_done(*(safety.send(chat, HELP) for chat in range(20)), *(senders.one(2, 0.0) for _ in range(30)))

    bulk = [moment - began for moment, _ in senders.went]
    assert most_in_a_second([*bulk, *[0.0] * 20]) <= 30  # each of the twenty went out at once, as two messages


async def test_whoever_calls_for_help_again_and_again_takes_one_connection_from_the_others(time: Time) -> None:
    safety, telegram = counted(time, pace_of(time))

    await time.until_done(*(safety.send(1, HELP) for _ in range(30)))

    assert telegram.most == 1
    assert safety._lines == {}


async def test_a_safety_reply_that_is_refused_is_told_to_the_pace(time: Time) -> None:
    pace = pace_of(time)
    safety, telegram = counted(time, pace)
    telegram.refuses = 2

    async def refused(chat: int) -> None:
        with pytest.raises(TooMany):
            await safety.send(chat, HELP)

    await time.until_done(refused(1), refused(2))

    assert pace._wait(0) > 25


async def test_quiet_chats_are_forgotten(time: Time) -> None:
    pace = pace_of(time)

    for chat in range(1000):
        pace.count_chat(chat)
        time.now += 0.1

    assert len(pace._chats) < 200
