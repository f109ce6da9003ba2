"""Sends what is due: composes it, hands it to the chat, and stores what became of it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from bot.services import outcomes, review, session_news
from bot.services.compose import audited, compose, shows_record
from bot.services.handing import Hand, NoLongerDue, Ready
from bot.services.house import House
from bot.services.pacing import Pace
from bot.services.scene import Scene
from bot.services.transport import (
    Blocked,
    Refused,
    TooMany,
    Transport,
    TransportError,
    Uncertain,
    Unsent,
)
from bot.storage.deliveries import LANES, Delivery
from bot.storage.faults import AWAY, StoreFault
from bot.storage.people import PersonGone
from bot.storage.unit import Unit
from bot.storage.writer import Store

log = structlog.get_logger("send")

T = TypeVar("T")

AT_A_TIME, FOR_OTHERS, FOR_BULK = 24, 16, 10
"""Deliveries under way at once, each to another person: in all; those that are no replies; those that are bulk. However
slowly Telegram answers, a reply finds a place."""
LONGEST_WAIT = 60.0
IDLE = 1.0
"""Seconds after which a sender with nothing to do looks again by itself."""


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
        self._store, self._house, self._pace, self._sleep = store, house, pace, sleep
        self._places = [0 for _ in LANES]  # under way, by lane
        self._hand = Hand(house, transport, pace, self._claim, self._places)
        self._wanted = asyncio.Event()
        self._busy: set[int] = set()
        self._more = False  # whether something that is due had to wait for another one
        self._looking = asyncio.Lock()  # held while the list of what is due is on its way
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
        self._hand.let_go()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._wanted.wait(), IDLE)
        except TimeoutError:
            return

    async def send_due(self) -> None:
        """Starts everything that is due now and has a place, one at a time for each person, in order."""
        async with self._looking:
            self._more = bool(self._busy)
            while (free := self._free())[0]:
                due = await self._due(free)
                started = [delivery for delivery in due if self._start(delivery)]
                self._more = self._more or len(started) < len(due)
                found = Counter(delivery.lane for delivery in due)
                if not started or all(found[lane] < most for lane, most in enumerate(free)):
                    return
            self._more = True

    async def _due(self, free: tuple[int, int, int]) -> list[Delivery]:
        """Whoever is written to now is left out: what the list says of them may be over before it is here."""
        now, busy = self._house.now(), set(self._busy)
        return await self._store.read(lambda unit: unit.deliveries.due(now, without=busy, most=free))

    def _free(self) -> tuple[int, int, int]:
        """How many more may be under way in each lane: bulk never takes the last places, nor do reminders."""
        others = self._places[1] + self._places[2]
        free = max(AT_A_TIME - self._places[0] - others, 0)
        for_others = max(min(free, FOR_OTHERS - others), 0)
        return free, for_others, max(min(for_others, FOR_BULK - self._places[2]), 0)

    def _start(self, delivery: Delivery) -> bool:
        if delivery.person in self._busy or not self._free()[delivery.lane]:
            return False
        self._busy.add(delivery.person)
        self._places[delivery.lane] += 1
        task = asyncio.create_task(self._one(delivery))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

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
            self._places[delivery.lane] -= 1
            if self._more or self._looking.locked():  # what waited for it, or is not in the list just being read
                self._wanted.set()

    async def _prepare(self, delivery: Delivery) -> Ready | None:
        now = self._house.now()
        if delivery.expires_at and delivery.expires_at <= now:
            await self._store.write(lambda unit: outcomes.expire(unit, now))
            return None
        if shows_record(delivery):  # the line of the audit log is committed before the record is read
            await self._store.write(lambda unit: self._audit(unit, delivery))
        ready = await self._store.read(lambda unit: self._compose(unit, delivery))
        if ready is None:
            await self._store.write(lambda unit: outcomes.lost_its_sense(unit, delivery, now))
            return None
        if isinstance(ready, datetime):
            await self._store.write(lambda unit: unit.deliveries.postpone(delivery, ready, "quiet hours"))
            return None
        return ready

    def _scene(self, unit: Unit, delivery: Delivery) -> Scene:
        now = self._house.now()
        person = unit.people.by_id(delivery.person)
        return Scene(unit, self._house, person, now, unit.roles.of(person.id, now))

    def _audit(self, unit: Unit, delivery: Delivery) -> None:
        scene = self._scene(unit, delivery)
        subject = audited(scene, delivery)
        if subject is not None:
            review.look(scene, "view", subject)

    def _compose(self, unit: Unit, delivery: Delivery) -> Ready | datetime | None:
        """The message, the moment for which it waits, or `None` when there is nothing to send."""
        try:
            scene = self._scene(unit, delivery)
        except PersonGone:
            return None
        if until := session_news.rests_until(scene, delivery):
            return until
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
            message_id = await self._hand.over(ready)
        except NoLongerDue:
            return
        except TooMany as limit:
            self._pace.refused(ready.chat, limit.seconds)
            until = self._in(limit.seconds)
            await self._note(lambda unit: outcomes.spare(unit, delivery, until))
        except Blocked:
            await self._note(lambda unit: outcomes.blocked(unit, delivery, self._house.now()))
        except Uncertain:
            await self._note(lambda unit: outcomes.doubtful(unit, delivery, self._in(_pause(delivery)), self._in(0)))
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
        now = self._house.now()
        stands = await self._note(
            lambda unit: outcomes.sent(unit, ready.delivery, ready.outgoing, message_id, now, ready.chat)
        )
        if not stands and message_id is not None:
            await self._hand.remove(ready, message_id)

    async def _claim(self, delivery: Delivery) -> bool:
        """Committed before the call: after a crash its fate is unknown, and it is not repeated."""
        return await self._store.write(lambda unit: unit.deliveries.claim(delivery.id)) is not None

    async def _note(self, note: Callable[[Unit], T]) -> T:
        """What became of a message is noted however long the database is away: the person stays busy meanwhile, so
        that nothing is sent to them twice."""
        while True:
            try:
                return await self._store.write(note)
            except AWAY as fault:
                log.warning("what was sent waits to be noted", error=type(fault).__name__)
                await asyncio.sleep(IDLE)

    async def _postpone(self, delivery: Delivery, seconds: float, error: str) -> None:
        await self._note(lambda unit: unit.deliveries.postpone(delivery, self._in(seconds), error))

    def _in(self, seconds: float) -> datetime:
        return self._house.now() + timedelta(seconds=seconds)

    async def _give_up(self, delivery: Delivery, error: str) -> None:
        try:
            await self._store.write(lambda unit: outcomes.gave_up(unit, delivery, error, self._house.now()))
        except StoreFault as fault:
            log.warning("delivery waits for the database", delivery=delivery.id, error=type(fault).__name__)


def _pause(delivery: Delivery) -> float:
    """Seconds until the next try: 1, 2, 4 … up to a minute."""
    return float(min(2 ** min(delivery.attempts, 6), LONGEST_WAIT))
