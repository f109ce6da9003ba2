"""The documents say what the program does: every example is run, every list is compared with the code."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest
import typer.main

from bot import cli
from bot.core.activity import ActivityKind, QuestionKind
from bot.core.safety import screen
from bot.curriculum import front_matter, header
from bot.curriculum.checks import check
from bot.curriculum.families import read_families
from bot.curriculum.findings import Findings
from bot.curriculum.loader import load_text
from bot.curriculum.words import read_words
from bot.curriculum.yaml_files import YamlFile

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^```(\S*)[ ]?(.*)\n((?:(?!```).*\n)*)```$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """A fenced block: its language, its marks such as `id=lessons/early/x`, and its text."""

    language: str
    marks: dict[str, str]
    text: str


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def examples(name: str) -> Iterator[Example]:
    for language, marks, text in FENCE.findall(read(name)):
        pairs = (mark.partition("=") for mark in marks.split())
        yield Example(language, {key: value for key, _, value in pairs}, text)


for e in examples("docs/writing.md"):
    print(e.language, e.marks)
