"""The rulebook: every rule of the check with its meaning, a mistake and its mending.

`python -m bot.curriculum.rulebook` prints `docs/content-rules.md`.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from bot.curriculum.findings import Findings
from bot.curriculum.yaml_files import YamlFile, plain

BOOK = files("bot.curriculum").joinpath("book")
HEAD = "---\nkind: lesson\ntitle: Example\nminutes: 1\n---\n\n"
"""The front matter of an example that is only a text."""

LARGE: Mapping[str, str] = {
    "{long}": "Walk home now. " * 280 + "Rest.",
    "{screen}": "Walk home now and rest. " * 13 + "Then sleep.",
    "{pages}": "\n\n---\n\n".join(["Walk home now and rest. " * 11 + "Then sleep."] * 4),
    "{large}": "x" * 1_000_001,
}
"""Examples that only their length makes wrong; the document says so in words."""

SAID = {
    "{long}": "a page of 4205 characters",
    "{screen}": "a screen of 67 words",
    "{pages}": "a lesson of 228 words",
}


@dataclass(frozen=True, slots=True)
class Lesson:
    """One rule. `put` is where the example stands: in a text, as a field, as a whole file, or in the file `place`;
    `made` and `gone` are what was done to files; `told_by` is set where the check over a folder does not tell it."""

    name: str
    chapter: str
    means: str
    wrong: str
    right: str
    put: str = "text"
    place: str = ""
    made: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    told_by: str = ""

    def text(self, example: str) -> str:
        """The whole text of a lesson with the example in it."""
        example = LARGE.get(example, example)
        if self.put == "field":
            given = {line.split(":")[0] for line in example.split("\n")}
            rest = [line for line in HEAD.split("\n")[1:4] if line.split(":")[0] not in given]
            return "\n".join(["---", *rest, example, "---", "", "A walk helps.", ""])
        return example if self.put == "file" else f"{HEAD}{example}\n"


def lessons() -> tuple[Lesson, ...]:
    """Every rule, in the order of the book."""
    text, findings = BOOK.joinpath("rules.yaml").read_text(encoding="utf-8"), Findings("rules.yaml")
    chapters: dict[str, dict[str, dict[str, str]]] = plain(YamlFile(findings, "").read(text))
    assert not findings.faults, findings.faults[0]
    return tuple(
        _lesson(name, chapter, entry) for chapter, entries in chapters.items() for name, entry in entries.items()
    )


def _lesson(name: str, chapter: str, entry: Mapping[str, object]) -> Lesson:
    made, gone = entry.get("made", {}), entry.get("gone", [])
    assert isinstance(made, dict)
    assert isinstance(gone, list)
    said = {key: str(entry.get(key, "")) for key in ("means", "wrong", "right", "in", "told-by")}
    return Lesson(
        name,
        chapter,
        said["means"],
        said["wrong"],
        said["right"],
        put=str(entry.get("put", "text")),
        place=said["in"],
        made={str(path): LARGE.get(str(text), str(text)) for path, text in made.items()},
        gone=tuple(str(path) for path in gone),
        told_by=said["told-by"],
    )


def document() -> str:
    """The text of `docs/content-rules.md`."""
    parts = [BOOK.joinpath("content-rules.md").read_text(encoding="utf-8").rstrip()]
    chapter = ""
    for lesson in lessons():
        if lesson.chapter != chapter:
            chapter = lesson.chapter
            parts.append(f"## {chapter}")
        parts.append(_shown(lesson))
    return "\n\n".join(parts) + "\n"


def _shown(lesson: Lesson) -> str:
    where = f" (in `{lesson.place}`)" if lesson.place else " (in the front matter)" if lesson.put == "field" else ""
    told = f" Told by {lesson.told_by}." if lesson.told_by else ""
    shown = [f"### {lesson.name}", f"{lesson.means}{told}"]
    if lesson.made or lesson.gone or lesson.told_by or lesson.wrong in SAID:
        shown.append(f"- wrong: {SAID.get(lesson.wrong, lesson.wrong)}\n- right: {_flat(lesson.right)}")
    else:
        shown.append(f"Wrong{where}:\n\n{_fenced(lesson.wrong)}\n\nRight:\n\n{_fenced(lesson.right)}")
    return "\n\n".join(shown)


def _flat(text: str) -> str:
    return text.replace("\n\n", " ⏎ ")


def _fenced(text: str) -> str:
    visible = "".join(sign if sign.isprintable() or sign == "\n" else f"⟨U+{ord(sign):04X}⟩" for sign in text)
    return f"~~~text\n{visible.rstrip()}\n~~~"


if __name__ == "__main__":
    sys.stdout.write(document())
