"""A scene: one person at one moment, inside one transaction. What every verb about a person begins with."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.core.interpret import Incoming
from bot.core.schedule import program_day
from bot.services.house import STAFF, House
from bot.storage.people import Person
from bot.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Scene:
    """`incoming` is the update that is being handled, if one is; `roles` are those held now."""

    unit: Unit
    house: House
    person: Person
    now: datetime
    roles: frozenset[str] = frozenset()
    incoming: Incoming | None = None

    @property
    def day(self) -> date:
        """The program day, 04:00 to 04:00 in the person's zone."""
        return program_day(self.now, self.person.timezone)

    @property
    def is_staff(self) -> bool:
        """Whether the person holds a role that sees records."""
        return not self.roles.isdisjoint(STAFF)

    @property
    def update(self) -> str:
        """The update's number as the occurrence of what it causes, so that running it again causes nothing twice."""
        return str(self.incoming.update) if self.incoming else f"at {self.now.isoformat()}"

    def again(self) -> "Scene":
        """The same scene with the person as they now stand in the database."""
        return replace(self, person=self.unit.people.by_id(self.person.id))
