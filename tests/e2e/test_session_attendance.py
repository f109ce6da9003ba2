"""After a session on the running program: who came, who was missed, what was corrected, what leaves with the export."""

import json
from datetime import UTC, datetime
from pathlib import Path

from bot.services import meetings
from bot.services.export import Wanted, write_csv, write_jsonl
from bot.simulator import Person
from bot.storage.unit import Unit
from tests.e2e.living import Living
from tests.e2e.sessions import (
    DAY,
    HOUR,
    MINUTE,
    SESSION,
    attendance,
    first_of,
    group_of,
    join,
    lines,
    mark,
    move,
    start_group,
)


async def test_a_quarter_of_an_hour_after_the_group_those_who_may_have_been_there_are_asked(
    program: Living, sam: Person, ana: Person
) -> None:
    group = await group_of(program, sam, ana, start=datetime(2026, 1, 14, 16, 0))
    meeting = await first_of(program, group)
    await program.at(meeting.ends_at)
    await mark(program, meeting, ana, "excused")

    await program.at(meeting.ends_at + 16 * MINUTE)
    asked = program.last(sam).text
    closed = await program.taps(sam, "Open", "8", "2")

    assert asked == "How was it today? Two taps."
    assert "Thank you for being there today." in closed.text
    assert [a.value for a in await program.answers(sam, "checkins/after-group")] == [8, 2]
    assert await lines(program, ana, "checkins/after-group") == []


async def test_the_question_after_a_late_group_is_not_asked_in_quiet_hours(program: Living, sam: Person) -> None:
    meeting = await first_of(program, await group_of(program, sam, start=datetime(2026, 1, 14, 20, 0)))

    await program.at(meeting.ends_at + 16 * MINUTE)  # 21:46
    await program.at(datetime(2026, 1, 15, 14, 0, tzinfo=UTC))  # 09:00

    assert await lines(program, sam, "checkins/after-group") == []


async def test_who_was_missed_gets_a_kind_line_and_the_counselor_a_task_with_the_reason(
    program: Living, dana: Person, sam: Person
) -> None:
    meeting = await first_of(program, await group_of(program, sam, start=datetime(2026, 1, 14, 12, 0)))
    await program.at(meeting.ends_at + HOUR)

    await mark(program, meeting, sam, "absent")
    line = program.last(sam).text
    unknown = (await program.does(dana, "/today")).text
    closed = await program.taps(sam, "Open", "Child care")
    known = (await program.does(dana, "/today")).text

    assert line == "You were missed. What got in the way?"
    assert "Nobody knows yet what got in the way" in unknown
    assert "Your counselor can see this" in closed.text
    assert "Missed a session: child care" in known
    assert (await attendance(program, meeting, sam)).reason == "child_care"
    assert "How was it today?" not in program.chat_text(sam)


async def test_a_correction_closes_the_task_and_takes_the_line_back(program: Living, dana: Person, sam: Person) -> None:
    meeting = await first_of(program, await group_of(program, sam, start=datetime(2026, 1, 14, 20, 0)))
    await program.at(meeting.ends_at + 10 * MINUTE)  # 21:40: the line waits for the morning
    await mark(program, meeting, sam, "absent")
    waiting = await lines(program, sam, "messages/missed-session")

    await mark(program, meeting, sam, "present")
    await program.at(datetime(2026, 1, 15, 14, 0, tzinfo=UTC))

    number = (await program.record(sam)).id
    alerts = await program.ask(lambda unit: unit.alerts.all_for(number))
    assert [each.state for each in waiting] == ["due"]
    assert [each.state for each in await lines(program, sam, "messages/missed-session")] == ["expired"]
    assert [(each.rule, each.closed_at is not None) for each in alerts] == [("session-missed", True)]
    assert "You were missed" not in program.chat_text(sam)


async def test_the_line_to_who_was_missed_waits_for_the_end_of_quiet_hours(program: Living, sam: Person) -> None:
    meeting = await first_of(program, await group_of(program, sam, start=datetime(2026, 1, 14, 20, 0)))
    await program.at(meeting.ends_at + 10 * MINUTE)

    await mark(program, meeting, sam, "absent")
    at_night = program.chat_text(sam)
    await program.at(datetime(2026, 1, 15, 13, 1, tzinfo=UTC))

    assert "You were missed" not in at_night
    assert program.last(sam).text == "You were missed. What got in the way?"


async def test_several_absences_marked_together_are_one_line(program: Living, sam: Person) -> None:
    group = await start_group(program, datetime(2026, 1, 14, 12, 0), "FREQ=DAILY")
    await join(program, group, sam)
    await program.at(datetime(2026, 1, 16, 19, 0, tzinfo=UTC))
    now = program.clock.now()
    for meeting in await program.ask(lambda unit: unit.meetings.of_group(group.id, now - 3 * DAY, now)):
        await mark(program, meeting, sam, "absent")

    number = (await program.record(sam)).id
    alerts = await program.ask(lambda unit: unit.alerts.all_for(number))
    assert len(await lines(program, sam, "messages/missed-session")) == 1
    assert [each.repeats for each in alerts if each.rule == "session-missed"] == [2]


