"""A walk through an activity: events go in by the words on the buttons, what is shown and stored comes out as text."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.core import player
from bot.core.activity import Activity, Image, Items, Spans
from bot.core.interpret import ToRun, read_data, write_data
from bot.core.player import Event, Position, Step, play
from bot.core.values import Facts, Value
from bot.core.view import Button, Line, View
from bot.curriculum.catalog import Catalog, load
from bot.curriculum.loader import load_text

NOW = datetime(2026, 11, 24, 19, tzinfo=UTC)
FACTS: dict[str, Value | None] = {
    "today": "2026-11-24", "language": "en", "phase": "iop", "staffed_hours": "Mon-Fri", "days_in_program": 0,
}  # fmt: skip
CONTENT = Path(__file__).parents[3] / "content"
RUN = 7


def read(text: str, id: str = "lessons/one", language: str = "en", english: str = "") -> Activity:
    """The activity of a markdown text that has no fault."""
    loaded = load_text(text.strip() + "\n", id, language, english=english)
    assert [fault for fault in loaded.faults if fault.level != "warning"] == []
    return loaded.activities[language, id]


def lesson(body: str, id: str = "lessons/one", head: str = "") -> Activity:
    """The activity of a body; `head` holds further lines of the front matter."""
    return read(f"---\nkind: lesson\ntitle: One\nminutes: 1\n{head}---\n\n{body.strip()}", id)


@cache
def library() -> Catalog:
    """The content that is shipped, read once."""
    catalog = load(CONTENT, "content").catalog
    assert catalog is not None
    return catalog


def shipped() -> Mapping[tuple[str, str], Activity]:
    """The activities that are shipped, by language and id."""
    return library().activities


def buttons(view: View) -> list[Button]:
    """All buttons of a view, in order."""
    return [button for row in view.buttons for button in row]


def event_of(button: Button) -> Event:
    """What a tap on the button means, by the same data that travels through Telegram."""
    intent = read_data(write_data(button, RUN))
    assert isinstance(intent, ToRun)
    return intent.event


def name_of(button: Button) -> str:
    """The words of a button as a transcript writes them: an editor's as they are, the interface's by their key."""
    return button.label or str(button.values.get("date", "")) or button.key


class Walk:
    """One person's way. What is stored here is what a service would store."""

    def __init__(self, activity: Activity, facts: Facts | None = None) -> None:
        self.activity = activity
        self.facts: dict[str, Value | None] = {**FACTS, "language": activity.language, **(facts or {})}
        self.position = Position()
        self.answers: dict[str, Value | None] = {}
        self.steps: list[Step] = []

    @property
    def step(self) -> Step:
        """The newest step."""
        return self.steps[-1]

    def peek(self, event: Event) -> Step:
        """What the event would lead to, without going there."""
        return play(self.activity, self.position, self.answers, event, self.facts, NOW)

    def play(self, event: Event) -> Step:
        """Plays an event and keeps what it says."""
        step = self.peek(event)
        self.position = step.position
        self.answers.update({given.question: given.value for given in step.answers})
        self.steps.append(step)
        return step

    def open(self) -> Step:
        """Opens the run."""
        return self.play(player.Open())

    def tap(self, name: str, older: bool = False) -> Step:
        """Taps the button with these words, or, if `older`, one that is not on the newest page any more."""
        views = [step.view for step in (self.steps[-2::-1] if older else self.steps[-1:])]
        found = next((button for view in views for button in buttons(view) if name_of(button) == name), None)
        assert found is not None, (name, [name_of(button) for button in buttons(self.step.view)])
        return self.play(event_of(found))

    def taps(self, *names: str) -> Step:
        """One tap after the other."""
        for name in names:
            self.tap(name)
        return self.step

    def type(self, text: str) -> Step:
        """Types a text."""
        return self.play(player.Typed(text))

    def wake(self) -> Step:
        """The wait is over."""
        return self.play(player.Wake(self.position.page, self.position.part))

    def names(self) -> list[str]:
        """The words of all buttons that are shown."""
        return [name_of(button) for button in buttons(self.step.view)]


def told(step: Step) -> Iterator[str]:
    """A step as lines: first what happened, then what is shown, then the buttons in their rows."""
    for given in step.answers:
        value = ", ".join(given.value) if isinstance(given.value, tuple) else given.value
        yield f"= {given.question}: {'skipped' if value is None else value}{' (again)' if given.again else ''}"
    yield from (f"> {target}: {value}" for target, value in step.saves)
    if step.follow:
        yield f"-> {step.follow}"
    if step.outcome:
        yield f"! {step.outcome}"
    if step.stale:
        yield "! stale"
    if step.wake_at:
        yield f"@ {(step.wake_at - NOW).seconds} s"
    yield from _seen(step.view)


def _seen(view: View) -> Iterator[str]:
    yield from (f"~ {line.key}" for line in view.above if isinstance(line, Line))
    for block in view.blocks:
        if isinstance(block, Image):
            yield f"| (picture: {block.alt})"
        elif isinstance(block, Items):
            yield from (f"| - {words(item)}" for item in block.items)
        else:
            yield f"| {words(getattr(block, 'spans', ()))}"
    if view.question:
        yield f"? {words(view.question.text)}"
    yield from (f"| {words(getattr(block, 'spans', ()))}" for block in view.hint)
    yield from (f"~ {line.key}" for line in view.below)
    for row in view.buttons:
        yield " ".join(f"[{'*' * button.picked}{name_of(button)}]" for button in row)


def words(spans: Spans) -> str:
    """The plain text."""
    return "".join(span.text for span in spans)
