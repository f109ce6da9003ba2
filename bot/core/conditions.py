"""Conditions an editor writes: checked against the questions and facts they name, then tried without evaluating code."""

import ast
import keyword
import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import NoReturn

from bot.core.facts import LISTED, Fact
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
}
"""The calls on other files and days, with the options of each."""

RESERVED = frozenset((*CALLS, "right", "wrong", *keyword.kwlist))
"""Words that no question may have as its name; the listed facts are reserved besides."""

LONGEST_LOOK = 366
"""Program days: no call looks further back, so that one query stays small."""

Read = Callable[[Answers, Facts], Value | None]
Test = Callable[[Answers, Facts], bool]

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)|(?P<date>\d{4}-\d{1,2}-\d{1,2})|(?P<number>\d+(?:\.\d+)?)(?![\w.])"
    r'|(?P<text>"[^"\\\n]*")|(?P<name>[A-Za-z_]\w*)|(?P<slip>=>|=<|<>|&&?|\|\|?|!(?!=)|≥|≤|≠)'
    r"|(?P<sign>[=!<>]=|[<>=(),.+*/%-])|(?P<quote>['\"‘’“”«»])"
)
_SLIPS = {"=>": ">=", "=<": "<=", "<>": "!=", "&": "and", "|": "or", "!": "not", "≥": ">=", "≤": "<=", "≠": "!="}
_TESTS: Mapping[type[ast.cmpop], tuple[str, Callable[[object, object], bool]]] = {
    ast.Eq: ("==", operator.eq),
    ast.NotEq: ("!=", operator.ne),
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le),
    ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge),
    ast.In: ("in", lambda value, among: any(v in among for v in (value if isinstance(value, tuple) else (value,)))),  # type: ignore[operator]
}
_MIRRORED: Mapping[type[ast.cmpop], ast.cmpop] = {ast.Lt: ast.Gt(), ast.LtE: ast.GtE(), ast.Gt: ast.Lt(), ast.GtE: ast.LtE()}
_TYPES = {"scale": "number"}
_FORMS = {"time": re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d"), "date": re.compile(r"\d{4}-\d\d-\d\d")}
_EXAMPLES = {"number": "7", "time": '"19:00"', "date": '"2026-01-05"'}


class ConditionFault(ValueError):
    """What is wrong and what to write instead; its text already names `column`, from 1 in the condition's text."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(f"{message} (column {column} of the condition)")
        self.column = column


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
class Condition:
    """A condition that was checked. `asks` are its calls on history, under the text that is their fact's name."""

    source: str
    asks: tuple[str, ...] = field(default=(), compare=False)
    questions: frozenset[str] = field(default=frozenset(), compare=False)
    facts: frozenset[str] = field(default=frozenset(), compare=False)
    test: Test = field(default=lambda _answers, _facts: True, compare=False, repr=False)
    warned: tuple[str, ...] = field(default=(), compare=False, repr=False)


def parse(source: str, scope: Scope) -> Condition:
    """The condition in `source`; raises `ConditionFault` at the first thing that cannot be meant."""
    _scan(source)
    start = len(source) - len(source.lstrip())
    flat = re.sub(r"\s", " ", source[start:])
    try:
        tree = ast.parse(flat, mode="eval")
    except SyntaxError as fault:
        column = start + min(fault.offset or 1, len(flat))
        raise ConditionFault("this cannot be read; write comparisons joined by and, or, not", column) from None
    except (RecursionError, MemoryError):
        raise ConditionFault("this is nested too deeply; write it shorter", start + 1) from None
    reader = _Reader(flat, start, scope)
    try:
        test = reader.truth(tree.body)
    except RecursionError:
        raise ConditionFault("this is nested too deeply; write it shorter", start + 1) from None
    asks, questions = tuple(dict.fromkeys(reader.asks)), frozenset(reader.questions)
    return Condition(" ".join(source.split()), asks, questions, frozenset(reader.facts), test, tuple(reader.warned))


def holds(condition: Condition, answers: Answers, facts: Facts) -> bool:
    """Whether it is true; a comparison with what was skipped, not asked or is not known is false, `!=` too."""
    return condition.test(answers, facts)


def warnings(condition: Condition) -> list[str]:
    """What is allowed and yet seldom meant."""
    return list(condition.warned)


def _scan(source: str) -> None:
    """Finds the slips that Python's own parser would tell in words that mislead an editor."""
    if not source.strip():
        raise ConditionFault("the condition is empty; write a comparison such as craving >= 7", 1)
    at, opened, before = 0, list[tuple[int, bool]](), ["", ""]
    while at < len(source):
        found = _TOKEN.match(source, at)
        kind, token, column = (found.lastgroup, found.group(), at + 1) if found else ("", source[at], at + 1)
        at += len(token)
        if kind == "space":
            continue
        if kind in ("clock", "date", "quote", "slip", ""):
            _tell_slip(kind or "", token, source, column)
        if token == "(":
            opened.append((column, before[1].isidentifier() and not keyword.iskeyword(before[1])))
        if token == ")" and not opened:
            raise ConditionFault("this ) closes nothing; take it out or write a ( before it", column)
        option = opened and opened[-1][1] and before[0] in ("(", ",") and before[1].isidentifier()
        if token == "=" and not option:
            raise ConditionFault("one = compares nothing; write ==", column)
        if token == ")":
            opened.pop()
        before = [before[1], token]
    if opened:
        raise ConditionFault("this ( is never closed; write a ) for it", opened[-1][0])


def _tell_slip(kind: str, token: str, source: str, column: int) -> NoReturn:
    if kind in ("clock", "date"):
        what = "a time" if kind == "clock" else "a date"
        raise ConditionFault(f'{what} stands in double quotes; write "{token}"', column)
    if kind == "slip":
        raise ConditionFault(f"{token} has no meaning here; write {_SLIPS.get(token, _SLIPS.get(token[0]))}", column)
    if kind == "quote" and token != '"':
        raise ConditionFault(f'{token} has no meaning here; write double quotes, such as "19:00"', column)
    if kind == "quote":
        raise ConditionFault('this " is never closed; write a " after the text', column)
    digits = re.match(r"[\w.]+", source[column - 1 :])
    raise ConditionFault(f"{digits.group() if digits else token} has no meaning here; take it out", column)


def _meant(word: str, among: Iterable[str]) -> str:
    """The nearest of the known words, or all of them where none is near."""
    known = list(among)
    near = get_close_matches(word, known, n=1)
    return f"did you mean {near[0]}?" if near else f"known are: {', '.join(known) or 'none'}"


@dataclass(frozen=True, slots=True)
class _Term:
    """One side of a comparison: its type, how it is read, and whether it may have been skipped."""

    text: str
    type: str
    read: Read
    shape: Shape = Shape("")
    skippable: bool = False
    literal: bool = False


class _Reader:
    """Walks a syntax tree once; every name is resolved here and never again."""

    def __init__(self, source: str, start: int, scope: Scope) -> None:
        self.source, self.start, self.scope = source.encode(), start, scope
        self.asks, self.questions, self.facts, self.warned = list[str](), set[str](), set[str](), list[str]()

    def fail(self, node: ast.AST, message: str) -> NoReturn:
        """`col_offset` counts bytes of UTF-8; an editor counts characters."""
        before = self.source[: getattr(node, "col_offset", 0)].decode(errors="ignore")
        raise ConditionFault(message, self.start + len(before) + 1)

    def truth(self, node: ast.expr) -> Test:
        """A node that is true or false."""
        if isinstance(node, ast.BoolOp):
            parts = tuple(self.truth(value) for value in node.values)
            every = isinstance(node.op, ast.And)
            join = all if every else any
            return lambda answers, facts: join(part(answers, facts) for part in parts)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self.truth(node.operand)
            return lambda answers, facts: not inner(answers, facts)
        if isinstance(node, ast.Compare):
            return self.comparison(node)
        term = self.term(node)
        if term.type != "truth":
            example = _EXAMPLES.get(term.type) or next(iter(term.shape.ids), "right")
            self.fail(node, f"{term.text} alone is neither true nor false; compare it, such as {term.text} == {example}")
        return lambda answers, facts: bool(term.read(answers, facts))

    def comparison(self, node: ast.Compare) -> Test:
        left, sign, right = self.sides(node)
        term = self.term(left)
        negated = isinstance(sign, ast.NotIn)
        shown, test = _TESTS.get(type(ast.In() if negated else sign), ("", None))
        if test is None:
            self.fail(node, "is compares nothing here; write ==")
        if term.literal:
            self.fail(node, f"{term.text} is compared with a value; write the name of a question or a fact on one side")
        other = self.among(term, right) if shown == "in" else self.value(term, shown, right)
        if (negated or shown == "!=") and (term.skippable or other.skippable):
            said = f"`{ast.unparse(node)}` is false where the question was skipped"
            self.warned.append(f"{said}; name the answers that are meant, such as `in (…)`")
        if term.type == "quiz":
            return _quiz_test(term.read, term.shape.right, (other.text == "right") == (shown == "=="))
        return _test(term.read, test, other.read, negated)

    def sides(self, node: ast.Compare) -> tuple[ast.expr, ast.cmpop, ast.expr]:
        """Left, sign and right, turned round where the value stands on the left (`7 <= craving`)."""
        if len(node.ops) > 1:
            self.fail(node, "a chain cannot be read; write two comparisons joined by and, such as 0 < x and x < 5")
        left, sign, right = node.left, node.ops[0], node.comparators[0]
        turned = isinstance(left, (ast.Constant, ast.UnaryOp)) and isinstance(right, (ast.Name, ast.Call))
        if not turned or isinstance(sign, (ast.In, ast.NotIn)):
            return left, sign, right
        return right, _MIRRORED.get(type(sign), sign), left

    def value(self, term: _Term, sign: str, node: ast.expr) -> _Term:
        """The right side of every sign but `in`."""
        if term.type in ("choice", "quiz") and sign not in ("==", "!="):
            self.fail(node, f"the answers of {term.text} have no order; write == or in (…)")
        if term.type == "many":
            self.fail(node, f"{term.text} can have several answers; write {term.text} in ({ast.unparse(node)})")
        if term.type == "truth":
            self.fail(node, f"{term.text} is true or false by itself; leave the comparison out")
        if isinstance(node, ast.Tuple):
            self.fail(node, "only in compares with several values; write in (…)")
        return self.single(term, node)

    def among(self, term: _Term, node: ast.expr) -> _Term:
        """The right side of `in`; Python drops the brackets round a single value."""
        nodes = node.elts if isinstance(node, ast.Tuple) else [node]
        if term.type in ("quiz", "truth") or not nodes:
            self.fail(node, f"in needs values to compare with; {term.text} has == or nothing after it")
        terms = [self.single(term, each) for each in nodes]
        if not all(each.literal for each in terms):
            self.fail(node, "in (…) holds answers or values only; compare with a name by ==")
        values = tuple(value for each in terms if isinstance(value := each.read({}, {}), (int, float, str)))
        return _Term(ast.unparse(node), term.type, lambda _answers, _facts: values, literal=True)

    def single(self, term: _Term, node: ast.expr) -> _Term:
        """One value of the left side's type."""
        if term.type in ("choice", "many", "quiz"):
            return self.answer(term, node)
        other = self.term(node, term.type)
        if other.type != term.type:
            self.fail(node, f"{term.text} is compared with a {term.type}, such as {_EXAMPLES[term.type]}, not {other.text}")
        low, high = term.shape.low, term.shape.high
        number = other.read({}, {}) if other.literal and term.shape.kind == "scale" else None
        if isinstance(number, (int, float)) and low is not None and high is not None and not low <= number <= high:
            self.fail(node, f"{term.text} goes from {low} to {high}; {other.text} is outside")
        return other

    def answer(self, term: _Term, node: ast.expr) -> _Term:
        known = ("right", "wrong") if term.type == "quiz" else term.shape.ids
        if not isinstance(node, ast.Name):
            self.fail(node, f"{ast.unparse(node)} is no answer of {term.text}; write one without quotes: {', '.join(known)}")
        word = node.id
        if word not in known:
            self.fail(node, f"{term.text} has no answer {word}; {_meant(word, known)}")
        return _Term(word, term.type, lambda _answers, _facts: word, literal=True)

    def term(self, node: ast.expr, wanted: str = "") -> _Term:
        """A name, a call or a value; `wanted` is the type of the other side."""
        if isinstance(node, ast.Name):
            return self.name(node)
        if isinstance(node, ast.Call):
            return self.call(node)
        minus = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
        inner = node.operand if minus and isinstance(node, ast.UnaryOp) else node
        value = inner.value if isinstance(inner, ast.Constant) else None
        if type(value) in (int, float):
            number: Value = -value if minus else value  # type: ignore[operator, assignment]
            return _Term(ast.unparse(node), "number", lambda _answers, _facts: number, literal=True)
        if isinstance(value, str) and not minus:
            return self.quoted(node, value, wanted)
        if isinstance(node, ast.Attribute):
            self.fail(node, f"{ast.unparse(node)} cannot stand in a condition; write a question, a fact or a call")
        self.fail(node, "this cannot stand in a condition; write comparisons joined by and, or, not, and no sums")

    def quoted(self, node: ast.expr, value: str, wanted: str) -> _Term:
        """A time or date; anything else in quotes has the type text, which nothing is compared with."""
        found = next((name for name, form in _FORMS.items() if form.fullmatch(value)), "text")
        if wanted in _FORMS and found != wanted:
            self.fail(node, f'"{value}" is no {wanted}; write it like {_EXAMPLES[wanted]}')
        if found == "date":
            try:
                date.fromisoformat(value)
            except ValueError:
                self.fail(node, f'"{value}" is no day of the calendar; write it like "2026-01-05"')
        return _Term(f'"{value}"', found, lambda _answers, _facts: value, literal=True)
