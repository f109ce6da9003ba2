"""`companion content check`: every rule over a whole folder, all faults in one run."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path

from bot.core.activity import Activity
from bot.curriculum import languages, references, wording
from bot.curriculum.beside import beside
from bot.curriculum.faults import Fault
from bot.curriculum.folder import SOURCE, Folder, read_folder
from bot.curriculum.images import image_faults
from bot.curriculum.needed import needed_faults
from bot.curriculum.numbers import crisis_numbers
from bot.curriculum.spelling import names_in
from bot.curriculum.tables import facts_table
from bot.curriculum.texts import Prose, prose_of_activity, prose_of_fluent
from bot.curriculum.words import Words

__all__ = ["Report", "check", "count", "facts_table", "faults_of", "warnings_of"]

REVIEW_LASTS = 365
"""Days after which a clinician's review is counted as old."""

LARGE = 100
"""Files from which on a second process is worth its beginning."""

NO_WORDS = Words()

Proses = Mapping[str, tuple[list[Prose], list[Prose]]]


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found, sorted by path and line. Under `strict` warnings are faults already."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether the folder is not taken."""
        return bool(self.faults)

    def told(self) -> list[Fault]:
        """Every fault and warning, in the order of the files."""
        return sorted((*self.faults, *self.warnings))

    def lines(self) -> list[str]:
        """One unwrapped line for each of them."""
        return [str(fault) for fault in self.told()]

    def summary(self) -> str:
        """How many of what kind, in a few lines."""
        parts = [f"{_many(self.faults, 'fault')}, {_many(self.warnings, 'warning')}"]
        kinds = Counter(fault.rule for fault in (*self.faults, *self.warnings))
        parts.extend(
            f"  {kind}: {count}" for kind, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
        )
        parts.append(", ".join(f"{name.replace('_', ' ')} {count}" for name, count in self.counts.items()))
        return "\n".join(part for part in parts if part)

    def to_json(self) -> str:
        """The same for programs."""
        told = [asdict(fault) for fault in self.told()]
        return json.dumps({"faults": told, "counts": dict(self.counts)}, ensure_ascii=False, indent=1)


def check(
    root: Path, shown: str | None = None, strict: bool = False, today: date | None = None, whole: bool = False
) -> Report:
    """Check the content folder at `root`, called `shown` in messages. `today` tells which reviews are old; a `whole`
    folder has what the program opens by itself, too."""
    name = shown if shown is not None else str(root)
    if not root.is_dir():
        return Report(
            (Fault(name, 1, "there is no such folder: name the folder with program.yaml in it", "missing"),), ()
        )
    folder = read_folder(root, name.rstrip("/") or name)
    hard = beside(lambda: _reading_warnings(folder), worth_it=len(folder.loaded.activities) > LARGE)
    proses = proses_of(folder)
    found = [*faults_of(folder, proses), *_spelling_warnings(folder, proses), *hard()]
    found += needed_faults(folder.shown, folder.of_language(SOURCE).get) if whole else []
    told = sorted({replace(fault, level="fault") if strict else fault for fault in found})
    faults = tuple(fault for fault in told if fault.level == "fault")
    return Report(faults, tuple(fault for fault in told if fault.level == "warning"), count(folder, today))


def faults_of(folder: Folder, proses: Proses | None = None) -> Iterator[Fault]:
    """What keeps a folder from being taken, and the warnings that fall out on the way."""
    told = list(folder.faults)
    english = folder.of_language(SOURCE)
    sources = {name: source for (code, name), source in folder.loaded.sources.items() if code == SOURCE}
    told += references.former_id_faults(english.values(), sources)
    told += references.reminder_faults(english.values(), sources)
    for key, activity in folder.loaded.activities.items():
        source = folder.loaded.sources[key]
        told += references.link_faults(activity, source, folder.places)
        told += references.fill_faults(activity, source, folder.places, folder.crisis)
        told += image_faults(folder.root, activity, source.path)
    yield from told
    yield from _language_faults(folder, english, _rules_by_path(told))
    yield from _word_faults(folder, proses or proses_of(folder))


def warnings_of(folder: Folder, proses: Proses | None = None) -> Iterator[Fault]:
    """What is taken, but could be better: reading, length, spelling. Slower, and not needed to run."""
    yield from _reading_warnings(folder)
    yield from _spelling_warnings(folder, proses or proses_of(folder))


def _reading_warnings(folder: Folder) -> Iterator[Fault]:
    for key, activity in folder.loaded.activities.items():
        path = folder.loaded.sources[key].path
        yield from wording.reading_faults(activity, path)
        yield from wording.length_faults(activity, path)


