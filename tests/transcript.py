"""Writes docs/transcripts: the real program from `/start CODE` to the exported row. `python -m tests.transcript`."""

import asyncio
import csv
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from bot.simulator import Heard, Person
from tests.e2e.living import EVENING, Living, living
from tests.e2e.processes import environment

FOLDER = Path(__file__).parents[1] / "docs" / "transcripts"
TITLES = {
    "en": "From an invite to the exported row, in English",
    "es": "From an invite to the exported row, in Spanish",
}
NAMES = {"en": "Sam", "es": "Ana"}
ENROLMENT = {
    "en": ("English", "Next", "I agree", "New York", "19:00", "Quiet messages"),
    "es": ("Español", "Siguiente", "Acepto", "New York", "19:00", "Mensajes discretos"),
}
CHECKIN = {"en": ("Open", "8", "5", "No", "Yes"), "es": ("Abrir", "8", "5", "No", "Sí")}
NOTE = {"en": "The walk home is the hard part.", "es": "Hoy caminé con mi hermana."}
SHEETS = ("participants", "answers", "activities", "alerts", "audit")

ABOUT = """# {title}

Made by `python -m tests.transcript`: the real program against the simulator, its clock moved to the evening. A test
tells when it is no longer what the program says. Buttons stand in brackets; a page that follows a tap stands in the
place of the one before it.
"""


@dataclass
class Story:
    """What was done and what was shown, line by line."""

    program: Living
    lines: list[str] = field(default_factory=list)
    seen: dict[int, dict[int, str]] = field(default_factory=dict)

    def tells(self, text: str) -> None:
        """A line of the one who tells the story."""
        self.lines += ["", f"*{text}*"]

    async def types(self, person: Person, text: str) -> None:
        """Somebody types."""
        self.lines += ["", f"**{person.first_name}** writes: `{text}`"]
        await self.program.does(person, text)
        self.hears(person)

    async def taps(self, person: Person, *labels: str) -> None:
        """Somebody taps one button after the other."""
        for label in labels:
            full = next((b for heard in reversed(person.sees) for b in heard.buttons if b.startswith(label)), label)
            self.lines += ["", f"**{person.first_name}** taps [{full}]"]
            await self.program.taps(person, label)
            self.hears(person)

    def hears(self, person: Person) -> None:
        """What is new or has changed in somebody's chat."""
        before = self.seen.get(person.user_id, {})
        now = {heard.message_id: _shown(heard) for heard in person.sees}
        for number, text in now.items():
            if before.get(number) != text:
                self.lines += ["", f"**Bot** to {person.first_name}:", "", text]
        self.seen[person.user_id] = now


def _shown(heard: Heard) -> str:
    lines = [f"> {line}".rstrip() for line in heard.text.splitlines()]
    if heard.photo:
        lines.insert(0, "> (a picture)")
    if heard.document:
        lines.insert(0, f"> (the file {heard.document[0]})")
    for row in heard.rows:
        lines += [">" if row is heard.rows[0] else "", "> " + " ".join(f"[{label}]" for label in row)]
    return "\n".join(line for line in lines if line)


async def live(folder: Path, language: str) -> list[str]:
    """The story of one person and their counselor."""
    async with living(folder) as program:
        story = Story(program)
        dana = await program.enrol_staff(1001, "Dana")
        story.hears(dana)
        story.lines.clear()
        story.tells("The counselor makes an invite.")
        await story.types(dana, "/invite")
        code = re.findall(r"start=(\w+)", program.last(dana).text)[0]
        person = program.world.add_person(2001, NAMES[language], language)
        await _enrols(story, person, code, language)
        await _checks_in(story, person, language)
        await _is_seen(story, dana)
    return story.lines


async def _enrols(story: Story, person: Person, code: str, language: str) -> None:
    story.tells(f"{person.first_name} opens the link.")
    await story.types(person, f"/start {code}")
    await story.taps(person, *ENROLMENT[language])
    await story.types(person, person.first_name)


async def _checks_in(story: Story, person: Person, language: str) -> None:
    story.tells("It is 19:00.")
    await story.program.at(EVENING)
    story.hears(person)
    await story.taps(person, *CHECKIN[language])
    await story.types(person, NOTE[language])


async def _is_seen(story: Story, dana: Person) -> None:
    story.tells("The counselor looks who needs a person today.")
    await story.types(dana, "/today")
    await story.taps(dana, "P-", "Reviewed")


def exported(folder: Path) -> list[str]:
    """The rows that `companion export --format csv` takes out, sheet by sheet."""
    out = folder / "export"
    command = [sys.executable, "-m", "bot", "export", "--format", "csv", str(out)]
    subprocess.run(command, env=environment(folder, "http://127.0.0.1:1"), cwd=folder, check=True, capture_output=True)
    lines = ["", "*The administrator types `companion export --format csv export`.*"]
    for sheet in SHEETS:
        text = (out / f"{sheet}.csv").read_text("utf-8")
        lines += ["", f"`{sheet}.csv`", "", "```", *text.splitlines(), "```"]
    return lines


def make(language: str) -> str:
    """The whole transcript in one language."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = asyncio.run(live(folder, language))
        lines += exported(folder)
    return ABOUT.format(title=TITLES[language]) + "\n".join(lines) + "\n"


CODES = re.compile(r"\b[PS]-[0-9A-Z]{5}\b|\b[0-9A-HJ-NP-Z]{16}\b|\b[0-9a-f]{12}\b")
TIMES = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z|\d{4}-\d\d-\d\d \d\d:\d\d")


def settled(text: str) -> str:
    """A transcript without what differs each time: codes, times, and the numbers of runs and answers."""
    text = TIMES.sub("(time)", CODES.sub("(code)", text))
    lines = []
    for line in text.splitlines():
        cells = next(csv.reader([line]))
        if len(cells) == 11 and cells[-1].isdecimal():
            cells[3] = cells[-1] = "(number)"
        if len(cells) == 7 and cells[2].isdecimal():
            cells[2] = "(number)"
        lines.append(",".join(cells) if len(cells) in (7, 11) else line)
    return "\n".join(lines)


def main() -> None:
    """Writes both."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in TITLES:
        path = FOLDER / f"{language}.md"
        path.write_text(make(language), encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
