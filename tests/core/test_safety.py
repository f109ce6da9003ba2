"""The danger detector: what it finds, what it lets pass, and that no text can stop it.

`safety_cases.jsonl` holds our own labelled messages, by rounds. They have been used to improve the families, so a score
on them says that nothing got worse; it is no estimate for new messages (docs/decisions/001-danger-detector.md is).
"""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.safety import KINDS, Families, Finding, classify, parse_families, says_help, screen

ROOT = Path(__file__).parents[2]
CASES = [json.loads(line) for line in Path(__file__).with_name("safety_cases.jsonl").read_text("utf-8").splitlines()]
URGENT = [case for case in CASES if case["urgent"]]
LONGEST_MESSAGE = 4096


def load(language: str) -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "content" / language / "safety.yaml").read_text("utf-8")))


@pytest.fixture(scope="module")
def families() -> Families:
    return parse_families({"en": load("en"), "es": load("es")})


@pytest.mark.parametrize("language", ["en", "es"])
def test_at_least_95_of_100_urgent_messages_are_found(families: Families, language: str) -> None:
    urgent = [case for case in URGENT if case["lang"] == language]

    found = [case for case in urgent if classify(case["text"], language, families).urgent]

    assert len(urgent) > 100
    assert len(found) / len(urgent) >= 0.95


@pytest.mark.parametrize("language", ["en", "es"])
def test_at_most_5_of_100_other_messages_raise_an_alarm(families: Families, language: str) -> None:
    calm = [case for case in CASES if not case["urgent"] and case["lang"] == language]

    alarms = [case for case in calm if classify(case["text"], language, families).urgent]

    assert len(calm) > 100
    assert len(alarms) / len(calm) <= 0.05


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_is_right_nine_times_in_ten(families: Families, kind: str) -> None:
    cases = [case for case in CASES if case["label"] == kind]

    right = [case for case in cases if classify(case["text"], case["lang"], families).kind == kind]

    assert len(right) / len(cases) >= 0.9


def test_a_language_set_wrongly_hides_next_to_nothing(families: Families) -> None:
    found = [case for case in URGENT if classify(case["text"], "es" if case["lang"] == "en" else "en", families).urgent]

    assert len(found) / len(URGENT) >= 0.95


CYRILLIC = str.maketrans("aeopcx", "аеорсх")
DISGUISES: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "zero-width space in each word": lambda text: " ".join(word[:1] + "\u200b" + word[1:] for word in text.split(" ")),
    "soft hyphen in each word": lambda text: " ".join(word[:2] + "\u00ad" + word[2:] for word in text.split(" ")),
    "Cyrillic look-alikes": lambda text: text.translate(CYRILLIC),
    "full width": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "combining accents": lambda text: text.replace("e", "e\u0301").replace("i", "i\u0308"),
    "a crying face after it": lambda text: text + " 😭😭",
    "shouting": lambda text: text + "!!!!",
    "two lines": lambda text: "hola\n" + text,
    "curly apostrophes": lambda text: text.replace("'", "’"),
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_disguise_costs_at_most_2_of_100(families: Families, disguise: str) -> None:
    some = URGENT[::6]
    plain = sum(classify(case["text"], case["lang"], families).urgent for case in some)

    disguised = sum(classify(DISGUISES[disguise](case["text"]), case["lang"], families).urgent for case in some)

    assert disguised >= plain - 0.02 * len(some)


@pytest.mark.parametrize(
    "text",
    [
        *("I WANT TO DIE", "i w4nt to d1e", "s u i c i d e", "s.u.i.c.i.d.e", "iwanttodie", "#iwanttodie", "su1c1d3"),
        *("i want to diiiiie", "ki ll myself", "k*ll myself", "suicidel", "im sooo suicidal", "sui-ci-dal thoughts"),
        *("qu1ero m0rir", "quieromorirme", "me kiero morir", "QUIERO MORÍRME", "i just quiero morirme"),
    ],
)
def test_spelling_does_not_hide_a_wish_to_die(families: Families, text: str) -> None:
    assert classify(text, "en", families).kind == "self_harm"
    assert classify(text, "en", families).urgent


