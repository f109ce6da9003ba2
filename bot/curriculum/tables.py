"""What editors may name: the facts of conditions and texts, and the numbers of `rules.yaml`, with their meaning."""

from collections.abc import Mapping

from bot.core.facts import LISTED
from bot.curriculum.crisis import Country, facts_of
from bot.curriculum.rules import LIMITS

_CALLS = {
    'last("FILE", QUESTION)': ("as the question", "the newest answer"),
    'count("FILE", QUESTION >= N, days=N)': ("number", "answers in that many program days for which it is true"),
    'streak("FILE", QUESTION >= N)': ("number", "answered days in a row, up to the newest, for which it is true"),
    'mean("FILE", QUESTION, days=N)': ("number", "the mean of the newest answered days"),
    'usual("FILE", QUESTION)': ("number", "the median of the 28 days before"),
    'drop("FILE", QUESTION)': ("number", "the fall since the answer before"),
    'rising("FILE", QUESTION, last=N, before=N, by=N)': (
        "true or false",
        "the mean of the last days is higher by that much",
    ),
    'silent("FILE")': ("number", "program days since an answer"),
}
"""The calls on other files and days; the names are those of `bot.core.conditions.CALLS`."""

Row = tuple[str, str, str, str]
"""Name, where it may stand, its values, its meaning."""


def facts_rows(crisis: Mapping[str, Country] | None = None) -> list[Row]:
    """Every fact with its values and meaning."""
    rows: list[Row] = [
        (fact.name, _where(fact.condition, fact.fills), ", ".join(fact.values) or fact.type, fact.meaning)
        for fact in LISTED
    ]
    rows.append(("plan.WORKSHEET", "text", "text", "the person's words in that worksheet"))
    rows.append(("plan.WORKSHEET.QUESTION", "text", "text", "the person's answer to that question of it"))
    names = sorted({name for country in (crisis or {}).values() for name in facts_of(country)}) or ["crisis.ENTRY.KEY"]
    rows.extend((name, "text", "text", "that number of crisis.yaml, for CRISIS_COUNTRY") for name in names)
    rows.extend((form, "condition", values, meaning) for form, (values, meaning) in _CALLS.items())
    return rows


def facts_table(crisis: Mapping[str, Country] | None = None) -> str:
    """The facts as `companion content check --facts` prints them: one a line, in columns."""
    rows = [("name", "stands in", "values", "meaning"), *facts_rows(crisis)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join("  ".join([*(row[n].ljust(widths[n]) for n in range(3)), row[3]]).rstrip() for row in rows)


def limits_table() -> list[tuple[str, int, str]]:
    """Every number that `rules.yaml` may give, what it is without, and its meaning."""
    return [(name, default, meaning) for name, (default, meaning) in LIMITS.items()]


def _where(condition: bool, fills: bool) -> str:
    return " and ".join(name for name, is_so in (("condition", condition), ("text", fills)) if is_so)
