"""The front matter of one file as a whole: what is required, for which kind, and what comes from the English file."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from bot.core.activity import ON_REQUEST, ActivityKind, Audience, Schedule, Spans
from bot.curriculum.fields import KINDS, READERS, Place, Wrong
from bot.curriculum.fills import wrong_place
from bot.curriculum.findings import Findings, listed
from bot.curriculum.front_matter import FrontMatter

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


def read_header(
    front: FrontMatter, id: str, findings: Findings, source: Header | None = None, kind_needed: bool = True
) -> Header:
    """The values of one file. `source` is the English file's header: what another language leaves out comes from it;
    without one (`kind_needed` false) the missing source is told elsewhere, not the missing kind here."""
    values: dict[str, Any] = {}
    failed = {name for name in front.lines if name not in front.fields}
    for name, node in front.fields.items():
        before = len(findings.faults)
        place = Place(name, front.lines[name], id, findings)
        try:
            values[name] = READERS[name](node, place)
        except Wrong as wrong:
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
