"""Laws of the house: what no file may hold, and which floor may know what. Each law is shown a breach as well."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.breaking import BREAKS

ROOT = Path(__file__).resolve().parent.parent
MODULE_LINES, FUNCTION_LINES = 300, 50
"""Where a module or function stops fitting into one head (the guide aims at 150 and 15)."""

CLOCKS = {"bot/clock.py", "bot/simulator/clock.py"}
MIGRATIONS = "bot/storage/migrations/versions/"
VAGUE = {"utils", "helpers", "common", "manager", "managers", "misc"}
SQL = {"sqlalchemy", "sqlmodel", "sqlite3", "psycopg", "alembic"}
IMPURE = {"asyncio", "sqlite3", "socket", "subprocess", "threading", "urllib.request", "http", "tempfile", "shutil"}
"""Parts of the standard library that wait, read or write: the core decides and does nothing."""


def _whole(text: str) -> str:
    """Without the `~` that keep this file from holding what it looks for."""
    return text.replace("~", "")


HOSTS = re.compile(_whole(r"py~pi\.org|python~hosted\.org|npm~js\.|deb~ian\.org|crates~\.io|proxy\.go~lang"))
MACHINE = re.compile(_whole(r"(?<![\w./-])/(?:wo~rk|fa~rm|ro~ot|ho~me/\w|Us~ers/\w|tm~p/\w)[/.\w-]*"))
UNFINISHED = re.compile(_whole(r"\b(?:TO~DO|FIX~ME|XX~X|coming so~on)\b"))

Law = Callable[[str, str], list[str]]


def _tree(text: str) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(text))


def _imports(text: str) -> list[tuple[int, str]]:
    found = []
    for node in _tree(text):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append((node.lineno, node.module))
    return found


def _lines_with(pattern: re.Pattern[str], text: str) -> list[str]:
    return [f"line {number}" for number, line in enumerate(text.splitlines(), 1) if pattern.search(line)]


def _python_of(path: str, folder: str) -> bool:
    return path.startswith(folder) and path.endswith(".py")


def registry_hosts(path: str, text: str) -> list[str]:
    """No package registry's host is named: where packages come from is the machine's business."""
    return _lines_with(HOSTS, text)


def machine_paths(path: str, text: str) -> list[str]:
    """No path of somebody's machine is named: it is nowhere else."""
    return _lines_with(MACHINE, text)


def unfinished(path: str, text: str) -> list[str]:
    """Nothing half-built is left behind a door: what is not there says so and ends with 2."""
    return _lines_with(UNFINISHED, text) if path.endswith((".py", ".js", ".md", ".yaml", ".ftl")) else []


def long_modules(path: str, text: str) -> list[str]:
    """A module of the program fits into one head."""
    lines = text.count("\n")
    counts = _python_of(path, "bot/") and not path.startswith(MIGRATIONS)
    return [f"{lines} lines"] if counts and lines > MODULE_LINES else []


