"""The codes of erased people: a text file in STATE_DIR, a line each, that a restore applies before anything is read."""

import os
from pathlib import Path

NAME = "erased-codes.txt"


class ErasedCodes:
    """It stands apart from the database, so that no older copy of that can bring a person back."""

    def __init__(self, state: Path) -> None:
        self._path = state / NAME

    def read(self) -> list[str]:
        """The codes, in the order in which people were erased."""
        try:
            return self._path.read_text(encoding="ascii").split()
        except FileNotFoundError:
            return []

    def add(self, code: str) -> None:
        """Adds a code, once; it is on the disk when this returns."""
        if code in self.read():
            return
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(number, "w", encoding="ascii") as file:
            file.write(f"{code}\n")
            file.flush()
            os.fsync(file.fileno())
