"""A copy of the database: whole, of one moment, opened by the right keys only."""

import asyncio
import json
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli import run
from bot.storage import backup
from bot.storage.backup import LENGTH_BYTES, NoBackup, Table
from bot.storage.engines import make_engine, read_url
from bot.storage.migrations import HEAD, current_revision, migrate
from bot.storage.sealing import Ring, new_key
from bot.storage.writer import Store
from tests.storage.conftest import NOW, make_person
from tests.storage.test_migrations import FIRST_PERSON

DAY = timedelta(days=1)


def tables(path: Path, ring: Ring) -> dict[str, Table]:
    return {table.name: table for table in backup.read(path, ring)}


def column(table: Table, name: str) -> list[object]:
    return [row[table.columns.index(name)] for row in table.rows]


@pytest.fixture
async def names(store: Store) -> list[str]:
    """Three people with names; the names."""
    names = ["Ana Canary", "Sam Canary", "José Canary"]
    for name in names:
        await store.write(lambda unit, name=name: make_person(unit, name=name))
    return names


async def copied(url: str, ring: Ring, folder: Path) -> Path:
    return await asyncio.to_thread(backup.make, url, ring, folder, "test", NOW)


async def test_a_copy_holds_every_row_of_every_table(
    store: Store, url: str, ring: Ring, names: list[str], tmp_path: Path
) -> None:
    counts = await store.read(lambda unit: unit.counts())

    found = tables(await copied(url, ring, tmp_path / "copies"), ring)

    assert {name: len(found[name].rows) for name in counts} == counts
    people = found["people"]
    sealed = zip(column(people, "id"), column(people, "name_s"), strict=True)
    assert [ring.open_text(value, f"people.name_s.{person}") for person, value in sealed] == names  # type: ignore[arg-type]
    [since] = {datetime.fromisoformat(str(value)) for value in column(found["roles"], "since")}
    assert since.replace(tzinfo=UTC) == NOW
    assert found["alembic_version"].rows == [[HEAD]]
    assert set(found) & {"sqlite_sequence", "pg_sequences"}


async def test_it_shows_one_moment_though_others_write_meanwhile(store: Store, url: str, names: list[str]) -> None:
    lines = backup._lines(url, NOW)
    begun = [next(lines)]
    while b'"people"' not in begun[-1]:
        begun.append(next(lines))

    await store.write(make_person)  # after the copy has begun, before it came to the roles
    whole = [json.loads(line) for line in (*begun, *lines)]

    heads = [n for n, line in enumerate(whole) if isinstance(line, dict)]
    rows = {whole[n]["table"]: end - n - 1 for n, end in zip(heads[1:], [*heads[2:], len(whole)], strict=True)}
    assert (rows["people"], rows["roles"]) == (3, 3)


async def test_nothing_of_it_can_be_read_and_only_its_owner_may_try(
    store: Store, url: str, ring: Ring, names: list[str], tmp_path: Path
) -> None:
    # Whole codes: two letters such as P- come up in sealed bytes by chance, once in sixteen copies of this size.
    codes = [person.code.encode() for person in await store.read(lambda unit: unit.people.all())]
    path = await copied(url, ring, tmp_path / "copies")

    content = path.read_bytes()
    assert len(codes) == len(names)
    assert [word for word in (b"Canary", b"America/New_York", b"people", *codes) if word in content] == []
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(path.parent) == [path.name]


