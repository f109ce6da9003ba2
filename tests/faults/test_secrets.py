"""Law 9: through all faults, at log level DEBUG, nothing of a person is in a log line or readable in a file."""

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot.simulator import Fault, Person, SimulatedClock, World, create_app, serve
from tests.e2e.living import BOT, KEY, TOKEN
from tests.e2e.processes import Process, environment, process

SAM, DANA, STRANGER = 7_770_001_777, 7_770_002_888, 7_770_003_999
NAMES = ("Quillonia", "Zebulonka", "Brunhilda", "zebulon_user", "Nickolette")
TEXTS = (
    "The heron by the old mill saw me",
    "Please call about the turquoise bicycle",
    "I want to kill myself under the marmalade sky",
    "there was rhubarb at the market today",
    "a forwarded walrus",
    "caption of a periwinkle",
)
WRONG_CODE = "WRONGCANARY77"
GIVEN = """SELECT coalesce(number, choice) FROM answers WHERE activity = 'checkins/daily' AND question <> 'note'"""


async def command(folder: Path, url: str, *arguments: str) -> str:
    """A command beside the running bot; its standard output."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=folder, env=environment(folder, url),
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, _ = await child.communicate()
    assert child.returncode == 0, arguments
    return out.decode()


async def reads(person: Person, said: str, containing: str) -> None:
    """Types, and waits for words that come after it."""
    person.has_heard_all()
    person.types(said)
    await person.hears(containing, seconds=30)


async def taps(person: Person, *labels: str) -> None:
    """Taps button after button, each as soon as the page has changed."""
    for label in labels:
        await person.taps(label, seconds=30)
        person.has_heard_all()
        await person.hears(seconds=30)


@dataclass
class Day:
    """What a day of faults left behind."""

    log: list[str]
    files: dict[Path, bytes]
    codes: list[str]
    answers: list[object]


async def enrol(folder: Path, url: str, world: World) -> list[str]:
    """Invites made by command; a counselor and a participant enrol, a stranger tries codes. The codes."""
    staff = (await command(folder, url, "invite", "counselor", "--name", NAMES[2], "--handle", "b")).split("\t")[0]
    code = (await command(folder, url, "invite", "participant", "--name", NAMES[0], "--counselor", "b")).split("\t")[0]
    sam, dana = world.people[SAM], world.people[DANA]
    await reads(dana, f"/start {staff}", "What you can do here")
    await reads(sam, f"/start {code}", "Hola")
    await taps(sam, "English", "Next", "I agree", "Skip", "Skip", "Skip")
    await reads(sam, NAMES[4], f"{NAMES[4]}, we are set.")
    for _ in range(2):
        await reads(world.people[STRANGER], f"/start {WRONG_CODE}", "That link does not work here.")
    return [staff, code]


async def through_faults(one: Process, world: World) -> None:
    """A check-in, a message, danger and odd things, while Telegram, the database and the process fail by turns."""
    sam = world.people[SAM]
    world.queue.repeat_next(2, updates=50)
    world.faults.add(Fault("server_error", times=3))
    world.queue.put("message", {"message_id": "x", "from": sam.as_telegram(), "chat": None, "text": TEXTS[0]})
    await reads(sam, "/checkin", "How strong was your strongest craving today?")
    world.faults.add(Fault("too_many", frozenset({"sendmessage"}), times=2, retry_after=1))
    await taps(sam, "3", "6")
    await sam.taps("No")
    await one.kill()
    await one.start()
    await sam.hears("mindful minute", seconds=30)
    await taps(sam, "Yes")
    await reads(sam, TEXTS[0], "Your note is saved")
    world.faults.add(Fault("torn", times=2))
    world.faults.add(Fault("torn", frozenset({"getupdates"}), times=1))
    await reads(sam, TEXTS[2], "988")
    with sqlite3.connect(one.folder / "data" / "companion.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        await reads(sam, TEXTS[2], "988")
        other.rollback()
    other.close()
    await reads(sam, "/message", "What do you want to say?")
    await reads(sam, TEXTS[1], "stored for your counselor")
    await reads(sam, TEXTS[3], "I had not asked a question")
    sam.forwards(TEXTS[4])
    sam.sends_photo(caption=TEXTS[5])
    sam.sends_sticker()
    await sam.hears("I can only read words", seconds=30)
    await reads(sam, "/mydata", "This is about you")


async def staff_looks(one: Process, world: World) -> None:
    """The counselor reads what is waiting; then one phone blocks the bot."""
    dana = world.people[DANA]
    await reads(dana, "/today", "P-")
    await taps(dana, "P-")
    world.faults.clear()
    world.faults.add(Fault("forbidden", chat_id=SAM))
    await reads(dana, "/alerts", "Alerts")
    dana.types(TEXTS[2])
    await dana.hears("988", seconds=30)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def day(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Day]:
    """A day of mixed faults in the real process."""
    folder = tmp_path_factory.mktemp("day")
    world = World(TOKEN, BOT, "Companion", now=lambda: datetime.now(UTC))
    world.add_person(SAM, NAMES[1], "en", NAMES[3])
    world.add_person(DANA, NAMES[2], "en")
    world.add_person(STRANGER, NAMES[1], "en")
    async with (
        serve(create_app(world, clock=SimulatedClock())) as url,
        process(folder, url, world, LOG_LEVEL="DEBUG", LOG_FORMAT="json") as one,
    ):
        await one.start()
        codes = await enrol(folder, url, world)
        await through_faults(one, world)
        await staff_looks(one, world)
        assert await one.stop() == 0
        files = {path: path.read_bytes() for name in ("data", "state") for path in (folder / name).rglob("*")
                 if path.is_file() and "content" not in path.parts}  # fmt: skip
        codes += [str(row[0]) for row in rows(folder, "SELECT code FROM people")]
        answers = [row[0] for row in rows(folder, GIVEN)]
        yield Day(one.lines(), files, codes, answers)


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / "data" / "companion.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


@pytest.mark.asyncio(loop_scope="module")
async def test_the_day_was_lived_and_logged(day: Day) -> None:
    assert sorted(map(str, day.answers)) == ["3", "6", "no", "yes"]
    assert len(day.log) > 10
    assert len(day.files) >= 3


@pytest.mark.asyncio(loop_scope="module")
async def test_no_log_line_holds_a_name_a_text_an_id_a_code_or_the_token(day: Day) -> None:
    secrets = [*NAMES, *TEXTS, str(SAM), str(DANA), str(STRANGER), WRONG_CODE, *map(str, day.codes), KEY]
    secrets += [TOKEN, TOKEN.split(":")[1], "marmalade", "turquoise", "rhubarb", "heron", "walrus", "periwinkle"]

    found = [(secret, line) for line in day.log for secret in secrets if secret in line]

    assert found == []


@pytest.mark.asyncio(loop_scope="module")
async def test_no_file_holds_a_name_a_text_an_id_an_invite_code_or_the_token_in_clear(day: Day) -> None:
    secrets = [*NAMES, *TEXTS, str(SAM), str(DANA), str(STRANGER), WRONG_CODE, *map(str, day.codes[:2]), KEY, TOKEN]
    patterns = {secret: [secret.encode(), secret.encode("utf-16-le")] for secret in secrets}
    for number in (SAM, DANA, STRANGER):  # as SQLite stores a whole number: big-endian, as short as it can be
        patterns[str(number)] += [number.to_bytes(6, "big"), number.to_bytes(8, "little")]

    found = [
        (secret, path.name)
        for path, content in day.files.items()
        for secret, forms in patterns.items()
        if any(form in content for form in forms)
    ]

    assert found == []
