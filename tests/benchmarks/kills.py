"""Kills the real process at random moments amid taps, prompts and a broadcast, and counts what was lost or doubled."""

import argparse
import asyncio
import random
import sqlite3
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.simulator import Fault, Person, SimulatedClock, World, create_app, serve
from bot.storage.sealing import Ring
from bot.storage.writer import Store
from tests.benchmarks.town import (
    FORM,
    PROMPT,
    QUESTIONS,
    Resident,
    begins,
    make_content,
    make_world,
    settle,
    value,
    wanted,
)
from tests.e2e.living import KEY, settings_for
from tests.e2e.processes import Process, process

SEED = 20261124
LONGEST_LIFE = 0.5
"""Seconds after the first poll within which a life ends, at a random moment."""
FIRST_LOOK, LOOKS = 1.2, 8
"""One life in eight lasts these seconds longer: long enough to look once at what is due, and to queue it."""
JUST_NOW = 0.1
"""A call that Telegram answered so short before a kill may not have been noted by the killed."""
PATIENCE = 600.0
SENDS = frozenset({"sendmessage", "editmessagetext"})

Figures = dict[str, int | float]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many kills, taps and messages."""
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--tappers", type=int, default=50, help="people who each tap ten answers")
    parser.add_argument("--broadcast", type=int, default=500, help="prompts that are due at one moment")
    parser.add_argument("--reminders", type=int, default=200, help="prompts that come due one after the other")


class Gate:
    """Lets so many taps through in each life of the process, so that every kill comes amid taps."""

    def __init__(self) -> None:
        self.made, self.allowed = 0, 0.0
        self._moved = asyncio.Event()

    def open(self, more: float) -> None:
        self.allowed += more
        self._moved.set()

    async def take(self) -> None:
        while self.made + 1 > self.allowed:
            self._moved.clear()
            await self._moved.wait()
        self.made += 1


@dataclass
class Witness:
    """Who stands by at each kill and sees what was on its way to Telegram."""

    world: World
    in_flight: int = 0
    numbers: set[int] = field(default_factory=set)

    def sees_a_kill(self) -> None:
        """Counts the calls that Telegram has not answered, or answered a moment ago."""
        now = time.monotonic()
        for call in self.world.journal:
            late = call.ended is None or now - call.ended < JUST_NOW
            if call.method.lower() in SENDS and late and call.number not in self.numbers:
                self.numbers.add(call.number)
                self.in_flight += 1


async def answer_all(person: Person, gate: Gate) -> None:
    """Taps each of the ten answers once, as soon as its question is there; nothing is ever tapped twice."""
    begins(person)
    for question in range(QUESTIONS):
        await person.hears(f"number {question}?", seconds=PATIENCE)
        await gate.take()
        await person.taps(str(value(person.user_id, question)), seconds=PATIENCE)
    await person.hears("That was all ten.", seconds=PATIENCE)


async def live_and_die(one: Process, gate: Gate, kills: int, taps: int, witness: Witness) -> None:
    """Life after life, each ended by `kill -9` while taps and messages are on their way."""
    chance = random.Random(SEED)
    for number in range(kills):
        await one.start(seconds=PATIENCE)
        gate.open(taps / kills)
        await asyncio.sleep(chance.uniform(0.0, LONGEST_LIFE) + (FIRST_LOOK if number % LOOKS == 0 else 0.0))
        await one.kill()
        witness.sees_a_kill()
        if number % 50 == 49:
            print(f"{number + 1} kills, {gate.made} taps, {witness.in_flight} calls were in flight", flush=True)
    gate.open(1.0)
    await one.start(seconds=PATIENCE)


async def measure(folder: Path, kills: int, tappers: int, broadcast: int, reminders: int) -> Figures:
    """Everything as `add_arguments` says; the figures."""
    began, now = time.monotonic(), datetime.now(UTC)
    spread = kills * (1.6 + LONGEST_LIFE / 2)  # about as long as it takes
    tapping = [Resident(5000 + n) for n in range(tappers)]
    told = [Resident(10_000 + n, now) for n in range(broadcast)]
    reminded = [Resident(20_000 + n, now + timedelta(seconds=spread * n / reminders)) for n in range(reminders)]
    world, people = make_world([*tapping, *told, *reminded])
    await settle(folder, [*tapping, *told, *reminded])
    content = make_content(folder)
    witness, gate = Witness(world), Gate()
    world.faults.add(Fault("withheld", SENDS, delay=0.05))  # carried out, and answered a moment later, as from afar
    pace = (
        max((broadcast + reminders) / (kills * LONGEST_LIFE / 2 + kills / LOOKS * FIRST_LOOK), 2.0) * 1.5
    )  # it lasts for most of the lives
    async with (
        serve(create_app(world, clock=SimulatedClock())) as url,
        process(folder, url, world, CONTENT_DIR=str(content), MESSAGES_PER_SECOND=str(int(pace) + 1)) as one,
    ):
        forms = [asyncio.create_task(answer_all(people[who.user], gate)) for who in tapping]
        await live_and_die(one, gate, kills, tappers * QUESTIONS, witness)
        await asyncio.gather(*forms)
        await until_all_is_sent(folder, broadcast + reminders)
        status = await one.stop()
    figures = await count(folder, world, [who.user for who in tapping], [who.user for who in (*told, *reminded)])
    counts: Figures = {
        "kills": kills,
        "taps": gate.made,
        "exit_status": status,
        "in_flight_at_kills": witness.in_flight,
    }
    return counts | figures | {"seconds": round(time.monotonic() - began)}


async def until_all_is_sent(folder: Path, prompts: int) -> None:
    """Waits until every prompt that was to come has come to an end."""
    question = "SELECT count(*) FROM deliveries WHERE purpose = 'checkins/daily' AND state NOT IN ('due', 'sending')"
    async with asyncio.timeout(PATIENCE):
        while rows(folder, question)[0][0] < prompts:
            await asyncio.sleep(0.2)


def rows(folder: Path, question: str) -> list[tuple[int, ...]]:
    """Reads the database beside the program."""
    connection = sqlite3.connect(f"file:{folder / 'data' / 'companion.db'}?mode=ro", uri=True)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


async def count(folder: Path, world: World, tapping: list[int], told: list[int]) -> Figures:
    """What is stored against what was tapped, and what arrived against what was to arrive."""
    users = await users_of(folder, [*tapping, *told])
    answers = rows(folder, f"SELECT person, question, number FROM answers WHERE activity = '{FORM}'")
    stored = Counter((users[person], question, number) for person, question, number in answers)
    states = dict(rows(folder, "SELECT person, state FROM deliveries WHERE purpose = 'checkins/daily'"))
    uncertain = {users[person] for person, state in states.items() if str(state) == "uncertain"}
    sent = Counter(
        (call.chat_id, str(call.parameters.get("text")))
        for call in world.journal.accepted("sendMessage", "sendmessage")
    )
    arrived = {
        user: sum(times for (chat, text), times in sent.items() if chat == user and PROMPT in text) for user in told
    }
    pages = sum(times - 1 for (chat, text), times in sent.items() if chat in set(tapping) and times > 1)
    wrong = stored.keys() - wanted(tapping)
    return {
        "answers_lost": len(wanted(tapping) - stored.keys()) + len(wrong),
        "answers_doubled": sum(times - 1 for times in stored.values()),
        "prompts": len(told),
        "prompts_lost": sum(not times and user not in uncertain for user, times in arrived.items()),
        "prompts_doubled": sum(max(times - 1, 0) for times in arrived.values()),
        "pages_doubled": pages,
        "uncertain_listed": len(uncertain),
        "uncertain_arrived": sum(bool(arrived[user]) for user in uncertain),
    }


async def users_of(folder: Path, users: list[int]) -> dict[int, int]:
    """The people's numbers in the database, and whose they are."""
    store = Store(settings_for(folder, "http://127.0.0.1:1").database_url, Ring.parse(KEY))
    found = await store.read(lambda unit: {unit.people.by_chat(user): user for user in users})
    await store.close()
    return {person.id: user for person, user in found.items() if person is not None}
