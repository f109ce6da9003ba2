"""Many people placed in a database at once, a form of ten numbers, and what each of them taps."""

import asyncio
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.core.interpret import activity_number
from bot.services import arriving, enrol
from bot.services.house import Place
from bot.simulator import Person, World
from bot.storage.migrations import migrate
from bot.storage.sealing import Ring
from bot.storage.unit import Unit
from bot.storage.writer import Store
from tests.e2e.living import BOT, KEY, TOKEN, settings_for
from tests.small_program import SMALL_PROGRAM

QUESTIONS = 10
FORM = "checkins/ten"
SCALE = "\n\n- 0 None\n- 10 Most\n"
TEN = "---\nkind: checkin\ntitle: Ten numbers\n---\n\n" + "\n---\n\n".join(
    f"## How strong is number {n}? {{#q{n} scale}}{SCALE}" for n in range(QUESTIONS)
)
TEN += "\n---\n\nThat was all ten.\n"
PROMPT = "Got a minute? Five taps, and you are done."


@dataclass(frozen=True)
class Resident:
    """One who agreed; `checkin_at` is when their check-in is due today, `None` for those who switched it off."""

    user: int
    checkin_at: datetime | None = None


def make_world(residents: Iterable[Resident]) -> tuple[World, dict[int, Person]]:
    """Telegram as the program finds it: everybody has pressed Start."""
    world = World(TOKEN, BOT, "Companion", now=lambda: datetime.now(UTC))
    people = {one.user: world.add_person(one.user, f"Person {one.user}", "en") for one in residents}
    for person in people.values():
        person.chat.started = True
    return world, people


def make_content(folder: Path) -> Path:
    """The small program and a form of ten numbers."""
    content = folder / "content"
    shutil.copytree(SMALL_PROGRAM, content)
    for language in ("en", "es"):
        form = content / language / "checkins" / "ten.md"
        form.write_text(TEN if language == "en" else TEN.replace("How strong is", "Cuánto es"), encoding="utf-8")
    return content


async def settle(folder: Path, residents: Iterable[Resident]) -> None:
    """Puts them into the folder's database; how people enrol is another test's concern."""
    url = settings_for(folder, "http://127.0.0.1:1").database_url
    await asyncio.to_thread(migrate, url)
    store = Store(url, Ring.parse(KEY))
    for resident in residents:
        await store.write(lambda unit, one=resident: _place(unit, one))  # type: ignore[misc]
    await store.close()


def _place(unit: Unit, resident: Resident) -> None:
    now = datetime.now(UTC)
    place = Place("P", "", "UTC", "US", None, "", ("21:00", "08:00"), lambda _: False)  # type: ignore[arg-type]
    code, person = enrol.invite_participant(unit, place, now=now, language="en")
    assert arriving.claim(unit, code, resident.user, "en", now)
    at = resident.checkin_at or now
    settled = {
        "state": "active",
        "enrolled_at": now - timedelta(days=1),
        "checkin_on": resident.checkin_at is not None,
        "checkin_time": f"{at:%H:%M}",
        "quiet_from": f"{at + timedelta(hours=8):%H:%M}",  # whatever the hour is at which this is measured
        "quiet_to": f"{at + timedelta(hours=9):%H:%M}",
    }
    for field, value in settled.items():
        unit.people.set(person.id, field, value, now, None)  # type: ignore[arg-type]
    for purpose in ("care", "prompts"):
        unit.consents.give(person.id, purpose, text_version="t", text_digest="t", language="en", at=now)


def begins(person: Person) -> None:
    """Opens the form, by a button that some menu has."""
    person.taps_data(1, f"m.go.{activity_number(FORM)}")


def value(user: int, question: int) -> int:
    """What a person answers to a question."""
    return (user * 7 + question * 3) % 11


def wanted(users: Iterable[int]) -> set[tuple[int, str, int]]:
    """All the answers of these people: user, question, value."""
    return {(user, f"q{question}", value(user, question)) for user in users for question in range(QUESTIONS)}
