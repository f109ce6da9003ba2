"""The second pass: conditions become tests, now that the questions of every file are known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.core.activity import Block, Page, Wait
from bot.core.conditions import Condition, ConditionFault, Scope, Shape, parse, warnings
from bot.curriculum.body import Body, PageDraft, Part
from bot.curriculum.findings import Findings
from bot.curriculum.questions import shape_of
from bot.curriculum.sections import Guard

Shapes = Mapping[str, Mapping[str, Shape]]
"""The questions of every activity, by the activity's id."""


@dataclass(slots=True)
class _Reader:
    """Reads each condition of a file once, though several blocks may stand under it."""

    all_names: frozenset[str]
    activity: Callable[[str], Mapping[str, Shape] | None]
    activities: tuple[str, ...]
    findings: Findings
    unsure: frozenset[str]
    known: dict[int, Condition | None] = field(default_factory=dict)

    def read(self, guard: Guard | None, asked: Mapping[str, Shape]) -> Condition | None:
        """The condition, or `None` where there is none or it was told as a fault."""
        if guard is None:
            return None
        if guard.line not in self.known:
            self.known[guard.line] = self._parse(guard, asked)
        return self.known[guard.line]

    def _parse(self, guard: Guard, asked: Mapping[str, Shape]) -> Condition | None:
        scope = Scope(
            questions=asked,
            later=self.all_names - asked.keys(),
            activity=self.activity,
            activities=self.activities,
        )
        try:
            condition = parse(guard.source, scope)
        except ConditionFault as fault:
            if any(f"{name} has no answer" in str(fault) for name in self.unsure):
                return None  # the answer is there and was told already, for example because its id is broken
            self.findings.fault(guard.line, "condition", str(fault))
            return None
        for message in warnings(condition):
            self.findings.warning(guard.line, "condition", message)
        return condition


def read_branches(body: Body, shapes: Shapes, findings: Findings) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The pages with their conditions, and the calls on history that these make, each once."""
    names = frozenset(question.name for question in body.questions())
    reader = _Reader(names, shapes.get, tuple(shapes), findings, body.unsure)
    asked: dict[str, Shape] = {}
    pages = []
    for draft in body.pages:
        before = dict(asked)
        if draft.question:
            asked.setdefault(draft.question.name, shape_of(draft.question))
        pages.append(_read_page(draft, before, asked, reader))
    conditions = [reader.known[line] for line in sorted(reader.known)]
    asks = (ask for condition in conditions if condition for ask in condition.asks)
    return tuple(pages), tuple(dict.fromkeys(asks))


def _read_page(draft: PageDraft, before: Mapping[str, Shape], asked: Mapping[str, Shape], reader: _Reader) -> Page:
    """What stands after the answer may name it; what is shown with the question cannot, for it has no answer yet."""
    question = draft.question
    if question:
        question = replace(question, when=reader.read(draft.guard, before))
    return Page(
        before=_read_parts(draft.before, before, reader),
        question=question,
        after=_read_parts(draft.after, asked, reader),
        line=draft.line,
    )


def _read_parts(parts: Sequence[Part], asked: Mapping[str, Shape], reader: _Reader) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for part in parts:
        block = part.block
        condition = reader.read(part.guard, asked)
        blocks.append(block if isinstance(block, Wait) or condition is None else replace(block, when=condition))
    return tuple(blocks)
