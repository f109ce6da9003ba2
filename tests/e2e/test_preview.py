"""An editor looks at files in the chat: drafts too, as their readers will meet them, and nothing of it is kept."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.interpret import activity_number
from bot.simulator import Person
from tests.e2e.living import Begun, Living, going_on
from tests.small_program import SMALL_PROGRAM

EDA = 3001
DRAFT = "lessons/early/waves"


@pytest.fixture
async def program(begun: Begun, tmp_path: Path) -> AsyncIterator[Living]:
    """The program, running on a folder with a draft in it."""
    library = tmp_path / "library"
    shutil.copytree(SMALL_PROGRAM, library)
    text = (library / "en/lessons/early/cravings-come-and-go.md").read_text("utf-8")
    draft = text.replace("kind: lesson", "kind: lesson\nstatus: draft").replace("Cravings come and go", "Waves")
    (library / "en" / f"{DRAFT}.md").write_text(draft, "utf-8")
    async with going_on(begun, tmp_path, content_dir=library) as alive:
        yield alive


@pytest.fixture
async def eda(program: Living) -> Person:
    """An editor."""
    return await program.enrol_staff(EDA, "Eda", "editor")


async def test_an_editor_sees_the_list_after_joining_and_plays_a_draft_that_leaves_no_trace(
    program: Living, eda: Person, dana: Person
) -> None:
    first = program.last(eda)
    heard = len(dana.sees)
    began = await program.taps(eda, "Draft: Waves")
    quiz = await program.taps(eda, "Next", "Next", "Next")
    feedback = await program.taps(eda, "It climbs")
    closing = await program.taps(eda, "Next")
    linked = await program.taps(eda, "Practice with a wave")
    listed = await program.taps(eda, "All files")
    await program.taps(eda, "checkins (", "Daily check-in")
    strong = await program.taps(eda, "9", "3", "Yes", "No")
    number = (await program.record(eda)).id
    answers = await program.ask(lambda unit: unit.answers.all_for(number))
    runs = await program.ask(lambda unit: unit.runs.all_for(number))

    assert "Draft: Waves" in first.buttons
    assert "Nothing that you tap or write here is kept." in began.text
    assert "What comes next?" in quiz.text
    assert "tops do not last" in feedback.text
    assert "Practice with a wave" in closing.buttons
    assert "Nothing that you tap or write here is kept." in linked.text
    assert "Which file would you like to see?" in listed.text
    assert "All files" in strong.buttons
    assert answers == []
    assert {run.outcome for run in runs} == {None, "left"}
    assert len(dana.sees) == heard


async def test_words_of_danger_in_a_preview_get_the_card_and_are_not_kept(program: Living, eda: Person) -> None:
    await program.does(eda, "/preview")
    await program.taps(eda, "checkins (")
    await program.does(eda, "I want to kill myself tonight")
    number = (await program.record(eda)).id

    assert "988" in program.chat_text(eda)
    assert await program.ask(lambda unit: unit.alerts.all_for(number)) == []


async def test_nobody_else_can_look_at_drafts(program: Living, sam: Person, dana: Person) -> None:
    for person in (sam, dana):
        await program.does(person, "/preview")
        person.taps_data(program.last(person).message_id, f"m.previewopen.{activity_number(DRAFT)}")
        await program.rest()

        assert "Waves" not in program.chat_text(person)
        assert await program.outcomes(person, DRAFT) == []


async def test_an_editors_help_is_about_files(program: Living, eda: Person) -> None:
    assert "/preview" in (await program.does(eda, "/help")).text
