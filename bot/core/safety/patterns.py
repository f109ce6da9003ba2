"""The small language in which a phrase is written, and how a line of it becomes elements.

<want> to? <die>      words in this order, side by side; <name> is a class of words, ? may be missing
kill/end my life      one of several; off/in-front-of  a hyphen joins words;  suicid*  any word that begins so
<pills> .. <goodbye>  up to three words between; ..6 up to six; a gap never leaves the sentence
^ took too many $     start and end of a sentence;  !not  any one word but this one
<gun> & <not-ok>      both somewhere in the message, in any order
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

EDGE = "^"
"""The token that stands at both ends of every sentence."""

Entry = tuple[str, ...]
"""One way to say a thing: one word or several."""

_GAP = re.compile(r"\.\.(\d?)\Z")
_WORD = re.compile(r"[a-z0-9]+\*?\Z")
_USUAL_GAP = 3


class PatternError(ValueError):
    """A pattern that cannot be read; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Element:
    """One step of a pattern: entries that fit, any word (no entries), or any word but these (`but`)."""

    entries: frozenset[Entry] = frozenset()
    optional: bool = False
    but: bool = False

    @property
    def any_word(self) -> bool:
        return not self.entries


Sequence = tuple[Element, ...]
"""Elements in the order of the sentence."""


def read_pattern(
    line: str, classes: Mapping[str, frozenset[Entry]], read_before: dict[str, list[Element]] | None = None
) -> tuple[Sequence, ...]:
    """The parts of a pattern (those joined by `&`), or PatternError; `read_before` spares reading a token twice."""
    memory: dict[str, list[Element]] = {} if read_before is None else read_before
    parts = [part.split() for part in line.split(" & ")]
    for token in (token for part in parts for token in part):
        if token not in memory:
            memory[token] = _elements(token, classes)
    read = tuple(tuple(element for token in part for element in memory[token]) for part in parts)
    for sequence in read:
        if all(element.optional or element.any_word for element in sequence):
            raise PatternError("it would fit every message; write at least one word that must be there")
    return read


def read_entries(text: str) -> frozenset[Entry]:
    """The entries of a class: `kill, end, put an end to`."""
    entries = [tuple(entry.split()) for entry in text.split(",")]
    for entry in entries:
        if not entry:
            raise PatternError("there is an empty entry; take out the comma too many")
        for word in entry:
            _check_word(word)
    return frozenset(entries)


def _elements(token: str, classes: Mapping[str, frozenset[Entry]]) -> list[Element]:
    if gap := _GAP.match(token):
        return [Element(optional=True)] * int(gap[1] or _USUAL_GAP)
    optional, but = token.endswith("?"), token.startswith("!")
    names = token.removesuffix("?").removeprefix("!").split("/")
    entries = frozenset(entry for name in names for entry in _entries_of(name, classes))
    if but and any(len(entry) > 1 or entry[0].endswith("*") for entry in entries):
        raise PatternError(f"{token} names something of several words or with *; ! takes single whole words")
    return [Element(entries, optional, but)]


def _entries_of(name: str, classes: Mapping[str, frozenset[Entry]]) -> frozenset[Entry]:
    if name in (EDGE, "$"):
        return frozenset({(EDGE,)})
    if not name.startswith("<"):
        entry = tuple(name.split("-"))
        for word in entry:
            _check_word(word)
        return frozenset({entry})
    try:
        return classes[name.removeprefix("<").removesuffix(">")]
    except KeyError:
        raise PatternError(f"there is no class {name}; add it under classes or mend its name") from None


def _check_word(word: str) -> None:
    if not _WORD.match(word):
        raise PatternError(f"{word!r} is not a plain word; write small letters a to z without accents or apostrophes")
