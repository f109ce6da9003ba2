"""Whatever staff, their phones and the program do: danger that nobody takes reaches two people, and then the
administrators. The real database and the real services, with phones that block, refuse and fall silent."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.core import ladder
from bot.core.schedule import parse_hours
from bot.curriculum.catalog import Catalog, load
from bot.services import alerts, arriving, enrol, leaving
from bot.services.chores import Chores
from bot.services.covers import Covers
from bot.services.due import Due
from bot.services.escalation import Escalation
from bot.services.house import House, Place
from bot.services.outbox import arguments
from bot.services.pacing import Pace
from bot.services.scene import Scene
from bot.services.send import Sender
from bot.services.transport import Blocked, Message, Refused, Unsent, no_wait
from bot.services.watch import scene_of
from bot.storage.migrations import migrate
from bot.storage.sealing import Ring, new_key
from bot.storage.unit import Unit
from bot.storage.writer import Store
from tests.silent_chat import SilentChat
from tests.small_program import SMALL_PROGRAM

T = TypeVar("T")

START = datetime(2026, 1, 13, 15, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
STAFF = ("Ada", "Ben", "Cyd", "Dov")
"""Ada is the person's counselor, Ben and Cyd are others, Dov is the administrator."""
STAFFERS = st.sampled_from(STAFF)

NEXT_BY, ADMINISTRATOR_BY, TWO_BY = 17 * MINUTE, 62 * MINUTE, 75 * MINUTE
"""Until when a second person, the administrator and two people must have been told: a step is looked at each minute."""


@cache
def catalog() -> Catalog:
    found = load(SMALL_PROGRAM).catalog
    assert found is not None
    return found


@cache
def empty_database(folder: Path) -> bytes:
    """A migrated file, made once."""
    migrate(f"sqlite:///{folder / 'companion.db'}")
    return (folder / "companion.db").read_bytes()


@dataclass
class Phones(SilentChat):
    """The staff's phones: each takes a message, or tells why not."""

    now: Callable[[], datetime]
    blocked: set[int] = field(default_factory=set)
    refusing: set[int] = field(default_factory=set)
    away: bool = False
    took: list[tuple[int, datetime]] = field(default_factory=list)
    known: set[int] = field(default_factory=set)  # of whom the program knows that they blocked it
    tries: int = 0

    async def send(self, chat: int, message: Message, more: Callable[[], Awaitable[None]] = no_wait) -> int:
        self.tries += 1
        if self.away:
            raise Unsent
        if chat in self.blocked:
            self.known.add(chat)
            raise Blocked
        if chat in self.refusing:
            raise Refused("wrong request")
        if any(line.key == "alert-neutral" for line in message.view.above if not hasattr(line, "rows")):
            self.took.append((chat, self.now()))
        return 100 + len(self.took)