def _spelling_warnings(folder: Folder, proses: Proses) -> Iterator[Fault]:
    for language, (activities, messages) in proses.items():
        names = frozenset(name for prose in (*activities, *messages) for name in names_in(prose.text))
        for prose in (*activities, *messages):
            yield from wording.spelling_faults(prose, language, _words(folder, language), names)


def _rules_by_path(told: Iterable[Fault]) -> Mapping[str, set[str]]:
    """Which rules have told faults of each file, so that one mistake is not told twice."""
    found: dict[str, set[str]] = {}
    for fault in told:
        if fault.level == "fault":
            found.setdefault(fault.path, set()).add(fault.rule)
    return found


def _language_faults(folder: Folder, english: Mapping[str, Activity], told: Mapping[str, set[str]]) -> Iterator[Fault]:
    loaded = folder.loaded
    for (language, name), activity in loaded.activities.items():
        source = loaded.sources[language, name]
        if language != SOURCE and name in english:
            other = loaded.sources[SOURCE, name]
            rules = told.get(source.path, set()) | told.get(other.path, set())
            yield from languages.compare(activity, english[name], source, other, english, rules)
    for language, name in sorted(folder.present):
        if (SOURCE, name) not in folder.present:
            same = (id for id in english if id.rpartition("/")[2] == name.rpartition("/")[2])
            moved = next((id for id in same if (language, id) not in folder.present), "")
            hint = f"; did you mean {language}/{moved}.md?" if moved else ""
            what = f"there is no {SOURCE}/{name}.md, and English is the source{hint}: write it, or delete this file"
            yield Fault(f"{folder.shown}/{language}/{name}.md", 1, what, "language-source")
    for language in folder.languages[1:]:
        for name, activity in english.items():
            path = loaded.sources[SOURCE, name].path
            if (language, name) not in folder.present and not activity.draft and "name" not in told.get(path, ()):
                what = f"there is no {language}/{name}.md, and English is shown there: write it"
                yield Fault(loaded.sources[SOURCE, name].path, 1, what, "language-missing", "warning")
        for files in (folder.labels, folder.notices):
            if language in files and SOURCE in files:
                yield from languages.compare_messages(files[language], files[SOURCE], language)


def _word_faults(folder: Folder, proses: Proses) -> Iterator[Fault]:
    values = (words for country in folder.crisis.values() for entry in country.values() for words in entry.values())
    crisis = crisis_numbers(values)
    if SOURCE in folder.labels:
        yield from wording.needed_faults(folder.labels[SOURCE])
    for files in (folder.labels, folder.notices):
        for file in files.values():
            yield from wording.button_faults(file)
    for language, (activities, messages) in proses.items():
        words = _words(folder, language)
        for prose in activities:
            yield from _faults_of_prose(prose, words, crisis, (wording.UNASKED_FIELD,))
        for prose in messages:
            yield from _faults_of_prose(prose, words, crisis, wording.UNASKED)


def _faults_of_prose(prose: Prose, words: Words, crisis: frozenset[str], unasked: Iterable[str]) -> Iterator[Fault]:
    yield from wording.word_faults(prose, words)
    yield from wording.telling_faults(prose, words, tuple(unasked))
    yield from wording.number_faults(prose, crisis)


def _words(folder: Folder, language: str) -> Words:
    return folder.words.get(language, NO_WORDS)


def proses_of(folder: Folder) -> Proses:
    """What people will read, by language: of activities, and of labels and notices."""
    return {code: (_activity_proses(folder, code), _message_proses(folder, code)) for code in folder.languages}


def _activity_proses(folder: Folder, language: str) -> list[Prose]:
    sources = (source for (code, _), source in folder.loaded.sources.items() if code == language)
    return [prose_of_activity(source.path, source.text) for source in sources]


def _message_proses(folder: Folder, language: str) -> list[Prose]:
    files = (files[language] for files in (folder.labels, folder.notices) if language in files)
    return [prose_of_fluent(file) for file in files]


def count(folder: Folder, today: date | None) -> dict[str, int]:
    """What is only counted: files, and reviews by a clinician that are missing or older than a year."""
    english = folder.of_language(SOURCE).values()
    dates = [date.fromisoformat(activity.reviewed_on) for activity in english if activity.reviewed_on]
    old = [day for day in dates if today and (today - day).days > REVIEW_LASTS]
    counts = {
        "files": len(folder.loaded.activities),
        "languages": len(folder.languages),
        "lessons": sum(activity.kind == "lesson" for activity in english),
        "drafts": sum(activity.draft for activity in english),
        "without_review": len(english) - len(dates),
    }
    return counts | ({"review_older_than_a_year": len(old)} if today else {})


def _many(faults: tuple[Fault, ...], noun: str) -> str:
    return f"{len(faults)} {noun}" if len(faults) == 1 else f"{len(faults)} {noun}s"
