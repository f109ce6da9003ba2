"""A counselor's sessions: the week, who is coming, who came, and what is another counselor's."""

from datetime import timedelta

import pytest

from bot.simulator import Person
from tests.e2e.living import Living
from tests.e2e.sessions_cast import (
    BEGUN,
    OVER,
    code_of,
    data_of,
    evening_group,
    first_of,
    forges,
    line_of,
    looks,
    makes_appointment,
)

# -- a counselor's week ----------------------------------------------------------------------------------------


async def test_a_counselor_sees_the_week_from_today_with_who_is_coming(
    program: Living, dana: Person, sam: Person
) -> None:
    await evening_group(program, sam)
    await program.does(sam, "/sessions")
    await program.taps(sam, "Today", "I will be there")
    await program.does(dana, "/today")

    week = await program.taps(dana, "Sessions")

    assert "Today, 6:00 PM · Evening group\n1 coming" in week.text
    assert "Tue 20 Jan" in week.text
    assert "Thu 22 Jan" not in week.text
    assert "Thu 22 Jan" in (await program.taps(dana, "Later")).text
    assert dana.chat.messages[week.message_id].protected


async def test_a_page_with_people_fades_and_each_look_is_in_the_audit_log(
    program: Living, dana: Person, sam: Person
) -> None:
    await evening_group(program, sam)
    await program.does(dana, "/sessions")
    await program.taps(dana, "Today, 6:00 PM", "Members")

    await program.at(timedelta(minutes=11))

    assert program.last(dana).text == "Tap to open."
    assert [look for look in await looks(program) if look[0] == "view"] == [
        ("view", "sessions"),
        ("view", "evening"),
        ("view", "evening"),
    ]


async def test_a_look_at_an_appointment_is_a_look_at_that_person(program: Living, dana: Person, sam: Person) -> None:
    await makes_appointment(program, dana, sam)

    assert ("view", await code_of(program, sam)) in await looks(program)


async def test_the_dates_of_a_participant_are_nobodys_look(program: Living, sam: Person) -> None:
    await evening_group(program, sam)
    before = await looks(program)

    await program.does(sam, "/sessions")
    await program.taps(sam, "Today")

    assert await looks(program) == before


# -- attendance ------------------------------------------------------------------------------------------------


async def test_attendance_is_marked_by_one_tap_each_from_the_start_on_and_can_be_corrected(
    program: Living, dana: Person, sam: Person, ana: Person
) -> None:
    meeting = await first_of(program, await evening_group(program, sam, ana))
    await program.does(dana, "/sessions")
    before = await program.taps(dana, "Today, 6:00 PM")
    await program.at(BEGUN)
    await program.does(dana, "/sessions")

    page = await program.taps(dana, "Today, 6:00 PM", "Present S", "Absent A")
    corrected = await program.taps(dana, "Excused A")

    assert not any(label.startswith(("Present", "Absent", "Excused")) for label in before.buttons)
    assert page.rows[:2] == (("Present A", "Absent A", "Excused A"), ("Present S", "Absent S", "Excused S"))
    assert f"{await code_of(program, ana)} A · no answer yet · absent" in page.text
    assert f"{await code_of(program, ana)} A · no answer yet · excused" in corrected.text
    marks = {person: await line_of(program, meeting, person) for person in (sam, ana)}
    assert [line.attended if line else None for line in marks.values()] == ["present", "excused"]
    assert ("attendance excused", await code_of(program, ana)) in await looks(program)


async def test_a_second_tap_on_a_mark_is_one_mark(program: Living, dana: Person, sam: Person) -> None:
    await evening_group(program, sam)
    await program.at(BEGUN)
    await program.does(dana, "/sessions")
    await program.taps(dana, "Today, 6:00 PM")
    absent = data_of(dana, "Absent")

    for _ in range(2):
        dana.taps_data(*absent)
    await program.rest()

    assert [action for action, _ in await looks(program)].count("attendance absent") == 1


async def test_all_others_were_there_is_one_tap(program: Living, dana: Person, sam: Person, ana: Person) -> None:
    meeting = await first_of(program, await evening_group(program, sam, ana))
    eva = await program.enrol(3001, "Eva", "en")
    await program.does(dana, "/sessions")
    await program.taps(dana, "Groups", "Evening group", "Add a member", f"Add {await code_of(program, eva)}")
    await program.at(BEGUN)
    await program.does(dana, "/sessions")

    page = await program.taps(dana, "Today, 6:00 PM", "Absent A", "All others were there")

    marks = [await line_of(program, meeting, person) for person in (ana, sam, eva)]
    assert [line.attended if line else None for line in marks] == ["absent", "present", "present"]
    assert "All others were there" not in page.buttons


