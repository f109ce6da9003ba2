"""The player: what holds for every activity and every event, and the promises of the contract."""

from dataclasses import astuple, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core import player
from bot.core.pages import CONSENT, LIST, Position
from bot.core.player import Back, Change, Done, Follow, Given, Next, Open, Skip, Tap, Typed, Wake, play, waiting
from tests.core.transcripts.walking import FACTS, NOW, Walk, buttons, event_of, lesson, name_of, read, shipped

# Random small activities, written as an editor would

PLAIN = ("Some words.", "[A link](two.md)\n\nMore.")
PACED = "{}\n\n::wait 8s\n\nThen.\n\n::wait 5s\n\n{}"
ANSWERS = {
    "choice": "- Yes {#a}\n- No {#b}",
    "many": "- This {#a}\n- That {#b}",
    "quiz": "- [ ] Wrong\n\n  Not so.\n- [x] Right\n\n  Yes.",
    "scale": "- 0 Low\n- 10 High",
    "number": "- 10\n- 20",
    "time": "- 19:00",
    "date": "",
    "timezone": "",
    "text": "",
}
TESTS = {"choice": "{} == a", "many": "{} in (b)", "quiz": "{} == wrong", "scale": "{} >= 5", "number": "{} > 10"}


@st.composite
def activities(draw: st.DrawFn):
    """A lesson of one to five pages with questions of all kinds, texts, links, waits and conditions."""
    id = draw(st.sampled_from(["lessons/one", CONSENT]))
    kinds = sorted(ANSWERS) if id != CONSENT else sorted(ANSWERS.keys() - {"text"})  # without *Skip* it needs buttons
    bodies, asked = [], list[tuple[str, str]]()
    count = draw(st.integers(1, 5))
    for number in range(count):
        test = draw(st.sampled_from(["", "phase == op", *(TESTS[k].format(q) for q, k in asked if k in TESTS)]))
        before, after = draw(st.booleans()), draw(st.booleans())
        if draw(st.integers(0, 3)):
            kind = draw(st.sampled_from(kinds))
            optional = " optional" if number == count - 1 and draw(st.booleans()) else ""
            question = f"## Well? {{#q{number} {kind}{optional}}}\n\n{ANSWERS[kind]}".strip()
            asked.append((f"q{number}", kind))
            texts = [_guarded("Words before.", test if draw(st.booleans()) else "") if before else ""]
            texts += [_guarded(question, test), _after(f"q{number}", kind) if after else ""]
            bodies.append("\n\n".join(filter(None, texts)))
        else:
            text = _guarded(draw(st.sampled_from(PLAIN)), test)
            bodies.append(PACED.format(*draw(st.permutations([text, "Last."]))) if draw(st.booleans()) else text)
    return lesson("\n\n---\n\n".join(bodies), id)


def _guarded(text: str, test: str) -> str:
    """The text in a `when`, if there is one."""
    return f"::: when {test}\n{text}\n:::" if test else text


def _after(name: str, kind: str) -> str:
    test = TESTS.get(kind, "phase == iop").format(name)
    return f"::: when {test}\nWords after.\n\n[A way](two.md)\n:::"


NUMBERS = st.one_of(st.integers(-2, 6), st.sampled_from([10, 999, 739_000, 739_579, 10**12, -(10**12)]))
TEXTS = st.one_of(st.sampled_from(["7", "yes", "19:30", "12", "chicago", "right", "this, that", ""]), st.text())
EVENTS = st.one_of(
    st.builds(Open),
    st.builds(Tap, NUMBERS, NUMBERS),
    st.builds(Typed, TEXTS),
    st.builds(Done, NUMBERS),
    st.builds(Skip, NUMBERS),
    st.builds(Next, NUMBERS, NUMBERS),
    st.builds(Back, NUMBERS),
    st.builds(Follow, NUMBERS, NUMBERS),
    st.builds(Change, st.one_of(st.none(), NUMBERS)),
    st.builds(Wake, NUMBERS, NUMBERS),
)
MOVES = st.lists(st.one_of(EVENTS, st.integers(0, 30)), max_size=25)
"""An event out of nowhere, or a tap on one of the buttons that are shown."""


