"""Promises about reading difficulty and spelling."""

import pytest

from bot.curriculum.reading import score, sentences, too_hard
from bot.curriculum.spelling import dictionary, misspelled, names_in, suggest

EASY = (
    "A craving is a wave. It rises, it peaks, and it falls. You can wait. Put both feet on the floor. Look around you."
)
HARD = (
    "Individuals experiencing substance-related difficulties frequently demonstrate considerable physiological "
    "adaptation, necessitating comprehensive pharmacological interventions and multidisciplinary rehabilitation."
)
FACIL = "Las ganas son como una ola. Suben y luego bajan. No tienes que pelear. Puedes esperar un rato aquí y ahora."
DIFICIL = (
    "Las personas que experimentan dificultades relacionadas con sustancias demuestran frecuentemente una adaptación "
    "fisiológica considerable, necesitando intervenciones farmacológicas multidisciplinarias."
)


@pytest.mark.parametrize(("text", "language"), [(EASY, "en"), (FACIL, "es")])
def test_plain_words_are_not_too_hard_even_for_hard_moments(text: str, language: str) -> None:
    assert too_hard(sentences(text, 1), language, plain=True) is None


@pytest.mark.parametrize(("easy", "hard", "language"), [(EASY, HARD, "en"), (FACIL, DIFICIL, "es")])
def test_hard_sentences_are_told_with_their_lines_hardest_first(easy: str, hard: str, language: str) -> None:
    found = too_hard([*sentences(easy, 1), *sentences(hard, 7)], language, plain=False)

    assert found is not None
    assert found.hardest[0].line == 7
    assert len(found.hardest) == 3


def test_other_languages_and_a_few_words_have_no_score() -> None:
    assert score(sentences(HARD, 1), "fr") is None
    assert score(sentences("Multidisciplinary rehabilitation.", 1), "en") is None


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_word_lists_are_read_offline(language: str) -> None:
    known = dictionary(language)

    assert known is not None
    assert len(known) > 50_000


def test_a_language_without_a_list_is_not_checked() -> None:
    assert list(misspelled("xqzt", "sw", frozenset(), frozenset())) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Teh wave", "en"), ("a craveing comes", "en"), ("Beleive it.", "en"), ("una bentana", "es"), ("haora", "es"),
    ],
)  # fmt: skip
def test_a_misspelled_word_is_found(text: str, language: str) -> None:
    assert len(list(misspelled(text, language, frozenset(), frozenset()))) == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("You don't have to. It's a wave, and Xiomara's friend waits.", "en"),
        ("We met Kwabena. Kwabena laughed.", "en"),
        ("Dímelo despacio. Cuéntale un poquito, tranquilamente. Llámala.", "es"),
        ("naloxone", "en"),
        ("Dana camina. Luis espera.", "es"),
    ],
)
def test_names_forms_and_listed_words_are_not_told(text: str, language: str) -> None:
    names = frozenset(names_in(text))

    assert [found.word for found in misspelled(text, language, frozenset({"naloxone"}), names)] == []


def test_a_near_and_frequent_word_is_suggested() -> None:
    assert suggest("beleive", "en") == "believe"
    assert suggest("qqqqqqqq", "en") == ""