def long_functions(path: str, text: str) -> list[str]:
    """A function of the program fits on one screen."""
    if not _python_of(path, "bot/") or path.startswith(MIGRATIONS):
        return []
    functions = [node for node in _tree(text) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    sizes = [(node.name, (node.end_lineno or node.lineno) - node.lineno + 1) for node in functions]
    return [f"{name} has {size} lines" for name, size in sizes if size > FUNCTION_LINES]


def clock_reads(path: str, text: str) -> list[str]:
    """Time is an argument (law 7): only the two clocks read it. A monotonic clock measures, and tells no time."""
    if not _python_of(path, "bot/") or path in CLOCKS:
        return []
    read = re.compile(r"(?:datetime\.)?(?:datetime\.(?:now|utcnow|today)|date\.today)|time\.(?:time|time_ns|localtime)")
    names = [(node.lineno, ast.unparse(node)) for node in _tree(text) if isinstance(node, ast.Attribute)]
    return [f"line {line}: {name}" for line, name in names if read.fullmatch(name)]


def telegram_outside_chat(path: str, text: str) -> list[str]:
    """Only the chat floor knows Telegram's library."""
    if not _python_of(path, "bot/") or path.startswith("bot/chat/"):
        return []
    return [f"line {line}: {name}" for line, name in _imports(text) if name.split(".")[0] == "telegram"]


def sql_outside_storage(path: str, text: str) -> list[str]:
    """Only the storage floor knows a database."""
    if not _python_of(path, "bot/") or path.startswith("bot/storage/"):
        return []
    return [f"line {line}: {name}" for line, name in _imports(text) if name.split(".")[0] in SQL]


def impure_core(path: str, text: str) -> list[str]:
    """The core is the pure part of the standard library: no file, no network, nothing to wait for."""
    if not _python_of(path, "bot/core/"):
        return []
    foreign = [
        f"line {line}: {name}"
        for line, name in _imports(text)
        if not name.startswith("bot.core")
        and (name.split(".")[0] not in sys.stdlib_module_names or {name, name.split(".")[0]} & IMPURE)
    ]
    waits = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
    waiting = [f"line {node.lineno}: async" for node in _tree(text) if isinstance(node, waits)]
    calls = [node for node in _tree(text) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    opened = [f"line {call.lineno}: open" for call in calls if ast.unparse(call.func) in {"open", "print", "input"}]
    return [*foreign, *waiting, *opened]


def swallowed_errors(path: str, text: str) -> list[str]:
    """An error that nobody can act on is not caught, and none is dropped without a word."""
    if not _python_of(path, "bot/"):
        return []
    return [
        f"line {node.lineno}"
        for node in _tree(text)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        and all(isinstance(step, ast.Pass | ast.Continue) for step in node.body)
    ]


def vague_names(path: str, text: str) -> list[str]:
    """A room that is named after nothing collects everything."""
    parts = {part.removesuffix(".py") for part in Path(path).parts}
    return sorted(parts & VAGUE)


def silent_modules(path: str, text: str) -> list[str]:
    """Each module says in its first lines what it is for."""
    if not _python_of(path, "bot/") or path.startswith(MIGRATIONS):
        return []
    return [] if not text.strip() or ast.get_docstring(ast.parse(text)) else ["no docstring"]


LAWS: list[Law] = [
    registry_hosts, machine_paths, unfinished, long_modules, long_functions, clock_reads, telegram_outside_chat,
    sql_outside_storage, impure_core, swallowed_errors, vague_names, silent_modules,
]  # fmt: skip

BREACHES: list[tuple[Law, str, str]] = [
    (registry_hosts, ".ci/run", _whole("curl https://py~pi.org/simple")),
    (machine_paths, "README.md", _whole("See /wo~rk/main/README.md.")),
    (machine_paths, "bot/app.py", _whole('HERE = "/ho~me/sam/companion"')),
    (unfinished, "bot/app.py", _whole("x = 1  # TO~DO: all of it")),
    (long_modules, "bot/app.py", "x = 1\n" * (MODULE_LINES + 1)),
    (long_functions, "bot/app.py", "def f():\n" + "    x = 1\n" * FUNCTION_LINES),
    (clock_reads, "bot/services/due.py", "from datetime import datetime\nnow = datetime.now()"),
    (clock_reads, "bot/core/days.py", "import datetime\nnow = datetime.datetime.now"),
    (clock_reads, "bot/app.py", "import time\nstart = time.time()"),
    (telegram_outside_chat, "bot/services/send.py", "from telegram.error import Forbidden"),
    (sql_outside_storage, "bot/services/due.py", "def f():\n    import sqlite3"),
    (impure_core, "bot/core/rules.py", "import yaml"),
    (impure_core, "bot/core/rules.py", "import asyncio"),
    (impure_core, "bot/core/rules.py", "from bot.storage import runs"),
    (impure_core, "bot/core/rules.py", "async def f(): pass"),
    (impure_core, "bot/core/rules.py", "text = open('words.yaml').read()"),
    (swallowed_errors, "bot/app.py", "try:\n    f()\nexcept Exception:\n    pass"),
    (vague_names, "bot/services/utils.py", ""),
    (silent_modules, "bot/app.py", "import os"),
]


def _files() -> dict[str, str]:
    """Every text of the project that git has or would take, by path."""
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    texts = {}
    for name in sorted(filter(None, listed.split("\0"))):
        path = ROOT / name
        if path.is_file() and b"\0" not in (raw := path.read_bytes()):
            texts[name] = raw.decode("utf-8", "replace")
    return texts


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return _files()


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_no_file_breaks_the_law(law: Law, files: dict[str, str]) -> None:
    broken = [f"{path}: {what}" for path, text in files.items() for what in law(path, text)]

    assert len(files) > 100, "the files of the project were not found"
    assert not broken, "\n".join([law.__doc__ or "", *broken])


@pytest.mark.parametrize(("law", "path", "text"), BREACHES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_breach_of_the_law_is_found(law: Law, path: str, text: str) -> None:
    assert law(path, text) != []


def test_every_law_is_shown_a_breach() -> None:
    assert {law.__name__ for law in LAWS} == {law.__name__ for law, _, _ in BREACHES}


def test_every_law_has_a_break_and_its_words_are_still_there() -> None:
    gone = [each.how for each in BREAKS if (ROOT / each.file).read_text("utf-8").count(each.old) != 1]

    assert gone == []
    assert {each.law for each in BREAKS} == set(range(1, 15))


def test_every_break_names_a_test_that_exists() -> None:
    named = [each.test.partition("::") for each in BREAKS]

    assert [name for path, _, name in named if f"def {name}" not in (ROOT / path).read_text("utf-8")] == []
