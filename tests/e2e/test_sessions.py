"""Sessions on the running program: reminded, answered, moved, cancelled, missed; the simulator's clock moves."""

import json
from datetime import UTC, datetime, timedelta

from bot.services import meetings
from bot.simulator import Heard, Person
from bot.storage.deliveries import Delivery
from bot.storage.groups import Group
from bot.storage.meetings import Attendance, Meeting
from bot.storage.unit import Unit
from tests.e2e.living import Living

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CHANGED = "A date of yours changed."
SESSION = datetime(2026, 1, 14, 23, 0, tzinfo=UTC)
"""Wednesday, 18:00 in New York: the first session of the evening group."""
RULE = "FREQ=WEEKLY;BYDAY=WE"


async def start_group(
    program: Living, start: datetime = datetime(2026, 1, 14, 18, 0), rule: str = RULE, facilitator: str = "Dana"
) -> Group:
    """A group of Dana's."""

    def make(unit: Unit) -> Group:
        staff = unit.people.by_code(program.staff[facilitator])
        assert staff is not None
        new = meetings.NewGroup("evening", "Evening group", rule, start, 90, staff.id, place="Room 4, 12 Elm Street")
        return meetings.add_group(unit, program.program.house, new, program.clock.now())

    return await program.program.store.write(make)


async def join(program: Living, group: Group, person: Person) -> None:
    number = (await program.record(person)).id
    house, now = program.program.house, program.clock.now()
    await program.program.store.write(lambda unit: meetings.add_member(unit, house, group, number, now))
    await program.rest()


async def group_of(program: Living, *people: Person, start: datetime = datetime(2026, 1, 14, 18, 0)) -> Group:
    """A group with people in it who have heard of it."""
    group = await start_group(program, start)
    for person in people:
        await join(program, group, person)
    return group


async def first_of(program: Living, group: Group) -> Meeting:
    now = program.clock.now()
    found = await program.ask(lambda unit: unit.meetings.of_group(group.id, now - 8 * DAY, now + 30 * DAY))
    return found[0]


async def lines(program: Living, person: Person, purpose: str) -> list[Delivery]:
    """Everything that was queued for a person and purpose, oldest first."""
    number = (await program.record(person)).id
    return [each for each in await program.ask(lambda unit: unit.deliveries.all_for(number)) if each.purpose == purpose]


async def attendance(program: Living, meeting: Meeting, person: Person) -> Attendance:
    number = (await program.record(person)).id
    found = await program.ask(lambda unit: unit.meetings.attendance(meeting.id, number))
    assert found is not None
    return found


async def mark(program: Living, meeting: Meeting, person: Person, word: str) -> None:
    number, house, now = (await program.record(person)).id, program.program.house, program.clock.now()
    staff = program.staff["Dana"]

    def do(unit: Unit) -> None:
        by = unit.people.by_code(staff)
        assert by is not None
        meetings.mark(unit, house, meeting, number, word, by.id, now)

    await program.program.store.write(do)
    await program.rest()


async def move(program: Living, meeting: Meeting, to: datetime) -> Meeting:
    house, now = program.program.house, program.clock.now()
    moved = await program.program.store.write(lambda unit: meetings.move(unit, house, meeting, to, now))
    await program.rest()
    return moved


async def cancel(program: Living, meeting: Meeting) -> None:
    house, now = program.program.house, program.clock.now()
    await program.program.store.write(lambda unit: meetings.cancel(unit, house, meeting, now))
    await program.rest()


async def setting(program: Living, person: Person, **fields: str | datetime | bool | None) -> None:
    number, now = (await program.record(person)).id, program.clock.now()

    def change(unit: Unit) -> None:
        for field, value in fields.items():
            unit.people.set(number, field, value, now, number)

    await program.program.store.write(change)


def texts(program: Living, person: Person) -> list[str]:
    return [heard.text for heard in person.sees]


def telling(heard: Heard) -> bool:
    words = ("group", "session", "elm", "riverside", "program", "counselor")
    return any(word in heard.text.lower() for word in words)


