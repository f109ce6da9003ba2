"""The tables by their names, as the statements of storage use them."""

from bot.storage.tables import house, meetings, people, runs, work
from bot.storage.tables.base import metadata

__all__ = ["BY_NAME", "house", "meetings", "metadata", "people", "runs", "work"]

BY_NAME = metadata.tables
