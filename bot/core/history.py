"""What a person answered on other days: the calls of conditions, reckoned from rows that a service has read.

Missing is never zero: a day without an answer is left out of every mean, median and row of days.
"""

import ast
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import takewhile
from statistics import fmean, median

from bot.core.conditions import CALLS, LONGEST_LOOK, SIGNS
from bot.core.terms import SMALLEST_SAMPLE, number_in
from bot.core.values import Value

USUAL_DAYS = 28
"""Program days whose median is a person's usual value: four weeks, so that every weekday counts alike."""

_COMPARE = dict(SIGNS.values())


@dataclass(frozen=True, slots=True)
class Ask:
    """A call on history. `sign` and `values` are the comparison inside `count` and `streak`; `days` counts program
    days in `count` and answered days in `mean`; `last`, `before` and `by` belong to `rising`."""

    function: str
    activity: str
    question: str = ""
    sign: str = ""
    values: tuple[Value, ...] = ()
    days: int = 0
    last: int = 3
    before: int = 7
    by: float = 2


@dataclass(frozen=True, slots=True)
class Need:
    """Which answers must be read: of every question of the activity where `question` is empty; `days` program days
    back from today, today included."""

    activity: str
    question: str
    days: int


@dataclass(frozen=True, slots=True)
class Entry:
    """The newest answer of a question in one run; `value` is `None` where it was skipped."""

    activity: str
    question: str
    local_date: date
    value: Value | None
    answered_at: datetime


@lru_cache(maxsize=1024)
def parse_ask(text: str) -> Ask:
    """The call under its fact's name, as a checked condition lists it; raises ValueError for any other text."""
    try:
        node = ast.parse(text, mode="eval").body
    except SyntaxError:
        node = None
    name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
    if not isinstance(node, ast.Call) or name not in CALLS or not node.args:
        raise ValueError(f"{text} is no call on history; take it from the asks of a condition")
    options = {each.arg: number_in(each.value) or 0 for each in node.keywords}
    inner = node.args[-1]
    sign, values = "", tuple[Value, ...]()
    if isinstance(inner, ast.Compare):
        sign, right, inner = SIGNS[type(inner.ops[0])][0], inner.comparators[0], inner.left
        values = tuple(_value(each) for each in (right.elts if isinstance(right, ast.Tuple) else [right]))
    question = inner.id if isinstance(inner, ast.Name) else ""
    days, last, before = (int(options.get(key, default)) for key, default in (("days", 0), ("last", 3), ("before", 7)))
    return Ask(
        name, str(ast.literal_eval(node.args[0])), question, sign, values, days, last, before, options.get("by", 2)
    )


def _value(node: ast.expr) -> Value:
    """An id stands there as a name, everything else as itself."""
    value: Value = node.id if isinstance(node, ast.Name) else ast.literal_eval(node)
    return value


def needs(asks: Iterable[Ask]) -> tuple[Need, ...]:
    """What to read for all of them, each question once. Answered days can lie far apart, so only `count` and `usual`
    know how far back they look."""
    reach: dict[tuple[str, str], int] = {}
    for ask in asks:
        days = {"count": ask.days, "usual": USUAL_DAYS + 1}.get(ask.function, LONGEST_LOOK)
        key = (ask.activity, ask.question)
        reach[key] = max(days, reach.get(key, 0))
    return tuple(Need(activity, question, days) for (activity, question), days in reach.items())


def every_day(_: str, __: date) -> bool:
    """Silence counts every day."""
    return True


def compute(
    ask: Ask,
    entries: Sequence[Entry],
    today: date,
    since: date | None = None,
    counts: Callable[[str, date], bool] = every_day,
) -> Value | None:
    """What the call gives on a program day, `None` where nothing is known. `since` is the day of enrolment, from which
    silence counts while nothing was ever answered; `counts` says on which days an activity could have been answered."""
    if ask.function == "silent":
        return _silent(ask.activity, entries, today, since, counts)
    if ask.function == "days_away":
        return _days_away(ask.activity, entries)
    days = answered_days(entries, ask.activity, ask.question)
    match ask.function:
        case "last":
            return days[-1][1] if days else None
        case "count":
            first = today - timedelta(days=ask.days - 1)
            return sum(_is_so(ask, value) for day, value in days if day >= first)
        case "streak":
            return sum(1 for _ in takewhile(lambda found: _is_so(ask, found[1]), reversed(days)))
        case "usual":
            return usual_of(entries, ask.activity, ask.question, today)
        case "days_until":
            return (date.fromisoformat(str(days[-1][1])) - today).days if days else None
    numbers = [value for _, value in days if isinstance(value, (int, float))]
    match ask.function:
        case "mean":
            return _plain(fmean(numbers[-ask.days :])) if numbers else None
        case "drop":
            return numbers[-2] - numbers[-1] if len(numbers) > 1 else None
        case _:
            return _rising(ask, numbers)


