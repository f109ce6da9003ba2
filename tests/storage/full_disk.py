"""Run by test_writer in a mount of its own: fills a small disk, sees the fault, makes room, writes again."""

import asyncio
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.storage.faults import StoreFull
from bot.storage.inbox import Inbox
from bot.storage.migrations import migrate
from bot.storage.sealing import Ring
from bot.storage.writer import Store

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


async def fill_store(folder: Path, ring: Ring) -> None:
    url = f"sqlite:///{folder}/companion.db"
    migrate(url)
    store = Store(url, ring)
    await store.write(lambda unit: unit.chores.plan("first", NOW))
    ballast = folder / "ballast"
    kept = 1

    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(os.urandom(4096)):
            pass
    try:
        while kept < 5000:
            name = f"chore {kept} {'x' * 2000}"
            await store.write(lambda unit, name=name: unit.chores.plan(name, NOW))
            kept += 1
        raise SystemExit("the disk never became full")
    except StoreFull:
        pass
    ballast.unlink()
    await store.write(lambda unit: unit.chores.plan("last", NOW))
    counts = await store.read(lambda unit: unit.counts())
    await store.close()
    if counts["chores"] != kept + 1:
        raise SystemExit(f"{counts['chores']} rows instead of {kept + 1}")


def fill_inbox(folder: Path, ring: Ring) -> None:
    inbox = Inbox(folder / "inbox.db", ring, reserve_bytes=8 * 1024 * 1024)
    with (folder / "reserve").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, 8 * 1024 * 1024)
    put = 0
    while not inbox.reserve_used and put < 3000:
        put += len(inbox.put([(put, os.urandom(8000))], NOW))
    if (folder / "reserve").exists() or not inbox.reserve_used:
        raise SystemExit("the reserve was not used")
    try:
        while put < 9000:
            put += len(inbox.put([(put, os.urandom(8000))], NOW))
        raise SystemExit("the disk never became full")
    except StoreFull:
        pass
    (folder / "extra").unlink()
    put += len(inbox.put([(put, b"after")], NOW))
    if len(inbox.waiting()) != put:
        raise SystemExit("an update was lost")
    inbox.close()


if __name__ == "__main__":
    place, kind, key = Path(sys.argv[1]), sys.argv[2], Ring.parse(sys.argv[3])
    if kind == "store":
        asyncio.run(fill_store(place, key))
    else:
        (place / "extra").write_bytes(bytes(1024 * 1024))
        fill_inbox(place, key)
    print("full, then well")
