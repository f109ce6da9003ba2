"""The line of a question: `## Text? {#name kind options}`."""

import re
from dataclasses import dataclass
from typing import get_args

from bot.core.activity import QuestionKind
from bot.core.conditions import RESERVED
from bot.core.facts import LISTED
from bot.curriculum.findings import did_you_mean, listed, quoted
from bot.curriculum.paragraphs import Heading
from bot.curriculum.spans import Reading

KINDS: tuple[QuestionKind, ...] = get_args(QuestionKind)
NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
MOST_BUTTONS = 12
"""Number buttons on one page: more are not found at a glance."""
_TAIL = re.compile(r"(.*?)\{#([^{}]*)\}", re.DOTALL)
_FACTS = frozenset(fact.name for fact in LISTED if fact.condition)


@dataclass(frozen=True, slots=True)
class Tail:
    """What stands in the braces. `kind_known` is false where the kind was a mistake, told already."""

    text: str
    name: str
    kind: QuestionKind
    line: int
    optional: bool = False
    past: bool = False
    low: int | None = None
    high: int | None = None
    kind_known: bool = True


def read_tail(heading: Heading, reading: Reading) -> Tail | None:
    """The words and the braces of a question's heading; `None`, with a fault, where there are no braces."""
    line, written = heading.line, heading.text.strip()
    found = _TAIL.fullmatch(written)
    if found is None:
        _tell_no_tail(written, line, reading)
        loose = re.search(r"[{(]\s*#?\s*([a-z][a-z0-9_]*)((?:\s+[a-z]+)*)\s*[})]?\s*$", written)
        if not loose or "{" not in written:
            return None
        found_text, inner = written[: loose.start()], f"{loose[1]}{loose[2]}"
    else:
        found_text, inner = found[1], found[2]
    words = inner.split()
    name = words[0] if words else ""
    if not found_text.strip():
        reading.fault(line, "question", f"the question has no words: write ## Text? {{#{name or 'name'}}}")
    if message := _wrong_name(name):
        reading.fault(line, "question-name", message)
    return _read_options(found_text.strip(), name, words[1:], line, reading)


def _tell_no_tail(written: str, line: int, reading: Reading) -> None:
    if found := re.search(r"\{#([^{}]*)\}", written):
        after = written[found.end() :].strip()
        message = f"{quoted(after)} stands after the braces: write the question's words first, then {found[0]} last"
    elif "{#" in written:
        message = "the braces are not closed: write } at the end of this line"
    elif "{" in written and "{{" not in written:
        message = "the braces of a question begin with {#: write ## Text? {#name kind}"
    else:
        message = "a heading is a question and needs a name: write ## Text? {#name kind}, or plain **bold** text"
    reading.fault(line, "question", message)


def _wrong_name(name: str) -> str:
    if message := wrong_word(name, "a question's name"):
        return message
    if name in _FACTS:
        return f"{name} is the name of a fact that conditions know: choose another name, such as my_{name}"
    return ""


def wrong_word(word: str, what: str) -> str:
    """What is wrong with a name or id, and what to write instead; empty when nothing is."""
    if not word:
        return f"{what} is missing: write one after #, such as {{#craving}}"
    if not NAME.fullmatch(word):
        better = re.sub(r"[^a-z0-9_]+", "_", word.lower()).strip("_0123456789")[:31]
        example = better if NAME.fullmatch(better) else "craving"
        return (
            f"{quoted(word)} is no name: write {what} with small letters a-z, digits and _, beginning with a letter, "
            f"31 at the most, such as {example}"
        )
    if word in RESERVED:
        return f"{word} is a word of the conditions: choose another, such as {word}_1"
    return ""


def _read_options(text: str, name: str, words: list[str], line: int, reading: Reading) -> Tail:
    kind: QuestionKind | None = None
    kind_known = True
    given: dict[str, int | bool] = {}
    for word in words:
        option, mark, value = word.partition("=")
        if kind is None and not mark and word not in ("optional", "past"):
            kind = next((each for each in KINDS if each == word), None)
            if kind is None:
                kind, kind_known = "choice", False
                _tell_word(word, line, reading)
        elif word in given or option in given:
            reading.fault(line, "question", f"{option} stands twice: write it once")
        elif word in ("optional", "past"):
            given[word] = True
        elif mark and option in ("min", "max"):
            _read_bound(option, value, given, line, reading)
        else:
            _tell_word(word, line, reading)
    tail = Tail(
        text,
        name,
        kind or "choice",
        line,
        optional=bool(given.get("optional")),
        past=bool(given.get("past")),
        low=given.get("min"),
        high=given.get("max"),
        kind_known=kind_known,
    )
    _check_options(tail, reading)
    return tail


def _read_bound(option: str, value: str, given: dict[str, int | bool], line: int, reading: Reading) -> None:
    if re.fullmatch(r"\d{1,6}", value):
        given[option] = int(value)
    else:
        reading.fault(line, "number", f"{quoted(f'{option}={value}')} is no whole number: write one such as {option}=5")


def _tell_word(word: str, line: int, reading: Reading) -> None:
    known = (*KINDS, "optional", "past", "min=0", "max=10")
    hint = did_you_mean(word, known)
    reading.fault(
        line,
        "question-kind",
        f"{quoted(word)} is no kind and no option of a question{hint}: the kinds are {listed(KINDS)}; the options are "
        "optional, past (date), min= and max= (number)",
    )


def _check_options(tail: Tail, reading: Reading) -> None:
    if tail.past and tail.kind != "date" and tail.kind_known:
        reading.fault(tail.line, "question-kind", f"past is for dates: delete it, or write {{#{tail.name} date past}}")
    if tail.low is None and tail.high is None:
        return
    if tail.kind != "number":
        if tail.kind_known:
            message = f"min= and max= are for numbers only: delete them, or write {{#{tail.name} number min=0 max=10}}"
            reading.fault(tail.line, "question-kind", message)
        return
    low, high = bounds(tail)
    if low >= high:
        reading.fault(tail.line, "number", f"min={low} is not below max={high}: write the smaller number as min=")
    elif high - low + 1 > MOST_BUTTONS:
        reading.fault(
            tail.line,
            "number",
            f"from {low} to {high} are {high - low + 1} buttons, {MOST_BUTTONS} are the most: write a smaller range or "
            "a list of numbers such as - 10 and - 20",
        )


def bounds(tail: Tail) -> tuple[int, int]:
    """The smallest and largest button of a number question without a list: 0 to 10 if nothing else is said."""
    low = tail.low if tail.low is not None else 0
    return low, tail.high if tail.high is not None else max(10, low + 10 if tail.low is not None and low >= 10 else 10)
