"""What a typed text means as the answer to a question: a typed answer counts as a tap would."""

import re
import unicodedata
from datetime import date

from bot.core import schedule
from bot.core.activity import Question
from bot.core.values import Facts, Value


def read_answer(question: Question, text: str, facts: Facts) -> Value | None:
    """The value that the text gives the question, or `None` when it cannot be one."""
    text = text.strip()
    match question.kind:
        case "text":
            return text or None
        case "scale" | "number":
            return _number(question, text)
        case "time":
            return schedule.parse_clock(text)
        case "date":
            day = schedule.parse_date(text, date.fromisoformat(str(facts["today"])), facts.get("language") == "es")
            return str(day) if day else None
        case "timezone":
            return schedule.parse_zone(text)
        case "quiz":
            chosen = _option(question, text)
            return int(chosen) if chosen else None
        case "many":
            return _several(question, text)
        case "choice":
            return _option(question, text)


def _number(question: Question, text: str) -> int | None:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        return None
    number = int(text)
    low = question.low if question.low is not None else 0
    top = question.high if question.kind == "scale" else (question.high if not question.options else None)
    return number if low <= number and (top is None or number <= top) else None


def _option(question: Question, text: str) -> str | None:
    """The one option whose words are these, or begin with them."""
    said = _plain(text)
    if not said:
        return None
    exact = [o.id for o in question.options if said in (_plain(o.label), o.id.replace("_", " "))]
    begun = [o.id for o in question.options if _plain(o.label).startswith(said + " ")]
    found = exact or begun
    return found[0] if len(found) == 1 else None


def _several(question: Question, text: str) -> tuple[str, ...] | None:
    parts = [part for part in re.split(r"[,;\n]", text) if part.strip()]
    found = [_option(question, part) for part in parts]
    if not found or None in found:
        return None
    return tuple(option.id for option in question.options if option.id in found)


def _plain(text: str) -> str:
    """Lower case, no accents, no punctuation: «Sí, gracias.» and «si gracias» are the same words."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare))
