"""Alerts that reach a human: who is told, when the next one is, and what the person in need is told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.services import alerts, leaving
from bot.services.watch import scene_of
from bot.simulator import Fault, Person
from bot.storage.alerts import Alert
from bot.storage.unit import Unit
from tests.e2e.living import DANA, DANGER, EVENING, Living, living

NEUTRAL = "Something is waiting for you."
ON_LIST = "Something new is on your list."
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NIGHT = datetime(2026, 1, 14, 7, 0, tzinfo=UTC)
"""Two in the morning in New York, a Wednesday."""
FRIDAY_EVENING = datetime(2026, 1, 16, 23, 0, tzinfo=UTC)


def heard(person: Person, words: str = NEUTRAL) -> int:
    """How many lines of those words the chat ever got, opened ones not counted."""
    return sum(seen.text == words for seen in person.sees)


async def alert_of(program: Living, person: Person, rule: str = "danger") -> Alert:
    """The newest alert of that rule."""
    number = (await program.record(person)).id
    return [a for a in await program.ask(lambda unit: unit.alerts.all_for(number)) if a.rule == rule][-1]


async def two_more(program: Living) -> tuple[Person, Person]:
    """A second counselor and an administrator."""
    jordan = await program.enrol_staff(1002, "Jordan")
    return jordan, await program.enrol_staff(900, "Boss", "admin")


# -- danger, at any hour ---------------------------------------------------------------------------------------


async def test_danger_that_nobody_takes_goes_to_the_next_person_and_then_to_the_administrator(
    program: Living, sam: Person, dana: Person
) -> None:
    jordan, boss = await two_more(program)
    await program.at(NIGHT)
    await program.does(sam, DANGER["en"])
    told = [[heard(staff) for staff in (dana, jordan, boss)]]

    for minutes in (14, 1, 44, 1, 59, 1):
        await program.at(minutes * MINUTE)
        told.append([heard(staff) for staff in (dana, jordan, boss)])

    assert told == [[1, 0, 0], [1, 0, 0], [1, 1, 0], [1, 1, 0], [1, 1, 1], [1, 1, 1], [2, 2, 2]]
    alert = await alert_of(program, sam)
    assert alert.level == 2
    assert alert.delivered_at is not None
    assert alert.delivered_at - NIGHT < MINUTE


async def test_whoever_takes_it_ends_the_steps(program: Living, sam: Person, dana: Person) -> None:
    jordan, boss = await two_more(program)
    await program.does(sam, DANGER["en"])
    await program.at(10 * MINUTE)
    await program.taps(dana, "Open", "Seen")

    await program.at(3 * HOUR)

    assert (heard(jordan), heard(boss)) == (0, 0)
    assert (await alert_of(program, sam)).next_step_at is None


async def test_opening_it_is_not_taking_it(program: Living, sam: Person, dana: Person) -> None:
    jordan, _ = await two_more(program)
    await program.does(sam, DANGER["en"])
    await program.taps(dana, "Open")

    await program.at(15 * MINUTE)

    assert heard(jordan) == 1


async def test_looks_that_take_nothing_do_not_hold_up_the_steps(program: Living, sam: Person, dana: Person) -> None:
    jordan, boss = await two_more(program)
    for _ in range(7):
        await program.does(sam, DANGER["en"])
        await program.taps(dana, "Open")
        await program.at(10 * MINUTE)

    assert heard(jordan) >= 1
    assert heard(boss) >= 1


async def test_a_blocked_phone_passes_it_on_at_once(program: Living, sam: Person, dana: Person) -> None:
    jordan, boss = await two_more(program)
    program.world.faults.add(Fault("forbidden", chat_id=DANA))

    await program.does(sam, DANGER["en"])
    at_once = (heard(jordan), heard(boss))
    await program.at(HOUR)

    assert at_once == (1, 0)
    assert heard(boss) == 1


async def test_a_phone_that_takes_nothing_passes_it_on_at_once(program: Living, sam: Person, dana: Person) -> None:
    jordan, _ = await two_more(program)
    program.world.faults.add(Fault("bad_request", frozenset({"sendmessage"}), DANA))

    await program.does(sam, DANGER["en"])

    assert heard(jordan) == 1


async def test_a_program_that_was_down_makes_up_the_steps_at_its_start(
    program: Living, sam: Person, dana: Person
) -> None:
    jordan, boss = await two_more(program)
    await program.does(sam, DANGER["en"])
    await program.stop()
    program.clock.set(program.clock.now() + 5 * HOUR)

    await program.start()
    await program.rest()

    assert (heard(dana), heard(jordan), heard(boss)) == (1, 1, 1)


async def test_nobody_can_be_told_and_the_first_who_comes_back_is(program: Living, sam: Person, dana: Person) -> None:
    dana.blocks()
    await program.rest()
    told = await program.does(sam, DANGER["en"])
    await program.at(10 * MINUTE)

    dana.unblocks()
    await program.rest()
    await program.at(MINUTE)

    assert "I cannot reach anyone on staff" in told.text
    assert heard(dana) == 1


async def test_who_stands_in_sees_the_alert_and_nothing_else_of_the_person(
    program: Living, sam: Person, dana: Person
) -> None:
    jordan, _ = await two_more(program)
    await program.does(sam, DANGER["en"])
    await program.at(15 * MINUTE)

    opened = await program.taps(jordan, "Open")
    taken = await program.taps(jordan, "Seen")
    jordan.taps_data(program.last(jordan).message_id, f"m.person.{(await program.record(sam)).id}")
    await program.rest()

    code = (await program.record(sam)).code
    assert code in opened.text
    assert opened.buttons == ("Seen",)
    assert program.staff["Jordan"] in taken.text
    assert code not in program.last(jordan).text
    assert (await alert_of(program, sam)).acknowledged_by == (await program.record(jordan)).id


async def test_danger_after_it_was_taken_begins_again_with_the_counselor(
    program: Living, sam: Person, dana: Person
) -> None:
    jordan, _ = await two_more(program)
    await program.does(sam, DANGER["en"])
    await program.taps(dana, "Open", "Seen")
    await program.at(20 * HOUR)

    await program.does(sam, DANGER["en"])
    again = heard(dana), heard(jordan)
    await program.at(15 * MINUTE)

    assert again == (1, 0)
    assert heard(jordan) == 1


# -- who looks after whom --------------------------------------------------------------------------------------


async def test_whose_role_ends_has_taken_nothing_any_more(program: Living, sam: Person, dana: Person) -> None:
    jordan, _ = await two_more(program)
    await program.does(sam, DANGER["en"])
    await program.taps(dana, "Open", "Seen")
    number, house = (await program.record(dana)).id, program.program.house

    await program.program.store.write(
        lambda unit: leaving.end_roles(unit, house, unit.person(number), program.clock.now())
    )
    await program.rest()
    await program.at(15 * MINUTE)

    assert (await alert_of(program, sam)).acknowledged_at is None
    assert heard(jordan) == 1


async def gives(program: Living, sam: Person, staff: str, since: datetime, until: datetime | None = None) -> None:
    """The administrator's `assign`."""
    number, code = (await program.record(sam)).id, program.staff[staff]

    def assign(unit: Unit) -> None:
        found = unit.people.by_code(code)
        assert found is not None
        unit.roles.assign(number, found.id, since, until)

    await program.program.store.write(assign)
    await program.rest()


