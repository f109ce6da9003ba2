"""The budget of unasked messages: of all that is wanted on a program day, what goes at which moment, and what not."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Budget:
    """At most `most` unasked messages a program day, `apart` from each other, in the `order` of `rules.yaml`."""

    most: int
    apart: timedelta
    order: tuple[str, ...] = ()

    def rank(self, kind: str) -> int:
        """The place of a kind in the order; what the order does not name comes last."""
        return self.order.index(kind) if kind in self.order else len(self.order)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something unasked that is due on a program day. `kind` is a word of the order; of one kind the higher `priority`
    goes first. `due_at` lies outside quiet hours, and `expires_at` at their next beginning at the latest. What is
    `on_time` comes at the hour that the person chose, during a session too."""

    key: str
    kind: str
    due_at: datetime
    expires_at: datetime
    priority: int = 0
    on_time: bool = False


@dataclass(frozen=True, slots=True)
class Unasked:
    """One that was sent or waits: when, for which program day, and whether it counts (a snoozed one was asked for)."""

    at: datetime
    occurrence: str
    counts: bool = True


def spent_on(messages: Iterable[Unasked], occurrence: str, begins: datetime) -> int:
    """How many of them a program day has had: those meant for it, and those of a day that travel has shortened."""
    return sum(each.counts and (each.occurrence == occurrence or each.at >= begins) for each in messages)


def plan(
    wanted: Iterable[Wanted],
    taken: Collection[datetime],
    spent: int,
    now: datetime,
    budget: Budget,
    busy: Sequence[Span] = (),
) -> dict[str, datetime]:
    """When each goes, by its key; what has no place on this day is left out.

    What comes first in the order takes its place first, also where it is due later: a lesson never costs the check-in
    its hour. `taken` are the moments of this day's other unasked messages, sent or waiting; `spent` is how many of them
    count. `busy` are sessions, in which no offer arrives.
    """
    held = sorted(taken)
    places: dict[str, datetime] = {}
    for each in sorted(wanted, key=lambda one: (budget.rank(one.kind), -one.priority, one.due_at, one.key)):
        at = _free(max(each.due_at, now), held, budget.apart, () if each.on_time else busy)
        if spent + len(places) < budget.most and at < each.expires_at:
            places[each.key] = at
            held = sorted([*held, at])
    return places


def _free(at: datetime, held: Sequence[datetime], apart: timedelta, busy: Sequence[Span]) -> datetime:
    """The first moment from `at` on that is far enough from each that is held, and in no session."""
    later = _past(at, held, apart, busy)
    while later != at:
        at, later = later, _past(later, held, apart, busy)
    return at


def _past(at: datetime, held: Sequence[datetime], apart: timedelta, busy: Sequence[Span]) -> datetime:
    for begins, ends in busy:
        if begins <= at < ends:
            at = ends
    for moment in held:
        if abs(at - moment) < apart:
            at = moment + apart
    return at
