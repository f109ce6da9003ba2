"""What a person's own numbers before and after a practice say: which ones help, in their own eyes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from statistics import fmean

LEAST = 2
"""Times that a practice was rated before its numbers say something: once is chance."""


@dataclass(frozen=True, slots=True)
class Rating:
    """One time: how it was before and after."""

    practice: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Helped:
    """How a practice went so far: how often it was rated, and the means before and after."""

    practice: str
    times: int
    before: float
    after: float


def summed_up(ratings: Iterable[Rating]) -> list[Helped]:
    """Each practice that was rated, the most often rated first, what is equal in the order of first use."""
    by_practice: dict[str, list[Rating]] = {}
    for rating in ratings:
        by_practice.setdefault(rating.practice, []).append(rating)
    found = [
        Helped(name, len(each), round(fmean(r.before for r in each), 1), round(fmean(r.after for r in each), 1))
        for name, each in by_practice.items()
    ]
    return sorted(found, key=lambda helped: -helped.times)


def gain(helped: Helped, lifting: Collection[str]) -> float:
    """By how much it got better: of most practices a number falls, of those that lift (mood, energy) it rises."""
    change = helped.after - helped.before
    return change if helped.practice in lifting else -change


def best_of(ratings: Iterable[Rating], lifting: Collection[str]) -> Helped | None:
    """The practice that helped most, by the mean of at least two times; `None` where none has helped yet."""
    told = [each for each in summed_up(ratings) if each.times >= LEAST and gain(each, lifting) > 0]
    return max(told, key=lambda each: gain(each, lifting), default=None)
