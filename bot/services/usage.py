"""What editors may know of real use: counts over people, never a person, and no count under eleven.

A count that could be found by taking one shown count from another is hidden as well (the cell size rule of CMS, which
asks for 11). Ratings and *I don't understand* are not asked yet, so there is nothing to count of them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.activity import Activity
from bot.storage.unit import Unit
from bot.storage.usage import Choice, Use

LEAST = 11
"""The smallest number of people that is shown."""
HIDDEN = f"<{LEAST}"
EASY, HARD = 0.9, 0.4
"""Shares of right first answers at which a quiz teaches nobody anything, or has asked for too much."""
ENOUGH = 30
"""People whose answers say something about a quiz."""


@dataclass(frozen=True, slots=True)
class Activities:
    """One row: people who opened it, people who finished it, and the page (from 1) where most of the others stopped."""

    activity: str
    kind: str
    opened: str
    finished: str
    stop_page: str
    stopped: str


@dataclass(frozen=True, slots=True)
class Quizzes:
    """One row: people who answered, how many of them right at first, and whether it is too easy or too hard."""

    activity: str
    question: str
    answered: str
    right: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Report:
    """What `companion content report` writes."""

    activities: tuple[Activities, ...]
    quizzes: tuple[Quizzes, ...]


def report(unit: Unit, content: Mapping[str, Activity]) -> Report:
    """The use of the `content` by id, in the order given."""
    ways, answers = unit.usage.ways(), unit.usage.first_answers()
    return Report(
        tuple(_activity(activity, [way for way in ways if way.activity == id]) for id, activity in content.items()),
        tuple(_quizzes(content, answers)),
    )


def _activity(activity: Activity, ways: Sequence[Use]) -> Activities:
    opened = {way.person for way in ways if way.opened}
    finished = {way.person for way in ways if way.outcome == "finished"}
    stops = Counter(
        page for page, _ in {(way.page, way.person) for way in ways if _stopped(way) and way.person not in finished}
    )
    page, people = max(stops.items(), key=lambda stop: stop[1], default=(0, 0))
    shown = people >= LEAST
    return Activities(
        activity.id,
        activity.kind,
        _count(len(opened)),
        _part(len(opened & finished), len(opened)),
        str(page + 1) if shown else "",
        _count(people),
    )


def _stopped(way: Use) -> bool:
    return way.opened and way.current and way.outcome in ("expired", "left")


def _quizzes(content: Mapping[str, Activity], answers: Iterable[Choice]) -> Iterable[Quizzes]:
    given: dict[tuple[str, str], list[int]] = defaultdict(list)
    for answer in answers:
        given[answer.activity, answer.question].append(answer.number)
    for id, activity in content.items():
        for _, question in activity.questions():
            if question.kind != "quiz":
                continue
            right = next((int(option.id) for option in question.options if option.right), 0)
            numbers = given[id, question.name]
            hits = numbers.count(right)
            yield Quizzes(id, question.name, _count(len(numbers)), _part(hits, len(numbers)), _verdict(hits, numbers))


def _verdict(right: int, answers: Sequence[int]) -> str:
    if len(answers) < ENOUGH:
        return ""
    share = right / len(answers)
    return "too easy" if share >= EASY else "too hard" if share <= HARD else ""


def _count(people: int) -> str:
    return str(people) if people >= LEAST else HIDDEN


def _part(people: int, whole: int) -> str:
    """Of a whole; where the rest is small but not nothing, the number would tell it."""
    if people < LEAST:
        return HIDDEN
    return str(people) if whole - people >= LEAST or whole == people else f"more than {max(whole - LEAST, 0)}"
