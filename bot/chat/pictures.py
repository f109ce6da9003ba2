"""Pictures: a file is uploaded once, after that Telegram's own id of it is enough."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path

REMEMBERED = 4096
"""Messages whose picture is remembered; for older ones, and after a restart, a page is simply sent anew."""

Key = tuple[Path, int, int]
"""A file's path, time of change (ns) and size: an editor's new picture under the old name is another one."""


@dataclass
class Pictures:
    """What this process knows of the pictures it sent. Nothing is lost with it but an upload."""

    _ids: dict[Key, str] = field(default_factory=dict)
    _shown: OrderedDict[tuple[int, int], Path] = field(default_factory=OrderedDict)

    async def load(self, path: Path) -> tuple[Key, str | bytes]:
        """The file's key, and Telegram's id of it or, the first time, its content. `OSError` if it cannot be read."""
        return await asyncio.to_thread(self._load, path)

    def _load(self, path: Path) -> tuple[Key, str | bytes]:
        status = path.stat()
        key = (path, status.st_mtime_ns, status.st_size)
        return key, self._ids.get(key) or path.read_bytes()

    def learn(self, key: Key, file_id: str) -> None:
        """Remember Telegram's id of a file."""
        self._ids[key] = file_id

    def forget(self, key: Key) -> None:
        """Telegram no longer knows the id."""
        self._ids.pop(key, None)

    def show(self, chat: int, message: int, path: Path) -> None:
        """Remember which picture a message shows."""
        self._shown[(chat, message)] = path
        while len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)

    def shows(self, chat: int, message: int, path: Path) -> bool:
        """Whether the message is known to show this picture."""
        return self._shown.get((chat, message)) == path
