"""Offers and alerts: which rule of `rules.yaml` is true for a person now, and with which numbers."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from bot.core.conditions import Condition, holds
from bot.core.history import ago_key, parse_ask, recent_key, usual_key
from bot.core.values import Value

AlertKind = Literal["danger", "today", "watch"]

DAY_FACTS = frozenset(("today", "days_in_program", "days_in_phase", "practices_tried", "weekday"))
"""Facts that are new on every program day, as `silent` is."""

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class Rule:
    """`offer` is an activity's id, `reason` and `row` are keys of `notices.ftl`; `after` delays the offer, `every` is
    the least time between two firings for one person. Of the rules of one `group` none fires while another `rests`.
    `once`: nothing is offered that the person has finished; `best`: in its place comes the practice that their own
    ratings say helps most; `hour` is a call that gives a time of day, before which the offer comes; `rest`: beside it
    nothing else is offered unasked on that program day."""

    name: str
    when: Condition
    offer: str = ""
    reason: str = ""
    alert: AlertKind | None = None
    row: str = ""
    after: timedelta = timedelta()
    every: timedelta = timedelta()
    priority: int = 0
    group: str = ""
    rests: timedelta = timedelta()
    once: bool = False
    best: bool = False
    hour: str = ""
    rest: bool = False
    line: int = 0

    @property
    def asks(self) -> tuple[str, ...]:
        """Every call on history that it makes."""
        return tuple(dict.fromkeys((*self.when.asks, *([self.hour] if self.hour else ()))))


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
    """A rule that fires now, the numbers for its sentences, what the new `Firing` must remember, and the time of day
    before which its offer comes, where it has one."""

    rule: Rule
    variables: Mapping[str, Value]
    answer_at: datetime | None = None
    hour: str = ""


def fired(
    rules: Iterable[Rule],
    facts_for: Mapping[str, Value | None],
    newest_read: Callable[[Rule], datetime | None],
    firings: Mapping[str, Firing],
    now: datetime,
    day: date,
    others: Iterable[Rule] = (),
) -> list[Fired]:
    """The rules that fire, the most urgent first; `others` are not tried, but of their group too only one may fire.
    `facts_for` holds the listed facts, every call under its text and `history.backdrop`; `newest_read` gives the
    instant of the newest answer or event that a rule reads; `firings` are the last ones by the rule's name."""
    tried, found = list(rules), list[Fired]()
    resting = {rule.group for rule in (*tried, *others) if rule.group and _rests(rule, firings.get(rule.name), now)}
    for rule in sorted(tried, key=lambda rule: -rule.priority):
        newest = newest_read(rule)
        ready = rule.group not in resting and _is_ready(rule, newest, firings.get(rule.name), now, day)
        if ready and holds(rule.when, {}, facts_for):
            found.append(Fired(rule, variables(rule, facts_for), newest))
            resting |= {rule.group} - {""}
    return found


def _rests(rule: Rule, last: Firing | None, now: datetime) -> bool:
    return last is not None and now - last.at < rule.rests


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
    return bool(calls & {"silent", "days_until"} or rule.when.facts & DAY_FACTS)


def variables(rule: Rule, facts_for: Mapping[str, Value | None]) -> dict[str, Value]:
    """The variables of the rule's sentences: `$craving` of `last`, `$days` of `silent`, `$mean_craving` of any other
    call; and for every question `$recent_craving` and `$usual_craving`. What is not known has none."""
    found: dict[str, Value | None] = {}
    for text in rule.when.asks:
        ask = parse_ask(text)
        names = {"last": ask.question, "silent": "days", "days_away": "days", "days_until": "days"}
        name = names.get(ask.function, f"{ask.function}_{ask.question}")
        if ask.function == "silent":
            found["ago"] = facts_for.get(ago_key(ask.activity))
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
    return tuple(dict.fromkeys(text for rule in rules for text in rule.asks))


def parse_group(text: str) -> tuple[str, timedelta]:
    """The name of a group and how long it rests after one of its rules fired, of `triggers 7d`; raises ValueError."""
    name, _, length = text.partition(" ")
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise ValueError(f"'{text}' is no group; write a name and how long it rests, such as triggers 7d")
    return name, parse_duration(length.strip())


def parse_duration(text: str) -> timedelta:
    """The length of `20m`, `2h` or `1d`; raises ValueError with what to write instead."""
    found = re.fullmatch(r"([0-9]{1,4})([mhd])", text)
    if not found:
        raise ValueError(f"'{text}' is no length of time; write a whole number and m, h or d, such as 20m, 2h, 1d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})
