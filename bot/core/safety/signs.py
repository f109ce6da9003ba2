"""Small signs: words that prove nothing alone and much together.

Phrases find what somebody foresaw. In our own trials about one grave message in six said it in words that nobody had;
many of those still hold a few words that people in danger use far more often than others. Each such word or class of
words has points, and a message (or a stretch of a long one) that reaches `at` counts. The points stand in
content/<lang>/safety.yaml, to be read and mended by hand; docs/decisions/001-danger-detector.md tells their source.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.safety.patterns import PatternError

_ENTRY = re.compile(r"(<[a-z0-9-]+>|[a-z0-9]+(?:-[a-z0-9]+)?) (-?\d+)\Z")
_MORE_IF_EXPLAINED = 8
"""Tenths of log-odds: "I'd love some wine tonight" is a craving; a few dark words must not make it more than that."""
_STRETCH = 30
"""Words after which a new stretch begins: points of a long diary must not add up to an alarm."""


@dataclass(frozen=True, slots=True)
class Signs:
    """Points by word, by two words side by side (`not-wake`), or by `<class>`; tenths of a log-odds."""

    at: int
    points: Mapping[str, int]

    def reached(self, signs: set[str], explained: bool) -> bool:
        """Whether they add up; `explained`: a milder family already says what the message is about."""
        return sum(map(self.points.__getitem__, self.points.keys() & signs)) >= self.at + (
            _MORE_IF_EXPLAINED if explained else 0
        )


def read_signs(at: object, text: object) -> Signs:
    """`at: 12` and `die 21, <want> 9, sober -8`, or PatternError."""
    if not isinstance(at, int) or isinstance(at, bool) or not isinstance(text, str):
        raise PatternError("signs need a number and a text; write `at: 12` and `points: die 21, <want> 9, sober -8`")
    points: dict[str, int] = {}
    for entry in text.split(","):
        matched = _ENTRY.match(entry.strip())
        if not matched:
            raise PatternError(
                f"{entry.strip()!r} is not a word and its points; write for example `die 21` or `<want> 9`"
            )
        points[matched[1]] = int(matched[2])
    return Signs(at, points)


def stretches(sentences: Sequence[tuple[tuple[str, ...], int]]) -> Iterator[list[tuple[tuple[str, ...], int]]]:
    """Neighbouring sentences with what was found in each, about thirty words at a time."""
    stretch: list[tuple[tuple[str, ...], int]] = []
    words = 0
    for sentence, found in sentences:
        if stretch and words + len(sentence) > _STRETCH:
            yield stretch
            stretch, words = [], 0
        stretch.append((sentence, found))
        words += len(sentence)
    if stretch:
        yield stretch
