import asyncio
import contextlib
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.storage.faults import BrokenTransaction, StoreBusy, StoreFault, StoreGone, StoreRefused
from bot.storage.migrations import migrate
from bot.storage.people import PersonGone
from bot.storage.sealing import KeyFault, Ring, new_key
from bot.storage.tables import BY_NAME
from bot.storage.unit import Unit
from bot.storage.writer import Store
from tests.storage.conftest import NOW, Cluster, make_person


def add_chore(unit: Unit, name: str | None, at: datetime | None) -> None:
    """Refused where the name is taken: no verb of storage does this, only a mistake of ours would."""
    unit._channel.change(insert(BY_NAME["chores"]), {"name": name, "next_at": at})


CHILD = Path(__file__).with_name("full_disk.py")


async def test_what_was_written_is_read_by_others(store: Store) -> None:
    person = await store.write(make_person)

    assert await store.read(lambda unit: unit.people.by_id(person.id)) == person


async def test_a_function_that_raises_leaves_nothing(store: Store) -> None:
    def write_and_fail(unit: Unit) -> None:
        make_person(unit)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.write(write_and_fail)

    assert await store.read(lambda unit: unit.people.all()) == []


async def test_a_swallowed_duplicate_is_told_and_nothing_of_the_transaction_is_kept(store: Store) -> None:
    await store.write(lambda unit: add_chore(unit, "backup", NOW))

    def swallow(unit: Unit) -> str:
        make_person(unit)
        with contextlib.suppress(StoreRefused):
            add_chore(unit, "backup", NOW)
        return "stored"

    with pytest.raises(BrokenTransaction):
        await store.write(swallow)
    assert await store.read(lambda unit: unit.people.all()) == []


async def test_after_a_swallowed_fault_not_even_a_further_statement_is_kept(store: Store) -> None:
    def swallow_and_go_on(unit: Unit) -> None:
        with contextlib.suppress(StoreRefused):
            add_chore(unit, None, NOW)
        make_person(unit)

    with pytest.raises(BrokenTransaction):
        await store.write(swallow_and_go_on)
    assert await store.read(lambda unit: unit.people.all()) == []


@pytest.mark.parametrize("ending", ["ROLLBACK", "COMMIT"])
async def test_a_transaction_that_ended_inside_its_function_is_told(store: Store, ending: str) -> None:
    def end_early(unit: Unit) -> None:
        make_person(unit)
        unit._channel._connection.exec_driver_sql(ending)

    with pytest.raises(BrokenTransaction):
        await store.write(end_early)


async def test_a_broken_constraint_is_told_without_the_values(store: Store) -> None:
    await store.write(lambda unit: add_chore(unit, "canary-value", NOW))

    with pytest.raises(StoreRefused) as told:
        await store.write(lambda unit: add_chore(unit, "canary-value", NOW))

    assert "canary" not in str(told.value)
    assert told.value.__cause__ is None


async def test_a_naive_time_is_refused(store: Store) -> None:
    with pytest.raises(StoreRefused):
        await store.write(lambda unit: unit.chores.plan("backup", NOW.replace(tzinfo=None)))


async def test_a_reading_function_cannot_write(store: Store) -> None:
    await store.write(make_person)

    with pytest.raises(StoreFault):
        await store.read(lambda unit: unit.chores.plan("backup", NOW))

    assert await store.read(lambda unit: unit.chores.next_of("backup")) is None


async def test_the_store_writes_again_after_a_fault(store: Store) -> None:
    with pytest.raises(StoreRefused):
        await store.write(lambda unit: add_chore(unit, None, NOW))

    await store.write(lambda unit: unit.chores.plan("backup", NOW))

    assert await store.read(lambda unit: unit.chores.next_of("backup")) == NOW


async def test_a_missing_person_is_told(store: Store) -> None:
    with pytest.raises(PersonGone):
        await store.write(lambda unit: unit.person(4711))


