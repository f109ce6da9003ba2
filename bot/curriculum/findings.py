"""What the rules found in one file, and the turns of speech that every message shares."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from bot.curriculum.faults import Fault

EXCERPT = 40
"""Characters of an editor's words that a message repeats: enough to find them, short enough for one line."""


@dataclass(slots=True)
class Findings:
    """Collects the faults and warnings of one file, so that all are told in one run and none stops the reading."""

    path: str
    faults: list[Fault] = field(default_factory=list)

    def fault(self, line: int, rule: str, message: str) -> None:
        """Note a mistake on `line` (from 1): the folder is not taken until it is mended."""
        self.faults.append(Fault(self.path, max(line, 1), _one_line(message), rule))

    def warning(self, line: int, rule: str, message: str) -> None:
        """Note something that is taken, but could be better."""
        self.faults.append(Fault(self.path, max(line, 1), _one_line(message), rule, "warning"))


def quoted(text: str) -> str:
    """An editor's words in a message: one line, shortened, in quotation marks."""
    flat = _one_line(text)
    return f'"{flat[: EXCERPT - 1]}…"' if len(flat) > EXCERPT else f'"{flat}"'


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean NAME?` where a known name is close, else nothing. Capitals and hyphens may be the mistake."""
    names = {name.lower(): name for name in known}
    lower = word.lower()
    close = get_close_matches(lower, names, 1, 0.6) or get_close_matches(lower.replace("-", "_"), names, 1, 0.6)
    return f"; did you mean {names[close[0]]}?" if close else ""


def listed(names: Iterable[str]) -> str:
    """`a, b or c`."""
    words = list(names)
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
