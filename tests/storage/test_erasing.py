"""Erasing, as the tables tell it: no column that names a person is forgotten, and no byte of them stays in a file."""

import os
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, Date, Table, create_engine, insert, select
from sqlalchemy.engine import make_url

from bot.storage.engines import read_url
from bot.storage.erased_codes import NAME, ErasedCodes
from bot.storage.erasing import OWNED, POINTING, STAFF
from bot.storage.inbox import Inbox
from bot.storage.people import PersonGone
from bot.storage.sealing import Ring
from bot.storage.tables import BY_NAME
from bot.storage.unit import Unit
from bot.storage.writer import Store
from tests.storage.conftest import NOW, make_person

DAY = timedelta(days=1)
CHAT, OTHER_CHAT = 5_000_000_001, 5_000_000_002
IN_THEIR_OWN_WAY = {
    ("runs", "person"),
    ("invites", "person"),
    ("invites", "about"),
    ("meetings", "participant"),
}
"""Columns for which erasing has a statement of its own, because of the order or of more than one owner."""


def pointing_at_people() -> Iterator[tuple[str, str]]:
    for name, table in BY_NAME.items():
        for column in table.columns:
            if any(key.target_fullname == "people.id" for key in column.foreign_keys):
                yield name, column.name


def test_every_column_that_names_a_person_is_known_to_erasing() -> None:
    known = {*OWNED, *POINTING, *STAFF, *IN_THEIR_OWN_WAY}

    found = set(pointing_at_people())

    assert found - known == set(), "say in bot/storage/erasing.py whose row it is, or that the name is taken out"
    assert known - found == set()


def test_where_a_name_is_taken_out_the_column_may_be_empty() -> None:
    filled = [(name, column) for name, column in POINTING if not BY_NAME[name].columns[column].nullable]

    assert filled == []


def _value(column: Column[object], person: int, number: int, made: dict[str, int]) -> object:
    """Something that fits into a column; a column that names a person names this one."""
    for key in column.foreign_keys:
        table = key.target_fullname.partition(".")[0]
        return person if table == "people" else made.get(table)
    if isinstance(column.type, Date):
        return NOW.date()
    plain: dict[type, object] = {int: number, str: f"{column.name}-{number}", bytes: os.urandom(24), bool: True}
    inner = getattr(column.type, "impl", column.type)  # a type of ours wraps that of the database
    return plain.get(inner.python_type, NOW)


def _fill(connection: Connection, tables: list[Table], person: int, number: int) -> None:
    """A row of each table that names a person, in every column that can."""
    made: dict[str, int] = {}
    for table in tables:
        columns = [column for column in table.columns if column.name != "id"]
        values = {column.name: _value(column, person, number, made) for column in columns}
        key = connection.execute(insert(table).values(values)).inserted_primary_key
        if key is not None and "id" in table.columns:
            made[table.name] = key[0]


async def test_a_row_of_every_table_that_names_a_person_goes_or_loses_the_name(store: Store, url: str) -> None:
    one, two = await store.write(lambda unit: [make_person(unit).id for _ in range(2)])
    engine = create_engine(read_url(url))
    names = {name for name, _ in pointing_at_people()} | {"activity_versions"}
    tables = [table for table in BY_NAME["people"].metadata.sorted_tables if table.name in names - {"people"}]
    with engine.begin() as connection:
        for number, person in enumerate((one, two), 1000):
            _fill(connection, tables, person, number)

    await store.write(lambda unit: unit.erase(one))

    with pytest.raises(PersonGone):
        await store.read(lambda unit: unit.people.by_id(one))
    with engine.connect() as connection:
        naming = {
            (name, column): [row[0] for row in connection.execute(select(BY_NAME[name].c[column]))]
            for name, column in pointing_at_people()
        }
    engine.dispose()
    assert [place for place, numbers in naming.items() if one in numbers] == []
    assert [place for place, numbers in naming.items() if two not in numbers] == []


async def test_the_rows_of_an_erased_person_are_in_no_file_of_the_database(store: Store, url: str) -> None:
    word = os.urandom(16).hex()
    person = await store.write(lambda unit: make_person(unit, handle=word))

    def lives(unit: Unit) -> None:
        unit.people.set(person.id, "handle", f"{word}-again", NOW, None)

    await store.write(lives)
    await store.write(lambda unit: unit.erase(person.id))
    await store.scrub()

    if url.startswith("sqlite"):
        folder = Path(make_url(url).database or "").parent
        found = [path.name for path in folder.iterdir() if word.encode() in path.read_bytes()]
        assert found == []
    assert await store.write(lambda unit: make_person(unit).code)  # the store goes on


