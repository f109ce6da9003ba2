"""Sessions made, moved and cancelled on the running program: everyone hears once and is asked nothing stale."""

import asyncio
import json
from datetime import UTC, datetime

import pytest

from bot.cli import run
from bot.services import enrol, meetings
from bot.simulator import Person
from bot.storage.unit import Unit
from tests.e2e.living import KEY, Living
from tests.e2e.sessions import (
    CHANGED,
    DAY,
    HOUR,
    MINUTE,
    SESSION,
    attendance,
    cancel,
    first_of,
    group_of,
    join,
    lines,
    move,
    start_group,
    texts,
)


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


async def test_an_invite_brings_its_person_into_the_group_once_they_agreed(program: Living) -> None:
    group = await start_group(program)
    house = program.program.house

    def make(unit: Unit) -> tuple[str, int]:
        code, person = enrol.invite_participant(unit, house.place, now=program.clock.now(), group="evening")
        return code, person.id

    code, number = await program.program.store.write(make)
    kim = program.world.add_person(2077, "Kim", "en")
    await program.does(kim, f"/start {code}")
    await program.taps(kim, "English", "Next")
    before = await program.ask(lambda unit: unit.groups.members_of(group.id, program.clock.now()))
    await program.taps(kim, "I agree", *["Skip"] * 4)
    at_once = texts(program, kim).count(CHANGED)
    await program.at(16 * MINUTE)

    assert before == []
    assert await program.ask(lambda unit: unit.groups.members_of(group.id, program.clock.now())) == [number]
    assert (at_once, texts(program, kim).count(CHANGED)) == (0, 1)


async def test_a_group_made_by_a_command_beside_the_running_bot_is_told_and_reminded(
    program: Living, sam: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = datetime.now(UTC).replace(hour=17, minute=0, second=0, microsecond=0) + 2 * DAY
    code = (await program.record(sam)).code
    monkeypatch.setenv("ENCRYPTION_KEYS", KEY)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{program.folder / 'data' / 'companion.db'}")
    monkeypatch.setenv("STATE_DIR", str(program.folder / "state"))
    add = (
        *("group", "add", "noon", "--title", "Noon group", "--rrule", "FREQ=DAILY;COUNT=1", "--timezone", "UTC"),
        *("--start", start.strftime("%Y-%m-%dT%H:%M"), "--minutes", "60", "--facilitator", program.staff["Dana"]),
    )

    status = [await asyncio.to_thread(run, list(words)) for words in (add, ("group", "member", "noon", code))]
    now = datetime.now(UTC)
    morning = now.replace(hour=14, minute=0, second=0)  # nine or ten in New York
    await program.at(morning if morning > now else morning + DAY)
    told = texts(program, sam)
    await program.at(start - DAY + MINUTE)

    assert status == [0, 0]
    assert CHANGED in told
    assert program.last(sam).text.startswith("Tomorrow at 1")


async def test_a_session_that_is_cancelled_when_it_is_over_disturbs_nobody(program: Living, sam: Person) -> None:
    meeting = await first_of(program, await group_of(program, sam))
    heard = texts(program, sam).count(CHANGED)
    await program.at(meeting.ends_at + DAY)

    await cancel(program, meeting)

    assert texts(program, sam).count(CHANGED) == heard
