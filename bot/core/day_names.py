"""A day in a few letters: weekday and date, in the reader's language (no locale of the machine is asked)."""

from datetime import date

_WEEKDAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "es": ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
}
_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
}


def write_day(day: date, language: str) -> str:
    """Such as `Tue 24 Nov` or `mar 24 nov`; English where a language has no names here."""
    names = language if language in _WEEKDAYS else "en"
    return f"{_WEEKDAYS[names][day.weekday()]} {day.day} {_MONTHS[names][day.month - 1]}"