async def test_no_copy_stays_in_the_gap_of_a_page_whose_rows_were_moved(sqlite_store: Store, sqlite_file: Path) -> None:
    """SQLite overwrites deleted rows (secure_delete), but not what a row left behind when its page was split."""
    for seed in range(11, 60):  # the first that leaves something with the SQLite of today
        words = _churn(sqlite_file, random.Random(seed))
        content = sqlite_file.read_bytes()
        left = [word for word in words if word in content]
        if left:
            break
    assert left, "this SQLite leaves nothing behind: the file need not be written anew"

    await sqlite_store.scrub()

    files = b"".join(path.read_bytes() for path in sqlite_file.parent.iterdir())
    assert [word for word in left if word in files] == []


def _churn(path: Path, chance: random.Random) -> set[bytes]:
    """Many rows come and change, then all of one owner are deleted; the first bytes of what those had held."""
    mine: set[bytes] = set()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in ("PRAGMA secure_delete = ON", "PRAGMA synchronous = OFF", "DROP TABLE IF EXISTS churn"):
            connection.execute(statement)
        connection.execute("CREATE TABLE churn (id INTEGER PRIMARY KEY, owner INTEGER, held BLOB)")
        connection.execute("CREATE INDEX by_held ON churn (owner, held)")
        connection.execute("BEGIN")
        for number in range(3000):
            row = number if chance.random() < 0.9 else chance.randrange(number + 1)
            owner, held = row % 20, chance.randbytes(chance.choice((20, 60, 200, 900)))
            if owner == 7:
                mine.add(held[:16])
            connection.execute("REPLACE INTO churn VALUES (?, ?, ?)", (row, owner, held))
        connection.execute("COMMIT")
        connection.execute("DELETE FROM churn WHERE owner = 7")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return mine


def test_the_updates_of_one_chat_leave_the_inbox_waiting_or_put_aside_and_its_files(tmp_path: Path, ring: Ring) -> None:
    inbox = Inbox(tmp_path / "inbox.db", ring, reserve_bytes=1024)
    bodies = {n: f'{{"update_id":{n},"chat":{{"id":{CHAT if n % 2 else OTHER_CHAT}}}}}'.encode() for n in range(1, 7)}
    inbox.put(list(bodies.items()), NOW)
    inbox.mark_poison(3)
    with closing(sqlite3.connect(tmp_path / "inbox.db")) as connection:
        question = "SELECT body_s FROM updates WHERE update_id IN (1, 3, 5)"
        sealed = [row[0] for row in connection.execute(question)]

    erased = inbox.forget(lambda body: str(CHAT).encode() in body)

    content = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.name != "reserve")
    assert erased == 3
    assert [update.update_id for update in inbox.waiting()] == [2, 4, 6]
    assert inbox.counts().poison == 0
    assert [value for value in sealed if value in content] == []
    inbox.close()


async def test_what_is_known_to_stand_in_a_chat_is_told_and_forgotten_with_the_chat(store: Store) -> None:
    def live(unit: Unit) -> int:
        person = make_person(unit).id
        unit.people.bind_chat(person, CHAT)
        for message, at in ((11, NOW), (12, NOW + 3 * DAY)):
            unit.deliveries.queue(
                person, "line", subject=str(message), policy="at_least_once", lane=0, queued_at=at, due_at=at
            )
            row = unit.deliveries.all_for(person)[-1]
            unit.deliveries.sent(row, message, at)
        return person

    person = await store.write(live)

    assert await store.read(lambda unit: unit.stands(person, NOW)) == [11, 12]
    assert await store.read(lambda unit: unit.stands(person, NOW + DAY)) == [12]
    await store.write(lambda unit: unit.forget_messages(person))
    assert await store.read(lambda unit: unit.stands(person, NOW)) == []


async def test_only_the_links_that_wait_are_revoked_and_the_last_used_one_can_be_freed(store: Store) -> None:
    def live(unit: Unit) -> tuple[int, list[str]]:
        person = make_person(unit).id
        codes = [unit.invites.create("participant", at=NOW, expires_at=NOW + DAY, person=person) for _ in range(3)]
        unit.invites.claim(codes[0], CHAT, NOW)
        unit.invites.claim(codes[1], CHAT, NOW + DAY / 2)
        return person, codes

    person, codes = await store.write(live)

    assert await store.write(lambda unit: unit.invites.revoke_unused(person, NOW)) == 1
    await store.write(lambda unit: unit.invites.release_newest(person))
    free = [await store.write(lambda unit, c=code: unit.invites.claim(c, OTHER_CHAT, NOW)) for code in codes]  # type: ignore[misc]
    assert [claim is not None for claim in free] == [False, True, False]


def test_the_list_of_erased_codes_keeps_their_order_and_each_once(tmp_path: Path) -> None:
    codes = ErasedCodes(tmp_path / "state")
    assert codes.read() == []

    for code in ("P-22222", "P-33333", "P-22222"):
        codes.add(code)

    assert codes.read() == ["P-22222", "P-33333"]
    assert (tmp_path / "state" / NAME).stat().st_mode & 0o777 == 0o600
