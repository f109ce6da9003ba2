"""A counselor plans by taps: appointments, groups and their members, moving and cancelling."""

from datetime import UTC, datetime

import pytest

from bot.simulator import Person
from tests.e2e.living import Living
from tests.e2e.sessions_cast import (
    BEGUN,
    PLACE,
    all_meetings,
    code_of,
    data_of,
    evening_group,
    first_of,
    forges,
    looks,
    makes_appointment,
)

# -- an appointment by taps ------------------------------------------------------------------------------------


async def test_a_counselor_makes_an_appointment_by_taps_and_the_person_hears_of_it_once(
    program: Living, dana: Person, sam: Person
) -> None:
    page = await makes_appointment(program, dana, sam)

    (made,) = await all_meetings(program)
    assert made.participant == (await program.record(sam)).id
    assert made.starts_at == datetime(2026, 1, 15, 15, 0, tzinfo=UTC)
    assert made.minutes == 50
    assert f"{await code_of(program, sam)} S\n\nThu 15 Jan, 10:00 AM to 10:50 AM" in page.text
    assert [heard.text for heard in sam.sees].count("A date of yours changed.") == 1
    told = (await program.taps(sam, "Open")).text
    assert told.startswith("Time with your counselor\n\nThu 15 Jan, 10:00 AM to 10:50 AM")


async def test_a_second_tap_on_yes_makes_no_second_appointment(program: Living, dana: Person, sam: Person) -> None:
    await program.does(dana, "/sessions")
    await program.taps(dana, "New appointment", await code_of(program, sam), "Thu 15 Jan", "10:00 AM", "50 minutes")
    message, data = data_of(dana, "Yes, make it")

    for _ in range(2):
        dana.taps_data(message, data)
    await program.rest()

    assert len(await all_meetings(program)) == 1


async def test_today_offers_no_time_that_is_past_and_a_clash_is_told(
    program: Living, dana: Person, sam: Person, ana: Person
) -> None:
    await makes_appointment(program, dana, ana)
    await program.does(dana, "/sessions")
    code = await code_of(program, sam)

    today = await program.taps(dana, "New appointment", code, "Today")
    confirm = await program.taps(dana, "Back", "Thu 15 Jan", "10:30 AM", "30 minutes")

    assert "10:00 AM" not in today.buttons
    assert "10:30 AM" in today.buttons
    assert "You lead another session around then: Thu 15 Jan, 10:00 AM." in confirm.text


async def test_the_zone_is_named_where_the_person_lives_in_another_one(
    program: Living, dana: Person, sam: Person
) -> None:
    await program.does(sam, "/settings timezone America/Chicago")

    page = await makes_appointment(program, dana, sam)

    assert "Thu 15 Jan, 10:00 AM to 10:50 AM (New York time)" in page.text
    assert "Thu 15 Jan, 9:00 AM" in (await program.does(sam, "/sessions")).text


async def test_late_in_the_evening_the_first_day_is_tomorrow(program: Living, dana: Person, sam: Person) -> None:
    await program.at(datetime(2026, 1, 14, 2, 0, tzinfo=UTC))  # nine in the evening there
    await program.does(dana, "/sessions")

    days = await program.taps(dana, "New appointment", await code_of(program, sam))

    assert days.buttons[:2] == ("Tomorrow", "Thu 15 Jan")
    assert "Today" not in days.buttons


@pytest.mark.parametrize("rest", ["", ".20260115", ".20260115.1000", ".20260115.1000.50"])
async def test_an_appointment_is_made_only_with_ones_own_people(program: Living, sam: Person, rest: str) -> None:
    rita = await program.enrol_staff(1002, "Rita")
    number = (await program.record(sam)).id
    code = await code_of(program, sam)
    await program.does(rita, "/sessions")

    for verb in ("appt", "book"):
        told = await forges(program, rita, f"m.{verb}.{number}{rest}")
        assert "earlier screen" in told.text
        assert code not in told.text

    assert await all_meetings(program) == []


@pytest.mark.parametrize("rest", [
    "20260112.1000.50", "20260115.2460.50", "20269915.1000.50", "20260115.1000.51", "20260113.0900.50",
    "20290115.1000.50", "20260115.1000", "20260115.1000.50.1",
])  # fmt: skip
async def test_a_time_that_cannot_be_is_not_taken(program: Living, dana: Person, sam: Person, rest: str) -> None:
    await program.does(dana, "/sessions")

    told = await forges(program, dana, f"m.book.{(await program.record(sam)).id}.{rest}")

    assert "earlier screen" in told.text
    assert await all_meetings(program) == []


