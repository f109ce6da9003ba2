"""A year of two hundred people in six zones: breaks, travel, restarts, phases, an outage of a day. By moving the clock;
in two halves, so that two processes live them side by side."""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.curriculum.catalog import load
from bot.services import leaving
from bot.simulator import SimulatedClock
from bot.storage.lanes import Delivery
from bot.storage.unit import Unit
from tests.e2e.year import Sent, Year
from tests.small_program import SMALL_PROGRAM

BEGIN = datetime(2026, 1, 1, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HALVES = {
    "east": ("America/New_York", "America/Chicago", "America/Puerto_Rico"),
    "west": ("America/Denver", "America/Los_Angeles", "Pacific/Honolulu"),
}
TIMES = ("12:00", "17:00", "18:00", "19:00", "20:00")
PEOPLE, BATCH = 100, 10
PHASES = {"iop": frozenset(range(7)), "op": frozenset((0, 2, 4)), "continuing": frozenset((6,))}
"""On which weekdays the shipped `program.yaml` sends the check-in."""
AWAKE = frozenset((4, 8, *range(10, 21)))
STAY, PHASE = 12 * 7, 4 * 7
OUTAGE = (BEGIN + 100 * DAY + 5 * HOUR, BEGIN + 101 * DAY + 5 * HOUR)
RESTARTS = 30
DAILY = "checkins/daily"


@dataclass
class Life:
    """What a person does in the year, as the test planned it: days are counted from the beginning of the year."""

    chat: int
    id: int
    begins: int
    checkin: str
    home: str
    away: str
    opens: bool
    pauses: bool
    travels: bool

    def zone(self, moment: datetime) -> str:
        """Where they are."""
        gone = self.travels and BEGIN + (self.begins + 30) * DAY <= moment < BEGIN + (self.begins + 44) * DAY
        return self.away if gone else self.home

    def is_plain(self, day: date) -> bool:
        """Whether nothing special happens around that day: then its prompt has to come, once and at its hour."""
        since = (day - BEGIN.date()).days - self.begins
        special = [0, STAY, PHASE, 2 * PHASE]
        special += [30, 44] if self.travels else []
        special += range(20, 29) if self.pauses else []
        outage = (OUTAGE[0].date() - BEGIN.date()).days - self.begins
        return 0 < since < STAY and all(abs(since - at) > 1 for at in (*special, outage, outage + 1))

    def is_due(self, day: date) -> bool:
        """Whether their phase gives them a check-in that day."""
        since = (day - BEGIN.date()).days - self.begins
        return day.weekday() in PHASES[list(PHASES)[min(since // PHASE, 2)]]

    def due_at(self, day: date) -> datetime:
        """When it is due; none of these hours is ever skipped or doubled by a change of clocks."""
        noon = datetime.combine(day, time(12), UTC)
        local = datetime.combine(day, time.fromisoformat(self.checkin), ZoneInfo(self.zone(noon + 8 * HOUR)))
        return local.astimezone(UTC)


async def arrive(year: Year, zones: tuple[str, ...], batch: int) -> list[Life]:
    """Ten more people enrol."""
    chats = range(1000 + batch * BATCH, 1000 + (batch + 1) * BATCH)
    people = await year.enrol(chats, zones, TIMES)
    begins = (year.clock.now() - BEGIN).days
    return [
        Life(
            n, person.id, begins, person.checkin_time, person.timezone, zones[(n + 1) % len(zones)],
            opens=n % 4 == 0, pauses=n % 5 == 1, travels=n % 6 == 2,
        )
        for n, person in zip(chats, people, strict=True)
    ]  # fmt: skip


async def live_day(year: Year, life: Life, day: int) -> None:
    """What a person does that is not an answer."""
    since = day - life.begins
    if life.travels and since in (30, 44):
        await year.types(life.chat, f"/settings timezone {life.zone(year.clock.now())}")
    if life.pauses and since == 20:
        await year.types(life.chat, "/pause 7")
    now = year.clock.now()
    if since in (PHASE, 2 * PHASE):
        phase = list(PHASES)[since // PHASE]
        await year.store.write(lambda unit: unit.people.set(life.id, "phase", phase, now, None))
    if since == STAY:
        await year.store.write(lambda unit: leaving.discharge(unit, unit.person(life.id), now))


def close_alerts(unit: Unit, now: datetime) -> None:
    """The counselor's morning."""
    for alert in unit.alerts.all_open():
        unit.alerts.close(alert.id, now)


def hours(zones: tuple[str, ...]) -> Iterator[datetime]:
    """The hours of the year in which something can happen: anywhere a day begins, or it is neither night nor the early
    morning; without those of the outage."""
    places = [ZoneInfo(zone) for zone in zones]
    for step in range(365 * 24):
        moment = BEGIN + step * HOUR + timedelta(seconds=30)
        wakes = {moment.astimezone(place).hour for place in places} & AWAKE
        if (wakes or step % 24 == 0) and not OUTAGE[0] <= moment < OUTAGE[1]:
            yield moment


async def live(year: Year, zones: tuple[str, ...]) -> list[Life]:
    """The whole year."""
    lives: list[Life] = []
    for moment in hours(zones):
        day, hour = divmod(int((moment - BEGIN) / HOUR), 24)
        before = len(year.chat.sent)
        await year.at(moment)
        if hour == 0:
            if day % 28 == 7 and len(lives) < PEOPLE:
                lives += await arrive(year, zones, len(lives) // BATCH)
            for life in lives:
                await live_day(year, life, day)
            await year.store.write(lambda unit, now=moment: close_alerts(unit, now))  # type: ignore[misc]
            if day % RESTARTS == 0:
                await year.restart()
        opening = {life.chat for life in lives if life.opens}
        for sent in year.chat.sent[before:]:
            if sent.chat in opening and sent.opens is not None:
                await year.taps(sent.chat, f"o.{sent.opens}")
    return lives


def is_quiet(life: Life, sent: Sent) -> bool:
    """Whether it came in the default quiet hours of where the person was."""
    local = sent.at.astimezone(ZoneInfo(life.zone(sent.at))).time()
    return not time(8) <= local < time(21)


def missing(life: Life, came: dict[str, list[Delivery]]) -> list[date]:
    """The plain days whose prompt did not come within an hour and a half of its time; this clock moves by an hour."""
    days = (BEGIN.date() + timedelta(days=life.begins + n) for n in range(STAY))
    wanted = [day for day in days if life.is_plain(day) and life.is_due(day)]
    return [
        day
        for day in wanted
        if not any(
            each.sent_at and life.due_at(day) <= each.sent_at < life.due_at(day) + 1.5 * HOUR
            for each in came.get(day.isoformat(), [])
        )
    ]


@contextmanager
def in_memory(otherwise: Path) -> Iterator[Path]:
    """A folder of files that cost no disk, where the machine has one: a year is a hundred thousand commits."""
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else otherwise) as folder:
        for name in ("data", "state"):
            (Path(folder) / name).mkdir()
        yield Path(folder)


@contextmanager
def untraced() -> Iterator[None]:
    """Without the measuring of coverage, which would double the time and which other tests give enough of."""
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracer)


@pytest.mark.parametrize("half", HALVES)
async def test_in_a_year_nothing_is_doubled_nothing_lost_and_nothing_comes_in_quiet_hours(
    half: str, tmp_path: Path
) -> None:
    catalog = load(SMALL_PROGRAM).catalog
    assert catalog is not None
    with in_memory(tmp_path) as folder, untraced():
        year = Year(folder, SimulatedClock(BEGIN, frozen=True), catalog)
        lives = await live(year, HALVES[half])
        await look_back(year, lives)
        await year.store.close()


async def look_back(year: Year, lives: list[Life]) -> None:
    """What became of every day of everybody."""

    by_chat = {life.chat: life for life in lives}
    unasked = [sent for sent in year.chat.sent if sent.opens is not None and sent.chat in by_chat]
    assert len(lives) == PEOPLE
    assert [sent for sent in unasked if is_quiet(by_chat[sent.chat], sent)] == []
    prompted = 0
    for life in lives:
        ledger = await year.store.read(lambda unit, who=life.id: unit.deliveries.all_for(who))  # type: ignore[misc]
        came: dict[str, list[Delivery]] = defaultdict(list)
        for each in ledger:
            if each.purpose == DAILY and each.state == "sent":
                came[each.occurrence].append(each)
        prompted += len(came)
        assert [day for day, found in came.items() if len(found) > 1] == []
        assert [each.id for each in ledger if each.state in ("sending", "uncertain", "failed")] == []
        if life.opens:  # whoever passes prompts by gets fewer, which is not a loss
            assert missing(life, came) == []
    assert prompted > PEOPLE * 20
