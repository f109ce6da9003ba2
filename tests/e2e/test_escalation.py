"""Alerts that reach a human: who is told, when the next one is, and what the person in need is told."""

from datetime import UTC, datetime, timedelta

from bot.services import leaving
from bot.simulator import Fault, Person
from bot.storage.alerts import Alert
from bot.storage.unit import Unit
from tests.e2e.living import DANA, DANGER, Living

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
