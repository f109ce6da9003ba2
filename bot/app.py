"""The wiring: the only place that knows every floor. Everything it builds gets its clock and its parts as arguments."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.chat import raw as chat_raw
from bot.chat.bots import close_bot, make_bot
from bot.chat.poll import poll
from bot.chat.transport import TelegramTransport
from bot.chat.updates import TelegramUpdates
from bot.clock import Clock
from bot.curriculum.shelf import Bookshelf
from bot.holidays_known import Holidays
from bot.opening import BotFile, open_shelf, open_store, place_of, prune_backups, ring_of
from bot.refusal import Refusal
from bot.reloading import Reloader
from bot.services import commands_menu, outbox
from bot.services.chores import show_again_after_downtime
from bot.services.danger import Desk
from bot.services.due import Due
from bot.services.house import House, Plain
from bot.services.pacing import CHAT_PER_SECOND, Counted, Pace
from bot.services.receive import Glance, Raw, Receiver
from bot.services.scene import Scene
from bot.services.send import AT_A_TIME, Sender
from bot.services.transport import BadToken, TransportError
from bot.settings import Settings
from bot.storage.faults import AWAY, StoreFault
from bot.storage.inbox import Inbox
from bot.storage.unit import Unit
from bot.storage.writer import Store

log = structlog.get_logger("app")

SPARE = 16
"""Connections besides those of the sender: a safety reply never waits for one."""
WATCH_SECONDS = 60.0
AFTER_START, DAILY = 10.0, 86400.0
"""Seconds until holidays are learnt, and until it is looked again whether they must be."""
STAFF_TOLD = ("counselor", "editor", "admin")
"""Who hears of faults of the house."""
SHUTDOWN_SECONDS = 7.0
"""SIGTERM ends the program within 10 s; what is not handled by then stays in the inbox."""


@dataclass
class Companion:
    """The running program."""

    settings: Settings
    clock: Clock
    store: Store
    inbox: Inbox
    house: House
    shelf: Bookshelf
    transport: TelegramTransport
    updates: TelegramUpdates
    receiver: Receiver
    sender: Sender
    due: Due
    holidays: Holidays
    reloader: Reloader

    async def run(self, stopping: asyncio.Event) -> None:
        """Until `stopping`: polls, handles, sends, ticks. Raises `BadToken`."""
        await self._stop_webhook()
        scheduler = AsyncIOScheduler(job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1})
        ticking = asyncio.Lock()
        scheduler.add_job(partial(self._tick, ticking), "interval", seconds=1)
        tasks = [
            asyncio.create_task(poll(self.updates, self.receiver.take, asyncio.sleep, log, stopping)),
            asyncio.create_task(self._work(scheduler, stopping)),
            asyncio.create_task(self._introduce(stopping)),
            asyncio.create_task(self._watch(stopping)),
            asyncio.create_task(self._learn_holidays(stopping)),
            asyncio.create_task(self.reloader.run(stopping)),
        ]
        try:
            await self._until(tasks, stopping)
        finally:
            stopping.set()
            async with ticking:  # a tick under way is finished, not cut
                if scheduler.running:
                    scheduler.shutdown(wait=False)
            await self.receiver.settle(SHUTDOWN_SECONDS)
            await asyncio.wait(tasks, timeout=2.0)

    async def _tick(self, ticking: asyncio.Lock) -> None:
        async with ticking:
            await self.due.tick()

    async def _until(self, tasks: list[asyncio.Task[None]], stopping: asyncio.Event) -> None:
        stop = asyncio.create_task(stopping.wait())
        done, _ = await asyncio.wait({stop, *tasks[:2]}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        for task in done:
            if task is not stop and (fault := task.exception()):
                raise fault

    async def _work(self, scheduler: AsyncIOScheduler, stopping: asyncio.Event) -> None:
        """All that needs the database. It may be locked or away at the start: people are heard and answered by the
        safety desk meanwhile, and their updates wait in the inbox."""
        while not stopping.is_set():
            try:
                await self._begin()
                break
            except AWAY as fault:
                log.warning("the start waits for the database", error=type(fault).__name__)
                with suppress(TimeoutError):
                    await asyncio.wait_for(stopping.wait(), 1.0)
        if not stopping.is_set():
            scheduler.start()
        await self.sender.run(stopping)

    async def _begin(self) -> None:
        """What a crash left behind: sends that nobody can vouch for, and updates that were stored and not handled."""
        await self.receiver.learn_languages()
        uncertain = await self.store.write(lambda unit: unit.deliveries.requeue_after_crash(self.clock.now()))
        await self.store.write(lambda unit: show_again_after_downtime(unit, self.house))
        waiting = await self.receiver.replay()
        if self.shelf.faults:
            await self.store.write(lambda unit: self._tell_staff(unit, "content-broken", faults=self.shelf.faults))
        log.info("started", count=waiting, state=f"{len(uncertain)} uncertain")

    async def _stop_webhook(self) -> None:
        """A webhook left over from elsewhere would answer every poll with 409. Not reached: polling tells."""
        try:
            await self.updates.stop_webhook()
        except TransportError as fault:
            log.info("a webhook could not be looked for", error=type(fault).__name__)

    async def _watch(self, stopping: asyncio.Event) -> None:
        """Once a minute: the reserve for a full disk, and what staff should know about the house."""
        full, aside = False, 0
        while not stopping.is_set():
            if not await self.store.hold_bot():
                log.error("another process holds the bot now; this one ends")
                stopping.set()
                return
            try:
                await asyncio.to_thread(self.inbox.make_reserve)
                await asyncio.to_thread(prune_backups, self.settings, self.clock.now())
                poison = (await asyncio.to_thread(self.inbox.counts)).poison
                if self.inbox.reserve_used and not full:
                    await self.store.write(lambda unit: self._tell_staff(unit, "disk-full"))
                if poison > aside:
                    await self.store.write(partial(self._tell_staff, key="poison", count=poison))
                full, aside = self.inbox.reserve_used, poison
            except StoreFault as fault:
                log.warning("the house cannot be looked at", error=type(fault).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), WATCH_SECONDS)

    async def _learn_holidays(self, stopping: asyncio.Event) -> None:
        """Once the start is over, and again when their time runs out: which days are holidays."""
        pause = AFTER_START
        while not stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), pause)
            year = self.clock.now().year
            if not stopping.is_set() and self.holidays.must_learn(year):
                await self.holidays.learn(year)
            pause = DAILY

    def _tell_staff(self, unit: Unit, key: str, **values: int) -> None:
        now = self.clock.now()
        told = {person.id: (person, role) for role in STAFF_TOLD for person in unit.roles.holders(role, now)}
        for person, role in told.values():
            outbox.say(Scene(unit, self.house, person, now, frozenset({role})), key, notice=True, **values)
        self.sender.kick()

    async def _introduce(self, stopping: asyncio.Event) -> None:
        """Learns the bot's name and sets the commands menu; tried again until it works, for nothing waits for it."""
        pause = 1.0
        while not stopping.is_set():
            try:
                name = await self.transport.who()
                BotFile(self.settings.state_dir).write(name.username)
                await self.transport.set_commands(None, commands_menu.menu(self.shelf.catalog, "participant"))
                return
            except BadToken:
                return  # polling tells it
            except (TransportError, OSError) as fault:
                if pause == 1.0:  # once is enough: polling tells how long the line is down
                    log.info("the bot's name is not known yet", error=type(fault).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 60.0)


