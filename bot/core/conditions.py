"""Conditions an editor writes: checked once against the questions and facts they name, then tried without evaluating
code: a syntax tree passes a whitelist of nodes and becomes plain functions."""

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.core.slips import ConditionFault, did_you_mean, syntax_tree
from bot.core.terms import CALLS, EXAMPLES, LONGEST_LOOK, RESERVED, Read, Scope, Shape, Term, Terms, unread, written
from bot.core.values import Answers, Facts

__all__ = [
    "CALLS",
    "LONGEST_LOOK",
    "RESERVED",
    "Condition",
    "ConditionFault",
    "Scope",
    "Shape",
    "holds",
    "parse",
    "warnings",
]

Test = Callable[[Answers, Facts], bool]


def is_among(value: object, among: object) -> bool:
    """Whether an answer is one of them; of several answers any one is enough."""
    wanted = among if isinstance(among, tuple) else (among,)
    return any(each in wanted for each in value) if isinstance(value, tuple) else value in wanted


SIGNS: Mapping[type[ast.cmpop], tuple[str, Callable[..., bool]]] = {
    ast.Eq: ("==", operator.eq),
    ast.NotEq: ("!=", operator.ne),
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le),
    ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge),
    ast.In: ("in", is_among),
    ast.NotIn: ("not in", lambda value, among: not is_among(value, among)),
}
"""The signs of a comparison and what each does."""

_MIRRORED: Mapping[type[ast.cmpop], ast.cmpop] = {
    ast.Lt: ast.Gt(),
    ast.LtE: ast.GtE(),
    ast.Gt: ast.Lt(),
    ast.GtE: ast.LtE(),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that was checked. `asks` are its calls on history, under the text that is their fact's name."""

    source: str
    asks: tuple[str, ...] = field(default=(), compare=False)
    questions: frozenset[str] = field(default=frozenset(), compare=False)
    facts: frozenset[str] = field(default=frozenset(), compare=False)
    test: Test = field(default=lambda _answers, _facts: True, compare=False, repr=False)
    warned: tuple[str, ...] = field(default=(), compare=False, repr=False)
    parts: tuple["Condition", ...] = field(default=(), compare=False, repr=False)
    """What is joined by `and` at the top, each a condition: one that is false makes the whole false."""


def parse(source: str, scope: Scope) -> Condition:
    """The condition in `source`; raises `ConditionFault` at the first thing that cannot be meant."""
    tree, text, start = syntax_tree(source)
    joined = tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]
    parts = tuple(_part(node, text, start, scope) for node in joined)
    return Condition(
        source=" ".join(source.split()),
        asks=tuple(dict.fromkeys(ask for part in parts for ask in part.asks)),
        questions=frozenset().union(*(part.questions for part in parts)),
        facts=frozenset().union(*(part.facts for part in parts)),
        test=_joined(tuple(part.test for part in parts), every=True),
        warned=tuple(dict.fromkeys(warning for part in parts for warning in part.warned)),
        parts=parts,
    )


def _part(node: ast.expr, text: str, start: int, scope: Scope) -> Condition:
    reader = _Reader()
    terms = Terms(text, start, scope, reader.comparison)
    test = reader.truth(node, terms)
    asks, warned = tuple(dict.fromkeys(terms.asks)), tuple(reader.warned)
    return Condition(ast.unparse(node), asks, frozenset(terms.questions), frozenset(terms.facts), test, warned)


def holds(condition: Condition, answers: Answers, facts: Facts) -> bool:
    """Whether it is true; a comparison with what was skipped, not asked or is not known is false, `!=` too."""
    return condition.test(answers, facts)


def warnings(condition: Condition) -> list[str]:
    """What is allowed and yet seldom meant."""
    return list(condition.warned)


class _Reader:
    """Turns a syntax tree into functions; every name is resolved here and never again."""

    def __init__(self) -> None:
        self.warned = list[str]()

    def truth(self, node: ast.expr, terms: Terms) -> Test:
        """A node that is true or false."""
        if isinstance(node, ast.BoolOp):
            return _joined(tuple(self.truth(value, terms) for value in node.values), isinstance(node.op, ast.And))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self.truth(node.operand, terms)
            return lambda answers, facts: not inner(answers, facts)
        if isinstance(node, ast.Compare):
            return self.comparison(node, terms)
        term = terms.term(node)
        if term.type != "truth":
            terms.fail(node, f"{term.text} alone is neither true nor false; {_compared(term)}")
        read = term.read
        return lambda answers, facts: bool(read(answers, facts))

    def comparison(self, node: ast.Compare, terms: Terms) -> Test:
        """One comparison, its two sides of one type."""
        left, sign, right = _sides(node, terms)
        term, shown = _left(left, terms, right), SIGNS[type(sign)][0]
        among = shown in ("in", "not in")
        other = _among(term, right, terms) if among else _value(term, shown, right, terms)
        if shown in ("!=", "not in") and (term.skippable or other.skippable):
            said = f"`{written(node)}` is false where the question was skipped"
            self.warned.append(f"{said}; name the answers that are meant, such as `{term.text} in (…)`")
        if term.type == "quiz":
            return _quiz_test(term, right=(other.text == "right") == (shown == "=="))
        return _test(term.read, SIGNS[type(sign)][1], other)


