"""Sends what is due: composes it, hands it to the chat, and stores what became of it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from bot.services import commands_menu, outcomes
from bot.services.compose import Outgoing, audited, compose, shows_record
from bot.services.house import House
from bot.services.pacing import Pace
from bot.services.scene import Scene
from bot.services.transport import (
    Blocked,
    NotEditable,
    Refused,
    TooMany,
    Transport,
    TransportError,
    Uncertain,
    Unsent,
)
from bot.storage.deliveries import Delivery
from bot.storage.faults import AWAY, StoreFault
from bot.storage.people import PersonGone
from bot.storage.unit import Unit
from bot.storage.writer import Store

log = structlog.get_logger("send")

T = TypeVar("T")

AT_A_TIME = 16
"""Deliveries under way at once, each to another person."""
LONGEST_WAIT = 60.0
IDLE = 1.0
"""Seconds after which a sender with nothing to do looks again by itself."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A delivery with its message and the chat it goes to."""

    delivery: Delivery
    chat: int
    outgoing: Outgoing


class Sender:
    """One per program. `kick` tells it that something was queued."""

    def __init__(
        self,
        store: Store,
        house: House,
        transport: Transport,
        pace: Pace,
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._store, self._house, self._transport, self._pace, self._sleep = store, house, transport, pace, sleep
        self._wanted = asyncio.Event()
        self._busy: set[int] = set()
        self._held: dict[int, datetime] = {}  # person → until when their chat is left alone
        self._more = False  # whether something that is due had to wait for another one
        self._tasks: set[asyncio.Task[None]] = set()

    def kick(self) -> None:
        """Something was queued."""
        self._wanted.set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Sends until `stopping`; a fault of the database only makes it wait."""
        pause = 1.0
        while not stopping.is_set():
            self._wanted.clear()
            try:
                await self.send_due()
                pause = 1.0
            except StoreFault as fault:
                log.warning("cannot read what is due", error=type(fault).__name__)
                await self._sleep(pause)
                pause = min(pause * 2, LONGEST_WAIT)
            await self._rest()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._wanted.wait(), IDLE)
        except TimeoutError:
            return

    async def send_due(self) -> None:
        """Starts everything that is due now, one at a time for each person, in order."""
        self._more = False
        now, busy = self._house.now(), set(self._busy)  # whoever is busy now may be done before the list is here
        due = await self._store.read(lambda unit: unit.deliveries.due(now))
        for delivery in due:
            if self._must_wait(delivery, now):
                continue
            if delivery.person in busy | self._busy or len(self._tasks) >= AT_A_TIME:
                self._more = True
                if delivery.person in busy and delivery.person not in self._busy:
                    self._wanted.set()  # it ended while the list was read
                continue
            self._busy.add(delivery.person)
            task = asyncio.create_task(self._one(delivery))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _must_wait(self, delivery: Delivery, now: datetime) -> bool:
        """Whether Telegram asked us to leave this person's chat alone for a while (429)."""
        until = self._held.get(delivery.person)
        if until is not None and until <= now:
            del self._held[delivery.person]
        return until is not None and until > now

    async def drain(self) -> None:
        """Sends until nothing more is due: for tests and for a clean stop."""
        while True:
            await self.send_due()
            if not self._tasks:
                return
            await asyncio.gather(*self._tasks)

    async def _one(self, delivery: Delivery) -> None:
        try:
            ready = await self._prepare(delivery)
            if ready is not None:
                await self._deliver(ready)
        except AWAY as fault:
            log.warning("delivery waits for the database", delivery=delivery.id, error=type(fault).__name__)
            await asyncio.sleep(IDLE)
        except Exception as fault:  # one bad row never stops the others; it is told, and tried no more
            log.error("delivery failed", delivery=delivery.id, purpose=delivery.purpose, error=type(fault).__name__)
            await self._give_up(delivery, type(fault).__name__)
        finally:
            self._busy.discard(delivery.person)
            if self._more:
                self._wanted.set()

    async def _prepare(self, delivery: Delivery) -> Ready | None:
        now = self._house.now()
        if delivery.expires_at and delivery.expires_at <= now:
            await self._store.write(lambda unit: unit.deliveries.expire(now))
            return None
        if shows_record(delivery):  # the line of the audit log is committed before the record is read
            await self._store.write(lambda unit: self._audit(unit, delivery))
        ready = await self._store.read(lambda unit: self._compose(unit, delivery))
        if ready is None:
            await self._store.write(lambda unit: outcomes.lost_its_sense(unit, delivery, now))
            return None
        if delivery.policy == "at_most_once":  # committed before the call: after a crash it is uncertain, not repeated
            claimed = await self._store.write(lambda unit: unit.deliveries.claim(delivery.id))
            return replace(ready, delivery=claimed) if claimed else None
        return ready

    def _scene(self, unit: Unit, delivery: Delivery) -> Scene:
        now = self._house.now()
        person = unit.people.by_id(delivery.person)
        return Scene(unit, self._house, person, now, unit.roles.of(person.id, now))

    def _audit(self, unit: Unit, delivery: Delivery) -> None:
        scene = self._scene(unit, delivery)
        subject = audited(scene, delivery)
        if subject is not None:
            role = "counselor" if "counselor" in scene.roles else "admin"
            unit.audit.append(who=scene.person.code, role=role, action="view", subject=subject, at=scene.now)

    def _compose(self, unit: Unit, delivery: Delivery) -> Ready | None:
        try:
            scene = self._scene(unit, delivery)
        except PersonGone:
            return None
        chat = unit.people.chat_of(delivery.person)
        state = unit.chats.of(delivery.person)
        outgoing = compose(scene, delivery)
        nothing = outgoing.message is None and not outgoing.commands and outgoing.removes is None
        if chat is None or state is None or state.blocked_at or nothing:
            return None
        return Ready(delivery, chat, outgoing)

    async def _deliver(self, ready: Ready) -> None:
        delivery = ready.delivery
        try:
            await self._pace.turn()
            message_id = await self._hand_over(ready)
        except TooMany as limit:
            self._hold(delivery.person, limit.seconds)
            await self._postpone(delivery, limit.seconds, "429")
        except Blocked:
            await self._note(lambda unit: outcomes.blocked(unit, delivery, self._house.now()))
        except Uncertain:
            await self._doubt(delivery)
        except Unsent:
            await self._postpone(delivery, _pause(delivery), "unsent")
        except Refused as fault:
            log.error("refused", delivery=delivery.id, purpose=delivery.purpose, error=fault.reason)
            await self._give_up(delivery, "refused")
        except TransportError as fault:
            await self._postpone(delivery, LONGEST_WAIT, type(fault).__name__)
        else:
            await self._was_sent(ready, message_id)

    async def _was_sent(self, ready: Ready, message_id: int | None) -> None:
        """Noted; if the person was erased or went to another phone meanwhile, it does not stay in the old chat."""
        now, chat = self._house.now(), ready.chat
        stands = await self._note(
            lambda unit: outcomes.sent(unit, ready.delivery, ready.outgoing, message_id, now, chat)
        )
        if not stands and message_id is not None:
            await self._remove(chat, message_id)

    def _hold(self, person: int, seconds: float) -> None:
        """One chat was too much for Telegram: it is left alone; a second one at the same time means that all are."""
        now = self._house.now()
        others = [held for held, until in self._held.items() if held != person and until > now]
        self._held[person] = now + timedelta(seconds=seconds)
        if others:
            self._pace.hold(seconds)

    async def _note(self, note: Callable[[Unit], T]) -> T:
        """What became of a message is noted however long the database is away: the person stays busy meanwhile, so
        that nothing is sent to them twice."""
        while True:
            try:
                return await self._store.write(note)
            except AWAY as fault:
                log.warning("what was sent waits to be noted", error=type(fault).__name__)
                await asyncio.sleep(IDLE)

    async def _hand_over(self, ready: Ready) -> int | None:
        """Edits the message in place or sends it anew; the id under which it now stands in the chat."""
        outgoing = ready.outgoing
        if outgoing.removes is not None:
            await self._remove(ready.chat, outgoing.removes)
            return None
        if outgoing.message is None:
            await self._transport.set_commands(ready.chat, commands_menu.menu(self._house.content(), outgoing.commands))
            return None
        if outgoing.edit is not None:
            try:
                await self._transport.edit(ready.chat, outgoing.edit, outgoing.message)
                await self._remove_all(ready.chat, outgoing, outgoing.edit)
                return outgoing.edit
            except NotEditable:
                if outgoing.only_edit:
                    return None
        message_id = await self._transport.send(ready.chat, outgoing.message)
        await self._remove_all(ready.chat, outgoing, message_id)
        return message_id

    async def _remove_all(self, chat: int, outgoing: Outgoing, kept: int) -> None:
        for old in outgoing.replaces:
            if old != kept:
                await self._remove(chat, old)

    async def _remove(self, chat: int, message_id: int) -> None:
        """A page stands in the chat once: an older copy is deleted, or loses its buttons if it is past 48 h old;
        that neither worked is no reason to send the page again."""
        for tidy in (self._transport.delete, self._transport.clear_buttons):
            try:
                await tidy(chat, message_id)
                return
            except TransportError as fault:
                log.info("an old message stays", error=type(fault).__name__)

    async def _doubt(self, delivery: Delivery) -> None:
        """Telegram took it and did not answer: a page or an alert is sent again, a prompt is not."""
        if delivery.policy == "at_most_once":
            await self._note(lambda unit: unit.deliveries.make_uncertain(delivery, "no answer"))
        else:
            await self._postpone(delivery, _pause(delivery), "no answer")

    async def _postpone(self, delivery: Delivery, seconds: float, error: str) -> None:
        not_before = self._house.now() + timedelta(seconds=seconds)
        await self._note(lambda unit: unit.deliveries.postpone(delivery, not_before, error))

    async def _give_up(self, delivery: Delivery, error: str) -> None:
        try:
            await self._store.write(lambda unit: outcomes.gave_up(unit, delivery, error, self._house.now()))
        except StoreFault as fault:
            log.warning("delivery waits for the database", delivery=delivery.id, error=type(fault).__name__)


def _pause(delivery: Delivery) -> float:
    """Seconds until the next try: 1, 2, 4 … up to a minute."""
    return float(min(2 ** min(delivery.attempts, 6), LONGEST_WAIT))