def glance(raw: Raw) -> Glance:
    """What the road in reads of a raw update before it understands it."""
    number = raw.get("update_id")
    return Glance(
        update=number if isinstance(number, int) else -1,
        chat=chat_raw.raw_chat(raw),
        private=chat_raw.raw_private(raw),
        text=chat_raw.raw_text(raw),
        data=chat_raw.raw_data(raw),
        callback=chat_raw.raw_callback(raw),
        language=chat_raw.raw_language(raw),
    )


def stop_on_signal() -> asyncio.Event:
    """Set by SIGTERM and SIGINT."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopping.set)
    return stopping


@asynccontextmanager
async def companion(
    settings: Settings, clock: Clock, chat_per_second: float = CHAT_PER_SECOND, shelf: Bookshelf | None = None
) -> AsyncIterator[Companion]:
    """Everything built and connected, nothing started; closed again at the end. A simulator may take more messages to
    one chat than Telegram does, and a preview brings its own shelf."""
    try:
        settings.state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        shelf = shelf or open_shelf(settings)
    except OSError:
        raise Refusal(f"STATE_DIR: {settings.state_dir} cannot be written; name a folder that is yours") from None
    bot_file = BotFile(settings.state_dir)
    holidays = Holidays(settings.holidays, settings.state_dir)
    house = House(place_of(settings, holidays), lambda: shelf.catalog, clock.now, bot_file.read)
    bot = make_bot(settings.token, settings.telegram_api_url, connections=AT_A_TIME + SPARE)
    async with open_store(settings) as store:
        inbox = Inbox(settings.state_dir / "inbox.db", ring_of(settings))
        transport, updates = TelegramTransport(bot, Words(shelf)), TelegramUpdates(bot)
        pace = Pace(settings.messages_per_second, time.monotonic, asyncio.sleep, chat_per_second)
        sender = Sender(store, house, transport, pace, clock.sleep)
        counted = Counted(transport, pace)
        desk = Desk(house, counted, asyncio.sleep)
        receiver = Receiver(store, inbox, house, desk, counted, glance, updates.read, sender.kick, asyncio.sleep)
        due = Due(store, house, sender.kick)
        reloader = Reloader(shelf, store, house, sender.kick)
        try:
            yield Companion(
                settings,
                clock,
                store,
                inbox,
                house,
                shelf,
                transport,
                updates,
                receiver,
                sender,
                due,
                holidays,
                reloader,
            )
        finally:
            await asyncio.to_thread(inbox.close)
            await close_bot(bot)


class Words:
    """The labels of the catalog in force, for the chat."""

    def __init__(self, shelf: Bookshelf) -> None:
        self._shelf = shelf

    def label(self, key: str, /, language: str, **values: Plain) -> str:
        """The words of a button or a short line."""
        return self._shelf.catalog.label(key, language, **values)

    def notice(self, key: str, /, language: str, **values: Plain) -> str:
        """A sentence with values."""
        return self._shelf.catalog.notice(key, language, **values)