def test_four_threads_of_a_hundred_read_then_write_functions_end_at_four_hundred(url: str, ring: Ring) -> None:
    async def prepare() -> int:
        store = Store(url, ring)
        person = await store.write(make_person)
        await store.close()
        return person.id

    def count_up(unit: Unit) -> None:
        known = unit.person(person)
        unit.people.set(person, "phase", str(int(known.phase.removeprefix("iop") or 0) + 1), NOW, None)

    async def work() -> None:
        store = Store(url, ring, busy_seconds=30)
        for _ in range(100):
            await store.write(count_up)
        await store.close()

    async def result() -> str:
        store = Store(url, ring)
        phase = (await store.read(lambda unit: unit.people.by_id(person))).phase
        await store.close()
        return phase

    person = asyncio.run(prepare())
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: asyncio.run(work()), range(4)))

    assert asyncio.run(result()) == "400"


async def test_many_writes_at_once_on_one_store_are_done_one_after_the_other(store: Store) -> None:
    person = (await store.write(make_person)).id

    def count_up(unit: Unit) -> None:
        phase = unit.person(person).phase
        unit.people.set(person, "phase", str(int(phase.removeprefix("iop") or 0) + 1), NOW, None)

    await asyncio.gather(*(store.write(count_up) for _ in range(50)))

    assert (await store.read(lambda unit: unit.people.by_id(person))).phase == "50"


async def test_other_keys_than_the_databases_are_told(store: Store, url: str) -> None:
    await store.write(make_person)
    stranger = Store(url, Ring.parse(new_key()))

    with pytest.raises(KeyFault, match="do not open this database"):
        await stranger.read(lambda unit: unit.people.all())
    with pytest.raises(KeyFault, match="do not open this database"):
        await stranger.write(make_person)
    await stranger.close()


async def test_a_locked_database_is_busy_and_works_again_when_it_is_let_go(
    sqlite_store: Store, sqlite_file: Path
) -> None:
    await sqlite_store.write(make_person)
    other = sqlite3.connect(sqlite_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreBusy):
        await sqlite_store.write(make_person)
    assert len(await sqlite_store.read(lambda unit: unit.people.all())) == 1
    other.execute("ROLLBACK")
    other.close()
    await sqlite_store.write(make_person)

    assert len(await sqlite_store.read(lambda unit: unit.people.all())) == 2


async def test_a_vanished_folder_is_told_and_nothing_is_written_into_the_void(
    sqlite_store: Store, sqlite_file: Path, tmp_path: Path
) -> None:
    await sqlite_store.write(make_person)
    await sqlite_store.read(lambda unit: unit.people.all())
    aside = tmp_path / "aside"
    sqlite_file.parent.rename(aside)

    for _ in range(2):
        with pytest.raises(StoreGone):
            await sqlite_store.write(make_person)
        with pytest.raises(StoreGone):
            await sqlite_store.read(lambda unit: unit.people.all())
    aside.rename(sqlite_file.parent)
    await sqlite_store.write(make_person)

    assert len(await sqlite_store.read(lambda unit: unit.people.all())) == 2


async def test_a_deleted_file_is_told_and_not_made_anew(sqlite_store: Store, sqlite_file: Path) -> None:
    await sqlite_store.write(make_person)
    shutil.rmtree(sqlite_file.parent)

    for _ in range(2):
        with pytest.raises(StoreGone):
            await sqlite_store.write(make_person)
    assert not sqlite_file.exists()


async def test_a_damaged_file_is_told(sqlite_file: Path, ring: Ring) -> None:
    sqlite_file.write_bytes(os.urandom(8192))
    store = Store(f"sqlite:///{sqlite_file}", ring)

    with pytest.raises(StoreGone, match="damaged"):
        await store.write(make_person)
    await store.close()


