"""What every command opens before it works: the settings' place, the content, the keys, the database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import structlog

from bot.clock import wall_clock
from bot.content_place import content_folder
from bot.core.schedule import parse_hours
from bot.curriculum.catalog import Catalog, load
from bot.curriculum.shelf import Bookshelf, NoCleanContent
from bot.holidays_known import Holidays
from bot.refusal import Refusal
from bot.services.house import Place
from bot.settings import Settings
from bot.storage.faults import StoreFault
from bot.storage.migrations import HEAD, migrate
from bot.storage.sealing import KeyFault, Ring, SealBroken
from bot.storage.writer import Store

log = structlog.get_logger("opening")


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
    try:
        return Ring.parse(settings.keys)
    except KeyFault as fault:
        raise Refusal(f"ENCRYPTION_KEYS: {fault}") from None


def place_of(settings: Settings, holidays: Holidays | None = None) -> Place:
    """The program's own settings as services use them."""
    return Place(
        name=settings.program_name,
        phone=settings.program_phone,
        timezone=settings.program_timezone,
        country=settings.crisis_country,
        hours=parse_hours(settings.staffed_hours),
        hours_text=settings.staffed_hours,
        quiet=settings.quiet,
        holidays=holidays or Holidays(settings.holidays, settings.state_dir),
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


def backup_folder(settings: Settings) -> Path:
    """BACKUP_DIR, else `backups` in STATE_DIR."""
    return settings.backup_dir or settings.state_dir / "backups"


def back_up(settings: Settings, ring: Ring, revision: str) -> None:
    """The copy before a migration; refuses to go on without one."""
    from bot.storage import backup  # here: most starts have nothing to copy

    now, folder = wall_clock().now(), backup_folder(settings)
    try:
        backup.make(settings.database_url, ring, folder, f"before-{HEAD}-at-{revision}", now)
        backup.prune(folder, now, settings.backup_days)
    except OSError as fault:
        why = f"the copy before the migration cannot be written to {folder} ({fault.strerror or type(fault).__name__})"
        raise Refusal(f"BACKUP_DIR: {why}; nothing was migrated; make room, or name a folder that is yours") from None


def prune_backups(settings: Settings, now: datetime) -> None:
    """Copies are kept for BACKUP_DAYS."""
    folder = backup_folder(settings)
    if not folder.is_dir():
        return
    from bot.storage import backup  # here: most programs have no copies

    try:
        backup.prune(folder, now, settings.backup_days)
    except OSError as fault:
        log.warning("old backups cannot be removed", error=type(fault).__name__)


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[Store]:
    """The migrated database, for a command beside a running bot."""
    ring = ring_of(settings)
    try:
        await asyncio.to_thread(migrate, settings.database_url, before=lambda old: back_up(settings, ring, old))
        store = Store(settings.database_url, ring)
        await store.read(lambda unit: None)  # opens the index key: a foreign ring is told here, a locked file is fine
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
