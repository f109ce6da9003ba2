"""The wiring: the only place that knows every floor. Everything it builds gets its clock and its parts as arguments."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.chat import raw as chat_raw
from bot.chat.bots import close_bot, make_bot
from bot.chat.poll import poll
from bot.chat.transport import TelegramTransport
from bot.chat.updates import TelegramUpdates
from bot.clock import Clock
from bot.core.schedule import parse_hours
from bot.curriculum.catalog import Catalog, load, shipped_folder
from bot.curriculum.shelf import Bookshelf, NoCleanContent
from bot.refusal import Refusal
from bot.services import commands_menu, outbox
from bot.services.danger import Desk
from bot.services.due import Due
from bot.services.house import House, Place, Plain
from bot.services.pacing import Pace
from bot.services.receive import Glance, Raw, Receiver
from bot.services.scene import Scene
from bot.services.send import Sender
from bot.services.transport import BadToken, TransportError
from bot.settings import Settings, read_settings
from bot.storage.faults import StoreFault
from bot.storage.inbox import Inbox
from bot.storage.migrations import migrate
from bot.storage.sealing import KeyFault, Ring, SealBroken
from bot.storage.unit import Unit
from bot.storage.writer import Store

log = structlog.get_logger("app")

WATCH_SECONDS = 60.0
STAFF_TOLD = ("counselor", "editor", "admin")
"""Who hears of faults of the house."""
SHUTDOWN_SECONDS = 7.0
"""SIGTERM ends the program within 10 s; what is not handled by then stays in the inbox."""


def content_folder(settings: Settings | None = None) -> Path:
    """CONTENT_DIR, else `./content`, else the copy that came with the program."""
    named = (settings or read_settings()).content_dir
    if named is not None:
        return named
    return Path("content") if Path("content").is_dir() else shipped_folder()


def load_content(settings: Settings | None = None) -> Catalog:
    """The content folder's catalog; refuses a folder with faults and names the first."""
    folder = content_folder(settings)
    loading = load(folder)
    if loading.catalog is None:
        raise Refusal(str(NoCleanContent(folder, loading)))
    return loading.catalog


def open_shelf(settings: Settings) -> Bookshelf:
    """The content in force: the folder's, or the last clean set if the folder has faults."""
    try:
        shelf = Bookshelf(content_folder(settings), settings.state_dir / "content")
    except NoCleanContent as fault:
        raise Refusal(str(fault)) from None
    if shelf.faults:
        log.error("content has faults, the last clean set runs", faults=shelf.faults)
    if not shelf.catalog.crisis_facts(settings.crisis_country):
        country = settings.crisis_country
        raise Refusal(f"CRISIS_COUNTRY: crisis.yaml has no numbers for {country}; add them, or write US")
    return shelf


def ring_of(settings: Settings) -> Ring:
    """The key ring; refuses to go on without one."""
    if not settings.keys:
        raise Refusal("ENCRYPTION_KEYS is missing; make a key with `companion keys new` and write it into .env")
    return Ring.parse(settings.keys)


def place_of(settings: Settings) -> Place:
    """The program's own settings as services use them."""
    return Place(
        name=settings.program_name,
        phone=settings.program_phone,
        timezone=settings.program_timezone,
        country=settings.crisis_country,
        hours=parse_hours(settings.staffed_hours),
        hours_text=settings.staffed_hours,
        quiet=settings.quiet,
        holidays=lambda _day: False,
    )


class BotFile:
    """The bot's username, remembered from the last `run`, so that `invite` needs no network."""

    def __init__(self, state: Path) -> None:
        self._path = state / "bot"

    def read(self) -> str:
        """The username, or nothing while it is not known."""
        try:
            return self._path.read_text(encoding="utf-8").strip()
        except OSError:
            return ""

    def write(self, username: str) -> None:
        """Remembers it."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path.write_text(username, encoding="utf-8")


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[Store]:
    """The migrated database, for a command beside a running bot."""
    ring = ring_of(settings)
    try:
        await asyncio.to_thread(migrate, settings.database_url)
        store = Store(settings.database_url, ring)
        await store.write(lambda unit: None)
    except (SealBroken, KeyFault):
        raise Refusal("ENCRYPTION_KEYS does not open this database; use the keys it was written with") from None
    except StoreFault as fault:
        raise Refusal(f"DATABASE_URL: {fault}; mend it, or name another database") from None
    except OSError:
        raise Refusal("DATABASE_URL: the database's folder cannot be made; name one that is yours") from None
    try:
        yield store
    finally:
        await store.close()


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

    async def run(self, stopping: asyncio.Event) -> None:
        """Until `stopping`: polls, handles, sends, ticks. Raises `BadToken`."""
        await self._begin()
        scheduler = AsyncIOScheduler(job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1})
        ticking = asyncio.Lock()
        scheduler.add_job(partial(self._tick, ticking), "interval", seconds=1)
        scheduler.start()
        tasks = [
            asyncio.create_task(poll(self.updates, self.receiver.take, asyncio.sleep, log, stopping)),
            asyncio.create_task(self.sender.run(stopping)),
            asyncio.create_task(self._introduce(stopping)),
            asyncio.create_task(self._watch(stopping)),
        ]
        try:
            await self._until(tasks, stopping)
        finally:
            stopping.set()
            scheduler.pause()
            async with ticking:  # a tick under way is finished, not cut
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

    async def _begin(self) -> None:
        """What a crash left behind: sends that nobody can vouch for, and updates that were stored and not handled."""
        await asyncio.to_thread(self.inbox.make_reserve)
        await self._stop_webhook()
        uncertain = await self.store.write(lambda unit: unit.deliveries.requeue_after_crash())
        await self.store.write(self.due.show_again_after_downtime)
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
            try:
                await asyncio.to_thread(self.inbox.make_reserve)
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


@asynccontextmanager
async def companion(settings: Settings, clock: Clock) -> AsyncIterator[Companion]:
    """Everything built and connected, nothing started; closed again at the end."""
    try:
        settings.state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        shelf = open_shelf(settings)
    except OSError:
        raise Refusal(f"STATE_DIR: {settings.state_dir} cannot be written; name a folder that is yours") from None
    bot_file = BotFile(settings.state_dir)
    house = House(place_of(settings), lambda: shelf.catalog, clock.now, bot_file.read)
    bot = make_bot(settings.token, settings.telegram_api_url)
    async with open_store(settings) as store:
        inbox = Inbox(settings.state_dir / "inbox.db", ring_of(settings))
        transport, updates = TelegramTransport(bot, Words(shelf)), TelegramUpdates(bot)
        pace = Pace(settings.messages_per_second, clock.now, clock.sleep)
        sender = Sender(store, house, transport, pace, clock.sleep)
        desk = Desk(house, transport, asyncio.sleep)
        receiver = Receiver(store, inbox, house, desk, transport, glance, updates.read, sender.kick, asyncio.sleep)
        due = Due(store, house, sender.kick)
        try:
            yield Companion(settings, clock, store, inbox, house, shelf, transport, updates, receiver, sender, due)
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