class AlertsMachine(RuleBasedStateMachine):
    """One person in need, four members of staff, and a program that may be down."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.loop = asyncio.new_event_loop()
        self.time, self.up, self.up_since = START, True, START
        self.phones = Phones(lambda: self.time)
        place = Place("P", "", "America/New_York", "US", parse_hours("Mon-Fri 09:00-17:00"), "", ("21:00", "08:00"), ())
        self.house = House(place, catalog, lambda: self.time)
        path = Path(self.folder.name) / "companion.db"
        path.write_bytes(empty_database(Path(_TEMPLATE.name)))
        self.store = Store(f"sqlite:///{path}", Ring.parse(new_key()))
        self.waits_since: datetime | None = None  # since when danger waits that nobody has taken
        self.taken_at: datetime | None = None
        self.gone: set[str] = set()  # whose role ended
        self.could: set[str] = set()  # who could be reached ever since
        self.begin_program()

    def teardown(self) -> None:
        self.loop.run_until_complete(self.store.close())
        self.loop.close()
        self.folder.cleanup()

    def begin_program(self) -> None:
        """A new life on the same rows."""
        self.sender = Sender(
            self.store, self.house, self.phones, Pace(10**6, time.monotonic, asyncio.sleep, 10**6), self.sleep
        )
        watches = (Escalation(self.store, self.house), Covers(self.store, self.house), Chores(self.store, self.house))
        self.due = Due(self.store, self.house, self.sender.kick, watches)

    async def sleep(self, _: float) -> None:
        await asyncio.sleep(0)

    def write(self, work: Callable[[Unit], T]) -> T:
        return self.loop.run_until_complete(self.store.write(work))

    def lives(self) -> None:
        """What is due now is done and sent."""
        tries = -1
        while tries != self.phones.tries:
            tries = self.phones.tries
            self.loop.run_until_complete(self.due.tick())
            self.loop.run_until_complete(self.sender.drain())

    # -- who is there ------------------------------------------------------------------------------------------

    @initialize()
    def enrols(self) -> None:
        def make(unit: Unit) -> tuple[int, dict[str, int]]:
            staff = {}
            for number, name in enumerate(STAFF):
                role = "admin" if name == "Dov" else "counselor"
                code, person = enrol.invite_staff(unit, self.house.place, role, now=START, name=name)
                assert arriving.claim(unit, code, number + 1, "en", START)
                staff[name] = person.id
            _, person = enrol.invite_participant(unit, self.house.place, now=START, counselor=staff["Ada"])
            unit.people.bind_chat(person.id, 99)
            return person.id, staff

        self.person, self.staff = self.write(make)
        self.lives()

    def chat(self, name: str) -> int:
        return STAFF.index(name) + 1

    def reachable(self) -> set[str]:
        """Whose phone would take a line now, and who still works here."""
        if self.phones.away:
            return set()
        bad = self.phones.blocked | self.phones.refusing | self.phones.known
        return {name for name in STAFF if name not in self.gone and self.chat(name) not in bad}

    def told(self) -> set[str]:
        """Whose phone took a line since danger waits."""
        since = self.waits_since or self.time
        return {name for name in STAFF for chat, at in self.phones.took if chat == self.chat(name) and at >= since}

    def scene(self, unit: Unit, name: str) -> Scene:
        return scene_of(unit, self.house, self.staff[name], self.time)

    # -- what happens ------------------------------------------------------------------------------------------

    @rule()
    def danger(self) -> None:
        """Words of danger; while the program is down they wait in the inbox, so nothing is stored."""
        if not self.up:
            return
        self.write(lambda unit: alerts.raise_danger(scene_of(unit, self.house, self.person, self.time), "self_harm"))
        if self.waits_since is None:
            self.waits_since, self.taken_at, self.could = self.time, None, set(STAFF)
        self.passes(0)

    @rule(minutes=st.sampled_from((1, 5, 15, 16, 45, 61, 80)))
    def passes(self, minutes: int) -> None:
        for step in range(minutes + 1):
            self.time += MINUTE * bool(step)
            if self.up:
                self.lives()
            self.could &= self.reachable() if self.up else set(STAFF)
            self.nobody_is_left_alone()

    @rule()
    def an_hour_passes(self) -> None:
        self.passes(61)

    @rule(name=STAFFERS)
    def looks(self, name: str) -> None:
        """*Open*, and no more."""
        if self.up and name in self.told():
            self.write(lambda unit: [unit.alerts.seen(a.id, self.time) for a in self.open_alerts(unit)])

    @rule(name=STAFFERS)
    def takes(self, name: str) -> None:
        """*Seen*."""
        if not self.up or name not in self.told() or name in self.gone:
            return
        self.write(lambda unit: [alerts.acknowledge(self.scene(unit, name), a) for a in self.open_alerts(unit)])
        if self.waits_since is not None:
            self.waits_since, self.taken_at = None, self.time

    @rule(name=STAFFERS, known=st.booleans())
    def blocks(self, name: str, known: bool) -> None:
        self.phones.blocked.add(self.chat(name))
        if known and self.up:
            self.phones.known.add(self.chat(name))
            self.write(lambda unit: unit.chats.block(self.staff[name], self.time))
        self.could.discard(name)

    @rule(name=STAFFERS)
    def comes_back(self, name: str) -> None:
        self.phones.blocked.discard(self.chat(name))
        self.phones.refusing.discard(self.chat(name))
        if self.up:
            self.phones.known.discard(self.chat(name))
            self.write(lambda unit: unit.chats.unblock(self.staff[name]))

    @rule(name=STAFFERS)
    def phone_refuses(self, name: str) -> None:
        self.phones.refusing.add(self.chat(name))
        self.could.discard(name)

    @rule(away=st.booleans())
    def telegram(self, away: bool) -> None:
        self.phones.away = away
        self.could &= self.reachable()

    @rule(name=st.sampled_from(STAFF[:3]))
    def is_revoked(self, name: str) -> None:
        """The administrator's command works beside a program that is down, too."""
        before = self.taken()
        self.write(lambda unit: leaving.end_roles(unit, self.house, unit.person(self.staff[name]), self.time))
        self.gone.add(name)
        self.could.discard(name)
        self.waits_again(before)

    @rule(name=st.sampled_from(STAFF[:3]), begins=st.integers(0, 40), minutes=st.integers(5, 200))
    def covers(self, name: str, begins: int, minutes: int) -> None:
        if name in self.gone:
            return
        since = self.time + begins * MINUTE
        until = since + minutes * MINUTE
        self.write(lambda unit: unit.roles.assign(self.person, self.staff[name], since, until))

    @rule(up=st.booleans())
    def program(self, up: bool) -> None:
        if up and not self.up:
            self.begin_program()
            self.write(lambda unit: unit.deliveries.requeue_after_crash(self.house.now()))
            self.up_since = self.time
        self.up = up
        self.passes(0)

    # -- what holds --------------------------------------------------------------------------------------------

    def open_alerts(self, unit: Unit) -> list[alerts.Alert]:
        return [alert for alert in unit.alerts.all_for(self.person) if alert.closed_at is None]

    def taken(self) -> bool:
        found = self.loop.run_until_complete(self.store.read(self.open_alerts))
        return bool(found) and all(alert.acknowledged_at is not None for alert in found)

    def waits_again(self, before: bool) -> None:
        """What somebody had taken who is gone waits again."""
        if before and not self.taken():
            self.waits_since, self.taken_at, self.could = self.time, None, set(STAFF)
            self.could &= self.reachable()

    def nobody_is_left_alone(self) -> None:
        if self.waits_since is None and self.taken_at is not None and not self.taken():
            self.waits_again(True)  # a cover ended who had taken it
        if self.waits_since is None or not self.up or self.time - self.up_since < 2 * MINUTE:
            return
        waited, told = self.time - self.waits_since, self.told()
        if waited >= NEXT_BY:
            assert len(told) >= min(2, len(self.could)), (waited, told, self.could)
        if waited >= ADMINISTRATOR_BY and "Dov" in self.could:
            assert "Dov" in told, (waited, told, self.could)
        if waited >= TWO_BY:
            assert len(told) >= min(2, len(self.could)), (waited, told, self.could)

    @invariant()
    def what_was_taken_moves_on_no_more(self) -> None:
        if self.taken_at is None or not self.taken():
            return
        [alert] = self.loop.run_until_complete(self.store.read(self.open_alerts))
        lines = self.loop.run_until_complete(
            self.store.read(lambda unit: unit.lines.about("alert", f"alert:{alert.id}"))
        )
        assert alert.next_step_at is None
        later = [line for line in lines if line.queued_at > self.taken_at]
        assert not any(arguments(line).get("stands_in") for line in later)  # a new counselor of the person may hear