async def test_a_cover_hears_of_open_danger_and_unread_messages_when_it_begins(
    program: Living, sam: Person, dana: Person
) -> None:
    jordan = await program.enrol_staff(1002, "Jordan")
    begins = program.clock.now() + 5 * MINUTE
    await gives(program, sam, "Jordan", begins, begins + HOUR)
    await program.does(sam, DANGER["en"])
    await program.does(sam, "/message")
    await program.does(sam, "Please call me.")
    before = heard(jordan), heard(jordan, "You have a note to read.")

    await program.at(6 * MINUTE)
    await program.at(MINUTE)

    assert before == (0, 0)
    assert (heard(jordan), heard(jordan, "You have a note to read.")) == (1, 1)
    assert heard(dana) == 1


async def test_after_its_end_a_cover_sees_nothing_and_is_told_nothing(
    program: Living, sam: Person, dana: Person
) -> None:
    jordan = await program.enrol_staff(1002, "Jordan")
    now = program.clock.now()
    await gives(program, sam, "Jordan", now, now + HOUR)
    await program.does(sam, DANGER["en"])
    await program.taps(dana, "Open", "Seen")
    code = (await program.record(sam)).code
    within = (await program.does(jordan, "/today")).text

    await program.at(2 * HOUR)
    await program.does(sam, DANGER["en"])
    after = await program.does(jordan, "/today")

    assert code in within
    assert code not in after.text
    assert heard(jordan) == 1


