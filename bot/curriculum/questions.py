"""A question from its heading and what follows it on its page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.activity import Question
from bot.core.conditions import Shape
from bot.curriculum.answers import NEEDS_LIST, NO_LIST, looks_like_answers, read_answers
from bot.curriculum.headings import Tail, bounds, read_tail
from bot.curriculum.options import Answers
from bot.curriculum.paragraphs import Heading, Piece, RawList
from bot.curriculum.spans import Reading, parse_inline, read_spans


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the parts of its page that stand before its answers (`hints`) and after them. Without a
    `question` its heading was a mistake, told already; `sure` is false where an answer of it was one."""

    question: Question | None
    hints: tuple[Piece, ...]
    after: tuple[Piece, ...]
    lines: dict[str, int]
    sure: bool = True


def read_question(heading: Piece, following: Sequence[Piece], reading: Reading) -> Asked:
    """The question whose heading is given, with its answers among the parts that follow it."""
    what = heading.what
    tail = read_tail(what, reading) if isinstance(what, Heading) else None
    if tail is None:
        rest = tuple(p for p in following if not (isinstance(p.what, RawList) and looks_like_answers(p.what)))
        return Asked(None, rest, (), {})
    before = len(reading.findings.faults)
    at = _find_answers(tail, heading, following)
    hints = tuple(following[:at]) if at is not None else ()
    after = list(following[at + 1 :] if at is not None else following)
    raw = following[at].what if at is not None else None
    if isinstance(raw, RawList):
        raw = _gather(tail, raw, heading, after, reading)
        answers = read_answers(tail, raw, reading)
    else:
        answers = read_answers(tail, None, reading)
        if tail.kind in NEEDS_LIST:
            after = [p for p in after if not (isinstance(p.what, RawList) and looks_like_answers(p.what))]
    sure = len(reading.findings.faults) == before
    question = _build(tail, answers, isinstance(raw, RawList), reading)
    return Asked(question, hints, tuple(after), answers.lines, sure)


def _find_answers(tail: Tail, heading: Piece, following: Sequence[Piece]) -> int | None:
    """The place of the first list after the heading, in the same block; for a kind without a list only one that
    stands right below the heading or is written as answers, since text may hold lists."""
    for index, piece in enumerate(following):
        if not isinstance(piece.what, RawList) or piece.guard != heading.guard:
            continue
        if tail.kind in NO_LIST and index and not looks_like_answers(piece.what):
            return None
        return index
    return None


def _gather(tail: Tail, raw: RawList, heading: Piece, after: list[Piece], reading: Reading) -> RawList:
    """The answers as one list, also where a text that is not indented, or another bullet, cut them in pieces."""
    while True:
        at = next((n for n, p in enumerate(after) if isinstance(p.what, RawList) and p.guard == heading.guard), None)
        more = after[at].what if at is not None else None
        if at is None or not isinstance(more, RawList) or more.ordered:
            return raw
        if at and not looks_like_answers(more):
            return raw
        for piece in after[:at]:
            if not isinstance(piece.what, RawList) and piece.guard == heading.guard:
                _tell_between(tail, piece.what.line, reading)
        raw = replace(raw, items=(*raw.items, *more.items))
        del after[: at + 1]


def _tell_between(tail: Tail, line: int, reading: Reading) -> None:
    if tail.kind == "quiz":
        message = "this feedback is not indented: put two spaces before it, so that it belongs to the answer above"
        reading.fault(line, "quiz", message)
    else:
        message = "this text cuts the answers in two: move it above the first answer or below the last"
        reading.fault(line, "answers", message)


def _build(tail: Tail, answers: Answers, has_list: bool, reading: Reading) -> Question:
    low, high = None, None
    if answers.kind == "scale":
        low, high = 0, answers.high if answers.high is not None else 10
    elif answers.kind == "number" and not has_list:
        low, high = bounds(tail)
    return Question(
        name=tail.name,
        kind=answers.kind,
        text=read_spans(parse_inline(tail.text), tail.line, reading),
        options=answers.options,
        optional=tail.optional,
        low=low,
        high=high,
        ends=answers.ends,
        past=tail.past,
        line=tail.line,
    )


def shape_of(question: Question) -> Shape:
    """What conditions must know of a question."""
    ids = tuple(option.id for option in question.options) if question.kind in ("choice", "many") else ()
    right = next((int(option.id) for option in question.options if option.right), None)
    return Shape(question.kind, ids, question.low, question.high, right)
