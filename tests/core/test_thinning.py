"""Prompts that are passed by come half as often; what was answered, put off or did not arrive is no passing by."""

from datetime import date, timedelta

import pytest

from bot.core.thinning import Prompted, all_ignored, may_come_back

TODAY = date(2026, 11, 24)


def day(number, arrived=True, answered=False):
    return Prompted(f"2026-11-{number:02}", arrived, answered)


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ([day(1), day(2), day(3)], True),
        ([day(1, answered=True), day(2), day(3), day(4)], True),
        ([day(4), day(2), day(3)], True),
        ([day(1), day(2)], False),
        ([day(1), day(2, answered=True), day(3)], False),
        ([day(1), day(2, arrived=False), day(3)], False),
        ([day(1), day(2), day(3, answered=True), day(3)], False),
        ([day(1), day(2), day(3), day(3)], True),
        ([], False),
    ],
)
def test_three_days_in_a_row_are_needed(messages, expected):
    assert all_ignored(messages) is expected


def test_three_checkins_running_bring_all_prompts_back():
    days = [TODAY - timedelta(days=back) for back in range(3)]

    assert may_come_back(TODAY, days)
    assert not may_come_back(TODAY, days[:2])
    assert not may_come_back(TODAY, [TODAY, *(each - timedelta(days=1) for each in days[1:])])