async def test_what_a_cover_had_taken_is_the_counselors_again_at_its_end(
    program: Living, sam: Person, dana: Person
) -> None:
    jordan = await program.enrol_staff(1002, "Jordan")
    now = program.clock.now()
    await gives(program, sam, "Jordan", now, now + HOUR)
    await program.does(sam, DANGER["en"])
    await program.taps(jordan, "Open", "Seen")

    await program.at(HOUR + MINUTE)

    assert (await alert_of(program, sam)).acknowledged_at is None
    assert heard(dana) == 2


# -- what can wait ---------------------------------------------------------------------------------------------

READY = "Your list for today is ready."
FRIDAY = datetime(2026, 1, 16, 15, 0, tzinfo=UTC)
"""Ten in the morning in New York; staff are there until five."""


async def craves(program: Living, person: Person, craving: int = 8) -> None:
    """A check-in with a strong craving."""
    await program.does(person, "/checkin")
    await program.taps(person, str(craving), "6", "No", "Yes")


async def test_what_is_for_today_reaches_the_counselor_at_once_within_staffed_hours(
    program: Living, sam: Person, dana: Person
) -> None:
    await craves(program, sam)
    line = program.last(dana)

    opened = await program.taps(dana, "Open")

    assert (line.text, line.buttons) == (ON_LIST, ("Open",))
    assert f"{(await program.record(sam)).code} S: Craving 8" in opened.text
    assert (await alert_of(program, sam, "strong-craving")).delivered_at is not None


async def test_several_things_within_the_hour_make_one_line(
    program: Living, ana: Person, sam: Person, dana: Person
) -> None:
    await craves(program, sam)
    await program.does(ana, "/checkin")
    await program.taps(ana, "9", "6", "Sí", "Sí")

    assert heard(dana, ON_LIST) == 1


@asynccontextmanager
async def friday(folder: Path, **more: object) -> AsyncIterator[tuple[Living, Person, Person, Person, Person]]:
    """The program on a Friday morning: Dana with her participant Eva, Jordan, and an administrator."""
    async with living(folder, FRIDAY, **more) as program:
        dana = await program.enrol_staff(1001, "Dana")
        jordan, boss = await two_more(program)
        yield program, await program.enrol(3001, "Eva", "en"), dana, jordan, boss


async def test_what_nobody_takes_moves_on_after_four_staffed_hours_over_the_weekend(tmp_path: Path) -> None:
    async with friday(tmp_path) as (program, eva, _, jordan, boss):
        await program.at(FRIDAY + 5 * HOUR)  # two staffed hours are left of the week
        await craves(program, eva)
        told = []
        for hours in (7, 48, 72.9, 73.1, 77.2, 96):
            await program.at(FRIDAY + hours * HOUR)
            if hours == 48:
                await craves(program, eva, 3)  # nobody is silent
            told.append((heard(jordan), heard(boss)))

    assert told == [(0, 0), (0, 0), (0, 0), (1, 0), (1, 1), (1, 1)]


async def test_a_list_that_reaches_nobody_moves_on_at_once(program: Living, sam: Person, dana: Person) -> None:
    jordan, _ = await two_more(program)
    program.world.faults.add(Fault("forbidden", chat_id=DANA))

    await craves(program, sam)

    assert heard(jordan) == 1


async def test_who_stands_in_for_a_list_sees_no_numbers(program: Living, sam: Person, dana: Person) -> None:
    jordan, _ = await two_more(program)
    await craves(program, sam)
    await program.at(4 * HOUR)

    opened = await program.taps(jordan, "Open")
    listed = await program.does(jordan, "/alerts")

    code = (await program.record(sam)).code
    assert f"{code} has waited for a look" in opened.text
    assert code in listed.text
    assert "Craving" not in opened.text + listed.text


async def test_outside_staffed_hours_it_waits_for_the_morning_line(program: Living, sam: Person, dana: Person) -> None:
    await program.at(FRIDAY_EVENING)
    await craves(program, sam)
    at_night = heard(dana, ON_LIST), heard(dana, READY)

    for days in range(1, 3):
        await program.at(FRIDAY_EVENING + timedelta(days=days))
    weekend = heard(dana, READY)
    await program.at(FRIDAY + timedelta(days=3) - HOUR)
    monday = program.last(dana)

    assert (at_night, weekend) == ((0, 0), 0)
    assert (monday.text, monday.buttons) == (READY, ("Open",))
    assert "Craving 8" in (await program.taps(dana, "Open")).text
    assert (await alert_of(program, sam, "strong-craving")).delivered_at is not None


