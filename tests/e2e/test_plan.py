"""The personal plan: one's own words, kept, changed, and given back when they are needed."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.curriculum.catalog import shipped_folder
from bot.simulator import Person
from tests.e2e.living import Begun, Living, going_on

REASONS = "worksheets/my-reasons"


@pytest.fixture
async def program(begun: Begun, tmp_path: Path) -> AsyncIterator[Living]:
    """The same people, with everything that is shipped."""
    async with going_on(begun, tmp_path, content_dir=shipped_folder()) as alive:
        yield alive


async def writes_reasons(program: Living, sam: Person) -> None:
    """Sam writes one reason, and whom it is for."""
    await program.does(sam, "/plan")
    await program.taps(sam, "+ My reasons")
    await program.taps(sam, "Next")
    await program.does(sam, "My boat on the lake")
    await program.taps(sam, "Skip")
    await program.does(sam, "Rosa")


async def test_the_plan_begins_empty_and_shows_ones_own_words_once_they_are_there(program: Living, sam: Person) -> None:
    begins = await program.does(sam, "/plan")
    assert "This is where your own words are kept." in begins.text
    assert "+ My reasons" in begins.buttons
    assert "+ My plan for strong waves" in begins.buttons

    await writes_reasons(program, sam)
    plan = await program.does(sam, "/plan")

    assert "My boat on the lake" in plan.text
    assert "My reasons" in plan.buttons
    assert "+ My plan for strong waves" in plan.buttons


async def test_a_part_is_read_and_changed_on_any_later_day(program: Living, sam: Person) -> None:
    await writes_reasons(program, sam)
    await program.at(timedelta(days=9))
    await program.does(sam, "/plan")

    part = await program.taps(sam, "My reasons")
    assert "One reason that is yours?" in part.text
    assert "Rosa" in part.text
    await program.taps(sam, "Change it", "One reason that is yours?")
    await program.does(sam, "To sleep")
    after = await program.does(sam, "/plan")

    assert "To sleep" in after.text
    assert "My boat" not in after.text


async def test_a_page_of_the_plan_does_not_stay_on_the_screen(program: Living, sam: Person) -> None:
    await writes_reasons(program, sam)
    await program.does(sam, "/plan")

    await program.at(timedelta(minutes=11))

    assert "My boat" not in program.chat_text(sam)


async def test_in_a_strong_moment_the_own_words_stand_first(program: Living, sam: Person) -> None:
    await program.does(sam, "/checkin")
    await program.taps(sam, "8", "5", "No", "Yes")
    bare = await program.taps(sam, "Help with a wave")
    assert "You wrote" not in bare.text

    await writes_reasons(program, sam)
    await program.does(sam, "/checkin")
    again = await program.taps(sam, "Help with a wave")

    assert again.text.index("You wrote: My boat on the lake") < again.text.index("Three steps")
    assert "What you try first" not in again.text


async def test_the_counselor_reads_the_plan_of_who_agreed_and_that_is_noted(
    program: Living, sam: Person, dana: Person
) -> None:
    await writes_reasons(program, sam)
    code = (await program.record(sam)).code
    await program.does(dana, "/caseload")
    await program.taps(dana, code)

    shown = await program.taps(dana, "Their plan")
    looks = await program.ask(lambda unit: [line.action for line in unit.audit.lines(subject=code)])

    assert "My boat on the lake" in shown.text
    assert len([action for action in looks if action == looks[-1]]) >= 2  # the record, and the plan


async def test_a_number_of_another_kind_opens_no_part(program: Living, sam: Person) -> None:
    page = await program.does(sam, "/plan")

    for data in ("m.plan.12", "m.planchange.12"):
        sam.taps_data(page.message_id, data)
        await program.rest()

    assert await program.outcomes(sam, REASONS) == []
