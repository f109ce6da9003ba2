"""Promises of the rulebook: every rule that is told stands in it, and every example of it is told by its rule."""

import ast
from pathlib import Path

import pytest

from bot.curriculum import rulebook
from bot.curriculum.checks import check
from bot.curriculum.rulebook import Lesson, document, lessons
from tests.curriculum.folders import EXTRA, GOOD, write
from tests.curriculum.mistakes import MISTAKES, WARNINGS

ROOT = Path(rulebook.__file__).resolve().parents[2]
BOOK = {lesson.name: lesson for lesson in lessons()}
FAMILIES = ("language-", "words-")
"""Rules whose names are put together while they are told."""


def test_the_document_is_current() -> None:
    assert (ROOT / "docs/content-rules.md").read_text(encoding="utf-8") == document()


def twin(rule: str) -> dict[str, str]:
    """A translation of the example, with the words that are sent unasked where the example is about them."""
    prompt = f"{rule.replace('-', '_')}: Hola.\n" if rule.startswith("prompt") else ""
    return {"es/lessons/extra.md": f"---\ntitle: Más\n{prompt}---\n\nHola.\n"}


def told(root: Path, lesson: Lesson, example: str) -> set[str]:
    files: dict[str, str | bytes | None] = dict.fromkeys(lesson.gone)
    for path, text in lesson.made.items():
        latin = text.startswith("latin-1:")
        files[path] = text.removeprefix("latin-1:").encode("latin-1" if latin else "utf-8")
    if lesson.place:
        text = str(GOOD[lesson.place])
        assert lesson.right in text
        files[lesson.place] = text.replace(lesson.right, example, 1)
    elif not files:
        files |= {EXTRA: lesson.text(example), **twin(lesson.name)}
    report = check(write(root, files), "content")
    return {fault.rule for fault in (*report.faults, *report.warnings)}


@pytest.mark.parametrize("lesson", [lesson for lesson in BOOK.values() if not lesson.told_by], ids=lambda one: one.name)
def test_the_example_of_a_rule_is_told_by_it_and_its_mending_is_not(tmp_path: Path, lesson: Lesson) -> None:
    assert lesson.name in told(tmp_path / "wrong", lesson, lesson.wrong)
    if not (lesson.made or lesson.gone):
        assert lesson.name not in told(tmp_path / "right", lesson, lesson.right)


def names_in_code() -> set[str]:
    """Every word that is handed on as the name of a rule: the second of `fault(line, rule, …)`, the fourth of
    `Fault(path, line, message, rule)`, the second of `YamlFile(findings, rule)`, and the values of `RULE`."""
    places = {"fault": 1, "warning": 1, "Fault": 3, "YamlFile": 1}
    found: set[str] = set()
    for file in sorted((ROOT / "bot/curriculum").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                words = node.args[places[name] : places[name] + 1] if name in places and len(node.args) > 2 else []
                found |= {
                    word.value for word in words if isinstance(word, ast.Constant) and isinstance(word.value, str)
                }
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("RULE", "rule"):
                found |= {str(node.value.value)} if isinstance(node.value, ast.Constant) else set()
    return found


def test_every_rule_that_the_code_names_stands_in_the_book() -> None:
    found = names_in_code()

    assert len(found) > 50
    assert sorted(found - BOOK.keys()) == []


def test_every_rule_that_a_mistake_is_told_by_stands_in_the_book() -> None:
    assert {rule for *_, rule in (*MISTAKES, *WARNINGS)} - BOOK.keys() == set()


def test_every_rule_says_what_it_means_and_shows_a_mistake_and_its_mending() -> None:
    assert [one.name for one in BOOK.values() if not (one.means and one.wrong and one.right)] == []