def wander(activity, moves) -> Walk:
    """A walk after all the moves."""
    walk = Walk(activity)
    walk.open()
    for move in moves:
        shown = buttons(walk.step.view)
        if not isinstance(move, int):
            walk.play(move)
        elif shown:
            walk.play(event_of(shown[move % len(shown)]))
    return walk


def is_closing(position: Position) -> bool:
    return position.done and not position.reopened


def place(position: Position):
    return position.page, position.answered, position.part


PROPERTY = settings(max_examples=100, deadline=None)


@PROPERTY
@given(activities(), MOVES)
def test_no_event_with_any_numbers_raises_and_a_position_never_holds_a_text(activity, moves):
    walk = wander(activity, moves)

    names = {question.name for _, question in activity.questions()} | {"", LIST}
    assert {field for field in astuple(walk.position) if isinstance(field, str)} <= names
    assert all(isinstance(number, int) for number in walk.position.picked)


@PROPERTY
@given(activities(), MOVES, EVENTS)
def test_what_is_stale_changes_and_stores_nothing(activity, moves, event):
    walk = wander(activity, moves)

    step = play(activity, walk.position, walk.answers, event, walk.facts, NOW)

    if step.stale:
        assert (step.position, step.answers, step.saves, step.outcome) == (walk.position, (), (), "")


@PROPERTY
@given(activities(), MOVES, NUMBERS)
def test_a_tap_of_another_page_is_stale(activity, moves, page):
    walk = wander(activity, moves)
    foreign = page if page != walk.position.page else page + 1

    for event in (Tap(foreign, 0), Done(foreign), Skip(foreign), Next(foreign, 0), Back(foreign), Follow(foreign, 0)):
        step = play(activity, walk.position, walk.answers, event, walk.facts, NOW)
        assert (step.stale, step.position) == (True, walk.position)


@PROPERTY
@given(activities(), MOVES)
def test_every_button_that_is_shown_does_something(activity, moves):
    walk = wander(activity, moves)

    for button in buttons(walk.step.view):
        step = play(activity, walk.position, walk.answers, event_of(button), walk.facts, NOW)
        assert not step.stale, button


@PROPERTY
@given(activities(), MOVES)
def test_from_everywhere_buttons_alone_lead_to_the_end(activity, moves):
    walk = wander(activity, moves)
    if walk.step.stale:
        walk.open()

    for _ in range(40):
        if is_closing(walk.position):
            break
        shown = {button.kind: button for button in reversed(buttons(walk.step.view))}
        kind = next(kind for kind in ("next", "done", "skip", "show", "answer") if kind in shown)
        walk.play(event_of(shown[kind]))
    assert is_closing(walk.position)
    assert "next" not in walk.names()
    assert "back" not in walk.names()


@PROPERTY
@given(activities(), MOVES)
def test_an_activity_finishes_once_and_stays_finished(activity, moves):
    walk = wander(activity, moves)

    assert sum(step.outcome == "finished" for step in walk.steps) == walk.position.done
    assert sorted(step.position.done for step in walk.steps) == [step.position.done for step in walk.steps]


@PROPERTY
@given(activities(), MOVES)
def test_answers_never_vanish_and_only_those_of_the_file_are_stored(activity, moves):
    walk = wander(activity, moves)

    stored = [given for step in walk.steps for given in step.answers]
    assert list(walk.answers) == list(dict.fromkeys(given.question for given in stored))
    assert all(activity.question(given.question) for given in stored)
    first = dict.fromkeys(given.question for given in stored)
    assert [given.again for given in stored].count(False) == len(first)


@PROPERTY
@given(activities(), MOVES)
def test_back_stands_on_every_page_but_the_first_and_the_closing_page_and_leads_to_an_earlier_place(activity, moves):
    walk = wander(activity, moves)
    shown = {name_of(button): button for button in buttons(walk.step.view)}

    if is_closing(walk.position):
        assert "back" not in shown
        return
    first = Walk(activity).open().position.page
    if place(walk.position) > (first, False, 0) or walk.position.reopened:
        assert "back" in shown
    if shown.get("back") and shown["back"].kind == "back":
        was = place(walk.position)
        assert place(walk.play(event_of(shown["back"])).position) < was


