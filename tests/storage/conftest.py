"""A database of each kind for every test, and the people in it."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from bot.storage.migrations import migrate
from bot.storage.people import Person
from bot.storage.sealing import Ring, new_key
from bot.storage.unit import Unit
from bot.storage.writer import Store

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def _postgres_programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) if Path("/usr/lib/postgresql").exists() else []
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def _as_someone(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """A PostgreSQL server of our own, in a temporary folder."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.folder, self.port = programs, folder, _free_port()
        self.template: str | None = None
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name

    def run(self, program: str, *args: str) -> None:
        command = _as_someone([str(self.programs / program), *args])
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

    def make(self) -> None:
        self.run("initdb", "-D", str(self.folder), "-A", "trust", "-U", self.user, "--no-sync", "-E", "UTF8")
        self.start()

    def start(self) -> None:
        # Without fsync: what is killed here are processes, never the machine.
        options = (
            f"-c fsync=off -c port={self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        )
        self.run("pg_ctl", "-D", str(self.folder), "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.folder), "-w", "-m", "immediate", "stop")

    def url(self, database: str) -> str:
        return f"postgresql://{self.user}@127.0.0.1:{self.port}/{database}"

    def new_database(self, template: str = "template0") -> str:
        name = f"t{secrets.token_hex(6)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as session:
            session.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def migrated_database(self) -> str:
        """A copy of one that was migrated once."""
        if self.template is None:
            self.template = self.new_database()
            migrate(self.template)
        return self.new_database(self.template.rsplit("/", 1)[1])


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    programs = _postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL's programs are not installed here")
    folder = Path(tempfile.mkdtemp(prefix="companion-pg-"))
    if os.geteuid() == 0:
        try:
            shutil.chown(folder, "postgres")
        except LookupError:
            pytest.skip("PostgreSQL cannot run as root, and there is no user postgres")
    made = Cluster(programs, folder)
    made.make()
    yield made
    made.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/db/companion.db"
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.new_database()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path}/db/companion.db"
        migrate(address)
        return address
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.migrated_database()


@pytest.fixture
def key() -> str:
    return new_key()


@pytest.fixture
def ring(key: str) -> Ring:
    return Ring.parse(key)


@pytest.fixture
async def store(url: str, ring: Ring) -> AsyncIterator[Store]:
    opened = Store(url, ring)
    yield opened
    await opened.close()


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    path = tmp_path / "db" / "companion.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
async def sqlite_store(sqlite_file: Path, ring: Ring) -> AsyncIterator[Store]:
    opened = Store(f"sqlite:///{sqlite_file}", ring, busy_seconds=0.1)
    yield opened
    await opened.close()


def make_person(unit: Unit, role: str = "participant", **fields: str | None) -> Person:
    """Someone enrolled in New York."""
    return unit.people.create(
        role=role, at=NOW, language="en", timezone="America/New_York", state="active", phase="iop", **fields
    )
