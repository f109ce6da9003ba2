"""Broken content at start: the last clean set runs and staff are told; a first start without one refuses."""

import asyncio
import shutil
from pathlib import Path

import pytest

from bot.curriculum.shelf import Bookshelf, NoCleanContent
from bot.refusal import Refusal
from bot.simulator import Person
from tests.e2e.living import Living, living
from tests.small_program import SMALL_PROGRAM


def broken(folder: Path) -> Path:
    """The shipped content with a fault in it, and other words in a lesson."""
    content = folder / "broken"
    shutil.copytree(SMALL_PROGRAM, content)
    daily = content / "en" / "checkins" / "daily.md"
    daily.write_text(daily.read_text("utf-8").replace("kind: checkin", "kind: chekin"), encoding="utf-8")
    return content


async def test_the_last_clean_set_runs_and_staff_are_told(program: Living, sam: Person, dana: Person) -> None:
    program.more["content_dir"] = broken(program.folder)

    await program.restart()
    await program.rest()

    assert program.last(dana).text == "The content has one fault. The last version without faults keeps running."
    assert "The content has" not in program.chat_text(sam)
    asked = await program.does(sam, "/checkin")
    assert "How strong was your strongest craving today?" in asked.text


async def test_a_first_start_with_broken_content_refuses_and_names_the_fault(tmp_path: Path) -> None:
    content = broken(tmp_path)

    with pytest.raises(Refusal, match=r"daily\.md:2: ") as refused:
        async with living(tmp_path / "files", content_dir=content):
            await asyncio.sleep(0)

    assert refused.value.status == 2


@pytest.mark.parametrize("name", ["enrolment/consent", "safety/crisis"])
def test_a_folder_without_a_file_that_the_program_opens_itself_is_not_taken(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "content"
    shutil.copytree(SMALL_PROGRAM, folder)
    for language in ("en", "es"):
        (folder / language / f"{name}.md").unlink()

    with pytest.raises(NoCleanContent) as refused:
        Bookshelf(folder, tmp_path / "kept")

    assert "content/" in str(refused.value)


async def test_a_person_in_the_midst_of_a_lesson_finishes_the_version_they_began(program: Living, sam: Person) -> None:
    await program.does(sam, "/lesson")
    content = program.folder / "newer"
    shutil.copytree(SMALL_PROGRAM, content)
    lesson = content / "en" / "lessons" / "early" / "cravings-come-and-go.md"
    lesson.write_text(
        lesson.read_text("utf-8").replace("A craving moves like water.", "A pull is like a tide."), "utf-8"
    )
    program.more["content_dir"] = content

    await program.restart()
    page = await program.taps(sam, "Next")

    assert "A craving moves like water." in page.text
