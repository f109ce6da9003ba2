"""An activity: everything a person can be led through, as the curriculum compiled it from one markdown file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.core.conditions import Condition

ActivityKind = Literal["lesson", "checkin", "practice", "worksheet", "assessment", "reminder", "page"]
QuestionKind = Literal["choice", "many", "quiz", "scale", "number", "time", "date", "timezone", "text"]
Audience = Literal["participant", "family"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text of one look. With `fill` set, the fact of that name stands here and `text` is empty."""

    text: str = ""
    bold: bool = False
    italic: bool = False
    href: str = ""
    fill: str = ""


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    spans: Spans
    when: Condition | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Items:
    """A bullet list, or a numbered one that starts at `start`."""

    items: tuple[Spans, ...]
    ordered: bool = False
    start: int = 1
    when: Condition | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Image:
    """A picture by its path below the language's folder, such as `images/wave.png`."""

    path: str
    alt: str
    when: Condition | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A button that leads to another activity, by its id."""

    label: str
    target: str
    when: Condition | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Wait:
    """A pause of whole seconds between two parts of a page."""

    seconds: int
    when: None = None
    line: int = 0


Block = Paragraph | Items | Image | Link | Wait


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: its id (a quiz: its position from 1; a number or time: the value as text) and its words."""

    id: str
    label: str
    right: bool = False
    feedback: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """`low` and `high` bound a scale or number; `ends` are the two ends' words of a scale; `past` turns the days of a
    date question backwards; `optional` does not hold up the end of the activity."""

    name: str
    kind: QuestionKind
    text: Spans
    options: tuple[Option, ...] = ()
    optional: bool = False
    low: int | None = None
    high: int | None = None
    ends: tuple[str, str] = ("", "")
    past: bool = False
    when: Condition | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown with the question (`before`) and once it is answered or skipped (`after`).

    A page without a question keeps everything in `before`, and only there `Wait` blocks part it.
    """

    before: tuple[Block, ...] = ()
    question: Question | None = None
    after: tuple[Block, ...] = ()
    line: int = 0


ScheduleForm = Literal["request", "daily", "weekly", "days", "monthly", "before", "after"]


@dataclass(frozen=True, slots=True)
class Schedule:
    """When an activity is offered unasked. `at` is `checkin_time` or HH:MM; `weekdays` 0 is Monday; `days` are days in
    the program (form days) or of the month (monthly); `minutes` is the distance from a meeting of kind `meeting`."""

    form: ScheduleForm = "request"
    at: str = ""
    weekdays: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    minutes: int = 0
    meeting: Literal["", "session", "group", "appointment"] = ""


ON_REQUEST = Schedule()


@dataclass(frozen=True, slots=True)
class Activity:
    """One markdown file in one language. `version` is the first 12 hex digits of the SHA-256 of its source; `asks` are
    the calls on history of its conditions, to be read before `play` and passed to it among the facts."""

    id: str
    language: str
    kind: ActivityKind
    title: str
    pages: tuple[Page, ...]
    version: str = ""
    minutes: int | None = None
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    audience: Audience = "participant"
    schedule: Schedule = ON_REQUEST
    prompt: Spans = ()
    prompt_open: Spans = ()
    saves: Mapping[str, str] = field(default_factory=dict)
    avoid: tuple[str, ...] = ()
    instead: str = ""
    draft: bool = False
    reviewed_by: str = ""
    reviewed_on: str = ""
    asks: tuple[str, ...] = ()

    def questions(self) -> Iterator[tuple[int, Question]]:
        """Every question with the index of its page, in the file's order."""
        for index, page in enumerate(self.pages):
            if page.question:
                yield index, page.question

    def question(self, name: str) -> Question | None:
        """The question of that name."""
        return next((q for _, q in self.questions() if q.name == name), None)
