"""Which facts an activity names, so that what costs a question is read only where it is asked for."""

from collections.abc import Iterator

from bot.core.activity import Activity, Block, Items, Paragraph, Spans


def facts_named(activity: Activity) -> frozenset[str]:
    """Every fact that its conditions and its texts name; a text may also name what no condition can (`plan.…`)."""
    return frozenset(_named(activity))


def _named(activity: Activity) -> Iterator[str]:
    yield from _filled(activity.prompt)
    yield from _filled(activity.prompt_open)
    for page in activity.pages:
        yield from _of_blocks((*page.before, *page.after))
        if page.question:
            yield from _filled(page.question.text)
            yield from page.question.when.facts if page.question.when else ()
            for option in page.question.options:
                yield from _of_blocks(option.feedback)


def _of_blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        yield from block.when.facts if block.when else ()
        if isinstance(block, Paragraph):
            yield from _filled(block.spans)
        if isinstance(block, Items):
            for item in block.items:
                yield from _filled(item)


def _filled(spans: Spans) -> Iterator[str]:
    yield from (span.fill for span in spans if span.fill)
