"""The commands menu of the chat: what each role finds there. Its words tell a glance over the shoulder nothing."""

from collections.abc import Collection

from bot.services.house import STAFF, Content

MENUS = {
    "participant": (
        "checkin", "lesson", "practice", "sos", "sessions", "plan", "progress", "message", "settings", "mydata",
        "pause", "help",
    ),
    "counselor": ("today", "caseload", "sessions", "alerts", "invite", "help"),
    "editor": ("preview", "help"),
}  # fmt: skip


def of_roles(roles: Collection[str]) -> str:
    """The menu of whoever holds these roles."""
    if any(role in roles for role in STAFF):
        return "counselor"
    return "editor" if "editor" in roles and "participant" not in roles else "participant"


def menu(content: Content, role: str) -> dict[str, dict[str, str]]:
    """Language → command → description."""
    return {
        language: {name: content.label(f"command-{name}", language) for name in MENUS[role]}
        for language in content.languages
    }