@pytest.fixture
def large(tmp_path: Path, ring: Ring, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of several pieces."""
    monkeypatch.setattr(backup, "PIECE", 500)
    address = f"sqlite:///{tmp_path}/db/companion.db"
    migrate(address)
    engine = make_engine(read_url(address), 5)
    with engine.begin() as connection:
        for number in range(20):
            connection.exec_driver_sql(f"INSERT INTO chores VALUES ('chore {number} {'x' * 60}', '2026-11-24')")
    engine.dispose()
    return backup.make(address, ring, tmp_path / "copies", "test", NOW)


def pieces(content: bytes) -> list[bytes]:
    found, at = [], len(backup.HEAD) + backup.SALT_BYTES
    while at < len(content):
        end = at + LENGTH_BYTES + int.from_bytes(content[at : at + LENGTH_BYTES], "big")
        found.append(content[at:end])
        at = end
    return found


def test_a_copy_of_several_pieces_is_put_together_again(large: Path, ring: Ring) -> None:
    assert len(pieces(large.read_bytes())) > 4
    assert len(tables(large, ring)["chores"].rows) == 20


@pytest.mark.parametrize("harm", ["altered", "cut short", "last left out", "first left out", "moved", "other", "empty"])
def test_a_copy_that_is_not_whole_is_refused(large: Path, ring: Ring, harm: str) -> None:
    content = large.read_bytes()
    head, parts = content[: len(backup.HEAD) + backup.SALT_BYTES], pieces(content)
    harmed = {
        "altered": content[:-3] + bytes([content[-3] ^ 1]) + content[-2:],
        "cut short": content[:-3],
        "last left out": head + b"".join(parts[:-1]),
        "first left out": head + b"".join(parts[1:]),
        "moved": head + b"".join([parts[1], parts[0], *parts[2:]]),
        "other": b"not " + content,
        "empty": head,
    }
    large.write_bytes(harmed[harm])

    with pytest.raises(NoBackup):
        tables(large, ring)


def test_other_keys_do_not_open_it_and_older_ones_do(large: Path, ring: Ring, key: str) -> None:
    with pytest.raises(NoBackup, match="other keys"):
        tables(large, Ring.parse(new_key()))

    assert tables(large, Ring.parse(f"{new_key()},{key}"))


def test_old_copies_go_the_newest_never_and_nothing_else_does(tmp_path: Path) -> None:
    for age in (50, 31, 29, 0):
        (tmp_path / f"companion-nightly-{NOW - age * DAY:%Y%m%dT%H%M%S}Z.backup").touch()
    for other in ("companion.db", "by hand.backup", "companion-by-hand.backup"):
        (tmp_path / other).touch()

    gone = backup.prune(tmp_path, NOW, 30)
    much_later = backup.prune(tmp_path, NOW + 1000 * DAY, 30)

    assert len(gone) == 2
    assert len(much_later) == 1
    assert len(list(tmp_path.iterdir())) == 4


class Opened:
    """A folder with a program of the release before, and commands in it."""

    def __init__(self, folder: Path, key: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.ring, self._capsys = folder, Ring.parse(key), capsys
        self.url = f"sqlite:///{folder}/data/companion.db"

    def people(self) -> tuple[int, str, str]:
        """`companion people`: status, standard output and standard error."""
        status = run(["people"])
        told = self._capsys.readouterr()
        return status, told.out, told.err

    def copies(self, folder: str = "state/backups") -> list[Path]:
        return sorted((self.folder / folder).glob("*")) if (self.folder / folder).exists() else []


@pytest.fixture
def opened(tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Opened:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENCRYPTION_KEYS", key)
    monkeypatch.delenv("BACKUP_DIR", raising=False)
    made = Opened(tmp_path, key, capsys)
    migrate(made.url, "r0001")
    return made


def with_a_person(opened: Opened) -> None:
    engine = make_engine(read_url(opened.url), 5)
    with engine.begin() as connection:
        connection.exec_driver_sql(FIRST_PERSON)
    engine.dispose()


def test_before_a_migration_of_a_database_with_people_a_copy_is_made(opened: Opened) -> None:
    with_a_person(opened)

    status, out, err = opened.people()
    again = opened.people()

    assert (status, err, out.split("\t")[0]) == (0, "", "P-7K3QF")
    assert again == (status, out, err)
    [copy] = opened.copies()
    found = tables(copy, opened.ring)
    assert column(found["people"], "code") == ["P-7K3QF"]
    assert found["alembic_version"].rows == [["r0001"]]  # as it was before
    assert current_revision(opened.url) == HEAD


def test_the_copy_goes_to_the_folder_of_the_settings(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKUP_DIR", str(opened.folder / "elsewhere"))
    with_a_person(opened)

    assert opened.people()[0] == 0

    assert (len(opened.copies("elsewhere")), opened.copies()) == (1, [])


def test_an_empty_and_a_fresh_database_need_no_copy(opened: Opened, tmp_path: Path) -> None:
    assert opened.people()[0] == 0
    assert current_revision(opened.url) == HEAD

    (tmp_path / "data" / "companion.db").unlink()
    assert opened.people()[0] == 0

    assert opened.copies() == []


def test_without_a_copy_nothing_is_migrated(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    with_a_person(opened)
    (opened.folder / "a file").touch()
    monkeypatch.setenv("BACKUP_DIR", str(opened.folder / "a file" / "below"))

    status, out, err = opened.people()

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("companion: BACKUP_DIR: the copy before the migration cannot be written to ")
    assert current_revision(opened.url) == "r0001"


def test_on_a_full_disk_nothing_is_migrated_and_nothing_half_written_is_left(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_a_person(opened)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_write_piece", full)
    status, _, err = opened.people()

    assert (status, opened.copies()) == (2, [])
    assert "(No space left on device); nothing was migrated" in err
    assert current_revision(opened.url) == "r0001"
