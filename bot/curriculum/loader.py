"""A content folder's markdown files as activities, with every mistake of every file told in one run.

Two passes: first the structure of all files, English before the others (they take their fields from it), then the
conditions, which may ask about the questions of other files.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from bot.core.activity import Activity
from bot.curriculum.body import Body, read_body
from bot.curriculum.branches import Shapes, read_branches
from bot.curriculum.faults import Fault
from bot.curriculum.findings import Findings
from bot.curriculum.front_matter import read_front_matter
from bot.curriculum.header import Header, read_header
from bot.curriculum.lengths import check_length
from bot.curriculum.questions import shape_of
from bot.curriculum.saves import check_saves
from bot.curriculum.sources import Source, decode, find_files, read_bytes, version_of
from bot.curriculum.spans import Reading

SOURCE_LANGUAGE = "en"

KEPT = 1024
"""Files whose first pass is kept in memory: a folder that is read again costs only what changed in it."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read, by (language, id). A file with faults is here too, as far as it could be read, so that checks
    across files do not tell one mistake twice; the catalog takes nothing while `faults` holds any."""

    activities: dict[tuple[str, str], Activity] = field(default_factory=dict)
    sources: dict[tuple[str, str], Source] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Draft:
    """One file after the first pass."""

    source: Source
    header: Header
    body: Body
    findings: Findings
    translated: bool


class _File(NamedTuple):
    """All that the first pass over a file depends on."""

    path: str
    language: str
    id: str
    text: str
    version: str
    english: "_File | None" = None


def load_folder(root: Path, shown: str) -> Loaded:
    """Read `root/<language>/**/*.md`; paths in faults begin with `shown`, the folder as the editor named it."""
    if not root.is_dir():
        return Loaded(faults=[Fault(shown, 1, "there is no such folder: write the path of a content folder", "folder")])
    told: list[Findings] = []
    drafts: dict[tuple[str, str], _Draft] = {}
    files: dict[tuple[str, str], _File] = {}
    for found in find_files(root, shown, told):
        findings = Findings(found.path)
        told.append(findings)
        raw = read_bytes(found, findings)
        text = decode(raw, findings) if raw is not None else None
        if raw is None or text is None:
            continue
        english = files.get((SOURCE_LANGUAGE, found.id)) if found.language != SOURCE_LANGUAGE else None
        file = _File(found.path, found.language, found.id, text, version_of(raw), english)
        known = first_pass(file)
        findings.faults.extend(known.findings.faults)
        files[found.language, found.id] = file
        drafts[found.language, found.id] = replace(known, findings=findings)
    return _finish(drafts, _shapes(drafts.values()), told)


def load_text(
    text: str,
    id: str,
    language: str = SOURCE_LANGUAGE,
    *,
    path: str = "",
    english: str = "",
    others: Shapes | None = None,
) -> Loaded:
    """Read one file from memory. `english` is the text of its English source, `others` the questions of other files."""
    drafts: dict[tuple[str, str], _Draft] = {}
    header = None
    if english and language != SOURCE_LANGUAGE:
        unheard = Findings("")
        source = Source("", SOURCE_LANGUAGE, id, decode(english.encode(), unheard) or "---", "")
        header = _read(source, None, unheard).header
    findings = Findings(path or f"{language}/{id}.md")
    raw = text.encode("utf-8", "replace")
    readable = decode(raw, findings)
    if readable is not None:
        source = Source(findings.path, language, id, readable, version_of(raw))
        drafts[language, id] = _read(source, header, findings)
    return _finish(drafts, {**(others or {}), **_shapes(drafts.values())}, [findings])


@lru_cache(maxsize=KEPT)
def first_pass(file: _File) -> _Draft:
    """The first pass over a file of a folder, once for each text; nobody changes what it found."""
    source = Source(file.path, file.language, file.id, file.text, file.version)
    english = first_pass(file.english).header if file.english else None
    return _read(source, english, Findings(file.path))


def _read(source: Source, english: Header | None, findings: Findings) -> _Draft:
    """The first pass over one file."""
    front = read_front_matter(source.text, findings)
    is_source = source.language == SOURCE_LANGUAGE
    header = read_header(front, source.id, findings, None if is_source else english, kind_needed=is_source)
    text = "\n".join(source.text.split("\n")[front.body_line - 1 :])
    reading = Reading(findings, source.id, header.kind in (None, "reminder"))
    body = read_body(text, front.body_line, reading)
    read = Source(
        source.path,
        source.language,
        source.id,
        source.text,
        source.version,
        fields=header.lines,
        body_line=front.body_line,
        answers=body.answers,
    )
    return _Draft(read, header, body, findings, translated=english is not None and not is_source)


def shapes_of(activities: Iterable[Activity]) -> Shapes:
    """What conditions must know of the questions of activities; English, the source, counts where there are several."""
    return {
        activity.id: {question.name: shape_of(question) for _, question in activity.questions()}
        for activity in sorted(activities, key=lambda activity: activity.language == SOURCE_LANGUAGE)
    }


def _shapes(drafts: Iterable[_Draft]) -> Shapes:
    """The same of files after the first pass."""
    return {
        draft.source.id: {question.name: shape_of(question) for question in draft.body.questions()}
        for draft in sorted(drafts, key=lambda draft: draft.source.language == SOURCE_LANGUAGE)
    }


def _finish(drafts: Mapping[tuple[str, str], _Draft], shapes: Shapes, told: Iterable[Findings]) -> Loaded:
    """The second pass over all files."""
    loaded = Loaded()
    for key, draft in drafts.items():
        loaded.activities[key] = _activity(draft, shapes)
        loaded.sources[key] = draft.source
    loaded.faults.extend(sorted(dict.fromkeys(fault for findings in told for fault in findings.faults)))
    return loaded


def _activity(draft: _Draft, shapes: Shapes) -> Activity:
    header, findings = draft.header, draft.findings
    pages, asks = read_branches(draft.body, shapes, findings)
    questions = list(draft.body.questions())
    for page in pages:
        check_length(page, questions, findings)
    if not draft.translated and "saves" not in header.failed:
        check_saves(header, draft.body, findings)
    return Activity(
        id=draft.source.id,
        language=draft.source.language,
        kind=header.kind or "page",
        title=header.title,
        pages=pages,
        version=draft.source.version,
        minutes=header.minutes,
        topics=header.topics,
        sources=header.sources,
        formerly=header.formerly,
        audience=header.audience,
        schedule=header.schedule,
        prompt=header.prompt,
        prompt_open=header.prompt_open,
        saves=header.saves,
        avoid=header.avoid,
        instead=header.instead,
        draft=header.status == "draft",
        reviewed_by=header.reviewed[0],
        reviewed_on=header.reviewed[1],
        asks=asks,
    )
