"""Pages: what of a page is shown now, with its words filled in and its buttons in rows."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.core.activity import Activity, Block, Image, Items, Link, Page, Paragraph, Question, Span, Spans, Wait
from bot.core.choices import OTHER, answer_rows, choices, picked_of
from bot.core.conditions import Condition, holds
from bot.core.events import LIST, Position
from bot.core.values import Answers, Facts
from bot.core.view import Button, Line, View

__all__ = [
    "CONSENT",
    "LIST",
    "OTHER",
    "Position",
    "after_answer",
    "changeable",
    "choices",
    "closing_place",
    "fill",
    "has_content",
    "is_true",
    "may_skip",
    "next_page",
    "open_question",
    "page_before",
    "page_links",
    "parts",
    "settle",
    "show",
    "shown_blocks",
]

CONSENT = "enrolment/consent"
"""The one activity whose question has no *Skip*."""

# What of an activity is there for this person now


def is_true(when: Condition | None, answers: Answers, facts: Facts) -> bool:
    """Whether a block or question with this condition is shown."""
    return when is None or holds(when, answers, facts)


def fill(spans: Spans, facts: Facts) -> Spans | None:
    """The spans with their facts in place; `None` when one of them is empty, so that the paragraph is left out."""
    filled = []
    for span in spans:
        if not span.fill:
            filled.append(span)
            continue
        value = facts.get(span.fill)
        words = ", ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
        if not words.strip():
            return None
        filled.append(replace(span, text=words, fill=""))
    return tuple(filled)


def _filled(block: Block, facts: Facts) -> Block | None:
    if isinstance(block, Paragraph):
        spans = fill(block.spans, facts)
        return replace(block, spans=spans) if spans is not None else None
    if isinstance(block, Items):
        items = tuple(item for spans in block.items if (item := fill(spans, facts)) is not None)
        return replace(block, items=items) if items else None
    return block


def shown_blocks(blocks: Iterable[Block], answers: Answers, facts: Facts) -> tuple[Block, ...]:
    """The blocks whose condition holds, filled in; a paragraph with an empty fact is left out."""
    kept = (_filled(block, facts) for block in blocks if is_true(block.when, answers, facts))
    return tuple(block for block in kept if block is not None)


def open_question(page: Page, answers: Answers, facts: Facts) -> Question | None:
    """The page's question, if its condition holds. The texts around a question that is hidden keep their own."""
    question = page.question
    return question if question and is_true(question.when, answers, facts) else None


def parts(page: Page, answers: Answers, facts: Facts) -> list[tuple[tuple[Block, ...], int | None]]:
    """The parts of a page: what each shows and the seconds to wait after it (`None` after the last). A part all of
    which is hidden is left out with its wait: nobody waits before an empty screen."""
    found: list[tuple[tuple[Block, ...], int | None]] = []
    present: list[Block] = []
    for block in shown_blocks(page.before, answers, facts):
        if not isinstance(block, Wait):
            present.append(block)
        elif present:
            found.append((tuple(present), block.seconds))
            present = []
    if present or not found:
        return [*found, (tuple(present), None)]
    return [*found[:-1], (found[-1][0], None)]


def has_content(page: Page, answers: Answers, facts: Facts) -> bool:
    """Whether the page has anything to show now; if not, it is passed by."""
    return any(blocks for blocks, _ in parts(page, answers, facts)) or open_question(page, answers, facts) is not None


def after_answer(page: Page, answers: Answers, facts: Facts) -> tuple[Block, ...]:
    """What follows the answer: a quiz's feedback for the chosen option, then the text after the question."""
    question = page.question
    blocks: list[Block] = []
    if question and question.kind == "quiz":
        chosen = answers.get(question.name)
        blocks = [block for option in question.options if chosen == int(option.id) for block in option.feedback]
    return shown_blocks([*blocks, *page.after], answers, facts)


def next_page(activity: Activity, after: int, answers: Answers, facts: Facts) -> int | None:
    """The first page after `after` that has something to show."""
    later = range(after + 1, len(activity.pages))
    return next((n for n in later if has_content(activity.pages[n], answers, facts)), None)


