"""Snoozing a prompt: which ways are offered, and when it comes again."""

from datetime import datetime, timedelta

from bot.core.schedule import in_quiet, tonight

MOST = 3
"""How often one prompt can be put off; after that it is *Not today* or *Open*."""

LENGTHS = {"15": timedelta(minutes=15), "60": timedelta(hours=1)}
TONIGHT, NOT_TODAY = "t", "n"
WAYS = (*LENGTHS, TONIGHT, NOT_TODAY)


def again_at(
    how: str, now: datetime, expires_at: datetime, zone: str, quiet_from: str, quiet_to: str
) -> datetime | None:
    """When a prompt that is put off that way comes again; `None` where that would be too late or in quiet hours."""
    at = now + LENGTHS[how] if how in LENGTHS else tonight(now, zone, quiet_from, quiet_to)
    if at is None or at >= expires_at or in_quiet(at, zone, quiet_from, quiet_to):
        return None
    return at


def ways(
    put_off: int, now: datetime, expires_at: datetime, zone: str, quiet_from: str, quiet_to: str
) -> tuple[str, ...]:
    """The ways to put off a prompt that was put off so often already; *Not today* is always one."""
    rhythm = zone, quiet_from, quiet_to
    lengths = (*LENGTHS, TONIGHT) if put_off < MOST else ()
    return (*(how for how in lengths if again_at(how, now, expires_at, *rhythm)), NOT_TODAY)
