"""Who is told of an alert that nobody takes, one rung after another, and when the next one is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

OWN, NEXT, ADMINISTRATORS = 0, 1, 2
"""The levels: those who look after the person were told, the next member of staff was, the administrators were."""

ENOUGH = 2
"""An alert that fewer people heard of does not wait for the administrators' hour."""
NOBODY_WAITS = timedelta(minutes=1)
"""While nobody at all can be told, it is tried again so often."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Who can be reached now: those who look after the person, the other counselors, the administrators, each in an
    order that does not change."""

    own: tuple[int, ...] = ()
    others: tuple[int, ...] = ()
    admins: tuple[int, ...] = ()

    def everybody(self) -> tuple[int, ...]:
        """Each of them once."""
        return tuple(dict.fromkeys((*self.own, *self.others, *self.admins)))


@dataclass(frozen=True, slots=True)
class Pace:
    """How long an alert waits for the next person, and for the administrators, both from its beginning."""

    next_person: timedelta
    administrators: timedelta


@dataclass(frozen=True, slots=True)
class Rung:
    """Whom a step tells, and the level after it."""

    people: tuple[int, ...]
    level: int


def first(reach: Reach) -> tuple[int, ...]:
    """Who is told at once: those who look after the person; nobody is left without somebody."""
    return reach.own or reach.admins or reach.others[:1]


def climb(level: int, reach: Reach, told: Collection[int], heard: Collection[int]) -> Rung:
    """The next step of an alert that nobody took. `told` are those a line was made for; `heard` those of them who can
    be reached and whose line was not lost."""
    own, others, admins = ([p for p in group if p not in told] for group in (reach.own, reach.others, reach.admins))
    if level == OWN and others:
        return Rung(_once(*own, others[0]), NEXT)
    known = {*heard, *own, *admins}
    more = others[:1] if len(known) < ENOUGH or not reach.admins else []
    people = _once(*own, *admins, *more)
    return Rung(people, max(level, ADMINISTRATORS if admins else NEXT) if people else level)


def again(reach: Reach, told: Collection[int]) -> tuple[int, ...]:
    """Who is reminded when the hour has passed and nobody took it: all who know of it, and the administrators."""
    return tuple(p for p in reach.everybody() if p in told or p in reach.own or p in reach.admins)


def next_step(before: int, after: int, planned: datetime, now: datetime, pace: Pace, heard: int) -> datetime:
    """When the step after this one is due. `planned` is when this one was: a program that was down catches up.
    `heard` is how many people know of it now."""
    if not heard:
        return now + NOBODY_WAITS
    if heard < ENOUGH:
        return now + pace.next_person
    if before == OWN and after == NEXT:
        return planned + (pace.administrators - pace.next_person)
    return now + pace.administrators


def _once(*people: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(people))
