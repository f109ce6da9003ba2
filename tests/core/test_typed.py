"""What a typed text means as an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.activity import Option, Question
from bot.core.typed import read_answer
from tests.core.transcripts.walking import FACTS, lesson, shipped

KINDS = ("choice", "many", "quiz", "scale", "number", "time", "date", "timezone", "text")


def question(kind_and_rest: str, answers: str = "") -> Question:
    found = lesson(f"## Well? {{#well {kind_and_rest}}}\n\n{answers}".rstrip()).question("well")
    assert found is not None
    return found


SCALE = question("scale", "- 0 Low\n- 10 High")
SHORT = question("scale", "- 0 Low\n- 5 High")
NUMBER = question("number")
LISTED = question("number", "- 10\n- 20")
MANY = question("many", "- A walk {#walk}\n- A call, any call {#call}\n- Sing {#sing}")
QUIZ = question("quiz", "- [ ] It grows\n- [x] It falls")


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        (SCALE, "7", 7),
        (SCALE, " 7 \n", 7),
        (SCALE, "0", 0),
        (SCALE, "10", 10),
        (SCALE, "11", None),
        (SCALE, "-1", None),
        (SCALE, "7.5", None),
        (SCALE, "Seven", 7),
        (SCALE, "siete.", 7),
        (SHORT, "seven", None),
        (SCALE, "a lot", None),
        (SCALE, "3.5", None),
        (SCALE, "٧", None),
        (SCALE, "🙂", None),
        (SCALE, "", None),
        (SHORT, "5", 5),
        (SHORT, "6", None),
        (NUMBER, "25", 25),  # *Other* is there to type what no button holds
        (NUMBER, "9999999", None),
        (LISTED, "35", 35),
        (LISTED, "ten", 10),
    ],
)
def test_a_typed_number_counts_inside_the_scale_and_any_whole_one_for_a_number(asked, text, value):
    assert read_answer(asked, text, FACTS) == value


def test_a_scale_without_bounds_is_from_0_to_10():
    assert read_answer(Question("n", "scale", ()), "10", FACTS) == 10
    assert read_answer(Question("n", "scale", ()), "11", FACTS) is None


USED = {language: shipped()[language, "checkins/daily"].question("used") for language in ("en", "es")}
MINDFUL = {language: shipped()[language, "checkins/daily"].question("mindful") for language in ("en", "es")}


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        (USED["en"], "No", "no"),
        (USED["en"], "YES!", "yes"),
        (USED["en"], "i'd rather not say", "unsaid"),
        (USED["en"], "I’d rather", "unsaid"),
        (USED["en"], "maybe", None),
        (USED["en"], "nope", None),
        (USED["en"], "no no", None),
        (USED["en"], "🙂", None),
        (USED["en"], "x" * 5000, None),
        (USED["es"], "Sí", "yes"),
        (USED["es"], "si", "yes"),
        (USED["es"], "Sí.", "yes"),
        (USED["es"], "yes", "yes"),
        (USED["es"], "prefiero no decirlo", "unsaid"),
        (MINDFUL["es"], "Todavia no", "no"),
        (MINDFUL["es"], "todavía", "no"),
        (MINDFUL["en"], "not", "no"),
        (MINDFUL["en"], "no", "no"),
    ],
)
def test_the_words_of_an_answer_count_without_accents_capitals_and_signs(asked, text, value):
    assert read_answer(asked, text, FACTS) == value


def test_words_that_two_answers_begin_with_are_no_answer():
    both = question("choice", "- Not today {#later}\n- Not ever {#never}")

    assert read_answer(both, "not", FACTS) is None
    assert read_answer(both, "not ever", FACTS) == "never"


def test_an_answer_called_like_another_ones_id_is_not_guessed():
    odd = Question("n", "choice", (), (Option("a", "B"), Option("b", "C")))

    assert read_answer(odd, "b", FACTS) is None
    assert read_answer(odd, "c", FACTS) == "b"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sing", ("sing",)),
        ("sing, a walk", ("walk", "sing")),
        ("Sing; sing", ("sing",)),
        ("a call, any call", ("call",)),
        ("sing\na walk\n", ("walk", "sing")),
        ("sing, dance", None),
        (", ;", None),
        ("", None),
    ],
)
def test_several_answers_are_told_by_commas_in_the_order_of_the_file(text, value):
    assert read_answer(MANY, text, FACTS) == value


def test_a_quiz_answer_is_its_position():
    assert read_answer(QUIZ, "it falls", FACTS) == 2
    assert read_answer(QUIZ, "1", FACTS) == 1
    assert read_answer(QUIZ, "it", FACTS) is None


def test_times_dates_and_zones_are_read_as_people_type_them():
    assert read_answer(question("time"), "7:30 pm", FACTS) == "19:30"
    assert read_answer(question("time"), "7", FACTS) is None
    assert read_answer(question("date"), "5/12", FACTS) == "2027-05-12"
    assert read_answer(question("date"), "5/12", {**FACTS, "language": "es"}) == "2026-12-05"
    assert read_answer(question("date"), "soon", FACTS) is None
    assert read_answer(question("timezone"), "Bogota", FACTS) == "America/Bogota"
    assert read_answer(question("timezone"), "nowhere", FACTS) is None


def test_a_text_is_kept_as_it_is_but_not_an_empty_one():
    asked = question("text")

    assert read_answer(asked, "  Two\n lines 🙂 ", FACTS) == "Two\n lines 🙂"
    assert read_answer(asked, " \n ", FACTS) is None


ANY = tuple(
    Question("n", kind, (), tuple(Option(str(n), word) for n, word in enumerate(("One", "Two", "Sí, sí"), 1)))
    for kind in KINDS
)


@given(st.sampled_from(ANY), st.text(max_size=300))
def test_no_text_raises(asked, text):
    value = read_answer(asked, text, FACTS)

    assert value is None or isinstance(value, int | str | tuple)
