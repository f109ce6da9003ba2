"""Run by test_crash, to be killed at any moment: receives updates as the bot does and says what it has confirmed.

Usage: crashing.py URL INBOX KEY FIRST. Each update becomes one message to staff, in one transaction with its 'done'.
"""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.storage.inbox import Inbox, Update
from bot.storage.sealing import Ring
from bot.storage.unit import Unit
from bot.storage.writer import Store

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def handle(unit: Unit, update: Update) -> bool:
    """The effects and 'done' in one transaction; False when it was done before."""
    person = unit.person(1)
    if not unit.done(update.update_id, NOW):
        return False
    unit.messages.add(person.id, "to_staff", update.body.decode(), NOW)
    return True


async def handle_waiting(store: Store, inbox: Inbox) -> None:
    for update in inbox.waiting():
        await store.write(lambda unit, update=update: handle(unit, update))
        print("stored", update.update_id, flush=True)
        inbox.drop([update.update_id])
        print("dropped", update.update_id, flush=True)


async def receive(url: str, path: str, key: str, first: int) -> None:
    ring = Ring.parse(key)
    store, inbox = Store(url, ring), Inbox(Path(path), ring)
    await handle_waiting(store, inbox)
    for number in range(first, first + 100_000, 3):
        batch = [(number + step, f"text {number + step}".encode()) for step in range(3)]
        inbox.put(batch, NOW)
        print("confirmed", number + 2, flush=True)
        await handle_waiting(store, inbox)


if __name__ == "__main__":
    asyncio.run(receive(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
