"""Times and dates as people type them, in English and Spanish; what could mean two things is not guessed."""

import re
import unicodedata
from datetime import date, timedelta

_CLOCK = re.compile(
    r"(?:at |a las |a la |las |la )?(?P<hour>\d{1,2})"
    r"(?: ?[:.] ?(?P<minute>\d{2})|(?P<day> ?(?:hs?|hrs|horas)) ?(?P<past>\d{2})?)?"
    r"(?: ?(?P<half>am|pm|in the (?:morning|afternoon|evening)|at night|de la (?:manana|tarde|noche)))?"
)
"""`day` is what only follows an hour of twenty-four: `19 h`, `7h30`."""

_NAMED = {"noon": "12:00", "mediodia": "12:00", "midnight": "00:00", "medianoche": "00:00"}
_BEFORE_NOON = ("am", "in the morning", "de la manana")
_AT_NIGHT = ("at night", "de la noche")
_UNSURE_AT_TWELVE = ("in the morning", "de la manana")
"""Twelve in the morning is midnight to some and noon to others."""

_MONTH_NAMES = (
    "january, february, march, april, may, june, july, august, september, october, november, december",
    "enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre, octubre, noviembre, diciembre",
)
_MONTHS = {"sept": 9, "setiembre": 9} | {
    word: number
    for names in _MONTH_NAMES
    for number, name in enumerate(names.split(", "), 1)
    for word in (name, name[:3])
}
_DAYS_AWAY = {"today": 0, "hoy": 0, "tomorrow": 1, "manana": 1, "yesterday": -1, "ayer": -1}
_WORDED = re.compile(
    r"(?:(?P<first>[a-z]+) (?P<after>\d{1,2})|(?P<before>\d{1,2}) (?P<second>[a-z]+))(?: (?P<year>\d{4}))?"
)
_NUMBERED = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?")


def fold(text: str) -> str:
    """Small letters without accents, single spaces: `Mañana ` and `manana` are the same."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(bare.split())


def parse_clock(text: str) -> str | None:
    """HH:MM of `7:30 pm`, `19.30`, `1930`, `7pm`, `19 h`; `None` for `7`, which could be morning or evening."""
    said = fold(text)
    if said in _NAMED:
        return _NAMED[said]
    said = re.sub(r"\b([ap])\. ?m\.?", r"\1m", said)
    said = re.sub(r"^(\d{1,2})(\d{2})(?!\d)", r"\1:\2", said)
    found = _CLOCK.fullmatch(said)
    if not found:
        return None
    hour, minute, half = int(found["hour"]), int(found["minute"] or found["past"] or 0), found["half"]
    if half and hour <= 12:
        if not hour or (hour == 12 and half in _UNSURE_AT_TWELVE):
            return None
        early = half in _BEFORE_NOON or (half in _AT_NIGHT and (hour == 12 or hour <= 4))
        hour = hour % 12 + (0 if early else 12)
    elif half in _BEFORE_NOON or (1 <= hour <= 12 and not found["minute"] and not found["day"]):
        return None
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def parse_date(text: str, today: date, day_first: bool = False) -> str | None:
    """ISO date of `2027-01-05`, `5/12`, `12 de mayo`, `May 12`, `mañana`. `5/12` is May 12 as in the US, unless
    `day_first`; where only one order is a date, that one. Without a year it is the date nearest to `today`."""
    said = fold(text)
    if said in _DAYS_AWAY:
        return (today + timedelta(days=_DAYS_AWAY[said])).isoformat()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", said):
        return _iso(int(said[:4]), int(said[5:7]), int(said[8:]))
    if numbered := _NUMBERED.fullmatch(said):
        first, second = int(numbered[1]), int(numbered[2])
        month, day = (second, first) if (day_first and second <= 12) or first > 12 else (first, second)
        return _nearest(month, day, numbered[3], today)
    said = re.sub(r"\b(?:de|del|of|the|el)\b|,|\.", " ", said)
    said = re.sub(r"(?<=\d)(?:st|nd|rd|th|o)\b", "", said)
    worded = _WORDED.fullmatch(" ".join(said.split()))
    if not worded:
        return None
    word, number = worded["first"] or worded["second"], worded["after"] or worded["before"]
    return _nearest(_MONTHS[word], int(number), worded["year"], today) if word in _MONTHS else None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _nearest(month: int, day: int, year: str | None, today: date) -> str | None:
    if year:
        return _iso(int(year) + (2000 if len(year) == 2 else 0), month, day)
    found = [iso for each in range(today.year - 4, today.year + 5) if (iso := _iso(each, month, day))]
    return min(found, key=lambda iso: abs(date.fromisoformat(iso) - today), default=None)
