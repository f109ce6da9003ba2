"""Law 8: the safety reply needs no database; law 1: what came meanwhile is kept and handled afterwards."""

import asyncio
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.simulator import Person
from tests.e2e.living import DANGER, Living

AT_ONCE = 2.0
"""Real seconds within which words of danger are answered, whatever happens to the database."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program holds the write lock of the database."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.rollback()
        connection.close()


@contextmanager
def moved_away(path: Path) -> Iterator[None]:
    """The database's files are gone for a while."""
    elsewhere = path.parent.parent / "elsewhere"
    path.parent.rename(elsewhere)
    try:
        yield
    finally:
        if path.parent.exists():  # nothing may have been put in its place
            os.rmdir(path.parent)
        elsewhere.rename(path.parent)


def database(program: Living) -> Path:
    return program.folder / "data" / "companion.db"


async def seconds_to_help(person: Person, said: str) -> float:
    person.has_heard_all()
    began = time.monotonic()
    person.types(said)
    await person.hears("988", seconds=AT_ONCE)
    return time.monotonic() - began


async def test_words_of_danger_are_answered_while_the_database_is_locked_and_the_alert_follows(
    program: Living, sam: Person, dana: Person
) -> None:
    number = (await program.record(sam)).id

    with locked(database(program)):
        waited = await seconds_to_help(sam, DANGER["en"])
        sought = await seconds_to_help(sam, "/sos")
        during = await program.ask(lambda unit: unit.alerts.all_for(number))
    await program.rest()

    assert max(waited, sought) < AT_ONCE
    assert during == []
    assert [alert.rule for alert in await program.ask(lambda unit: unit.alerts.all_for(number))] == ["danger"]
    assert program.last(dana).text == "Something is waiting for you."
    assert sum("988" in heard.text for heard in sam.sees) == 2


async def test_answers_given_while_the_database_is_locked_are_stored_once_it_is_free(
    program: Living, ana: Person, sam: Person
) -> None:
    await program.does(sam, "/checkin")

    with locked(database(program)):
        await sam.taps("3")
        sam.types("6")
        await program.heard()
    await program.rest()

    assert [a.value for a in await program.answers(sam)] == [3, 6]


async def test_what_came_while_the_database_was_locked_survives_the_end_of_the_process(
    program: Living, sam: Person, dana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.SHUTDOWN_SECONDS", 0.2)  # its patience at the end is measured elsewhere
    with locked(database(program)):
        await seconds_to_help(sam, DANGER["en"])
        await program.heard()
        ending = asyncio.create_task(program.stop())
        await asyncio.sleep(0.5)
    await ending
    await program.start()
    await program.rest()

    number = (await program.record(sam)).id
    assert [alert.rule for alert in await program.ask(lambda unit: unit.alerts.all_for(number))] == ["danger"]
    assert program.last(dana).text == "Something is waiting for you."


async def test_words_of_danger_are_answered_while_the_database_is_gone_and_the_alert_follows(
    program: Living, sam: Person, dana: Person
) -> None:
    number = (await program.record(sam)).id

    with moved_away(database(program)):
        waited = await seconds_to_help(sam, DANGER["en"])
        await program.heard()
    async with asyncio.timeout(20):
        while not await program.ask(lambda unit: unit.alerts.all_for(number)):
            await asyncio.sleep(0.05)
    await program.rest()

    assert waited < AT_ONCE
    assert program.last(dana).text == "Something is waiting for you."


async def test_in_a_language_that_was_chosen_before_the_database_went_away(program: Living, ana: Person) -> None:
    await program.does(ana, "/checkin")

    with locked(database(program)):
        await seconds_to_help(ana, DANGER["es"])
        card = program.last(ana)

    assert "Llama" in card.text
    await program.rest()


async def test_the_answer_comes_though_neither_the_database_nor_the_inbox_can_be_written(
    program: Living, sam: Person
) -> None:
    with locked(database(program)), locked(program.folder / "state" / "inbox.db"):
        waited = await seconds_to_help(sam, DANGER["en"])
    await program.rest()

    number = (await program.record(sam)).id
    assert waited < AT_ONCE
    assert [alert.rule for alert in await program.ask(lambda unit: unit.alerts.all_for(number))] == ["danger"]


async def test_words_of_danger_are_answered_by_a_program_that_starts_on_a_locked_database(
    program: Living, sam: Person
) -> None:
    await program.stop()
    sam.has_heard_all()
    sam.types(DANGER["en"])

    with locked(database(program)):
        starting = asyncio.create_task(program.start())
        await sam.hears("988", seconds=AT_ONCE)
    await starting
    await program.rest()

    number = (await program.record(sam)).id
    assert [alert.rule for alert in await program.ask(lambda unit: unit.alerts.all_for(number))] == ["danger"]
