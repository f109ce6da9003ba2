"""Who is told of an alert that nobody takes, and when the next one is."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.ladder import Pace, Reach, Rung, again, climb, first, next_step

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PACE = Pace(15 * MINUTE, 60 * MINUTE)
ALL = Reach((1,), (2, 3), (9,))


@pytest.mark.parametrize(
    ("reach", "people"),
    [(ALL, (1,)), (Reach((), (2, 3), (8, 9)), (8, 9)), (Reach((), (2, 3)), (2,)), (Reach(), ())],
)
def test_nobody_is_left_without_somebody_at_the_beginning(reach, people):
    assert first(reach) == people


@pytest.mark.parametrize(
    ("level", "reach", "told", "rung"),
    [
        (0, ALL, {1}, Rung((2,), 1)),
        (0, Reach((1, 4), (2,), (9,)), {1}, Rung((4, 2), 1)),  # a cover that began since
        (0, Reach((1,), (), (9,)), {1}, Rung((9,), 2)),  # no other counselor: the administrators at once
        (0, Reach((1,), (), ()), {1}, Rung((), 0)),  # nobody else at all
        (0, Reach((1, 9), (9,), (9,)), {1}, Rung((9,), 1)),  # who is all of it is told once
        (1, ALL, {1, 2}, Rung((9,), 2)),
        (1, Reach((1,), (2, 3), ()), {1, 2}, Rung((3,), 1)),  # no administrator: the next counselor yet
        (1, Reach((), (2, 3), (9,)), {1, 2, 9}, Rung((), 1)),
        (2, ALL, {1, 2, 9}, Rung((), 2)),
        (2, Reach((5,), (2, 3), (9,)), {1, 2, 9}, Rung((5,), 2)),  # a new counselor
    ],
)
def test_a_step_tells_those_who_do_not_know_yet(level, reach, told, rung):
    assert climb(level, reach, told, told & set(reach.everybody())) == rung


def test_where_only_one_person_knows_it_another_one_is_told_out_of_turn():
    assert climb(2, Reach((), (2, 3), (9,)), {1, 2, 9}, {9}) == Rung((3,), 2)


def test_whoever_knows_of_it_and_the_administrators_are_reminded():
    assert again(ALL, {1, 3}) == (1, 3, 9)


@pytest.mark.parametrize(
    ("before", "after", "heard", "minutes"),
    [(0, 1, 2, 45), (0, 2, 2, 60), (1, 2, 3, 60), (2, 2, 3, 60), (0, 1, 1, 15), (2, 2, 0, 1)],
)
def test_the_administrators_hour_counts_from_the_beginning_and_few_do_not_wait_for_it(before, after, heard, minutes):
    assert next_step(before, after, NOW, NOW, PACE, heard) == NOW + minutes * MINUTE


def test_a_program_that_was_down_finds_the_next_step_due_already():
    assert next_step(0, 1, NOW - timedelta(hours=5), NOW, PACE, 2) < NOW
