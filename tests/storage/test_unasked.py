"""Unasked messages in both databases: held until they have a place, taken back, revived after a wrong clock."""

from datetime import date, timedelta

import pytest

from bot.storage.unasked import is_held
from bot.storage.unit import Unit
from bot.storage.writer import Store
from tests.storage.conftest import NOW, make_person

HOUR = timedelta(hours=1)
TODAY = date(2026, 11, 24)
BULK = 2


@pytest.fixture
async def person(store: Store) -> int:
    return (await store.write(make_person)).id


def queue(unit: Unit, person: int, purpose: str = "unasked", **fields: object) -> bool:
    values = {"subject": "hello", "due_at": NOW, "expires_at": NOW + 3 * HOUR, "occurrence": TODAY.isoformat()} | fields
    return unit.deliveries.queue(person, purpose, policy="at_most_once", lane=BULK, queued_at=NOW, **values)  # type: ignore[arg-type]


async def test_what_is_held_is_not_due_until_it_is_released(store: Store, person: int) -> None:
    def hold(unit: Unit) -> None:
        queue(unit, person)
        unit.unasked.hold(person, "unasked", "hello", TODAY.isoformat())

    await store.write(hold)
    [held] = await store.read(lambda unit: unit.unasked.about(person, ["unasked"], [TODAY]))
    due = await store.read(lambda unit: unit.deliveries.due(NOW + HOUR))
    waits_for = await store.read(lambda unit: unit.unasked.held_for(BULK, NOW))
    await store.write(lambda unit: unit.unasked.release(held.id, NOW + HOUR))

    assert (is_held(held), due, waits_for) == (True, [], {person})
    assert [each.id for each in await store.read(lambda unit: unit.deliveries.due(NOW + HOUR))] == [held.id]
    assert await store.read(lambda unit: unit.unasked.held_for(BULK, NOW + 2 * HOUR)) == set()


async def test_a_wrong_clocks_end_is_taken_back_and_a_right_one_stays(store: Store, person: int) -> None:
    def lapse(unit: Unit) -> int:
        queue(unit, person, subject="early")
        queue(unit, person, subject="over", expires_at=NOW - HOUR)
        unit.deliveries.expire(NOW + 4 * HOUR)
        return unit.unasked.clock_was_put_back(NOW)

    assert await store.write(lapse) == 1
    rows = await store.read(lambda unit: unit.deliveries.all_for(person))
    assert {row.subject: row.state for row in rows} == {"early": "due", "over": "expired"}


async def test_only_what_waits_is_withdrawn_and_moved(store: Store, person: int) -> None:
    def fill(unit: Unit) -> int:
        queue(unit, person, subject="sent")
        [first] = unit.unasked.waiting(person, BULK)
        unit.deliveries.claim(first.id)
        queue(unit, person, subject="waits")
        [waits] = unit.unasked.waiting(person, BULK)
        unit.unasked.move(waits.id, NOW + HOUR, NOW + 2 * HOUR, stays_held=False)
        moved = unit.deliveries.by_id(waits.id)
        assert moved is not None
        assert (moved.due_at, moved.expires_at) == (NOW + HOUR, NOW + 2 * HOUR)
        return unit.unasked.withdraw(person, BULK, "paused", NOW)

    assert await store.write(fill) == 1
    rows = await store.read(lambda unit: unit.unasked.since(person, "unasked", TODAY))
    assert {row.subject: (row.state, row.error) for row in rows} == {
        "sent": ("sending", None),
        "waits": ("expired", "paused"),
    }


async def test_the_last_sign_is_the_newest_of_all(store: Store, person: int) -> None:
    def live(unit: Unit) -> None:
        queue(unit, person)
        unit.deliveries.supersede_latest(person, "menu", at=NOW)
        [row] = unit.unasked.about(person, ["unasked"], [TODAY])
        unit.deliveries.opened(row.id, NOW + HOUR)

    before = await store.read(lambda unit: unit.unasked.last_sign(person))
    await store.write(live)

    assert before is None
    assert await store.read(lambda unit: unit.unasked.last_sign(person)) == NOW + HOUR
