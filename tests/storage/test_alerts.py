"""The steps of an alert as rows, who was told of it, and which caseloads changed."""

from datetime import timedelta

import pytest

from bot.storage.alerts import Alert
from bot.storage.unit import Unit
from bot.storage.writer import Store
from tests.storage.conftest import NOW, make_person

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
async def person(store: Store) -> int:
    return await store.write(lambda unit: make_person(unit).id)


@pytest.fixture
async def staff(store: Store) -> int:
    return await store.write(lambda unit: make_person(unit, "counselor").id)


def raised(unit: Unit, person: int) -> Alert:
    return unit.alerts.raise_(person, "danger", "danger", "{}", at=NOW, next_step_at=NOW + 15 * MINUTE)


async def test_the_first_confirmed_line_delivers_an_alert(store: Store, person: int) -> None:
    alert = await store.write(lambda unit: raised(unit, person).id)

    for minutes in (1, 2):
        await store.write(lambda unit, m=minutes: unit.alerts.delivered(alert, NOW + m * MINUTE))

    found = await store.read(lambda unit: unit.alerts.by_id(alert))
    assert found is not None
    assert found.delivered_at == NOW + MINUTE


async def test_an_alert_that_begins_anew_is_as_if_it_had_just_been_raised(
    store: Store, person: int, staff: int
) -> None:
    def work(unit: Unit) -> Alert | None:
        alert = raised(unit, person).id
        unit.alerts.delivered(alert, NOW)
        unit.alerts.hand_on(alert, level=1, holder=staff, at=NOW, next_step_at=NOW + HOUR)
        unit.alerts.acknowledge(alert, staff, NOW)
        unit.alerts.begin_anew(alert, NOW + 2 * HOUR)
        return unit.alerts.by_id(alert)

    found = await store.write(work)

    assert found is not None
    assert (found.state, found.level, found.holder, found.delivered_at, found.escalated_at) == (
        "open", 0, None, None, None,
    )  # fmt: skip
    assert (found.acknowledged_at, found.acknowledged_by, found.seen_at) == (None, None, None)
    assert (found.next_step_at, found.raised_at) == (NOW + 2 * HOUR, NOW)


async def test_a_step_can_be_hurried_but_not_put_off_and_not_once_somebody_has_it(
    store: Store, person: int, staff: int
) -> None:
    def hurried(unit: Unit) -> list[object]:
        alert, found = raised(unit, person).id, []
        for moment in (NOW + MINUTE, NOW + HOUR):
            unit.alerts.hurry(alert, moment)
            found.append(unit.alerts.next_step())
        unit.alerts.wait(alert, NOW + HOUR)
        unit.alerts.acknowledge(alert, staff, NOW)
        unit.alerts.hurry(alert, NOW)
        return [*found, unit.alerts.next_step()]

    assert await store.write(hurried) == [NOW + MINUTE, NOW + MINUTE, None]


async def test_lines_about_a_thing_are_found_by_what_they_are_about(store: Store, person: int, staff: int) -> None:
    def queue(unit: Unit) -> tuple[list[int], list[int]]:
        for who, subject in ((staff, "alert:1"), (staff, "alert:11"), (person, "alert:1")):
            unit.deliveries.queue(
                who, "alert", subject=subject, policy="at_least_once", lane=1, queued_at=NOW, due_at=NOW
            )
        return tuple([line.person for line in unit.lines.about("alert", subject)] for subject in ("alert:1", "alert:2"))  # type: ignore[return-value]

    assert await store.write(queue) == ([staff], [])


async def test_an_unopened_line_is_one_that_was_neither_opened_nor_lost(store: Store, staff: int) -> None:
    def unopened(unit: Unit) -> list[bool]:
        def ask() -> bool:
            return unit.lines.unopened(staff, ("list", "digest"), NOW - HOUR)

        found = [ask()]
        unit.deliveries.queue(staff, "list", policy="at_least_once", lane=1, queued_at=NOW, due_at=NOW)
        found += [ask(), unit.lines.unopened(staff, ("list",), NOW)]
        [line] = unit.deliveries.all_for(staff)
        unit.deliveries.opened(line.id, NOW)
        return [*found, ask()]

    assert await store.write(unopened) == [False, True, False, False]


async def test_what_may_not_have_arrived_is_counted_by_person(store: Store, person: int, staff: int) -> None:
    def lose(unit: Unit) -> dict[int, tuple[int, object]]:
        for number in range(3):
            due = NOW + number * MINUTE
            unit.deliveries.queue(
                person, "x", subject=str(number), policy="at_most_once", lane=2, queued_at=NOW, due_at=due
            )
        for line in unit.deliveries.all_for(person)[1:]:
            unit.deliveries.make_uncertain(line, "no answer", NOW)
        return dict(unit.lines.uncertain_for([person, staff], NOW))

    assert await store.write(lose) == {person: (2, NOW + 2 * MINUTE)}


async def test_an_assignment_changes_at_its_beginning_and_at_its_end(store: Store, person: int, staff: int) -> None:
    def changes(unit: Unit) -> list[object]:
        unit.roles.assign(person, staff, NOW + HOUR, NOW + 2 * HOUR)
        edges = [(0, 59), (59, 60), (60, 119), (119, 120), (120, 999)]
        found: list[object] = [unit.roles.changed_between(NOW + a * MINUTE, NOW + b * MINUTE) for a, b in edges]
        return [*found, *(unit.roles.next_change(NOW + m * MINUTE) for m in (0, 60, 120))]

    assert await store.write(changes) == [[], [person], [], [person], [], NOW + HOUR, NOW + 2 * HOUR, None]
