"""The words of a plan are the person's own, or those of the buttons they tapped."""

import pytest

from bot.core.activity import Activity, Option, Page, Question, Span
from bot.core.plans import Kept, kept, words_of

OPTIONS = (Option("ride", "A ride"), Option("laugh", "A laugh"))


def question(kind, name="q"):
    return Question(name, kind, (Span("What "), Span("for?", bold=True)), OPTIONS)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("choice", "ride", "A ride"),
        ("choice", "gone", "gone"),
        ("many", ("ride", "laugh"), "A ride, A laugh"),
        ("many", "laugh,gone", "A laugh, gone"),
        ("text", "  My boat  ", "My boat"),
        ("text", "ride", "ride"),
        ("time", "19:00", "19:00"),
        ("scale", 7, "7"),
        ("scale", 0, "0"),
        ("text", None, ""),
    ],
)
def test_an_answer_is_shown_as_people_read_it(kind, value, expected):
    assert words_of(question(kind), value) == expected


def test_a_section_holds_what_was_answered_in_the_order_of_the_file():
    pages = tuple(Page(question=question("text", name)) for name in ("first", "second", "third"))
    activity = Activity("worksheets/my-reasons", "en", "worksheet", "My reasons", (Page(), *pages))

    found = list(kept(activity, {"third": "Sleep", "first": "My boat", "second": None, "gone": "x"}))

    assert found == [Kept("first", "What for?", "My boat"), Kept("third", "What for?", "Sleep")]
