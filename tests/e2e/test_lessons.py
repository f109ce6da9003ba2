"""Lessons and practices: page by page, a quiz that teaches, pauses by the clock, and going on after a restart."""

from datetime import timedelta

import pytest

from bot.simulator import Person
from tests.e2e.living import Living

WAVE = "lessons/early/cravings-come-and-go"


async def test_the_next_lesson_of_the_track_comes_with_the_reason_why(program: Living, sam: Person) -> None:
    first = await program.does(sam, "/lesson")

    assert "Next in your series" in first.text
    assert "Cravings come and go" in first.text
    assert "You are in line at the store." in first.text
    assert "Next" in first.buttons
    assert "Back" not in first.buttons


async def test_a_lesson_is_read_page_by_page_and_back(program: Living, sam: Person) -> None:
    first = await program.does(sam, "/lesson")
    picture = await program.taps(sam, "Next")
    story = await program.taps(sam, "Next")
    back = await program.taps(sam, "Back")

    assert first.photo is None
    assert picture.photo is not None
    assert "A craving moves like water." in picture.text
    assert "Marisol" in story.text
    assert back.text == picture.text


async def test_a_lesson_goes_on_at_its_page_after_a_restart(program: Living, sam: Person) -> None:
    await program.does(sam, "/lesson")
    story = await program.taps(sam, "Next", "Next")

    await program.restart()
    again = await program.does(sam, "/lesson")

    assert story.text in again.text


@pytest.mark.parametrize(
    ("answer", "feedback", "value"),
    [
        ("It climbs until I give in", "Near the top it feels that way.", 1),
        ("It will peak, then sink", "Yes. The top is the hardest part", 2),
        ("I did something wrong", "You did nothing wrong.", 3),
    ],
)
async def test_each_answer_of_a_quiz_is_met_with_something_to_learn(
    program: Living, sam: Person, answer: str, feedback: str, value: int
) -> None:
    await program.does(sam, "/lesson")
    await program.taps(sam, "Next", "Next", "Next")

    told = await program.taps(sam, answer)
    closing = await program.taps(sam, "Next")

    assert feedback in told.text
    assert "Try today" in closing.text
    assert [(a.question, a.value) for a in await program.answers(sam, WAVE)] == [("comes_next", value)]
    assert await program.outcomes(sam, WAVE) == ["finished"]


async def test_after_a_lesson_the_next_one_of_the_track_is_next(program: Living, sam: Person) -> None:
    await program.does(sam, "/lesson")
    await program.taps(sam, "Next", "Next", "Next", "It will peak", "Next")

    following = await program.does(sam, "/lesson")

    assert "Overdose: signs and first steps" in following.text


async def test_a_link_at_the_end_leads_on_and_back(program: Living, sam: Person) -> None:
    await program.does(sam, "/lesson")
    await program.taps(sam, "Next", "Next", "Next", "It will peak", "Next")

    opened = await program.taps(sam, "Practice with a wave")

    assert "You will watch one wave until it changes." in opened.text
    assert await program.outcomes(sam, "practices/urge-surfing") == [None]


async def test_a_practice_goes_on_by_the_clock_without_a_tap(program: Living, sam: Person) -> None:
    await program.does(sam, "/practice")
    await program.taps(sam, "Three calm minutes", "5")
    first = program.last(sam).text
    parts = [first]
    for seconds in (21, 51, 51, 41, 21):
        await program.at(timedelta(seconds=seconds))
        parts.append(program.last(sam).text)

    for words, part in zip(
        (
            "Let your weight sink",
            "Breathe in gently",
            "Lost count?",
            "Keep your own pace",
            "Look around",
            "That was it",
        ),
        parts,
        strict=True,
    ):
        assert words in part


async def test_a_practice_is_not_hurried_before_its_time(program: Living, sam: Person) -> None:
    await program.does(sam, "/practice")
    await program.taps(sam, "Three calm minutes", "5")
    first = program.last(sam).text

    await program.at(timedelta(seconds=18))

    assert program.last(sam).text == first


async def test_next_goes_on_before_the_wait_is_over_and_the_old_wait_does_nothing_more(
    program: Living, sam: Person
) -> None:
    await program.does(sam, "/practice")
    await program.taps(sam, "Three calm minutes", "5", "Next")
    second = program.last(sam).text

    await program.at(timedelta(seconds=25))

    assert "Breathe in gently" in second
    assert program.last(sam).text == second


async def test_a_practice_is_paced_on_after_a_restart(program: Living, sam: Person) -> None:
    await program.does(sam, "/practice")
    await program.taps(sam, "Three calm minutes", "5")

    await program.stop()
    program.clock.advance(timedelta(seconds=30))
    await program.start()
    await program.rest()

    assert "Breathe in gently" in program.last(sam).text


async def test_the_wait_of_a_practice_keeps_its_page_from_becoming_a_card(program: Living, sam: Person) -> None:
    await program.does(sam, "/practice")
    await program.taps(sam, "Three calm minutes", "5")

    await program.at(timedelta(seconds=25))

    assert program.last(sam).text != "Tap to open."


async def test_a_practice_ends_with_words_that_fit_the_numbers(program: Living, sam: Person) -> None:
    await program.does(sam, "/practice")
    await program.taps(sam, "Three calm minutes", "5", *["Next"] * 5)
    if "How tense are you now, after it?" not in program.last(sam).text:
        await program.taps(sam, "Next")

    closing = await program.taps(sam, "3")

    assert "Your body slowed down a bit." in closing.text
    assert await program.outcomes(sam, "practices/breathe-3") == ["finished"]
