"""How a command says no."""

from datetime import datetime
from zoneinfo import ZoneInfo


class Refusal(Exception):
    """One plain line and the exit status: 1 a fault was found, 2 unusable arguments or settings."""

    def __init__(self, line: str, status: int = 2) -> None:
        super().__init__(" ".join(line.split()))
        self.status = status


def read_day(text: str | None, option: str, zone: str = "UTC") -> datetime | None:
    """An ISO date or time given on the command line; without an offset it is meant in `zone`."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal(f"{option}: {text!r} is not a date; write it like 2026-11-24") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
