"""What of a page is shown, in which rows, with which words filled in."""

import pytest

from bot.core import choices, pages
from bot.core.activity import Items, Paragraph, Question, Span
from bot.core.pages import Position, show
from bot.core.view import image_of
from tests.core.transcripts.walking import FACTS, Walk, buttons, lesson, shipped, words


def asked(kind_and_rest: str, answers: str = "", id: str = "lessons/one"):
    return lesson(f"First.\n\n---\n\n## Well? {{#well {kind_and_rest}}}\n\n{answers}".rstrip(), id)


def rows(activity, answers=None, facts=None, page=1):
    view = show(activity, Position(page=page), answers or {}, {**FACTS, **(facts or {})})
    return [[button for button in row if button.kind == "answer"] for row in view.buttons]


def labels(found):
    return [[button.label or button.key for button in row] for row in found if row]


def test_a_scale_is_eleven_buttons_in_rows_of_six_and_five():
    found = labels(rows(asked("scale", "- 0 Low\n- 10 High")))

    assert found == [["0", "1", "2", "3", "4", "5"], ["6", "7", "8", "9", "10"]]


def test_a_shorter_scale_ends_at_its_own_number():
    assert labels(rows(asked("scale", "- 0 Low\n- 4 High"))) == [["0", "1", "2", "3", "4"]]


def test_a_number_has_the_buttons_of_its_bounds_and_other():
    assert labels(rows(asked("number min=2 max=5"))) == [["2", "3", "4", "5"], ["other"]]


def test_a_number_without_bounds_goes_from_0_to_10():
    assert labels(rows(asked("number"))) == [["0", "1", "2", "3"], ["4", "5", "6", "7"], ["8", "9", "10", "other"]]


def test_a_number_that_no_file_bounds_goes_from_0_to_10():
    found = choices.choices(Question("n", "number", ()), FACTS)

    assert [value for _, value, _ in found] == list(range(11))


def test_a_listed_number_means_its_value_and_not_its_place():
    activity = asked("number", "- 10\n- 20")
    question = activity.question("well")

    assert choices.value_of(question, 1, FACTS) == 20
    assert choices.value_of(question, 2, FACTS) is None


def test_a_date_offers_the_next_seven_days_by_their_own_numbers():
    found = rows(asked("date"))

    days = [button.values["date"] for row in found for button in row if button.values]
    assert (days[0], days[-1], len(days)) == ("2026-11-24", "2026-11-30", 7)
    assert found[0][0].numbers == (1, 739_944)


def test_a_past_date_offers_the_last_seven_days():
    days = [button.values["date"] for row in rows(asked("date past")) for button in row if button.values]

    assert (days[0], days[-1]) == ("2026-11-24", "2026-11-18")


def test_a_day_tapped_after_midnight_still_means_that_day():
    question = asked("date").question("well")

    assert choices.value_of(question, 739_944, {"today": "2026-11-25"}) == "2026-11-24"
    assert choices.value_of(question, 739_944, {"today": "2027-01-25"}) is None
    assert choices.value_of(question, 10**12, FACTS) is None


def test_a_time_without_a_list_offers_eight_usual_ones_and_other():
    assert [len(row) for row in rows(asked("time")) if row] == [4, 4, 1]


def test_a_zone_offers_places():
    assert labels(rows(asked("timezone")))[0] == ["New York", "Chicago"]


def test_words_have_a_row_each_and_the_present_answer_is_marked():
    found = rows(asked("choice", "- Yes {#yes}\n- No {#no}"), {"well": "no"})

    assert [[button.picked for button in row] for row in found if row] == [[False], [True]]


def test_a_skipped_answer_marks_nothing():
    found = rows(asked("scale", "- 0 Low\n- 10 High"), {"well": None})

    assert not any(button.picked for row in found for button in row)


def test_an_answer_of_zero_is_marked():
    found = rows(asked("scale", "- 0 Low\n- 10 High"), {"well": 0})

    assert [button.label for row in found for button in row if button.picked] == ["0"]


