"""The demo as a real process, and hands on the phones of its page: for the browser tests and the README's pictures."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, async_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")

PATIENCE = 8000
"""Milliseconds until a word that does not come is a fault; an answer takes some 100 ms."""

START_SECONDS = 150.0
"""Three weeks of eight people are lived before the demo is ready: some 20 s on two idle cores."""

END_SECONDS = 10.0
"""SIGTERM ends the demo within 10 s with exit status 0 (contract)."""

_QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync")
_WATCH = (
    "window.broken = []; addEventListener('securitypolicyviolation', e => window.broken.push(e.violatedDirective));"
)


@contextmanager
def running_demo() -> Iterator[str]:
    """Starts `companion demo` on a free port; yields its address once it says that it is ready, and ends it."""
    with running("demo", "--port", "0") as address:
        yield address


@contextmanager
def running(*arguments: str) -> Iterator[str]:
    """The same of any command that serves a page."""
    command = [sys.executable, "-m", "bot", *arguments]
    with tempfile.TemporaryFile("w+") as complaints:
        demo = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=complaints, text=True)
        try:
            yield _address(demo)
        except BaseException:
            complaints.seek(0)
            print(complaints.read()[-4000:], file=sys.stderr)  # what the demo complained of explains most failures
            raise
        finally:
            status = _end(demo)
    if status != 0:
        raise RuntimeError(f"{arguments[0]} ended with exit status {status} after SIGTERM")


def _address(demo: subprocess.Popen[str]) -> str:
    overdue = threading.Timer(START_SECONDS, demo.kill)
    overdue.start()
    try:
        for line in demo.stdout or ():
            if found := re.search(r"ready: (http://\S+)", line):
                return found[1]
    finally:
        overdue.cancel()
    raise RuntimeError(f"the demo ended before it was ready, or was not within {START_SECONDS:.0f} s")


def _end(demo: subprocess.Popen[str]) -> int:
    demo.terminate()
    try:
        return demo.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        demo.kill()
        return demo.wait()
    finally:
        if demo.stdout:
            demo.stdout.close()


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A headless Chromium that looks up nothing by itself."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(_QUIET))
        try:
            yield browser
        finally:
            await browser.close()


class Visit:
    """One open start page, and everything about it that should not be."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self._address, self._faults = page, address, list[str]()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda said: self._note(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on("request", lambda asked: None if self._is_ours(asked.url) else self._note(f"asked for {asked.url}"))
        self.left, self.right = Hand(page, 0), Hand(page, 1)

    async def opens(self) -> "Visit":
        """The page is there, with both phones drawn."""
        await self.page.add_init_script(_WATCH)
        await self.page.goto(self._address)
        for hand in (self.left, self.right):
            await hand.phone.locator(".bubble").last.wait_for(state="attached")
        return self

    async def faults(self) -> list[str]:
        """Console errors, broken content policy, requests to other hosts, and a page wider than the screen."""
        broken = [f"policy: {name}" for name in await self.page.evaluate("window.broken")]
        wide = await self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return [*self._faults, *broken, *([f"{wide} px wider than the screen"] if wide > 0 else [])]

    async def moves(self, button: str) -> None:
        """Presses a button of the clock, and waits until the time has moved: until then its buttons are disabled."""
        await self.page.click(f".moves button:text-is('{button}')")
        await self.page.locator(".moves button:not([disabled])").first.wait_for()

    async def day(self) -> str:
        """The simulated day as a chat heads it, such as `Thu 26 Nov`."""
        shown = re.search(r"\w{3} \d+ \w{3}", await self.page.inner_text(".clock"))
        return shown[0] if shown else ""

    def _is_ours(self, url: str) -> bool:
        return url.startswith((f"{self._address}/", "data:"))

    def _note(self, fault: str) -> None:
        self._faults.append(fault)


class Hand:
    """What a person does and sees on one of the two phones, by clicking and typing alone."""

    def __init__(self, page: Page, slot: int) -> None:
        self._page, self._slot = page, slot
        self.phone = page.locator(f"#slot-{slot}")

    async def takes(self, user_id: int = 0) -> None:
        """Takes this phone in hand (on a narrow screen only one is seen), and another person's if one is named."""
        if await self._page.locator(f"#tab-{self._slot}").is_visible():
            await self._page.click(f"#tab-{self._slot}")
        if user_id:
            await self.phone.locator("select").select_option(str(user_id))
            await self.phone.locator(".bubble").last.wait_for()

    async def taps(self, label: str) -> None:
        """Taps the newest inline button that begins with these words: *No* is not *Not today*."""
        await self.phone.locator(".inline-button", has_text=re.compile(rf"^{re.escape(label)}(?!\w)")).last.click()

    async def opens_row(self, initials: str) -> None:
        """Taps the button of the person with these initials in a counselor's list."""
        await self.phone.locator(".inline-button", has_text=re.compile(rf"^P-\w+ {initials}$")).last.click()

    async def presses(self, key: str) -> None:
        """Presses a key of the reply keyboard."""
        await self.phone.locator(f".key:text-is('{key}')").click()

    async def types(self, text: str) -> None:
        """Writes a message and sends it."""
        await self.phone.locator("textarea").fill(text)
        await self.phone.locator(".send").click()

    async def sees(self, text: str) -> Locator:
        """The newest message, once it is one with this text."""
        found = self.phone.locator(".item").last.filter(has_text=text)
        await found.wait_for()
        return found

    async def hears_on(self, day: str) -> None:
        """Waits for a message of that day."""
        await self.phone.locator(".day", has_text=day).wait_for()

    async def has_seen(self, text: str) -> Locator:
        """The newest message with this text, once there is one; others may have come after it."""
        found = self.phone.locator(".item", has_text=text).last
        await found.wait_for()
        return found