@PROPERTY
@given(activities(), MOVES)
def test_an_open_question_can_be_skipped_unless_it_is_of_consent(activity, moves):
    walk = wander(activity, moves)
    question = waiting(activity, walk.position, walk.answers, walk.facts)

    fresh = question is not None and question.name not in walk.answers and not question.optional
    assert ("skip" in walk.names()) == (fresh and activity.id != CONSENT)


@PROPERTY
@given(activities(), MOVES, st.sampled_from(["op", None]))
def test_facts_that_change_on_the_way_never_leave_a_person_without_a_way_on(activity, moves, phase):
    walk = wander(activity, moves)
    walk.facts["phase"] = phase

    walk.open()

    assert is_closing(walk.position) or any(
        not play(activity, walk.position, walk.answers, event_of(button), walk.facts, NOW).stale
        for button in buttons(walk.step.view)
    )


# The contract

DAILY = ("en", "checkins/daily"), ("es", "checkins/daily")


@pytest.mark.parametrize("key", DAILY)
def test_open_and_four_taps_finish_the_daily_check_in(key):
    walk = Walk(shipped()[key])

    walk.open()
    for _ in range(4):
        assert walk.step.outcome == ""
        walk.play(event_of(next(button for button in buttons(walk.step.view) if button.kind == "answer")))

    assert walk.step.outcome == "finished"
    assert list(walk.answers) == ["craving", "mood", "used", "mindful"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_consent_has_no_skip(language):
    walk = Walk(shipped()[language, CONSENT])

    walk.open()
    walk.tap("next")

    assert "skip" not in walk.names()
    assert walk.play(Skip(walk.position.page)).stale


# Single promises

ONE = lesson("## Well? {#well choice}\n\n- Yes {#yes}\n- No {#no}\n\nThank you.\n\n---\n\nThe end.")
SAVING = lesson("## Name? {#called text}\n\n---\n\nDone.", head="saves:\n  called: preference.preferred_name\n")


def test_a_double_tap_counts_once():
    walk = Walk(ONE)
    walk.open()

    walk.tap("Yes")
    walk.tap("No", older=True)

    assert walk.step.stale
    assert walk.answers == {"well": "yes"}


def test_an_answer_that_the_file_saves_is_told_with_its_target():
    walk = Walk(SAVING)
    walk.open()

    assert walk.type(" Sam ").saves == (("preference.preferred_name", "Sam"),)


def test_a_text_where_nothing_is_asked_is_stale():
    walk = Walk(ONE)
    walk.open()
    walk.taps("Yes", "next")

    assert walk.type("hello").stale


def test_a_tap_on_a_choice_that_does_not_exist_is_stale():
    walk = Walk(ONE)
    walk.open()

    assert walk.play(Tap(0, 7)).stale
    assert walk.play(Tap(0, 999)).stale


def test_done_is_only_for_many_and_only_once_something_is_picked():
    choice, many = Walk(ONE), Walk(lesson("## What? {#what many}\n\n- A {#a}\n- B {#b}"))
    choice.open()
    many.open()

    assert choice.play(Done(0)).stale
    assert many.play(Done(0)).stale
    assert "done" not in many.names()


def test_picks_that_an_older_text_had_more_of_do_not_count():
    many = Walk(lesson("## What? {#what many}\n\n- A {#a}\n- B {#b}"))
    many.position = Position(picked=(1, 8))

    assert many.play(Done(0)).answers == (Given("what", ("b",)),)


def test_next_does_not_pass_a_question_that_nobody_answered():
    walk = Walk(ONE)
    walk.open()

    assert walk.play(Next(0, 0)).stale


def test_back_on_the_first_page_is_stale():
    walk = Walk(ONE)
    walk.open()

    assert walk.play(Back(0)).stale


def test_change_before_the_end_is_stale():
    walk = Walk(ONE)
    walk.open()

    assert walk.play(Change()).stale
    assert walk.play(Change(0)).stale


def test_change_is_not_there_where_nothing_can_be_changed():
    quiz = Walk(lesson("## Which? {#which quiz}\n\n- [x] This\n- [ ] That\n\n---\n\nDone."))
    quiz.open()
    quiz.tap("This")

    assert quiz.position.done
    assert "change" not in quiz.names()
    assert quiz.play(Change()).stale
    assert quiz.play(Change(0)).stale


def test_a_question_that_is_hidden_cannot_be_changed():
    walk = Walk(
        lesson("## A? {#a choice}\n\n- Yes {#yes}\n- No {#no}\n\n---\n\n::: when a == yes\n## B? {#b text}\n:::")
    )
    walk.open()
    walk.tap("No")

    assert walk.position.done
    assert walk.play(Change(1)).stale
    assert not walk.play(Change(0)).stale


def test_what_was_reopened_and_is_not_asked_any_more_gives_way_to_the_closing_page():
    walk = Walk(lesson("::: when phase == iop\n## A? {#a choice}\n\n- Yes {#yes}\n:::\n\n---\n\nDone."))
    walk.open()
    walk.taps("Yes", "change", "A?")

    walk.facts["phase"] = "op"

    assert waiting(walk.activity, walk.position, walk.answers, walk.facts) is None
    assert walk.play(Tap(0, 0)).stale
    assert is_closing(walk.position)


def test_a_newly_shown_question_comes_before_the_closing_page():
    walk = Walk(
        lesson("## A? {#a choice}\n\n- Yes {#yes}\n- No {#no}\n\n---\n\n::: when a == yes\n## B? {#b text}\n:::")
    )
    walk.open()
    walk.taps("No", "change", "A?", "Yes")

    assert walk.position.reopened == "b"
    walk.type("words")
    assert is_closing(walk.position)
    assert walk.answers == {"a": "yes", "b": "words"}


def test_the_list_of_questions_takes_no_answer_and_no_link():
    walk = Walk(lesson("## A? {#a choice}\n\n- Yes {#yes}\n\n---\n\nDone.\n\n[More](two.md)"))
    walk.open()
    walk.taps("Yes", "change")

    assert waiting(walk.activity, walk.position, walk.answers, walk.facts) is None
    assert walk.play(Follow(1, 0)).stale
    assert walk.play(Tap(0, 0)).stale


def test_a_link_of_the_closing_page_opens_after_the_end_too():
    walk = Walk(lesson("Done.\n\n[More](two.md)"))

    assert walk.open().outcome == "finished"
    assert walk.tap("More").follow == "lessons/two"
    assert walk.position.done


def test_a_link_beside_a_question_that_is_being_changed_opens():
    walk = Walk(lesson("[More](two.md)\n\n## A? {#a choice}\n\n- Yes {#yes}\n\n---\n\nDone."))
    walk.open()
    walk.taps("Yes", "change", "A?")

    assert walk.tap("More").follow == "lessons/two"


def test_waking_goes_on_to_the_next_part_and_says_nothing_else():
    walk = Walk(lesson("One.\n\n::wait 8s\n\nTwo."))

    assert (walk.open().wake_at - NOW).seconds == 8
    woken = walk.wake()

    assert (woken.stale, woken.notice, woken.wake_at, woken.outcome) == (False, "", None, "finished")


def test_waking_a_part_that_was_left_is_stale_without_a_word():
    walk = Walk(lesson("One.\n\n::wait 8s\n\nTwo.\n\n::wait 9s\n\nThree."))
    walk.open()
    walk.tap("next")

    late = walk.play(Wake(0, 0))

    assert (late.stale, late.notice, late.position.part) == (True, "", 1)


def test_a_wait_that_is_not_there_any_more_ends():
    walk = Walk(lesson("::: when phase == iop\nOne.\n:::\n\n::wait 8s\n\nTwo."))
    assert walk.open().wake_at is not None

    walk.facts["phase"] = "op"
    step = walk.wake()

    assert (step.stale, step.wake_at) == (False, None)


def test_a_position_past_the_parts_of_a_page_shows_the_last_one():
    walk = Walk(lesson("One.\n\n::wait 8s\n\nTwo."))
    walk.position = Position(part=5)

    step = walk.open()

    assert step.wake_at is None
    assert "Two." in str(step.view)


def test_opening_at_a_page_that_is_hidden_now_goes_on_to_the_next_that_is_not():
    walk = Walk(lesson("One.\n\n---\n\n::: when phase == op\nTwo.\n:::\n\n---\n\nThree.\n\n---\n\nFour."))
    walk.position = Position(page=1)

    assert walk.open().position.page == 2


def test_what_is_stale_does_not_finish_a_run_whose_last_pages_were_hidden_meanwhile():
    walk = Walk(lesson("One.\n\n---\n\n::: when phase == iop\nTwo.\n:::"))
    walk.open()
    walk.facts["phase"] = "op"

    stale = walk.play(Skip(0))

    assert (stale.stale, stale.outcome, stale.position) == (True, "", Position())
    assert walk.open().outcome == "finished"


def test_a_finished_page_wakes_nobody_even_if_it_grew():
    walk = Walk(lesson("One.\n\n::wait 8s\n\n::: when phase == op\nTwo.\n:::"))
    walk.open()

    walk.facts["phase"] = "op"

    assert walk.open().wake_at is None


def test_a_change_does_not_lead_to_the_optional_question():
    walk = Walk(lesson("## A? {#a choice}\n\n- Yes {#yes}\n\n---\n\nDone.\n\n## More? {#more text optional}"))
    walk.open()
    walk.taps("Yes", "change", "A?", "Yes")

    assert is_closing(walk.position)
    assert "add-note" in walk.names()


def test_opening_what_is_being_changed_leaves_the_answer_as_it_is():
    walk = Walk(ONE)
    walk.open()
    walk.taps("Yes", "next", "change", "Well?")

    walk.open()

    assert is_closing(walk.position)
    assert walk.answers == {"well": "yes"}


def test_an_optional_question_of_buttons_is_taken_on_the_closing_page():
    walk = Walk(lesson("One.\n\n---\n\nDone.\n\n## Which? {#which many optional}\n\n- A {#a}\n- B {#b}\n\nGood."))
    walk.open()
    walk.tap("next")
    assert walk.step.outcome == "finished"

    walk.taps("B", "done")

    assert walk.answers == {"which": ("b",)}
    assert ["Done." in str(walk.step.view), "Good." in str(walk.step.view)] == [True, True]
    assert "note-saved" not in str(walk.step.view)
    walk.taps("change", "Which?")
    assert walk.position.picked == (1,)


def test_the_optional_question_cannot_be_skipped_for_it_holds_up_nothing():
    walk = Walk(lesson("Done.\n\n## More? {#more text optional}"))

    assert walk.open().outcome == "finished"
    assert walk.play(Skip(0)).stale
    assert walk.type("words").answers == (Given("more", "words"),)


def test_a_text_question_takes_a_very_long_text_whole():
    walk = Walk(lesson("## Why? {#why text}"))
    walk.open()

    assert walk.type("é" * 4096).answers == (Given("why", "é" * 4096),)


def test_a_translated_activity_is_played_by_the_same_names():
    english = "---\nkind: lesson\ntitle: One\nminutes: 1\nsaves:\n  a: preference.notices\n---\n\n## A? {#a choice}\n\n"
    english += "- Quiet {#discreet}\n- Open {#open}\n"
    spanish = "---\ntitle: Uno\n---\n\n## ¿A? {#a choice}\n\n- Discreto {#discreet}\n- Abierto {#open}\n"
    walk = Walk(read(spanish, "lessons/one", "es", english))
    walk.open()

    assert walk.type("ABIERTO").saves == (("preference.notices", "open"),)


def test_play_changes_none_of_its_arguments():
    answers, facts = {"well": "yes"}, dict(FACTS)
    before = dict(answers), dict(facts)

    play(ONE, Position(), answers, Tap(0, 1), facts, NOW)

    assert (answers, facts) == before


def test_the_same_event_gives_the_same_step():
    one = play(ONE, Position(), {}, Tap(0, 1), FACTS, NOW)

    assert play(ONE, Position(), {}, Tap(0, 1), FACTS, NOW) == one
    assert replace(one, stale=True) != one
    assert player.Event
