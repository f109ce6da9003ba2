"""Commands for the administrator: who looks after whom, who leaves, whose role or invite ends."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated

import typer

from bot.cli.asking import find_participant, find_staff, settings_now
from bot.clock import wall_clock
from bot.opening import load_content, open_store, place_of
from bot.refusal import Refusal, read_day
from bot.services import leaving
from bot.services.house import House
from bot.services.noting import note
from bot.settings import Settings
from bot.storage.unit import Unit


def assign(
    code: Annotated[str, typer.Argument(help="The participant's code, such as P-7K3QF.")],
    staff: Annotated[str, typer.Argument(help="A staff code or handle.")],
    start: Annotated[str | None, typer.Option("--from", help="From this date on; else from now.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Up to and including this date: a cover.")] = None,
) -> None:
    """Gives a participant a counselor, or covers for one between two dates. A counselor from before stays."""
    settings = settings_now()
    zone = settings.program_timezone
    since = read_day(start, "--from", zone) or wall_clock().now()
    until = read_day(end, "--to", zone)
    last = until + timedelta(days=1) if until and end and len(end) == len("2026-11-24") else until
    if last is not None and last <= since:
        raise Refusal("--to lies before --from; write the later date there")

    def work(unit: Unit, now: datetime) -> str:
        person, counselor = find_participant(unit, code), find_staff(unit, staff)
        if "counselor" not in unit.roles.of(counselor.id, now) and "admin" not in unit.roles.of(counselor.id, now):
            raise Refusal(f"{counselor.code} is no counselor (any more); name one who is")
        if not unit.roles.looks_after(counselor.id, person.id, since):
            unit.roles.assign(person.id, counselor.id, since, last)
        note(unit, None, "assign", person.code, now)
        return f"{counselor.code} looks after {person.code}"

    print(_do(settings, work))


def discharge(code: Annotated[str, typer.Argument(help="The participant's code.")]) -> None:
    """A participant leaves the program: sends stop, the record stays, help now keeps working."""

    def work(unit: Unit, now: datetime) -> str:
        person = unit.person(find_participant(unit, code).id)
        if leaving.discharge(unit, person, now):
            note(unit, None, "discharge", person.code, now)
        return f"{person.code} is discharged"

    print(_do(settings_now(), work))


def revoke(
    what: Annotated[
        str, typer.Argument(metavar="STAFF-or-INVITE", help="A staff code or handle, or an unused invite.")
    ],
) -> None:
    """Ends the role of a member of staff at once, or makes an unused invite useless."""
    settings = settings_now()
    house = _house(settings)

    def work(unit: Unit, now: datetime) -> str:
        if unit.invites.revoke(what, now):
            note(unit, None, "revoke", "invite", now)
            return "the invite no longer works"
        person = find_staff(unit, what)
        ended = leaving.end_roles(unit, house, person, now)
        note(unit, None, "revoke", person.code, now)
        return f"{person.code} is no longer {' or '.join(ended) or 'in any role'}"

    print(_do(settings, work))


def _house(settings: Settings) -> House:
    return House(place_of(settings), lambda: load_content(settings), lambda: wall_clock().now())


def _do(settings: Settings, work: Callable[[Unit, datetime], str]) -> str:
    async def once() -> str:
        now = wall_clock().now()
        async with open_store(settings) as store:
            return await store.write(lambda unit: work(unit, now))

    return asyncio.run(once())


def add_to(app: typer.Typer) -> None:
    """Adds `assign`, `discharge` and `revoke`."""
    app.command()(assign)
    app.command()(discharge)
    app.command()(revoke)
