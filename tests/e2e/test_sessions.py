"""Sessions on the running program: people are reminded in time, discreetly, once, and say whether they come."""

import asyncio
from datetime import UTC, datetime

from bot.services.reminders import Reminders
from bot.simulator import Fault, Person
from tests.e2e.living import Living
from tests.e2e.sessions import (
    HOUR,
    MINUTE,
    SESSION,
    attendance,
    first_of,
    group_of,
    join,
    lines,
    setting,
    start_group,
    telling,
    texts,
)


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

    await program.at(MINUTE)
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


async def test_an_outage_that_ends_at_night_leaves_the_reminder_for_the_morning(program: Living, sam: Person) -> None:
    await group_of(program, sam)
    await program.stop()
    program.clock.set(datetime(2026, 1, 14, 4, 0, tzinfo=UTC))  # 23:00, five hours after the reminder's time

    await program.start()
    await program.rest()
    at_night = await lines(program, sam, "reminders/session-24h")
    await program.at(datetime(2026, 1, 14, 13, 1, tzinfo=UTC))  # 08:01

    assert at_night == []
    assert program.last(sam).text == "Today at 6:00 PM."
    assert [each.state for each in await lines(program, sam, "reminders/session-24h")] == ["sent"]


async def test_a_reminder_that_could_not_be_sent_before_the_night_waits_for_the_morning(
    program: Living, sam: Person
) -> None:
    await group_of(program, sam)
    program.world.faults.add(Fault("too_many", frozenset({"sendmessage"}), sam.user_id, times=1, retry_after=4 * 3600))
    await program.at(SESSION - 24 * HOUR + MINUTE)

    await program.at(SESSION - 20 * HOUR + 2 * MINUTE)  # 22:02: Telegram would take it again
    at_night = program.chat_text(sam)
    await program.at(datetime(2026, 1, 14, 13, 1, tzinfo=UTC))

    assert "6:00 PM" not in at_night
    assert program.last(sam).text == "Today at 6:00 PM."


async def test_two_looks_at_the_same_moment_remind_once(program: Living, sam: Person) -> None:
    await group_of(program, sam)
    program.clock.set(SESSION - 24 * HOUR + MINUTE)
    looks = [Reminders(program.program.store, program.program.house) for _ in range(2)]

    await asyncio.gather(*(each.look(program.clock.now()) for each in looks))
    await program.rest()

    assert [each.state for each in await lines(program, sam, "reminders/session-24h")] == ["sent"]
    assert await program.outcomes(sam, "reminders/session-24h") == [None]