def test_text_is_typed_and_says_so_while_it_can_be_skipped():
    activity = asked("text")

    view = show(activity, Position(page=1), {}, FACTS)

    assert [line.key for line in view.below] == ["hint-text"]
    assert [button.kind for button in buttons(view)] == ["back", "skip"]
    assert show(activity, Position(page=1), {"well": "so"}, FACTS).below == ()


def test_the_first_page_has_no_back_and_the_others_have():
    activity = asked("text")

    assert [button.kind for button in buttons(show(activity, Position(), {}, FACTS))] == ["next"]
    assert "back" in [button.kind for button in buttons(show(activity, Position(page=1), {}, FACTS))]


def test_consent_on_one_page_has_answers_only():
    activity = lesson("## Well? {#well choice}\n\n- Yes {#yes}", pages.CONSENT)

    assert [button.kind for button in buttons(show(activity, Position(), {}, FACTS))] == ["answer"]


def test_a_page_whose_question_is_hidden_shows_its_own_words_and_next():
    activity = lesson(
        "Words.\n\n::: when phase == op\n## Well? {#well text}\n:::\n\nAfterwards.\n\n---\n\nEnd.\n\n---\n\nEnd."
    )

    view = show(activity, Position(), {}, FACTS)

    assert [words(block.spans) for block in view.blocks] == ["Words."]
    assert view.question is None
    assert [button.kind for button in buttons(view)] == ["next"]


def test_a_page_of_which_only_the_text_after_a_hidden_question_is_left_is_passed_by():
    activity = lesson("::: when phase == op\n## Well? {#well text}\n:::\n\nAfterwards.\n\n---\n\nEnd.")

    assert not pages.has_content(activity.pages[0], {}, FACTS)
    assert pages.next_page(activity, -1, {}, FACTS) == 1


def test_a_part_with_nothing_to_show_is_left_out_with_its_wait():
    page = lesson("One.\n\n::wait 8s\n\n::: when phase == op\nTwo.\n:::\n\n::wait 9s\n\nThree.").pages[0]

    found = pages.parts(page, {}, FACTS)

    assert [seconds for _, seconds in found] == [8, None]


def test_nobody_waits_before_an_empty_end():
    page = lesson("One.\n\n::wait 8s\n\n::: when phase == op\nTwo.\n:::").pages[0]

    assert [seconds for _, seconds in pages.parts(page, {}, FACTS)] == [None]


def test_a_page_with_nothing_at_all_has_one_empty_part():
    page = lesson("::: when phase == op\nOne.\n:::\n\n::wait 8s\n\n::: when phase == op\nTwo.\n:::").pages[0]

    assert pages.parts(page, {}, FACTS) == [((), None)]


FILL = (Span("Call "), Span(fill="program.phone"), Span(" now."))


def test_a_fact_takes_its_place_among_the_words():
    assert words(pages.fill(FILL, {"program.phone": "555 0100"})) == "Call 555 0100 now."
    assert words(pages.fill(FILL, {"program.phone": 0})) == "Call 0 now."
    assert words(pages.fill(FILL, {"program.phone": ("a", "b")})) == "Call a, b now."


@pytest.mark.parametrize("empty", [None, "", "  ", ()])
def test_words_with_an_empty_fact_are_left_out(empty):
    assert pages.fill(FILL, {"program.phone": empty}) is None


def test_a_paragraph_with_an_empty_fact_is_left_out_and_of_a_list_only_the_line():
    blocks = (Paragraph(FILL), Items((FILL, (Span("Wait"),))), Items((FILL,)))

    shown = pages.shown_blocks(blocks, {}, {})

    assert shown == (Items(((Span("Wait"),),)),)


def test_the_feedback_of_a_quiz_is_that_of_the_chosen_answer_and_none_after_a_skip():
    activity = lesson("## Well? {#well quiz}\n\n- [ ] A\n\n  Not A.\n- [x] B\n\n  Yes, B.\n\nAnd so on.")
    page = activity.pages[0]

    assert [words(b.spans) for b in pages.after_answer(page, {"well": 1}, FACTS)] == ["Not A.", "And so on."]
    assert [words(b.spans) for b in pages.after_answer(page, {"well": 2}, FACTS)] == ["Yes, B.", "And so on."]
    assert [words(b.spans) for b in pages.after_answer(page, {"well": None}, FACTS)] == ["And so on."]
    assert choices.value_of(activity.question("well"), 1, FACTS) == 2


