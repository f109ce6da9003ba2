"""Telegram's own faults: no answer, refusals, floods, a blocked bot; law 5 says what each means for each message."""

import asyncio
import time
from datetime import timedelta

from bot.simulator import Fault, Person
from bot.storage.deliveries import Delivery
from tests.e2e.living import DANGER, EVENING, Living

PROMPT = "Got a minute? Five taps, and you are done."
SENDING = frozenset({"sendmessage"})


async def deliveries(program: Living, person: Person, purpose: str) -> list[Delivery]:
    number = (await program.record(person)).id
    return [d for d in await program.ask(lambda unit: unit.deliveries.all_for(number)) if d.purpose == purpose]


def sent(program: Living, person: Person, words: str) -> int:
    """How many messages with these words Telegram carried out."""
    calls = program.world.journal.accepted("sendMessage", "sendmessage")
    return sum(call.chat_id == person.user_id and words in str(call.parameters.get("text")) for call in calls)


async def test_a_prompt_whose_fate_is_unknown_is_not_repeated(program: Living, sam: Person) -> None:
    program.world.faults.add(Fault("torn", SENDING, sam.user_id, times=1))

    await program.at(EVENING)
    await program.at(timedelta(minutes=10))
    await program.restart()
    await program.at(timedelta(minutes=10))

    assert [d.state for d in await deliveries(program, sam, "checkins/daily")] == ["uncertain"]
    assert sent(program, sam, PROMPT) == 1


async def test_an_uncertain_prompt_can_be_opened_all_the_same(program: Living, sam: Person) -> None:
    program.world.faults.add(Fault("torn", SENDING, sam.user_id, times=1))
    await program.at(EVENING)

    await program.taps(sam, "Open", "3", "6", "No", "Yes")

    assert await program.outcomes(sam) == ["finished"]


async def test_an_alert_whose_fate_is_unknown_is_repeated_until_it_is_confirmed(
    program: Living, sam: Person, dana: Person
) -> None:
    program.world.faults.add(Fault("torn", SENDING, dana.user_id, times=1))

    await program.does(sam, DANGER["en"])
    await program.at(timedelta(minutes=2))

    assert sent(program, dana, "Something is waiting for you.") == 2
    assert [d.state for d in await deliveries(program, dana, "alert")] == ["sent"]


async def test_a_page_whose_fate_is_unknown_comes_again(program: Living, sam: Person) -> None:
    program.world.faults.add(Fault("closed", SENDING, sam.user_id, times=1))

    await program.does(sam, "/checkin")
    await program.at(timedelta(minutes=2))
    await program.taps(sam, "3")

    assert [a.value for a in await program.answers(sam)] == [3]


async def test_a_safety_reply_comes_through_a_burst_of_server_errors(program: Living, sam: Person) -> None:
    program.world.faults.add(Fault("server_error", SENDING, sam.user_id, times=2))
    sam.has_heard_all()

    sam.types(DANGER["en"])
    await sam.hears("988", seconds=8)
    await program.rest()

    assert sum("988" in heard.text for heard in sam.sees) == 1


async def test_whoever_blocked_the_bot_is_unreachable_and_gets_nothing_more(program: Living, sam: Person) -> None:
    program.world.faults.add(Fault("forbidden", chat_id=sam.user_id))

    await program.at(EVENING)
    tried = len(program.world.journal.calls(chat_id=sam.user_id))
    await program.at(EVENING + timedelta(days=1))

    assert (await program.record(sam)).state == "unreachable"
    assert len(program.world.journal.calls(chat_id=sam.user_id)) == tried

    program.world.faults.clear()
    back = await program.does(sam, "/start")
    assert (await program.record(sam)).state == "active"
    assert back.text.startswith("What would you like to do?")
    await program.at(EVENING + timedelta(days=2))
    assert sent(program, sam, PROMPT) == 1


async def test_an_account_that_is_gone_stops_nobody_else(program: Living, ana: Person, sam: Person) -> None:
    ana.deletes_account()

    await program.at(EVENING)

    assert (await program.record(ana)).state == "unreachable"
    assert program.last(sam).text == PROMPT


async def test_a_limit_is_obeyed_and_nothing_is_lost_or_repeated(program: Living, sam: Person) -> None:
    program.world.faults.add(Fault("too_many", SENDING, sam.user_id, times=1, retry_after=30))
    await program.at(EVENING)
    first = sent(program, sam, PROMPT)
    tried = len(program.world.journal.calls("sendMessage", sam.user_id))

    await program.at(timedelta(seconds=25))
    early = len(program.world.journal.calls("sendMessage", sam.user_id)) - tried
    await program.at(timedelta(seconds=10))

    assert (first, early, sent(program, sam, PROMPT)) == (0, 0, 1)
    assert [d.state for d in await deliveries(program, sam, "checkins/daily")] == ["sent"]


async def test_a_burst_of_server_errors_delays_and_loses_nothing(program: Living, ana: Person, sam: Person) -> None:
    program.world.faults.add(Fault("server_error", SENDING, times=6))

    await program.at(EVENING)
    for _ in range(8):
        await program.at(timedelta(seconds=61))

    assert sent(program, sam, PROMPT) == 1
    assert program.last(ana).text.startswith("¿Tienes un minuto?")


async def test_a_prompt_that_the_limit_held_past_its_time_expires_and_is_kept(program: Living, sam: Person) -> None:
    program.world.faults.add(Fault("too_many", SENDING, sam.user_id, retry_after=4 * 3600))
    await program.at(EVENING)

    program.world.faults.clear()
    await program.at(EVENING + timedelta(hours=5))

    assert [d.state for d in await deliveries(program, sam, "checkins/daily")] == ["expired"]
    assert sent(program, sam, PROMPT) == 0


async def test_connections_refused_for_a_while_lose_nothing(program: Living, sam: Person) -> None:
    await program.does(sam, "/checkin")
    await program.url.refuse()
    await sam.taps("3")
    await asyncio.sleep(0.3)

    await program.url.accept()
    async with asyncio.timeout(15):
        await program.rest()
        while "How is your mood now?" not in program.last(sam).text:
            await program.at(timedelta(seconds=5))

    assert [a.value for a in await program.answers(sam)] == [3]


async def test_torn_polls_do_not_make_the_program_deaf(program: Living, sam: Person) -> None:
    program.world.faults.add(Fault("torn", frozenset({"getupdates"}), times=3))
    sam.has_heard_all()
    began = time.monotonic()

    sam.types("/sos")
    await sam.hears("988", seconds=10)

    assert time.monotonic() - began < 10
    await program.rest()
    assert sum("988" in heard.text for heard in sam.sees) == 1


async def test_a_tap_that_cannot_be_answered_any_more_is_stored_all_the_same(program: Living, sam: Person) -> None:
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    program.world.faults.add(Fault("bad_request", frozenset({"answercallbackquery"}), description=too_old))

    await program.does(sam, "/checkin")
    await program.taps(sam, "3")

    assert [a.value for a in await program.answers(sam)] == [3]


async def test_a_message_that_telegram_will_never_take_is_tried_once(program: Living, sam: Person) -> None:
    program.world.faults.add(
        Fault("bad_request", SENDING, sam.user_id, description="Bad Request: can't parse entities")
    )
    before = len(program.world.journal.calls("sendMessage", sam.user_id))

    await program.does(sam, "/practice")
    for _ in range(4):
        await program.at(timedelta(seconds=61))

    assert len(program.world.journal.calls("sendMessage", sam.user_id)) - before == 1
