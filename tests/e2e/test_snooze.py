"""Putting a prompt off: the buttons beside *Open*, at most three times, and what a late or second tap does not do."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.simulator import Person
from tests.e2e.living import EVENING, Living
from tests.e2e.test_checkin import FIVE, PROMPT, button, prompts

LATER = ("In 15 minutes", "In 1 hour", "Tonight", "Not today")


async def states(program: Living, person: Person, purpose: str = "checkins/daily") -> list[tuple[int, str]]:
    """Part and state of every message of a prompt."""
    number = (await program.record(person)).id
    rows = await program.ask(lambda unit: unit.deliveries.all_for(number))
    return [(row.part, row.state) for row in rows if row.purpose == purpose]


async def test_a_quarter_of_an_hour_later_the_prompt_is_back_and_the_first_one_is_gone(
    program: Living, sam: Person
) -> None:
    await program.at(EVENING)

    told = await program.taps(sam, "In 15 minutes")
    await program.at(timedelta(minutes=14))
    early = prompts(sam)
    await program.at(timedelta(minutes=2))

    assert (told.text, told.buttons) == ("I will be back at 7:15 PM.", ())
    assert early == 0
    assert (program.last(sam).text, program.last(sam).buttons) == (PROMPT["en"], ("Open", *LATER))
    assert "I will be back" not in program.chat_text(sam)


@pytest.mark.parametrize(
    ("label", "told", "minutes"),
    [("En 15", "Vuelvo a las 7:15 p. m.", 15), ("En 1 h", "Vuelvo a las 8:00 p. m.", 60), ("Esta", "8:30 p. m.", 90)],
)
async def test_each_length_does_what_it_says_in_spanish(
    program: Living, ana: Person, label: str, told: str, minutes: int
) -> None:
    await program.at(EVENING - timedelta(seconds=20))

    line = await program.taps(ana, label)
    await program.at(EVENING + timedelta(minutes=minutes))

    assert told in line.text
    assert program.last(ana).text == PROMPT["es"]


async def test_after_three_times_only_today_or_not_is_left(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    for _ in range(3):
        await program.taps(sam, "In 15 minutes")
        await program.at(timedelta(minutes=15, seconds=1))

    assert program.last(sam).buttons == ("Open", "Not today")
    assert await states(program, sam) == [(0, "sent"), (1, "sent"), (2, "sent"), (3, "sent")]


async def test_not_today_ends_it_for_the_day_and_the_next_day_has_its_prompt(program: Living, sam: Person) -> None:
    await program.at(EVENING)

    told = await program.taps(sam, "Not today")
    await program.at(timedelta(hours=1))
    same_day = prompts(sam)
    await program.at(EVENING + timedelta(days=1))

    assert (told.text, told.buttons) == ("Not today, then. I will come another day.", ())
    assert same_day == 0
    assert program.last(sam).text == PROMPT["en"]
    assert await program.outcomes(sam) == ["left", None]


async def test_who_let_it_be_can_still_come_on_their_own(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    await program.taps(sam, "Not today")

    await program.does(sam, "/checkin")
    await program.taps(sam, *FIVE["en"][1:])

    assert await program.outcomes(sam) == ["left", "finished"]


async def test_a_second_tap_changes_nothing(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    prompt = program.last(sam)
    quarter, hour = (button(sam, prompt.message_id, label) for label in LATER[:2])

    for data in (quarter, quarter, hour, button(sam, prompt.message_id, "Not today")):
        sam.taps_data(prompt.message_id, data)
    await program.rest()

    assert await states(program, sam) == [(0, "sent"), (1, "due")]
    assert program.last(sam).text == "I will be back at 7:15 PM."
    assert await program.outcomes(sam) == [None]


async def test_a_length_that_has_become_too_late_lets_it_be(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    prompt = program.last(sam)
    await program.at(EVENING + timedelta(minutes=90))

    sam.taps_data(prompt.message_id, button(sam, prompt.message_id, "In 1 hour"))
    await program.rest()

    assert program.last(sam).text == "It is too late for that today. I will come another day."
    assert await states(program, sam) == [(0, "sent")]


async def test_a_restart_and_an_outage_keep_what_was_put_off(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    await program.taps(sam, "In 15 minutes")

    await program.stop()
    program.clock.set(EVENING + timedelta(minutes=40))
    await program.start()
    await program.rest()

    assert program.last(sam).text == PROMPT["en"]
    assert await states(program, sam) == [(0, "sent"), (1, "sent")]


async def test_done_meanwhile_it_does_not_come_back(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    await program.taps(sam, "In 15 minutes")
    await program.does(sam, "/checkin")
    await program.taps(sam, *FIVE["en"][1:])

    await program.at(timedelta(minutes=20))

    assert prompts(sam) == 0
    assert await states(program, sam) == [(0, "sent"), (1, "expired")]


async def test_nothing_is_put_off_once_it_was_opened_paused_done_or_is_of_yesterday(
    program: Living, sam: Person
) -> None:
    await program.at(EVENING)
    prompt = program.last(sam)
    data = button(sam, prompt.message_id, "In 15 minutes")

    await program.does(sam, "/pause 1")
    sam.taps_data(prompt.message_id, data)
    await program.rest()
    paused = await states(program, sam)
    await program.taps(sam, "Come back")
    await program.at(datetime(2026, 1, 14, 15, 0, tzinfo=UTC))
    sam.taps_data(prompt.message_id, data)
    await program.rest()
    yesterday = await states(program, sam)
    await program.at(EVENING + timedelta(days=1))
    prompt = program.last(sam)
    data = button(sam, prompt.message_id, "In 15 minutes")
    await program.taps(sam, *FIVE["en"])
    sam.taps_data(prompt.message_id, data)
    await program.rest()

    assert paused == yesterday == [(0, "sent")]
    assert await states(program, sam) == [(0, "sent"), (0, "sent")]
    assert "earlier screen" in program.chat_text(sam)


async def test_another_persons_prompt_cannot_be_put_off(program: Living, ana: Person, sam: Person) -> None:
    await program.at(EVENING)
    hers = program.last(ana)

    sam.taps_data(program.last(sam).message_id, button(ana, hers.message_id, "En 15 minutos"))
    await program.rest()

    assert await states(program, ana) == [(0, "sent")]