def page_before(activity: Activity, page: int, answers: Answers, facts: Facts) -> int | None:
    """The nearest earlier page that has something to show."""
    return next((n for n in range(page - 1, -1, -1) if has_content(activity.pages[n], answers, facts)), None)


def page_links(page: Page) -> list[Link]:
    """Every link of the page, shown or not, those of a quiz's feedback last: its place here is its number in a tap."""
    blocks: list[Block] = [*page.before, *page.after]
    if page.question:
        blocks += [block for option in page.question.options for block in option.feedback]
    return [block for block in blocks if isinstance(block, Link)]


def may_skip(activity: Activity, question: Question, answers: Answers) -> bool:
    """Whether the question has *Skip*: not once it is answered, and an optional one holds nobody up."""
    return question.name not in answers and not question.optional and activity.id != CONSENT


def changeable(activity: Activity, answers: Answers, facts: Facts) -> list[tuple[int, Question]]:
    """The questions of a finished run whose answer may be changed, with their place in the file: those shown now, no
    quiz. One that was skipped, or that a change brought up, may be answered here."""
    if activity.id == CONSENT:  # agreeing later takes the link again, taking it back is a step of its own
        return []
    asked = enumerate(question for _, question in activity.questions())
    given = ((n, q) for n, q in asked if q.name in answers or not q.optional)
    return [(n, q) for n, q in given if q.kind != "quiz" and is_true(q.when, answers, facts)]


def closing_place(activity: Activity, answers: Answers, facts: Facts) -> Position:
    """The closing page: the last one that has something to show, past its waits."""
    page = page_before(activity, len(activity.pages), answers, facts) or 0
    return Position(page, part=len(parts(activity.pages[page], answers, facts)) - 1, answered=True, done=True)


def settle(activity: Activity, position: Position, answers: Answers, facts: Facts) -> Position:
    """The position, or the closing page where the question that was reopened is not asked any more."""
    if position.reopened in ("", LIST):
        return position
    question = open_question(activity.pages[position.page], answers, facts)
    asked = question is not None and question.name == position.reopened
    return position if asked else closing_place(activity, answers, facts)


# What it looks like


def show(activity: Activity, position: Position, answers: Answers, facts: Facts, notice: str = "") -> View:
    """What the person sees at this position; `notice` is the key of a kind line above it."""
    position = settle(activity, position, answers, facts)
    if position.reopened == LIST:
        view = _question_list(activity, answers, facts)
    elif position.done and not position.reopened:
        view = _closing(activity, position, answers, facts)
    else:
        view = _open_page(activity, position, answers, facts)
    return replace(view, above=(Line(notice), *view.above)) if notice else view


def _question_list(activity: Activity, answers: Answers, facts: Facts) -> View:
    rows = [
        (Button("change", label=_words(question.text, facts), numbers=(n,)),)
        for n, question in changeable(activity, answers, facts)
    ]
    return View(activity.title, above=(Line("question-list"),), buttons=(*rows, (Button("show", key="back"),)))


def _words(spans: Spans, facts: Facts) -> str:
    return "".join(span.text for span in fill(spans, facts) or ())


def _open_page(activity: Activity, position: Position, answers: Answers, facts: Facts) -> View:
    page = activity.pages[position.page]
    question = open_question(page, answers, facts)
    if question and not position.answered:
        return _asking(activity, position, question, answers, facts)
    blocks = _answered(page, question, answers, facts) if question else _part(page, position.part, answers, facts)
    rows = [*_links(page, blocks, position.page), (*_back(activity, position, answers, facts), _next(position))]
    return View(activity.title, blocks=_text(blocks), buttons=tuple(rows))


def _asking(activity: Activity, position: Position, question: Question, answers: Answers, facts: Facts) -> View:
    page = activity.pages[position.page]
    blocks = _part(page, 0, answers, facts)
    rows = [*_links(page, blocks, position.page), *answer_rows(question, position, answers, facts)]
    rows.append(tuple(_ways_on(activity, position, question, answers, facts)))
    below = (Line("hint-text"),) if question.kind == "text" and may_skip(activity, question, answers) else ()
    shown = replace(question, text=fill(question.text, facts) or ())
    after = tuple(block for block in _text(blocks) if block.line > question.line and not isinstance(block, Image))
    before = tuple(block for block in _text(blocks) if block not in after)
    return View(activity.title, (), before, shown, below, tuple(filter(None, rows)), hint=after)


