"""Pages: what of a page is shown now, with its words filled in and its buttons in rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.core import schedule
from bot.core.activity import Activity, Block, Image, Items, Link, Page, Paragraph, Question, Span, Spans, Wait
from bot.core.conditions import Condition, holds
from bot.core.values import Answers, Facts, Value
from bot.core.view import Button, Line, View

CONSENT = "enrolment/consent"
"""The one activity whose question has no *Skip*."""

ON_A_ROW = {"scale": 6, "number": 4, "time": 4, "date": 2, "timezone": 2}
"""Buttons on one row by kind of question: a 0-10 scale fills two rows of big buttons; words have a row each."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a run stands. Plain numbers and names: it never holds text that a person wrote.

    `part` counts the waits passed on the page; `answered` tells that the page shows what follows its answer; `picked`
    are the options chosen so far of a `many` question; `reopened` names the question that is being changed, or is
    `?` while the list of questions is shown; `done` tells that the closing page was reached once.
    """

    page: int = 0
    part: int = 0
    answered: bool = False
    picked: tuple[int, ...] = ()
    reopened: str = ""
    done: bool = False


LIST = "?"


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
        if value is None or value == "":
            return None
        filled.append(replace(span, text=str(value), fill=""))
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
    """The page's question, if its condition holds."""
    question = page.question
    return question if question and is_true(question.when, answers, facts) else None


def parts(page: Page, answers: Answers, facts: Facts) -> list[tuple[tuple[Block, ...], int | None]]:
    """The parts of a page: what each shows and the seconds to wait after it (`None` after the last)."""
    found: list[tuple[tuple[Block, ...], int | None]] = []
    present: list[Block] = []
    for block in shown_blocks(page.before, answers, facts):
        if isinstance(block, Wait):
            found.append((tuple(present), block.seconds))
            present = []
        else:
            present.append(block)
    found.append((tuple(present), None))
    return found


def has_content(page: Page, answers: Answers, facts: Facts) -> bool:
    """Whether the page has anything to show now; if not, it is passed by."""
    return any(blocks for blocks, _ in parts(page, answers, facts)) or open_question(page, answers, facts) is not None


def after_answer(page: Page, answers: Answers, facts: Facts) -> tuple[Block, ...]:
    """What follows the answer: a quiz's feedback for the chosen option, then the text after the question."""
    question = page.question
    blocks: list[Block] = []
    if question and question.kind == "quiz":
        chosen = answers.get(question.name)
        for option in question.options:
            if chosen == int(option.id):
                blocks.extend(option.feedback)
    return shown_blocks([*blocks, *page.after], answers, facts)


def next_page(activity: Activity, after: int, answers: Answers, facts: Facts) -> int | None:
    """The first page after `after` that has something to show."""
    later = range(after + 1, len(activity.pages))
    return next((n for n in later if has_content(activity.pages[n], answers, facts)), None)


def page_before(activity: Activity, page: int, answers: Answers, facts: Facts) -> int | None:
    """The nearest earlier page that has something to show."""
    return next((n for n in range(page - 1, -1, -1) if has_content(activity.pages[n], answers, facts)), None)


def page_links(page: Page) -> list[Link]:
    """Every link of the page in the file's order, shown or not: its place here is its number in a tap."""
    blocks: list[Block] = [*page.before, *page.after]
    if page.question:
        blocks += [block for option in page.question.options for block in option.feedback]
    return [block for block in blocks if isinstance(block, Link)]


def changeable(activity: Activity, answers: Answers, facts: Facts) -> list[tuple[int, Question]]:
    """The questions whose answer may be changed, with their place in the file: answered ones that are still shown,
    no quiz. A question that was skipped may be answered now."""
    asked = enumerate(question for _, question in activity.questions())
    return [(n, q) for n, q in asked if q.name in answers and q.kind != "quiz" and is_true(q.when, answers, facts)]


Choice = tuple[int, Value, str]
"""A button of a question: its number in a tap, the value it stands for, its words."""


def choices(question: Question, facts: Facts) -> list[Choice]:
    """The buttons of a question. A date's number is its ordinal day, so that it still means that day after midnight."""
    if question.kind in ("choice", "many"):
        return [(n, option.id, option.label) for n, option in enumerate(question.options)]
    if question.kind == "quiz":
        return [(n, int(option.id), option.label) for n, option in enumerate(question.options)]
    if question.kind in ("scale", "number"):
        return _numbers(question)
    if question.kind == "time":
        return [(n, option.id, option.label) for n, option in enumerate(question.options)]
    if question.kind == "timezone":
        return [(n, zone, label) for n, (zone, label) in enumerate(schedule.usual_zones)]
    if question.kind == "date":
        return _days(question, facts)
    return []


def _numbers(question: Question) -> list[Choice]:
    if question.options:
        return [(n, int(option.id), option.label) for n, option in enumerate(question.options)]
    low, high = question.low or 0, question.high if question.high is not None else 10
    return [(n, n, str(n)) for n in range(low, high + 1)]


