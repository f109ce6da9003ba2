"""`companion content preview` says what is wrong with its arguments before anything is opened."""

from pathlib import Path

import pytest

from bot.cli import run
from bot.cli.previewing import READERS
from bot.preview_reader import READERS as KNOWN
from tests.small_program import SMALL_PROGRAM

LESSON = str(SMALL_PROGRAM / "en/lessons/early/cravings-come-and-go.md")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([LESSON, "--as", "rising-cravings"], "did you mean rising-craving?"),
        ([str(SMALL_PROGRAM / "en/labels.ftl")], "is no activity"),
        ([str(Path("nowhere.md"))], "is not there"),
        ([str(Path(__file__).parents[2] / "README.md")], "is no activity"),
    ],
)
def test_a_wrong_argument_is_told_in_one_line(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run(["content", "preview", "--no-browser", *arguments])

    line = capsys.readouterr().err
    assert (status, line.count("\n"), told in line) == (2, 1, True)


def test_the_help_names_every_reader() -> None:
    assert READERS.split(", ") == list(KNOWN)
