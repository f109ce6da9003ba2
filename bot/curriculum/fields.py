"""What each field of the front matter may hold. Nothing is converted: a field that is not what it should be is told."""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, get_args

from bot.core.activity import ON_REQUEST, ActivityKind, Audience, Schedule, Spans
from bot.curriculum.fills import read_fills, wrong_place
from bot.curriculum.findings import Findings, did_you_mean, listed, quoted
from bot.curriculum.front_matter import FrontMatter
from bot.curriculum.schedules import FORMS, ScheduleFault, read_schedule
from bot.curriculum.sources import PART
from bot.curriculum.yaml_files import Listing, Node, Scalar, Table

KINDS: tuple[ActivityKind, ...] = get_args(ActivityKind)
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
TITLE_LENGTH, PROMPT_LENGTH = 40, 120
"""Characters."""
FLAG = re.compile(r"[a-z][a-z0-9_]{0,30}")
ONLY_FOR: Mapping[str, tuple[ActivityKind, ...]] = {
    "minutes": ("lesson", "practice", "worksheet", "assessment"),
    "schedule": ("checkin", "lesson", "assessment", "reminder"),
    "avoid": ("practice", "lesson"),
    "instead": ("practice", "lesson"),
}
OWN_PER_LANGUAGE = ("title", "prompt", "prompt_open")


@dataclass(frozen=True, slots=True)
class Header:
    """The front matter's values. `failed` names fields that were told as faults, so that no second rule complains."""

    kind: ActivityKind | None = None
    title: str = ""
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
    status: str = "published"
    reviewed: tuple[str, str] = ("", "")
    lines: Mapping[str, int] = field(default_factory=dict)
    saves_lines: Mapping[str, int] = field(default_factory=dict)
    failed: frozenset[str] = frozenset()


class _Wrong(Exception):
    """A value that is not what its field holds; `args` are the line and the message."""


Reader = Callable[[Node, "_Place"], Any]


@dataclass(slots=True)
class _Place:
    """Where a value stands, for rules that tell more than one mistake of it."""

    name: str
    line: int
    id: str
    findings: Findings

    def fault(self, line: int, message: str) -> None:
        self.findings.fault(line, self.name.replace("_", "-"), message)


def read_header(
    front: FrontMatter, id: str, findings: Findings, source: Header | None = None, kind_needed: bool = True
) -> Header:
    """The values of one file. `source` is the English file's header: what another language leaves out comes from it;
    without one (`kind_needed` false) the missing source is told elsewhere, not the missing kind here."""
    values: dict[str, Any] = {}
    failed = {name for name in front.lines if name not in front.fields}
    for name, node in front.fields.items():
        before = len(findings.faults)
        place = _Place(name, front.lines[name], id, findings)
        try:
            values[name] = READERS[name](node, place)
        except _Wrong as wrong:
            place.fault(*wrong.args)
        if len(findings.faults) > before:
            failed.add(name)
            values.pop(name, None)
    saves = values.get("saves")
    if saves is not None:
        values["saves"], values["saves_lines"] = saves
    header = Header(**values, lines=dict(front.lines), failed=frozenset(failed))
    if source:
        header = _inherit(header, source, findings)
    if front.found:
        _check_required(header, source, kind_needed, findings)
    _check_kinds(header, findings)
    _check_prompts(header, findings)
    return header


def _inherit(header: Header, source: Header, findings: Findings) -> Header:
    taken: dict[str, Any] = {}
    for part in fields(Header):
        name = part.name
        if name in (*OWN_PER_LANGUAGE, "lines", "failed", "saves_lines"):
            continue
        taken[name] = getattr(source, name)
        given = name in header.lines and name not in header.failed and name not in source.failed
        if given and getattr(header, name) != taken[name]:
            findings.fault(
                header.lines[name],
                "contradiction",
                f"{name} is not the same as in the English file: delete this field here, or write the same value",
            )
    return replace(header, **taken)


def _check_required(header: Header, source: Header | None, kind_needed: bool, findings: Findings) -> None:
    if "title" not in header.lines:
        findings.fault(1, "title", "the title is missing: add a line such as title: Ride the wave")
    if source:
        for name in ("prompt", "prompt_open"):
            if name in source.lines and name not in header.lines:
                findings.fault(
                    1, name.replace("_", "-"), f"{name} is missing: the English file has one, write it in this language"
                )
    elif kind_needed and "kind" not in header.lines:
        findings.fault(
            1, "kind", f"the kind is missing: add a line such as kind: lesson; the kinds are {listed(KINDS)}"
        )
    wanted = header.kind == "reminder" and "schedule" not in header.failed
    if wanted and header.schedule.form == "request" and not source:
        line = header.lines.get("schedule", 1)
        findings.fault(line, "schedule", "a reminder needs a schedule: add one such as schedule: 24h before session")


def _check_kinds(header: Header, findings: Findings) -> None:
    for name, kinds in ONLY_FOR.items():
        if name in header.lines and header.kind and header.kind not in kinds:
            findings.fault(
                header.lines[name],
                name,
                f"a {header.kind} has no {name}, only {listed(kinds)} can: delete this line",
            )
    if "instead" in header.lines and "avoid" not in header.lines and not header.avoid:
        findings.fault(header.lines["instead"], "instead", "instead needs avoid: add a line such as avoid: [breathing]")


def _check_prompts(header: Header, findings: Findings) -> None:
    """A prompt is seen before any tap, so only a session's day and time may be filled in, and only in a reminder."""
    for name, spans in (("prompt", header.prompt), ("prompt_open", header.prompt_open)):
        for span in spans:
            message = span.fill and wrong_place(span.fill, header.kind in (None, "reminder"), name)
            if message:
                findings.fault(header.lines.get(name, 1), "fill", message)


