"""What every service needs to know about the house it works in: its clock, its content, its settings."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from bot.core.activity import Activity
from bot.core.program import Program
from bot.core.rules import Limits, Rule
from bot.core.safety import Families
from bot.core.schedule import Hours

Plain = str | int | float
"""What a sentence can be given."""


class Content(Protocol):
    """The catalog as services use it."""

    @property
    def languages(self) -> tuple[str, ...]: ...
    @property
    def program(self) -> Program: ...
    @property
    def rules(self) -> tuple[Rule, ...]: ...
    @property
    def limits(self) -> Limits: ...
    @property
    def families(self) -> Families: ...

    def activity(self, name: str, language: str) -> Activity | None: ...
    def all_activities(self, language: str) -> list[Activity]: ...
    def scheduled(self) -> tuple[Activity, ...]: ...
    def source(self, activity: Activity) -> str: ...
    def version(self, name: str, language: str, digest: str, source: str) -> Activity | None: ...
    def label(self, key: str, /, language: str, **values: Plain) -> str: ...
    def notice(self, key: str, /, language: str, **values: Plain) -> str: ...
    def labels_everywhere(self, key: str) -> frozenset[str]: ...
    def crisis_facts(self, country: str) -> dict[str, str]: ...
    def image(self, path: str, language: str) -> Path | None: ...


@dataclass(frozen=True, slots=True)
class Place:
    """The program's own settings: who it is, where, and when people are there."""

    name: str
    phone: str
    timezone: str
    country: str
    hours: Hours
    hours_text: str
    quiet: tuple[str, str]
    holidays: Collection[date]


@dataclass
class House:
    """`content` answers with the catalog in force at this moment: it is swapped whole while the program runs. `bot` is
    the bot's username, empty while it is not known; `versions` are the activities by the number of their version,
    which never changes once it was read."""

    place: Place
    content: Callable[[], Content]
    now: Callable[[], datetime]
    bot: Callable[[], str] = lambda: ""
    versions: dict[int, Activity] = field(default_factory=dict)

    def keys(self) -> Mapping[str, str]:
        """The labels of the reply keyboard in every language, case-folded, and the commands they stand for."""
        commands = {"help-now": "sos", "check-in": "checkin", "lesson": "lesson", "menu": "menu"}
        content = self.content()
        return {word.casefold(): name for key, name in commands.items() for word in content.labels_everywhere(key)}

    def language_of(self, code: str) -> str:
        """The content's language for an app's language code (`es-MX` → `es`), or English where there is none."""
        spoken = code.split("-")[0].lower()
        return spoken if spoken in self.content().languages else "en"

    def invite_link(self, code: str) -> str:
        """How a code is used: the bot's link, or the command while the bot's name is not known."""
        return f"https://t.me/{self.bot()}?start={code}" if self.bot() else f"/start {code}"


STAFF = ("counselor", "admin")
"""The roles that see participants' records."""