# Reminders


async def test_a_member_is_reminded_a_day_and_two_hours_before_and_a_stranger_reads_only_the_time(
    program: Living, sam: Person
) -> None:
    await group_of(program, sam)

    await program.at(SESSION - 24 * HOUR - MINUTE)
    before = len(await lines(program, sam, "reminders/session-24h"))
    await program.at(SESSION - 24 * HOUR + MINUTE)
    day = program.last(sam)
    await program.at(SESSION - 2 * HOUR - MINUTE)
    two = await lines(program, sam, "reminders/session-2h")
    await program.at(SESSION - 2 * HOUR + MINUTE)
    hours = program.last(sam)

    assert (before, two) == (0, [])
    assert (day.text, hours.text) == ("Tomorrow at 6:00 PM.", "Today at 6:00 PM.")
    assert not telling(day)
    assert not telling(hours)
    assert [each.state for each in await lines(program, sam, "reminders/session-24h")] == ["sent"]
    assert [each.lane for each in await lines(program, sam, "reminders/session-2h")] == [1]


async def test_the_reminder_speaks_the_persons_language_and_tells_more_to_who_chose_it(
    program: Living, ana: Person
) -> None:
    await group_of(program, ana)
    await setting(program, ana, notices="open")

    await program.at(SESSION - 24 * HOUR + MINUTE)

    assert program.last(ana).text == "Evening group: Mañana, 6:00 p. m."


async def test_the_day_and_time_are_those_of_the_place_where_the_person_is(program: Living, sam: Person) -> None:
    await group_of(program, sam)
    await setting(program, sam, timezone="Pacific/Auckland", quiet_from="02:00", quiet_to="02:30")

    await program.at(SESSION - 2 * HOUR + MINUTE)  # Thursday, ten in the morning there

    assert program.last(sam).text == "Today at 12:00 PM."


async def test_will_you_be_there_is_stored_by_taps_and_whoever_leads_hears_that_somebody_will_be_late(
    program: Living, dana: Person, sam: Person
) -> None:
    meeting = await first_of(program, await group_of(program, sam))
    await program.at(SESSION - 24 * HOUR + MINUTE)

    opened = await program.taps(sam, "Open")
    asked = await program.taps(sam, "I will be late")
    told = program.last(dana).text
    closed = await program.taps(sam, "20")

    assert "Evening group, Tomorrow at 6:00 PM." in opened.text
    assert "Room 4, 12 Elm Street" in opened.text
    assert "minutes late" in asked.text
    assert "See you then." in closed.text
    found = await attendance(program, meeting, sam)
    assert (found.rsvp, found.minutes_late, found.reason) == ("late", 20, None)
    assert told == "There is news about one of your dates."
    assert len(await lines(program, dana, "session")) == 1


async def test_who_cannot_come_says_why_and_is_reminded_no_more(program: Living, dana: Person, sam: Person) -> None:
    meeting = await first_of(program, await group_of(program, sam))
    await program.at(SESSION - 24 * HOUR + MINUTE)

    await program.taps(sam, "Open", "I cannot come", "A ride")
    await program.at(SESSION - 2 * HOUR + MINUTE)

    found = await attendance(program, meeting, sam)
    assert (found.rsvp, found.reason) == ("no", "ride")
    assert await lines(program, sam, "reminders/session-2h") == []
    assert len(await lines(program, dana, "session")) == 1


async def test_whoever_leads_hears_again_of_what_is_new_since_they_looked(
    program: Living, dana: Person, sam: Person
) -> None:
    await group_of(program, sam)
    await program.at(SESSION - 24 * HOUR + MINUTE)
    await program.taps(sam, "Open", "I will be late")
    await program.taps(dana, "Open")

    await program.taps(sam, "10")

    assert len(await lines(program, dana, "session")) == 2


