"""What word a person meant: other spellings, typos, words run together. Only words of the patterns are ever guessed."""

from collections.abc import Iterable, Mapping, Sequence

from bot.core.safety import letters
from bot.core.safety.patterns import EDGE

SHORTEST_FOLDED = 6
"""Below six letters one slip makes another real word (diet, lied), so typos are folded from six on (LIBRARIES 11)."""

_LONGEST_JOINED = 120
_VOWELS = "aeiou"
_EDGES = 2
_TOO_SHORT = 3
"""Letters; two pieces that make no more are left apart."""

Sentence = tuple[str, ...]
"""Words between two edges, the edges included."""


class Lexicon:
    """The words of one language's patterns, and the ways to find them behind what was typed."""

    def __init__(
        self,
        known: frozenset[str],
        foreign: frozenset[str],
        respell: Mapping[str, Sequence[str]],
        emoji: Mapping[str, str],
    ) -> None:
        self.known = known
        self._foreign = foreign
        self._respell = respell
        self._signs = letters.plain_signs(emoji)
        self._words = known | respell.keys()
        self._longest = max((len(word) for word in self.known), default=0)
        self._near: dict[str, list[str]] = {}
        for word in sorted(self.known):
            if len(word) >= SHORTEST_FOLDED:
                for end in _unharmed_ends(word):
                    self._near.setdefault(end, []).append(word)

    def sentences(self, text: str) -> list[Sentence]:
        """The text as known words where it can be, a sentence each, with `^` at both ends."""
        plain = letters.unfold(text, self._signs)
        for run, joined in letters.split_runs(plain):
            if joined in self.known or self._parts(joined):
                plain = plain.replace(run, joined, 1)
        memory: dict[str, Sequence[str]] = {}
        sentences: list[Sentence] = []
        words = [EDGE]
        for token in self._rejoined(letters.raw_tokens(plain)):
            if token not in memory:
                memory[token] = self._meant(token)
            words.extend(memory[token])
            if token == EDGE:
                sentences.append(tuple(words))
                words = [EDGE]
        return [sentence for sentence in (*sentences, (*words, EDGE)) if len(sentence) > _EDGES]

    def speaks(self, sentence: Sentence) -> bool:
        """Whether some word is of this language and of no other, so that reading it here can find anything more."""
        return any(word in self.known and word not in self._foreign for word in sentence)

    def _rejoined(self, tokens: Sequence[str]) -> Iterable[str]:
        """`ki ll` as one word: two pieces of which one is no word, and that make one."""
        words = self._words
        joined = False
        for here, after in zip(tokens, [*tokens[1:], EDGE], strict=False):  # no tokens, no turns
            if joined:  # the piece before took this one with it
                joined = False
                continue
            torn = after != EDGE and not (here in words and after in words) and len(here) + len(after) > _TOO_SHORT
            joined = torn and here + after in words
            yield here + after if joined else here

    def _meant(self, typed: str) -> Sequence[str]:
        if typed in self._words or typed == EDGE:
            return self._respell.get(typed) or (typed,)
        token = letters.without_apostrophes(typed)
        if token in self._foreign and token not in self._words:
            return (token,)
        for candidate in (token, *self._spellings(token)):
            if candidate in self._words:
                return self._respell.get(candidate) or (candidate,)
        if parts := self._parts(letters.from_leet(token) if letters.is_leet(token) else token):
            return [word for part in parts for word in self._respell.get(part, (part,))]
        return (self._nearest(token) or token,)

    def _spellings(self, token: str) -> list[str]:
        spellings: list[str] = []
        if letters.is_leet(token):
            token = letters.from_leet(token)
            spellings.append(token)
        spellings += letters.unstretched(token)
        if 0 < token.count("*") <= 2 and len(token) <= 16:
            spellings += [*_filled(token), token.replace("*", "")]
        return spellings

    def _nearest(self, token: str) -> str | None:
        """The known word one slip away: a letter too many, too few, wrong, or two swapped."""
        if not SHORTEST_FOLDED - 1 <= len(token) <= self._longest + 1 or not token.isalpha():
            return None
        found = {word for end in _unharmed_ends(token) for word in self._near.get(end, ()) if one_slip(token, word)}
        return min(found, key=lambda word: (-len(word), word), default=None)

    def _parts(self, token: str) -> Sequence[str]:
        """`iwanttodie` as the fewest known words that fill it, or nothing."""
        if not SHORTEST_FOLDED <= len(token) <= _LONGEST_JOINED:
            return ()
        best: list[tuple[str, ...] | None] = [()] + [None] * len(token)
        for start, before in enumerate(best):
            if before is None:
                continue
            for end in range(start + 1, min(start + self._longest, len(token)) + 1):
                known = best[end]
                if (known is None or len(known) > len(before) + 1) and self._is_part(token[start:end]):
                    best[end] = (*before, token[start:end])
        found = best[-1] or ()
        return found if len(found) * 2 <= len(token) else ()

    def _is_part(self, piece: str) -> bool:
        if len(piece) == 1:
            return piece in "iayo"
        return piece in self._words and not piece[0].isdigit()


def one_slip(left: str, right: str) -> bool:
    """Damerau-Levenshtein distance of at most one (a letter added, lost, changed, or two neighbours swapped)."""
    if len(left) > len(right):
        left, right = right, left
    if len(right) - len(left) > 1:
        return False
    same = next((i for i, letter in enumerate(left) if letter != right[i]), len(left))
    if len(left) < len(right):
        return left[same:] == right[same + 1 :]
    swapped = left[same : same + 2] == right[same : same + 2][::-1] and left[same + 2 :] == right[same + 2 :]
    return swapped or left[same + 1 :] == right[same + 1 :]


def _unharmed_ends(word: str) -> Iterable[str]:
    """What is left of a long word after one slip that spares its first letter: its beginning or its end.

    A swap in the middle of six letters spoils both of the longer pieces, hence the third.
    """
    return word[:3] + "+", word[0] + "+" + word[-3:], word[:2] + "+" + word[-2:]


def _filled(token: str) -> Iterable[str]:
    """`k*ll` with every vowel in place of the star."""
    head, _, tail = token.partition("*")
    for vowel in _VOWELS:
        filled = head + vowel + tail
        yield from _filled(filled) if "*" in filled else (filled,)
