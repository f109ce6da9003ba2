"""What an activity holds, wherever it stands: its blocks, conditions, links and fills."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.activity import Activity, Block, Items, Paragraph, Question, Spans
from bot.core.conditions import Condition


@dataclass(frozen=True, slots=True)
class Placed:
    """Something of an activity with the line where it stands."""

    value: str
    line: int


def words_of(spans: Spans) -> str:
    """The words of a stretch of text, with a fact that is filled in counted as one word."""
    return "".join("…" if span.fill else span.text for span in spans)


def spans_of(block: Block) -> Iterator[Spans]:
    """The stretches of text of a paragraph or list."""
    if isinstance(block, Paragraph):
        yield block.spans
    elif isinstance(block, Items):
        yield from block.items


def blocks_of(activity: Activity) -> Iterator[Block]:
    """Every block, with the feedback of quiz answers, in the file's order."""
    for page in activity.pages:
        yield from page.before
        if page.question:
            for option in page.question.options:
                yield from option.feedback
        yield from page.after


def parts_of(activity: Activity) -> Iterator[Block | Question]:
    """Every block and question, in the file's order."""
    for page in activity.pages:
        yield from page.before
        if page.question:
            yield page.question
        yield from page.after


def conditions_of(activity: Activity) -> Iterator[tuple[Condition, int]]:
    """The condition of every `::: when` once, with the line of the first thing in it."""
    before: Condition | None = None
    for part in parts_of(activity):
        if part.when is not None and part.when is not before:
            yield part.when, part.line
        before = part.when


def fills_of(activity: Activity) -> Iterator[Placed]:
    """Every fact that a text of the activity fills in."""
    for block in blocks_of(activity):
        for spans in spans_of(block):
            yield from _fills(spans, block.line)
    for _, question in activity.questions():
        yield from _fills(question.text, question.line)


def prompt_fills(activity: Activity) -> Iterator[str]:
    """Every fact that the words sent unasked fill in."""
    for spans in (activity.prompt, activity.prompt_open):
        yield from (span.fill for span in spans if span.fill)


def _fills(spans: Spans, line: int) -> Iterator[Placed]:
    return (Placed(span.fill, line) for span in spans if span.fill)
