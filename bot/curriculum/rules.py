"""`rules.yaml`: offers and alerts with their conditions, the order of offers, and the numbers of the program."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar, cast, get_args

from bot.core.conditions import Condition, ConditionFault, Scope, parse, warnings
from bot.core.history import ago_key, parse_ask, recent_key, usual_key
from bot.core.rules import DAY_FACTS, AlertKind, Limits, Rule, parse_duration, parse_group, variables
from bot.curriculum.findings import did_you_mean, listed
from bot.curriculum.labels import FluentFile
from bot.curriculum.places import Places
from bot.curriculum.yaml_files import EMPTY, Node, Table, YamlFile

LIMITS: Mapping[str, tuple[int, str]] = {
    "unasked_a_day": (3, "prompts and offers a day; sessions and a counselor's messages do not count"),
    "minutes_between": (60, "minutes between two unasked messages"),
    "reminder_least_minutes": (30, "a reminder held by quiet hours goes at their end if this much remains"),
    "rising_last_days": (3, "rising: the mean of these last answered days"),
    "rising_before_days": (7, "rising: against the answered days before them"),
    "rising_by": (2, "rising: is higher by at least this"),
    "rising_least_answers": (3, "rising: with at least this many answers on each side"),
    "silent_days": (3, "program days without an answer"),
    "unmarked_hours": (24, "hours after which a session nobody marked is 'not marked'"),
    "danger_next_person_minutes": (15, "minutes until a danger alert goes to the next person"),
    "danger_administrator_minutes": (60, "minutes until a danger alert goes to the administrator"),
    "alert_next_person_hours": (4, "staffed hours until any other alert goes to the next person"),
}
"""Each limit with what it is where `rules.yaml` leaves it out (CONTENT_FORMAT, last section) and its meaning."""

KINDS = ("check-in", "practice", "lesson", "worksheet", "review")
"""The kinds of unasked prompts that `order` sorts."""

OF_OFFERS = ("after", "group", "once", "best", "hour", "rest")
"""Keys that say something about the offer only."""
KEYS = ("when", "offer", "reason", "alert", "row", "every", "priority", *OF_OFFERS)
ALERTS: tuple[str, ...] = get_args(AlertKind)

Read = TypeVar("Read")

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Rules:
    """What `rules.yaml` holds."""

    rules: tuple[Rule, ...] = ()
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Around:
    """What rules refer to: the activities, the questions of their files, the notices of each language."""

    places: Places
    scope: Scope
    notices: Mapping[str, FluentFile]


def read_rules(file: YamlFile, text: str, around: Around) -> Rules:
    """The rules in the text of a `rules.yaml`; faults stay in `file`."""
    table = file.read(text)
    if table is EMPTY:
        return Rules()
    file.check_keys(table, ("limits", "order", "rules"), "rules.yaml", ("limits", "order", "rules"))
    entries = table.entries
    rules = file.table(entries["rules"], '"rules"') if "rules" in entries else EMPTY
    limits = file.table(entries["limits"], '"limits"') if "limits" in entries else EMPTY
    order = _order(file, entries["order"]) if "order" in entries else KINDS
    read = [_Rule(file, name, rules.lines[name], node, around).read() for name, node in rules.entries.items()]
    return Rules(tuple(rule for rule in read if rule), Limits(_limits(file, limits), order))


def _limits(file: YamlFile, table: Table) -> Mapping[str, int]:
    file.check_keys(table, tuple(LIMITS), '"limits"')
    numbers = {name: default for name, (default, _) in LIMITS.items()}
    for name, node in table.entries.items():
        number = file.whole(node, f'"{name}"') if name in LIMITS else None
        if number is not None:
            numbers[name] = number
    for name, (default, meaning) in LIMITS.items():
        if name not in table.entries and table is not EMPTY:
            file.warning(table.line, f'"limits" has no "{name}" ({meaning}); add `{name}: {default}`')
    return numbers


def _order(file: YamlFile, node: Node) -> tuple[str, ...]:
    order: list[str] = []
    for kind, line in file.texts(node, '"order"'):
        if kind not in KINDS:
            hint = did_you_mean(kind, KINDS) or f"; write {listed(KINDS)}"
            file.fault(line, f'there is no kind "{kind}" to order{hint}')
        elif kind in order:
            file.fault(line, f'"{kind}" stands in the order twice; keep one')
        else:
            order.append(kind)
    if missing := [kind for kind in KINDS if kind not in order]:
        file.fault(node.line, f'"order" must hold every kind once; add {listed(missing)}')
    return tuple(order)


class _Rule:
    """One rule being read."""

    def __init__(self, file: YamlFile, name: str, line: int, node: Node, around: Around) -> None:
        self.file, self.name, self.line, self.around = file, name, line, around
        self.table = file.table(node, f'the rule "{name}"')

    def read(self) -> Rule | None:
        """The rule; `None` if its condition cannot be tried."""
        if not _NAME.fullmatch(self.name):
            self.file.fault(self.line, f'"{self.name}" is no name; write small letters, digits and - only')
        self.file.check_keys(self.table, KEYS, f'the rule "{self.name}"', ("when",))
        self._check_pairs()
        condition = self._take("when", self._condition)
        alert = self._text("alert")
        if alert and alert not in ALERTS:
            hint = did_you_mean(alert, ALERTS) or f"; write {listed(ALERTS)}"
            self._fault("alert", f'there is no alert "{alert}"{hint}')
            alert = ""
        offer = self._text("offer")
        if offer and (problem := self.around.places.why_not(offer, "participant")):
            self._fault("offer", problem)
        group, rests = self._take("group", self._group) or ("", timedelta())
        rule = Rule(
            name=self.name,
            when=condition or Condition(""),
            offer=offer,
            reason=self._sentence("reason", condition),
            alert=cast(AlertKind, alert) if alert else None,
            row=self._sentence("row", condition),
            after=self._take("after", self._length) or timedelta(),
            every=self._take("every", self._length) or timedelta(),
            priority=self._take("priority", lambda node: self.file.whole(node, '"priority"')) or 0,
            group=group,
            rests=rests,
            once=bool(self._take("once", lambda node: self.file.truth(node, '"once"'))),
            best=bool(self._take("best", lambda node: self.file.truth(node, '"best"'))),
            hour=self._take("hour", self._hour) or "",
            rest=bool(self._take("rest", lambda node: self.file.truth(node, '"rest"'))),
            line=self.line,
        )
        return rule if condition else None

    def _check_pairs(self) -> None:
        has = self.table.entries
        if "offer" not in has and "alert" not in has:
            self.file.fault(self.line, f'the rule "{self.name}" does nothing; add `offer: path` or `alert: today`')
        pairs = [("offer", "reason"), ("alert", "row"), ("reason", "offer"), ("row", "alert")]
        for key, other in (*pairs, *((key, "offer") for key in OF_OFFERS)):
            if key in has and other not in has:
                self._fault(key, f'"{key}" needs "{other}" beside it; add `{other}: …`')

    def _fault(self, key: str, message: str) -> None:
        self.file.fault(self.table.lines[key], message)

    def _take(self, key: str, read: Callable[[Node], Read | None]) -> Read | None:
        return read(self.table.entries[key]) if key in self.table.entries else None

    def _text(self, key: str) -> str:
        return self._take(key, lambda node: self.file.text(node, f'"{key}"')) or ""

    def _condition(self, node: Node) -> Condition | None:
        source = self.file.text(node, '"when"')
        if not source:
            return None
        try:
            condition = parse(source, self.around.scope)
        except ConditionFault as fault:
            self._fault("when", str(fault))
            return None
        for warning in warnings(condition):
            self.file.warning(self.table.lines["when"], warning)
        if not condition.asks and not condition.facts & DAY_FACTS:
            self._fault(
                "when", 'a rule reads answers or days of files; write a call such as last("checkins/daily", craving)'
            )
        return condition

    def _length(self, node: Node) -> timedelta | None:
        written = self.file.text(node, "a length of time")
        try:
            return parse_duration(written) if written else None
        except ValueError as error:
            self.file.fault(node.line, str(error))
            return None

    def _group(self, node: Node) -> tuple[str, timedelta] | None:
        written = self.file.text(node, '"group"')
        try:
            return parse_group(written) if written else None
        except ValueError as error:
            self.file.fault(node.line, str(error))
            return None

    def _hour(self, node: Node) -> str | None:
        """A call that gives a time of day, told by comparing it with one."""
        source = self.file.text(node, '"hour"')
        try:
            asks = parse(f'{source} == "12:00"', self.around.scope).asks if source else ()
        except ConditionFault as fault:
            self._fault("hour", f'{fault}; "hour" is a time that was answered, such as last("checkins/daily", hour)')
            return None
        return asks[0] if asks else None

    def _sentence(self, key: str, condition: Condition | None) -> str:
        """A key of the notices: it must be there in every language and ask only for values that the rule has."""
        name = self._text(key)
        given = variables_of(condition) if condition else None
        for language, notices in self.around.notices.items() if name else ():
            message = notices.messages.get(name)
            if message is None:
                hint = did_you_mean(name, notices.messages)
                self._fault(key, f'{language}/notices.ftl has no key "{name}"{hint}; add the sentence there')
            elif given is not None and (unknown := message.variables - given):
                values = listed(f"${value}" for value in sorted(given)) or "none"
                what = listed(f"${value}" for value in sorted(unknown))
                self._fault(key, f'"{name}" in {language}/notices.ftl asks for {what}; this rule gives {values}')
        return name


def variables_of(condition: Condition) -> frozenset[str]:
    """The names under which a rule's numbers can reach its sentences (`bot.core.rules.variables`)."""
    everything = {name: 0 for ask in condition.asks for name in _facts_read(ask)}
    return frozenset(variables(Rule("", condition), everything))


def _facts_read(ask: str) -> tuple[str, ...]:
    read = parse_ask(ask)
    beside = (recent_key(read.activity, read.question), usual_key(read.activity, read.question))
    return (ask, *beside, ago_key(read.activity))
