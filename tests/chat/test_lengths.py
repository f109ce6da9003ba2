"""Texts that are too long for one message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.lengths import CAPTION, GAP, TEXT, split, units
from bot.core.activity import Span, Spans


def size(part: list[Spans]) -> int:
    return sum(units(span.text) for spans in part for span in spans) + GAP * (len(part) - 1)


def words_of(parts: list[list[Spans]]) -> str:
    return "".join(span.text for part in parts for spans in part for span in spans)


@pytest.mark.parametrize(("text", "count"), [("abc", 3), ("é", 1), ("👋", 2), ("", 0)])
def test_lengths_are_counted_as_telegram_counts(text: str, count: int) -> None:
    assert units(text) == count


def test_a_page_that_fits_is_one_part() -> None:
    paragraphs = [(Span("a" * 2000),), (Span("b" * (4096 - 2000 - GAP)),)]

    assert split(paragraphs) == [paragraphs]


def test_one_sign_more_goes_into_a_second_part_at_the_paragraph() -> None:
    paragraphs = [(Span("a" * 2000),), (Span("b" * (4097 - 2000 - GAP)),)]

    assert split(paragraphs) == [[paragraphs[0]], [paragraphs[1]]]


def test_only_the_first_part_has_the_limit_of_a_caption() -> None:
    paragraphs = [(Span("a" * 1000),), (Span("b" * 900),), (Span("c" * 900),)]

    assert split(paragraphs, CAPTION) == [[paragraphs[0]], [paragraphs[1], paragraphs[2]]]


def test_a_paragraph_that_is_too_long_is_cut_after_a_sentence_and_keeps_its_look() -> None:
    sentence = "One more sentence. "

    first, second = split([(Span(sentence * 300, bold=True),)])

    assert first[0][0].text.endswith("sentence. ")
    assert second[0][0].text.startswith("One more")
    assert all(span.bold for part in (first, second) for spans in part for span in spans)


def test_a_page_without_words_is_one_empty_part() -> None:
    assert split([]) == [[]]


@given(
    st.lists(
        st.lists(st.builds(Span, st.text("ab .\n👋", max_size=9).map(lambda text: text * 400)), max_size=3).map(tuple),
        max_size=5,
    ),
    st.sampled_from([TEXT, CAPTION]),
)
def test_nothing_is_lost_and_every_part_fits(paragraphs: list[Spans], first: int) -> None:
    parts = split(paragraphs, first)

    assert words_of(parts) == words_of([paragraphs])
    assert all(size(part) <= (first if number == 0 else TEXT) for number, part in enumerate(parts))
    assert all(part for part in parts[1:])
