"""Lines of the audit log about what was changed. Looks at a record are noted in `review`."""

from datetime import datetime

from bot.storage.unit import Unit

ADMINISTRATOR = "administrator"
"""Who the audit log names for the commands of the program's own machine."""


def note(unit: Unit, by: int | None, action: str, subject: str, now: datetime) -> None:
    """Who did what to whom; `by` is a member of staff, `None` the administrator's own machine."""
    who = unit.people.by_id(by).code if by is not None else ADMINISTRATOR
    role = "counselor" if by is not None and "counselor" in unit.roles.of(by, now) else "admin"
    unit.audit.append(who=who, role=role, action=action, subject=subject, at=now)
