import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.storage.inbox import Inbox
from bot.storage.sealing import Ring
from bot.storage.writer import Store
from tests.storage.conftest import make_person
from tests.storage.crashing import handle_waiting

CHILD = Path(__file__).with_name("crashing.py")
KILLS = 8


def run_and_kill(url: str, inbox: Path, key: str, first: int, lines: int) -> int:
    """Kills the child right after so many lines of it; the highest update that it had confirmed."""
    command = [sys.executable, str(CHILD), url, str(inbox), key, str(first)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    seen = [child.stdout.readline() for _ in range(lines)]
    child.kill()
    seen += child.communicate()[0].splitlines()
    confirmed = [int(line.split()[1]) for line in seen if line.startswith("confirmed") and line.split()[1:]]
    return max(confirmed, default=first - 1)


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_killed_process_loses_no_confirmed_update_and_does_none_twice(
    url: str, ring: Ring, key: str, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    path = tmp_path / "inbox.db"
    store = Store(url, ring)
    person = await store.write(make_person)
    confirmed = 0
    for _ in range(KILLS):
        confirmed = max(confirmed, run_and_kill(url, path, key, confirmed + 1, chance.randrange(1, 24)))

    inbox = Inbox(path, ring)
    await handle_waiting(store, inbox)

    thread = await store.read(lambda unit: unit.messages.thread(person.id))
    numbers = [int(message.body.split()[1]) for message in thread]
    assert numbers == sorted(set(numbers))  # none twice, none out of order
    assert set(range(1, confirmed + 1)) <= set(numbers)
    assert inbox.waiting() == []
    inbox.close()
    await store.close()
    for file in [path, *path.parent.glob("db/*.db")]:
        assert sqlite3.connect(file).execute("PRAGMA integrity_check").fetchone() == ("ok",)
