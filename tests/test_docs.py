"""The documents say what the program does: every example is run, every list is compared with the code."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

import pytest
import yaml
from typer.main import get_command

from bot import cli
from bot.core.activity import ActivityKind, QuestionKind
from bot.core.safety import screen
from bot.curriculum.checks import check
from bot.curriculum.families import read_families
from bot.curriculum.findings import Findings
from bot.curriculum.front_matter import FIELDS
from bot.curriculum.loader import load_text
from bot.curriculum.words import read_words
from bot.curriculum.yaml_files import YamlFile
from bot.settings import FixedSettings, Settings, read_settings

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^```(\w+) ?(.*)\n((?:(?!```).*\n)*)```$", re.MULTILINE)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
DOCUMENTS = ["README.md", "CHANGELOG.md", "docs/architecture.md", "docs/reliability.md", "docs/writing.md"]
LESSON = "lessons/early/ten-minutes"

BUILT = [
    "demo", "setup", "run", "invite", "people", "content check", "export", "keys new", "safety classify",
    "audit verify", "assign", "discharge", "revoke", "doctor", "deliveries", "erase",
    "content preview", "group add", "group list", "group member", "group cancel", "group move",
    "appointment add", "appointment list", "appointment move", "appointment cancel", "attendance",
    "content new", "content list", "content graph", "content report",
]  # fmt: skip
NOT_BUILT = [
    "backup", "restore", "migrate-to", "keys rotate",
]  # fmt: skip
"""Both lists together are the commands that people rely on; one moves from the second to the first, none goes away."""


@dataclass(frozen=True, slots=True)
class Example:
    """A fenced block of a document: its language, its marks such as `id=lessons/early/x`, and its text."""

    language: str
    marks: dict[str, str]
    text: str


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def examples(*languages: str) -> list[Example]:
    """The blocks of the writing guide in these languages, in their order."""
    found = []
    for language, marks, text in FENCE.findall(read("docs/writing.md")):
        pairs = (mark.partition("=") for mark in marks.split())
        found.append(Example(language, {key: value for key, _, value in pairs}, text))
    return [example for example in found if example.language in languages]


def lesson_in(language: str) -> str:
    return next(
        example.text
        for example in examples("markdown")
        if example.marks["id"] == LESSON and example.marks.get("language", "en") == language
    )


def slips() -> list[tuple[str, str, list[str]]]:
    """What the guide shows as mistakes: the line as it was, as it was written, and the lines that are told."""
    shown = iter(examples("diff", "text"))
    return [
        (*[line[1:] for line in slip.text.splitlines()], told.text.splitlines())
        for slip, told in zip(shown, shown, strict=True)
    ]


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped content with the lesson of the guide and its twin, as an editor has it after the first two steps."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    for language in ("en", "es"):
        write(tmp_path / "content", language, lesson_in(language))
    monkeypatch.chdir(tmp_path)
    return Path("content")


def write(folder: Path, language: str, text: str) -> None:
    path = folder / language / f"{LESSON}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def told_about(folder: Path) -> list[str]:
    return [line for line in check(folder).lines() if f"{LESSON}.md" in line]


@pytest.mark.parametrize("example", examples("markdown"), ids=lambda example: "-".join(example.marks.values()))
def test_every_example_file_can_be_read(example: Example) -> None:
    id, language = example.marks["id"], example.marks.get("language", "en")
    english = lesson_in("en") if language != "en" else ""

    loaded = load_text(example.text, id, language, english=english)

    assert [str(fault) for fault in loaded.faults] == []
    assert loaded.activities[language, id].pages


def test_the_lesson_of_the_guide_is_taken_without_a_fault_or_a_warning(content: Path) -> None:
    assert told_about(content) == []


@pytest.mark.parametrize(("was", "written", "told"), slips(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_slip_is_told_in_the_words_of_the_guide(content: Path, was: str, written: str, told: list[str]) -> None:
    lesson = lesson_in("en")
    assert f"\n{was}\n" in lesson

    write(content, "en", lesson.replace(f"\n{was}\n", f"\n{written}\n"))

    assert told_about(content) == told


def test_the_example_of_words_finds_what_it_says() -> None:
    findings = Findings("words.yaml")
    text = next(example.text for example in examples("yaml") if "words.yaml" in example.marks)

    words = read_words(YamlFile(findings, "words"), text)

    assert findings.faults == []
    assert [hit.better for hit in words.find("stigma", "Two addicts, who tested dirty.")] == [
        "a person who uses",
        "tested positive",
    ]
    assert [hit.words for hit in words.find("telling", "Your sobriety in recovery")] == ["recovery"]


def test_the_example_of_safety_finds_what_it_says() -> None:
    findings = Findings("safety.yaml")
    text = next(example.text for example in examples("yaml") if "safety.yaml" in example.marks)
    sentences = [json.loads(line) for example in examples("jsonl") for line in example.text.splitlines()]

    families = read_families({"en": (YamlFile(findings, "safety"), text)})

    assert findings.faults == []
    assert families is not None
    assert [screen(said["text"], "en", families).kind for said in sentences] == [said["kind"] for said in sentences]
    assert len(sentences) >= 5


def test_the_guide_names_every_field_and_every_kind() -> None:
    guide = read("docs/writing.md")
    fields = set(re.findall(r"`(\w+)`", "\n".join(re.findall(r"^\| (`[^|]*) \| .* \| .* \|$", guide, re.MULTILINE))))

    missing = [field for field in FIELDS if field not in fields]
    unnamed = [kind for kind in get_args(QuestionKind) if f"| `{kind}`" not in guide]
    unlisted = [kind for kind in get_args(ActivityKind) if kind not in guide]

    assert (missing, unnamed, unlisted) == ([], [], [])


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_guide_names_every_key_that_the_shipped_safety_file_uses(language: str) -> None:
    guide = read("docs/writing.md").partition("## `safety.yaml`")[2]
    shipped = yaml.safe_load(read(f"content/{language}/safety.yaml"))
    keys = {*shipped, *(key for family in shipped["families"] for key in family)}

    assert [key for key in sorted(keys) if not re.search(rf"`{key}[:` ]|^ *-? ?{key}:", guide, re.MULTILINE)] == []


def env_lines() -> dict[str, str]:
    return dict(re.findall(r"^#([A-Z_]+)=(.*)$", read(".env.example"), re.MULTILINE))


def test_the_example_settings_are_all_settings_with_their_defaults() -> None:
    defaults = {
        name.upper(): "" if field.default is None else str(field.default)
        for name, field in Settings.model_fields.items()
    }

    assert env_lines() == defaults


def test_each_example_setting_says_what_it_means() -> None:
    for name in env_lines():
        assert re.search(rf"^# .+\n#{name}=", read(".env.example"), re.MULTILINE), name


def test_the_example_settings_can_be_used_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in env_lines():
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".env").write_text("\n".join(f"{name}={value}" for name, value in env_lines().items()), "utf-8")

    assert read_settings().model_dump() == FixedSettings().model_dump()


def test_the_readme_has_its_two_commands_each_on_one_line() -> None:
    commands = re.findall(r"^python3 .*$", read("README.md"), re.MULTILINE)

    assert [command.rsplit("&& ", 1)[1] for command in commands] == [
        ".venv/bin/companion demo",
        ".venv/bin/pytest -n 2",
    ]
    assert all("venv --without-pip" in command for command in commands), "ensurepip is missing on Debian"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_to_a_file(name: str) -> None:
    text = FENCE.sub("", read(name))
    targets = [target for target in LINK.findall(re.sub(r"`[^`\n]*`", "", text)) if not urlsplit(target).scheme]

    missing = [target for target in targets if not ((ROOT / name).parent / target.partition("#")[0]).exists()]

    assert missing == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_in_the_documents_exists(name: str) -> None:
    known = {command.split()[0] for command in (*BUILT, *NOT_BUILT)}

    assert set(re.findall(r"(?:`|^    |/bin/|/)companion ([a-z][a-z-]+)", read(name), re.MULTILINE)) <= known


def test_the_tests_that_guard_the_laws_exist() -> None:
    page = read("docs/architecture.md")
    guards = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page)

    missing = [f"{file}::{test}" for file, test in guards if f"def {test}(" not in read(file)]

    assert len(guards) >= 14
    assert missing == []


def test_every_promise_of_reliability_names_tests_that_exist() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", read("docs/reliability.md"))

    missing = [f"{file}::{test}" for file, test in named if f"def {test}(" not in read(file)]

    assert len(named) >= 25
    assert missing == []


def test_every_room_named_on_the_page_of_the_house_exists() -> None:
    named = re.findall(r"`([a-z_]+(?:/[a-z_]+)*(?:\.py|/))`", read("docs/architecture.md"))
    rooms = [ROOT / "bot", ROOT / "bot/services", ROOT]

    missing = [name for name in named if not any((room / name).exists() for room in rooms)]

    assert len(named) > 30
    assert missing == []


@pytest.mark.parametrize("command", [*BUILT, *NOT_BUILT])
def test_every_command_has_a_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = cli.run([*command.split(), "--help"])

    told = capsys.readouterr()
    assert (status, told.err) == (0, "")
    assert told.out.startswith(f"Usage: companion {command}")
    summary = " ".join(told.out.partition("\nOptions:")[0].split())
    assert ("(Not built yet.)" in summary) == (command in NOT_BUILT)


@pytest.mark.parametrize("command", [*NOT_BUILT, "invite family", "export --format fhir out"])
def test_what_is_not_built_says_so_in_one_line_and_ends_with_2(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    status = cli.run(command.split())

    told = capsys.readouterr()
    assert (status, told.out) == (2, "")
    assert told.err.count("\n") == 1
    assert "not built yet" in told.err
    assert list(tmp_path.iterdir()) == []


def commands_of(command: object, path: str = "") -> Iterator[str]:
    below = getattr(command, "commands", None)
    if below is None:
        yield path
        return
    for name, child in below.items():
        yield from commands_of(child, f"{path} {name}".strip())


def test_the_program_has_these_commands_and_no_others() -> None:
    assert sorted(commands_of(get_command(cli.app_of()))) == sorted([*BUILT, *NOT_BUILT])


def test_each_module_of_the_command_line_has_the_commands_it_is_asked_for() -> None:
    asked = {room: sorted(words) for room, words in cli.ROOMS.items()}

    assert {room: sorted(get_command(cli.app_of(words[0])).commands) for room, words in asked.items()} == asked


@pytest.mark.parametrize("program", [["-m", "bot"], ["-c", "from bot.cli import main; main()"]])
def test_the_program_is_the_same_by_either_name(program: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, *program, "backup", "x"], cwd=ROOT, capture_output=True, text=True, timeout=60
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("companion: `companion backup` is not built yet")
