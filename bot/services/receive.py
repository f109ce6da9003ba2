"""The road in: danger is answered from memory, every update is stored, and only then it is confirmed and handled."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.core.interpret import Incoming
from bot.core.view import Line, View
from bot.services import farewell
from bot.services.conversation import handle, languages_of_chats
from bot.services.danger import Desk
from bot.services.house import House
from bot.services.outside import Reply
from bot.services.transport import Message, Transport, TransportError
from bot.storage.faults import AWAY, StoreFault
from bot.storage.inbox import Inbox, Update
from bot.storage.writer import Store

log = structlog.get_logger("receive")

Raw = Mapping[str, object]

MOST_TRIES = 3
"""An update that the program cannot handle is put aside after so many tries and holds up nobody."""
MOST_CRASHES = 30
"""Starts in which an update was being handled when the program died. Many, since it may be innocent: a machine that is
switched off twenty times must not lose an answer; few enough that one that does kill ends the loop within minutes."""
LONGEST_WAIT = 15.0
STALE_CALL = timedelta(minutes=10)
"""A call for help of before a crash is answered again if it is not older."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What can be read of a raw update without understanding it."""

    update: int
    chat: int | None
    private: bool
    text: str
    data: str
    callback: str
    language: str


@dataclass
class Health:
    """For `doctor` and the health page: when Telegram was last heard, and what was put aside."""

    heard_at: datetime | None = None
    poison: int = 0
    handled: int = 0


