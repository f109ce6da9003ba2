"""What has grown, in words and rows of small signs. Only what is there is shown: no score, no day that is missing."""

from collections.abc import Iterable
from datetime import date, timedelta

READ, KEPT_A_WHILE, ROOTED = "🌱", "🌿", "🌳"
MOST_SHOWN = 12
"""Signs in a row; beyond that the number says more than a picture."""
DOT = "●"


def row_of(sign: str, count: int) -> str:
    """So many signs, as far as they can be taken in at a glance."""
    return sign * min(count, MOST_SHOWN)


def stages(steps: Iterable[int], kept: int) -> tuple[int, int]:
    """How many questions of lessons were known again at least once, and how many through the whole ladder."""
    found = list(steps)
    return sum(0 < step < kept for step in found), sum(step >= kept for step in found)


def of_this_week(days: Iterable[date], today: date) -> int:
    """On how many of the last seven program days there is something."""
    return len({day for day in days if today - timedelta(days=6) <= day <= today})
