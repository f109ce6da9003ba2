"""The ledger of one person, as the command line prints it."""

import asyncio
import csv
import io
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.opening import open_store
from bot.settings import read_settings
from bot.storage.unit import Unit
from tests.cli.test_caseload import Terminal, terminal

__all__ = ["terminal"]

NOW = datetime(2026, 1, 14, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def write(work: Callable[[Unit], object]) -> None:
    async def once() -> None:
        async with open_store(read_settings()) as store:
            await store.write(work)

    asyncio.run(once())


@pytest.fixture
def code(terminal: Terminal) -> str:
    """A participant in New York to whom five prompts were queued, each with another fate."""
    code = terminal.code("P-")

    def live(unit: Unit) -> None:
        person = unit.people.by_code(code)
        assert person is not None
        unit.people.set(person.id, "timezone", "America/New_York", NOW, None)
        for number, purpose in enumerate(("checkins/daily", "checkins/weekly", "late", "refused", "waiting")):
            unit.deliveries.queue(
                person.id, purpose, policy="at_most_once", lane=2, queued_at=NOW, due_at=NOW + number * MINUTE,
                expires_at=NOW + 60 * MINUTE if purpose == "late" else None, args='{"secret": "canary"}',
            )  # fmt: skip
        daily, weekly, _, refused, _ = unit.deliveries.all_for(person.id)
        unit.deliveries.sent(daily, 7, NOW + 2 * MINUTE)
        unit.deliveries.opened(daily.id, NOW + 3 * MINUTE)
        unit.deliveries.done(daily.id, NOW + 4 * MINUTE)
        unit.deliveries.make_uncertain(weekly, "no answer", NOW + 5 * MINUTE)
        unit.deliveries.fail(refused, "blocked", NOW + 6 * MINUTE)
        unit.deliveries.expire(NOW + 61 * MINUTE)

    write(live)
    return code


def ledger(terminal: Terminal, *words: str) -> dict[str, dict[str, str]]:
    """Purpose → the filled fields of its line."""
    status, out, err = terminal("deliveries", *words)
    assert (status, err) == (0, "")
    rows = csv.DictReader(io.StringIO(out), delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row["purpose"]: {key: value for key, value in row.items() if value} for row in rows}


def test_each_moment_stands_in_utc_and_in_the_persons_local_time(terminal: Terminal, code: str) -> None:
    found = ledger(terminal, code.lower())

    assert found["checkins/daily"] == {
        "purpose": "checkins/daily", "lane": "bulk", "state": "sent",
        "queued_utc": "2026-01-14T00:00:00Z", "queued_local": "2026-01-13T19:00:00-05:00",
        "due_utc": "2026-01-14T00:00:00Z", "due_local": "2026-01-13T19:00:00-05:00",
        "sent_utc": "2026-01-14T00:02:00Z", "sent_local": "2026-01-13T19:02:00-05:00",
        "opened_utc": "2026-01-14T00:03:00Z", "opened_local": "2026-01-13T19:03:00-05:00",
        "done_utc": "2026-01-14T00:04:00Z", "done_local": "2026-01-13T19:04:00-05:00",
    }  # fmt: skip


def test_how_each_ended_and_why_is_told(terminal: Terminal, code: str) -> None:
    found = ledger(terminal, code)

    uncertain, late, refused, waiting = (found[name] for name in ("checkins/weekly", "late", "refused", "waiting"))
    assert (uncertain["state"], uncertain["reason"], uncertain["uncertain_utc"][11:16]) == (
        "uncertain", "no answer", "00:05",
    )  # fmt: skip
    assert (refused["state"], refused["reason"], refused["failed_utc"][11:16]) == ("failed", "blocked", "00:06")
    assert (late["state"], late["expired_local"][11:16]) == ("expired", "20:01")
    assert waiting["state"] == "due"
    assert not {"sent_utc", "expired_utc", "failed_utc", "uncertain_utc"} & waiting.keys()


def test_only_what_was_due_from_a_date_on_is_shown_if_one_is_given(terminal: Terminal, code: str) -> None:
    assert len(ledger(terminal, code, "--since", "2026-01-14")) == 5
    assert list(ledger(terminal, code, "--since", "2026-01-14T00:03")) == ["refused", "waiting"]
    assert ledger(terminal, code, "--since", "2026-01-15") == {}


def test_it_shows_no_arguments_and_names_nobody(terminal: Terminal, code: str) -> None:
    _, out, _ = terminal("deliveries", code)

    assert [word for word in ("canary", "Ana", "secret") if word in out] == []


def test_the_look_is_noted_in_the_audit_log(terminal: Terminal, code: str, tmp_path: Path) -> None:
    terminal("deliveries", code)

    with sqlite3.connect(tmp_path / "data" / "companion.db") as connection:
        newest = connection.execute("SELECT who, action, subject FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    connection.close()
    assert newest == ("administrator", "deliveries", code)
    assert terminal("audit", "verify")[0] == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [(("P-XXXXX",), "nobody has the code 'P-XXXXX'"), (("{code}", "--since", "soon"), "--since: 'soon' is not a date")],
)
def test_what_cannot_be_meant_is_refused_in_one_line(
    terminal: Terminal, code: str, words: tuple[str, ...], told: str
) -> None:
    status, out, err = terminal("deliveries", *(word.format(code=code) for word in words))

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert told in err


def test_on_a_terminal_it_is_a_table(terminal: Terminal, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "120")

    status, out, _ = terminal("deliveries", code)

    assert status == 0
    assert "\t" not in out
    assert "uncertain 2026-01-14 00:05:00" in out
    assert "Tue 2026-01-13 19:05:00" in out


def test_the_doctor_counts_what_may_not_have_arrived(terminal: Terminal, code: str) -> None:
    before = next(line for line in terminal("doctor")[1].splitlines() if " deliveries: " in line)

    def live(unit: Unit) -> None:
        person, now = unit.people.by_code(code), datetime.now(UTC)
        assert person is not None
        unit.deliveries.queue(person.id, "today", policy="at_most_once", lane=2, queued_at=now, due_at=now)
        unit.deliveries.make_uncertain(unit.deliveries.all_for(person.id)[-1], "crash", now)

    write(live)
    after = next(line for line in terminal("doctor")[1].splitlines() if " deliveries: " in line)

    assert before.split()[:3] == ["ok", "deliveries:", "0"]  # what is old was asked about long ago
    assert after.split()[:4] == ["warning", "deliveries:", "1", "uncertain"]
    assert "companion deliveries CODE" in after