# -- moving and cancelling -------------------------------------------------------------------------------------


async def test_a_session_is_moved_by_taps_and_what_was_said_before_is_asked_anew(
    program: Living, dana: Person, sam: Person
) -> None:
    group = await evening_group(program, sam)
    await program.does(sam, "/sessions")
    await program.taps(sam, "Today", "I will be there")
    await program.does(dana, "/sessions")

    page = await program.taps(dana, "Today, 6:00 PM", "Move it", "Tomorrow", "7:30 PM", "Yes, move it")

    moved = await first_of(program, group)
    assert (moved.starts_at, moved.part) == (datetime(2026, 1, 15, 0, 30, tzinfo=UTC), 1)
    assert "Tomorrow, 7:30 PM to 9:00 PM" in page.text
    assert "no answer yet" in page.text


async def test_a_second_tap_on_yes_moves_or_cancels_nothing_twice(program: Living, dana: Person, sam: Person) -> None:
    group = await evening_group(program, sam)
    await program.does(dana, "/sessions")
    await program.taps(dana, "Today, 6:00 PM", "Move it", "Tomorrow", "7:30 PM")
    move = data_of(dana, "Yes, move it")
    for _ in range(2):
        dana.taps_data(*move)
    await program.rest()
    told = program.last(dana)
    await program.taps(dana, "Cancel this session")
    cancel = data_of(dana, "Yes, cancel it")
    for _ in range(2):
        dana.taps_data(*cancel)
    await program.rest()

    assert told.text.startswith("It was moved in the meantime.")
    meeting = await first_of(program, group)
    assert (meeting.part, meeting.state) == (1, "cancelled")
    actions = [action for action, _ in await looks(program)]
    assert (actions.count("session move"), actions.count("session cancel")) == (1, 1)


async def test_no_cancels_nothing(program: Living, dana: Person, sam: Person) -> None:
    group = await evening_group(program, sam)
    await program.does(dana, "/sessions")

    asked = await program.taps(dana, "Today, 6:00 PM", "Cancel this session")
    await program.taps(dana, "No")

    assert "Cancel? Members are told." in asked.text
    assert (await first_of(program, group)).state == "planned"


async def test_what_has_begun_is_neither_moved_nor_cancelled(program: Living, dana: Person, sam: Person) -> None:
    group = await evening_group(program, sam)
    await program.does(dana, "/sessions")
    await program.taps(dana, "Today, 6:00 PM", "Cancel this session")
    yes = data_of(dana, "Yes, cancel it")

    await program.at(BEGUN)
    dana.taps_data(*yes)
    await program.rest()

    assert program.last(dana).text.startswith("It has started")
    assert (await first_of(program, group)).state == "planned"


# -- groups ----------------------------------------------------------------------------------------------------


NEW_GROUP = ("New group", "Mon", "Wed", "Next", "6:00 PM", "90 minutes", "Evening group", "No place yet")


async def test_a_counselor_makes_a_group_by_taps_and_adds_a_member(program: Living, dana: Person, sam: Person) -> None:
    await program.does(dana, "/sessions")
    confirm = await program.taps(dana, *NEW_GROUP)
    await program.taps(dana, "Yes, make it")

    members = await program.taps(dana, "Add a member", f"Add {await code_of(program, sam)}")

    (group,) = await program.ask(lambda unit: unit.groups.all())
    assert (group.name, group.title, group.minutes) == ("evening-group", "Evening group", 90)
    assert (group.timezone, group.facilitator) == ("America/New_York", (await program.record(dana)).id)
    starts = [meeting.starts_at for meeting in await all_meetings(program)][:3]
    assert starts == [datetime(2026, 1, day, 23, 0, tzinfo=UTC) for day in (14, 19, 21)]
    assert "Evening group\nMon, Wed · 6:00 PM · 90 minutes" in confirm.text
    assert f"{await code_of(program, sam)} S" in members.text
    assert "Tomorrow, 6:00 PM · Evening group" in (await program.does(sam, "/sessions")).text


async def test_a_second_tap_on_yes_makes_one_group_and_a_like_one_gets_a_name_of_its_own(
    program: Living, dana: Person
) -> None:
    await program.does(dana, "/sessions")
    await program.taps(dana, *NEW_GROUP)
    yes = data_of(dana, "Yes, make it")
    for _ in range(2):
        dana.taps_data(*yes)
    await program.rest()
    once = await program.ask(lambda unit: [group.name for group in unit.groups.all()])

    await program.taps(dana, "Sessions")
    await program.taps(dana, *["New group", "Fri", *NEW_GROUP[3:]], "Yes, make it")

    assert once == ["evening-group"]
    names = await program.ask(lambda unit: [group.name for group in unit.groups.all()])
    assert names == ["evening-group", "evening-group-2"]