async def test_what_nobody_marked_is_not_marked_after_a_day_and_never_missed(
    program: Living, dana: Person, sam: Person
) -> None:
    await evening_group(program, sam)
    await program.at(OVER + timedelta(hours=23))
    await program.does(dana, "/sessions")
    before = await program.taps(dana, "Earlier", "Tue 13 Jan")
    await program.at(OVER + timedelta(hours=25))
    await program.does(dana, "/sessions")

    earlier = await program.taps(dana, "Earlier")
    page = await program.taps(dana, "Tue 13 Jan")
    marked = await program.taps(dana, "Present S")

    assert "not marked" not in before.text
    assert "1 not marked" in earlier.text
    assert f"{await code_of(program, sam)} S · no answer yet · not marked" in page.text
    assert "missed" not in (page.text + earlier.text).lower()
    assert f"{await code_of(program, sam)} S · no answer yet · present" in marked.text


# -- what is another counselor's -------------------------------------------------------------------------------


async def test_a_session_of_another_counselor_can_be_neither_seen_nor_changed(
    program: Living, dana: Person, sam: Person
) -> None:
    group = await evening_group(program, sam)
    meeting = await first_of(program, group)
    number = (await program.record(sam)).id
    rita = await program.enrol_staff(1002, "Rita")
    await program.at(BEGUN - timedelta(hours=1))
    await program.does(rita, "/sessions")
    forged = [
        f"session.{meeting.id}", f"cancel.{meeting.id}.0", f"cancelyes.{meeting.id}.0", f"move.{meeting.id}.0",
        f"move.{meeting.id}.0.20260114", f"moveyes.{meeting.id}.0.20260114.1900", f"members.{group.id}",
        f"members.{group.id}.1", f"join.{group.id}.{number}", f"leave.{group.id}.{number}",
        f"partyes.{group.id}.{number}",
    ]  # fmt: skip

    heard = [(await forges(program, rita, f"m.{each}")).text for each in forged]
    await program.at(BEGUN)
    heard += [
        (await forges(program, rita, f"m.{each}")).text
        for each in (f"mark.{meeting.id}.{number}.1", f"allpresent.{meeting.id}")
    ]

    assert await first_of(program, group) == meeting
    assert await program.ask(lambda unit: unit.meetings.attendance_of(meeting.id)) == []
    assert await program.ask(lambda unit: unit.groups.members_of(group.id, BEGUN)) == [number]
    assert [text for text in heard if "Evening group" in text or await code_of(program, sam) in text] == []


async def test_an_administrator_sees_every_session(program: Living, sam: Person) -> None:
    await evening_group(program, sam)
    boss = await program.enrol_staff(1003, "Boss", "admin")

    assert "Today, 6:00 PM · Evening group" in (await program.does(boss, "/sessions")).text


@pytest.mark.parametrize("data", [
    "m.sessions.99", "m.sessions.8.1", "m.mark.1.2", "m.mark.{}.2.9", "m.mark.{}.9999.0", "m.cancelyes.{}",
    "m.group.128", "m.group.0.1800", "m.group.1.2500", "m.group.1.1800.61", "m.group.1.1800.60.99",
    "m.group.1.1800.60.1.99",
    "m.groupyes.1.1800.60.1", "m.groupyes.0.1800.60.1.0", "m.groupyes.1.9999.60.1.0", "m.members", "m.members.99",
    "m.join.1.9999", "m.moveyes.{}.0.20260114", "m.moveyes.{}.0.20260101.1800", "m.appt.9999", "m.allpresent",
    "m.groups.1",
])  # fmt: skip
async def test_a_counselors_forged_numbers_change_nothing(
    program: Living, dana: Person, sam: Person, data: str
) -> None:
    group = await evening_group(program, sam)
    meeting = await first_of(program, group)
    await program.does(dana, "/sessions")

    told = await forges(program, dana, data.format(meeting.id))

    assert "earlier screen" in told.text
    assert await first_of(program, group) == meeting
    assert await program.ask(lambda unit: unit.groups.all()) == [group]
    assert await program.ask(lambda unit: unit.meetings.attendance_of(meeting.id)) == []
