"""Makes the pictures of the documentation from the demo itself: `python docs/pictures/shoot.py`.

It needs Chromium (on the path, or named by the environment variable CHROMIUM) and the package's `dev` extra, and takes
about a minute, most of it the three weeks that the demo lives through first. Phones are drawn on a screen 390 px wide.
It stops with an error where a page is wider than its screen, a message does not fit, or the browser complains.
"""

import asyncio
import base64
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))  # run as a script, Python sees only this folder

from playwright.async_api import Browser  # noqa: E402

from tests.browser.hands import Hand, Visit, chromium, running_demo  # noqa: E402

WIDE, NARROW, TALL = (1280, 900), (390, 844), (390, 1030)
"""A laptop, a phone, and a screen so high that the longest message fits into it whole; in pixels."""

SAM, DEE, DANA = 2006, 2003, 1001
"""Two people of the sample program and their counselor (bot/simulator/cohort.py)."""

LARGEST = 240_000
"""Bytes a picture may have: readers on a slow line see them in the README."""

SHARPNESS = 1.5
"""Pixels of the picture for one of the screen: letters stay readable, files small."""

TOP = """(phone, text) => {
  const [chat, items] = [phone.querySelector(".chat"), [...phone.querySelectorAll(".item")]];
  const place = (one) => one.getBoundingClientRect().top;
  return place(items.reverse().find((one) => one.textContent.includes(text))) - place(chat);
}"""
"""How far below the chat's upper edge the newest message with a text begins, in pixels of the screen."""


class Camera:
    """Takes the pictures; two of one story stand side by side in one file."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address

    async def visits(self, screen: tuple[int, int]) -> Visit:
        """The start page on a screen of this size."""
        page = await self._browser.new_page(
            viewport={"width": screen[0], "height": screen[1]}, device_scale_factor=SHARPNESS
        )
        return await Visit(page, self._address).opens()

    async def start_page(self, name: str, screen: tuple[int, int]) -> None:
        """The whole start page, as it is met first."""
        visit = await self.visits(screen)
        await visit.right.phone.locator(".bubble").last.wait_for(state="attached")
        keep(name, await visit.page.screenshot())
        await finish(visit)

    async def pair(self, name: str, pictures: list[bytes]) -> None:
        """Pictures side by side on white."""
        page = await self._browser.new_page(device_scale_factor=SHARPNESS)
        images = [f"<img src='data:image/png;base64,{base64.b64encode(one).decode()}'>" for one in pictures]
        style = "body { margin: 0; display: inline-flex; gap: 24px } img { flex: none; zoom: %s }" % (1 / SHARPNESS)
        await page.set_content(f"<style>{style}</style>{''.join(images)}")
        for image in await page.locator("img").all():
            await image.evaluate("one => one.decode()")
        keep(name, await page.locator("body").screenshot())
        await page.close()


async def phone(hand: Hand, text: str) -> bytes:
    """The phone in the hand, once its newest message has this text, with the whole message on it."""
    await hand.sees(text)
    top = await hand.phone.evaluate(TOP, text)
    if top < 0:
        raise SystemExit(f"the message {text!r} is cut off by {-top:.0f} px")
    await hand.phone.locator(".bar").hover()  # away from the buttons, which the pointer would colour
    return await hand.phone.locator(".phone").screenshot(animations="disabled")


def keep(name: str, picture: bytes) -> None:
    """Writes a file, unless it is too large."""
    if len(picture) > LARGEST:
        raise SystemExit(f"{name}.png would have {len(picture)} bytes, more than {LARGEST}")
    (HERE / f"{name}.png").write_bytes(picture)
    print(f"{name}.png  {len(picture) // 1000} kB")


async def finish(visit: Visit) -> None:
    """Closes the page; what it had to complain of ends the script."""
    if faults := await visit.faults():
        raise SystemExit(f"the page has faults: {faults}")
    await visit.page.close()


async def check_in(camera: Camera, visit: Visit) -> None:
    """The first question, and the page that closes the check-in."""
    hand = visit.left
    await visit.moves("Tomorrow 19:00")
    await hand.sees("Got a minute?")
    await hand.taps("Open")
    question = await phone(hand, "strongest craving")
    for asked, answer in (("craving", "4"), ("mood", "6"), ("drink or use", "No"), ("mindful", "Yes")):
        await hand.sees(asked)
        await hand.taps(answer)
    await camera.pair("check-in", [question, await phone(hand, "Thank you for stopping by")])


async def lesson(camera: Camera, visit: Visit) -> None:
    """The page with the picture, and what the quiz teaches after a tap."""
    hand = visit.left
    await hand.presses("Lesson")
    await hand.sees("You are in line")
    await hand.taps("Next")
    image = hand.phone.locator(".photo").last
    await image.evaluate("one => one.decode()")
    keep("lesson", await phone(hand, "moves like water"))
    for said in ("moves like water", "Marisol"):
        await hand.sees(said)
        await hand.taps("Next")
    question = await phone(hand, "What comes next?")
    await hand.taps("It climbs")
    await camera.pair("quiz", [question, await phone(hand, "tops do not last")])


async def help_now(camera: Camera, visit: Visit) -> None:
    """The screen for a hard moment, and the home menu."""
    hand = visit.left
    await hand.presses("Help now")
    first = await phone(hand, "Life in danger?")
    await hand.presses("Menu")
    await camera.pair("help-now", [first, await phone(hand, "What would you like to do?")])


async def today(camera: Camera, visit: Visit) -> None:
    """Who needs a person today, and one of them opened."""
    hand = visit.right
    await hand.takes(DANA)
    await hand.types("/today")
    rows = await phone(hand, "need a look")
    await hand.opens_row("D")
    await camera.pair("today", [rows, await phone(hand, "Mood")])


async def message(camera: Camera, visit: Visit) -> None:
    """A message to the counselor: the neutral line that arrives, and what it says once opened."""
    await visit.left.takes(DEE)
    await visit.left.types("/message")
    await visit.left.sees("What do you want to say?")
    await visit.left.types("Could we talk before group tomorrow?")
    await visit.left.sees("is stored for your counselor")
    await visit.right.takes()
    line = await phone(visit.right, "You have a note to read.")
    await visit.right.taps("Open")
    await camera.pair("message", [line, await phone(visit.right, "before group tomorrow")])


async def shoot(address: str) -> None:
    """All pictures, in the order of one evening."""
    async with chromium() as browser:
        camera = Camera(browser, address)
        await camera.start_page("start-wide", WIDE)
        await camera.start_page("start-narrow", NARROW)
        visit = await camera.visits(TALL)
        await visit.left.takes(SAM)
        scenes: list[Callable[[Camera, Visit], Awaitable[None]]] = [check_in, lesson, help_now, today, message]
        for scene in scenes:
            await scene(camera, visit)
        await finish(visit)


if __name__ == "__main__":
    with running_demo() as demo:
        asyncio.run(shoot(demo))