@pytest.mark.parametrize(
    "text",
    [
        "i'm not suicidal but i don't want to wake up",
        "that joke had me dying laughing. anyway i want to kill myself",
        "this craving is killing me and i have decided to end my life",
        "no soy suicida pero ya no quiero despertar",
    ],
)
def test_a_denial_or_an_idiom_does_not_excuse_a_wish_beside_it(families: Families, text: str) -> None:
    assert classify(text, "en", families).urgent


@pytest.mark.parametrize("text", ["i am not suicidal", "i dont want to die, just tired", "no quiero morirme"])
def test_a_plain_denial_is_told_gently_and_without_alarm(families: Families, text: str) -> None:
    finding = classify(text, "en", families)

    assert (finding.kind, finding.urgent) == ("self_harm", False)


def test_a_body_in_danger_comes_before_everything_else(families: Families) -> None:
    assert classify("she wanted to kill herself and now she is not breathing", "en", families).kind == "overdose"


def test_a_wish_to_die_comes_before_use(families: Families) -> None:
    assert classify("i used last night and now i want to die", "en", families).kind == "self_harm"


def test_an_idiom_is_no_alarm_and_still_a_craving(families: Families) -> None:
    finding = classify("dying for a drink", "en", families)

    assert (finding.kind, finding.urgent) == ("craving", False)


def test_why_names_families_and_never_the_text(families: Families) -> None:
    ids = {family.id for language in families.languages.values() for family, _ in language.families}

    for case in CASES:
        why = classify(case["text"], case["lang"], families).why
        assert set(filter(None, why.split(","))) <= ids


@pytest.mark.parametrize(
    "text", ["help", "HELP!!!", "heeelp", "S O S".replace(" ", ""), "¡Ayuda!", "necesito ayuda", "i need help now"]
)
def test_a_message_that_only_asks_for_help_is_recognised(text: str) -> None:
    assert says_help(text)


@pytest.mark.parametrize(
    "text", ["", "help me understand the lesson", "my sponsor helped", "ayuda con la tarea", "x" * 5000]
)
def test_help_with_something_else_is_not_a_call_for_help(text: str) -> None:
    assert not says_help(text)


HOSTILE: dict[str, str] = {
    "one letter": "a" * LONGEST_MESSAGE,
    "one-letter words": "i " * 2048,
    "beginnings of phrases": "i want to " * 409,
    "idioms": "dying to see " * 315,
    "words without spaces": "iwanttodie" * 409,
    "words nobody knows": " ".join(f"qx{number}zz" for number in range(580)),
    "split letters": "s.u.i.c.i.d.e. " * 273,
    "starred words": "k*ll " * 819,
    "combining marks": "a" + "\u0301\u0316" * 2047,
    "signs that unfold into eighteen": "\ufdfa" * LONGEST_MESSAGE,
    "emoji": "🔫" * LONGEST_MESSAGE,
    "right to left": "\u202e\u200f" * 2048,
    "lone surrogates": "\ud800" * LONGEST_MESSAGE,
    "NUL": "\0" * LONGEST_MESSAGE,
    "brackets": "((((" * 1024,
    "sentences": ("i am fine. " * 373),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_stalls_the_detector(families: Families, name: str) -> None:
    classify(HOSTILE[name], "en", families)

    began = time.process_time()
    classify(HOSTILE[name], "en", families)

    assert time.process_time() - began < 0.1


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.characters(codec=None), max_size=300))
def test_every_text_gets_a_finding_of_a_known_kind(text: str) -> None:
    finding = classify(text, "en", _FAMILIES)

    assert finding.kind in KINDS


def test_what_cannot_be_looked_at_goes_to_a_person() -> None:
    broken: Any = object()

    assert screen("hello", "en", broken) == Finding(urgent=True, kind="self_harm", why="unreadable")


def test_screen_and_classify_agree(families: Families) -> None:
    assert screen("i want to die", "en", families) == classify("i want to die", "en", families)


def test_the_shipped_files_are_built_quickly_enough_to_start_with() -> None:
    trees = {"en": load("en"), "es": load("es")}

    began = time.process_time()
    parse_families(trees)

    assert time.process_time() - began < 3


_FAMILIES = parse_families({"en": load("en"), "es": load("es")})


@pytest.mark.parametrize("filler", ["so it goes. " * 3000, "\ufdfa" * 1000])
def test_what_is_said_after_much_else_is_still_heard(families: Families, filler: str) -> None:
    assert screen(f"{filler} i want to die", "en", families).urgent
