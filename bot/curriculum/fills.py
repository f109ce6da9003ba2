"""Words that are filled in: `{{ preferred_name }}`, and every other brace, which would reach a reader as it stands."""

import re
from collections.abc import Callable

from bot.core.activity import Span, Spans
from bot.core.facts import LISTED, SESSION_IN_PROMPT
from bot.curriculum.findings import did_you_mean, quoted

NAMES = tuple(fact.name for fact in LISTED if fact.fills)
ALL_NAMES = f"{', '.join(NAMES)}, plan.WORKSHEET, plan.WORKSHEET.QUESTION, crisis.ENTRY.KEY"
_FILL = re.compile(r"\{\{\s*([^{}\n]*?)\s*\}\}")
_PATTERNS = re.compile(
    r"plan\.[a-z0-9][a-z0-9-]*(\.[a-z][a-z0-9_]*)?"
    r"|crisis\.[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*"
)


def read_fills(text: str, tell: Callable[[str], None]) -> Spans:
    """The text with its facts as spans of their own; `tell` takes one message for each brace that is no fact."""
    spans: list[Span] = []
    end = 0
    for found in _FILL.finditer(text):
        _add(spans, text[end : found.start()], tell)
        name = found[1]
        if name in NAMES or _PATTERNS.fullmatch(name):
            spans.append(Span(fill=name))
        else:
            tell(f"{quoted(found[0])} is not known{did_you_mean(name, NAMES)}: write one of {ALL_NAMES}")
        end = found.end()
    _add(spans, text[end:], tell)
    return tuple(spans)


def _add(spans: list[Span], text: str, tell: Callable[[str], None]) -> None:
    if tail := re.search(r"\{#[^}]*\}?", text):
        tell(f"{quoted(tail[0])} stands at no question and no answer, and people would see it: delete it")
        text = text[: tail.start()] + text[tail.end() :]
    if "{" in text:
        at = text.index("{")
        tell(f"{quoted(text[at : at + 30])} is a brace that fills in nothing: write {{{{ name }}}} with {ALL_NAMES}")
        text = text.replace("{", "(")
    if text:
        spans.append(Span(text))


def wrong_place(name: str, in_reminder: bool, field: str = "") -> str:
    """Why a known fact cannot stand here, with what to write instead; empty where it can."""
    if not name.startswith("session."):
        if field == "prompt":
            return f"{{{{ {name} }}}} cannot stand in prompt, which tells a stranger nothing: move it to prompt_open"
        return ""
    if not in_reminder:
        return f"{{{{ {name} }}}} is known only in a reminder: write it without, or make the file kind: reminder"
    if field == "prompt" and name not in SESSION_IN_PROMPT:
        allowed = " and ".join(SESSION_IN_PROMPT)
        return f"{{{{ {name} }}}} cannot stand in prompt, only {allowed} can: move it to prompt_open"
    return ""
