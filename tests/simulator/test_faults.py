"""Each fault strikes the calls it is meant for, as often as it is meant to, and the journal tells the truth."""

import asyncio

import pytest
from telegram import Bot
from telegram.error import Forbidden, NetworkError, RetryAfter, TimedOut

from bot.simulator import Fault, Person, Rates, Served, SimulatedClock, World
from bot.simulator.faults import RateJudge
from bot.simulator.refusals import Refusal
from tests.simulator.conftest import client

SEND = frozenset({"sendmessage"})


# PTB warns about the future type of retry_after whenever it raises RetryAfter
@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_a_429_strikes_its_chat_alone_and_then_ends(bot: Bot, ana: Person, world: World) -> None:
    world.person(2).presses_start()
    world.faults.add(Fault("too_many", chat_id=1001, retry_after=7, times=1))

    await bot.send_message(2, "another chat")
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(1001, "hello")
    await bot.send_message(1001, "again")

    assert refused.value._retry_after.total_seconds() == 7
    assert [(call.chat_id, call.outcome, call.status) for call in world.journal.calls("sendMessage")] == [
        (2, "ok", 200), (1001, "refused", 429), (1001, "ok", 200)
    ]  # fmt: skip


async def test_polling_goes_on_under_a_fault_that_does_not_name_it(bot: Bot, ana: Person, world: World) -> None:
    world.faults.add(Fault("too_many"))

    assert len(await bot.get_updates(timeout=0)) == 1


async def test_a_forbidden_chat_and_a_bad_gateway(bot: Bot, ana: Person, world: World) -> None:
    world.faults.add(Fault("forbidden", chat_id=1001, times=1))
    world.faults.add(Fault("server_error", times=1))

    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(1001, "hello")
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(1001, "hello")

    assert ana.sees == []


async def test_a_closed_connection_does_nothing(bot: Bot, ana: Person, world: World) -> None:
    world.faults.add(Fault("closed", times=1))

    with pytest.raises(NetworkError):
        await bot.send_message(1001, "hello")

    assert ana.sees == []
    assert [call.outcome for call in world.journal.calls("sendMessage")] == ["closed"]


async def test_a_torn_answer_was_carried_out(bot: Bot, ana: Person, world: World) -> None:
    world.faults.add(Fault("torn", times=1))

    with pytest.raises(NetworkError):
        await bot.send_message(1001, "hello")

    assert [one.text for one in ana.sees] == ["hello"]


async def test_a_withheld_answer_was_carried_out(url: Served, ana: Person, world: World) -> None:
    world.faults.add(Fault("withheld", methods=SEND, times=1))

    async with client(url, read_timeout=0.3) as impatient:
        with pytest.raises(TimedOut):
            await impatient.send_message(1001, "hello")

    assert [one.text for one in ana.sees] == ["hello"]
    assert [call.outcome for call in world.journal.accepted("sendMessage")] == ["withheld"]


async def test_a_late_answer_arrives_in_the_end(bot: Bot, ana: Person, world: World) -> None:
    world.faults.add(Fault("withheld", times=1, delay=0.05))

    assert (await bot.send_message(1001, "hello")).text == "hello"


async def test_latency_is_seen_as_calls_in_flight(bot: Bot, ana: Person, world: World) -> None:
    world.faults.add(Fault("slow", methods=SEND, delay=0.2))

    sending = asyncio.create_task(bot.send_message(1001, "slow"))
    while not world.journal.in_flight():
        await asyncio.sleep(0)
    in_flight = world.journal.in_flight()
    await sending

    [call] = world.journal.calls("sendMessage")
    assert (in_flight, world.journal.in_flight()) == (1, 0)
    assert call.ended is not None
    assert call.ended - call.started >= 0.2


async def test_connections_can_be_refused_for_a_while(bot: Bot, ana: Person, url: Served) -> None:
    await bot.get_me()
    await url.refuse()

    with pytest.raises(NetworkError, match="ConnectError"):
        await bot.get_me()
    await url.accept()

    assert (await bot.get_me()).is_bot


async def test_refusing_breaks_a_long_poll(bot: Bot, world: World, url: Served) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=30))
    while world.poller == 0:
        await asyncio.sleep(0)

    await url.refuse()

    with pytest.raises(NetworkError):
        await asyncio.wait_for(polling, 3)


async def test_the_journal_holds_the_message_and_both_times(bot: Bot, ana: Person, world: World) -> None:
    await bot.send_message(1001, "hello")

    [call] = world.journal.calls(chat_id=1001)
    assert call.message is not None
    assert (call.parameters["text"], call.message["text"], call.at) == ("hello", "hello", world.now())


def judged(method: str, chat_id: int, judge: RateJudge) -> int:
    """0 when accepted, else the seconds to wait."""
    try:
        judge.judge(method, chat_id)
    except Refusal as refusal:
        return refusal.parameters["retry_after"]
    return 0


def test_the_judge_lets_30_pass_in_any_sliding_second() -> None:
    moment = [0.0]
    judge = RateJudge(lambda: moment[0])
    judge.strict = True

    first = [judged("sendmessage", chat, judge) for chat in range(29)]
    moment[0] = 0.9
    then = [
        judged("editmessagetext", 1, judge),
        judged("sendmessage", 100, judge),
        judged("answercallbackquery", 1, judge),
    ]
    moment[0] = 2.0

    assert (first, then) == ([0] * 29, [0, 1, 0])
    assert judged("sendmessage", 101, judge) == 0
    assert judge.offences == ["more than 30 sends and edits in a second"]


def test_the_judge_lets_a_short_burst_pass_in_a_chat() -> None:
    moment = [0.0]
    judge = RateJudge(lambda: moment[0])
    judge.strict = True

    burst = [judged("sendmessage", 1, judge) for _ in range(4)]
    inside_the_ban = judged("sendmessage", 1, judge)
    paced = []
    for second in range(1, 5):
        moment[0] = second * 1.0
        paced.append(judged("sendmessage", 1, judge))

    assert (burst, inside_the_ban, paced) == ([0, 0, 0, 1], 1, [0, 0, 0, 0])
    assert judge.offences[-1] == "sendmessage inside a ban"


def test_a_group_takes_20_a_minute() -> None:
    moment = [0.0]
    judge = RateJudge(lambda: moment[0], Rates(chat_burst=100))
    judge.strict = True

    for _ in range(20):
        judge.judge("sendmessage", -5)
        moment[0] += 0.5

    assert judged("sendmessage", -5, judge) > 0


def test_the_judge_is_silent_unless_strict(clock: SimulatedClock) -> None:
    judge = RateJudge(lambda: 0.0)

    assert sum(judged("sendmessage", 1, judge) for _ in range(100)) == 0