@dataclass
class Receiver:
    """Takes raw updates from polling, and hands each person's on in their order."""

    store: Store
    inbox: Inbox
    house: House
    desk: Desk
    transport: Transport
    glance: Callable[[Raw], Glance]
    read: Callable[[Raw], Incoming]
    queued: Callable[[], None]
    sleep: Callable[[float], Awaitable[None]]
    health: Health = field(default_factory=Health)
    _lines: dict[int | None, asyncio.Queue[Update]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[object]] = field(default_factory=set)
    _answered: set[int] = field(default_factory=set)
    _replayed: bool = False
    _counted_first: set[int] = field(default_factory=set)
    _gate: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def take(self, raws: Sequence[Raw]) -> None:
        """Answers what cannot wait, stores the batch, and hands it on. Raises when it could not be stored: then
        nothing may be confirmed. Ids that are known already are not handled twice."""
        now = self.house.now()
        self.health.heard_at = now
        pairs = [(glance, raw) for raw in raws if (glance := self.glance(raw)).update >= 0]
        for glance, _ in pairs:
            try:
                self._answer_need(glance)
            except Exception as fault:  # a fault of the desk must not make the program deaf: the batch is stored
                log.error("the safety desk failed", update=glance.update, error=type(fault).__name__)
        batch = [(glance.update, json.dumps(raw, ensure_ascii=False).encode()) for glance, raw in pairs]
        for glance, _ in pairs:
            if glance.callback:
                self._start(self.transport.answer_tap(glance.callback))
        async with self._gate:  # a replay and a new batch go in one after the other, so that a chat keeps its order
            new = set(await asyncio.to_thread(self.inbox.put, batch, now)) if batch else set()
            for (glance, _), (number, body) in zip(pairs, batch, strict=True):
                if number in new and self._replayed:  # before the replay it waits in the inbox, in its place
                    self._line_up(glance.chat, Update(number, body, now, 0))

    def _answer_need(self, glance: Glance) -> None:
        if not glance.private or glance.chat is None or glance.update in self._answered:
            return
        language = self.desk.language(glance.chat, glance.language)
        need = self.desk.need(glance.text, glance.data, language)
        if need is not None:
            self._answered.add(glance.update)
            self._start(self.desk.answer(glance.chat, need, language))

    def _start(self, work: Awaitable[object]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def replay(self) -> int:
        """At start: what was stored and not done is handled, in the order of arrival; a fresh call for help is
        answered again, since nobody knows whether it was."""
        async with self._gate:
            waiting = await asyncio.to_thread(self.inbox.waiting)
            done = await self.store.read(lambda unit: unit.done_among([update.update_id for update in waiting]))
            if done:
                await asyncio.to_thread(self.inbox.drop, done)
            rest = [update for update in waiting if update.update_id not in done]
            for update in rest:
                await self._replay_one(update)
            self._replayed = True
        return len(rest)

    async def _replay_one(self, update: Update) -> None:
        """An update that killed the program at each try is put aside, and takes no other with it."""
        if update.tries >= MOST_CRASHES:
            await self._put_aside(update)
            return
        self._counted_first.add(update.update_id)
        glance = self.glance(json.loads(update.body))
        if self.house.now() - update.arrived_at < STALE_CALL:
            self._answer_need(glance)
        self._line_up(glance.chat, update)

    def _line_up(self, chat: int | None, update: Update) -> None:
        """One chat in order, chats beside each other."""
        line = self._lines.get(chat)
        if line is None:
            line = self._lines[chat] = asyncio.Queue()
            self._start(self._work(chat, line))
        line.put_nowait(update)

    async def _work(self, chat: int | None, line: asyncio.Queue[Update]) -> None:
        while not line.empty():
            await self._handle(line.get_nowait())
        del self._lines[chat]

    async def _handle(self, update: Update) -> None:
        """Until its effects are stored; a database that is away is waited for, in order."""
        pause, tries = 0.5, 0
        if update.update_id in self._counted_first:  # it may be the one that kills: counted before it is tried
            await self._count_try(update)
            self._counted_first.discard(update.update_id)
        while True:
            try:
                await self._once(update)
                return
            except AWAY as fault:
                log.warning("update waits for the database", update=update.update_id, error=type(fault).__name__)
            except Exception as fault:  # a fault of ours: put aside after three tries, never lost, never in the way
                tries += 1
                log.error("update not handled", update=update.update_id, error=type(fault).__name__, tries=tries)
                if tries >= MOST_TRIES:
                    await self._put_aside(update)
                    return
            await self.sleep(pause)
            pause = min(pause * 2, LONGEST_WAIT)

    async def _once(self, update: Update) -> None:
        try:
            incoming = self.read(json.loads(update.body))
        except ValueError:
            log.warning("update not understood", update=update.update_id)
            await self._put_aside(update)
            return
        if incoming.kind == "elsewhere":
            await self._leave(incoming)
        else:
            handled = await self.store.write(lambda unit: handle(unit, self.house, incoming, self.house.now()))
            self.queued()
            if handled.language:  # a safety reply speaks it also while the database is away
                self.desk.languages[incoming.chat] = handled.language
            else:  # erased, or on another phone: nothing of them stays in memory
                self.desk.languages.pop(incoming.chat, None)
            for reply in handled.replies:
                self._start(self._reply(reply))
        await asyncio.to_thread(self.inbox.drop, [update.update_id])
        self.health.handled += 1

    async def learn_languages(self) -> None:
        """At start: everybody's language, for a safety reply that needs no database."""
        self.desk.languages.update(await self.store.read(languages_of_chats))

    async def _leave(self, incoming: Incoming) -> None:
        """In a group or channel the bot says only that it talks in private, and leaves."""
        language = self.desk.language(incoming.chat, incoming.language)
        message = Message(View(above=(Line("private-only"),)), language)
        for step in (self.transport.send(incoming.chat, message), self.transport.leave(incoming.chat)):
            try:
                await step
            except TransportError as fault:
                log.info("could not leave", error=type(fault).__name__)

    async def _reply(self, reply: Reply) -> None:
        if reply.lasting:
            await farewell.take(self.transport, reply.chat, reply.takes, reply.message, self.sleep)
            return
        try:
            await self.transport.send(reply.chat, reply.message)
        except TransportError as fault:
            log.info("a line to a stranger was not sent", error=type(fault).__name__)

    async def _count_try(self, update: Update) -> int:
        try:
            return await asyncio.to_thread(self.inbox.begin_try, update.update_id)
        except StoreFault:
            return 0

    async def _put_aside(self, update: Update) -> None:
        self.health.poison += 1
        try:
            await asyncio.to_thread(self.inbox.mark_poison, update.update_id)
        except StoreFault as fault:
            log.warning("could not put an update aside", update=update.update_id, error=type(fault).__name__)

    async def settle(self, seconds: float = 8.0) -> None:
        """Waits until all that was taken is handled, at most so long: the rest stays in the inbox."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while self._tasks and (left := end - loop.time()) > 0:
            await asyncio.wait(set(self._tasks), timeout=left, return_when=asyncio.FIRST_COMPLETED)