def _sides(node: ast.Compare, terms: Terms) -> tuple[ast.expr, ast.cmpop, ast.expr]:
    """Left, sign and right, turned round where the value stands on the left (`7 <= craving`)."""
    if len(node.ops) > 1:
        terms.fail(node, "a chain cannot be read; write two comparisons joined by and, such as 0 < x and x < 5")
    left, sign, right = node.left, node.ops[0], node.comparators[0]
    if type(sign) not in SIGNS:
        terms.fail(node, "is compares nothing here; write ==")
    value_first = isinstance(left, (ast.Constant, ast.UnaryOp)) and isinstance(right, (ast.Name, ast.Call))
    if not value_first or isinstance(sign, (ast.In, ast.NotIn)):
        return left, sign, right
    return right, _MIRRORED.get(type(sign), sign), left


def _left(node: ast.expr, terms: Terms, right: ast.expr) -> Term:
    known = terms.scope.questions
    said, asked = (side.id if isinstance(side, ast.Name) else "" for side in (node, right))
    if said not in known and asked in known and said in known[asked].ids:
        terms.fail(node, f"the question stands first; write {asked} == {said}")
    term = terms.term(node)
    if term.fixed is not None:
        terms.fail(node, f"{term.text} is a value; write the name of a question or a fact on the left")
    if term.type == "truth":
        terms.fail(node, f"{term.text} is true or false by itself; leave the comparison out")
    return term


def _value(term: Term, sign: str, node: ast.expr, terms: Terms) -> Term:
    """The right side of every sign but `in`."""
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        terms.fail(node, f"{sign} compares with one value; for several write in (…)")
    if term.type == "many":
        terms.fail(node, f"{term.text} can have several answers; write {term.text} in ({written(node)})")
    if term.type in ("choice", "quiz") and sign not in ("==", "!="):
        terms.fail(node, f"the answers of {term.text} have no order; {_compared(term)}")
    return _single(term, node, terms)


def _among(term: Term, node: ast.expr, terms: Terms) -> Term:
    """The right side of `in`; Python drops the brackets round a single value."""
    if term.type == "quiz":
        terms.fail(node, f"{term.text} is right or wrong; {_compared(term)}")
    nodes = node.elts if isinstance(node, ast.Tuple) else [node]
    if not nodes:
        terms.fail(node, "in compares with nothing here; write the answers in its brackets")
    found = [_single(term, each, terms) for each in nodes]
    if any(each.fixed is None for each in found):
        terms.fail(node, "in (…) holds answers and values only; compare with a name by ==")
    return Term("", term.type, unread, fixed=tuple(each.fixed for each in found))


def _single(term: Term, node: ast.expr, terms: Terms) -> Term:
    """One value of the left side's type."""
    if term.type in ("choice", "many", "quiz"):
        return _answer(term, node, terms)
    other = terms.term(node)
    if other.type != term.type:
        terms.fail(
            node, f"{term.text} is a {term.type}, compared with one such as {EXAMPLES[term.type]}, not {other.text}"
        )
    low, high = term.shape.low, term.shape.high
    number = other.fixed if term.shape.kind == "scale" else None
    if isinstance(number, (int, float)) and low is not None and high is not None and not low <= number <= high:
        terms.fail(node, f"{term.text} goes from {low} to {high}; write a number between, not {other.text}")
    return other


def _answer(term: Term, node: ast.expr, terms: Terms) -> Term:
    """An id, or `right` and `wrong`; what stands right of a choice is an id even where a fact has its name."""
    known = ("right", "wrong") if term.type == "quiz" else term.shape.ids
    if not isinstance(node, ast.Name):
        terms.fail(node, f"{written(node)} is no answer of {term.text}; write one as it is: {', '.join(known)}")
    word = node.id
    if word not in known:
        terms.fail(node, f"{term.text} has no answer {word}; {did_you_mean(word, known)}")
    return Term(word, term.type, unread, fixed=word)


def _compared(term: Term) -> str:
    """The remedy: a comparison that would be right for this term."""
    if term.type == "many":
        return f"write {term.text} in ({', '.join(term.shape.ids[:2])})"
    if term.type in EXAMPLES and term.fixed is None:
        return f"write a comparison such as {term.text} >= {EXAMPLES[term.type]}"
    ids = ("right",) if term.type == "quiz" else term.shape.ids
    return f"write {term.text} == {ids[0]}" if ids else "write a question or a fact and what it is compared with"


def _joined(parts: tuple[Test, ...], every: bool) -> Test:
    if every:
        return lambda answers, facts: all(part(answers, facts) for part in parts)
    return lambda answers, facts: any(part(answers, facts) for part in parts)


def _quiz_test(term: Term, right: bool) -> Test:
    """A quiz stores the position that was chosen; the wrong ones are all others."""
    read, position = term.read, term.shape.right

    def test(answers: Answers, facts: Facts) -> bool:
        chosen = read(answers, facts)
        return chosen is not None and (chosen == position) == right

    return test


def _test(read: Read, compare: Callable[..., bool], other: Term) -> Test:
    fixed, read_other = other.fixed, other.read

    def test(answers: Answers, facts: Facts) -> bool:
        value = read(answers, facts)
        against = read_other(answers, facts) if fixed is None else fixed
        if value is None or against is None:
            return False
        try:
            return compare(value, against)
        except TypeError:  # an older version of the file asked this question in another kind
            return False

    return test
