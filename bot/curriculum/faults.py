"""A fault or warning of a content folder."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One mistake: the file as the editor named the folder, the line from 1, what is wrong and what to write instead.

    `rule` is the name of the rule that found it, for `docs/content-rules.md` and `--json`.
    """

    path: str
    line: int
    message: str
    rule: str = ""
    level: Literal["fault", "warning"] = "fault"

    def __str__(self) -> str:
        mark = "warning: " if self.level == "warning" else ""
        return f"{self.path}:{self.line}: {mark}{self.message}"
