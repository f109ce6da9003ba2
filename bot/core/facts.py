"""The facts that conditions may name and that texts may fill in, with what each means and can be."""

from dataclasses import dataclass
from typing import Literal

from bot.core.days import WEEKDAYS

FactType = Literal["number", "text", "date", "choice"]


@dataclass(frozen=True, slots=True)
class Fact:
    """`values` lists the possible ids of a choice; `fills` tells that a text may hold it as `{{ name }}`."""

    name: str
    type: FactType
    meaning: str
    values: tuple[str, ...] = ()
    condition: bool = True
    fills: bool = False


LISTED: tuple[Fact, ...] = (
    Fact("phase", "choice", "the phase of the program", ("iop", "op", "continuing")),
    Fact("language", "choice", "the person's language", ("en", "es")),
    Fact("days_in_program", "number", "whole program days since enrolment, 0 on the first"),
    Fact("days_in_phase", "number", "whole program days since the phase began, 0 on the first"),
    Fact("practices_tried", "number", "how many different practices the person has answered about"),
    Fact("lessons_in_week", "number", "how many lessons were finished in the last seven program days"),
    Fact("today", "date", "the program day, as an ISO date in the person's zone"),
    Fact("weekday", "choice", "the day of the week", WEEKDAYS),
    Fact("notices", "choice", "the notices a person chose", ("discreet", "open")),
    Fact("preferred_name", "text", "the name a person chose", condition=False, fills=True),
    Fact("best_practice", "text", "the practice that helped most, by own ratings", condition=False, fills=True),
    Fact("program.name", "text", "PROGRAM_NAME", condition=False, fills=True),
    Fact("program.phone", "text", "PROGRAM_PHONE", condition=False, fills=True),
    Fact("staffed_hours", "text", "STAFFED_HOURS in words of the language", condition=False, fills=True),
    Fact("session.title", "text", "in a reminder: the session's title", condition=False, fills=True),
    Fact("session.day", "text", "in a reminder: Today, Tomorrow or the weekday when sent", condition=False, fills=True),
    Fact("session.time", "text", "in a reminder: its start in the person's zone", condition=False, fills=True),
    Fact("session.place", "text", "in a reminder: the place or link", condition=False, fills=True),
)
"""Besides these a text may fill in `plan.WORKSHEET`, `plan.WORKSHEET.QUESTION` and `crisis.ENTRY.KEY`."""

SESSION_IN_PROMPT = ("session.day", "session.time")
"""The only session facts that a discreet prompt may hold."""
