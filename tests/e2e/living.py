"""The real program in this process, a Telegram of its own beside it, and people who enrol in a few lines."""

import asyncio
import copy
import os
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from pydantic import SecretStr

from bot.app import Companion, companion
from bot.clock import Clock
from bot.services import enrol
from bot.settings import FixedSettings
from bot.simulator import Heard, Person, Served, SimulatedClock, World, create_app, serve
from bot.simulator.chats import Chat
from bot.simulator.updates import UpdateQueue
from bot.simulator.world import Settings as TelegramSettings
from bot.storage.answers import Answer
from bot.storage.people import Person as Record
from bot.storage.unit import Unit
from tests.small_program import SMALL_PROGRAM

T = TypeVar("T")

TOKEN = "123456:TEST-token_of-the-whole-program"
KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
BOT = "sim_companion_bot"
START = datetime(2026, 1, 13, 15, 0, tzinfo=UTC)
"""A Tuesday, ten in the morning in New York, the program's zone: staff are there, nobody's quiet hours run. In the past
of every machine that runs the tests, for commands read the machine's own clock."""
TODAY = date(2026, 1, 13)
EVENING = datetime(2026, 1, 14, 0, 0, 30, tzinfo=UTC)
"""Half a minute after 19:00 of that day in New York: the check-in is due."""

PATIENCE = 20.0
"""Real seconds after which a program that should have come to rest is stuck."""

WORDS = {
    "en": ("English", "Next", "I agree", "Skip"),
    "es": ("Español", "Siguiente", "Acepto", "Omitir"),
}
"""The buttons of enrolment: the language, going on, agreeing, skipping."""

DANGER = {"en": "I want to kill myself tonight", "es": "me quiero matar esta noche"}


def settings_for(folder: Path, url: str, **more: object) -> FixedSettings:
    """Settings that come from nowhere but here; every file is below the folder."""
    given: dict[str, object] = {
        "telegram_bot_token": SecretStr(TOKEN),
        "telegram_api_url": str(url),
        "database_url": f"sqlite:///{folder / 'data' / 'companion.db'}",
        "encryption_keys": SecretStr(KEY),
        "content_dir": SMALL_PROGRAM,
        "state_dir": folder / "state",
        "program_name": "Riverside program",
        "program_timezone": "America/New_York",
        "program_phone": "555 0100",
        "messages_per_second": 1000,
        "holidays": "",
    }
    return FixedSettings(**{**given, **more})  # type: ignore[arg-type]


@dataclass
class Living:
    """A running program. People's verbs end when it has come to `rest`; `restart` begins it anew on its files."""

    folder: Path
    world: World
    clock: SimulatedClock
    url: Served
    more: dict[str, object] = field(default_factory=dict)
    staff: dict[str, str] = field(default_factory=dict)
    chat_per_second: float = 1000.0
    """Telegram takes one message a second to a chat; most tests need not wait for that."""
    program: Companion = field(init=False)
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _life: asyncio.Task[None] | None = None

    # -- its life ----------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Builds the program on the folder's files and lets it run, until it asks for updates."""
        polled = self.world.poller
        self._stopping = asyncio.Event()
        ready: asyncio.Future[Companion] = asyncio.get_running_loop().create_future()
        self._life = asyncio.create_task(self._live(ready))
        both: set[asyncio.Future[Any]] = {ready, self._life}
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if not ready.done():
            self._life.result()
        self.program = ready.result()
        async with asyncio.timeout(PATIENCE):
            while self.world.poller == polled:
                if self._life.done():
                    self._life.result()
                await asyncio.sleep(0.002)
            while not self.program.receiver._replayed and not self._life.done():
                await asyncio.sleep(0.002)
        await self.heard()

    async def _live(self, ready: asyncio.Future[Companion]) -> None:
        settings = settings_for(self.folder, self.url, **self.more)
        async with companion(settings, Clock(self.clock.now, self.clock.sleep), self.chat_per_second) as program:
            ready.set_result(program)
            await program.run(self._stopping)

    async def stop(self) -> None:
        """Ends it as SIGTERM does."""
        self._stopping.set()
        if self._life is not None:
            self.program.sender.kick()  # it looks up once a second: no test waits for that
            await self._life
            self._life = None

    async def restart(self) -> None:
        """Ends it and begins it anew on the same files."""
        await self.stop()
        await self.start()

    # -- time --------------------------------------------------------------------------------------------------

    async def rest(self) -> None:
        """Until every update was fetched and handled, and everything that is due was sent."""
        async with asyncio.timeout(PATIENCE):
            for _ in range(2):  # what is sent may make something due
                await self.heard()
                await self.program.receiver.settle()
                await self.program.due.tick()
                await self.program.sender.drain()

    async def heard(self) -> None:
        """Until every update was fetched and stored; it may not have been handled yet."""
        async with asyncio.timeout(PATIENCE):
            while len(self.world.queue):
                if self._life is not None and self._life.done():
                    self._life.result()
                await asyncio.sleep(0.002)

    async def at(self, moment: datetime | timedelta) -> None:
        """Moves the clock to a moment, or on by a length of time, and lets happen what is due then."""
        self.clock.set(self.clock.now() + moment if isinstance(moment, timedelta) else moment)
        await self.rest()

    # -- people ------------------------------------------------------------------------------------------------

    async def invite(self, counselor: str = "", name: str = "", language: str = "") -> str:
        """A participant's invite, as the administrator's command makes it; the code."""

        def make(unit: Unit) -> str:
            staff = unit.people.by_code(counselor) if counselor else None
            number = staff.id if staff else None
            code, _ = enrol.invite_participant(
                unit, self.program.house.place, now=self.clock.now(), counselor=number, name=name, language=language
            )
            return code

        return await self.program.store.write(make)

    async def invite_staff(self, name: str, role: str = "counselor") -> tuple[str, str]:
        """A staff member's invite; the invite's code and the staff code."""

        def make(unit: Unit) -> tuple[str, str]:
            code, person = enrol.invite_staff(
                unit, self.program.house.place, role, now=self.clock.now(), name=name, handle=name.lower()
            )
            return code, person.code

        return await self.program.store.write(make)

    async def enrol_staff(self, user: int, name: str, role: str = "counselor") -> Person:
        """A staff member who has pressed Start."""
        invite, code = await self.invite_staff(name, role)
        person = self.world.add_person(user, name, "en")
        self.staff[name] = code
        await self.does(person, f"/start {invite}")
        return person

    async def enrol(self, user: int, name: str, language: str, counselor: str = "Dana") -> Person:
        """A participant who has agreed, took the defaults and came to the home menu."""
        code = await self.invite(self.staff.get(counselor, ""), name, "")
        person = self.world.add_person(user, name, language)
        spoken, next_, agree, skip = WORDS[language]
        await self.does(person, f"/start {code}")
        await self.taps(person, spoken, next_, agree, *[skip] * 4)
        return person

    async def does(self, person: Person, text: str) -> Heard:
        """Somebody types; the newest message in their chat once everything came to rest."""
        person.types(text)
        await self.rest()
        return self.last(person)

    async def taps(self, person: Person, *labels: str) -> Heard:
        """Somebody taps button after button; the newest message in their chat then."""
        for label in labels:
            await person.taps(label)
            await self.rest()
        return self.last(person)

    def last(self, person: Person) -> Heard:
        """The newest message of the bot in the person's chat."""
        return person.sees[-1]

    def chat_text(self, person: Person) -> str:
        """Everything that the bot's messages in the chat now show."""
        return "\n".join(heard.text for heard in person.sees)

    # -- what is stored ----------------------------------------------------------------------------------------

    async def ask(self, question: Callable[[Unit], T]) -> T:
        """Reads the database as the program does."""
        return await self.program.store.read(question)

    async def record(self, person: Person) -> Record:
        """The row of a person."""
        found = await self.ask(lambda unit: unit.people.by_chat(person.user_id))
        assert found is not None, f"person {person.user_id} is not enrolled"
        return found

    async def answers(self, person: Person, activity: str = "checkins/daily") -> list[Answer]:
        """Every answer to an activity, oldest first."""
        number = (await self.record(person)).id
        return [a for a in await self.ask(lambda unit: unit.answers.all_for(number)) if a.activity == activity]

    async def outcomes(self, person: Person, activity: str = "checkins/daily") -> list[str | None]:
        """How the person's runs of an activity stand, oldest first."""
        number = (await self.record(person)).id
        return [r.outcome for r in await self.ask(lambda unit: unit.runs.all_for(number)) if r.activity == activity]


