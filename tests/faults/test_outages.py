"""Long troubles with Telegram and with the machine, in the living program.

After each nothing confirmed is missing, nothing came twice, and everybody else was served. What the code waits for by
its clock is moved. A network and a lock are waited for in real time, more shortly than the minute that they may last:
what counts is that they outlast every time-out. `OUTAGE_SECONDS=60` in the environment makes it the whole minute.
"""

import asyncio
import os
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest

from bot.chat.bots import make_bot
from bot.simulator import Fault, Person, SimulatedClock, create_app, serve
from tests.benchmarks.kills import rows
from tests.benchmarks.town import PROMPT, Resident, make_world, settle
from tests.e2e.living import DANGER, EVENING, TOKEN, Living
from tests.e2e.processes import process
from tests.faults.test_database import database, locked
from tests.faults.test_telegram import SENDING, deliveries, sent

ANAS = "¿Tienes un minuto?"


def lasting(seconds: float) -> float:
    """How long an outage lasts, in real seconds."""
    return float(os.environ.get("OUTAGE_SECONDS", seconds))


async def until_sent(program: Living, person: Person, words: str) -> None:
    """Lets the time pass until these words have arrived."""
    async with asyncio.timeout(30):
        while not sent(program, person, words):
            await program.at(timedelta(seconds=5))


async def test_while_no_connection_is_taken_nothing_is_lost_and_nothing_comes_twice(
    program: Living, ana: Person, sam: Person
) -> None:
    await program.at(EVENING - timedelta(minutes=2))
    await program.does(sam, "/message")
    await program.url.refuse()
    sam.types("Can we talk?")
    program.clock.set(EVENING)
    await asyncio.sleep(lasting(4.0))  # three tries of the poll, each of its pauses twice the one before
    program.clock.advance(timedelta(seconds=56))

    await program.url.accept()
    for person, words in ((sam, PROMPT), (ana, ANAS)):
        await until_sent(program, person, words)

    number = (await program.record(sam)).id
    assert [m.body for m in await program.ask(lambda unit: unit.messages.thread(number))] == ["Can we talk?"]
    assert (sent(program, sam, PROMPT), sent(program, ana, ANAS)) == (1, 1)


async def test_a_burst_of_bad_gateways_at_every_call_delays_and_loses_nothing(
    program: Living, ana: Person, sam: Person
) -> None:
    await program.does(sam, "/checkin")
    everything = frozenset({"getupdates", "sendmessage", "editmessagetext", "deletemessage", "answercallbackquery"})
    program.world.faults.add(Fault("server_error", everything, seconds=2.5))

    await sam.taps("3")
    sam.types("6")
    ana.types("/menu")
    await asyncio.sleep(2.5)
    await until_sent(program, ana, "¿Qué te gustaría hacer?")

    assert [a.value for a in await program.answers(sam)] == [3, 6]
    assert sent(program, ana, "¿Qué te gustaría hacer?") == 1


