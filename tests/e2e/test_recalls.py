"""What a lesson taught comes back as one question, at most one a day, in the file's own words."""

from datetime import date, timedelta

from bot.simulator import Person
from bot.storage.recalls import Recall
from tests.e2e.living import Living

WAVE = "lessons/early/cravings-come-and-go"


async def reads_the_lesson(program: Living, sam: Person) -> None:
    await program.does(sam, "/lesson")
    await program.taps(sam, "Next", "Next", "Next", "It will peak", "Next")


async def stands(program: Living, sam: Person) -> list[Recall]:
    own = (await program.record(sam)).id
    return await program.ask(lambda unit: unit.recalls.all_for(own))


async def evening_of(program: Living, days: int) -> None:
    """The hours of that day, one by one, up to the evening."""
    for _ in range(24 * days):
        await program.at(timedelta(hours=1))


async def test_a_question_comes_back_the_next_day_and_climbs_with_a_right_answer(program: Living, sam: Person) -> None:
    await reads_the_lesson(program, sam)
    assert [(each.activity, each.step, each.due) for each in await stands(program, sam)] == [
        (WAVE, 0, date(2026, 1, 14))
    ]

    await program.at(timedelta(hours=27, minutes=31))  # the hour of the doses on the next day: a lesson comes
    await program.at(timedelta(hours=1, minutes=1))
    line = program.last(sam)
    assert "Open" in line.buttons
    assert "crav" not in line.text.lower()

    asked = await program.taps(sam, "Open")
    assert "It will peak, then sink" in asked.buttons
    assert "You are in line at the store." not in asked.text
    told = await program.taps(sam, "It will peak")
    assert "The top is the hardest part" in told.text

    assert [(each.step, each.due) for each in await stands(program, sam)] == [(1, date(2026, 1, 17))]
    assert await program.outcomes(sam, WAVE) == ["finished", "finished"]


async def test_a_wrong_answer_is_met_with_the_same_words_and_comes_again_tomorrow(program: Living, sam: Person) -> None:
    await reads_the_lesson(program, sam)
    await program.at(timedelta(hours=27, minutes=31))
    await program.at(timedelta(hours=1, minutes=1))
    await program.taps(sam, "Open")

    told = await program.taps(sam, "I did something wrong")

    assert "You did nothing wrong." in told.text
    assert [(each.step, each.due) for each in await stands(program, sam)] == [(0, date(2026, 1, 15))]


async def test_who_passes_messages_by_is_asked_no_more_and_the_lesson_stays_as_it_was(
    program: Living, sam: Person
) -> None:
    await reads_the_lesson(program, sam)

    await evening_of(program, 8)

    own = (await program.record(sam)).id
    sent = await program.ask(lambda unit: unit.unasked.since(own, "review", date(2026, 1, 13)))
    assert [each.occurrence for each in sent] == ["2026-01-14", "2026-01-16"]  # then half as many messages are sent
    assert [each.asked for each in await stands(program, sam)] == [2]
    assert "Overdose: signs" in (await program.does(sam, "/lesson")).text