def _days(question: Question, facts: Facts) -> list[Choice]:
    today = date.fromisoformat(str(facts["today"]))
    step = -1 if question.past else 1
    days = (today + timedelta(days=step * n) for n in range(7))
    return [(day.toordinal(), day.isoformat(), "") for day in days]


def value_of(question: Question, index: int, facts: Facts) -> Value | None:
    """The value behind a tapped button; `None` if there is no such button."""
    if question.kind == "date":
        return _near_day(index, facts)
    return next((value for n, value, _ in choices(question, facts) if n == index), None)


def _near_day(ordinal: int, facts: Facts) -> str | None:
    today = date.fromisoformat(str(facts["today"]))
    near = abs(ordinal - today.toordinal()) <= 31  # an older keyboard is stale: nobody means last month
    return date.fromordinal(ordinal).isoformat() if near else None


OTHER = 999
"""The number of *Other*: it only says what to type."""

HAS_OTHER = ("number", "time", "date", "timezone")


def show(activity: Activity, position: Position, answers: Answers, facts: Facts, notice: str = "") -> View:
    """What the person sees at this position; `notice` is the key of a kind line above it."""
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
    blocks = after_answer(page, answers, facts) if question else _part(page, position.part, answers, facts)
    rows = [*_links(page, blocks, position.page), (*_back(activity, position, answers, facts), _next(position))]
    return View(activity.title, blocks=_text(blocks), buttons=tuple(rows))


def _asking(activity: Activity, position: Position, question: Question, answers: Answers, facts: Facts) -> View:
    page = activity.pages[position.page]
    blocks = _part(page, len(parts(page, answers, facts)) - 1, answers, facts)
    rows = [*_links(page, blocks, position.page), *answer_rows(question, position, answers, facts)]
    rows.append(tuple(_ways_on(activity, position, question, answers, facts)))
    below = (Line("hint-text"),) if question.kind == "text" else ()
    shown = replace(question, text=fill(question.text, facts) or ())
    return View(activity.title, blocks=_text(blocks), question=shown, below=below, buttons=tuple(filter(None, rows)))


def _ways_on(
    activity: Activity, position: Position, question: Question, answers: Answers, facts: Facts
) -> Iterator[Button]:
    yield from _back(activity, position, answers, facts)
    if question.kind == "many" and position.picked:
        yield Button("done", key="done", numbers=(position.page,))
    if position.reopened:
        yield Button("show", key="close")
    elif question.name in answers:
        yield _next(position)
    elif activity.id != CONSENT:
        yield Button("skip", key="skip", numbers=(position.page,))


def answer_rows(question: Question, position: Position, answers: Answers, facts: Facts) -> list[tuple[Button, ...]]:
    """The buttons that answer the question, in rows; the present answer is marked."""
    present = answers.get(question.name)
    buttons = []
    for n, value, label in choices(question, facts):
        picked = n in position.picked if question.kind == "many" else present is not None and value == present
        words: dict[str, Value] = {"date": value} if question.kind == "date" else {}
        key = "day-button" if question.kind == "date" else ""
        buttons.append(Button("answer", label, key, (position.page, n), values=words, picked=picked))
    if question.kind in HAS_OTHER:
        buttons.append(Button("answer", key="other", numbers=(position.page, OTHER)))
    width = ON_A_ROW.get(question.kind, 1)
    return [tuple(buttons[n : n + width]) for n in range(0, len(buttons), width)]


def _closing(activity: Activity, position: Position, answers: Answers, facts: Facts) -> View:
    page = activity.pages[position.page]
    question = open_question(page, answers, facts)
    if question and position.answered and not question.optional:
        blocks = after_answer(page, answers, facts)
    else:
        blocks = _part(page, position.part, answers, facts)
    rows = list(_links(page, blocks, position.page))
    waiting = question if question and question.optional and question.name not in answers else None
    if waiting:
        rows += answer_rows(waiting, position, answers, facts)
        if waiting.kind == "text":
            rows.append((Button("change", key="add-note", numbers=(_place(activity, waiting),)),))
    if changeable(activity, answers, facts):
        rows.append((Button("change", key="change"),))
    above = (Line("note-saved"),) if question and question.optional and answers.get(question.name) else ()
    below = () if blocks or waiting or above else (Line("closing"),)
    return View(activity.title, above, _text(blocks), waiting, below, tuple(rows))


def _place(activity: Activity, question: Question) -> int:
    return [q.name for _, q in activity.questions()].index(question.name)


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


def _back(activity: Activity, position: Position, answers: Answers, facts: Facts) -> list[Button]:
    first = page_before(activity, position.page, answers, facts) is None
    if position.reopened or (first and not position.part and not position.answered):
        return []
    return [Button("back", key="back", numbers=(position.page,))]


def image_of(view: View) -> Image | None:
    """The picture of the view, if it has one."""
    return next((block for block in view.blocks if isinstance(block, Image)), None)


__all__ = ["LIST", "OTHER", "Position", "Span", "changeable", "choices", "fill", "show"]
