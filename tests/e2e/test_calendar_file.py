"""The file for a person's own calendar: the right hour, and nothing that tells."""

from datetime import UTC, datetime

import pytest

from bot.simulator import Person
from tests.e2e.living import Living
from tests.e2e.sessions_cast import code_of, evening_group, event_of

TELLING = ("evening", "group", "room 2", "main street", "riverside", "program", "companion", "counselor", "recovery")


@pytest.mark.parametrize(("who", "first", "add", "title", "file"), [
    ("sam", "Today", "Add to my calendar", "Appointment", "appointment.ics"),
    ("ana", "Hoy", "Agregar a mi calendario", "Cita", "cita.ics"),
])  # fmt: skip
async def test_the_file_for_a_calendar_has_the_right_hour_and_tells_nothing(
    program: Living, request: pytest.FixtureRequest, who: str, first: str, add: str, title: str, file: str
) -> None:
    person: Person = request.getfixturevalue(who)
    await evening_group(program, person)
    await program.does(person, "/sessions")

    heard = await program.taps(person, first, add)

    name, _, event = event_of(heard)
    assert name == file
    assert event["SUMMARY"] == title
    assert event["DTSTART"] == datetime(2026, 1, 13, 23, 0, tzinfo=UTC)
    assert event["DTEND"] == datetime(2026, 1, 14, 0, 30, tzinfo=UTC)
    assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")
    assert "LOCATION" not in event
    assert "DESCRIPTION" not in event
    assert heard.document is not None
    words = heard.document[1].decode().lower()
    assert [word for word in (*TELLING, (await code_of(program, person)).lower()) if word in words] == []


async def test_a_moved_and_a_cancelled_date_take_the_place_of_the_first_in_a_calendar(
    program: Living, sam: Person, dana: Person
) -> None:
    await evening_group(program, sam)
    await program.does(sam, "/sessions")
    _, _, first = event_of(await program.taps(sam, "Today", "Add to my calendar"))

    await program.does(dana, "/sessions")
    await program.taps(dana, "Today, 6:00 PM", "Move it", "Tomorrow", "7:00 PM", "Yes, move it")
    await program.does(sam, "/sessions")
    _, _, moved = event_of(await program.taps(sam, "Tomorrow", "Add to my calendar"))
    await program.taps(dana, "Cancel this session", "Yes, cancel it")
    await program.does(sam, "/sessions")
    _, _, cancelled = event_of(await program.taps(sam, "Tomorrow", "Update my calendar"))

    assert first["UID"] == moved["UID"] == cancelled["UID"]
    assert moved["DTSTART"] == datetime(2026, 1, 15, 0, 0, tzinfo=UTC)
    assert [event["SEQUENCE"] for event in (first, moved, cancelled)] == [0, 1, 2]
    assert cancelled["STATUS"] == "CANCELLED"


async def test_two_members_have_files_that_do_not_show_that_they_meet(
    program: Living, sam: Person, ana: Person
) -> None:
    await evening_group(program, sam, ana)
    await program.does(sam, "/sessions")
    await program.does(ana, "/sessions")

    _, _, one = event_of(await program.taps(sam, "Today", "Add to my calendar"))
    _, _, other = event_of(await program.taps(ana, "Hoy", "Agregar a mi calendario"))

    assert one["UID"] != other["UID"]
