"""What has grown is shown by what is there."""

from datetime import date, timedelta

from bot.core.growth import MOST_SHOWN, READ, of_this_week, row_of, stages

TODAY = date(2026, 1, 13)


def test_a_row_has_a_sign_for_each_as_far_as_the_eye_can_count():
    assert row_of(READ, 3) == READ * 3
    assert row_of(READ, 80) == READ * MOST_SHOWN


def test_what_was_known_again_is_not_yet_what_took_root():
    assert stages([0, 1, 3, 4, 4], 4) == (2, 2)
    assert stages([], 4) == (0, 0)


def test_a_day_of_this_week_counts_once():
    days = [TODAY, TODAY, TODAY - timedelta(days=6), TODAY - timedelta(days=7), TODAY + timedelta(days=1)]

    assert of_this_week(days, TODAY) == 2
