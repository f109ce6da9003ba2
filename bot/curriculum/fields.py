"""What each field of the front matter may hold. Nothing is converted: a field that is not what it should be is told."""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from bot.core.activity import ActivityKind, Audience, Schedule, Spans
from bot.curriculum.fills import read_fills
from bot.curriculum.findings import Findings, did_you_mean, listed, quoted
from bot.curriculum.schedules import FORMS, ScheduleFault, read_schedule
from bot.curriculum.sources import PART
from bot.curriculum.yaml_files import Listing, Node, Scalar, Table

KINDS: tuple[ActivityKind, ...] = get_args(ActivityKind)
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
TITLE_LENGTH, PROMPT_LENGTH = 40, 120
"""Characters."""
FLAG = re.compile(r"[a-z][a-z0-9_]{0,30}")


class Wrong(Exception):
    """A value that is not what its field holds; `args` are the line and the message."""


Reader = Callable[[Node, "Place"], Any]


@dataclass(slots=True)
class Place:
    """Where a value stands, for rules that tell more than one mistake of it."""

    name: str
    line: int
    id: str
    findings: Findings

    def fault(self, line: int, message: str) -> None:
        self.findings.fault(line, self.name.replace("_", "-"), message)


def _text(node: Node, place: Place, what: str = "") -> str:
    """One line of text. A number, `true` or a list is told with the quotes that make it text."""
    what = what or place.name
    if isinstance(node, Table):
        raise Wrong(
            node.line, f'{what} holds a colon or braces and needs quotes: write {place.name}: "…" around all of it'
        )
    if isinstance(node, Listing):
        raise Wrong(node.line, f'{what} must be text, not a list: write {place.name}: "…" in quotes')
    if node.value is None:
        raise Wrong(node.line, f"{what} is empty: write its text after the colon, or delete the line")
    if not isinstance(node.value, str):
        raise Wrong(node.line, f'{what} must be text: put quotes around it, "{node.raw}"')
    if "\n" in node.value.strip():
        raise Wrong(node.line, f"{what} must be one line: write it on one line")
    if not node.value.strip():
        raise Wrong(node.line, f"{what} is empty: write its text, or delete the line")
    return node.value.strip()


def _texts(node: Node, place: Place) -> tuple[str, ...]:
    if not isinstance(node, Listing):
        raise Wrong(
            place.line,
            f"{place.name} must be a list: write {place.name}: [one, two], with quotes round a text with a colon",
        )
    found = []
    for item in node.items:
        try:
            found.append(_text(item, place, f"each item of {place.name}"))
        except Wrong as wrong:
            place.fault(*wrong.args)
    return tuple(found)


def _one_of(known: tuple[str, ...]) -> Reader:
    def read(node: Node, place: Place) -> str:
        text = _text(node, place)
        if text not in known:
            hint = did_you_mean(text, known)
            raise Wrong(place.line, f"{quoted(text)} is no {place.name}{hint}: write {listed(known)}")
        return text

    return read


def _read_title(node: Node, place: Place) -> str:
    text = _text(node, place)
    if len(text) > TITLE_LENGTH:
        raise Wrong(place.line, f"the title has {len(text)} characters, {TITLE_LENGTH} are the most: shorten it")
    if "{" in text:
        raise Wrong(place.line, "a title cannot be filled in: write it without braces")
    return text


def _read_minutes(node: Node, place: Place) -> int:
    if isinstance(node, Scalar) and type(node.value) is int and node.raw.isdecimal() and 1 <= node.value <= 600:
        return node.value
    written = quoted(node.raw) if isinstance(node, Scalar) else "this"
    raise Wrong(
        place.line,
        f"{written} is no number of minutes: write a whole number in digits and without quotes, such as minutes: 3",
    )


def _read_schedule(node: Node, place: Place) -> Schedule:
    if isinstance(node, Listing | Table) or not isinstance(node.value, str):
        raise Wrong(place.line, f"this is no schedule; write one of: {FORMS}")
    try:
        return read_schedule(node.value)
    except ScheduleFault as fault:
        raise Wrong(place.line, str(fault)) from None


