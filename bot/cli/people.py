"""Commands for the administrator: who is invited and who is enrolled."""

import asyncio
import re
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.asking import find_participant, find_staff, settings_now
from bot.clock import wall_clock
from bot.content_place import content_folder
from bot.curriculum.folder import languages_of
from bot.opening import BotFile, open_store, place_of
from bot.refusal import Refusal
from bot.services import arriving, enrol
from bot.services.noting import note
from bot.settings import Settings
from bot.storage.people import HandleTaken
from bot.storage.unit import Unit

ROLES = ("participant", "family", "counselor", "editor", "admin")
HANDLE = re.compile(r"[a-z0-9-]{1,30}")


def invite(
    role: Annotated[str, typer.Argument(help="participant, family, counselor, editor or admin")],
    name: Annotated[str, typer.Option(help="A name, kept sealed; staff see its initials.")] = "",
    handle: Annotated[str, typer.Option(help="A short name for staff, such as dana-k.")] = "",
    counselor: Annotated[str, typer.Option(help="Whose participant it is: a staff code or handle.")] = "",
    group: Annotated[str, typer.Option(help="The group that they join once they agreed.")] = "",
    participant: Annotated[str, typer.Option(help="The code of a person who enrols on a new phone.")] = "",
    language: Annotated[str, typer.Option(help="en or es; else the language of the person's app.")] = "",
    count: Annotated[int, typer.Option(min=1, max=500, help="How many invites.")] = 1,
    days: Annotated[int, typer.Option(min=1, max=365, help="Days until an invite expires.")] = 7,
    qr: Annotated[Path | None, typer.Option(help="Also write the link as a QR code into this PNG file.")] = None,
) -> None:
    """Makes single-use invites and prints one line each: the code, a tab, and the link for the person."""
    _check_invite(role, handle, group, participant, count, qr)
    _check_language(language)
    settings = settings_now()
    bot = BotFile(settings.state_dir).read()
    made = asyncio.run(_invite(settings, role, name, handle, counselor, participant, language, count, days, group))
    for code in made:
        link = f"https://t.me/{bot}?start={code}" if bot else f"/start {code}"
        print(f"{code}\t{link}")
        if qr is not None:
            _draw(link, qr)


def _check_invite(role: str, handle: str, group: str, participant: str, count: int, qr: Path | None) -> None:
    if role not in ROLES:
        raise Refusal(f"{role!r} is no role; write one of {', '.join(ROLES)}")
    if role == "family":
        raise Refusal("families are not built yet; they come with a later release, see CHANGELOG.md")
    if group and (role != "participant" or participant):
        raise Refusal("--group goes with a new participant; for others see `companion group member`")
    if handle and not HANDLE.fullmatch(handle):
        raise Refusal(f"--handle: {handle!r} has other signs than a-z, 0-9 and -; write one like dana-k")
    if participant and role != "participant":
        raise Refusal("--participant goes with the role participant (a new phone) or family")
    if count > 1 and (handle or participant or qr):
        raise Refusal("--count goes with neither --handle, --participant nor --qr; make those invites one by one")
    if qr is not None and qr.suffix.lower() != ".png":
        raise Refusal(f"--qr: {qr} is no PNG file; write a name that ends in .png")


def _check_language(language: str) -> None:
    if language and language not in (known := languages_of(content_folder())):
        raise Refusal(f"--language: {language!r} is no language of the content; write {' or '.join(known)}")


async def _invite(
    settings: Settings, role: str, name: str, handle: str, counselor: str, participant: str, language: str,
    count: int, days: int, group: str,
) -> list[str]:  # fmt: skip
    now = wall_clock().now()
    place = place_of(settings)

    def make(unit: Unit) -> list[str]:
        if participant:
            person = find_participant(unit, participant)
            note(unit, None, "invite", person.code, now)
            return [arriving.invite_again(unit, person, now=now, days=days)]
        staff = find_staff(unit, counselor).id if counselor else None
        joined = unit.groups.by_name(group) if group else None
        if group and joined is None:
            raise Refusal(f"--group: there is no group {group!r}; `companion group list` shows them")
        codes = []
        for _ in range(count):
            if role == "participant":
                code, _person_made = enrol.invite_participant(
                    unit, place, now=now, days=days, counselor=staff, name=name, language=language, handle=handle,
                    group=joined.name if joined else "",
                )  # fmt: skip
            else:
                code, _person_made = enrol.invite_staff(
                    unit, place, role, now=now, days=days, name=name, handle=handle, language=language
                )
            codes.append(code)
        return codes

    async with open_store(settings) as store:
        try:
            return await store.write(make)
        except HandleTaken:
            raise Refusal(f"--handle: {handle!r} is taken; choose another") from None


def _draw(link: str, path: Path) -> None:
    import segno  # here: only this option needs it

    try:
        segno.make(link, error="m").save(str(path), scale=8, border=4)
    except OSError:
        raise Refusal(f"--qr: {path} cannot be written; name a file in a folder that is yours", 1) from None


def people(
    names: Annotated[bool, typer.Option("--names", help="Also the names, last in each line.")] = False,
) -> None:
    """Who is enrolled, a line each: code, role, counselor and state, separated by tabs."""
    for line in asyncio.run(_people(settings_now(), names)):
        print("\t".join(line))


async def _people(settings: Settings, with_names: bool) -> list[list[str]]:
    now = wall_clock().now()

    def ask(unit: Unit) -> list[list[str]]:
        everyone = unit.people.all()
        codes = {person.id: person.code for person in everyone}
        names = unit.people.names_for([person.id for person in everyone]) if with_names else {}
        lines = []
        for person in everyone:
            counselors = ",".join(codes[c] for c in unit.roles.counselors_of(person.id, now))
            roles = ",".join(sorted(unit.roles.of(person.id, now)))
            line = [person.code, roles, counselors, person.state]
            lines.append([*line, names.get(person.id, "")] if with_names else line)
        return lines

    async with open_store(settings) as store:
        if with_names:  # the line of the audit log is committed before the names are read
            await store.write(lambda unit: note(unit, None, "list", "names", now))
        return await store.read(ask)


def add_to(app: typer.Typer) -> None:
    """Adds `invite` and `people`."""
    app.command()(invite)
    app.command()(people)
