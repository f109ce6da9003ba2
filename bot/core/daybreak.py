"""Which rules can become true merely because a program day begins. Most people's days begin with nothing to look at,
and that is told here from a few numbers, before anything about them is read."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from itertools import product

from bot.core.conditions import Condition, holds
from bot.core.history import parse_ask
from bot.core.rules import DAY_FACTS, Firing, Rule
from bot.core.terms import LONGEST_LOOK
from bot.core.values import Value

TIMELESS = frozenset(("last", "streak", "mean", "drop", "rising", "days_away"))
"""Calls that look at answered days only: without a new answer, no passing day changes what they give."""

_UNANSWERED: Mapping[str, Value] = {"count": 0, "streak": 0}
"""What a call gives of an activity that was never answered; all others give nothing."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a person without reading their answers: when each activity was last answered or skipped and
    about which program day, the last firing of each rule, the day of enrolment, and facts about the person."""

    answered_at: Mapping[str, datetime] = field(default_factory=dict)
    answered_day: Mapping[str, date] = field(default_factory=dict)
    firings: Mapping[str, Firing] = field(default_factory=dict)
    since: date | None = None
    facts: Mapping[str, Value | None] = field(default_factory=dict)


def can_fire(rules: Iterable[Rule], known: Known, now: datetime, day: date) -> bool:
    """Whether any of the rules may fire at the beginning of this day; False is certain, True has to be looked into. It
    holds for people whose rules were tried at each answer until now, so not for the first look of a program."""
    return any(_can_fire(rule, known, now, day) for rule in rules)


def _can_fire(rule: Rule, known: Known, now: datetime, day: date) -> bool:
    last = known.firings.get(rule.name)
    if last is not None and now - last.at < rule.every:
        return False
    if any(_is_surely_false(part, known, day) for part in rule.when.parts):
        return False
    if not rule.when.facts & DAY_FACTS and all(_waits_for_answers(part.source) for part in rule.when.parts):
        # Tried at each answer: only one that came while the rule had to rest can still make it true.
        activities = {parse_ask(text).activity for text in rule.when.asks}
        newest = [known.answered_at[activity] for activity in activities if activity in known.answered_at]
        return last is not None and any(at > last.at for at in newest)
    return True


@lru_cache(maxsize=1024)
def _waits_for_answers(source: str) -> bool:
    """Whether a passing day alone cannot make this part true. A count only falls with the days, so one that has to be
    reached is reached by an answer."""
    nodes = list(ast.walk(ast.parse(source, mode="eval")))
    calls = [node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    compared = [node for node in nodes if isinstance(node, ast.Compare)]
    reached = [node.left for node in compared if isinstance(node.ops[0], ast.GtE | ast.Gt)]
    counts = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "count"]
    others = {call.func.id for call in calls if isinstance(call.func, ast.Name)} - {"count"}
    turned = any(isinstance(node, ast.Not) for node in nodes)
    return others <= TIMELESS and (not counts or (not turned and all(call in reached for call in counts)))


def _is_surely_false(part: Condition, known: Known, day: date) -> bool:
    """Whether the part is false whatever the answers are that were not read."""
    if part.facts - known.facts.keys():
        return False
    asks = {text: parse_ask(text) for text in part.asks}
    if any(ask.function != "silent" and ask.activity in known.answered_at for ask in asks.values()):
        return False
    facts = {**known.facts, **{text: _UNANSWERED.get(ask.function) for text, ask in asks.items()}}
    silent = {text: _silent(ask.activity, known, day) for text, ask in asks.items() if ask.function == "silent"}
    # On how many of these days there was something to answer is not known here: any number of them is possible.
    numbers = ([None] if most is None else range(most + 1) for most in silent.values())
    tried = (dict(zip(silent, each, strict=True)) for each in product(*numbers))
    return not any(holds(part, {}, {**facts, **each}) for each in tried)


def _silent(activity: str, known: Known, day: date) -> int | None:
    days = [moment for moment in (known.answered_day.get(activity), known.since) if moment is not None]
    return min(max((day - max(days)).days, 0), LONGEST_LOOK) if days else None
