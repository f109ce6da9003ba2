"""The shape of the library: how much there is, how a lesson is built, and that no two lessons sound alike."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import pytest

from bot.core import choices, pages
from bot.core.activity import Activity, Block, Image, Link, Span, Spans
from bot.core.values import Value
from bot.curriculum.blocks import blocks_of, fills_of, spans_of, words_of
from bot.curriculum.ways import longest_screens, longest_way
from tests.core.transcripts.walking import FACTS, lesson, library, shipped

LESSONS = {"early": 8, "skills": 24, "body": 10, "feelings": 12, "holistic": 8, "life": 10, "family": 12}
PRACTICES, WORKSHEETS, PICTURES = 24, 12, 6
FEWEST_SCREENS, MOST_SCREENS, MOST_WORDS, MOST_ON_A_SCREEN = 3, 6, 180, 60

TRY = {"en": "Try today:", "es": "Para hoy:"}
TRY_NOW = {"en": "Try now:", "es": "Para ahora:"}
FIRST_HOURS = "lessons/skills/next-hours-after-use"
"""Where safety stands in place of a thing to try today: what there is to do does not wait."""

RUN = 10
"""Lessons in a row whose people all have names of their own."""

GRAM, MOST_SHARED, LONG_SENTENCE = 5, 0.25, 6

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|…")
_SENTENCE_END = re.compile(r"(?<=[.?!:])[\"”»]?\s+")
_PERSON = re.compile(r"\b([A-ZÁÉÍÓÚÑ][a-záéíóúñü]+)(?:,(?: de)?| is| tiene) \d\d\b")

both = pytest.mark.parametrize("language", ["en", "es"])


def of(folder: str, language: str) -> dict[str, Activity]:
    """The activities of a folder in a language, by id."""
    return {
        name: each for (code, name), each in sorted(shipped().items()) if code == language and name.startswith(folder)
    }


def stretches(activity: Activity) -> Iterator[Spans]:
    """Every stretch of text, question, answer and feedback, in the file's order."""
    for page in activity.pages:
        yield from _spans(page.before)
        if page.question:
            yield page.question.text
            for option in page.question.options:
                yield (Span(option.label),)
                yield from _spans(option.feedback)
        yield from _spans(page.after)


def _spans(blocks: Sequence[Block]) -> Iterator[Spans]:
    return (spans for block in blocks for spans in spans_of(block))


def text_of(activity: Activity) -> str:
    """All words of an activity."""
    return "\n".join(map(words_of, stretches(activity)))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(text))


# How much there is


@both
def test_there_are_84_lessons_in_seven_folders(language: str) -> None:
    found = Counter(name.split("/")[1] for name in of("lessons/", language))

    assert found == LESSONS
    assert found.total() == 84


@both
def test_there_are_24_practices_and_12_worksheets(language: str) -> None:
    assert len(of("practices/", language)) == PRACTICES
    assert len(of("worksheets/", language)) == WORKSHEETS


@both
def test_every_file_is_there_in_both_languages_and_published(language: str) -> None:
    assert of("", language).keys() == of("", "en").keys()
    assert [name for name, activity in of("", language).items() if activity.draft] == []


@both
def test_there_are_six_pictures_or_more_each_told_in_words(language: str) -> None:
    pictures = [block for each in of("", language).values() for block in blocks_of(each) if isinstance(block, Image)]

    assert len({picture.path for picture in pictures}) >= PICTURES
    assert all(len(_words(picture.alt)) >= 3 for picture in pictures)
    assert all(library().image(picture.path, language) for picture in pictures)


# How a lesson is built