async def test_the_morning_line_comes_once_and_only_for_what_is_new(tmp_path: Path) -> None:
    async with friday(tmp_path) as (program, eva, dana, *_):
        await program.at(FRIDAY_EVENING)
        await craves(program, eva)
        found = []
        for days in range(3, 6):
            await program.at(FRIDAY + timedelta(days=days) - 2 * HOUR)
            await craves(program, eva, 3)
            for _ in range(2):
                await program.at(FRIDAY + timedelta(days=days) - HOUR + MINUTE)
                await program.restart()
                await program.rest()
            found.append(heard(dana, READY))

    assert found == [1, 1, 1]


async def test_on_a_holiday_no_line_comes_and_no_clock_runs(tmp_path: Path) -> None:
    dates = tmp_path / "dates"
    dates.write_text("2026-01-19\n")  # the Monday
    async with friday(tmp_path, holidays=str(dates)) as (program, eva, dana, jordan, _):
        await program.at(FRIDAY_EVENING)
        await craves(program, eva)
        told = []
        for hours in (72, 78, 96, 99.1):
            await program.at(FRIDAY + hours * HOUR)
            if hours == 72:
                await craves(program, eva, 3)  # nobody is silent
            told.append((heard(dana, READY), heard(jordan)))

    assert told == [(0, 0), (0, 0), (1, 0), (1, 1)]


async def test_danger_knows_no_holiday(tmp_path: Path) -> None:
    dates = tmp_path / "dates"
    dates.write_text("2026-01-16\n")
    async with living(tmp_path, FRIDAY, holidays=str(dates)) as program:
        dana = await program.enrol_staff(1001, "Dana")
        eva = await program.enrol(3001, "Eva", "en")

        await program.does(eva, DANGER["en"])

        assert heard(dana) == 1


async def test_who_became_unreachable_stands_on_the_list_of_the_next_morning(
    program: Living, sam: Person, dana: Person
) -> None:
    await program.at(FRIDAY_EVENING)
    sam.blocks()
    await program.rest()

    await program.at(FRIDAY + timedelta(days=3) - HOUR)
    opened = await program.taps(dana, "Open")

    assert f"{(await program.record(sam)).code}: not reachable since 2026-01-16 18:00" in opened.text


async def test_a_message_that_may_not_have_arrived_stands_on_the_list(
    program: Living, sam: Person, dana: Person
) -> None:
    program.world.faults.add(Fault("torn", frozenset({"sendmessage"}), sam.user_id, times=1))
    await program.at(EVENING)

    listed = await program.does(dana, "/today")

    assert f"{(await program.record(sam)).code}: one message may not have arrived" in listed.text


# -- the truth -------------------------------------------------------------------------------------------------


async def test_after_the_card_the_person_is_told_that_nobody_has_seen_it_yet_and_when_staff_are_there(
    program: Living, sam: Person
) -> None:
    told = await program.does(sam, DANGER["en"])

    card = sam.sees[-2]
    assert "988" in card.text
    assert told.text == "It is stored for your counselor. Nobody has seen it yet. Staff hours: Mon-Fri 09:00-17:00."


async def test_the_person_is_told_once_when_somebody_has_seen_it(program: Living, sam: Person, dana: Person) -> None:
    await program.does(sam, DANGER["en"])
    await program.taps(dana, "Open")
    opened = [h.text for h in sam.sees if "was seen" in h.text]

    await program.taps(dana, "Seen")
    await program.does(dana, "/caseload")
    await program.taps(dana, (await program.record(sam)).code, "Reviewed")

    assert opened == []
    assert [h.text for h in sam.sees if "was seen" in h.text] == ["Your note was seen: Tue 10:01."]


async def test_help_now_tells_how_it_stands(program: Living, sam: Person, dana: Person) -> None:
    await program.does(sam, DANGER["en"])
    unseen = await program.does(sam, "/sos")
    await program.taps(dana, "Open", "Seen")
    seen = await program.does(sam, "/sos")

    assert "Nobody has seen it yet." in unseen.text
    assert seen.text == "Your note was seen: Tue 10:01."


async def test_what_was_written_by_day_wakes_nobody_when_it_is_seen_at_night(
    program: Living, sam: Person, dana: Person
) -> None:
    await program.does(sam, DANGER["en"])
    await program.at(NIGHT)
    await program.taps(dana, "Open", "Seen")
    at_night = [h.text for h in sam.sees if "was seen" in h.text]

    await program.at(NIGHT + 6 * HOUR + MINUTE)

    assert at_night == []
    assert [h.text for h in sam.sees if "was seen" in h.text] == ["Your note was seen: Wed 02:00."]


