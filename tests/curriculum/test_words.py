"""Promises of the word lists."""

import pytest

from bot.curriculum.findings import Findings
from bot.curriculum.words import Words, read_words, say
from bot.curriculum.yaml_files import YamlFile

TEXT = """
stigma:
  addict*: a person who uses
  tested dirty: tested positive
  abuse: use
  substance abuse: substance use
telling: [recovery, sober*, twelve-step]
spelling: [naloxone, "Ann's"]
"""


def words_of(text: str) -> tuple[Words, Findings]:
    findings = Findings("en/words.yaml")
    return read_words(YamlFile(findings, "words"), text), findings


@pytest.mark.parametrize("text", ["An ADDICT said", "two addicts", "Addiction", "He tested\n  dirty."])
def test_whole_words_are_found_in_any_case_and_over_line_ends(text: str) -> None:
    words, findings = words_of(TEXT)

    assert findings.faults == []
    assert len(list(words.find("stigma", text))) == 1


@pytest.mark.parametrize("text", ["a misaddict", "disabused", "he tested, dirty shoes", ""])
def test_parts_of_other_words_are_not_found(text: str) -> None:
    assert list(words_of(TEXT)[0].find("stigma", text)) == []


def test_the_longest_phrase_is_told_once_with_what_is_better() -> None:
    hits = list(words_of(TEXT)[0].find("stigma", "About substance abuse."))

    assert [(hit.words, hit.better, hit.offset) for hit in hits] == [("substance abuse", "substance use", 6)]
    assert "substance use" in say("stigma", hits[0])


def test_accents_count_as_written() -> None:
    words, _ = words_of("stigma: {recaída: regreso al consumo}")

    assert len(list(words.find("stigma", "Una recaída."))) == 1
    assert list(words.find("stigma", "Una recaida.")) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("stigm: {a: b}\n", 1),
        ("stigma:\n  a*b: c\n", 2),
        ("stigma:\n  bad: 5\n", 2),
        ("stigma: [a]\n", 1),
        ("telling: {a: b}\n", 1),
        ("telling:\n  - a\n  - 12\n", 3),
        ("telling: ['*']\n", 1),
    ],
)
def test_a_list_of_another_form_is_a_fault_with_its_line(text: str, line: int) -> None:
    _, findings = words_of(text)

    assert [fault.line for fault in findings.faults] == [line]
