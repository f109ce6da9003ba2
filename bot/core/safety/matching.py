"""All patterns at once, one pass over the words, in time proportional to their number.

Every element of every pattern is one bit of a whole number: a set bit means 'this element comes next'. A word moves all
bits that it fits by one (the Shift-And method of Baeza-Yates and Gonnet, 1992). Nothing is ever tried twice, so no
text, however malicious, can make it slow; a regular expression of the same families could not promise that.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.core.safety.patterns import EDGE, Element
from bot.core.safety.patterns import Sequence as Phrase


@dataclass(slots=True)
class Branch:
    """A place in the tree of entries: the elements that an entry ending here fits, and the words that may follow."""

    fits: int = 0
    then: dict[str, "Branch"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a phrase stands: words `start` up to, not including, `end`."""

    phrase: int
    start: int
    end: int


class Matcher:
    """A fixed set of phrases, told apart by their number in the list."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._tree = Branch()
        self._prefixes: dict[str, int] = {}
        self._any = self._optional = self._starts = self._ends = 0
        self._but: dict[str, int] = {}
        self._phrase_at: dict[int, int] = {}
        self._first_bit: list[int] = []
        self._longest_entry = 1
        bit = 0
        for number, phrase in enumerate(phrases):
            bit = self._add(number, phrase, bit)
        self._after_optional = (self._optional << 1) & ~self._optional
        self._openers = frozenset(word for word, branch in self._tree.then.items() if branch.then)
        self._alone: dict[str, int] = {}
        self._prefix_lengths = sorted({len(prefix) for prefix in self._prefixes})

    def found(self, sentences: Iterable[tuple[str, ...]], memory: dict[tuple[str, ...], set[int]]) -> set[int]:
        """The numbers of the phrases that occur; `memory` holds what was found in a sentence before."""
        numbers: set[int] = set()
        for sentence in sentences:
            if sentence not in memory:
                memory[sentence] = self._found_in(sentence)
            numbers |= memory[sentence]
        return numbers

    def spans(self, sentence: Sequence[str]) -> list[Span]:
        """Where the phrases stand in one sentence, one span for each end."""
        run = self._run(sentence)
        return [
            Span(self._phrase_at[bit], self._start_of(sentence, run, end, bit), end)
            for end, ready in enumerate(run)
            if (ended := ready & self._ends)
            for bit in _bits(ended)
        ]

    def _found_in(self, sentence: Sequence[str]) -> set[int]:
        ends = 0
        for ready in self._run(sentence):
            ends |= ready & self._ends
        return {self._phrase_at[bit] for bit in _bits(ends)}

    def _add(self, number: int, phrase: Phrase, bit: int) -> int:
        self._first_bit.append(bit)
        self._starts |= 1 << bit
        for element in phrase:
            self._add_element(element, 1 << bit)
            bit += 1
        self._ends |= 1 << bit
        self._phrase_at[bit] = number
        return bit + 1

    def _add_element(self, element: Element, mark: int) -> None:
        if element.optional:
            self._optional |= mark
        if element.any_word or element.but:
            self._any |= mark
        if element.any_word:
            self._but[EDGE] = self._but.get(EDGE, 0) | mark
        for entry in element.entries:
            if element.but:
                self._but[entry[0]] = self._but.get(entry[0], 0) | mark
            else:
                self._add_entry(entry, mark)

    def _add_entry(self, entry: Sequence[str], mark: int) -> None:
        if len(entry) == 1 and entry[0].endswith("*"):
            prefix = entry[0][:-1]
            self._prefixes[prefix] = self._prefixes.get(prefix, 0) | mark
            return
        self._longest_entry = max(self._longest_entry, len(entry))
        branch = self._tree
        for word in entry:
            branch = branch.then.setdefault(word, Branch())
        branch.fits |= mark

    def _run(self, words: Sequence[str]) -> list[int]:
        """For each place between words, the elements that may come next there."""
        run = [0] * (len(words) + 1)
        for place, word in enumerate(words):
            ready = run[place] = self._skip(run[place] | self._starts)
            if moved := ready & self._fits_alone(word):
                run[place + 1] |= moved << 1
            if word in self._openers:
                for length, fits in self._longer(words, place):
                    run[place + length] |= (ready & fits) << 1
        run[-1] = self._skip(run[-1])
        return run

    def _skip(self, ready: int) -> int:
        """Also let every optional element be passed over.

        Adding a set bit to a row of ones carries to the end of the row: one addition skips all rows at once (Navarro
        and Raffinot, 2002, extended patterns).
        """
        waiting = ready & self._optional
        if not waiting:
            return ready
        carried = self._optional + waiting
        return ready | (self._optional ^ (self._optional & carried)) | (carried & self._after_optional)

    def _fits_alone(self, word: str) -> int:
        """The elements that this one word fits; remembered for words of the patterns, which are few."""
        if word in self._alone:
            return self._alone[word]
        fits = self._fits_now(word)
        if word in self._tree.then or word in self._but:
            self._alone[word] = fits
        return fits

    def _fits_now(self, word: str) -> int:
        branch = self._tree.then.get(word)
        fits = (branch.fits if branch else 0) | (self._any & ~self._but[word] if word in self._but else self._any)
        for length in self._prefix_lengths:
            fits |= self._prefixes.get(word[:length], 0) if len(word) >= length else 0
        return fits

    def _longer(self, words: Sequence[str], place: int) -> Iterator[tuple[int, int]]:
        branch = self._tree.then.get(words[place])
        length = 1
        while branch and branch.then and place + length < len(words):
            branch = branch.then.get(words[place + length])
            length += 1
            if branch and branch.fits:
                yield length, branch.fits

    def _start_of(self, words: Sequence[str], run: Sequence[int], place: int, bit: int) -> int:
        """Walk back from the end of a phrase to its first word."""
        first = self._first_bit[self._phrase_at[bit]]
        while bit > first:
            before = 1 << bit - 1
            place, bit = place - self._came_by(words, run, place, before), bit - 1
        return place

    def _came_by(self, words: Sequence[str], run: Sequence[int], place: int, before: int) -> int:
        """How many words the element `before` took to reach this place."""
        if before & self._optional and run[place] & before:
            return 0
        if place and run[place - 1] & before and self._fits_alone(words[place - 1]) & before:
            return 1
        for back in range(2, min(place, self._longest_entry) + 1):
            reached = (fits for length, fits in self._longer(words, place - back) if length == back)
            if run[place - back] & before and any(fits & before for fits in reached):
                return back
        raise AssertionError("a phrase was found that has no beginning")


def _bits(number: int) -> Iterator[int]:
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
