"""A year of a whole program in a minute: the real services on a real database, a chat that only remembers, and a clock
that is moved from one hour to the next."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from bot.core.interpret import Incoming
from bot.curriculum.catalog import Catalog
from bot.opening import place_of
from bot.services import arriving, enrol
from bot.services.conversation import handle
from bot.services.due import Due
from bot.services.house import House
from bot.services.pacing import Pace
from bot.services.send import Sender
from bot.services.transport import Message, no_wait
from bot.simulator import SimulatedClock
from bot.storage.migrations import migrate
from bot.storage.people import Person
from bot.storage.sealing import Ring
from bot.storage.unit import Unit
from bot.storage.writer import Store
from tests.e2e.living import KEY, settings_for
from tests.silent_chat import SilentChat

T = TypeVar("T")

FAST = 10_000_000
"""Messages a second: the pace is another test's concern."""


class AtOnce(Store):
    """The same store without its threads: a year is a hundred thousand transactions one after the other, and who waits
    for whom is another test's concern."""

    async def write(self, fn: Callable[[Unit], T]) -> T:
        return self._write(fn)

    async def read(self, fn: Callable[[Unit], T]) -> T:
        return self._read(fn)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that stands in a chat; `opens` is the delivery behind its *Open*, if it has one."""

    at: datetime
    chat: int
    opens: int | None


@dataclass
class Remembering(SilentChat):
    """A chat that carries nothing anywhere: what Telegram itself does with a message is another test's concern."""

    clock: SimulatedClock
    sent: list[Sent] = field(default_factory=list)

    async def send(self, chat: int, message: Message, more: Callable[[], Awaitable[None]] = no_wait) -> int:
        buttons = [button for row in message.view.buttons for button in row]
        opens = next((button.numbers[0] for button in buttons if button.kind == "open"), None)
        self.sent.append(Sent(self.clock.now(), chat, opens))
        return len(self.sent)


@dataclass
class Year:
    """A program without HTTP; `begin_again` is a restart."""

    folder: Path
    clock: SimulatedClock
    catalog: Catalog
    store: Store = field(init=False)
    house: House = field(init=False)
    chat: Remembering = field(init=False)
    due: Due = field(init=False)
    sender: Sender = field(init=False)
    _update: int = 0

    def __post_init__(self) -> None:
        settings = settings_for(self.folder, "http://127.0.0.1:1")
        migrate(settings.database_url)
        self.store = AtOnce(settings.database_url, Ring.parse(KEY))
        self.house = House(place_of(settings), lambda: self.catalog, self.clock.now)
        self.chat = Remembering(self.clock)
        self.begin_again()

    def begin_again(self) -> None:
        """All that was in memory is gone."""
        pace = Pace(FAST, time.monotonic, asyncio.sleep, FAST)
        self.sender = Sender(self.store, self.house, self.chat, pace, asyncio.sleep)
        self.due = Due(self.store, self.house, lambda: None)

    async def restart(self) -> None:
        """Ends the program and begins it anew."""
        self.begin_again()
        await self.store.write(lambda unit: unit.deliveries.requeue_after_crash(self.clock.now()))

    async def enrol(self, chats: range, zones: tuple[str, ...], times: tuple[str, ...]) -> list[Person]:
        """People who agreed and chose their zone and time in turns."""
        now = self.clock.now()

        def make(unit: Unit) -> list[Person]:
            made = []
            for n in chats:
                code, person = enrol.invite_participant(unit, self.house.place, now=now, language="en")
                arriving.claim(unit, code, n, "en", now)
                wanted = {"state": "active", "enrolled_at": now, "timezone": zones[n % len(zones)]}
                wanted["checkin_time"] = times[n % len(times)]
                for name, value in wanted.items():
                    unit.people.set(person.id, name, value, now, None)
                unit.consents.give(person.id, "care", text_version="t", text_digest="t", language="en", at=now)
                made.append(unit.people.by_id(person.id))
            return made

        return await self.store.write(make)

    async def at(self, moment: datetime) -> None:
        """What happens at a moment."""
        self.clock.set(moment)
        await self.due.tick()
        await self.sender.drain()

    async def types(self, chat: int, text: str) -> None:
        """Somebody writes."""
        await self._arrives(Incoming(self._next(), "text", chat, message=10_000_000 + self._update, text=text))

    async def taps(self, chat: int, data: str) -> None:
        """Somebody taps a button."""
        await self._arrives(Incoming(self._next(), "tap", chat, message=None, data=data))

    def _next(self) -> int:
        self._update += 1
        return self._update

    async def _arrives(self, incoming: Incoming) -> None:
        now = self.clock.now()
        await self.store.write(lambda unit: handle(unit, self.house, incoming, now))
        await self.sender.drain()
