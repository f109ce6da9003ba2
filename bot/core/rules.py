"""Offers and alerts: which rule of `rules.yaml` is true for a person now, and with which numbers."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from bot.core.conditions import Condition, holds
from bot.core.history import parse_ask, recent_key, usual_key
from bot.core.values import Value

AlertKind = Literal["danger", "today", "watch"]

DAY_FACTS = frozenset(("today", "days_in_program", "weekday"))
"""Facts that are new on every program day, as `silent` is."""

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class Rule:
    """`offer` is an activity's id, `reason` and `row` are keys of `notices.ftl`; `after` delays the offer, `every` is
    the least time between two firings for one person."""

    name: str
    when: Condition
    offer: str = ""
    reason: str = ""
    alert: AlertKind | None = None
    row: str = ""
    after: timedelta = timedelta()
    every: timedelta = timedelta()
    priority: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers that `rules.yaml` owns; minutes and counts."""

    numbers: Mapping[str, int] = field(default_factory=dict)
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Firing:
    """The last time a rule fired for a person: when, on which program day, and how new the newest answer or event was
    that it had read."""

    rule: str
    at: datetime
    answer_at: datetime | None
    day: date


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that fires now, the numbers for its sentences, and what the new `Firing` must remember."""

    rule: Rule
    variables: Mapping[str, Value]
    answer_at: datetime | None = None


def fired(
    rules: Iterable[Rule],
    facts_for: Mapping[str, Value | None],
    newest_read: Callable[[Rule], datetime | None],
    firings: Mapping[str, Firing],
    now: datetime,
    day: date,
) -> list[Fired]:
    """The rules that fire, the most urgent first. `facts_for` holds the listed facts, every call under its text and
    `history.backdrop`; `newest_read` gives the instant of the newest answer or event that a rule reads; `firings` are
    the last ones by the rule's name."""
    found = []
    for rule in sorted(rules, key=lambda rule: -rule.priority):
        newest = newest_read(rule)
        if _is_ready(rule, newest, firings.get(rule.name), now, day) and holds(rule.when, {}, facts_for):
            found.append(Fired(rule, variables(rule, facts_for), newest))
    return found


def _is_ready(rule: Rule, newest: datetime | None, last: Firing | None, now: datetime, day: date) -> bool:
    """Only news fires a rule again: the same answer must not alarm twice because a day began."""
    if last is None:
        return True
    news = newest is not None and newest > (last.answer_at or last.at)
    new_day = reads_days(rule) and day > last.day
    return (news or new_day) and now - last.at >= rule.every


def reads_days(rule: Rule) -> bool:
    """Whether the passing of days alone can make the rule true."""
    calls = {parse_ask(text).function for text in rule.when.asks}
    return "silent" in calls or bool(rule.when.facts & DAY_FACTS)


def variables(rule: Rule, facts_for: Mapping[str, Value | None]) -> dict[str, Value]:
    """The variables of the rule's sentences: `$craving` of `last`, `$days` of `silent`, `$mean_craving` of any other
    call; and for every question `$recent_craving` and `$usual_craving`. What is not known has none."""
    found: dict[str, Value | None] = {}
    for text in rule.when.asks:
        ask = parse_ask(text)
        name = {"last": ask.question, "silent": "days"}.get(ask.function, f"{ask.function}_{ask.question}")
        if ask.question:
            found[f"recent_{ask.question}"] = facts_for.get(recent_key(ask.activity, ask.question))
            found.setdefault(f"usual_{ask.question}", facts_for.get(usual_key(ask.activity, ask.question)))
        found[name] = facts_for.get(text)
    return {name: _readable(value) for name, value in found.items() if value is not None}


def _readable(value: Value) -> Value:
    """One decimal is all that a mean of a few answers is worth."""
    if isinstance(value, bool):
        return int(value)
    return round(value, 1) if isinstance(value, float) else value


def asks_of(rules: Iterable[Rule]) -> tuple[str, ...]:
    """Every call on history that the rules make, each once."""
    return tuple(dict.fromkeys(text for rule in rules for text in rule.when.asks))


def parse_duration(text: str) -> timedelta:
    """The length of `20m`, `2h` or `1d`; raises ValueError with what to write instead."""
    found = re.fullmatch(r"([0-9]{1,4})([mhd])", text)
    if not found:
        raise ValueError(f"'{text}' is no length of time; write a whole number and m, h or d, such as 20m, 2h, 1d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})
