"""The buttons that answer a question: the number of each in a tap, the value it stands for, its words."""

from datetime import date, timedelta

from bot.core import schedule
from bot.core.activity import Question
from bot.core.events import Position
from bot.core.values import Answers, Facts, Value
from bot.core.view import Button

ON_A_ROW = {"scale": 6, "number": 4, "time": 4, "date": 2, "timezone": 2}
"""Buttons on one row by kind of question: a 0-10 scale fills two rows of big buttons; words have a row each."""

OTHER = 999
"""The number of *Other*: it only says what to type."""

OTHER_SAYS = {
    "number": "typed-number-other",
    "time": "typed-time-other",
    "date": "typed-date-other",
    "timezone": "typed-city-other",
}
"""The kinds that have *Other*, and the label that says what can be typed."""

Choice = tuple[int, Value, str]


def choices(question: Question, facts: Facts) -> list[Choice]:
    """The buttons of a question. A date's number is its ordinal day, so that it still means that day after midnight."""
    match question.kind:
        case "choice" | "many" | "time":
            return [(n, option.id, option.label) for n, option in enumerate(question.options)]
        case "quiz":
            return [(n, int(option.id), option.label) for n, option in enumerate(question.options)]
        case "scale" | "number":
            return _numbers(question)
        case "timezone":
            return [(n, zone, label) for n, (zone, label) in enumerate(schedule.usual_zones)]
        case "date":
            return _days(question, facts)
        case _:  # text is typed
            return []


def _numbers(question: Question) -> list[Choice]:
    if question.options:
        return [(n, int(option.id), option.label) for n, option in enumerate(question.options)]
    low, high = question.low or 0, question.high if question.high is not None else 10
    return [(n, n, str(n)) for n in range(low, high + 1)]


def _days(question: Question, facts: Facts) -> list[Choice]:
    today = date.fromisoformat(str(facts["today"]))
    step = -1 if question.past else 1
    days = (today + timedelta(days=step * n) for n in range(7))
    return [(day.toordinal(), day.isoformat(), "") for day in days]


def value_of(question: Question, index: int, facts: Facts) -> Value | None:
    """The value behind a tapped button; `None` if there is no such button."""
    if question.kind == "date":
        return _near_day(index, facts)
    return next((value for n, value, _ in choices(question, facts) if n == index), None)


def _near_day(ordinal: int, facts: Facts) -> str | None:
    today = date.fromisoformat(str(facts["today"]))
    near = abs(ordinal - today.toordinal()) <= 31  # an older keyboard is stale: nobody means last month
    return date.fromordinal(ordinal).isoformat() if near else None


def picked_of(question: Question | None, value: Value | None) -> tuple[int, ...]:
    """The places of the options that an answer to a `many` question holds."""
    if question is None or not isinstance(value, tuple):
        return ()
    return tuple(n for n, option in enumerate(question.options) if option.id in value)


def answer_rows(question: Question, position: Position, answers: Answers, facts: Facts) -> list[tuple[Button, ...]]:
    """The buttons that answer the question, in rows; the present answer is marked."""
    present = answers.get(question.name)
    buttons = []
    for n, value, label in choices(question, facts):
        picked = n in position.picked if question.kind == "many" else value == present
        words: dict[str, Value] = {"date": value} if question.kind == "date" else {}
        key = "day-button" if question.kind == "date" else ""
        buttons.append(Button("answer", label, key, (position.page, n), values=words, picked=picked))
    if question.kind in OTHER_SAYS:
        buttons.append(Button("answer", key="other", numbers=(position.page, OTHER)))
    width = ON_A_ROW.get(question.kind, 1)
    return [tuple(buttons[n : n + width]) for n in range(0, len(buttons), width)]