def test_a_link_keeps_its_number_while_others_are_hidden():
    activity = lesson("::: when phase == op\n[One](one-a.md)\n:::\n\n[Two](two.md)\n\n---\n\nEnd.")

    found = [button for button in buttons(show(activity, Position(), {}, FACTS)) if button.kind == "follow"]

    assert [(button.label, button.numbers) for button in found] == [("Two", (0, 1))]


def test_the_links_of_a_quizs_feedback_can_be_followed():
    activity = lesson("## Well? {#well quiz}\n\n- [ ] A\n\n  Not A.\n\n  [More](two.md)\n- [x] B\n\n---\n\nEnd.")
    walk = Walk(activity)
    walk.open()
    walk.tap("A")

    assert walk.tap("More").follow == "lessons/two"


def test_change_lists_what_was_skipped_and_what_a_change_left_open_but_no_quiz_and_nothing_hidden():
    activity = lesson(
        "## A? {#a choice}\n\n- Yes {#yes}\n\n---\n\n## B? {#b quiz}\n\n- [x] This\n- [ ] That\n\n---\n\n"
        "::: when phase == op\n## C? {#c text}\n:::\n\n---\n\n## D? {#d text}\n\n---\n\n## E? {#e text optional}"
    )

    assert [n for n, _ in pages.changeable(activity, {"a": None, "b": 1}, FACTS)] == [0, 3]
    assert [n for n, _ in pages.changeable(activity, {"a": None, "e": "so"}, FACTS)] == [0, 3, 4]


def test_the_closing_page_says_that_it_is_over_where_nothing_else_is_left_to_say():
    activity = lesson("## A? {#a choice}\n\n- Yes {#yes}")

    view = show(activity, Position(answered=True, done=True), {"a": "yes"}, FACTS)

    assert [line.key for line in view.below] == ["closing"]
    assert [button.key for button in buttons(view)] == ["change"]


def test_a_note_that_was_skipped_is_not_told_to_be_saved():
    activity = lesson("Done.\n\n## More? {#more text optional}")
    closing = Position(done=True)

    assert show(activity, closing, {"more": None}, FACTS).above == ()
    assert [line.key for line in show(activity, closing, {"more": "so"}, FACTS).above] == ["note-saved"]


def test_a_page_drawn_later_shows_the_closing_page_in_place_of_a_reopened_question_that_is_hidden_now():
    activity = lesson("::: when phase == op\n## A? {#a text}\n:::\n\n---\n\nDone.")

    view = show(activity, Position(reopened="a", done=True), {"a": "so"}, FACTS)

    assert [words(block.spans) for block in view.blocks] == ["Done."]


def test_a_notice_stands_above_everything():
    assert [line.key for line in show(asked("text"), Position(), {}, FACTS, "stale").above] == ["stale"]


def test_the_words_of_a_question_are_filled_in():
    activity = lesson("## Well, {{ preferred_name }}? {#well text}")

    view = show(activity, Position(), {}, {**FACTS, "preferred_name": "Sam"})
    unknown = show(activity, Position(), {}, FACTS)

    assert words(view.question.text) == "Well, Sam?"
    assert unknown.question.text == ()


def test_the_picture_of_a_view_is_found():
    wave = shipped()["en", "lessons/early/cravings-come-and-go"]

    assert image_of(show(wave, Position(page=1), {}, FACTS)) is not None
    assert image_of(show(wave, Position(), {}, FACTS)) is None


def test_what_no_many_question_holds_is_picked_nowhere():
    many = asked("many", "- A {#a}\n- B {#b}").question("well")

    assert choices.picked_of(many, ("b", "gone")) == (1,)
    assert choices.picked_of(many, None) == ()
    assert choices.picked_of(None, ("b",)) == ()