def _answered(page: Page, question: Question, answers: Answers, facts: Facts) -> tuple[Block, ...]:
    """What follows an answer; a quiz shows its question and what was chosen too, so that the feedback can be read."""
    blocks = after_answer(page, answers, facts)
    chosen = (
        [option.label for option in question.options if answers.get(question.name) == int(option.id)]
        if question.kind == "quiz"
        else []
    )
    if not chosen:
        return blocks
    return (Paragraph(fill(question.text, facts) or ()), Paragraph((Span(f"✓ {chosen[0]}", italic=True),)), *blocks)


def _ways_on(
    activity: Activity, position: Position, question: Question, answers: Answers, facts: Facts
) -> Iterator[Button]:
    """*Back* from a change leaves the answer as it is; *Next* stands where an answer is given and none other picked."""
    yield from [Button("show", key="back")] if position.reopened else _back(activity, position, answers, facts)
    unsaved = position.picked and position.picked != picked_of(question, answers.get(question.name))
    if unsaved:
        yield _done(position)
    if may_skip(activity, question, answers):
        yield Button("skip", key="skip", numbers=(position.page,))
    elif question.name in answers and not position.reopened and not unsaved:
        yield _next(position)


def _closing(activity: Activity, position: Position, answers: Answers, facts: Facts) -> View:
    page = activity.pages[position.page]
    question = open_question(page, answers, facts)
    optional = question if question and question.optional else None
    blocks = () if question and not optional else _part(page, position.part, answers, facts)
    if question and question.name in answers:
        blocks += _answered(page, question, answers, facts)
    waiting = optional if optional and optional.name not in answers else None
    rows = list(_links(page, blocks, position.page))
    if waiting:
        rows += _invitation(activity, position, waiting, answers, facts)
    if changeable(activity, answers, facts):
        rows.append((Button("change", key="change"),))
    noted = optional and optional.kind == "text" and answers.get(optional.name) is not None
    above = (Line("note-saved"),) if noted else ()
    below = () if blocks or waiting or above else (Line("closing"),)
    shown = replace(waiting, text=fill(waiting.text, facts) or ()) if waiting else None
    return View(activity.title, above, _text(blocks), shown, below, tuple(rows))


def _invitation(
    activity: Activity, position: Position, question: Question, answers: Answers, facts: Facts
) -> Iterator[tuple[Button, ...]]:
    """The buttons of the optional question that the closing page still holds out."""
    yield from answer_rows(question, position, answers, facts)
    if position.picked:
        yield (_done(position),)
    if question.kind == "text":
        place = [asked.name for _, asked in activity.questions()].index(question.name)
        yield (Button("change", key="add-note", numbers=(place,)),)


def _part(page: Page, part: int, answers: Answers, facts: Facts) -> tuple[Block, ...]:
    found = parts(page, answers, facts)
    return found[min(part, len(found) - 1)][0]


def _text(blocks: Iterable[Block]) -> tuple[Block, ...]:
    return tuple(block for block in blocks if not isinstance(block, Link))


def _links(page: Page, blocks: Iterable[Block], number: int) -> Iterator[tuple[Button, ...]]:
    places = page_links(page)
    for block in blocks:
        if isinstance(block, Link):
            yield (Button("follow", block.label, numbers=(number, places.index(block))),)


def _next(position: Position) -> Button:
    return Button("next", key="next", numbers=(position.page, position.part))


def _done(position: Position) -> Button:
    return Button("done", key="done", numbers=(position.page,))


def _back(activity: Activity, position: Position, answers: Answers, facts: Facts) -> list[Button]:
    first = page_before(activity, position.page, answers, facts) is None
    if first and not position.part and not position.answered:
        return []
    return [Button("back", key="back", numbers=(position.page,))]
