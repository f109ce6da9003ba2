"""`companion deliveries`: the ledger of what was sent to one person, and what became of it."""

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.asking import settings_now
from bot.clock import wall_clock
from bot.opening import open_store
from bot.refusal import Refusal, read_day
from bot.services.noting import note
from bot.settings import Settings
from bot.storage.deliveries import Delivery
from bot.storage.people import Person
from bot.storage.unit import Unit

MOMENTS = ("queued", "due", "sent", "opened", "done", "expired", "failed", "uncertain")
HEADER = ("purpose", "lane", "state", "reason", *(f"{name}_{zone}" for name in MOMENTS for zone in ("utc", "local")))
LANES = ("reply", "alert or reminder", "bulk")


@dataclass(frozen=True, slots=True)
class Line:
    """One delivery as the ledger shows it; `moments` holds only what has happened."""

    purpose: str
    lane: str
    state: str
    reason: str
    moments: dict[str, datetime]


def deliveries(
    code: Annotated[str, typer.Argument(help="The person's code, such as P-7K3QF or S-7K3QF.")],
    since: Annotated[str | None, typer.Option(help="Only what was due from this date on, such as 2026-11-01.")] = None,
) -> None:
    """The ledger of one person: what was queued, when it was due, sent, opened and done, or how it ended.

    Each moment stands in UTC and in the person's local time. `uncertain` means that nobody knows whether it arrived:
    such a prompt is never sent again. `reason` says why something ended: blocked, paused, done, no answer, crash, 429.
    A table on a terminal; else lines of fields separated by tabs, the first one naming them. The look is noted in the
    audit log.
    """
    settings = settings_now()
    start = read_day(since, "--since", settings.program_timezone)
    person, lines = asyncio.run(_ledger(settings, code, start))
    zone = ZoneInfo(person.timezone)
    if sys.stdout.isatty():
        _draw(person, lines, zone)
        return
    print("\t".join(HEADER))
    for line in lines:
        print("\t".join(_fields(line, zone)))


async def _ledger(settings: Settings, code: str, since: datetime | None) -> tuple[Person, list[Line]]:
    now = wall_clock().now()

    def find(unit: Unit) -> Person:
        person = unit.people.by_code(code)
        if person is None:
            raise Refusal(f"nobody has the code {code!r}; `companion people` lists the codes")
        note(unit, None, "deliveries", person.code, now)
        return person

    async with open_store(settings) as store:
        person = await store.write(find)  # the audit log's line is committed before the ledger is read
        rows = await store.read(lambda unit: unit.deliveries.all_for(person.id, since))
    return person, [_line(row) for row in rows]


def _line(row: Delivery) -> Line:
    moments = {
        "queued": row.queued_at,
        "due": row.not_before or row.due_at,
        "sent": row.sent_at,
        "opened": row.opened_at,
        "done": row.done_at,
    } | ({row.state: row.ended_at} if row.ended_at else {})
    happened = {name: moment for name, moment in moments.items() if name in MOMENTS and moment is not None}
    return Line(row.purpose, LANES[row.lane], row.state, row.error or "", happened)


def _fields(line: Line, zone: ZoneInfo) -> Iterator[str]:
    yield from (line.purpose, line.lane, line.state, line.reason)
    for name in MOMENTS:
        moment = line.moments.get(name)
        yield from (_utc(moment), _local(moment, zone)) if moment else ("", "")


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds")


def _draw(person: Person, lines: list[Line], zone: ZoneInfo) -> None:
    from rich.console import Console  # here: only a terminal needs it
    from rich.table import Table

    table = Table(title=f"{person.code}, local time of {person.timezone}", title_justify="left")
    for head in ("purpose", "lane", "state", "reason"):
        table.add_column(head)
    table.add_column("UTC", no_wrap=True)
    table.add_column("local", no_wrap=True)
    for line in lines:
        named = [(name, line.moments[name]) for name in MOMENTS if name in line.moments]
        universal = "\n".join(f"{name:9} {moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}" for name, moment in named)
        local = "\n".join(f"{moment.astimezone(zone):%a %Y-%m-%d %H:%M:%S}" for _, moment in named)
        table.add_row(line.purpose, line.lane, line.state, line.reason, universal, local, end_section=True)
    Console().print(table)


def add_to(app: typer.Typer) -> None:
    """Adds `deliveries`."""
    app.command()(deliveries)
