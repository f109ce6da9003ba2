"""A sample program: two counselors and eight people with three weeks of plausible days, lived through the bot itself.

Everything happens by taps and texts in the simulator, so the demo shows what the services really stored.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.simulator.clock import SimulatedClock
from bot.simulator.demo import PhoneInfo
from bot.simulator.people import Person
from bot.simulator.world import World

WEEKS = 3
CHECKIN_UTC = timedelta(hours=0, minutes=5)
"""19:05 in New York in winter, the zone of the sample program: the prompt of 19:00 is there."""


MIDDAY_BEFORE = timedelta(hours=5)
"""Five past two: what comes at midday comes then, and not together with the evening's."""


class Invites(Protocol):
    """Makes invites as the administrator would; each returns the invite's code and the person's code."""

    async def counselor(self, name: str) -> tuple[str, str]: ...
    async def participant(self, name: str, counselor: str, language: str) -> tuple[str, str]: ...


Answer = tuple[int, int, str, str] | None
"""Craving, mood, used (yes, no, unsaid), mindful (yes, no) of one evening; `None` where nobody answered."""


@dataclass(frozen=True, slots=True)
class Member:
    """One of the eight: a name that is not theirs, a language, and 21 evenings."""

    user: int
    name: str
    language: str
    counselor: int
    note: str
    evenings: tuple[Answer, ...]
    words: dict[int, str] = field(default_factory=dict)  # evening → a note
    pauses: bool = False
    key: str = ""  # the note as a command line names it


def _steady(craving: int, mood: int, missing: tuple[int, ...] = ()) -> tuple[Answer, ...]:
    """Evenings that go up and down a little around what is usual for somebody."""
    sway = (0, 1, -1, 0, 2, -1, 1)
    days = range(WEEKS * 7)
    return tuple(
        None
        if day in missing
        else (
            max(0, min(10, craving + sway[day % 7])),
            max(0, min(10, mood - sway[(day + 3) % 7])),
            "no",
            "yes" if day % 3 else "no",
        )
        for day in days
    )


def _ending(evenings: tuple[Answer, ...], last: tuple[Answer, ...]) -> tuple[Answer, ...]:
    return (*evenings[: len(evenings) - len(last)], *last)


MEMBERS = (
    Member(2006, "Sam", "en", 0, "mixed", _steady(3, 6, (1, 6, 8, 13)), key="mixed"),
    Member(2001, "Ana", "es", 0, "steady", _steady(3, 7, (4, 11)), {18: "Hoy caminé con mi hermana."}, key="steady"),
    Member(2002, "Marcus", "en", 0, "silent for four days", _ending(_steady(4, 5, (9,)), (None,) * 4), key="silent"),
    Member(
        2003, "Dee", "en", 0, "craving is rising",
        _ending(_steady(3, 6), ((5, 5, "no", "no"), (6, 5, "no", "yes"), (6, 4, "no", "no"))),
        {20: "Long shifts this week. The walk home is the hard part."},
        key="rising-craving",
    ),
    Member(
        2004, "Luis", "es", 1, "reported use",
        _ending(_steady(4, 6, (2, 15)), ((6, 4, "no", "no"), (8, 3, "yes", "no"))), key="reported-use",
    ),
    Member(2005, "Priya", "en", 1, "paused", _steady(2, 7, (17, 18, 19, 20)), pauses=True, key="paused"),
    Member(
        2007, "Kay", "en", 1, "strong craving",
        _ending(_steady(4, 6, (5,)), ((8, 5, "no", "no"), (8, 5, "unsaid", "yes"), (9, 4, "no", "no"))),
        key="strong-craving",
    ),
    Member(
        2008, "Tom", "en", 1, "low mood",
        _ending(_steady(2, 5, (3, 10)), ((2, 3, "no", "no"), (3, 2, "no", "no"), (2, 3, "no", "no"))), key="low-mood",
    ),
)  # fmt: skip
COUNSELORS = ((1001, "Dana"), (1002, "Jordan"))

