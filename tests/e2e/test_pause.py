"""A break: for some days or until a date, silent but for safety and sessions, and a welcome without shame after it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.simulator import Person
from tests.e2e.living import DANGER, EVENING, TODAY, Living
from tests.e2e.test_checkin import FIVE, PROMPT, prompts
from tests.e2e.test_prompts import local, passes, unasked

DAY = timedelta(days=1)
WELCOME = "Good to see you. Nothing to catch up on."


async def ends_on(program: Living, person: Person) -> str:
    until = (await program.record(person)).paused_until
    return until.astimezone(ZoneInfo("America/New_York")).strftime("%Y-%m-%d %H:%M") if until else ""


@pytest.mark.parametrize(
    ("taps", "expected"),
    [
        (("1 day",), "2026-01-14 08:00"),
        (("3 days",), "2026-01-16 08:00"),
        (("7 days",), "2026-01-20 08:00"),
        (("Until a day", "Fri 16 Jan"), "2026-01-16 08:00"),
        (("Until a day", "Tue 27 Jan"), "2026-01-27 08:00"),
    ],
)
async def test_a_break_is_chosen_by_taps_and_asks_about_sessions(
    program: Living, sam: Person, taps: tuple[str, ...], expected: str
) -> None:
    await program.does(sam, "/pause")
    asked = await program.taps(sam, *taps)

    told = await program.taps(sam, "Yes, keep them")

    assert "Shall reminders of your dates go on?" in asked.text
    assert await ends_on(program, sam) == expected
    assert told.text.startswith("I will be quiet until")
    assert told.buttons == ("Come back", "Menu")


async def test_a_date_can_be_typed(program: Living, sam: Person) -> None:
    await program.does(sam, "/pause")
    await program.taps(sam, "Until a day", "Another day", "Other")

    asked = await program.does(sam, "February 20")

    assert "until Fri 20 Feb" in asked.text
    assert await ends_on(program, sam) == "2026-02-20 08:00"


@pytest.mark.parametrize("typed", ["2026-01-13", "yesterday", "2026-06-01"])
async def test_a_date_too_near_or_too_far_is_not_taken(program: Living, sam: Person, typed: str) -> None:
    await program.does(sam, "/pause")
    await program.taps(sam, "Until a day", "Another day", "Other")

    await program.does(sam, typed)

    assert (await program.record(sam)).state == "active"
    assert "Pick a day after today, at most 90 days from now." in program.chat_text(sam)


@pytest.mark.parametrize(("label", "silent"), [("Yes, keep them", False), ("No, none of them", True)])
async def test_whether_sessions_are_reminded_is_asked(program: Living, sam: Person, label: str, silent: bool) -> None:
    await program.does(sam, "/pause")
    await program.taps(sam, "3 days", label)

    assert (await program.record(sam)).sessions_paused is silent

    await program.taps(sam, "Come back")
    assert (await program.record(sam)).sessions_paused is False


async def test_a_break_typed_as_a_number_leaves_sessions_on(program: Living, sam: Person) -> None:
    told = await program.does(sam, "/pause 3")

    assert told.text.startswith("I will be quiet until Fri 16 Jan")
    assert (await program.record(sam)).sessions_paused is False


async def test_a_break_silences_everything_unasked_but_not_help(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    await program.taps(sam, "In 15 minutes")
    await program.does(sam, "/pause 3")
    before = len(sam.sees)

    await passes(program, local("2026-01-15 20:00"), timedelta(hours=1))
    quiet = len(sam.sees)
    helped = await program.does(sam, DANGER["en"])

    assert quiet <= before
    assert "988" in program.chat_text(sam) or "988" in helped.text
    assert [row.state for row in await unasked(program, sam)] == ["sent", "expired"]


async def test_the_home_menu_shows_the_break_and_the_way_back(program: Living, sam: Person) -> None:
    await program.does(sam, "/pause 3")

    home = await program.does(sam, "Menu")

    assert home.text == "I will be quiet until Fri 16 Jan. Help now keeps working.\n\nWhat would you like to do?"
    assert "Come back" in home.buttons


async def test_coming_back_is_welcomed_with_one_thing_to_do(program: Living, sam: Person) -> None:
    await program.does(sam, "/pause 3")

    back = await program.taps(sam, "Come back")

    assert back.text == f"{WELCOME}\n\nYour messages are on again."
    assert back.buttons == ("Check in", "Menu")
    assert (await program.record(sam)).state == "active"


async def test_a_break_ends_by_itself_in_the_morning_and_the_next_prompt_says_welcome(
    program: Living, sam: Person
) -> None:
    await program.does(sam, "/pause 3")
    await passes(program, local("2026-01-16 07:59"), timedelta(hours=2))
    before = (await program.record(sam)).state
    await program.at(local("2026-01-16 08:00") + timedelta(seconds=20))
    after = (await program.record(sam)).state

    await program.at(local("2026-01-16 19:00") + timedelta(seconds=5))
    first = program.last(sam).text
    await program.taps(sam, *FIVE["en"])
    await program.at(local("2026-01-17 19:00") + timedelta(seconds=5))

    assert (before, after) == ("paused", "active")
    assert first == f"{WELCOME}\n\n{PROMPT['en']}"
    assert program.last(sam).text == PROMPT["en"]


async def test_a_break_longer_than_the_contract_allows_is_refused(program: Living, sam: Person) -> None:
    told = await program.does(sam, "/pause 91")

    assert "from 1 to 90" in told.text
    assert (await program.record(sam)).state == "active"


async def test_after_a_week_without_a_sign_the_first_thing_is_a_welcome_with_one_choice(
    program: Living, sam: Person
) -> None:
    await program.at(datetime(2026, 1, 20, 16, 0, tzinfo=UTC))

    back = await program.does(sam, "/start")

    assert (back.text, back.buttons) == (WELCOME, ("Check in", "Menu"))
    await program.taps(sam, "Menu")
    assert "What would you like to do?" in program.last(sam).text


async def test_a_prompt_opened_after_a_week_welcomes_too(program: Living, sam: Person) -> None:
    await passes(program, EVENING + 8 * DAY, timedelta(hours=6))
    await program.does(sam, "/checkin")

    assert program.last(sam).text.startswith(WELCOME)


async def test_after_six_days_nobody_makes_a_fuss(program: Living, sam: Person) -> None:
    await program.at(datetime(2026, 1, 19, 15, 0, tzinfo=UTC))

    assert (await program.does(sam, "/start")).text == "What would you like to do?"


async def test_another_persons_menu_is_not_touched(program: Living, ana: Person, sam: Person) -> None:
    await program.does(sam, "/pause 3")
    await program.at(EVENING)

    assert prompts(ana, "es") == 1
    assert TODAY.isoformat() == "2026-01-13"
