"""Draws a view for the chat: Telegram's HTML and its buttons. The only place where anything is escaped."""

import html
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.chat.lengths import TEXT, split
from bot.core.activity import Block, Items, Paragraph, Question, Span, Spans
from bot.core.day_names import write_day
from bot.core.interpret import write_data
from bot.core.values import Value
from bot.core.view import Button, Line, Table, View
from bot.services.transport import Message

KEYBOARD = (("help-now", "check-in"), ("lesson", "menu"))
"""The persistent reply keyboard, by the keys of its labels (CONTRACT, "In the chat")."""

PICKED = "✓ "
NOTHING = "…"
"""Stands where words would be empty, which Telegram refuses: a page all of whose paragraphs fell away."""

GAP_CELL = "·"
"""An empty cell of a table: seen as a gap, and no zero."""

_DROPPED = dict.fromkeys(set(range(32)) - {ord("\n"), ord("\t")})
"""Control signs, by their code points."""

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


Plain = str | int | float
"""A value as a sentence can hold it."""


class Words(Protocol):
    """The interface's words, by key and language: short labels, and sentences for staff."""

    def label(self, key: str, /, language: str, **values: Plain) -> str:
        """A button's label or a short line."""

    def notice(self, key: str, /, language: str, **values: Plain) -> str:
        """A sentence with values in it."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A message as Telegram takes it: its text as HTML, in parts where it is too long for one; the last part carries
    the markup."""

    parts: tuple[str, ...]
    markup: Markup | None


def render(message: Message, words: Words, first: int = TEXT) -> Drawing:
    """The drawing of a message; `first` is the limit of its first part, in UTF-16 units."""
    paragraphs = list(_paragraphs(message.view, message.language, words))
    parts = tuple("\n\n".join(map(_html, part)) for part in split(paragraphs, first))
    return Drawing(tuple(part if part.strip() else NOTHING for part in parts), _markup(message, words))


# Text: everything becomes paragraphs of spans first, so that a cut never falls inside a tag.


@dataclass(frozen=True, slots=True)
class Fixed(Span):
    """Lines in type of one width, so that columns stand below each other."""


def _paragraphs(view: View, language: str, words: Words) -> Iterator[Spans]:
    yield from (_line_or_table(one, language, words) for one in view.above)
    if view.title:
        yield (Span(view.title, bold=True),)
    for block in view.blocks:
        if spans := _block(block):
            yield spans
    if view.question:
        yield from _question(view.question, view.hint)
    yield from (_line_or_table(one, language, words) for one in view.below)


def _line_or_table(one: Line | Table, language: str, words: Words) -> Spans:
    if isinstance(one, Table):
        return _table(one, language, words)
    return (Span(_say(one, language, words), bold=one.bold),)


def _say(line: Line, language: str, words: Words) -> str:
    say = words.notice if line.notice else words.label
    return say(line.key, language, **_plain(line.values, language))


def _table(table: Table, language: str, words: Words) -> Spans:
    rows = [
        [cell or GAP_CELL if isinstance(cell, str) else _say(cell, language, words) for cell in row]
        for row in (table.headings, *table.rows)
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (" ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return (Fixed("\n".join(lines)),)


def _plain(values: Mapping[str, Value], language: str) -> dict[str, Plain]:
    """Several choices are told one after the other; a `date` is told as a day."""
    told = {name: ", ".join(value) if isinstance(value, tuple) else value for name, value in values.items()}
    if day := str(told.get("date", "")):
        told["date"] = write_day(date.fromisoformat(day), language)
    return told


def _block(block: Block) -> Spans:
    """The words of a block; links are buttons, pictures travel beside the text, and waits are not seen."""
    if isinstance(block, Paragraph):
        return block.spans
    if isinstance(block, Items):
        lines: list[Span] = []
        for number, item in enumerate(block.items, block.start):
            mark = f"{number}. " if block.ordered else "• "
            lines += [Span(f"\n{mark}" if lines else mark), *item]
        return tuple(lines)
    return ()


def _question(question: Question, hint: Iterable[Block]) -> Iterator[Spans]:
    if question.text:
        yield tuple(replace(span, bold=True) for span in question.text)
    yield from filter(None, map(_block, hint))
    if question.kind == "scale" and any(question.ends):
        high = 10 if question.high is None else question.high
        yield (Span(f"{question.low or 0} {question.ends[0]} · {high} {question.ends[1]}", italic=True),)


def _html(spans: Spans) -> str:
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    text = _escape(span.text)
    if not text.strip():
        return text
    for wanted, tag in ((isinstance(span, Fixed), "pre"), (span.bold, "b"), (span.italic, "i")):
        if wanted:
            text = f"<{tag}>{text}</{tag}>"
    return f'<a href="{_escape(span.href)}">{text}</a>' if span.href.startswith("https://") else text


def _escape(text: str) -> str:
    return html.escape(_clean(text), quote=False).replace('"', "&quot;")  # `&#x27;` would only make it longer


def _clean(text: str) -> str:
    """Without what cannot be sent: half a surrogate pair (JSON can carry one), and the signs Telegram drops."""
    return text.encode("utf-8", "replace").decode().translate(_DROPPED)


# Buttons


def _markup(message: Message, words: Words) -> Markup | None:
    if message.keyboard == "show":
        rows = [[words.label(key, message.language) for key in row] for row in KEYBOARD]
        return ReplyKeyboardMarkup(rows, resize_keyboard=True, is_persistent=True)
    if message.keyboard == "remove":
        return ReplyKeyboardRemove()
    buttons = [[_button(button, message, words) for button in row] for row in message.view.buttons if row]
    return InlineKeyboardMarkup(buttons) if buttons else None


def _button(button: Button, message: Message, words: Words) -> InlineKeyboardButton:
    label = _clean(_label(button, message.language, words)).strip() or NOTHING
    data = write_data(button, message.run)
    return InlineKeyboardButton(f"{PICKED}{label}" if button.picked else label, callback_data=data)


def _label(button: Button, language: str, words: Words) -> str:
    if button.label:
        return button.label
    if button.key == "day-button":
        return write_day(date.fromisoformat(str(button.values["date"])), language)
    return words.label(button.key, language, **_plain(button.values, language))
