"""The files of a content folder as an editor named and saved them: their names, their bytes, their lines."""

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.curriculum.findings import Findings, quoted

PART = re.compile(r"[a-z0-9][a-z0-9-]*")
"""One part of an activity's id."""
LANGUAGE = re.compile(r"[a-z]{2}")
_STRANGE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffd-\uffff]")
"""Control characters but for tab and newline, line ends of other systems, and signs that stand for broken bytes."""
LARGEST = 1_000_000
"""Bytes of one text file; the longest book chapter is far below, and a film named `.md` must not fill the memory."""


@dataclass(frozen=True, slots=True)
class Source:
    """One markdown file as it was read.

    `path` is how messages name it; `text` has plain newlines, so that line n is `text.split("\\n")[n - 1]`; `fields`
    are the lines of the front matter's fields that this file gives itself; `body_line` is the first line after the
    front matter; `answers` is the line of an option by (question, option id).
    """

    path: str
    language: str
    id: str
    text: str
    version: str
    fields: Mapping[str, int] = field(default_factory=dict)
    body_line: int = 1
    answers: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A markdown file of a language folder before it is read."""

    file: Path
    path: str
    language: str
    id: str


def find_files(root: Path, shown: str, findings: list[Findings]) -> Iterator[FoundFile]:
    """Every `.md` file of every language folder, English first and then by name, so that a run tells the same order."""
    folders = sorted((entry for entry in root.iterdir() if entry.is_dir()), key=lambda entry: entry.name)
    for folder in sorted(folders, key=lambda entry: entry.name != "en"):
        if LANGUAGE.fullmatch(folder.name):
            yield from _files_of_language(folder, f"{shown.rstrip('/') or shown}/{folder.name}", findings)
        elif LANGUAGE.fullmatch(folder.name.lower()):
            note = Findings(f"{shown.rstrip('/')}/{folder.name}")
            note.fault(1, "name", f"a language folder has two small letters: name it {folder.name.lower()}")
            findings.append(note)


def _files_of_language(folder: Path, shown: str, findings: list[Findings]) -> Iterator[FoundFile]:
    told: set[str] = set()
    for place, folders, files in os.walk(folder):
        below = Path(place).relative_to(folder)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if below == Path() and "images" in folders:
            folders.remove("images")
        for name in sorted(files):
            if name.startswith(".") or not name.lower().endswith(".md"):
                continue
            relative = (below / name).as_posix()
            findings.append(check_name(f"{shown}/{relative}", relative, told))
            yield FoundFile(Path(place) / name, f"{shown}/{relative}", folder.name, relative[:-3])


def check_name(path: str, relative: str, told: set[str]) -> Findings:
    """A path is an activity's id for ever and part of addresses, hence small letters, digits and hyphens only."""
    findings = Findings(path)
    parts = relative.split("/")
    if not parts[-1].endswith(".md"):
        findings.fault(1, "name", f"the name of a text file ends with small letters: write {parts[-1][:-3]}.md")
    for depth, part in enumerate(parts):
        name = part[:-3] if depth == len(parts) - 1 else part
        prefix = "/".join(parts[: depth + 1])
        if PART.fullmatch(name) or prefix in told:
            continue
        told.add(prefix)
        what = "file" if depth == len(parts) - 1 else "folder"
        better = better_name(name)
        findings.fault(
            1,
            "name",
            f"the {what} name {quoted(name)} may hold only small letters a-z, digits and hyphens, and begins with a "
            f"letter or digit: name it {better or 'for example breathe-3'}",
        )
    return findings


def better_name(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def read_bytes(found: FoundFile, findings: Findings) -> bytes | None:
    """The bytes of a file, or a fault where it cannot be read."""
    try:
        size = found.file.stat().st_size
        if size <= LARGEST:
            return found.file.read_bytes()
        findings.fault(1, "file", f"the file is larger than {LARGEST} bytes: split it into several files")
    except OSError as error:
        reason = error.strerror or "unknown reason"
        findings.fault(1, "file", f"the file cannot be read ({reason}): check that it exists and who may read it")
    return None


def version_of(raw: bytes) -> str:
    """The first 12 hex digits of the SHA-256 of the file's bytes, as runs and exports know a version."""
    return hashlib.sha256(raw).hexdigest()[:12]


def decode(raw: bytes, findings: Findings) -> str | None:
    """The text of a file with plain newlines, or `None` and a fault if it is empty or in another encoding."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
        findings.fault(
            line, "encoding", "this line holds bytes that are not UTF-8: save the file with the encoding UTF-8"
        )
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        findings.fault(1, "empty", "the file is empty: begin with ---, kind, title and ---, then write the first page")
        return None
    return _without_strange_signs(text, findings)


def _without_strange_signs(text: str, findings: Findings) -> str:
    """Signs that no reader sees would break lines or YAML, so each line with one is told and goes on without it."""
    if not _STRANGE.search(text):
        return text
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if strange := set(_STRANGE.findall(line)):
            sign = min(strange)
            name = unicodedata.name(sign, "a control character").lower()
            findings.fault(
                number,
                "sign",
                f"a sign that cannot be shown stands here (U+{ord(sign):04X}, {name}): delete it and write the "
                "words again",
            )
            lines[number - 1] = "".join(" " if sign in strange else sign for sign in line)
    return "\n".join(lines)