def _read_prompt(node: Node, place: Place) -> Spans:
    spans = read_fills(_text(node, place), lambda message: place.fault(place.line, message))
    length = sum(len(span.text) for span in spans)
    if length > PROMPT_LENGTH:
        raise Wrong(place.line, f"{place.name} has {length} characters, {PROMPT_LENGTH} are the most: shorten it")
    return spans


def _read_formerly(node: Node, place: Place) -> tuple[str, ...]:
    ids = _texts(node, place)
    for index, old in enumerate(ids):
        line = node.items[index].line if isinstance(node, Listing) else place.line
        if message := wrong_id(old):
            place.fault(line, message)
        elif old == place.id:
            place.fault(line, f"{quoted(old)} is this file's own id: name only places where the file stood before")
        elif old in ids[:index]:
            place.fault(line, f"{quoted(old)} stands twice: write it once")
    return ids


def wrong_id(text: str) -> str:
    """What is wrong with an activity's id, and what to write instead; empty when nothing is."""
    if all(PART.fullmatch(part) for part in text.split("/")):
        return ""
    better = re.sub(r"^(\.*/)*|\.md$", "", text.strip())
    example = better if all(PART.fullmatch(part) for part in better.split("/")) else "practices/breathe-3"
    return f"{quoted(text)} is no id of a file: write its path below the language folder without .md, such as {example}"


def _read_instead(node: Node, place: Place) -> str:
    text = _text(node, place)
    if message := wrong_id(text):
        raise Wrong(place.line, message)
    if text == place.id:
        raise Wrong(place.line, "instead leads to this file itself: write the path of another one")
    return text


def _read_avoid(node: Node, place: Place) -> tuple[str, ...]:
    flags = _texts(node, place)
    for index, flag in enumerate(flags):
        line = node.items[index].line if isinstance(node, Listing) else place.line
        if not FLAG.fullmatch(flag):
            place.fault(
                line, f"{quoted(flag)} is no flag: write ids of the intake such as breathing, pregnant or body_focus"
            )
        elif flag in flags[:index]:
            place.fault(line, f"{quoted(flag)} stands twice: write it once")
    return flags


def _read_saves(node: Node, place: Place) -> tuple[dict[str, str], dict[str, int]]:
    if not isinstance(node, Table):
        raise Wrong(
            place.line,
            "saves must name questions and where each goes: write below it, indented, such as coming: session.rsvp",
        )
    targets: dict[str, str] = {}
    for question, value in node.entries.items():
        try:
            targets[question] = _text(value, place, f"the target of {question}")
        except Wrong as wrong:
            place.fault(node.lines[question], wrong.args[1])
    return targets, dict(node.lines)


def _read_reviewed(node: Node, place: Place) -> tuple[str, str]:
    example = 'write below reviewed, indented, by: "Name" and on: 2026-11-24'
    if not isinstance(node, Table):
        raise Wrong(place.line, f"reviewed must say who and when: {example}")
    for key in node.entries:
        if key not in ("by", "on"):
            place.fault(
                node.lines[key], f"unknown key {quoted(key)} in reviewed{did_you_mean(key, ('by', 'on'))}: {example}"
            )
    missing = [key for key in ("by", "on") if key not in node.entries]
    if missing:
        raise Wrong(place.line, f"reviewed lacks {' and '.join(missing)}: {example}")
    by, on = "", node.entries["on"]
    try:
        by = _text(node.entries["by"], place, "by")
    except Wrong as wrong:
        place.fault(node.lines["by"], wrong.args[1])
    day = on.value if isinstance(on, Scalar) and isinstance(on.value, str) else ""
    if not _is_day(day):
        written = quoted(on.raw) if isinstance(on, Scalar) else "this"
        raise Wrong(node.lines["on"], f"{written} is no date: write year-month-day such as on: 2026-11-24")
    return by, day


def _is_day(text: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return False
    try:
        return bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


READERS: Mapping[str, Reader] = {
    "kind": _one_of(KINDS),
    "title": _read_title,
    "minutes": _read_minutes,
    "topics": _texts,
    "sources": _texts,
    "formerly": _read_formerly,
    "audience": _one_of(AUDIENCES),
    "schedule": _read_schedule,
    "prompt": _read_prompt,
    "prompt_open": _read_prompt,
    "saves": _read_saves,
    "avoid": _read_avoid,
    "instead": _read_instead,
    "status": _one_of(("published", "draft")),
    "reviewed": _read_reviewed,
}
