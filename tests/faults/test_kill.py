"""Law 2: a process killed at any moment loses no answer and stores none twice."""

import asyncio
import random
import shutil
import sqlite3
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from bot.core.interpret import activity_number
from bot.curriculum.catalog import shipped_folder
from bot.services import arriving, enrol
from bot.services.house import Place
from bot.simulator import Person, SimulatedClock, World, create_app, serve
from bot.storage.migrations import migrate
from bot.storage.sealing import Ring
from bot.storage.unit import Unit
from bot.storage.writer import Store
from tests.e2e.living import BOT, KEY, TOKEN, settings_for
from tests.e2e.processes import Process, process

PEOPLE, QUESTIONS, KILLS = 20, 10, 20
FORM = "checkins/ten"
SEED = 20261124

SCALE = "\n\n- 0 None\n- 10 Most\n"
TEN = "---\nkind: checkin\ntitle: Ten numbers\n---\n\n" + "\n---\n\n".join(
    f"## How strong is number {n}? {{#q{n} scale}}{SCALE}" for n in range(QUESTIONS)
)
TEN += "\n---\n\nThat was all ten.\n"


def value(person: int, question: int) -> int:
    """What a person answers to a question."""
    return (person * 7 + question * 3) % 11


def make_content(folder: Path) -> Path:
    """The shipped content and a form of ten numbers."""
    content = folder / "content"
    shutil.copytree(shipped_folder(), content)
    for language in ("en", "es"):
        form = content / language / "checkins" / "ten.md"
        form.write_text(TEN if language == "en" else TEN.replace("How strong is", "Cuánto es"), encoding="utf-8")
    return content


async def place_people(folder: Path) -> None:
    """Twenty people who agreed; how they enrol is another test's concern."""
    settings = settings_for(folder, "http://127.0.0.1:1")
    url = settings.database_url
    await asyncio.to_thread(migrate, url)
    now = datetime.now(UTC)
    place = Place("P", "", "America/New_York", "US", None, "", ("21:00", "08:00"), ())  # type: ignore[arg-type]

    def make(unit: Unit) -> None:
        for n in range(PEOPLE):
            code, person = enrol.invite_participant(unit, place, now=now, language="en")
            assert arriving.claim(unit, code, 5000 + n, "en", now)
            unit.people.set(person.id, "state", "active", now, None)
            unit.people.set(person.id, "enrolled_at", now, now, None)
            unit.consents.give(person.id, "care", text_version="t", text_digest="t", language="en", at=now)

    store = Store(url, Ring.parse(KEY))
    await store.write(make)
    await store.close()


class Gate:
    """Lets ten taps through in each life of the process, so that every kill comes amid taps."""

    def __init__(self) -> None:
        self.made, self.allowed = 0, 0
        self._moved = asyncio.Event()

    def open(self, more: int) -> None:
        self.allowed += more
        self._moved.set()

    async def take(self) -> None:
        while self.made >= self.allowed:
            self._moved.clear()
            await self._moved.wait()
        self.made += 1


async def answer_all(person: Person, number: int, gate: Gate) -> None:
    """Taps each of the ten answers once, as soon as its question is there; nothing is ever tapped twice."""
    person.taps_data(1, f"m.go.{activity_number(FORM)}")
    for question in range(QUESTIONS):
        await person.hears(f"number {question}?", seconds=90)
        await gate.take()
        await person.taps(str(value(number, question)), seconds=90)
    await person.hears("That was all ten.", seconds=90)


async def live_and_die(one: Process, gate: Gate, chance: random.Random) -> None:
    """Twenty lives, each ended by `kill -9` while ten taps are on their way."""
    for _ in range(KILLS):
        await one.start()
        gate.open(PEOPLE * QUESTIONS // KILLS)
        await asyncio.sleep(chance.uniform(0.0, 0.25))
        await one.kill()
    await one.start()


async def test_two_hundred_taps_across_twenty_kills_are_each_stored_exactly_once(tmp_path: Path) -> None:
    content = make_content(tmp_path)
    await place_people(tmp_path)
    world = World(TOKEN, BOT, "Companion", now=lambda: datetime.now(UTC))
    people = [world.add_person(5000 + n, f"Person {n}", "en") for n in range(PEOPLE)]
    for person in people:
        person.chat.started = True
    gate, chance = Gate(), random.Random(SEED)

    async with (
        serve(create_app(world, clock=SimulatedClock())) as url,
        process(tmp_path, url, world, CONTENT_DIR=str(content)) as one,
    ):
        forms = [asyncio.create_task(answer_all(person, n, gate)) for n, person in enumerate(people)]
        await live_and_die(one, gate, chance)
        await asyncio.gather(*forms)
        ended = await one.stop()

    stored = read_answers(tmp_path)
    wanted = {(n, f"q{q}", value(n, q)) for n in range(PEOPLE) for q in range(QUESTIONS)}
    lost = wanted - stored.keys()
    doubled = {key: times for key, times in stored.items() if times > 1}
    print(f"{gate.made} taps, {KILLS} kills: {len(lost)} lost, {len(doubled)} doubled, {len(stored)} stored")
    assert ended == 0
    assert (lost, doubled, stored.keys() - wanted) == (set(), {}, set())


def read_answers(folder: Path) -> Counter[tuple[int, str, int]]:
    """How often each person's answer to each question is stored: (place in the order of enrolment, question, value)."""
    connection = sqlite3.connect(folder / "data" / "companion.db")
    try:
        first = connection.execute("SELECT min(id) FROM people").fetchone()[0]
        rows = connection.execute("SELECT person, question, number FROM answers WHERE activity = ?", (FORM,)).fetchall()
    finally:
        connection.close()
    return Counter((person - first, question, number) for person, question, number in rows)
