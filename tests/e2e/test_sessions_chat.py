"""Sessions in a participant's chat: what is coming, and what they say before it."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.core.interpret import write_data
from bot.core.view import Button
from bot.services import review, session_rooms
from bot.simulator import Person
from bot.storage.unit import Unit
from tests.e2e.living import Living
from tests.e2e.sessions_cast import (
    BEGUN,
    OVER,
    PLACE,
    code_of,
    data_of,
    evening_group,
    first_of,
    forges,
    line_of,
)

# -- a participant ---------------------------------------------------------------------------------------------


async def test_a_participant_sees_what_is_coming_with_time_and_place(program: Living, sam: Person) -> None:
    await evening_group(program, sam)

    told = await program.does(sam, "/sessions")

    assert told.text.startswith(f"Your next dates\n\nToday, 6:00 PM · Evening group\n{PLACE}\n\nThu 15 Jan, 6:00 PM")
    assert told.buttons[:2] == ("Today, 6:00 PM", "Thu 15 Jan, 6:00 PM")


async def test_the_same_in_spanish_and_in_the_zone_of_the_person(program: Living, ana: Person) -> None:
    await evening_group(program, ana)
    await program.does(ana, "/settings timezone America/Los_Angeles")

    told = await program.does(ana, "/sessions")

    assert told.text.startswith("Tus próximas citas\n\nHoy, 3:00 p. m. · Evening group")
    assert "jue 15 ene, 3:00 p. m." in told.buttons


async def test_who_has_no_dates_is_told_so_kindly(program: Living, sam: Person) -> None:
    assert (await program.does(sam, "/sessions")).text.startswith("Nothing is planned for you right now.")


async def test_the_home_menu_leads_to_the_dates_and_back(program: Living, sam: Person) -> None:
    await evening_group(program, sam)
    await program.does(sam, "/start")

    dates = await program.taps(sam, "My dates")
    home = await program.taps(sam, "Menu")

    assert dates.text.startswith("Your next dates")
    assert home.text == "What would you like to do?"


async def test_a_person_on_a_break_still_sees_their_dates(program: Living, sam: Person) -> None:
    await evening_group(program, sam)
    await program.does(sam, "/pause 3")

    assert "Today, 6:00 PM" in (await program.does(sam, "/sessions")).text


async def test_two_taps_say_that_one_will_be_there(program: Living, sam: Person) -> None:
    group = await evening_group(program, sam)
    await program.does(sam, "/sessions")

    told = await program.taps(sam, "Today, 6:00 PM", "I will be there")

    line = await line_of(program, await first_of(program, group), sam)
    assert line is not None
    assert line.rsvp == "yes"
    assert "You said: I will be there." in told.text
    assert "Thank you. See you then." in told.text


async def test_running_late_asks_by_how_much_and_the_counselor_hears_of_it(
    program: Living, sam: Person, dana: Person
) -> None:
    group = await evening_group(program, sam)
    await program.does(sam, "/sessions")

    told = await program.taps(sam, "Today, 6:00 PM", "Running late", "20 minutes")

    line = await line_of(program, await first_of(program, group), sam)
    assert line is not None
    assert (line.rsvp, line.minutes_late) == ("late", 20)
    assert "You said: about 20 minutes late." in told.text
    assert program.last(dana).text == "There is news about one of your dates."
    opened = await program.taps(dana, "Open")
    assert f"{await code_of(program, sam)} S · about 20 minutes late" in opened.text


async def test_cannot_come_asks_what_gets_in_the_way_in_spanish(program: Living, ana: Person, dana: Person) -> None:
    group = await evening_group(program, ana)
    await program.does(ana, "/sessions")

    told = await program.taps(ana, "Hoy, 6:00", "No puedo ir", "El trabajo")

    line = await line_of(program, await first_of(program, group), ana)
    assert line is not None
    assert (line.rsvp, line.reason) == ("no", "work")
    assert "Dijiste: no puedo ir (trabajo)." in told.text
    opened = await program.taps(dana, "Open")
    assert f"{await code_of(program, ana)} A · cannot come: work" in opened.text


async def test_an_answer_can_be_changed_and_a_second_tap_tells_staff_nothing_new(
    program: Living, sam: Person, dana: Person
) -> None:
    group = await evening_group(program, sam)
    await program.does(sam, "/sessions")
    await program.taps(sam, "Today, 6:00 PM", "Cannot come")
    message, data = data_of(sam, "A ride")
    for _ in range(2):
        sam.taps_data(message, data)
    await program.rest()
    heard = [told.text for told in dana.sees if told.text == "There is news about one of your dates."]

    await program.taps(sam, "I will be there")

    line = await line_of(program, await first_of(program, group), sam)
    assert line is not None
    assert (line.rsvp, line.reason) == ("yes", None)
    assert len(heard) == 1


async def test_once_it_has_begun_nothing_is_answered_and_the_place_is_still_shown(program: Living, sam: Person) -> None:
    group = await evening_group(program, sam)
    await program.does(sam, "/sessions")
    await program.taps(sam, "Today, 6:00 PM")
    message, data = data_of(sam, "I will be there")

    await program.at(BEGUN)
    sam.taps_data(message, data)
    await program.rest()

    told = program.last(sam)
    assert told.text.startswith("It has started by now.")
    assert PLACE in told.text
    assert told.buttons == ("Write to my counselor", "My dates", "Menu")
    assert await line_of(program, await first_of(program, group), sam) is None
    assert "Today, 6:00 PM" in (await program.does(sam, "/sessions")).text
    await program.at(OVER + timedelta(minutes=1))
    assert "Today" not in (await program.does(sam, "/sessions")).text


async def test_a_tap_on_a_page_of_before_a_move_is_no_answer_to_the_new_time(
    program: Living, sam: Person, dana: Person
) -> None:
    group = await evening_group(program, sam)
    await program.does(sam, "/sessions")
    await program.taps(sam, "Today, 6:00 PM", "Cannot come")
    message, data = data_of(sam, "A ride")
    await program.does(dana, "/sessions")
    await program.taps(dana, "Today, 6:00 PM", "Move it", "Today", "7:00 PM", "Yes, move it")

    sam.taps_data(message, data)
    await program.rest()

    told = program.last(sam)
    assert told.text.startswith("The time has changed.")
    assert "Today, 7:00 PM to 8:30 PM" in told.text
    line = await line_of(program, await first_of(program, group), sam)
    assert line is None or line.rsvp is None


async def test_the_line_about_a_move_opens_the_new_time_and_says_so(program: Living, sam: Person, dana: Person) -> None:
    await evening_group(program, sam)
    await program.does(dana, "/sessions")
    await program.taps(dana, "Today, 6:00 PM", "Move it", "Tomorrow", "7:00 PM", "Yes, move it")

    told = await program.taps(sam, "Open")

    assert told.text.startswith("The time has changed. Here is the new one.\n\nEvening group\n\nTomorrow, 7:00 PM")
    assert "I will be there" in told.buttons


async def test_a_cancelled_date_is_shown_as_such_until_its_time_is_past(
    program: Living, sam: Person, dana: Person
) -> None:
    await evening_group(program, sam)
    await program.does(dana, "/sessions")
    await program.taps(dana, "Today, 6:00 PM", "Cancel this session", "Yes, cancel it")

    told = await program.does(sam, "/sessions")
    page = await program.taps(sam, "Today, 6:00 PM")

    assert "Today, 6:00 PM · Evening group\nThis date is cancelled." in told.text
    assert "I will be there" not in page.buttons
    await program.at(OVER + timedelta(minutes=1))
    assert "cancelled" not in (await program.does(sam, "/sessions")).text


async def test_a_tap_on_a_page_of_before_the_cancellation_shows_that_it_is_cancelled(
    program: Living, sam: Person, dana: Person
) -> None:
    group = await evening_group(program, sam)
    await program.does(sam, "/sessions")
    await program.taps(sam, "Today, 6:00 PM")
    message, data = data_of(sam, "I will be there")
    await program.does(dana, "/sessions")
    await program.taps(dana, "Today, 6:00 PM", "Cancel this session", "Yes, cancel it")

    sam.taps_data(message, data)
    await program.rest()

    told = program.last(sam).text
    assert (
        told == "Evening group\n\nToday, 6:00 PM to 7:30 PM\n\nThis date is cancelled. You do not need to do anything."
    )
    assert await line_of(program, await first_of(program, group), sam) is None


async def test_nobody_opens_or_answers_a_session_to_which_they_do_not_belong(
    program: Living, sam: Person, ana: Person
) -> None:
    meeting = await first_of(program, await evening_group(program, ana))
    await program.does(sam, "/sessions")

    for verb in ("session", "coming", "late", "cannot", "calendar", "mark"):
        for rest in ("", ".0", ".0.1", ".0.20"):
            told = await forges(program, sam, f"m.{verb}.{meeting.id}{rest}")
            assert "Evening group" not in told.text
            assert told.document is None

    assert await program.ask(lambda unit: unit.meetings.attendance_of(meeting.id)) == []


@pytest.mark.parametrize("data", ["m.late.{}.0.17", "m.cannot.{}.0.9", "m.coming.{}", "m.coming.{}.0.1", "m.session"])
async def test_numbers_that_no_button_has_change_nothing(program: Living, sam: Person, data: str) -> None:
    meeting = await first_of(program, await evening_group(program, sam))
    await program.does(sam, "/sessions")

    await forges(program, sam, data.format(meeting.id))

    assert await program.ask(lambda unit: unit.meetings.attendance_of(meeting.id)) == []


async def test_a_page_about_dates_does_not_stay_on_the_phone(program: Living, sam: Person) -> None:
    await evening_group(program, sam)
    await program.does(sam, "/sessions")
    await program.taps(sam, "Today, 6:00 PM")

    await program.at(timedelta(minutes=11))

    assert program.last(sam).text == "Tap to open."
    assert "Evening group" in (await program.taps(sam, "Open")).text


# -- the machinery ---------------------------------------------------------------------------------------------


def test_every_page_about_sessions_is_known_to_the_audit_log() -> None:
    assert set(review.SESSION_VIEWS) == set(session_rooms.VIEWS)


@pytest.mark.parametrize(("verb", "numbers"), [
    ("book", (9_999_999, 20261231, 2030, 90)),
    ("moveyes", (99_999_999, 99, 20261231, 2030)),
    ("groupyes", (127, 2030, 180, 4, 9_999_999)),
    ("mark", (99_999_999, 9_999_999, 2)),
])  # fmt: skip
def test_the_longest_buttons_fit(verb: str, numbers: Sequence[int]) -> None:
    assert len(write_data(Button("menu", "x", verb=verb, numbers=tuple(numbers)), None)) <= 40


async def test_a_family_member_is_told_that_it_comes_later(program: Living, sam: Person) -> None:
    await evening_group(program, sam)
    number = (await program.record(sam)).id
    now = program.clock.now()

    def make_family(unit: Unit) -> None:
        unit.roles.end(number, "participant", now)
        unit.roles.grant(number, "family", now)

    await program.program.store.write(make_family)

    assert "Evening group" not in (await program.does(sam, "/sessions")).text
