"""Which rules can become true merely because a program day begins. Most people's days begin with nothing to look at,
and that is told here from four numbers, before anything about them is read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.core.conditions import holds
from bot.core.history import parse_ask
from bot.core.rules import Firing, Rule
from bot.core.values import Value

TIMELESS = frozenset(("last", "streak", "mean", "drop", "rising"))
"""Calls that look at answered days only: without a new answer, no passing day changes what they give."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a person without reading their answers: when each activity was last answered or skipped and
    about which program day, the last firing of each rule, and the day of enrolment."""

    answered_at: Mapping[str, datetime] = field(default_factory=dict)
    answered_day: Mapping[str, date] = field(default_factory=dict)
    firings: Mapping[str, Firing] = field(default_factory=dict)
    since: date | None = None


def can_fire(rules: Iterable[Rule], known: Known, now: datetime, day: date) -> bool:
    """Whether any of the rules may fire at the beginning of this day; False is certain, True has to be looked into. It
    holds for people whose rules were tried at each answer until now, so not for the first look of a program."""
    return any(_can_fire(rule, known, now, day) for rule in rules)


def _can_fire(rule: Rule, known: Known, now: datetime, day: date) -> bool:
    last = known.firings.get(rule.name)
    if last is not None and now - last.at < rule.every:
        return False
    asks = {text: parse_ask(text) for text in rule.when.asks}
    functions = {ask.function for ask in asks.values()}
    if functions <= TIMELESS and not rule.when.facts:
        # Tried at each answer: only one that came while the rule had to rest can still make it true.
        newest = [known.answered_at[ask.activity] for ask in asks.values() if ask.activity in known.answered_at]
        return last is not None and any(at > last.at for at in newest)
    if functions == {"silent"} and not rule.when.facts:
        silence = {text: _silent(ask.activity, known, day) for text, ask in asks.items()}
        return holds(rule.when, {}, silence)
    return True


def _silent(activity: str, known: Known, day: date) -> Value | None:
    days = [moment for moment in (known.answered_day.get(activity), known.since) if moment is not None]
    return max((day - max(days)).days, 0) if days else None
