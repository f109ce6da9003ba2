"""The demo: the whole product on one machine, with a Telegram of its own, a sample program and a clock that moves."""

import asyncio
import errno
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from rich.console import Console
from rich.progress import Progress

from bot.app import Companion, companion, stop_on_signal
from bot.clock import Clock
from bot.curriculum.catalog import shipped_folder
from bot.logs import start_logging
from bot.refusal import Refusal
from bot.services import enrol, meetings
from bot.services.due import Due
from bot.services.house import House, Place
from bot.services.meetings import NewGroup
from bot.services.recurrence import name_of
from bot.settings import FixedSettings, Settings
from bot.simulator.clock import SimulatedClock
from bot.simulator.cohort import Cohort, Invites
from bot.simulator.server import create_app, serve
from bot.simulator.world import World
from bot.storage.people import Person
from bot.storage.sealing import new_key
from bot.storage.unit import Unit

TOKEN = "1000000:demo-token-of-no-worth"  # noqa: S105 - it opens nothing but this simulator
BOT = "companion_demo_bot"
NAME = "Companion"
ZONE = "America/New_York"


async def show(port: int, keep: Path | None) -> None:
    """Serves the start page until SIGTERM or SIGINT."""
    start_logging("WARNING", "console")
    folder = keep or Path(tempfile.mkdtemp(prefix="companion-demo-"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        await _show(port, folder)
    except OSError as fault:
        if fault.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        raise Refusal(f"port {port} cannot be used ({fault.strerror}); choose another with --port", 1) from None
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)


async def _show(port: int, folder: Path) -> None:
    stopping = stop_on_signal()
    async with sample_program(folder, port, stopping) as (program, url, cohort):
        running = asyncio.create_task(program.run(stopping))
        await _with_progress(cohort, stopping)
        if not stopping.is_set():
            await program.store.write(lambda unit: plan_sessions(unit, program.house, program.clock.now()))
            print(f"The demo is ready: {url}", flush=True)
            print("Press Ctrl+C to end it; nothing of it is kept.", flush=True)
        await running


@asynccontextmanager
async def sample_program(
    folder: Path, port: int, stopping: asyncio.Event
) -> AsyncIterator[tuple[Companion, str, Cohort]]:
    """A simulator, and the program connected to it over HTTP; the cohort can then live through its weeks."""
    clock = SimulatedClock()
    present = clock.now()
    clock.set(Cohort.begins(present))
    world = World(TOKEN, BOT, NAME, now=clock.now)
    cohort = Cohort(world, clock, present)
    due: list[Due] = []

    async def next_due() -> datetime | None:
        return await due[0].next_at() if due else None

    app = create_app(world, clock=clock, people=cohort.phones, next_due=next_due, timezone=ZONE)
    async with serve(app, "127.0.0.1", port) as url:
        settings = _settings(folder, url)
        async with companion(settings, Clock(clock.now, clock.sleep), settings.messages_per_second) as program:
            due.append(program.due)
            cohort.invites = _Invites(program)
            cohort.settle = _settler(program)
            yield program, url, cohort


def _settings(folder: Path, url: str) -> Settings:
    """Nothing of the environment: the demo needs no settings and touches no file outside its folder."""
    return FixedSettings(
        telegram_bot_token=SecretStr(TOKEN),
        telegram_api_url=url,
        database_url=f"sqlite:///{folder / 'companion.db'}",
        encryption_keys=SecretStr(new_key()),
        content_dir=shipped_folder(),
        state_dir=folder / "state",
        program_name="Riverside program",
        program_timezone=ZONE,
        program_phone="555 0100",
        messages_per_second=1000,
        holidays="",
    )


class _Invites(Invites):
    """Invites made as the administrator's command makes them."""

    def __init__(self, program: Companion) -> None:
        self._program = program

    async def counselor(self, name: str) -> tuple[str, str]:
        """The invite's code and the staff code."""
        return await self._make(
            lambda unit, now: enrol.invite_staff(unit, self._place, "counselor", now=now, name=name)
        )

    async def participant(self, name: str, counselor: str, language: str) -> tuple[str, str]:
        """The invite's code and the participant code."""

        def make(unit: Unit, now: datetime) -> tuple[str, Person]:
            staff = unit.people.by_code(counselor)
            number = staff.id if staff else None
            return enrol.invite_participant(unit, self._place, now=now, counselor=number, name=name, language=language)

        return await self._make(make)

    @property
    def _place(self) -> Place:
        return self._program.house.place

    async def _make(self, make: Callable[[Unit, datetime], tuple[str, Person]]) -> tuple[str, str]:
        now = self._program.clock.now()
        code, person = await self._program.store.write(lambda unit: make(unit, now))
        return code, person.code


GROUPS = (
    ("evening", "Evening group", "FREQ=WEEKLY;BYDAY=MO,WE", time(18, 0), "Room 4, second floor"),
    ("morning", "Morning group", "FREQ=WEEKLY;BYDAY=TU,TH", time(9, 30), "Room 2, by the garden"),
)
WEEKS = timedelta(days=21)


def plan_sessions(unit: Unit, house: House, now: datetime) -> None:
    """A group of each counselor that has met for three weeks, and an appointment of tomorrow. Nobody is told: it has
    been so for long."""
    began = now - WEEKS
    for (name, title, rule, clock, place), staff in zip(GROUPS, unit.roles.holders("counselor", now), strict=False):
        start = datetime.combine(began.astimezone(ZoneInfo(ZONE)).date(), clock)
        group = meetings.add_group(unit, house, NewGroup(name, title, rule, start, 90, staff.id, ZONE, place), now)
        people = [person.id for person in unit.roles.caseload(staff.id, now)]
        for person in people:
            unit.groups.add_member(group.id, person, began)
        for meeting in unit.meetings.of_group(group.id, began, now - timedelta(days=1)):
            for person in people:
                word = "excused" if (person + meeting.id) % 6 == 0 else "present"
                unit.meetings.mark(meeting.id, person, word, staff.id, meeting.ends_at)
        if people:
            tomorrow = datetime.combine(now.astimezone(ZoneInfo(ZONE)).date() + timedelta(days=1), time(11, 0))
            unit.meetings.add(
                participant=people[0], staff=staff.id, occurrence=name_of(tomorrow), timezone=ZONE,
                starts_at=tomorrow.replace(tzinfo=ZoneInfo(ZONE)), minutes=50, at=began,
            )  # fmt: skip


def _settler(program: Companion) -> Callable[[], Awaitable[None]]:
    async def settle() -> None:
        """Everything that the present moment asks for is done and sent."""
        await program.due.tick()
        await program.receiver.settle()
        await program.sender.drain()

    return settle


async def _with_progress(cohort: Cohort, stopping: asyncio.Event) -> None:
    console = Console(file=sys.stderr)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Three weeks of a sample program", total=cohort.days)
        async for _day in cohort.live():
            progress.advance(task)
            if stopping.is_set():
                return
