"""The phone page in a real browser."""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, async_playwright
from telegram import Bot, BotCommand, ReplyKeyboardMarkup

from bot.simulator import Person, Served, World
from tests.simulator.test_methods import keyboard, png

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]


@pytest.fixture
async def page(url: Served, ana: Person, world: World) -> AsyncIterator[Page]:
    world.add_person(2001, "Dana").presses_start()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        made = await browser.new_page(viewport={"width": 1280, "height": 900})
        made.set_default_timeout(5000)
        faults: list[str] = []
        made.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        made.on("pageerror", lambda error: faults.append(str(error)))
        await made.goto(str(url))
        await made.wait_for_selector("#slot-1 .bubble")
        yield made
        await browser.close()
    assert faults == []


async def test_a_tap_edits_the_message_in_place_and_shows_the_answer(page: Page, bot: Bot) -> None:
    sent = await bot.send_message(1001, "How <b>strong</b>?", parse_mode="HTML", reply_markup=keyboard(("3", "4")))
    await page.click("#slot-0 .inline-button:has-text('4')")
    query = (await bot.get_updates(timeout=2, offset=-1))[0].callback_query

    await bot.answer_callback_query(query.id, "Saved")
    await bot.edit_message_text("Thank you", 1001, sent.message_id)
    await page.wait_for_selector("#slot-0 .words:text-is('Thank you')")

    assert query.data == "4"
    assert await page.inner_text("#slot-0 .toast") == "Saved"
    assert await page.locator("#slot-0 .theirs.bubble").count() == 1
    assert await page.locator("#slot-0 .inline-button").count() == 0


async def test_markup_typed_by_a_person_stays_text(page: Page, bot: Bot) -> None:
    await page.fill("#slot-0 textarea", "<img src=x onerror=alert(1)>")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#slot-0 .words:has-text('<img src=x')")

    assert await page.locator("#slot-0 .words img").count() == 0
    assert (await bot.get_updates(timeout=2, offset=-1))[0].message.text == "<img src=x onerror=alert(1)>"


async def test_the_keyboard_and_the_menu_send_what_they_say(page: Page, bot: Bot, world: World) -> None:
    await bot.set_my_commands([BotCommand("sos", "Help now"), BotCommand("plan", "Your plan")])
    await bot.send_message(1001, "Here", reply_markup=ReplyKeyboardMarkup([["Help now", "Menu"]]))

    await page.click("#slot-0 .key:text-is('Help now')")
    await page.wait_for_selector("#slot-0 .mine .words:has-text('Help now')")
    await page.fill("#slot-0 textarea", "/s")
    await page.click("#slot-0 .command:has-text('/sos')")
    await page.wait_for_selector("#slot-0 .mine .words:has-text('/sos')")

    assert [one.text for one in world.chats[1001].messages.values() if not one.from_bot][-2:] == ["Help now", "/sos"]


async def test_start_block_and_unblock_work(page: Page, world: World) -> None:
    await page.click("#slot-0 .block")
    await page.wait_for_selector("#slot-0 .start:has-text('UNBLOCK')")
    blocked = world.people[1001].has_blocked

    await page.click("#slot-0 .start")
    await page.wait_for_selector("#slot-0 .write:visible")

    assert (blocked, world.people[1001].has_blocked) == (True, False)


async def test_a_link_to_the_bot_starts_it_with_its_code(page: Page, bot: Bot, world: World) -> None:
    await bot.send_message(2001, "Invite: https://t.me/sim_companion_bot?start=ABC-1")

    await page.click("#slot-1 .inline-link:has-text('t.me')")
    await page.wait_for_selector("#slot-1 .mine .words:has-text('/start ABC-1')")


async def test_the_clock_moves(page: Page) -> None:
    await page.click("#next-hour")
    await page.wait_for_selector("#said:has-text('Moved')")

    assert await page.inner_text("#time") == "05:00"  # 10:00 UTC in New York


@pytest.mark.parametrize("width", [360, 390, 1280])
async def test_nothing_is_wider_than_the_screen(page: Page, bot: Bot, width: int) -> None:
    await bot.send_message(1001, "W" * 300, reply_markup=keyboard(tuple(str(number) for number in range(11))))
    await bot.send_photo(1001, png(1200, 300), caption="A wide picture")
    await page.set_viewport_size({"width": width, "height": 800})
    await page.wait_for_selector("#slot-0 .photo")

    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    sizes = await page.evaluate("[...document.querySelectorAll('#slot-0 .inline-button')].map(b => b.clientWidth)")
    assert len(sizes) == 11
    assert min(sizes) >= 32