LABELS = {
    "en": {
        "language": "English", "next": "Next", "agree": "I agree", "zone": "New York", "time": "19:00", "skip": "Skip",
        "no": "No", "yes": "Yes", "unsaid": "I'd rather not", "mindful-yes": "Yes",
        "mindful-no": "Not yet", "days": "7", "start": "Send",
    },
    "es": {
        "language": "Español", "next": "Siguiente", "agree": "Acepto", "zone": "New York", "time": "19:00",
        "skip": "Omitir", "no": "No", "yes": "Sí", "unsaid": "Prefiero", "mindful-yes": "Sí",
        "mindful-no": "Todavía", "days": "7", "start": "Enviar",
    },
}  # fmt: skip
"""The first words of the buttons they tap: those of the shipped content."""


class Cohort:
    """Lives through the weeks. `invites` and `settle` come from the program that runs behind the simulator."""

    days = WEEKS * 7
    invites: Invites
    settle: Callable[[], Awaitable[None]]

    def __init__(self, world: World, clock: SimulatedClock, present: datetime) -> None:
        self._world, self._clock, self._present, self._began = world, clock, present, clock.now()
        for user, name in COUNSELORS:
            world.add_person(user, name, "en")
        for member in MEMBERS:
            world.add_person(member.user, member.name, member.language)

    @staticmethod
    def begins(now: datetime) -> datetime:
        """Three weeks before now, at noon in New York."""
        return (now - timedelta(days=WEEKS * 7)).replace(hour=17, minute=0, second=0, microsecond=0)

    @property
    def phones(self) -> list[PhoneInfo]:
        """Whom the start page can switch to: participants first."""
        people = [PhoneInfo(member.user, member.name, "participant", member.note) for member in MEMBERS]
        return [*people, *(PhoneInfo(user, name, "counselor", "") for user, name in COUNSELORS)]

    async def live(self) -> AsyncIterator[int]:
        """Day by day until now; yields the number of the day that is over."""
        now = self._present
        await self._enrol()
        for day in range(self.days):
            evening = (self._began + timedelta(days=day + 1)).replace(hour=0, minute=0) + CHECKIN_UTC
            if evening > now:
                break
            await self._evening(day, evening)
            yield day
        if now > self._clock.now():
            self._clock.set(now)
        await self.settle()

    async def _enrol(self) -> None:
        staff = []
        for user, name in COUNSELORS:
            invite, code = await self.invites.counselor(name)
            staff.append(code)
            self._world.person(user).presses_start(invite)
        await self.settle()
        for member in MEMBERS:
            invite, _ = await self.invites.participant(member.name, staff[member.counselor], member.language)
            self._world.person(member.user).presses_start(invite)
        await asyncio.gather(*(self._welcome(member) for member in MEMBERS))
        await self.settle()

    async def _welcome(self, member: Member) -> None:
        person, words = self._world.person(member.user), LABELS[member.language]
        await person.hears()
        for key in ("language", "next", "agree", "zone", "time", "skip"):
            await _tap(person, words[key])
        await _type(person, member.name)

    async def _evening(self, day: int, evening: datetime) -> None:
        for moment in (evening - MIDDAY_BEFORE, evening):
            self._clock.set(moment)
            await self.settle()
        await asyncio.gather(*(self._answer(member, day) for member in MEMBERS))
        await self.settle()
        self._clock.set(evening + timedelta(minutes=20))
        await self.settle()

    async def _answer(self, member: Member, day: int) -> None:
        person, words, answer = self._world.person(member.user), LABELS[member.language], member.evenings[day]
        if member.pauses and day == self.days - 4:
            await _type(person, "/pause 7")
            return
        if answer is None:
            return
        craving, mood, used, mindful = answer
        await _type(person, "/checkin")  # other prompts may stand above the evening's
        for label in (str(craving), str(mood), words[used], words[f"mindful-{mindful}"]):
            await _tap(person, label)
        if day in member.words:
            await _type(person, member.words[day])


async def _tap(person: Person, label: str) -> None:
    """One tap, and the bot's next word."""
    person.has_heard_all()
    await person.taps(label)
    await person.hears()


async def _type(person: Person, text: str) -> None:
    person.has_heard_all()
    person.types(text)
    await person.hears()
