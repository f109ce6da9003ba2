"""The commands menu of the chat: what each role finds there. Its words tell a glance over the shoulder nothing."""

from bot.services.house import Content

MENUS = {
    "participant": (
        "checkin", "lesson", "practice", "sos", "sessions", "plan", "progress", "message", "settings", "mydata",
        "pause", "help",
    ),
    "counselor": ("today", "caseload", "sessions", "alerts", "invite", "help"),
}  # fmt: skip


def menu(content: Content, role: str) -> dict[str, dict[str, str]]:
    """Language → command → description."""
    return {
        language: {name: content.label(f"command-{name}", language) for name in MENUS[role]}
        for language in content.languages
    }
