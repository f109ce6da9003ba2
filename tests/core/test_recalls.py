"""What a quiz taught comes back: when, and as what."""

from datetime import date, timedelta

import pytest

from bot.core.activity import Activity, Option, Page, Paragraph, Question, Span
from bot.core.conditions import Scope, parse
from bot.core.recalls import (
    KEPT,
    after_answer,
    after_asking,
    asks_again,
    first_due,
    only_question,
    question_of,
    subject_of,
)

DAY = date(2026, 1, 13)
QUIZ = Question(
    "wave", "quiz", (Span("What is next?"),), (Option("1", "It grows"), Option("2", "It sinks", right=True)), line=9,
    when=parse("days_in_program > 400", Scope()),
)  # fmt: skip
OTHER = Question("sure", "scale", (Span("How sure?"),), low=0, high=10)
STORY = Paragraph((Span("A long story."),))
LESSON = Activity(
    "lessons/wave",
    "en",
    "lesson",
    "Waves",
    (Page((STORY,)), Page((STORY,), QUIZ, (STORY,)), Page((STORY,), OTHER)),
    saves={"sure": "preference.notices"},
    asks=("silent('checkins/daily')",),
)


def test_it_comes_back_the_next_day_for_the_first_time():
    assert first_due(DAY) == DAY + timedelta(days=1)


@pytest.mark.parametrize(("step", "days"), [(0, 3), (1, 7), (2, 21)])
def test_right_moves_up_the_ladder(step, days):
    assert after_answer(step, True, DAY) == (step + 1, DAY + timedelta(days=days))


def test_after_the_last_step_it_is_kept_and_comes_no_more():
    assert after_answer(3, True, DAY) == (KEPT, None)


@pytest.mark.parametrize("step", range(4))
def test_wrong_goes_back_to_the_first_step(step):
    assert after_answer(step, False, DAY) == (0, DAY + timedelta(days=1))


def test_what_nobody_answers_comes_again_in_two_days_and_then_rests():
    assert [after_asking(asked, DAY) for asked in (1, 2, 3, 4)] == [DAY + timedelta(days=2)] * 2 + [None] * 2


def test_the_run_that_asks_again_is_known_by_its_subject():
    assert question_of(subject_of("wave")) == "wave"
    assert question_of("lessons/wave") == ""


def test_only_the_question_and_its_feedback_come_back():
    again = only_question(LESSON, "wave")

    assert [page.question.text for page in again.pages] == [QUIZ.text]
    assert again.pages[0].question.options == QUIZ.options
    assert (again.pages[0].before, again.pages[0].after, again.pages[0].question.when) == ((), (), None)
    assert (again.title, again.saves, again.asks) == ("Waves", {}, ())


def test_a_question_that_is_gone_is_not_asked_again():
    assert asks_again(LESSON, "wave")
    assert not asks_again(LESSON, "sure")
    assert not asks_again(LESSON, "gone")
    assert only_question(LESSON, "gone") is LESSON
