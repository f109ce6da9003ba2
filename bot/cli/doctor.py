"""`companion doctor`: everything the program stands on, one line each."""

import asyncio
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import typer

from bot.cli.asking import settings_now
from bot.clock import wall_clock
from bot.content_place import content_folder
from bot.core.hours import over_midnight, parse_hours
from bot.curriculum import checks
from bot.curriculum.folder import read_folder
from bot.holidays_known import Holidays
from bot.opening import open_store
from bot.refusal import Refusal
from bot.settings import Settings
from bot.storage.migrations import HEAD, current_revision

ENOUGH = 500 * 1024 * 1024
"""Bytes of free disk under which a small machine should be looked at."""
RECENT = timedelta(days=7)
OLDEST = 2026
"""A clock that shows an earlier year was never set: this program did not exist then."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line; `level` is ok, warning or fault."""

    level: str
    what: str
    line: str

    def __str__(self) -> str:
        return f"{self.level:8} {self.what}: {self.line}"


def doctor() -> None:
    """Checks settings, token, database, migrations, content, clock and free disk; exit 1 when something is wrong."""
    settings = settings_now()
    told = list(examine(settings))
    for each in told:
        print(each)
    faults = sum(each.level == "fault" for each in told)
    if faults:
        raise Refusal(f"{faults} of these are faults; mend them first", 1)


def examine(settings: Settings) -> Iterator[Told]:
    """Every finding, in the order of the examination."""
    yield from _settings(settings)
    yield from _asked("token", lambda: asyncio.run(_token(settings)))
    yield from _asked("database", lambda: asyncio.run(_database(settings)))
    yield from _deliveries(settings)
    yield _content(settings)
    now = wall_clock().now()
    fine = now.year >= OLDEST
    yield Told("ok" if fine else "fault", "clock", now.isoformat(timespec="seconds") + ("" if fine else "; set it"))
    yield from _disk(settings)


def _settings(settings: Settings) -> Iterator[Told]:
    yield Told("ok", "settings", "all can be read")
    env = Path(".env")
    if env.is_file() and env.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        yield Told("fault", ".env", "others on this machine can read it; run `chmod 600 .env`")
    if not settings.program_phone:
        yield Told("warning", "PROGRAM_PHONE", "it is missing; people in need look for it on the help page")
    yield from _staffed(settings)


def _staffed(settings: Settings) -> Iterator[Told]:
    for span in over_midnight(parse_hours(settings.staffed_hours)):
        line = f"{span.opens}-{span.closes} goes over midnight; if that is not meant, write the earlier hour first"
        yield Told("warning", "STAFFED_HOURS", line)
    if not settings.holidays:
        return
    year = wall_clock().now().year
    known = sum(day.year == year for day in Holidays(settings.holidays, settings.state_dir))
    hint = "" if known else "; `companion run` learns those of a country, a file needs new ones each year"
    yield Told("ok" if known else "warning", "HOLIDAYS", f"{known} days of this year are known{hint}")


def _asked(what: str, ask: Callable[[], str]) -> Iterator[Told]:
    try:
        yield Told("ok", what, ask())
    except Refusal as refusal:
        yield Told("fault", what, str(refusal))


async def _token(settings: Settings) -> str:
    from bot.cli.setting_up import who  # here: Telegram's library is needed for this line only

    if not settings.token:
        raise Refusal("TELEGRAM_BOT_TOKEN is missing; get one from BotFather, or run `companion setup`")
    name = await who(settings)
    return f"@{name.username}{_telling(settings, name.name)}"


def _telling(settings: Settings, name: str) -> str:
    """A bot's name stands in everybody's chat list, so it must tell as little as an unasked prompt."""
    folder = content_folder(settings)
    words = read_folder(folder, str(folder)).words
    hits = [hit.words for each in words.values() for hit in each.find("telling", name)]
    return f"; its name says {hits[0]!r}, choose a neutral one with BotFather" if hits else ""


async def _database(settings: Settings) -> str:
    async with open_store(settings) as store:
        counts = await store.read(lambda unit: unit.people.count_by_state())
    people = sum(counts.values())
    revision = await asyncio.to_thread(current_revision, settings.database_url)
    if revision != HEAD:
        raise Refusal(f"its tables are of revision {revision}, this program needs {HEAD}")
    return f"it opens, revision {revision}, {people} people"


def _deliveries(settings: Settings) -> Iterator[Told]:
    """What was sent in the last days and may not have arrived, for somebody to ask about."""
    since = wall_clock().now() - RECENT
    try:
        counts = asyncio.run(_counts(settings, since))
    except Refusal:
        return  # told above
    uncertain, failed = counts.get("uncertain", 0), counts.get("failed", 0)
    line = f"{uncertain} uncertain and {failed} failed in {RECENT.days} days"
    hint = "; `companion deliveries CODE` shows a person's" if uncertain + failed else ""
    yield Told("warning" if uncertain else "ok", "deliveries", line + hint)


async def _counts(settings: Settings, since: datetime) -> dict[str, int]:
    async with open_store(settings) as store:
        return await store.read(lambda unit: unit.deliveries.count_by_state(since))


def _content(settings: Settings) -> Told:
    folder = content_folder(settings)
    report = checks.check(folder, str(folder), today=wall_clock().now().date())
    if report.failed:
        return Told("fault", "content", f"{len(report.faults)} faults; run `companion content check {folder}`")
    return Told("ok", "content", f"{folder}, {len(report.warnings)} warnings")


def _disk(settings: Settings) -> Iterator[Told]:
    for what, folder in (("disk", Path.cwd()), ("disk of STATE_DIR", settings.state_dir)):
        there = next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.exists())
        free = shutil.disk_usage(there).free
        level = "ok" if free >= ENOUGH else "warning"
        yield Told(level, what, f"{free // 1024 // 1024} MB free")


def add_to(app: typer.Typer) -> None:
    """Adds `doctor`."""
    app.command()(doctor)
