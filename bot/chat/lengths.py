"""Telegram's lengths: counted in UTF-16 units of what the reader sees, after the tags are gone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.core.activity import Spans

TEXT = 4096
"""Units of a message (core.telegram.org/bots/api#sendmessage)."""

CAPTION = 1024
"""Units of the words under a picture or a document."""

GAP = 2
"""Units of the empty line between two paragraphs."""


def units(text: str) -> int:
    """UTF-16 units: signs beyond the basic plane, such as most emoji, count twice."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def split(paragraphs: Sequence[Spans], first: int = TEXT) -> list[list[Spans]]:
    """The paragraphs in as few messages as they need, in order; `first` is the limit of the first message.

    A cut falls between paragraphs; only a paragraph that is too long by itself is cut, at a line, a sentence or a word.
    """
    parts: list[list[Spans]] = [[]]
    room = first
    for paragraph in paragraphs:
        for piece in _pieces(paragraph, min(first, TEXT)):
            size = sum(units(span.text) for span in piece)
            if parts[-1] and size + GAP > room:
                parts.append([])
                room = TEXT
            room -= size + (GAP if parts[-1] else 0)
            parts[-1].append(piece)
    return parts


def _pieces(paragraph: Spans, limit: int) -> Iterator[Spans]:
    while sum(units(span.text) for span in paragraph) > limit:
        at = _cut("".join(span.text for span in paragraph), limit)
        yield _slice(paragraph, 0, at)
        paragraph = _slice(paragraph, at, None)
    if paragraph:
        yield paragraph


def _cut(text: str, limit: int) -> int:
    """Where to cut: after the last line, sentence or word within the limit, if that leaves no tiny piece."""
    end, size = 0, 0
    while end < len(text) and size + (width := units(text[end])) <= limit:
        size += width
        end += 1
    for mark in ("\n", ". ", " "):
        at = text.rfind(mark, end // 2, end)
        if at >= 0:
            return at + len(mark)
    return end


def _slice(paragraph: Spans, start: int, stop: int | None) -> Spans:
    """The spans of the characters from `start` to `stop`; each keeps its look."""
    kept, at = [], 0
    for span in paragraph:
        begin, end = max(start - at, 0), (len(span.text) if stop is None else max(stop - at, 0))
        if text := span.text[begin:end]:
            kept.append(replace(span, text=text))
        at += len(span.text)
    return tuple(kept)
