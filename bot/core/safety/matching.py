"""All patterns at once, one pass over the words, in time proportional to their number.

Every element of every pattern is one bit of a whole number: a set bit means 'this element comes next'. A word moves all
bits that it fits by one (the Shift-And method of Baeza-Yates and Gonnet, 1992). Nothing is ever tried twice, so no
text, however malicious, can make it slow; a regular expression of the same families could not promise that.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.core.safety.patterns import EDGE, Element, Entry
from bot.core.safety.patterns import Sequence as Phrase

Bits: TypeAlias = "int | array[int]"
"""Bits of a number: the number, or their places where they are few (most words fit a handful of 20,000 elements)."""
_FEW = 12
Memory = dict[str | Entry, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Span:
    """Where a phrase stands: words `start` up to, not including, `end`."""

    phrase: int
    start: int
    end: int


@dataclass(slots=True)
class _Places:
    """While a matcher is built: the bits of the elements of each sort."""

    entries: dict[frozenset[Entry], list[int]] = field(default_factory=dict)
    but: dict[str, list[int]] = field(default_factory=dict)
    any: list[int] = field(default_factory=list)
    optional: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


class Matcher:
    """A fixed set of phrases. A phrase is known by the bit of its end: `ends[number of the phrase]`."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        places = _placed(phrases)
        self.ends = array("L", places.ends)
        self._any, self._optional = number_of(places.any), number_of(places.optional)
        self._all_ends = number_of(self.ends)
        self._starts = self._skip(number_of(places.starts))
        self._but = {word: number_of(bits) for word, bits in places.but.items()}
        self._words, self._prefixes, self._several = _sorted_entries(places.entries)
        self._prefix_lengths = sorted({len(prefix) for prefix in self._prefixes})
        self._shortest_prefix = min(self._prefix_lengths, default=0)
        self._heads = frozenset(prefix[: self._shortest_prefix] for prefix in self._prefixes)
        self._lengths: dict[str, tuple[int, ...]] = {}
        for entry in self._several:
            self._lengths[entry[0]] = tuple(sorted({len(entry), *self._lengths.get(entry[0], ())}))

    def run(self, words: tuple[str, ...], memory: Memory) -> list[int]:
        """For each place between words, the elements that come next in phrases begun before it.

        `memory`: words and entries met before in this text, with what they fit and where phrases begun here stand then.
        """
        run = [0] * (len(words) + 1)
        for place, word in enumerate(words):
            if run[place]:
                run[place] = self._skip(run[place])
            fits, begun = memory.get(word) or self._remember(word, self._fits(word), memory)
            run[place + 1] |= begun | ((run[place] & fits) << 1) if run[place] else begun
            for length in self._lengths.get(word, ()):
                entry = words[place : place + length]
                if entry in self._several:
                    fits, begun = memory.get(entry) or self._remember(entry, _unpacked(self._several[entry]), memory)
                    run[place + length] |= begun | ((run[place] & fits) << 1)
        run[-1] = self._skip(run[-1])
        return run

    def found(self, run: Iterable[int]) -> int:
        """The ends of all phrases that occur, as bits of a number."""
        ends = 0
        for ready in run:
            ends |= ready
        return ends & self._all_ends

    def spans(self, words: tuple[str, ...], run: Sequence[int], wanted: int) -> list[Span]:
        """Where the `wanted` phrases (bits of their ends) stand, one span for each end."""
        return [
            Span(bisect_left(self.ends, bit), self._start_of(words, run, end, bit), end)
            for end, ready in enumerate(run)
            if ready & wanted
            for bit in bits_of(ready & wanted)
        ]

    def _remember(self, said: str | Entry, fits: int, memory: Memory) -> tuple[int, int]:
        known = memory[said] = (fits, (self._starts & fits) << 1)
        return known

    def _skip(self, ready: int) -> int:
        """Also let every optional element be passed over.

        Adding a set bit to a row of ones carries to the end of the row: one addition skips all rows at once (Navarro
        and Raffinot, 2002, extended patterns). What changed is what can be reached; bits that the addition left
        alone were waiting already.
        """
        waiting = ready & self._optional
        return ready | (self._optional ^ (self._optional + waiting)) if waiting else ready

    def _fits(self, word: str) -> int:
        """The elements that this one word fits."""
        fits = self._any
        if word in self._but:
            fits &= ~self._but[word]
        if word in self._words:
            fits |= _unpacked(self._words[word])
        if word[: self._shortest_prefix] in self._heads:
            for length in self._prefix_lengths:
                if len(word) >= length and word[:length] in self._prefixes:
                    fits |= _unpacked(self._prefixes[word[:length]])
        return fits

    def _start_of(self, words: tuple[str, ...], run: Sequence[int], place: int, bit: int) -> int:
        """Walk back from the end of a phrase to its first word."""
        phrase = bisect_left(self.ends, bit)
        first = self.ends[phrase - 1] + 1 if phrase else 0
        while bit > first:
            before = 1 << bit - 1
            place, bit = place - self._came_by(words, run, place, before), bit - 1
        return place

    def _came_by(self, words: tuple[str, ...], run: Sequence[int], place: int, before: int) -> int:
        """How many words the element `before` took to reach this place."""
        if before & self._optional and (run[place] | self._starts) & before:
            return 0
        if (run[place - 1] | self._starts) & before and self._fits(words[place - 1]) & before:
            return 1
        return next(
            place - start
            for start in range(place - 2, -1, -1)
            if (run[start] | self._starts) & before and _unpacked(self._several.get(words[start:place], 0)) & before
        )


