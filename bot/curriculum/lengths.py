"""Whether all that a page can show at once fits into one Telegram message: 4096 UTF-16 units, 1024 under a picture
(Bot API, sendMessage `text` and sendPhoto `caption`, counted after entities are parsed)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from bot.core.activity import Block, Image, Items, Link, Page, Paragraph, Question, Spans, Wait
from bot.core.conditions import Condition, holds
from bot.core.values import Value
from bot.curriculum.findings import Findings

MESSAGE, CAPTION = 4096, 1024
BETWEEN = 2
"""Units of the empty line between two blocks."""
MOST_WAYS = 5000
"""Combinations of answers that are tried; beyond them everything counts as shown."""


@dataclass(frozen=True, slots=True)
class _Shown:
    length: int
    image: bool
    when: Condition | None


def units(text: str) -> int:
    """The length as Telegram counts it: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def check_length(page: Page, questions: Sequence[Question], findings: Findings) -> None:
    """A fault on the page's first line if one reader could get more than fits. Words that are filled in are not
    known yet and count nothing."""
    if _whole(page) <= CAPTION:
        return
    for shown in _moments(page):
        image = any(part.image for part in shown)
        limit = CAPTION if image else MESSAGE
        if sum(part.length for part in shown) <= limit:
            continue
        length = _longest(shown, questions)
        if length > limit:
            what = "under an image, with the question and buttons, the most is" if image else "the most is"
            findings.fault(
                page.line,
                "length",
                f"this page can show {length} characters at once, {what} {limit}: put --- in the middle",
            )
            return


def _whole(page: Page) -> int:
    """All that the page holds, whoever sees it."""
    options = page.question.options if page.question else ()
    blocks = (*page.before, *(block for option in options for block in option.feedback), *page.after)
    return sum(map(_block_length, blocks)) + (_question_length(page.question) if page.question else 0)


def _moments(page: Page) -> Iterator[list[_Shown]]:
    """What is shown together: each part between waits, the last with the question, then what follows the answer."""
    part: list[_Shown] = []
    for block in page.before:
        if isinstance(block, Wait):
            yield part
            part = []
        else:
            part.append(_shown(block))
    if page.question:
        part.append(_Shown(_question_length(page.question), False, page.question.when))
    yield part
    feedback = [option.feedback for option in page.question.options] if page.question else []
    after = [_shown(block) for block in page.after]
    for blocks in feedback or [()]:
        yield [*(_shown(block) for block in blocks), *after]


def _shown(block: Block) -> _Shown:
    return _Shown(_block_length(block), isinstance(block, Image), block.when)


def _block_length(block: Block) -> int:
    match block:
        case Paragraph(spans=spans):
            return _words(spans) + BETWEEN
        case Items(items=items, ordered=ordered):
            return sum(_words(item) + (4 if ordered else 3) for item in items) + BETWEEN
        case Link(label=label):
            return units(label)
        case _:
            return 0


def _words(spans: Spans) -> int:
    return sum(units(span.text) for span in spans)


def _question_length(question: Question) -> int:
    labels = sum(units(option.label) for option in question.options)
    return _words(question.text) + labels + sum(units(end) for end in question.ends) + BETWEEN


def _longest(shown: Sequence[_Shown], questions: Sequence[Question]) -> int:
    """The longest that one reader can see: every combination of answers to the questions that conditions name."""
    conditions = [part.when for part in shown if part.when]
    named = {name for condition in conditions for name in condition.questions}
    values = {q.name: _values(q) for q in questions if q.name in named}
    ways = 1
    for answers in values.values():
        ways *= len(answers)
    if ways > MOST_WAYS or any(not answers for answers in values.values()):
        return sum(part.length for part in shown)
    return max(
        sum(part.length for part in shown if _can_show(part.when, dict(zip(values, way, strict=True))))
        for way in product(*values.values())
    )


def _values(question: Question) -> list[Value | None]:
    """The answers that tell conditions apart; none where there are too many to try (times, dates, several at once)."""
    match question.kind:
        case "choice":
            return [None, *(option.id for option in question.options)]
        case "quiz":
            return [None, *(int(option.id) for option in question.options)]
        case "scale":
            return [None, *range((question.high or 10) + 1)]
        case _:
            return []


def _can_show(when: Condition | None, answers: Mapping[str, Value | None]) -> bool:
    """Facts and history are not known here, so a condition on them may always be true."""
    return when is None or bool(when.facts or when.asks) or holds(when, answers, {})
