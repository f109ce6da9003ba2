"""A content folder that is changed while the program runs: taken whole or not at all, and its editors are told."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.curriculum.watching import QUIET
from bot.simulator import Person
from tests.e2e.living import Begun, Living, going_on
from tests.small_program import SMALL_PROGRAM

LESSON, OLD, NEW = "lessons/early/cravings-come-and-go", "A craving moves like water.", "A pull is like a tide."
EDA = 3001
MIDNIGHT, MORNING = datetime(2026, 1, 14, 5, 0, tzinfo=UTC), datetime(2026, 1, 14, 13, 1, tzinfo=UTC)
"""In New York, the program's zone; quiet hours end at 08:00."""


@pytest.fixture
async def program(begun: Begun, tmp_path: Path) -> AsyncIterator[Living]:
    """The program, running on a folder that its editor can change."""
    shutil.copytree(SMALL_PROGRAM, tmp_path / "library")
    async with going_on(begun, tmp_path, content_dir=tmp_path / "library") as alive:
        yield alive


@pytest.fixture
async def eda(program: Living) -> Person:
    """An editor."""
    return await program.enrol_staff(EDA, "Eda", "editor")


def rewrite(program: Living, path: str, old: str, new: str) -> None:
    """An editor changes words in a file."""
    file = program.folder / "library" / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


async def looks(program: Living) -> None:
    """The program looks at the folder until what changed was read, and says what came of it."""
    for _ in range(QUIET):
        await program.program.reloader.look()
    await program.rest()


async def test_a_changed_library_is_taken_and_a_lesson_that_was_begun_ends_as_it_began(
    program: Living, eda: Person, sam: Person
) -> None:
    await program.does(sam, "/lesson")

    rewrite(program, f"en/{LESSON}.md", OLD, NEW)
    await looks(program)
    told = program.last(eda).text
    begun_before = await program.taps(sam, "Next")
    lee = await program.enrol(2003, "Lee", "en")
    await program.does(lee, "/lesson")
    begun_after = await program.taps(lee, "Next")
    current = await program.ask(lambda unit: unit.versions.current(LESSON, "en"))

    assert told == "Taken. Your files are in use now. One text is new."
    assert OLD in begun_before.text
    assert NEW not in begun_before.text
    assert NEW in begun_after.text
    assert current is not None
    assert NEW in current.source


async def test_a_library_with_faults_changes_nothing_and_its_editor_hears_once_where_they_are(
    program: Living, eda: Person, dana: Person, sam: Person
) -> None:
    rewrite(program, "en/checkins/daily.md", "kind: checkin", "kind: chekin")
    rewrite(program, f"en/{LESSON}.md", OLD, NEW)
    rewrite(program, "en/safety.yaml", "urgent", "urgend")
    await looks(program)
    first = len(eda.sees)
    told = program.last(eda).text
    rewrite(program, "en/labels.ftl", "# ", "## ")
    await looks(program)
    again = len(eda.sees)
    lesson = await program.does(sam, "/lesson")
    lesson = await program.taps(sam, "Next")
    await program.does(sam, "I want to kill myself tonight")

    assert told.startswith("Not taken, the version before stays. ")
    assert "en/checkins/daily.md:2: " in told
    assert "\n" not in told
    assert again == first
    assert OLD in lesson.text
    assert "988" in program.chat_text(sam)
    assert "Not taken" not in program.chat_text(dana)


async def test_a_library_without_the_numbers_of_the_country_is_not_taken_and_a_mended_one_is(
    program: Living, eda: Person
) -> None:
    rewrite(program, "crisis.yaml", "US:", "MX:")
    await looks(program)
    refused = program.last(eda).text
    rewrite(program, "crisis.yaml", "MX:", "US:")
    await looks(program)

    assert "crisis.yaml:1: there are no numbers for US" in refused
    assert program.last(eda).text == "Taken. Your files are in use now."


async def test_an_editor_who_sleeps_hears_in_the_morning_and_of_the_newest_only(program: Living, eda: Person) -> None:
    await program.at(MIDNIGHT)
    before = len(eda.sees)

    rewrite(program, "en/checkins/daily.md", "kind: checkin", "kind: chekin")
    await looks(program)
    rewrite(program, "en/checkins/daily.md", "kind: chekin", "kind: checkin")
    await looks(program)
    by_night = len(eda.sees)
    await program.at(MORNING)

    assert by_night == before
    assert [heard.text for heard in eda.sees[before:]] == ["Taken. Your files are in use now."]