_TEMPLATE = TemporaryDirectory()
FEW = settings(
    max_examples=40, stateful_step_count=20, deadline=None, derandomize=True, print_blob=False,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def test_no_path_leaves_danger_without_two_people_told_within_75_minutes() -> None:
    run_state_machine_as_test(AlertsMachine, settings=settings(FEW, max_examples=25))


def _without_the_next_person(monkeypatch: pytest.MonkeyPatch) -> None:
    real = ladder.climb
    alone = lambda level, reach, told, heard: real(level, ladder.Reach(reach.own, (), ()), told, heard)  # noqa: E731
    late = lambda level, *rest: alone(level, *rest) if level == ladder.OWN else real(level, *rest)  # noqa: E731
    monkeypatch.setattr(ladder, "climb", late)


def _without_the_administrators(monkeypatch: pytest.MonkeyPatch) -> None:
    real = ladder.climb

    def climb(level: int, reach: ladder.Reach, *rest: set[int]) -> ladder.Rung:
        return real(level, ladder.Reach(reach.own, reach.others, ()), *rest)

    monkeypatch.setattr(ladder, "climb", climb)


@pytest.mark.parametrize("leaves_out", [_without_the_next_person, _without_the_administrators])
def test_a_step_that_is_left_out_is_found(
    monkeypatch: pytest.MonkeyPatch, leaves_out: Callable[[pytest.MonkeyPatch], None]
) -> None:
    leaves_out(monkeypatch)

    with pytest.raises(AssertionError):
        # It ends with the first path that is found; which that is depends on the constants hypothesis reads from us.
        run_state_machine_as_test(AlertsMachine, settings=settings(FEW, max_examples=400, phases=(Phase.generate,)))


@pytest.fixture(scope="module", autouse=True)
def _template() -> Iterator[None]:
    yield
    _TEMPLATE.cleanup()