async def test_a_restarted_server_is_told_once_and_then_written_again(cluster: Cluster, ring: Ring) -> None:
    url = cluster.new_database()
    migrate(url)
    store = Store(url, ring)
    await store.write(make_person)
    assert await store.hold_bot()

    cluster.stop()
    with pytest.raises(StoreGone):
        await store.write(make_person)
    with pytest.raises(StoreGone):
        await store.read(lambda unit: unit.people.all())
    assert not await store.hold_bot()
    cluster.start()
    await store.write(make_person)

    assert len(await store.read(lambda unit: unit.people.all())) == 2
    assert await store.hold_bot()
    await store.close()


async def test_a_locked_row_of_another_process_is_busy(cluster: Cluster, ring: Ring) -> None:
    url = cluster.new_database()
    migrate(url)
    one, other = Store(url, ring, busy_seconds=30), Store(url, ring, busy_seconds=0.1)
    person = (await one.write(make_person)).id
    loop = asyncio.get_running_loop()
    held, let_go = asyncio.Event(), asyncio.Event()

    def hold(unit: Unit) -> None:
        unit.person(person)
        loop.call_soon_threadsafe(held.set)
        asyncio.run_coroutine_threadsafe(let_go.wait(), loop).result()

    holding = asyncio.create_task(one.write(hold))
    await held.wait()
    with pytest.raises(StoreBusy):
        await other.write(lambda unit: unit.person(person))
    let_go.set()
    await holding

    assert (await other.write(lambda unit: unit.person(person))).id == person
    await one.close()
    await other.close()


async def test_only_one_process_holds_the_bot(store: Store, url: str, ring: Ring) -> None:
    other = Store(url, ring)

    assert await store.hold_bot()
    assert await store.hold_bot()
    assert not await other.hold_bot()
    await store.close()
    assert await other.hold_bot()
    await other.close()


async def test_a_killed_process_lets_go_of_the_bot(store: Store, url: str, key: str) -> None:
    code = (
        "import asyncio, sys\n"
        "from bot.storage.sealing import Ring\nfrom bot.storage.writer import Store\n"
        "store = Store(sys.argv[1], Ring.parse(sys.argv[2]))\n"
        "print(asyncio.run(store.hold_bot()), flush=True)\n"
        "sys.stdin.read()\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, url, key], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "True\n"

    held_beside = await store.hold_bot()
    child.kill()
    child.communicate()

    assert not held_beside
    for _ in range(500):  # PostgreSQL notices the broken line a moment later
        if await store.hold_bot():
            break
    assert await store.hold_bot()


@pytest.mark.skipif(shutil.which("unshare") is None, reason="unshare is not installed here")
@pytest.mark.parametrize("what", ["store", "inbox"])
def test_a_full_disk_is_told_and_written_again_when_there_is_room(what: str, tmp_path: Path, key: str) -> None:
    mounted = 'mount -t tmpfs -o size="$1" none "$2" || exit 77; exec "$3" "$4" "$2" "$5" "$6"'
    size = "6m" if what == "store" else "20m"
    command = ["unshare", "-Urm", "sh", "-c", mounted, "sh", size, str(tmp_path), sys.executable, str(CHILD), what, key]

    done = subprocess.run(command, capture_output=True, text=True, timeout=120)

    if done.returncode == 77 or "unshare failed" in done.stderr:
        pytest.skip("this system lets nobody mount a small disk")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "full, then well"


@pytest.mark.parametrize("url", ["", "mysql://x/y", "sqlite://", "sqlite:///:memory:", "nonsense"])
def test_an_address_that_cannot_work_is_told(url: str, ring: Ring) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL must be"):
        Store(url, ring)


async def test_no_log_line_holds_what_was_stored(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    def keep_and_fail(unit: Unit) -> None:
        make_person(unit, name="canary-name", handle="canary-handle")
        add_chore(unit, "canary-chore", None)

    with pytest.raises(StoreRefused):
        await store.write(keep_and_fail)

    assert "canary" not in caplog.text