async def test_an_answer_after_the_beginning_is_not_taken(program: Living, sam: Person) -> None:
    group = await group_of(program, sam)
    meeting = await first_of(program, group)
    await program.at(SESSION - 2 * HOUR + MINUTE)
    await program.taps(sam, "Open")
    number = (await program.record(sam)).id

    program.clock.set(SESSION + MINUTE)
    await sam.taps("Yes")
    await program.heard()
    await program.program.receiver.settle()
    await program.program.sender.drain()
    told = program.last(sam).text
    await program.rest()

    said = await program.ask(lambda unit: unit.meetings.attendance(meeting.id, number))
    assert said is None or said.rsvp is None
    assert "was not taken" in told
    assert await program.answers(sam, "reminders/session-2h") == []
    assert await program.outcomes(sam, "reminders/session-2h") == ["expired"]


async def test_the_reminder_of_a_session_that_has_begun_leaves_the_chat(program: Living, sam: Person) -> None:
    await group_of(program, sam)
    await program.at(SESSION - 2 * HOUR + MINUTE)
    assert "Today at 6:00 PM." in texts(program, sam)

    await program.at(SESSION + MINUTE)

    assert "Today at 6:00 PM." not in texts(program, sam)
    assert await program.outcomes(sam, "reminders/session-2h") == ["expired"]


# Quiet hours


async def test_a_reminder_in_quiet_hours_waits_for_their_end_where_half_an_hour_is_left(
    program: Living, sam: Person
) -> None:
    group = await group_of(
        program, sam, start=datetime(2026, 1, 14, 8, 30)
    )  # two hours before: 06:30; quiet until 08:00
    starts_at = (await first_of(program, group)).starts_at

    await program.at(starts_at - 31 * MINUTE)
    waiting = await lines(program, sam, "reminders/session-2h")
    await program.at(starts_at - 29 * MINUTE)

    assert waiting == []
    assert program.last(sam).text == "Today at 8:30 AM."


async def test_a_reminder_that_cannot_wait_goes_the_evening_before(program: Living, sam: Person) -> None:
    await group_of(program, sam, start=datetime(2026, 1, 14, 8, 15))
    evening = datetime(2026, 1, 14, 1, 30, tzinfo=UTC)  # 20:30; quiet hours begin at 21:00

    await program.at(evening - MINUTE)
    before = await lines(program, sam, "reminders/session-2h")
    await program.at(evening + MINUTE)

    assert before == []
    assert program.last(sam).text == "Tomorrow at 8:15 AM."
    assert len(await lines(program, sam, "reminders/session-2h")) == 1


# Who gets none


async def test_who_joins_after_a_reminders_time_gets_only_those_still_ahead(program: Living, sam: Person) -> None:
    group = await start_group(program)
    await program.at(SESSION - 5 * HOUR)
    await join(program, group, sam)

    await program.at(SESSION - 2 * HOUR + MINUTE)

    assert await lines(program, sam, "reminders/session-24h") == []
    assert [each.state for each in await lines(program, sam, "reminders/session-2h")] == ["sent"]


async def test_a_pause_keeps_sessions_unless_it_was_asked_to_silence_them(
    program: Living, sam: Person, ana: Person
) -> None:
    await group_of(program, sam, ana)
    for person in (sam, ana):
        await program.does(person, "/pause 3")
    await setting(program, ana, sessions_paused=True)

    await program.at(SESSION - 2 * HOUR + MINUTE)

    assert len(await lines(program, sam, "reminders/session-2h")) == 1
    assert await lines(program, ana, "reminders/session-2h") == []


async def test_whoever_blocked_the_bot_gets_none_and_is_reminded_again_when_back(program: Living, sam: Person) -> None:
    await group_of(program, sam)
    await setting(program, sam, state="unreachable")

    await program.at(SESSION - 24 * HOUR + MINUTE)
    none = await lines(program, sam, "reminders/session-24h")
    await program.does(sam, "/start")
    await program.at(SESSION - 2 * HOUR + MINUTE)

    assert none == []
    assert program.last(sam).text == "Today at 6:00 PM."


