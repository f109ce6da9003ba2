"""Thinning: prompts that nobody answers come half as often, and who answers again has them back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

IGNORED_IN_A_ROW = 3
HALF = 2
"""Every second prompt that is due."""
BACK_AFTER = 3
"""Days running with a check-in, after which all prompts come again."""
STANDS_FOR = timedelta(days=28)
"""How long the person's own word on it is not asked for again."""


@dataclass(frozen=True, slots=True)
class Prompted:
    """One message of a prompt: about which program day, whether it surely arrived, and whether the person touched it
    or did what it asked for."""

    occurrence: str
    arrived: bool
    answered: bool


def all_ignored(messages: Iterable[Prompted]) -> bool:
    """Whether the newest three program days with a prompt passed it by. A day on which it may not have arrived, or on
    which it was put off or answered, breaks the row."""
    days: dict[str, list[Prompted]] = {}
    for message in messages:
        days.setdefault(message.occurrence, []).append(message)
    newest = [days[day] for day in sorted(days)][-IGNORED_IN_A_ROW:]
    return len(newest) == IGNORED_IN_A_ROW and all(_ignored(day) for day in newest)


def _ignored(day: Sequence[Prompted]) -> bool:
    return all(message.arrived and not message.answered for message in day)


def may_come_back(today: date, done_on: Collection[date]) -> bool:
    """Whether the check-in was done today and on the days before, often enough to send every prompt again."""
    return all(today - timedelta(days=back) in done_on for back in range(BACK_AFTER))


CHOICES: Mapping[str, int] = {"as_before": 1, "less": HALF, "never": 0}
"""What the answers of `messages/how-often` mean for `prompts_every`."""
