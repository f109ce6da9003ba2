"""Offers and alerts: which rule of `rules.yaml` is true for a person now, and with which numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from bot.core.conditions import Condition

AlertKind = Literal["danger", "today", "watch"]


@dataclass(frozen=True, slots=True)
class Rule:
    """`offer` is an activity's id, `reason` and `row` are keys of `notices.ftl`; `after` delays the offer, `every` is
    the least time between two firings for one person."""

    name: str
    when: Condition
    offer: str = ""
    reason: str = ""
    alert: AlertKind | None = None
    row: str = ""
    after: timedelta = timedelta()
    every: timedelta = timedelta()
    priority: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers that `rules.yaml` owns; minutes and counts."""

    numbers: Mapping[str, int] = field(default_factory=dict)
    order: tuple[str, ...] = ()