async def test_answers_withheld_after_acceptance_double_no_prompt_and_hold_up_nobody(
    program: Living, ana: Person, sam: Person, dana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.make_bot", partial(make_bot, read_seconds=0.5))  # twenty seconds in life
    await program.restart()
    program.world.faults.add(Fault("withheld", SENDING, sam.user_id, times=1))
    program.world.faults.add(Fault("withheld", SENDING, dana.user_id, times=2))

    await program.at(EVENING)
    await program.does(ana, DANGER["es"])
    for _ in range(3):
        await program.at(timedelta(seconds=20))

    assert (sent(program, sam, PROMPT), sent(program, ana, ANAS)) == (1, 1)
    assert [row.state for row in await deliveries(program, sam, "checkins/daily")] == ["uncertain"]
    assert sent(program, dana, "Something is waiting for you.") == 3  # until it was confirmed
    assert [row.state for row in await deliveries(program, dana, "alert")] == ["sent"]


async def test_a_second_program_that_polls_takes_nothing_away_and_is_outlived(program: Living, sam: Person) -> None:
    await program.does(sam, "/message")
    address = f"{program.url}/bot{TOKEN}/getUpdates"
    async with httpx.AsyncClient(trust_env=False) as other:
        for number in range(8):  # each poll of the one cuts off a poll of the other
            if number == 4:
                sam.types("Can we talk?")
            await other.post(address, json={"timeout": 0})
            await asyncio.sleep(0.2)
    refused = [call for call in program.world.journal.calls("getUpdates") if call.status == 409]

    async with asyncio.timeout(30):
        await program.heard()
    await program.rest()

    number = (await program.record(sam)).id
    assert refused
    assert [m.body for m in await program.ask(lambda unit: unit.messages.thread(number))] == ["Can we talk?"]


async def test_a_lock_that_outlasts_every_patience_of_the_database_loses_and_doubles_nothing(
    program: Living, ana: Person, sam: Person
) -> None:
    await program.does(sam, "/checkin")

    with locked(database(program)):
        await sam.taps("3")
        sam.types("6")
        await program.heard()
        program.clock.set(EVENING)
        await asyncio.sleep(lasting(7.0))  # longer than the time-outs of the store and of the inbox
        ana.has_heard_all()
        began = time.monotonic()
        ana.types(DANGER["es"])
        await ana.hears("988", seconds=2.0)
        helped = time.monotonic() - began
    await program.program.receiver.settle(30.0)
    await program.rest()
    await program.at(timedelta(seconds=30))

    assert helped < 2.0
    assert [a.value for a in await program.answers(sam)] == [3, 6]
    assert sent(program, ana, ANAS) == 1


def set_read_only(path: Path, *, read_only: bool) -> None:
    """SQLite itself writes no file whose header names a write version that it does not know (fileformat2, 1.3.3): so
    root, too, meets a file that cannot be written."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    with path.open("r+b") as file:
        file.seek(18)
        file.write(b"\x03" if read_only else b"\x02")


async def test_with_a_database_that_cannot_be_written_people_are_helped_and_nothing_is_lost(
    program: Living, sam: Person, dana: Person
) -> None:
    await program.stop()
    set_read_only(database(program), read_only=True)
    sam.has_heard_all()
    sam.types(DANGER["en"])
    starting = asyncio.create_task(program.start())
    await sam.hears("988", seconds=5.0)
    await program.heard()
    number = 0
    with sqlite3.connect(f"file:{database(program)}?mode=ro", uri=True) as connection:
        number = connection.execute("SELECT count(*) FROM alerts").fetchone()[0]
    connection.close()

    set_read_only(database(program), read_only=False)
    await starting
    await program.rest()

    person = (await program.record(sam)).id
    assert number == 0
    assert [alert.rule for alert in await program.ask(lambda unit: unit.alerts.all_for(person))] == ["danger"]
    assert program.last(dana).text == "Something is waiting for you."
    assert sum("988" in heard.text for heard in sam.sees) == 1


async def test_a_database_file_that_is_replaced_is_noticed_and_what_came_is_kept_for_the_right_one(
    program: Living, sam: Person
) -> None:
    await program.does(sam, "/checkin")
    path = database(program)
    kept = path.with_name("kept.db")
    for end in ("", "-wal", "-shm"):
        Path(f"{path}{end}").rename(f"{kept}{end}")
    path.write_bytes(b"")  # somebody put another file in its place

    sam.types("3")
    await program.heard()
    await asyncio.sleep(1.0)
    with sqlite3.connect(path) as connection:
        foreign = connection.execute("SELECT name FROM sqlite_master").fetchall()
    connection.close()
    for end in ("-wal", "-shm", ""):
        Path(f"{path}{end}").unlink(missing_ok=True)
        Path(f"{kept}{end}").rename(f"{path}{end}")
    async with asyncio.timeout(30):
        await program.program.receiver.settle(30.0)

    assert foreign == []  # nothing was written into it
    assert [a.value for a in await program.answers(sam)] == [3]


async def test_help_comes_within_a_second_while_somebody_floods_with_three_hundred_messages(
    program: Living, ana: Person, sam: Person
) -> None:
    await program.at(timedelta(seconds=5))
    for n in range(300):
        ana.types(f"palabra {n}" if n % 3 else DANGER["es"])
    sam.has_heard_all()
    sam.presses_key("Help now")

    await sam.hears("988", seconds=1.0)
    await program.rest()

    number = (await program.record(ana)).id
    [alert] = await program.ask(lambda unit: unit.alerts.all_for(number))
    assert alert.repeats == 99
    assert len(program.world.queue) == 0


async def test_a_stop_with_a_hundred_waiting_is_clean_and_each_comes_once_afterwards(tmp_path: Path) -> None:
    due = datetime.now(UTC) - timedelta(minutes=1)
    residents = [Resident(10_000 + n, due) for n in range(100)]
    world, people = make_world(residents)
    await settle(tmp_path, residents)
    waiting = "SELECT count(*) FROM deliveries WHERE purpose = 'checkins/daily'"

    async with (
        serve(create_app(world, clock=SimulatedClock())) as url,
        process(tmp_path, url, world, MESSAGES_PER_SECOND="5") as one,
    ):
        await one.start()
        async with asyncio.timeout(20):
            while rows(tmp_path, waiting)[0][0] < 100:
                await asyncio.sleep(0.05)
        for person in people.values():
            person.types("/menu")
        status = await one.stop()
        states = rows(tmp_path, f"{waiting} AND state IN ('sending', 'uncertain')")
        one.more["MESSAGES_PER_SECOND"] = "1000"
        await one.start()
        async with asyncio.timeout(30):
            while rows(tmp_path, f"{waiting} AND state = 'sent'")[0][0] < 100 or len(world.queue):
                await asyncio.sleep(0.05)
            for person in people.values():
                await person.hears("What would you like to do?", seconds=20)
        await one.stop()

    texts = [(call.chat_id, str(call.parameters.get("text"))) for call in world.journal.accepted("sendMessage")]
    assert status == 0
    assert states == [(0,)]
    assert sorted(chat for chat, text in texts if text == PROMPT) == sorted(people)
    assert sorted(chat for chat, text in texts if text.startswith("What would you like")) == sorted(people)
