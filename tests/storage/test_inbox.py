import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from bot.storage.faults import StoreBusy, StoreGone
from bot.storage.inbox import Inbox, InboxCounts
from bot.storage.sealing import Ring, new_key
from tests.storage.conftest import NOW

SMALL = 64 * 1024


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "inbox.db"


@pytest.fixture
def inbox(path: Path, ring: Ring) -> Iterator[Inbox]:
    opened = Inbox(path, ring, busy_seconds=0.1, reserve_bytes=SMALL)
    yield opened
    opened.close()


def ids(inbox: Inbox) -> list[int]:
    return [update.update_id for update in inbox.waiting()]


def test_updates_wait_in_the_order_of_arrival_not_of_their_numbers(inbox: Inbox) -> None:
    inbox.put([(7, b"seven"), (5, b"five")], NOW)
    inbox.put([(6, b"six")], NOW + timedelta(seconds=1))

    waiting = inbox.waiting()

    assert [(update.update_id, update.body) for update in waiting] == [(7, b"seven"), (5, b"five"), (6, b"six")]
    assert waiting[2].arrived_at == NOW + timedelta(seconds=1)


def test_an_update_that_comes_again_is_stored_once(inbox: Inbox) -> None:
    inbox.put([(1, b"one"), (2, b"two")], NOW)

    new = inbox.put([(2, b"two"), (3, b"three"), (3, b"three")], NOW)

    assert new == [3]
    assert ids(inbox) == [1, 2, 3]


def test_dropped_updates_wait_no_more(inbox: Inbox) -> None:
    inbox.put([(1, b"one"), (2, b"two")], NOW)

    inbox.drop([1, 99])

    assert ids(inbox) == [2]


def test_a_poisonous_update_is_put_aside_and_counted(inbox: Inbox) -> None:
    inbox.put([(1, b"one"), (2, b"two")], NOW)

    tries = [inbox.begin_try(1), inbox.begin_try(1)]
    inbox.mark_poison(1)

    assert tries == [1, 2]
    assert ids(inbox) == [2]
    assert inbox.counts() == InboxCounts(waiting=1, poison=1, oldest_at=NOW)


def test_everything_is_there_after_a_restart(inbox: Inbox, path: Path, ring: Ring) -> None:
    inbox.put([(1, b"one")], NOW)
    inbox.begin_try(1)
    again = Inbox(path, ring)

    update = again.waiting()[0]

    assert (update.body, update.tries) == (b"one", 1)
    again.close()


def test_a_row_that_does_not_open_holds_up_nobody(inbox: Inbox, path: Path, ring: Ring) -> None:
    stranger = Inbox(path, Ring.parse(new_key()))
    stranger.put([(1, b"of another key")], NOW)
    stranger.close()
    inbox.put([(2, b"two")], NOW)

    assert ids(inbox) == [2]
    assert inbox.unreadable == 1
    assert inbox.counts().waiting == 2


def test_nothing_readable_is_on_the_disk_while_it_waits_and_after(inbox: Inbox, path: Path) -> None:
    inbox.put([(1, b"canary-in-the-inbox")], NOW)
    before = b"".join(file.read_bytes() for file in path.parent.iterdir())

    inbox.drop([1])
    after = b"".join(file.read_bytes() for file in path.parent.iterdir())

    assert before
    assert b"canary" not in before + after


def test_threads_are_let_in_one_after_the_other(inbox: Inbox) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda number: inbox.put([(number, b"x")], NOW), range(100)))

    assert sorted(ids(inbox)) == list(range(100))


def test_a_locked_inbox_is_busy_and_works_again(inbox: Inbox, path: Path) -> None:
    inbox.put([(1, b"one")], NOW)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreBusy):
        inbox.put([(2, b"two")], NOW)
    other.close()
    inbox.put([(2, b"two")], NOW)

    assert ids(inbox) == [1, 2]


def test_an_inbox_that_was_removed_confirms_nothing_and_is_made_anew(inbox: Inbox, path: Path) -> None:
    inbox.put([(1, b"one")], NOW)
    shutil.rmtree(path.parent)

    with pytest.raises(StoreGone):
        inbox.put([(2, b"two")], NOW)
    inbox.put([(2, b"two")], NOW)

    assert ids(inbox) == [2]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, ring: Ring) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(StoreGone):
        Inbox(tmp_path / "file" / "inbox.db", ring).put([(1, b"one")], NOW)


def test_the_reserve_takes_real_room_and_is_made_once(inbox: Inbox, path: Path) -> None:
    inbox.put([], NOW)

    made = [inbox.make_reserve(), inbox.make_reserve()]

    assert made == [True, True]
    assert (path.parent / "reserve").stat().st_blocks * 512 >= SMALL


def test_files_are_for_their_owner_only(inbox: Inbox, path: Path) -> None:
    inbox.put([(1, b"one")], NOW)

    assert path.stat().st_mode & 0o077 == 0
