"""Who needs a person today, and the two weeks that a counselor looks at first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.core.history import Entry, answered_days
from bot.core.values import Value

DAILY = "checkins/daily"
"""The activity whose four answers the table shows; its id is part of the contract."""


BUILT_IN = {"session-missed": 85, "left": 70, "phase-talk": 65, "phase-agreed": 35, "thinned": 30}
"""The priorities of what the program itself raises, among those of `rules.yaml`."""
UNKNOWN = 50
"""Of an alert whose rule is gone."""


@dataclass(frozen=True, slots=True)
class Row:
    """One reason to look at one person: the rule that fired with its kind and priority, since when it stands open, and
    the numbers of its sentence. `further` are the person's other reasons, the most urgent first."""

    code: str
    initials: str
    kind: str
    rule: str
    priority: int
    since: datetime
    variables: Mapping[str, Value] = field(default_factory=dict)
    further: tuple["Row", ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """The daily check-in of one program day; `None` is what was not answered, which is never a zero."""

    date: date
    craving: Value | None = None
    mood: Value | None = None
    used: Value | None = None
    mindful: Value | None = None


def rank(rows: Iterable[Row]) -> list[Row]:
    """Each person once, under their most urgent reason: danger, then the priority that `rules.yaml` gives the rule,
    then who has waited longest. What is equal keeps its order."""
    ordered = sorted(rows, key=lambda row: (row.kind != "danger", -row.priority, row.since))
    people: dict[str, list[Row]] = {}
    for row in ordered:
        people.setdefault(row.code, []).append(row)
    return [replace(first, further=tuple(others)) for first, *others in people.values()]


def priority(rule: str, rules: Mapping[str, int]) -> int:
    """How urgent an alert is: as its rule says, else as the program's own, else in the middle."""
    return rules.get(rule, BUILT_IN.get(rule, UNKNOWN))


def table(entries: Sequence[Entry], today: date, days: int = 14) -> list[Day]:
    """The last program days, the newest first, each of them in its place whether it was answered or not."""
    found = {name: dict(answered_days(entries, DAILY, name)) for name in ("craving", "mood", "used", "mindful")}
    return [
        Day(day, **{name: values.get(day) for name, values in found.items()})
        for day in (today - timedelta(days=back) for back in range(days))
    ]