async def test_who_said_before_why_they_cannot_come_is_not_asked_again(
    program: Living, dana: Person, sam: Person
) -> None:
    meeting = await first_of(program, await group_of(program, sam))
    await program.at(SESSION - 24 * HOUR + MINUTE)
    await program.taps(sam, "Open", "I cannot come", "Work")
    await program.at(meeting.ends_at + HOUR)

    await mark(program, meeting, sam, "absent")

    assert await lines(program, sam, "messages/missed-session") == []
    assert "Missed a session: work" in (await program.does(dana, "/today")).text


async def test_what_nobody_marked_is_not_missed(program: Living, dana: Person, sam: Person) -> None:
    meeting = await first_of(program, await group_of(program, sam))

    await program.at(meeting.ends_at + 25 * HOUR)

    staff, now = (await program.record(dana)).id, program.clock.now()
    assert await program.ask(lambda unit: unit.meetings.unmarked(staff, now - 24 * HOUR)) == [meeting]
    assert await lines(program, sam, "messages/missed-session") == []
    assert "Missed" not in (await program.does(dana, "/today")).text


async def test_the_rows_of_a_group_are_kept_sixty_days_ahead(program: Living) -> None:
    group = await start_group(program)
    await program.at(30 * DAY)

    now = program.clock.now()
    found = await program.ask(lambda unit: unit.meetings.of_group(group.id, now, now + 90 * DAY))
    assert now + 52 * DAY < found[-1].starts_at < now + 61 * DAY
    assert len(found) == len({each.occurrence for each in found})


async def test_leaving_ends_every_session(program: Living, sam: Person, dana: Person) -> None:
    await group_of(program, sam)
    number, staff = (await program.record(sam)).id, (await program.record(dana)).id
    house, now = program.program.house, program.clock.now()
    start = datetime(2026, 1, 15, 11, 0)
    own = await program.program.store.write(
        lambda unit: meetings.add_appointment(unit, house, number, staff, start, 50, now)
    )

    await program.program.store.write(lambda unit: meetings.leave_all(unit, number, program.clock.now()))
    await program.at(SESSION + DAY)

    assert await program.ask(lambda unit: unit.groups.of_person(number, program.clock.now())) == []
    cancelled = await program.ask(lambda unit: unit.meetings.by_id(own.id))
    assert cancelled is not None
    assert cancelled.state == "cancelled"
    assert await lines(program, sam, "reminders/session-24h") == []


async def test_the_export_holds_each_session_under_its_original_start(
    program: Living, dana: Person, sam: Person, tmp_path: Path
) -> None:
    group = await group_of(program, sam)
    first = await first_of(program, group)
    await move(program, first, datetime(2026, 1, 15, 18, 0))
    await program.at(first.starts_at + 3 * DAY)
    await mark(program, first, sam, "present")
    number, staff = (await program.record(sam)).id, (await program.record(dana)).id
    house, now = program.program.house, program.clock.now()
    start = datetime(2026, 1, 19, 11, 0)
    await program.program.store.write(lambda unit: meetings.add_appointment(unit, house, number, staff, start, 50, now))
    await program.at(datetime(2026, 1, 23, tzinfo=UTC))

    def take_out(unit: Unit) -> None:
        people = [person for person in unit.people.all() if person.id == number]
        wanted = Wanted(people, program.clock.now())
        write_csv(unit, wanted, tmp_path)
        write_jsonl(unit, wanted, tmp_path)

    await program.ask(take_out)

    code = (await program.record(sam)).code
    lines = (tmp_path / "attendance.csv").read_text(encoding="utf-8").splitlines()
    objects = [json.loads(line) for line in (tmp_path / "attendance.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines == [
        "participant,group,session_start,rsvp,attended,marked_by",
        f"{code},evening,2026-01-14T23:00:00Z,,present,{program.staff['Dana']}",
        f"{code},,2026-01-19T16:00:00Z,,,",
        f"{code},evening,2026-01-21T23:00:00Z,,,",
    ]
    assert [each["session_start"] for each in objects] == [line.split(",")[2] for line in lines[1:]]


async def test_the_file_of_ones_own_data_holds_ones_sessions(program: Living, sam: Person) -> None:
    meeting = await first_of(program, await group_of(program, sam))
    await program.at(meeting.ends_at + HOUR)
    await mark(program, meeting, sam, "present")

    heard = await program.does(sam, "/mydata")

    assert heard.document is not None
    record = json.loads(heard.document[1])
    assert record["groups"] == ["Evening group"]
    assert [(each["title"], each["attended"]) for each in record["sessions"]] == [("Evening group", "present")]