async def test_who_wrote_a_message_is_told_when_it_was_read(program: Living, sam: Person, dana: Person) -> None:
    await program.does(sam, "/message")
    await program.does(sam, "Can we talk on Thursday?")

    await program.taps(dana, "Open")

    assert program.last(sam).text == "Your message was read: Tue 10:01."


async def test_the_list_of_alerts_tells_who_was_told_and_who_has_it(program: Living, sam: Person, dana: Person) -> None:
    await two_more(program)
    await program.does(sam, DANGER["en"])
    await program.at(16 * MINUTE)

    listed = (await program.does(dana, "/alerts")).text
    await program.taps(dana, (await program.record(sam)).code)
    taken = (await program.taps(dana, "Seen")).text

    assert f"Told: {program.staff['Dana']} 2026-01-13 10:01, {program.staff['Jordan']} 2026-01-13 10:17" in listed
    assert f"Taken by {program.staff['Dana']}, 2026-01-13 10:17" in taken


# -- the rules, and the list -----------------------------------------------------------------------------------


async def test_a_strong_craving_is_asked_about_again_and_a_person_is_offered_if_it_stays(
    program: Living, sam: Person, dana: Person
) -> None:
    await craves(program, sam)
    await program.at(19 * MINUTE)
    before = program.chat_text(sam)

    await program.at(2 * MINUTE)
    asked = program.last(sam)
    await program.taps(sam, "Open")
    still = await program.taps(sam, "8")

    assert "A little time has passed." not in before
    assert asked.text == "A little time has passed. How is it now?"
    assert "Write to my counselor" in still.buttons
    listed = (await program.does(dana, "/today")).text
    assert "Craving still 8 when asked again 20 minutes later" in listed
    assert "Craving 8" in listed


async def test_a_craving_that_came_down_tells_nobody(program: Living, sam: Person, dana: Person) -> None:
    await craves(program, sam)
    await program.at(21 * MINUTE)
    await program.taps(sam, "Open", "4")

    assert "Craving still" not in (await program.does(dana, "/today")).text


async def test_a_break_ends_the_second_question_too(program: Living, sam: Person) -> None:
    await craves(program, sam)
    await program.does(sam, "/pause 1")

    await program.at(25 * MINUTE)

    assert "A little time has passed." not in program.chat_text(sam)


ROWS = {
    "reported-use": {},
    "strong-craving": {"craving": 8, "recent_craving": "4, 4, 8", "usual_craving": 4},
    "still-strong": {"strength": 8},
    "silent": {"ago": 4},
    "rising-craving": {"recent_craving": "5, 5, 6", "usual_craving": 2},
    "low-mood": {"streak_mood": 3, "recent_mood": "3, 2, 3"},
    "session-missed": {"reason": "ride"},
}
"""Every row a rule or a room of the program raises, with numbers."""


@pytest.mark.parametrize("row", ROWS)
async def test_the_list_shows_each_kind_of_row_with_its_numbers(
    program: Living, sam: Person, dana: Person, row: str
) -> None:
    number, values = (await program.record(sam)).id, ROWS[row]

    def raises(unit: Unit) -> None:
        scene = scene_of(unit, program.program.house, number, program.clock.now())
        alerts.raise_alert(scene, row, "today", f"row-{row}", values)

    await program.program.store.write(raises)
    await program.rest()
    listed = (await program.does(dana, "/today")).text
    said = program.program.house.content().notice(f"row-{row}", "en", **values)

    assert f"{(await program.record(sam)).code} S: {said}" in listed
    assert "{" not in said
    assert all(str(value) in said for value in values.values() if not isinstance(value, str) or value[0].isdigit())


async def test_the_list_goes_from_danger_over_a_missed_session_to_what_only_watches(
    program: Living, sam: Person, dana: Person
) -> None:
    number = (await program.record(sam)).id

    def raises(unit: Unit) -> None:
        scene = scene_of(unit, program.program.house, number, program.clock.now())
        alerts.raise_alert(scene, "low-mood", "today", "row-low-mood", {"streak_mood": 3, "recent_mood": "3, 2, 3"})
        alerts.raise_alert(scene, "session-missed", "today", "row-session-missed", {"reason": "ride"})
        alerts.raise_danger(scene, "self_harm")

    await program.program.store.write(raises)
    await program.rest()
    listed = (await program.does(dana, "/today")).text

    places = [listed.index(words) for words in ("Words of danger: thoughts", "session", "Mood 3")]
    assert places == sorted(places)
