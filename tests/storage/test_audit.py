from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from bot.storage.audit import AuditBroken, AuditLine, hash_line
from bot.storage.tables import BY_NAME
from bot.storage.unit import Unit
from bot.storage.writer import Store
from tests.storage.conftest import NOW

AUDIT, SECRETS = BY_NAME["audit"], BY_NAME["secrets"]


def append(unit: Unit, subject: str = "P-22222") -> int:
    return unit.audit.append(who="S-33333", role="counselor", action="looked", subject=subject, at=NOW)


def five_lines(unit: Unit) -> None:
    for number in range(5):
        append(unit, f"P-2222{number + 2}")


def run(unit: Unit, *statements: object) -> None:
    for statement in statements:
        unit._channel.change(statement)  # type: ignore[arg-type]


def swap(unit: Unit) -> None:
    run(
        unit,
        update(AUDIT).where(AUDIT.c.seq == 2).values(seq=99),
        update(AUDIT).where(AUDIT.c.seq == 3).values(seq=2),
        update(AUDIT).where(AUDIT.c.seq == 99).values(seq=3),
    )


def forge_consistently(unit: Unit) -> None:
    """Someone who knows the method, but not the keys, rewrites the last line and its hash."""
    prev = unit._channel.rows(select(AUDIT.c.prev).where(AUDIT.c.seq == 5))[0][0]
    line = AuditLine(5, NOW, "S-44444", "counselor", "looked", "P-22226")
    run(unit, update(AUDIT).where(AUDIT.c.seq == 5).values(who="S-44444", hash=hash_line(line, prev)))


HANDS: dict[str, tuple[Callable[[Unit], None], int]] = {
    "who": (lambda unit: run(unit, update(AUDIT).where(AUDIT.c.seq == 3).values(who="S-44444")), 3),
    "time": (lambda unit: run(unit, update(AUDIT).where(AUDIT.c.seq == 3).values(at=NOW + timedelta(hours=1))), 3),
    "first deleted": (lambda unit: run(unit, delete(AUDIT).where(AUDIT.c.seq == 1)), 1),
    "deleted": (lambda unit: run(unit, delete(AUDIT).where(AUDIT.c.seq == 3)), 3),
    "swapped": (swap, 2),
    "truncated": (lambda unit: run(unit, delete(AUDIT).where(AUDIT.c.seq >= 4)), 4),
    "emptied": (lambda unit: run(unit, delete(AUDIT)), 1),
    "emptied with its head": (
        lambda unit: run(unit, delete(AUDIT), delete(SECRETS).where(SECRETS.c.name == "audit")),
        1,
    ),
    "forged": (forge_consistently, 5),
}


async def test_an_untouched_log_is_whole(store: Store) -> None:
    empty = await store.read(lambda unit: unit.audit.verify())
    await store.write(five_lines)

    assert empty is None
    assert await store.read(lambda unit: unit.audit.verify()) is None


@pytest.mark.parametrize("hand", HANDS)
async def test_what_a_foreign_hand_did_is_found(store: Store, hand: str) -> None:
    await store.write(five_lines)
    alter, first_broken = HANDS[hand]

    await store.write(alter)

    assert await store.read(lambda unit: unit.audit.verify()) == first_broken


async def test_nothing_is_added_to_a_log_whose_head_is_gone(store: Store) -> None:
    await store.write(five_lines)
    await store.write(lambda unit: run(unit, delete(SECRETS).where(SECRETS.c.name == "audit")))

    with pytest.raises(AuditBroken):
        await store.write(append)


async def test_a_clock_that_is_set_back_keeps_the_order(store: Store) -> None:
    await store.write(append)

    await store.write(
        lambda unit: unit.audit.append(
            who="S-33333", role="admin", action="erased", subject="P-22222", at=NOW - timedelta(days=1)
        )
    )

    lines = await store.read(lambda unit: unit.audit.lines())
    assert [line.action for line in lines] == ["looked", "erased"]
    assert await store.read(lambda unit: unit.audit.verify()) is None


async def test_lines_are_found_by_subject_and_time(store: Store) -> None:
    await store.write(five_lines)

    about = await store.read(lambda unit: unit.audit.lines(subject="P-22223"))
    later = await store.read(lambda unit: unit.audit.lines(since=NOW + timedelta(seconds=1)))

    assert [line.seq for line in about] == [2]
    assert later == []
