"""The catalog: all content of a folder, ready to be used, taken whole or not at all."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.core.activity import Activity, Audience
from bot.core.program import Program
from bot.core.rules import Limits, Rule
from bot.core.safety import Families
from bot.curriculum.branches import Shapes
from bot.curriculum.checks import check, faults_of
from bot.curriculum.crisis import Country, facts_of
from bot.curriculum.faults import Fault
from bot.curriculum.folder import SOURCE, Folder, read_folder
from bot.curriculum.images import find_image
from bot.curriculum.labels import Labels, Value, compile_labels
from bot.curriculum.loader import load_text
from bot.curriculum.sources import Source


@dataclass(frozen=True, slots=True)
class Catalog:
    """`misses` counts keys that had no words, or not all their values: a sign of a label nobody wrote. `older` keeps
    versions that were read again for runs begun before the content changed, `unasked` what `scheduled` has found: it is
    asked for everybody, all day long."""

    root: Path
    languages: tuple[str, ...]
    activities: Mapping[tuple[str, str], Activity]
    sources: Mapping[tuple[str, str], Source]
    shapes: Shapes
    moved: Mapping[str, str]
    labels: Mapping[str, Labels]
    notices: Mapping[str, Labels]
    program: Program
    rules: tuple[Rule, ...]
    limits: Limits
    crisis: Mapping[str, Country]
    families: Families
    digest: str
    misses: Counter[str] = field(default_factory=Counter, compare=False)
    older: dict[tuple[str, str, str], Activity | None] = field(default_factory=dict, compare=False, repr=False)
    unasked: dict[Audience, tuple[Activity, ...]] = field(default_factory=dict, compare=False, repr=False)

    def activity(self, name: str, language: str = SOURCE) -> Activity | None:
        """The activity of that id or former id, in English where the language lacks it."""
        name = self.moved.get(name, name)
        return self.activities.get((language, name)) or self.activities.get((SOURCE, name))

    def all_activities(self, language: str = SOURCE) -> list[Activity]:
        """Every activity by id, drafts too, in English where the language lacks it."""
        found = {name: activity for (code, name), activity in self.activities.items() if code == SOURCE}
        found |= {name: activity for (code, name), activity in self.activities.items() if code == language}
        return [found[name] for name in sorted(found)]

    def source(self, activity: Activity) -> str:
        """The text of an activity's file, to be kept with its version; empty for one that is not of this catalog."""
        found = self.sources.get((activity.language, activity.id))
        return found.text if found else ""

    def version(self, name: str, language: str, digest: str, source: str) -> Activity | None:
        """The activity as it was in that version (`Activity.version`), read again from the `source` that was kept with
        it; the newest one if that can no longer be read (DESIGN, law 13)."""
        newest = self.activity(name, language)
        if newest and newest.language == language and newest.version == digest:
            return newest
        key = (name, language, digest)
        if key not in self.older:
            self.older[key] = self._read_again(name, language, digest, source)
        return self.older[key] or newest

    def _read_again(self, name: str, language: str, digest: str, source: str) -> Activity | None:
        english = self.sources.get((SOURCE, self.moved.get(name, name)))
        loaded = load_text(source, name, language, english=english.text if english else "", others=self.shapes)
        if any(fault.level == "fault" for fault in loaded.faults) or (language, name) not in loaded.activities:
            return None
        return replace(loaded.activities[language, name], version=digest)

    def label(self, key: str, /, language: str = SOURCE, **values: Value) -> str:
        """The words of a label, in English where the language lacks it; the key itself, counted, if nobody wrote it."""
        return self._say(self.labels, key, language, values)

    def notice(self, key: str, /, language: str = SOURCE, **values: Value) -> str:
        """The same for a sentence of `notices.ftl`."""
        return self._say(self.notices, key, language, values)

    def _say(self, files: Mapping[str, Labels], key: str, language: str, values: Mapping[str, Value]) -> str:
        for code in (language, SOURCE):
            if code in files and key in files[code].needs:
                words, whole = files[code].format(key, values)
                self.misses.update([] if whole else [key])
                return words
        self.misses[key] += 1
        return key

    def labels_everywhere(self, key: str) -> frozenset[str]:
        """A label in every language, for a reply-keyboard button may be typed in any."""
        return frozenset(self.label(key, language) for language in self.languages)

    def crisis_facts(self, country: str) -> dict[str, str]:
        """A country's numbers under the names that texts fill in, such as `crisis.emergency.call`; empty if unknown."""
        return facts_of(self.crisis.get(country, {}))

    def image(self, path: str, language: str = SOURCE) -> Path | None:
        """The file of an image, in English where the language lacks it."""
        return find_image(self.root, language, path)

    def scheduled(self, audience: Audience = "participant") -> tuple[Activity, ...]:
        """The activities that are offered unasked by their schedule, without drafts, in English."""
        if audience not in self.unasked:
            self.unasked[audience] = tuple(
                activity
                for (language, _), activity in sorted(self.activities.items())
                if language == SOURCE
                and activity.schedule.form != "request"
                and activity.audience == audience
                and not activity.draft
            )
        return self.unasked[audience]


@dataclass(frozen=True, slots=True)
class Loading:
    """The catalog, or `None` and the faults why not; warnings may stand beside a catalog."""

    catalog: Catalog | None
    faults: list[Fault]


def load(root: Path, shown: str | None = None) -> Loading:
    """The content folder at `root`, whole or not at all."""
    if not root.is_dir():
        return Loading(None, list(check(root, shown).faults))
    name = shown if shown is not None else str(root)
    folder = read_folder(root, name.rstrip("/") or name)
    faults = sorted(set(faults_of(folder)))
    if any(fault.level == "fault" for fault in faults) or folder.families is None:
        return Loading(None, faults)
    return Loading(_catalog_of(folder, folder.families), faults)


def _catalog_of(folder: Folder, families: Families) -> Catalog:
    return Catalog(
        root=folder.root,
        languages=folder.languages,
        activities=folder.loaded.activities,
        sources=folder.loaded.sources,
        shapes=folder.shapes,
        moved=folder.places.moved,
        labels={code: compile_labels(file, code) for code, file in folder.labels.items()},
        notices={code: compile_labels(file, code) for code, file in folder.notices.items()},
        program=folder.program,
        rules=folder.rules.rules,
        limits=folder.rules.limits,
        crisis=folder.crisis,
        families=families,
        digest=digest_of(folder.root),
    )


def digest_of(root: Path) -> str:
    """The SHA-256 over every file's path and bytes: two folders with the same digest say the same."""
    whole = hashlib.sha256()
    for file in sorted(path for path in root.rglob("*") if path.is_file()):
        relative = file.relative_to(root).as_posix()
        if any(part.startswith(".") for part in relative.split("/")):
            continue
        whole.update(f"{relative}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def shipped_folder() -> Path:
    """The content that comes with the program: inside the package in a wheel, else the repository's folder."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_content"
    return inside if inside.is_dir() else package.parent / "content"
