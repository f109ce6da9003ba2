"""Promises about phone numbers in texts."""

import pytest

from bot.curriculum.numbers import crisis_numbers, phone_numbers

US = crisis_numbers(["911", "988, then 2", "AYUDA to 988", "1-800-662-4357", "2"])


def test_numbers_are_taken_from_words_and_short_keys_are_not() -> None:
    assert frozenset({"911", "988", "18006624357", "8006624357"}) == US


@pytest.mark.parametrize(
    "text",
    [
        "Call 988.", "Text 988 now", "988/911", "dial 9-1-1", "1-800-662-4357", "(800) 662-4357", "+1 800 662 4357",
        "text HOME to 741741", "Call 112", "phone 555-867-5309", "Llama al 911",
    ],
)  # fmt: skip
def test_a_phone_number_is_found(text: str) -> None:
    assert list(phone_numbers(text, US)) != []


@pytest.mark.parametrize(
    "text",
    [
        "in 2019-2020", "on 2026-11-24", "1 in 4", "24/7", "19:30", "10,000 people", "10 000 people", "5-4-3-2-1",
        "112 days", "999 steps", "3.988", "9 to 5", "0 … 10", "88 988x", "10 20 30", "TIP 63 2021",
    ],
)  # fmt: skip
def test_other_numbers_are_left_alone(text: str) -> None:
    assert list(phone_numbers(text, US)) == []


def test_the_place_of_the_number_is_told() -> None:
    assert list(phone_numbers("Now call 988.", US)) == [(9, "988")]
