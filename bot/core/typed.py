"""What a typed text means as the answer to a question: a typed answer counts as a tap would."""

import re
import unicodedata
from datetime import date

from bot.core import schedule
from bot.core.activity import Question
from bot.core.values import Facts, Value

_WORDS = {
    word: number
    for words in (
        "zero one two three four five six seven eight nine ten",
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez",
    )
    for number, word in enumerate(words.split())
}


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
            return schedule.parse_date(text, date.fromisoformat(str(facts["today"])), facts.get("language") == "es")
        case "timezone":
            return schedule.parse_zone(text)
        case "quiz":
            chosen = _option(question, text)
            return int(chosen) if chosen else None
        case "many":
            return _several(question, text)
        case _:  # choice
            return _option(question, text)


def _number(question: Question, text: str) -> int | None:
    """A whole number. Only a scale has ends: the buttons of a number are the usual ones, and *Other* takes any."""
    number = int(text) if re.fullmatch(r"[0-9]{1,6}", text) else _WORDS.get(_plain(text))
    if number is None:
        return None
    high = question.high if question.high is not None else 10
    return number if question.kind == "number" or (question.low or 0) <= number <= high else None


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
    whole = _option(question, text)  # an answer's own words may hold a comma
    parts = [part for part in re.split(r"[,;\n]", text) if part.strip()]
    found = [whole] if whole else [_option(question, part) for part in parts]
    if not found or None in found:
        return None
    return tuple(option.id for option in question.options if option.id in found)


def _plain(text: str) -> str:
    """Lower case, no accents, no punctuation: «Sí, gracias.» and «si gracias» are the same words."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare))