def _text(node: Node, place: _Place, what: str = "") -> str:
    """One line of text. A number, `true` or a list is told with the quotes that make it text."""
    what = what or place.name
    if isinstance(node, Table):
        raise _Wrong(
            node.line, f'{what} holds a colon or braces and needs quotes: write {place.name}: "…" around all of it'
        )
    if isinstance(node, Listing):
        raise _Wrong(node.line, f'{what} must be text, not a list: write {place.name}: "…" in quotes')
    if node.value is None:
        raise _Wrong(node.line, f"{what} is empty: write its text after the colon, or delete the line")
    if not isinstance(node.value, str):
        raise _Wrong(node.line, f'{what} must be text: put quotes around it, "{node.raw}"')
    if "\n" in node.value.strip():
        raise _Wrong(node.line, f"{what} must be one line: write it on one line")
    if not node.value.strip():
        raise _Wrong(node.line, f"{what} is empty: write its text, or delete the line")
    return node.value.strip()


def _texts(node: Node, place: _Place) -> tuple[str, ...]:
    if not isinstance(node, Listing):
        raise _Wrong(
            place.line,
            f"{place.name} must be a list: write {place.name}: [one, two], with quotes round a text with a colon",
        )
    found = []
    for item in node.items:
        try:
            found.append(_text(item, place, f"each item of {place.name}"))
        except _Wrong as wrong:
            place.fault(*wrong.args)
    return tuple(found)


def _one_of(known: tuple[str, ...]) -> Reader:
    def read(node: Node, place: _Place) -> str:
        text = _text(node, place)
        if text not in known:
            hint = did_you_mean(text, known)
            raise _Wrong(place.line, f"{quoted(text)} is no {place.name}{hint}: write {listed(known)}")
        return text

    return read


def _read_title(node: Node, place: _Place) -> str:
    text = _text(node, place)
    if len(text) > TITLE_LENGTH:
        raise _Wrong(place.line, f"the title has {len(text)} characters, {TITLE_LENGTH} are the most: shorten it")
    if "{" in text:
        raise _Wrong(place.line, "a title cannot be filled in: write it without braces")
    return text


def _read_minutes(node: Node, place: _Place) -> int:
    if isinstance(node, Scalar) and type(node.value) is int and node.raw.isdecimal() and 1 <= node.value <= 600:
        return node.value
    written = quoted(node.raw) if isinstance(node, Scalar) else "this"
    raise _Wrong(
        place.line,
        f"{written} is no number of minutes: write a whole number in digits and without quotes, such as minutes: 3",
    )


def _read_schedule(node: Node, place: _Place) -> Schedule:
    if isinstance(node, Listing | Table) or not isinstance(node.value, str):
        raise _Wrong(place.line, f"this is no schedule; write one of: {FORMS}")
    try:
        return read_schedule(node.value)
    except ScheduleFault as fault:
        raise _Wrong(place.line, str(fault)) from None


def _read_prompt(node: Node, place: _Place) -> Spans:
    spans = read_fills(_text(node, place), lambda message: place.fault(place.line, message))
    length = sum(len(span.text) for span in spans)
    if length > PROMPT_LENGTH:
        raise _Wrong(place.line, f"{place.name} has {length} characters, {PROMPT_LENGTH} are the most: shorten it")
    return spans


def _read_formerly(node: Node, place: _Place) -> tuple[str, ...]:
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


def _read_instead(node: Node, place: _Place) -> str:
    text = _text(node, place)
    if message := wrong_id(text):
        raise _Wrong(place.line, message)
    if text == place.id:
        raise _Wrong(place.line, "instead leads to this file itself: write the path of another one")
    return text


def _read_avoid(node: Node, place: _Place) -> tuple[str, ...]:
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


def _read_saves(node: Node, place: _Place) -> tuple[dict[str, str], dict[str, int]]:
    if not isinstance(node, Table):
        raise _Wrong(
            place.line,
            "saves must name questions and where each goes: write below it, indented, such as coming: session.rsvp",
        )
    targets: dict[str, str] = {}
    for question, value in node.entries.items():
        try:
            targets[question] = _text(value, place, f"the target of {question}")
        except _Wrong as wrong:
            place.fault(node.lines[question], wrong.args[1])
    return targets, dict(node.lines)


def _read_reviewed(node: Node, place: _Place) -> tuple[str, str]:
    example = 'write below reviewed, indented, by: "Name" and on: 2026-11-24'
    if not isinstance(node, Table):
        raise _Wrong(place.line, f"reviewed must say who and when: {example}")
    for key in node.entries:
        if key not in ("by", "on"):
            place.fault(
                node.lines[key], f"unknown key {quoted(key)} in reviewed{did_you_mean(key, ('by', 'on'))}: {example}"
            )
    missing = [key for key in ("by", "on") if key not in node.entries]
    if missing:
        raise _Wrong(place.line, f"reviewed lacks {' and '.join(missing)}: {example}")
    by, on = "", node.entries["on"]
    try:
        by = _text(node.entries["by"], place, "by")
    except _Wrong as wrong:
        place.fault(node.lines["by"], wrong.args[1])
    day = on.value if isinstance(on, Scalar) and isinstance(on.value, str) else ""
    if not _is_day(day):
        written = quoted(on.raw) if isinstance(on, Scalar) else "this"
        raise _Wrong(node.lines["on"], f"{written} is no date: write year-month-day such as on: 2026-11-24")
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
