"""Where the content is: a room of its own, so that the tools of editors start without a database."""

from pathlib import Path

from bot.curriculum.catalog import shipped_folder
from bot.settings import Settings, read_settings


def content_folder(settings: Settings | None = None) -> Path:
    """CONTENT_DIR, else `./content`, else the copy that came with the program."""
    named = (settings or read_settings()).content_dir
    if named is not None:
        return named
    return Path("content") if Path("content").is_dir() else shipped_folder()