async def test_after_an_outage_over_both_reminders_only_the_later_one_goes(program: Living, sam: Person) -> None:
    await group_of(program, sam)
    await program.stop()
    program.clock.set(SESSION - HOUR)

    await program.start()
    await program.rest()

    assert await lines(program, sam, "reminders/session-24h") == []
    assert [each.state for each in await lines(program, sam, "reminders/session-2h")] == ["sent"]


async def test_after_an_outage_over_the_session_itself_nothing_is_sent(program: Living, sam: Person) -> None:
    await group_of(program, sam)
    await program.stop()
    program.clock.set(SESSION + HOUR)

    await program.start()
    await program.rest()

    sent = [p for p in ("reminders/session-24h", "reminders/session-2h") for _ in await lines(program, sam, p)]
    assert sent == []


async def test_a_restart_reminds_nobody_twice(program: Living, sam: Person) -> None:
    await group_of(program, sam)
    await program.at(SESSION - 24 * HOUR + MINUTE)

    await program.restart()
    await program.rest()

    assert len(await lines(program, sam, "reminders/session-24h")) == 1


# Changes


async def test_a_new_member_hears_of_it_once_in_words_that_tell_nothing(program: Living, sam: Person) -> None:
    group = await group_of(program, sam)
    await join(program, group, sam)

    assert program.last(sam).text == CHANGED
    assert texts(program, sam).count(CHANGED) == 1


async def test_a_session_moved_after_the_reminder_is_reminded_once_at_its_new_time(
    program: Living, sam: Person
) -> None:
    meeting = await first_of(program, await group_of(program, sam))
    await program.at(SESSION - 24 * HOUR + MINUTE)
    await program.taps(sam, "Open", "Yes, I will")

    moved = await move(program, meeting, datetime(2026, 1, 16, 18, 0))
    told = program.last(sam).text
    cleared = await attendance(program, meeting, sam)
    await program.at(SESSION - 2 * HOUR + MINUTE)
    old = await lines(program, sam, "reminders/session-2h")
    await program.at(moved.starts_at - 24 * HOUR + MINUTE)
    again = await lines(program, sam, "reminders/session-24h")

    assert told == CHANGED
    assert (cleared.rsvp, moved.part) == (None, 1)
    assert old == []
    assert [(each.part, each.state) for each in again] == [(0, "sent"), (1, "sent")]
    assert program.last(sam).text == "Tomorrow at 6:00 PM."


async def test_an_unopened_reminder_of_the_old_time_leaves_the_chat(program: Living, sam: Person) -> None:
    meeting = await first_of(program, await group_of(program, sam))
    await program.at(SESSION - 24 * HOUR + MINUTE)
    assert "Tomorrow at 6:00 PM." in texts(program, sam)

    await move(program, meeting, datetime(2026, 1, 16, 18, 0))

    assert "Tomorrow at 6:00 PM." not in texts(program, sam)
    assert await program.outcomes(sam, "reminders/session-24h") == ["expired"]


async def test_the_answers_of_before_a_move_are_not_taken_for_the_new_time(program: Living, sam: Person) -> None:
    meeting = await first_of(program, await group_of(program, sam))
    await program.at(SESSION - 24 * HOUR + MINUTE)
    await program.taps(sam, "Open", "Yes, I will")
    await move(program, meeting, datetime(2026, 1, 16, 18, 0))

    await program.taps(sam, "Change", "Will you be there", "I cannot come")

    assert (await attendance(program, meeting, sam)).rsvp is None


async def test_a_cancelled_session_sends_nothing_more_and_each_member_hears_once(
    program: Living, sam: Person, ana: Person
) -> None:
    meeting = await first_of(program, await group_of(program, sam, ana))
    await program.at(SESSION - 24 * HOUR + MINUTE)

    await cancel(program, meeting)
    await program.at(SESSION + 5 * HOUR)

    assert texts(program, sam).count(CHANGED) == 2  # made a member, and cancelled
    assert "Tomorrow at 6:00 PM." not in texts(program, sam)
    for person in (sam, ana):
        assert await lines(program, person, "reminders/session-2h") == []
        assert await lines(program, person, "checkins/after-group") == []
        about = [each for each in await lines(program, person, "session-change") if each.subject == meeting.subject]
        assert [json.loads(each.args)["kind"] for each in about] == ["cancelled"]


