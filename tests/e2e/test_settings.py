"""Settings by buttons: each with its present value, changed by one tap or a short question, in both languages."""

from datetime import timedelta

import pytest

from bot.simulator import Person
from tests.e2e.living import EVENING, Living
from tests.e2e.test_checkin import PROMPT

PAGE = (
    "Language: English", "Time zone: New York", "Check-in at 19:00", "Check-in: on", "I write: as planned",
    "Quiet from 21:00 to 08:00", "Messages: quiet", "Name: Sam", "Menu",
)  # fmt: skip


async def test_the_page_shows_every_setting_with_its_value(program: Living, ana: Person, sam: Person) -> None:
    page = await program.does(sam, "/settings")
    hers = await program.does(ana, "/settings")

    assert page.text == "What would you like to change?"
    assert page.buttons == PAGE
    assert hers.buttons[0] == "Idioma: Español"


@pytest.mark.parametrize(
    ("taps", "shown"),
    [
        (("Time zone", "Chicago"), "Time zone: Chicago"),
        (("Check-in at", "20:30"), "Check-in at 20:30"),
        (("Check-in: on",), "Check-in: off"),
        (("Check-in: on", "Check-in: off"), "Check-in: on"),
        (("Quiet from", "22:00", "07:00"), "Quiet from 22:00 to 07:00"),
        (("Messages: quiet",), "Messages: open"),
        (("Messages: quiet", "Messages: open"), "Messages: quiet"),
        (("Time zone", "Skip"), "Time zone: New York"),
        (("Quiet from", "Skip", "09:00"), "Quiet from 21:00 to 09:00"),
    ],
)
async def test_a_setting_is_changed_by_taps_and_the_page_shows_it(
    program: Living, sam: Person, taps: tuple[str, ...], shown: str
) -> None:
    await program.does(sam, "/settings")

    page = await program.taps(sam, *taps)

    assert shown in page.buttons
    assert len(page.buttons) == len(PAGE)


@pytest.mark.parametrize(
    ("button", "typed", "shown"),
    [
        ("Time zone", "el paso", "Time zone: Denver"),
        ("Check-in at", "6:15 pm", "Check-in at 18:15"),
    ],
)
async def test_a_setting_can_be_typed(program: Living, sam: Person, button: str, typed: str, shown: str) -> None:
    await program.does(sam, "/settings")
    await program.taps(sam, button)

    page = await program.does(sam, typed)

    assert shown in page.buttons
    assert sum("What would you like to change?" in heard.text for heard in sam.sees) == 1


async def test_a_city_that_nobody_knows_is_asked_again(program: Living, sam: Person) -> None:
    await program.does(sam, "/settings")
    await program.taps(sam, "Time zone")

    again = await program.does(sam, "Atlantis")

    assert "type a big city near you" in again.text
    assert (await program.record(sam)).timezone == "America/New_York"


async def test_a_name_can_be_changed_and_forgotten(program: Living, sam: Person) -> None:
    await program.does(sam, "/settings")
    choice = await program.taps(sam, "Name: Sam")
    page = await program.taps(sam, "No name")
    await program.taps(sam, "Name: none")
    named = await program.does(sam, "Sammy")
    await program.taps(sam, "Name: Sammy", "Another name")
    again = await program.does(sam, "Samuel")

    assert choice.buttons == ("Another name", "No name", "Back")
    assert "Name: none" in page.buttons
    assert "Name: Sammy" in named.buttons
    assert "Name: Samuel" in again.buttons


async def test_a_checkin_inside_quiet_hours_is_refused_with_a_hint(program: Living, sam: Person) -> None:
    await program.does(sam, "/settings")
    await program.taps(sam, "Check-in at", "Other")

    again = await program.does(sam, "22:15")

    assert "quiet hours" in again.text
    assert (await program.record(sam)).checkin_time == "19:00"


