"""The slips an editor makes in a condition's text, told before Python's own parser could mislead about them."""

import ast
import keyword
import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NoReturn

_MARK = re.compile(
    r"(?P<space>\s+)|(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)|(?P<date>\d{4}-\d{1,2}-\d{1,2})"
    r'|(?P<number>\d+(?:\.\d+)?)(?![\w.])|(?P<text>"[^"\\\n]*")|(?P<name>[A-Za-z_]\w*)'
    r"|(?P<slip>=>|=<|<>|&&?|\|\|?|!(?!=)|≥|≤|≠)|(?P<sign>[=!<>]=|[<>=(),.+*/%-])|(?P<quote>['\"‘’“”«»])",
    re.ASCII,
)
_MEANT = {"=>": ">=", "=<": "<=", "<>": "!=", "&": "and", "|": "or", "!": "not", "≥": ">=", "≤": "<=", "≠": "!="}
DEEPEST = 50
"""Levels of a syntax tree: far more than anyone can read, far fewer than would exhaust the stack when it is tried."""

_DEEP = "this is nested too deeply; write it shorter"


class ConditionFault(ValueError):
    """What is wrong and what to write instead; its text already names `column`, from 1 in the condition's text."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(f"{message} (column {column} of the condition)")
        self.column = column


def did_you_mean(word: str, among: Iterable[str]) -> str:
    """The nearest of the known words, or all of them where none is near."""
    known = list(among)
    near = get_close_matches(word, known, n=1)
    return f"did you mean {near[0]}?" if near else f"write one of: {', '.join(known) or 'none'}"


def syntax_tree(source: str) -> tuple[ast.expr, str, int]:
    """The expression, the text it was read from, and how many characters of `source` stand before that text."""
    _find_slips(source)
    start = len(source) - len(source.lstrip())
    flat = re.sub(r"\s", " ", source[start:])
    try:
        tree = ast.parse(flat, mode="eval").body
    except SyntaxError as fault:
        column = start + min(fault.offset or len(flat), len(flat))
        raise ConditionFault("this cannot be read; write comparisons joined by and, or, not", column) from None
    except (RecursionError, MemoryError):
        raise ConditionFault(_DEEP, start + 1) from None
    if _depth(tree) > DEEPEST:
        raise ConditionFault(_DEEP, start + 1)
    return tree, flat, start


def _depth(tree: ast.expr) -> int:
    """How many nodes stand inside each other, found without descending into them by calls of our own."""
    depth, level = 0, list[ast.AST]((tree,))
    while level:
        depth, level = depth + 1, [child for node in level for child in ast.iter_child_nodes(node)]
    return depth


def _find_slips(source: str) -> None:
    if not source.strip():
        raise ConditionFault("the condition is empty; write a comparison such as craving >= 7", 1)
    at, opened, earlier, before = 0, list[tuple[int, bool]](), "", ""
    while at < len(source):
        found = _MARK.match(source, at)
        kind, mark, column = (found.lastgroup if found else "", found.group() if found else source[at], at + 1)
        at += len(mark)
        if kind == "space":
            continue
        if kind in ("clock", "date", "slip", "quote", ""):
            _tell(str(kind), mark, source[column - 1 :], column)
        if mark == "(":
            opened.append((column, before.isidentifier() and not keyword.iskeyword(before)))
        elif mark == ")" and not opened:
            raise ConditionFault("this ) closes nothing; take it out or write a ( before it", column)
        elif mark == ")":
            opened.pop()
        elif mark == "=" and not (opened and opened[-1][1] and earlier in ("(", ",") and before.isidentifier()):
            raise ConditionFault("one = compares nothing; write ==", column)
        earlier, before = before, mark
    if opened:
        raise ConditionFault("this ( is never closed; write a ) for it", opened[-1][0])


def _tell(kind: str, mark: str, rest: str, column: int) -> NoReturn:
    if kind in ("clock", "date"):
        what = "a time" if kind == "clock" else "a date"
        raise ConditionFault(f'{what} stands in double quotes; write "{mark}"', column)
    if kind == "slip":
        raise ConditionFault(f"{mark} has no meaning here; write {_MEANT.get(mark) or _MEANT[mark[0]]}", column)
    if kind == "quote" and mark != '"':
        raise ConditionFault(f'{mark} has no meaning here; write double quotes, such as "19:00"', column)
    if kind == "quote":
        raise ConditionFault('this " is never closed; write a " after the text', column)
    word = re.match(r"[\w.]+", rest)
    raise ConditionFault(f"{word.group() if word else mark} has no meaning here; take it out or correct it", column)
