"""Commands about the data: taking it out, its keys, its audit log."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import later
from bot.cli.asking import settings_now
from bot.clock import wall_clock
from bot.opening import open_store
from bot.refusal import Refusal, read_day
from bot.services import export as exporting
from bot.services.noting import note
from bot.settings import Settings
from bot.storage.sealing import new_key
from bot.storage.unit import Unit

keys = typer.Typer(no_args_is_help=True, help="Encryption keys.")
audit = typer.Typer(no_args_is_help=True, help="The audit log.")

WRITERS = {"csv": exporting.write_csv, "jsonl": exporting.write_jsonl}


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write into; made if it is missing.")],
    form: Annotated[str, typer.Option("--format", help="csv or jsonl (fhir is not built yet)")],
    participant: Annotated[str, typer.Option(help="Only this person, by code.")] = "",
    since: Annotated[str | None, typer.Option(help="Only from this date on, such as 2026-11-01.")] = None,
    names: Annotated[bool, typer.Option("--names", help="Also the names.")] = False,
) -> None:
    """Takes out everything a counselor may see, one file per kind, and prints the files' names."""
    if form not in WRITERS:
        reason = "fhir is not built yet" if form == "fhir" else f"{form!r} is no format"
        raise Refusal(f"--format: {reason}; write csv or jsonl")
    start = read_day(since, "--since")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in asyncio.run(_export(settings_now(), folder, form, participant, start, names)):
            print(path)
    except OSError:
        raise Refusal(f"{folder} cannot be written; name a folder that is yours") from None


async def _export(
    settings: Settings, folder: Path, form: str, participant: str, since: datetime | None, names: bool
) -> list[Path]:
    now = wall_clock().now()

    def wanted(unit: Unit) -> exporting.Wanted:
        everyone = [p for p in unit.people.all() if p.code.startswith("P-") and not p.is_test]
        chosen = [p for p in everyone if not participant or p.code == participant.strip().upper()]
        if participant and not chosen:
            raise Refusal(f"nobody has the code {participant!r}; `companion people` lists the codes")
        return exporting.Wanted(chosen, now, since, names)

    def look(unit: Unit) -> None:
        for person in wanted(unit).participants:
            note(unit, None, "export", person.code, now)

    async with open_store(settings) as store:
        await store.write(look)  # the audit log's line is committed before the records are read
        return await store.read(lambda unit: WRITERS[form](unit, wanted(unit), folder))


@keys.command("new")
def print_key() -> None:
    """Prints a fresh key: 32 random bytes in URL-safe base64."""
    print(new_key())


@audit.command("verify")
def verify() -> None:
    """Checks the audit log's chain; exit 1 at the first broken link."""
    broken = asyncio.run(_verify(settings_now()))
    if broken is not None:
        raise Refusal(f"the audit log is broken at line {broken}; compare it with your last backup", 1)
    print("the audit log is whole")


async def _verify(settings: Settings) -> int | None:
    async with open_store(settings) as store:
        return await store.read(lambda unit: unit.audit.verify())


def add_to(app: typer.Typer) -> None:
    """Adds `export`, `keys …` and `audit …`."""
    app.command()(export)
    later.add_below("keys", keys)
    app.add_typer(keys, name="keys")
    app.add_typer(audit, name="audit")