def lesson_faults(activity: Activity) -> list[str]:
    """What a lesson has too much or too little of."""
    asked = [question.kind for _, question in activity.questions()]
    tries = {sum(_try(activity) in text for text in way) for way in ways(activity)}
    screens = [f"{placed.value} words on one" for placed in longest_screens(activity, MOST_ON_A_SCREEN)]
    way, last = longest_way(activity), activity.pages[-1]
    leads_on = any(isinstance(block, Link) for block in (*last.before, *last.after))
    told = {
        f"{len(activity.pages)} screens": FEWEST_SCREENS <= len(activity.pages) <= MOST_SCREENS,
        f"asks {', '.join(asked) or 'nothing'}": len(asked) == 1,
        f"{', '.join(map(str, sorted(tries)))} things to try": tries == {1},
        f"{way} words": way <= MOST_WORDS,
        "leads nowhere": leads_on,
    }
    return [*(what for what, holds in told.items() if not holds), *screens]


def ways(activity: Activity) -> Iterator[list[str]]:
    """The texts that each reader meets, one reader for every answer to the lesson's question and one who skips it."""
    facts = {**FACTS, **{placed.value: "…" for placed in fills_of(activity)}}
    values: list[tuple[str, Value | None]] = [("", None)]
    for _, question in activity.questions():
        picks = [value for _, value, _ in choices.choices(question, FACTS)]
        values += [(question.name, (str(each),) if question.kind == "many" else each) for each in picks]
    for name, value in values:
        shown = [
            block
            for page in activity.pages
            for blocks in (
                pages.shown_blocks(page.before, {name: value}, facts),
                pages.after_answer(page, {name: value}, facts),
            )
            for block in blocks
        ]
        yield [*map(words_of, _spans(shown))]


def _try(activity: Activity) -> str:
    return (TRY_NOW if activity.id == FIRST_HOURS else TRY)[activity.language]


@both
@pytest.mark.parametrize("folder", LESSONS)
def test_a_lesson_has_its_screens_a_question_one_thing_to_try_and_a_way_on(folder: str, language: str) -> None:
    found = of(f"lessons/{folder}/", language)

    assert {name: faults for name, activity in found.items() if (faults := lesson_faults(activity))} == {}


def test_a_lesson_that_lacks_these_is_told() -> None:
    poor = lesson("Hello there.\n\n---\n\n" + "word " * 61 + "\n\n---\n\n" + ("so " * 60 + "\n\n---\n\n") * 3 + "Bye.")

    told = ["asks nothing", "0 things to try", "244 words", "leads nowhere", "61 words on one"]
    assert lesson_faults(poor) == told


# No two alike

IN_SPANISH = "En español: oprime"
"""How the line about the key for Spanish begins: it is the same wherever the number stands."""


