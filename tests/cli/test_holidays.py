"""HOLIDAYS: a country, a file of dates, or none; and what the doctor says of the hours of staff."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.holidays_known import COUNTRIES, Holidays
from bot.settings import SettingsFault, read_settings
from tests.cli.test_caseload import Terminal, terminal

__all__ = ["terminal"]


async def test_a_countrys_holidays_are_learnt_once_and_remembered(tmp_path: Path) -> None:
    first = Holidays("US", tmp_path)
    before = first.must_learn(2026), date(2026, 12, 25) in first
    learnt = await first.learn(2026)

    second = Holidays("US", tmp_path)

    assert (before, learnt) == ((True, False), True)
    assert date(2026, 12, 25) in first
    assert {date(2025, 12, 25), date(2026, 11, 26), date(2028, 7, 4)} <= set(second)
    assert date(2026, 11, 24) not in second
    assert not second.must_learn(2026)
    assert second.must_learn(2028)


async def test_another_countrys_memory_counts_as_nothing(tmp_path: Path) -> None:
    assert await Holidays("US", tmp_path).learn(2026)

    assert len(Holidays("DE", tmp_path)) == 0


def test_a_torn_memory_counts_as_nothing(tmp_path: Path) -> None:
    (tmp_path / "holidays").write_text("US 2025 2028\n2026-12-2")

    assert Holidays("US", tmp_path).must_learn(2026)


def test_a_file_of_dates_is_taken_and_nothing_is_learnt(tmp_path: Path) -> None:
    (tmp_path / "dates").write_text("2026-12-25\n2026-12-24\n")

    found = Holidays(str(tmp_path / "dates"), tmp_path)

    assert list(found) == [date(2026, 12, 24), date(2026, 12, 25)]
    assert not found.must_learn(2026)


def test_an_unknown_country_is_refused_and_the_library_is_not_loaded_for_it(tmp_path: Path) -> None:
    with pytest.raises(SettingsFault, match="HOLIDAYS: 'XX' is no country"):
        read_settings(holidays="XX")

    code = "import sys, bot.app, bot.settings; sys.exit('holidays' in sys.modules or 'dateutil' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env=os.environ, check=False).returncode == 0


def test_each_country_that_is_taken_is_known_to_the_library() -> None:
    code = "import holidays; print(*holidays.list_supported_countries(include_aliases=False))"
    known = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert set(known) >= COUNTRIES


def test_the_doctor_warns_of_hours_that_were_written_the_wrong_way_round(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAFFED_HOURS", "Mon-Fri 17:00-09:00")

    _, out, _ = terminal("doctor")

    assert "warning  STAFFED_HOURS: 17:00-09:00 goes over midnight" in out


def test_the_doctor_says_whether_holidays_are_known(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = terminal("doctor")[1]
    monkeypatch.setenv("HOLIDAYS", "")

    assert "warning  HOLIDAYS: 0 days of this year are known" in unknown
    assert "HOLIDAYS" not in terminal("doctor")[1]
