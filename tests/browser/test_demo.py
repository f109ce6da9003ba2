"""The demo as a newcomer meets it: a real process, a real browser, clicks and typed words alone."""

import os
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.browser.hands import CHROMIUM, Visit, chromium, running_demo

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="there is no Chromium on this machine"),
]

SAM, DEE, DANA = 2006, 2003, 1001
"""Two people of the sample program who use English, and their counselor (bot/simulator/cohort.py)."""

SCREENS = {390: 844, 1280: 900, 360: 740}
"""Width and height, in pixels, of a telephone, a laptop and a small telephone."""

CUT = "one => [...one.querySelectorAll('button')].filter(b => b.scrollWidth > b.clientWidth).map(b => b.textContent)"
"""The buttons of a message whose words do not fit them."""


@pytest.fixture(scope="module")
def demo() -> Iterator[str]:
    assert CHROMIUM, "CI needs Chromium: the demo is what a newcomer sees first"
    with running_demo() as address:
        yield address


@pytest.fixture(params=[390, 1280])
async def visit(request: pytest.FixtureRequest, demo: str) -> AsyncIterator[Visit]:
    async with chromium() as browser:
        screen = await browser.new_page(viewport={"width": request.param, "height": SCREENS[request.param]})
        opened = await Visit(screen, demo).opens()
        yield opened
        assert await opened.faults() == []


@pytest.fixture
def width(visit: Visit) -> int:
    assert visit.page.viewport_size is not None
    return visit.page.viewport_size["width"]


async def test_a_check_in_by_five_taps_reaches_the_counselors_list(visit: Visit, width: int) -> None:
    phone, counselor = visit.left, visit.right
    await phone.takes(SAM if width == 390 else DEE)

    await visit.moves("Tomorrow 19:00")
    await phone.hears_on(await visit.day())  # until then the prompt of the day before stands there
    await phone.sees("Got a minute?")
    await phone.taps("Open")
    craving = await phone.sees("strongest craving")
    sizes = [await button.bounding_box() for button in await craving.locator(".inline-button").all()]
    await phone.taps("9")
    await phone.sees("How is your mood")
    await phone.taps("5")
    await phone.sees("Did you drink or use")
    await phone.taps("No")
    await phone.sees("mindful minute")
    await phone.taps("Yes")
    closing = await phone.has_seen("That was a strong wave")
    await counselor.takes(DANA)
    await counselor.types("/today")
    row = await counselor.sees(", 9; usual")

    assert len(sizes) == 12  # 0 to 10, and Skip
    assert all(box is not None and box["width"] >= 40 and box["height"] >= 40 for box in sizes)
    assert await closing.locator(".inline-button", has_text="Change").count() == 1
    assert "Craving" in await row.inner_text()


async def test_words_of_danger_bring_help_at_once_and_a_neutral_line_to_the_counselor(visit: Visit, width: int) -> None:
    phone, counselor = visit.left, visit.right
    await phone.takes(SAM if width == 390 else DEE)

    await phone.types("I want to kill myself tonight")
    card = await (await phone.has_seen("988")).inner_text()
    await counselor.takes(DANA)
    line = await (await counselor.has_seen("Something is waiting for you.")).inner_text()
    await counselor.taps("Open")
    opened = await (await counselor.sees("thoughts of ending life")).inner_text()

    assert "911" in card
    assert not any(word in line for word in ("Sam", "Dee", "P-", "kill", "life"))
    assert "P-" in opened


@pytest.mark.parametrize("visit", [1280], indirect=True)
async def test_the_next_thing_due_comes_when_its_button_is_pressed(visit: Visit) -> None:
    await visit.moves("To the next thing due")

    assert (await visit.page.inner_text("#said")).startswith("Moved")


@pytest.mark.parametrize("visit", [360], indirect=True)
async def test_help_and_the_menu_fit_a_narrow_phone(visit: Visit) -> None:
    await visit.left.takes(SAM)

    await visit.left.presses("Help now")
    help_now = await (await visit.left.has_seen("Life in danger?")).evaluate(CUT)
    await visit.left.presses("Menu")
    menu = await (await visit.left.sees("What would you like to do?")).evaluate(CUT)

    assert (help_now, menu) == ([], [])