def answered_days(entries: Iterable[Entry], activity: str, question: str) -> list[tuple[date, Value]]:
    """The newest answer of each program day on which there is one, oldest day first; a skip unsays no other answer."""
    found = [e for e in entries if e.activity == activity and e.question == question and e.value is not None]
    newest = {entry.local_date: entry for entry in sorted(found, key=lambda entry: entry.answered_at)}
    return [(day, entry.value) for day, entry in sorted(newest.items()) if entry.value is not None]


def recent(entries: Iterable[Entry], activity: str, question: str, n: int = 3) -> tuple[Value, ...]:
    """The values of the last `n` answered days, newest last."""
    return tuple(value for _, value in answered_days(entries, activity, question)[-n:])


def usual_of(entries: Iterable[Entry], activity: str, question: str, today: date) -> int | float | None:
    """The median of the 28 program days before today, the newest answered day left out: it is what is compared."""
    days = answered_days(entries, activity, question)[:-1]
    first = today - timedelta(days=USUAL_DAYS)
    numbers = [value for day, value in days if first <= day < today and isinstance(value, (int, float))]
    return _plain(median(numbers)) if numbers else None


def backdrop(asks: Iterable[Ask], entries: Sequence[Entry], today: date) -> dict[str, Value]:
    """The last three values and the usual one of every number that the calls read, under `recent_key` and
    `usual_key`: what a counselor needs beside a number that stands out."""
    found: dict[str, Value | None] = {}
    for activity, question in dict.fromkeys((ask.activity, ask.question) for ask in asks if ask.question):
        shown = [str(value) for value in recent(entries, activity, question) if isinstance(value, (int, float))]
        found[recent_key(activity, question)] = ", ".join(shown) or None
        found[usual_key(activity, question)] = usual_of(entries, activity, question, today)
    return {key: value for key, value in found.items() if value is not None}


def recent_key(activity: str, question: str) -> str:
    """The fact under which `backdrop` keeps the last three values."""
    return f"recent({activity!r}, {question})"


def ago_key(activity: str) -> str:
    """The fact of how many program days ago the last sign was, whatever came of the days between."""
    return f"ago({activity!r})"


def usual_key(activity: str, question: str) -> str:
    """The fact of the usual value: the same as the call's own."""
    return f"usual({activity!r}, {question})"


def _is_so(ask: Ask, value: Value) -> bool:
    among = ask.sign in ("in", "not in")
    try:
        return _COMPARE[ask.sign](value, ask.values if among else ask.values[0])
    except TypeError:  # an older version of the file asked this question in another kind
        return False


def last_sign(activity: str, entries: Iterable[Entry], since: date | None) -> date | None:
    """The program day of the last answer or skip, for a skip is a sign of life; the enrolment's where none was."""
    days = [entry.local_date for entry in entries if entry.activity == activity]
    return max([*days, since] if since else days, default=None)


def _silent(
    activity: str, entries: Iterable[Entry], today: date, since: date | None, counts: Callable[[str, date], bool]
) -> int | None:
    """The program days since then, today included, on which there was something to answer; on a day without it nobody
    is silent, and nothing is said."""
    newest = last_sign(activity, entries, since)
    if newest is None or (newest < today and not counts(activity, today)):
        return None
    days = (newest + timedelta(days=step) for step in range(1, min((today - newest).days, LONGEST_LOOK) + 1))
    return sum(counts(activity, day) for day in days)


def _days_away(activity: str, entries: Iterable[Entry]) -> int | None:
    """Program days between the newest answer (or skip) and the day of the one before it."""
    days = sorted({entry.local_date for entry in entries if entry.activity == activity})
    return (days[-1] - days[-2]).days if len(days) > 1 else None


def _rising(ask: Ask, numbers: Sequence[int | float]) -> bool | None:
    """Unknown on fewer than three answered days on either side: two points are no trend."""
    now, earlier = numbers[-ask.last :], numbers[: -ask.last][-ask.before :]
    if min(len(now), len(earlier)) < SMALLEST_SAMPLE:
        return None
    return fmean(now) - fmean(earlier) >= ask.by


def _plain(number: int | float) -> int | float:
    """A whole number without its `.0`, since people read it."""
    return int(number) if float(number).is_integer() else number