def repeated(lines: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The lessons that share a line with another."""
    found = defaultdict(list)
    for name, line in lines:
        found[_words(line)].append(name)
    return [names for names in found.values() if len(names) > 1]


@both
def test_no_two_lessons_begin_or_end_alike(language: str) -> None:
    lines = {
        name: [line for line in map(words_of, stretches(activity)) if not line.startswith(IN_SPANISH)]
        for name, activity in of("lessons/", language).items()
    }
    tried = [(name, line) for name, texts in lines.items() for line in texts if TRY[language] in line]

    assert repeated((name, texts[0]) for name, texts in lines.items()) == []
    assert repeated((name, texts[-1]) for name, texts in lines.items()) == []
    assert repeated(tried) == []
    assert repeated([("one", "It passes."), ("two", "it passes")]) == [["one", "two"]]


def people(activity: Activity) -> set[str]:
    """The people of a lesson's example: a name with an age."""
    return set(_PERSON.findall(text_of(activity)))


def met_again(row: Sequence[str], named: Mapping[str, Collection[str]]) -> list[tuple[str, str]]:
    """Lessons within a run of ten that name the same person."""
    return [
        (name, other)
        for place, name in enumerate(row)
        for other in row[place + 1 : place + RUN]
        if set(named[name]) & set(named[other])
    ]


@both
def test_nobody_is_met_twice_in_ten_lessons(language: str) -> None:
    found = of("lessons/", language)
    named = {name: people(activity) for name, activity in found.items()}
    folders = [[name for name in found if name.startswith(f"lessons/{folder}/")] for folder in LESSONS]
    tracks = [[name for name in track if name in found] for track in library().program.tracks.values()]

    assert [met_again(row, named) for row in (*folders, *tracks) if met_again(row, named)] == []
    assert met_again(["one", "two"], {"one": {"Ana"}, "two": {"Ana"}}) == [("one", "two")]


def shared(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    """The part of the shorter one's five-word runs that stands in the other too."""
    return len(one & other) / max(1, min(len(one), len(other)))


def runs_of_five(activity: Activity) -> set[tuple[str, ...]]:
    """Every five words in a row."""
    found = [_words(words_of(spans)) for spans in stretches(activity)]
    return {words[at : at + GRAM] for words in found for at in range(len(words) - GRAM + 1)}


def sentences(activity: Activity) -> set[tuple[str, ...]]:
    """Its sentences of six words and more; a line that tells a number to call is the same everywhere, on purpose."""
    texts = (words_of(spans) for spans in stretches(activity) if not _tells_a_number(spans))
    found = (_words(sentence) for text in texts for sentence in _SENTENCE_END.split(text))
    return {sentence for sentence in found if len(sentence) >= LONG_SENTENCE}


def _tells_a_number(spans: Spans) -> bool:
    return any(span.fill.startswith("crisis.") for span in spans)


@both
def test_no_two_lessons_say_the_same(language: str) -> None:
    found = of("lessons/", language)
    grams = {name: runs_of_five(activity) for name, activity in found.items()}
    said = {name: sentences(activity) for name, activity in found.items()}
    pairs = list(combinations(found, 2))

    assert [(a, b) for a, b in pairs if shared(grams[a], grams[b]) > MOST_SHARED] == []
    assert {(a, b): same for a, b in pairs if (same := said[a] & said[b])} == {}


def test_two_lessons_that_say_the_same_are_told() -> None:
    one = lesson("A wave rises and falls if you wait.\n\n---\n\nShe sat on the step and counted cars.")
    other = lesson("A wave rises and falls if you wait.\n\n---\n\nCall {{ crisis.emergency.call }} by day or night.")

    assert shared(runs_of_five(one), runs_of_five(other)) == pytest.approx(2 / 3)
    assert sentences(one) & sentences(other) == {("a", "wave", "rises", "and", "falls", "if", "you", "wait")}
    assert not any("call" in sentence for sentence in sentences(other))


# What a paragraph hangs on: one with an empty fact is left out whole

MAY_BE_EMPTY = ("plan.", "preferred_name", "program.phone", "session.place")
"""Facts that a person or a program may not have. Staffed hours always have words: settings without them are refused."""


def hanging(spans: Spans) -> str:
    """Why these words could vanish though they matter; empty if all is well."""
    fills = [span.fill for span in spans if span.fill]
    numbers = [fill for fill in fills if fill.startswith("crisis.") and fill.endswith((".call", ".text"))]
    if numbers and len(numbers) < len(fills):
        return "a number to call vanishes with what stands beside it"
    if any(fill.startswith(MAY_BE_EMPTY) for fill in fills) and len(_SENTENCE_END.split(_one_sentence(spans))) > 1:
        return "a whole sentence vanishes with what is empty"
    return ""


def _one_sentence(spans: Spans) -> str:
    """A label such as `Signs:` before what is filled in is part of its sentence."""
    return words_of(spans).replace(":", "").strip()


@both
def test_no_number_and_no_sentence_vanishes_with_an_empty_fact(language: str) -> None:
    told = [
        f"content/{language}/{name}.md: {what}: {words_of(spans)}"
        for name, activity in of("", language).items()
        for spans in stretches(activity)
        if (what := hanging(spans))
    ]

    assert told == []


@pytest.mark.parametrize(
    "text",
    [
        "Call {{ crisis.emergency.call }}. Staff read in these hours: {{ staffed_hours }}.",
        "Call {{ crisis.suicide.call }}, then press {{ crisis.suicide.spanish_key }}.",
        "You can call {{ program.phone }}. Do not stop all at once.",
    ],
)
def test_words_that_could_vanish_are_told(text: str) -> None:
    (spans,) = stretches(lesson(text))

    assert hanging(spans)