async def test_a_weekday_is_taken_back_by_a_second_tap_and_a_known_place_is_offered(
    program: Living, dana: Person, sam: Person
) -> None:
    await evening_group(program, sam)
    await program.does(dana, "/sessions")

    chosen = await program.taps(dana, "New group", "Mon", "Tue", "✓ Mon")
    confirm = await program.taps(dana, *NEW_GROUP[3:7], PLACE)

    assert "✓ Tue" in chosen.buttons
    assert "✓ Mon" not in chosen.buttons
    assert PLACE in confirm.text


async def test_a_member_is_taken_out_after_one_question_and_told(program: Living, dana: Person, sam: Person) -> None:
    group = await evening_group(program, sam)
    await program.does(dana, "/sessions")
    code = await code_of(program, sam)

    asked = await program.taps(dana, "Groups", "Evening group", f"Remove {code}")
    page = await program.taps(dana, "Yes, remove")

    assert "Remove this person from the group? They are told." in asked.text
    assert "Nobody belongs to it yet." in page.text
    now = program.clock.now()
    assert await program.ask(lambda unit: unit.groups.members_of(group.id, now)) == []
    assert "Nothing is planned for you" in (await program.does(sam, "/sessions")).text


async def test_every_page_of_a_counselor_speaks_spanish(program: Living, dana: Person, sam: Person) -> None:
    await evening_group(program, sam)
    number = (await program.record(dana)).id
    now = program.clock.now()
    await program.program.store.write(lambda unit: unit.people.set(number, "language", "es", now, number))
    await program.does(dana, "/sessions")

    await program.taps(dana, "Hoy, 6:00", "Cancelar esta sesión")
    asked = program.last(dana).text
    await program.taps(dana, "No", "Sesiones", "Nuevo grupo", "lun", "Siguiente", "6:00 p. m.", "90 minutos")
    await program.taps(dana, "Grupo de la noche", "Sin lugar", "Sí, crear")
    await program.at(BEGUN)
    await program.does(dana, "/sessions")
    page = await program.taps(dana, "Hoy, 6:00")
    marked = await program.taps(dana, "Presente S")

    assert "¿Cancelar? Se avisará a los integrantes." in asked
    assert page.rows[0] == ("Presente S", "Ausente S", "Justificada S")
    assert "sin respuesta · presente" in marked.text


async def test_a_place_is_written_as_a_command_and_the_members_hear_of_a_change(
    program: Living, dana: Person, sam: Person
) -> None:
    group = await evening_group(program, sam)
    await program.does(dana, "/sessions")
    hint = await program.taps(dana, "Groups", "Evening group", "Place")

    page = await program.does(dana, "/sessions evening https://meet.example/r2")
    again = await program.does(dana, "/sessions evening https://meet.example/r2")

    assert "/sessions evening 12 Main Street, room 2" in hint.text
    assert page.text.startswith("Evening group\nhttps://meet.example/r2")
    assert again.text == page.text
    assert await program.ask(lambda unit: unit.groups.place_of(group.id)) == "https://meet.example/r2"
    assert [action for action, _ in await looks(program)].count("group place") == 1
    assert program.last(sam).text == "A date of yours changed."
    assert "https://meet.example/r2" in (await program.taps(sam, "Open")).text


@pytest.mark.parametrize("words", ["evening", "evening  ", "nobodys Room 3", "evening " + "x" * 201])
async def test_a_place_that_is_none_changes_nothing(program: Living, dana: Person, sam: Person, words: str) -> None:
    group = await evening_group(program, sam)

    told = await program.does(dana, f"/sessions {words}")

    assert "Which group?" in told.text
    assert await program.ask(lambda unit: unit.groups.place_of(group.id)) == PLACE


async def test_the_place_of_another_counselors_group_stays(program: Living, dana: Person, sam: Person) -> None:
    group = await evening_group(program, sam)
    rita = await program.enrol_staff(1002, "Rita")

    told = await program.does(rita, "/sessions evening Room 3")

    assert "You lead no group yet." in told.text
    assert await program.ask(lambda unit: unit.groups.place_of(group.id)) == PLACE