def number_of(bits: Iterable[int]) -> int:
    """The number with these bits set."""
    places = list(bits)
    row = bytearray(max(places, default=0) // 8 + 1)
    for bit in places:
        row[bit >> 3] |= 1 << (bit & 7)
    return int.from_bytes(row, "little")


def _unpacked(bits: Bits) -> int:
    if isinstance(bits, int):
        return bits
    number = 0
    for bit in bits:
        number |= 1 << bit
    return number


def bits_of(number: int) -> Iterator[int]:
    """Which bits are set, lowest first."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def _placed(phrases: Iterable[Phrase]) -> _Places:
    places = _Places()
    bit = 0
    for phrase in phrases:
        places.starts.append(bit)
        for element in phrase:
            _place(element, bit, places)
            bit += 1
        places.ends.append(bit)
        bit += 1
    return places


def _place(element: Element, bit: int, places: _Places) -> None:
    if element.optional:
        places.optional.append(bit)
    if element.any_word or element.but:
        places.any.append(bit)
    if element.any_word:
        places.but.setdefault(EDGE, []).append(bit)
    elif element.but:
        for entry in element.entries:
            places.but.setdefault(entry[0], []).append(bit)
    else:
        places.entries.setdefault(element.entries, []).append(bit)


def _sorted_entries(
    places: Mapping[frozenset[Entry], list[int]],
) -> tuple[dict[str, Bits], dict[str, Bits], dict[Entry, Bits]]:
    """Entries of one word, of the beginning of a word (`suicid*`), and of several words, each with its elements."""
    gathered: dict[Entry, list[int]] = {}
    for entries, bits in places.items():
        for entry in entries:
            gathered.setdefault(entry, []).extend(bits)
    words: dict[str, Bits] = {}
    prefixes: dict[str, Bits] = {}
    several: dict[Entry, Bits] = {}
    same: dict[tuple[int, ...], Bits] = {}  # words of one class have the same bits: one number serves them all
    for entry, gathered_bits in gathered.items():
        key = tuple(gathered_bits)
        if key not in same:
            same[key] = array("I", key) if len(key) <= _FEW else number_of(key)
        if len(entry) > 1:
            several[entry] = same[key]
        elif entry[0].endswith("*"):
            prefixes[entry[0][:-1]] = same[key]
        else:
            words[entry[0]] = same[key]
    return words, prefixes, several
