"""What a person's own numbers say about the practices they tried."""

from bot.core.ratings import Helped, Rating, best_of, gain, summed_up

BREATH, SONG, WALK = "practices/breathe-3", "practices/one-song", "practices/mindful-walk"


def rated(practice, *pairs):
    return [Rating(practice, before, after) for before, after in pairs]


def test_each_practice_is_summed_up_by_its_means_the_most_used_first():
    found = summed_up([*rated(WALK, (6, 6)), *rated(BREATH, (8, 3), (6, 4), (7, 3))])

    assert found == [Helped(BREATH, 3, 7.0, 3.3), Helped(WALK, 1, 6.0, 6.0)]


def test_what_lifts_is_better_when_its_number_rises_and_all_else_when_it_falls():
    assert gain(Helped(SONG, 2, 3.0, 5.0), {SONG}) == 2
    assert gain(Helped(BREATH, 2, 7.0, 4.0), {SONG}) == 3


def test_the_best_helped_most_by_at_least_two_times():
    ratings = [*rated(WALK, (9, 1)), *rated(BREATH, (7, 4), (7, 4)), *rated(SONG, (2, 6), (3, 7))]

    assert best_of(ratings, {SONG}) == Helped(SONG, 2, 2.5, 6.5)
    assert best_of(ratings, ()) == Helped(BREATH, 2, 7.0, 4.0)


def test_where_nothing_helped_so_far_nothing_is_called_best():
    assert best_of(rated(BREATH, (4, 4), (3, 5)), ()) is None
    assert best_of([], ()) is None
