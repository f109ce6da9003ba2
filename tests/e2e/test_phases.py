"""A move to the next phase: proposed by the counselor, agreed by the person, never automatic."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.curriculum.catalog import shipped_folder
from bot.simulator import Person
from tests.e2e.living import Begun, Living, going_on


@pytest.fixture
async def program(begun: Begun, tmp_path: Path) -> AsyncIterator[Living]:
    """The same people, with everything that is shipped."""
    async with going_on(begun, tmp_path, content_dir=shipped_folder()) as alive:
        yield alive


async def proposes(program: Living, dana: Person, sam: Person) -> None:
    await program.does(dana, "/caseload")
    await program.taps(dana, (await program.record(sam)).code)
    await program.taps(dana, "Propose the next phase", "Yes, propose it")


async def reads(program: Living, sam: Person) -> None:
    """Sam opens the line and reads what changes."""
    await program.taps(sam, "Open", "Next", "Next", "Skip")
    await program.taps(sam, "Next", "Skip", "Next", "Next")
    await program.at(timedelta(seconds=3))


async def test_a_phase_is_proposed_read_and_agreed_to(program: Living, sam: Person, dana: Person) -> None:
    await proposes(program, dana, sam)
    line = program.last(sam)
    assert line.text == "There is something to look at together, when you have a few minutes."
    assert (await program.record(sam)).phase == "iop"

    await reads(program, sam)
    assert "Does this move feel right to you?" in program.last(sam).text
    told = await program.taps(sam, "Yes, it fits")

    person = await program.record(sam)
    changes = await program.ask(lambda unit: unit.history.of(person.id, "phase"))
    counselor = await program.record(dana)
    assert person.phase == "op"
    assert (changes[-1].old, changes[-1].new, changes[-1].by) == ("iop", "op", counselor.id)
    assert "everything of yours stays" in told.text
    assert "Agreed to the next phase" in (await program.does(dana, "/today")).text


async def test_who_wants_to_talk_first_stays_where_they_are(program: Living, sam: Person, dana: Person) -> None:
    await proposes(program, dana, sam)
    await reads(program, sam)

    await program.taps(sam, "I want to talk first")

    assert (await program.record(sam)).phase == "iop"
    assert "Wants to talk before the next phase" in (await program.does(dana, "/today")).text


async def test_reading_about_a_move_that_nobody_proposed_moves_nobody(program: Living, sam: Person) -> None:
    page = await program.does(sam, "/menu")
    for data in ("m.phaseyes", "m.phasetalk", "m.phase"):
        sam.taps_data(page.message_id, data)
        await program.rest()

    await program.at(timedelta(days=30))

    assert (await program.record(sam)).phase == "iop"


async def test_while_somebody_is_in_danger_no_move_is_proposed(program: Living, sam: Person, dana: Person) -> None:
    await program.does(sam, "I want to kill myself tonight")
    await program.does(dana, "/caseload")

    record = await program.taps(dana, (await program.record(sam)).code)

    assert "Propose the next phase" not in record.buttons
