"""An editor at work: a file in an editor, its preview beside it, from a fault at the start to the Spanish twin."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.hands import CHROMIUM, PATIENCE, chromium, running
from tests.small_program import SMALL_PROGRAM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="there is no Chromium on this machine"),
]

PUBLISHED, LESSON = "lessons/early/cravings-come-and-go.md", "lessons/early/waves.md"
OLD, NEW = "A craving moves like water.", "A pull is like a tide."


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


async def taps(page: Page, label: str) -> None:
    await page.locator(".inline-button", has_text=label).last.click()


async def test_a_draft_is_written_with_its_preview_beside_it(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(SMALL_PROGRAM, content)
    for language in ("en", "es"):
        shutil.copy(content / language / PUBLISHED, content / language / LESSON)
    english = content / "en" / LESSON
    rewrite(english, "kind: lesson", "kind: lesson\nstatus: draft")
    rewrite(english, "minutes: 3", "minutes: three")

    with running("content", "preview", str(english), "--no-browser", "--as", "rising-craving") as address:
        async with chromium() as browser:
            page = await browser.new_page(viewport={"width": 1100, "height": 860})
            page.set_default_timeout(PATIENCE)
            expect.set_options(timeout=2 * PATIENCE)  # a change is taken within 5 s of an idle machine
            faults: list[str] = []
            page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
            page.on("pageerror", lambda error: faults.append(str(error)))
            shown, wrong = page.locator(".item").last, page.locator("#wrong")
            await page.goto(address)

            await expect(wrong).to_contain_text(f"en/{LESSON}:5")
            rewrite(english, "minutes: three", "minutes: 3")
            await expect(shown).to_contain_text("You are in line at the store.")
            await expect(wrong).to_be_hidden()

            await page.locator(".leaves button").nth(3).click()
            await expect(shown).to_contain_text("What comes next?")
            await taps(page, "It will peak")
            await expect(shown).to_contain_text("The top is the hardest part")
            rewrite(english, "The top is the hardest part", "The top is the steepest part")
            await expect(shown).to_contain_text("The top is the steepest part")
            await expect(page.locator("[aria-current]")).to_contain_text("What comes next?")

            await page.locator(".leaves button").nth(1).click()
            await expect(shown).to_contain_text(OLD)
            rewrite(english, OLD, NEW)
            await expect(shown).to_contain_text(NEW)

            rewrite(english, "{#comes_next quiz}", "{#comes_next quizz}")
            await expect(wrong).to_contain_text(f"en/{LESSON}:")
            await taps(page, "Next")
            await expect(shown).to_contain_text("Marisol")
            rewrite(english, "{#comes_next quizz}", "{#comes_next quiz}")
            await expect(wrong).to_be_hidden()

            await page.get_by_role("button", name="Español").click()
            await expect(shown).to_contain_text("Siguiente")
            await page.locator(".leaves button").nth(1).click()
            await expect(shown).to_contain_text("como el agua")
            if picture := os.environ.get("PREVIEW_PICTURE"):
                await page.screenshot(path=picture)
            assert faults == []
