"""Putting a prompt off: at most three times, never into quiet hours, never past its day."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.snoozes import again_at, ways

ZONE = "America/New_York"
QUIET = ("21:00", "08:00")


def at(clock):
    return datetime.fromisoformat(f"2026-11-24 {clock}").replace(tzinfo=ZoneInfo(ZONE))


@pytest.mark.parametrize(
    ("clock", "put_off", "expected"),
    [
        ("18:00", 0, ("15", "60", "t", "n")),
        ("18:00", 2, ("15", "60", "t", "n")),
        ("18:00", 3, ("n",)),
        ("19:29", 0, ("15", "60", "t", "n")),
        ("19:30", 0, ("15", "60", "n")),
        ("20:10", 0, ("15", "n")),
        ("20:50", 0, ("n",)),
        ("22:00", 0, ("n",)),
    ],
)
def test_only_what_still_fits_into_the_evening_is_offered(clock, put_off, expected):
    assert ways(put_off, at(clock), at("21:00"), ZONE, *QUIET) == expected


def test_a_prompt_comes_again_after_the_length_or_half_an_hour_before_quiet_hours():
    now, rhythm = at("18:00"), (at("21:00"), ZONE, *QUIET)

    assert again_at("15", now, *rhythm) == now + timedelta(minutes=15)
    assert again_at("60", now, *rhythm) == now + timedelta(hours=1)
    assert again_at("t", now, *rhythm) == at("20:30")


def test_a_prompt_is_not_put_off_past_its_own_end():
    assert ways(0, at("18:00"), at("18:30"), ZONE, *QUIET) == ("15", "n")