@pytest.mark.parametrize(("begins", "ends"), [("21:00", "9 pm"), ("08:00", "7 am")])
async def test_quiet_hours_that_leave_no_room_are_refused(program: Living, sam: Person, begins: str, ends: str) -> None:
    await program.does(sam, "/settings")
    await program.taps(sam, "Quiet from", begins)

    again = await program.does(sam, ends)
    person = await program.record(sam)

    assert "four hours of the day" in again.text
    assert (person.quiet_from, person.quiet_to) == ("21:00", "08:00")


async def test_half_a_change_of_quiet_hours_changes_nothing(program: Living, sam: Person) -> None:
    await program.does(sam, "/settings")
    await program.taps(sam, "Quiet from", "08:00")

    person = await program.record(sam)

    assert (person.quiet_from, person.quiet_to) == ("21:00", "08:00")


async def test_quiet_hours_over_the_checkin_move_it_and_ask(program: Living, sam: Person) -> None:
    await program.does(sam, "/settings")
    await program.taps(sam, "Quiet from", "Other")
    await program.does(sam, "18:30")

    asked = await program.taps(sam, "07:00")
    moved = (await program.record(sam)).checkin_time
    page = await program.taps(sam, "17:00")

    assert "I moved it" in asked.text
    assert moved == "18:00" or moved < "18:30"
    assert {"Check-in at 17:00", "Quiet from 18:30 to 07:00"} <= set(page.buttons)


async def test_without_the_checkin_no_prompt_comes_and_with_it_again(program: Living, sam: Person) -> None:
    await program.does(sam, "/settings")
    await program.taps(sam, "Check-in: on")
    await program.at(EVENING)
    off = await program.outcomes(sam)

    await program.does(sam, "/settings")
    await program.taps(sam, "Check-in: off")
    await program.at(EVENING + timedelta(days=1))

    assert off == []
    assert program.last(sam).text == PROMPT["en"]


async def test_how_often_opens_its_question_and_keeps_the_answer(program: Living, sam: Person) -> None:
    await program.does(sam, "/settings")
    await program.taps(sam, "I write", "Only when I come")

    assert "I write: only when you come" in (await program.does(sam, "/settings")).buttons
    await program.at(EVENING)
    assert await program.outcomes(sam) == []


@pytest.mark.parametrize(
    ("said", "field", "value", "told"),
    [
        ("/settings timezone America/Chicago", "timezone", "America/Chicago", "Saved."),
        ("/settings timezone bogota", "timezone", "America/Bogota", "Saved."),
        ("/settings timezone Mars", "timezone", "America/New_York", "type a big city near you"),
        ("/settings checkin 18:15", "checkin_time", "18:15", "Saved."),
        ("/settings checkin 23:00", "checkin_time", "19:00", "quiet hours"),
        ("/settings checkin soon", "checkin_time", "19:00", "19:30"),
    ],
)
async def test_the_typed_commands_do_what_they_say(
    program: Living, sam: Person, said: str, field: str, value: str, told: str
) -> None:
    heard = await program.does(sam, said)

    assert told in heard.text
    assert getattr(await program.record(sam), field) == value


async def test_a_number_that_is_no_setting_is_stale(program: Living, sam: Person) -> None:
    page = await program.does(sam, "/settings")

    for data in ("m.settings.0", "m.settings.99", "m.settings.1.1", "m.pause.4", "m.pauseday.0", "m.pausesession.1"):
        sam.taps_data(page.message_id, data)
        await program.rest()

    person = await program.record(sam)
    assert (person.state, person.checkin_on, person.notices) == ("active", True, "discreet")
    assert "earlier screen" in program.chat_text(sam)


async def test_staff_have_no_settings_of_participants(program: Living, dana: Person) -> None:
    await program.does(dana, "/help")
    dana.taps_data(program.last(dana).message_id, "m.settings.4")
    await program.rest()

    assert (await program.record(dana)).checkin_on is True