async def test_a_change_in_quiet_hours_is_told_at_their_end_and_only_the_newest(program: Living, sam: Person) -> None:
    meeting = await first_of(program, await group_of(program, sam))
    heard = texts(program, sam).count(CHANGED)
    await program.at(datetime(2026, 1, 14, 3, 0, tzinfo=UTC))  # 22:00

    await move(program, meeting, datetime(2026, 1, 16, 18, 0))
    moved = await program.ask(lambda unit: unit.meetings.by_id(meeting.id))
    assert moved is not None
    await program.at(MINUTE)
    await cancel(program, moved)
    at_night = texts(program, sam).count(CHANGED)
    await program.at(datetime(2026, 1, 14, 13, 1, tzinfo=UTC))  # 08:01

    assert at_night == heard
    assert texts(program, sam).count(CHANGED) == heard + 1
    about = [each for each in await lines(program, sam, "session-change") if each.subject == meeting.subject]
    assert [each.state for each in about] == ["expired", "sent"]


async def test_a_change_that_cannot_wait_for_the_morning_is_told_at_once(program: Living, sam: Person) -> None:
    meeting = await first_of(program, await group_of(program, sam, start=datetime(2026, 1, 14, 7, 45)))
    heard = texts(program, sam).count(CHANGED)
    await program.at(datetime(2026, 1, 14, 3, 0, tzinfo=UTC))  # 22:00; quiet until 08:00

    await cancel(program, meeting)

    assert texts(program, sam).count(CHANGED) == heard + 1


async def test_who_is_removed_hears_it_once_and_nothing_of_the_dates(program: Living, sam: Person) -> None:
    group = await group_of(program, sam)
    number, house = (await program.record(sam)).id, program.program.house
    await program.at(SESSION - 24 * HOUR + MINUTE)
    heard = texts(program, sam).count(CHANGED)

    now = program.clock.now()
    await program.program.store.write(lambda unit: meetings.remove_member(unit, house, group, number, now))
    await program.rest()
    await program.at(SESSION + 3 * HOUR)

    assert texts(program, sam).count(CHANGED) == heard + 1
    assert await lines(program, sam, "reminders/session-2h") == []
    assert "Tomorrow at 6:00 PM." not in texts(program, sam)


async def test_an_appointment_is_told_reminded_moved_and_cancelled(program: Living, dana: Person, sam: Person) -> None:
    house, now = program.program.house, program.clock.now()
    number, staff = (await program.record(sam)).id, (await program.record(dana)).id
    start = datetime(2026, 1, 15, 11, 0)
    made = await program.program.store.write(
        lambda unit: meetings.add_appointment(unit, house, number, staff, start, 50, now)
    )
    await program.rest()

    told = program.last(sam).text
    await program.at(made.starts_at - 24 * HOUR + MINUTE)
    reminded = program.last(sam).text
    page = await program.taps(sam, "Open")
    moved = await move(program, made, datetime(2026, 1, 15, 15, 0))
    await program.at(moved.starts_at - 2 * HOUR + MINUTE)
    again = program.last(sam).text
    await cancel(program, moved)

    assert (told, reminded, again) == (CHANGED, "Tomorrow at 11:00 AM.", "Today at 3:00 PM.")
    assert "Time with your counselor" in page.text
    assert program.last(sam).text == CHANGED
    kinds = [json.loads(each.args)["kind"] for each in await lines(program, sam, "session-change")]
    assert kinds == ["made", "moved", "cancelled"]


# After the session


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

    await program.program.store.write(lambda unit: meetings.leave_all(unit, house, number, program.clock.now()))
    await program.at(SESSION + DAY)

    assert await program.ask(lambda unit: unit.groups.of_person(number, program.clock.now())) == []
    cancelled = await program.ask(lambda unit: unit.meetings.by_id(own.id))
    assert cancelled is not None
    assert cancelled.state == "cancelled"
    assert await lines(program, sam, "reminders/session-24h") == []
