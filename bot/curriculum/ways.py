"""How many words one reader can meet: on the longest way through an activity, and on one screen."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice, product

from bot.core import pages
from bot.core.activity import Activity, Block, Page, Question
from bot.core.conditions import Condition, holds
from bot.core.facts import LISTED
from bot.core.values import Value
from bot.curriculum.blocks import Placed, conditions_of, fills_of, spans_of, words_of
from bot.curriculum.reading import words_in

MOST_WAYS = 2000
"""Ways through one file that are tried; a lesson has a handful, and a form with more is not counted to the end."""

World = tuple[dict[str, Value | None], dict[str, Value | None]]
"""Answers and facts of one imagined reader."""

_NUMBER = re.compile(r"(?<![\w\"-])\d+(?:\.\d+)?")
_QUOTED = re.compile(r'"([^"]*)"')
_FACTS = {fact.name: fact for fact in LISTED}


def all_words(page: Page) -> int:
    """Words of all that a page can ever show: where these are few, no reader meets more."""
    question = page.question
    feedback = (block for option in question.options for block in option.feedback) if question else ()
    return _count((*page.before, *feedback, *page.after)) + (_question_words(question) if question else 0)


def longest_way(activity: Activity) -> int:
    """Words of the longest way that one reader can take through the whole file."""
    conditions = [condition for condition, _ in conditions_of(activity)]
    quizzes = [question.name for _, question in activity.questions() if question.kind == "quiz"]
    worlds = _worlds(activity, conditions, quizzes, _filled(activity))
    return max(sum(sum(_screens(page, world)) for page in activity.pages) for world in worlds)


def longest_screens(activity: Activity, over: int) -> Iterator[Placed]:
    """Each page with a screen of more than `over` words: the number of words as text, and the page's line."""
    filled = _filled(activity)
    for page in activity.pages:
        if all_words(page) <= over:
            continue
        conditions = [part.when for part in (*page.before, *page.after) if part.when]
        quiz = [page.question.name] if page.question and page.question.kind == "quiz" else []
        if page.question and page.question.when:
            conditions.append(page.question.when)
        most = max(max(_screens(page, world)) for world in _worlds(activity, conditions, quiz, filled))
        if most > over:
            yield Placed(str(most), page.line)


def _screens(page: Page, world: World) -> list[int]:
    """Words of each moment of the page: its parts between waits, the last with the question, then what follows it."""
    answers, facts = world
    counts = [_count(blocks) for blocks, _ in pages.parts(page, answers, facts)] or [0]
    question = pages.open_question(page, answers, facts)
    if question:
        counts[-1] += _question_words(question)
        counts.append(_count(pages.after_answer(page, answers, facts)))
    return counts


def _question_words(question: Question) -> int:
    labels = (option.label for option in question.options if question.kind in ("choice", "many", "quiz"))
    return sum(len(words_in(text)) for text in (words_of(question.text), *question.ends, *labels))


def _count(blocks: Iterable[Block]) -> int:
    """The words of texts and lists; buttons that lead on are chosen, not read through."""
    return sum(len(words_in(words_of(spans))) for block in blocks for spans in spans_of(block))


def _filled(activity: Activity) -> dict[str, Value | None]:
    """Every fact that the texts fill in, as one word."""
    return {placed.value: "…" for placed in fills_of(activity)}


def _worlds(
    activity: Activity, conditions: Collection[Condition], quizzes: Collection[str], filled: Mapping[str, Value | None]
) -> Iterator[World]:
    """Imagined readers who between them meet every branch of the conditions, no two of them the same ones."""
    if not conditions and not quizzes:
        yield {}, {**filled}
        return
    source = " ".join(condition.source for condition in conditions)
    names = sorted({name for condition in conditions for name in condition.questions} | set(quizzes))
    given = sorted({name for condition in conditions for name in (*condition.facts, *condition.asks)})
    domains = [_answers_of(activity.question(name), source) for name in names]
    domains += [_facts_of(name, source) for name in given]
    met = set[tuple[Value | None, ...]]()
    for values in islice(product(*domains), MOST_WAYS):
        answers = dict(zip(names, values[: len(names)], strict=True))
        facts = {**filled, **dict(zip(given, values[len(names) :], strict=True))}
        true = [holds(condition, answers, facts) for condition in conditions]
        branches = (*true, *(answers[quiz] for quiz in quizzes))
        if branches not in met:
            met.add(branches)
            yield answers, facts


def _answers_of(question: Question | None, source: str) -> list[Value | None]:
    if question is None:
        return [None]
    ids: list[Value | None]
    if question.kind == "quiz":
        ids = [int(option.id) if option.id.isdigit() else option.id for option in question.options]
    elif question.kind == "many":
        ids = [(option.id,) for option in question.options]
    elif question.kind == "choice":
        ids = [option.id for option in question.options]
    elif question.kind == "scale":
        ids = _tried(range(question.low or 0, (question.high if question.high is not None else 10) + 1), source)
    else:
        ids = _around(source)
    return [*ids, None]


def _tried(steps: range, source: str) -> list[Value | None]:
    """The ends of a scale and what lies on both sides of each number of a condition: no other step tells it apart."""
    near = {int(float(found)) + step for found in _NUMBER.findall(source) for step in (-1, 0, 1)}
    return [step for step in steps if step in near or step in (steps[0], steps[-1])]


def _facts_of(name: str, source: str) -> list[Value | None]:
    fact = _FACTS.get(name)
    return [*fact.values] if fact and fact.values else _around(source)


def _around(source: str) -> list[Value | None]:
    """Values on both sides of each number, and the words in quotes, of a condition."""
    numbers = sorted({float(found) + step for found in _NUMBER.findall(source) for step in (-1, 0, 1)})
    return [*numbers, *_QUOTED.findall(source), None]