@asynccontextmanager
async def living(folder: Path, start: datetime = START, **more: object) -> AsyncIterator[Living]:
    """A program on fresh files, started."""
    clock = SimulatedClock(start)
    world = World(TOKEN, BOT, "Companion", now=clock.now)
    async with serve(create_app(world, clock=clock)) as url:
        alive = Living(folder, world, clock, url, dict(more))
        await alive.start()
        try:
            yield alive
        finally:
            await alive.stop()


@dataclass(frozen=True)
class Begun:
    """A program with Dana, her participants Ana (Spanish) and Sam (English), stopped; tests go on from copies."""

    folder: Path
    chats: dict[int, Chat]
    told: TelegramSettings
    staff: dict[str, str]
    next_update: int


DANA, ANA, SAM = 1001, 2001, 2002
PEOPLE = ((DANA, "Dana", "en"), (ANA, "Ana", "es"), (SAM, "Sam", "en"))


async def begin(folder: Path) -> Begun:
    """Enrols the three, and stops."""
    async with living(folder) as alive:
        await alive.enrol_staff(DANA, "Dana")
        await alive.enrol(ANA, "Ana", "es")
        await alive.enrol(SAM, "Sam", "en")
        chats, told = copy.deepcopy(alive.world.chats), copy.deepcopy(alive.world.settings)
        staff = dict(alive.staff)
    return Begun(folder, chats, told, staff, 200_001)


@asynccontextmanager
async def going_on(begun: Begun, folder: Path, **more: object) -> AsyncIterator[Living]:
    """A program on a copy of those files, a minute later, with the same chats."""
    _clone(begun.folder, folder)
    clock = SimulatedClock(START + timedelta(minutes=1))
    world = World(TOKEN, BOT, "Companion", now=clock.now)
    world.queue = UpdateQueue(clock.now, begun.next_update)
    for user, name, language in PEOPLE:
        world.add_person(user, name, language)
    world.chats |= copy.deepcopy(begun.chats)
    world.settings = copy.deepcopy(begun.told)
    world.revision = 1_000_000  # after all that the copied messages count
    async with serve(create_app(world, clock=clock)) as url:
        alive = Living(folder, world, clock, url, dict(more), dict(begun.staff))
        await alive.start()
        try:
            yield alive
        finally:
            await alive.stop()


def _clone(source: Path, target: Path) -> None:
    """A copy; what the program only reads (content) or only holds room with (the reserve) is linked."""
    for path in source.rglob("*"):
        place = target / path.relative_to(source)
        if path.is_dir():
            place.mkdir(parents=True, exist_ok=True)
        elif path.name == "reserve" or "content" in path.parts:
            place.parent.mkdir(parents=True, exist_ok=True)
            os.link(path, place)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, place)
