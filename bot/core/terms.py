"""The names, calls and values of a condition: what each is, checked against the questions and facts that exist."""

import ast
import keyword
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NoReturn

from bot.core.facts import LISTED, Fact
from bot.core.slips import ConditionFault, did_you_mean
from bot.core.values import Answers, Facts, Value

CALLS: Mapping[str, tuple[str, ...]] = {
    "last": (),
    "count": ("days",),
    "streak": (),
    "mean": ("days",),
    "usual": (),
    "drop": (),
    "rising": ("last", "before", "by"),
    "silent": (),
    "days_away": (),
    "days_until": (),
}
"""The calls on other files and days, with the options of each."""

OF_FILE = ("silent", "days_away")
"""The calls that ask about a file as a whole, and name none of its questions."""

RESERVED = frozenset((*CALLS, "right", "wrong", *keyword.kwlist))
"""Words that no question may have as its name; the listed facts are reserved besides."""

LONGEST_LOOK = 366
"""Program days: no call looks further back, so that one query stays small."""

SMALLEST_SAMPLE = 3
"""`rising` says nothing on fewer answered days than this on either side."""

Read = Callable[[Answers, Facts], Value | None]

_FORMS = {"time": re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d"), "date": re.compile(r"\d{4}-\d\d-\d\d")}
EXAMPLES = {"number": "7", "time": '"19:00"', "date": '"2026-01-05"'}
_UNCOMPARED = ("text", "timezone")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a condition must know of a question: its kind (`QuestionKind`), its ids, the bounds of a scale or number,
    the position of a quiz's right answer."""

    kind: str
    ids: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    right: int | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What a condition may name. `questions` are asked before or on the same page, `later` after it; `activity` gives
    the questions of another file, `None` when there is none; `activities` are the files' ids, for "did you mean"."""

    questions: Mapping[str, Shape] = field(default_factory=dict)
    later: frozenset[str] = frozenset()
    facts: Mapping[str, Fact] = field(default_factory=lambda: {fact.name: fact for fact in LISTED})
    activity: Callable[[str], Mapping[str, Shape] | None] = field(default=lambda _: None)
    activities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """One side of a comparison: its type (a question's kind, `scale` being a number, or `truth`), how it is read, and
    whether it is an answer that can have been skipped. `fixed` is the value of what is written out."""

    text: str
    type: str
    read: Read
    shape: Shape = Shape("")
    skippable: bool = False
    fixed: object = None


class Terms:
    """Resolves the terms of one condition and remembers what it named. `check` judges the comparison inside a call."""

    def __init__(self, text: str, start: int, scope: Scope, check: Callable[[ast.Compare, "Terms"], object]) -> None:
        self.text, self.start, self.scope, self.check, self.file = text, start, scope, check, ""
        self.asks, self.questions, self.facts = list[str](), set[str](), set[str]()

    def fail(self, node: ast.AST, message: str) -> NoReturn:
        """`col_offset` counts bytes of UTF-8; an editor counts characters."""
        before = self.text.encode()[: getattr(node, "col_offset", 0)].decode(errors="ignore")
        raise ConditionFault(message, self.start + len(before) + 1)

    def term(self, node: ast.expr) -> Term:
        """A question, a fact, a call or a value."""
        if isinstance(node, ast.Name):
            return self._name(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        number = number_in(node)
        if number is not None:
            return Term(written(node), "number", unread, fixed=number)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return self._quoted(node, node.value)
        if isinstance(node, ast.Attribute):
            self.fail(node, f"{ast.unparse(node)} cannot stand in a condition; write a question, a fact or a call")
        self.fail(node, "this cannot stand in a condition; write comparisons joined by and, or, not, and no sums")

    def _name(self, node: ast.Name) -> Term:
        name = node.id
        if shape := self.scope.questions.get(name):
            self.questions.add(name)
            return self._question(node, name, shape, lambda answers, _facts: answers.get(name))
        fact = self.scope.facts.get(name)
        if fact and fact.condition and fact.type not in _UNCOMPARED:
            self.facts.add(name)
            return Term(name, fact.type, lambda _answers, facts: facts.get(name), Shape(fact.type, fact.values))
        if name in self.scope.later:
            self.fail(node, f"{name} is asked later; a condition knows what is asked before it or on its page")
        if fact:
            self.fail(node, f"{name} is filled into texts and cannot stand in a condition; take it out")
        if name in CALLS:
            self.fail(node, f'{name} asks about another file; write {name}("checkins/daily", …)')
        if self.file:
            self.fail(node, f'{name} is no question of "{self.file}"; {did_you_mean(name, self.scope.questions)}')
        known = (*self.scope.questions, *(fact.name for fact in self.scope.facts.values() if fact.condition))
        self.fail(node, f"{name} is no question asked before and no fact; {did_you_mean(name, known)}")

    def _question(self, node: ast.expr, text: str, shape: Shape, read: Read) -> Term:
        if shape.kind in _UNCOMPARED:
            self.fail(node, f"{text} is a {shape.kind} question; its answer cannot be compared, ask a choice instead")
        return Term(text, "number" if shape.kind == "scale" else shape.kind, read, shape, skippable=True)

    def _quoted(self, node: ast.expr, value: str) -> Term:
        found = next((name for name, form in _FORMS.items() if form.fullmatch(value)), "text")
        if found == "date":
            try:
                date.fromisoformat(value)
            except ValueError:
                self.fail(node, f'"{value}" is no day of the calendar; write it like {EXAMPLES["date"]}')
        return Term(f'"{value}"', found, unread, fixed=value)

    def _call(self, node: ast.Call) -> Term:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in CALLS:
            self.fail(node, f"{ast.unparse(node.func)} cannot be called; {did_you_mean(name, CALLS)}")
        self._check_options(node, name)
        wanted = {"count": ("a file and a comparison", ", craving >= 7, days=7")}
        wanted["streak"] = ("a file and a comparison", ", mood <= 3")
        for each in OF_FILE:
            wanted[each] = ("a file", "")
        parts, form = wanted.get(name, ("a file and a question", ", craving"))
        if len(node.args) != (1 if name in OF_FILE else 2):
            self.fail(node, f'{name} takes {parts}; write {name}("checkins/daily"{form})')
        inner = self._file(node.args[0])
        text = ast.unparse(node)
        self.asks.append(text)
        return self._result(name, node, inner, lambda _answers, facts: facts.get(text))

    def _result(self, name: str, node: ast.Call, inner: "Terms", read: Read) -> Term:
        """What the call gives, its second argument checked against the questions of its own file."""
        if name in ("count", "streak"):
            inner.check_counted(node.args[1], name)
        elif name not in OF_FILE:
            if not isinstance(node.args[1], ast.Name):
                self.fail(node.args[1], f"{name} takes the bare name of a question; write it without a comparison")
            asked = inner.term(node.args[1])
            if name == "last":
                return Term(written(node), asked.type, read, asked.shape, skippable=True)
            kind = "date" if name == "days_until" else "number"
            if asked.type != kind:
                what = f"{name} reckons with {kind}s; {asked.text} is a {asked.shape.kind} question"
                self.fail(node.args[1], what)
        return Term(written(node), "truth" if name == "rising" else "number", read)

    def check_counted(self, node: ast.expr, call: str) -> None:
        """What `count` and `streak` count: one comparison of a question with fixed answers."""
        if not isinstance(node, ast.Compare):
            self.fail(node, f"{call} counts the days of one comparison; write {call}(…, craving >= 7)")
        self.check(node, self)
        asked = self.scope.questions.get(node.left.id) if isinstance(node.left, ast.Name) else None
        if asked and asked.kind == "quiz":
            self.fail(node, f"{call} does not reckon with a quiz; write last(…) == right")
        ids = asked is not None and asked.kind in ("choice", "many")
        names = [each for side in node.comparators for each in ast.walk(side) if isinstance(each, ast.Name)]
        if not asked or (names and not ids):
            self.fail(node, f"{call} compares a question with a fixed answer; write it first, such as craving >= 7")

    def _file(self, node: ast.expr) -> "Terms":
        """What can be named inside a call: the questions of its own file."""
        path = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
        if path is None:
            self.fail(node, f'the file stands in double quotes; write "{written(node).replace(" ", "")}"')
        shapes = self.scope.activity(path)
        if shapes is None:
            self.fail(node, f'there is no file "{path}"; {did_you_mean(path, self.scope.activities)}')
        inner = Terms(self.text, self.start, Scope(shapes, facts={}), self.check)
        inner.file = path
        return inner

    def _check_options(self, node: ast.Call, name: str) -> None:
        for option in node.keywords:
            value, smallest = number_in(option.value), 1 if option.arg == "days" else SMALLEST_SAMPLE
            if option.arg not in CALLS[name]:
                takes = ", ".join(f"{known}=" for known in CALLS[name]) or "no options"
                self.fail(option, f"{name} takes {takes}, not {option.arg or '**'}=; to compare write ==")
            if option.arg == "by":
                if value is None or value <= 0:
                    self.fail(option, "by= is a number above 0, such as by=2")
            elif not isinstance(value, int) or not smallest <= value <= LONGEST_LOOK:
                self.fail(option, f"{option.arg}= is a whole number of days from {smallest} to {LONGEST_LOOK}")
        if "days" in CALLS[name] and not node.keywords:
            self.fail(node, f"{name} needs the number of days; write days=7 as its last part")


def unread(_answers: Answers, _facts: Facts) -> None:
    """Reads nothing: what is written out is known without looking."""


def written(node: ast.expr) -> str:
    """The node as an editor writes it, in double quotes."""
    return ast.unparse(node).replace("'", '"')


def number_in(node: ast.expr) -> int | float | None:
    """The number that is written there, with its minus; true and false are no numbers."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = number_in(node.operand)
        return None if inner is None else -inner
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
