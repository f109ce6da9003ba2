"""The days on which staff are not there: of a file of dates, or of a country, as they were last learnt."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

import structlog

log = structlog.get_logger("holidays")

_CODES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC
CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD
GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH
KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW
MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC
SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY
UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
"""
COUNTRIES = frozenset(_CODES.split())
"""Whose holidays can be learnt: a start must not load the library to refuse a slip of the pen."""
AHEAD = 2
"""Years that are learnt beyond this one; they are learnt again when less than one of them is left."""
SECONDS = 120.0


class Holidays(Collection[date]):
    """The dates of HOLIDAYS: those of a file, or of a country as the state folder remembers them. `learn` asks for a
    country's in a process of its own, so that neither the start nor the memory pays for it."""

    def __init__(self, setting: str, state: Path) -> None:
        self._country = setting if setting in COUNTRIES else ""
        self._memory = state / "holidays"
        self._years: tuple[int, int] | None = None
        self._days: frozenset[date] = frozenset()
        if setting and not self._country:
            self._days = read_dates(Path(setting))
        elif self._country:
            self._remember()

    def __contains__(self, day: object) -> bool:
        return day in self._days

    def __iter__(self) -> Iterator[date]:
        return iter(sorted(self._days))

    def __len__(self) -> int:
        return len(self._days)

    def must_learn(self, year: int) -> bool:
        """Whether the country's days of that year and the next are not known yet."""
        return bool(self._country) and (self._years is None or not self._years[0] <= year < self._years[1])

    async def learn(self, year: int) -> bool:
        """Asks for the days of the year before to two years ahead; False when they could not be had."""
        first, last = year - 1, year + AHEAD
        try:
            written = await asyncio.to_thread(_ask, self._country, first, last)
            self._memory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._memory.write_text(f"{self._country} {first} {last}\n{written}", encoding="utf-8")
        except (OSError, subprocess.SubprocessError) as fault:
            log.warning("the holidays are not known", error=type(fault).__name__)
            return False
        self._remember()
        return True

    def _remember(self) -> None:
        """What was learnt; another country's days, or a torn file, count as nothing."""
        try:
            country, first, last, *days = self._memory.read_text(encoding="utf-8").split()
            if country == self._country:
                self._days, self._years = frozenset(map(date.fromisoformat, days)), (int(first), int(last))
        except (OSError, ValueError):
            return


def read_dates(path: Path) -> frozenset[date]:
    """The dates of a file, one a line."""
    return frozenset(map(date.fromisoformat, path.read_text(encoding="utf-8").split()))


def _ask(country: str, first: int, last: int) -> str:
    home = str(Path(__file__).resolve().parent.parent)
    paths = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-m", "bot.holiday_list", country, str(first), str(last)]
    done = subprocess.run(  # noqa: S603 (this very program, and words that were checked)
        command, capture_output=True, text=True, check=True, timeout=SECONDS, env={**os.environ, "PYTHONPATH": paths}
    )
    return done.stdout
