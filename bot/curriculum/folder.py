"""A content folder, read whole: every file once, with what could be made of it and what was wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.core.activity import Activity
from bot.core.conditions import Scope
from bot.core.program import Program
from bot.core.safety import Families
from bot.curriculum.branches import Shapes
from bot.curriculum.crisis import Country, read_crisis
from bot.curriculum.families import read_families
from bot.curriculum.faults import Fault
from bot.curriculum.findings import Findings
from bot.curriculum.labels import FluentFile, read_fluent
from bot.curriculum.loader import Loaded, load_folder
from bot.curriculum.places import Places, places_of
from bot.curriculum.program import read_program
from bot.curriculum.questions import shape_of
from bot.curriculum.rules import Around, Rules, read_rules
from bot.curriculum.sources import LANGUAGE, FoundFile, decode, find_files, read_bytes
from bot.curriculum.words import Words, read_words
from bot.curriculum.yaml_files import YamlFile

SOURCE = "en"
"""The language that all others are written from."""

OF_ALL = ("program.yaml", "rules.yaml", "crisis.yaml")
OF_LANGUAGE = ("labels.ftl", "notices.ftl", "words.yaml", "safety.yaml")

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Folder:
    """All that a content folder holds. `present` are the activities whose files exist, readable or not."""

    root: Path
    shown: str
    languages: tuple[str, ...]
    loaded: Loaded
    present: frozenset[tuple[str, str]]
    labels: Mapping[str, FluentFile]
    notices: Mapping[str, FluentFile]
    words: Mapping[str, Words]
    families: Families | None
    crisis: Mapping[str, Country]
    program: Program
    rules: Rules
    places: Places
    shapes: Shapes
    faults: tuple[Fault, ...]

    def of_language(self, language: str) -> dict[str, Activity]:
        """The activities of one language by id."""
        return {name: activity for (code, name), activity in self.loaded.activities.items() if code == language}


class _Reading:
    """Reads the files beside the activities and gathers what is wrong with them."""

    def __init__(self, root: Path, shown: str) -> None:
        self.root, self.shown = root, shown
        self.findings: list[Findings] = []

    def note(self, relative: str) -> Findings:
        """The findings of one file."""
        findings = Findings(f"{self.shown}/{relative}")
        self.findings.append(findings)
        return findings

    def text(self, relative: str) -> tuple[str, Findings] | None:
        """The text of a file; `None` if it is missing (a fault, or for another language than English a warning)."""
        file, findings = self.root / relative, self.note(relative)
        if not file.is_file():
            self._tell_missing(relative, findings)
            return None
        raw = read_bytes(FoundFile(file, findings.path, "", ""), findings)
        if raw is not None and not raw.strip():
            findings.fault(1, "empty", "the file is empty: write its first lines, or take it from the shipped content")
            return None
        text = decode(raw, findings) if raw is not None else None
        return None if text is None else (text, findings)

    def _tell_missing(self, relative: str, findings: Findings) -> None:
        language, _, name = relative.partition("/")
        if name and language != SOURCE:
            findings.warning(1, "missing", f"there is no {relative}, and the English one is used: write it")
        else:
            findings.fault(1, "missing", f"there is no {relative}: write it, or take it from the shipped content")

    def yaml(self, relative: str, rule: str) -> tuple[YamlFile, str] | None:
        found = self.text(relative)
        return (YamlFile(found[1], rule), found[0]) if found else None

    def fluent(self, languages: Sequence[str], name: str) -> Mapping[str, FluentFile]:
        files = {}
        for language in languages:
            if found := self.text(f"{language}/{name}"):
                files[language] = read_fluent(found[1].path, found[0])
                found[1].faults.extend(files[language].faults)
        return files


def read_folder(root: Path, shown: str) -> Folder:
    """Everything in the folder at `root`, called `shown` in messages; the folder must be there."""
    reading, languages = _Reading(root, shown), languages_of(root)
    safety = {code: found for code in languages if (found := reading.yaml(f"{code}/safety.yaml", "safety"))}
    families = read_families(safety)  # first: what its reading takes for a moment is then there for all the rest
    loaded = load_folder(root, shown)
    words = {}
    for language in languages:
        if found := reading.yaml(f"{language}/words.yaml", "words"):
            words[language] = read_words(*found)
    labels, notices = reading.fluent(languages, "labels.ftl"), reading.fluent(languages, "notices.ftl")
    crisis = reading.yaml("crisis.yaml", "crisis")
    program, rules = reading.yaml("program.yaml", "program"), reading.yaml("rules.yaml", "rules")
    present = frozenset((found.language, found.id) for found in find_files(root, shown, []))
    english = [activity for (language, _), activity in loaded.activities.items() if language == SOURCE]
    unsure = {fault.path for fault in loaded.faults if fault.rule == "schedule"}
    places = places_of(
        english,
        frozenset(name for language, name in present if language == SOURCE),
        frozenset(activity.id for activity in english if loaded.sources[SOURCE, activity.id].path in unsure),
    )
    shapes = shapes_of(english)
    around = Around(places, Scope(activity=shapes.get, activities=tuple(shapes)), notices)
    return Folder(
        root=root,
        shown=shown,
        languages=languages,
        loaded=loaded,
        present=present,
        labels=labels,
        notices=notices,
        words=words,
        families=families,
        crisis=read_crisis(*crisis) if crisis else {},
        program=read_program(*program, places) if program else Program(),
        rules=read_rules(*rules, around) if rules else Rules(),
        places=places,
        shapes=shapes,
        faults=(*loaded.faults, *_of(reading.findings), *_stray_files(root, shown, languages)),
    )


def languages_of(root: Path) -> tuple[str, ...]:
    """The language folders, English first."""
    names = sorted(entry.name for entry in root.iterdir() if entry.is_dir() and LANGUAGE.fullmatch(entry.name))
    return tuple(sorted(names, key=lambda name: name != SOURCE))


def shapes_of(activities: Iterable[Activity]) -> Shapes:
    """What conditions may ask about each activity."""
    return {
        activity.id: {question.name: shape_of(question) for _, question in activity.questions()}
        for activity in activities
    }


def _of(findings: Sequence[Findings]) -> Iterator[Fault]:
    return (fault for note in findings for fault in note.faults)


def _stray_files(root: Path, shown: str, languages: Sequence[str]) -> Iterator[Fault]:
    """Files that nobody reads: most often a name that ends otherwise than it should."""
    for language in languages:
        for file in sorted((root / language).rglob("*")):
            relative = file.relative_to(root / language).as_posix()
            hidden = any(part.startswith(".") for part in relative.split("/"))
            if hidden or not file.is_file() or relative in OF_LANGUAGE or relative.lower().endswith(".md"):
                continue
            image = relative.startswith("images/")
            if image and file.suffix.lower() in (".png", ".jpg", ".jpeg"):
                continue
            what = (
                "images are png or jpg"
                if image
                else f"texts end with .md, and beside them only {', '.join(OF_LANGUAGE)}"
            )
            yield Fault(
                f"{shown}/{language}/{relative}", 1, f"this file is not read, for {what}: rename it", "stray", "warning"
            )
