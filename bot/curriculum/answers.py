"""The answers of a question: the list that follows it, read as its kind wants."""

import re
from collections.abc import Callable, Mapping, Sequence

from bot.core.activity import Option, QuestionKind
from bot.curriculum.findings import Findings, quoted
from bot.curriculum.headings import Tail, wrong_word
from bot.curriculum.options import BOX, Answers, keep_option, read_line, read_words
from bot.curriculum.paragraphs import ListItem, RawList, tell_below
from bot.curriculum.quizzes import read_quiz
from bot.curriculum.spans import Reading, read_label

USUAL_TIMES = ("08:00", "10:00", "12:00", "14:00", "16:00", "18:00", "19:00", "20:00")
"""The eight times of a time question without a list: awake hours, outside the default quiet hours 21:00-08:00."""
MOST_ANSWERS: Mapping[str, int] = {"many": 24}
USUAL_MOST = 12
NEEDS_LIST: tuple[QuestionKind, ...] = ("choice", "many", "quiz", "scale")
NO_LIST: tuple[QuestionKind, ...] = ("date", "timezone", "text")

_ID = re.compile(r"(.*?)\s*\{#([^{}]*)\}", re.DOTALL)
_END = re.compile(r"(\d{1,3})\s+(\S.*)", re.DOTALL)
_LOOKS: tuple[tuple[QuestionKind, re.Pattern[str]], ...] = (
    ("quiz", re.compile(r"\[[ xX]?\].*", re.DOTALL)),
    ("choice", re.compile(r".*\{#[^{}]*\}", re.DOTALL)),
    ("number", re.compile(r"\d+")),
    ("time", re.compile(r"\d{1,2}:\d\d")),
    ("scale", re.compile(r"\d{1,2}\s+[^\d{].*", re.DOTALL)),
)
EXAMPLES: Mapping[str, str] = {
    "choice": "- Yes {#yes}",
    "many": "- Yes {#yes}",
    "quiz": "- [ ] Words for each answer, with [x] at the right one",
    "scale": "- 0 None and - 10 The strongest ever",
    "number": "- 10, - 20 and so on",
    "time": "- 19:00",
}


def read_answers(tail: Tail, raw: RawList | None, reading: Reading) -> Answers:
    """The answers below a question, told on the heading's line if the whole list is of another kind."""
    answers = Answers(tail.kind)
    if raw is None:
        _without_list(tail, answers, reading)
        return answers
    items = raw.items
    if raw.ordered:
        reading.fault(raw.line, "answers", "answers stand in a list with -: write - instead of the numbers")
    if (meant := _looks_like(items)) and not _suits(meant, tail.kind):
        if tail.kind_known:
            _tell_kind(tail, meant, reading)
        answers.kind = meant
    READERS[answers.kind](tail, items, answers, reading if _suits(answers.kind, tail.kind) else _silent(reading))
    most = MOST_ANSWERS.get(tail.kind, USUAL_MOST)
    if len(items) > most:
        message = f"{len(items)} answers are many: {most} can be seen at a glance, write fewer"
        reading.findings.warning(tail.line, "answers", message)
    return answers


def looks_like_answers(raw: RawList) -> bool:
    """Whether any line of a list is written as an answer, so that it cannot be meant as text."""
    return any("{#" in item.text or re.match(r"\[[ xX]?\]", item.text) for item in raw.items)


def _silent(reading: Reading) -> Reading:
    """A reading whose faults nobody hears: the kind was told already, and its answers would only be told again."""
    return Reading(Findings(""), reading.id, reading.reminder)


def _suits(meant: QuestionKind, kind: QuestionKind) -> bool:
    return meant == kind or {meant, kind} == {"choice", "many"}


def _looks_like(items: Sequence[ListItem]) -> QuestionKind | None:
    """The kind whose answers are written like all of these."""
    texts = [item.text.strip() for item in items]
    return next((kind for kind, look in _LOOKS if all(look.fullmatch(text) for text in texts)), None)


def _tell_kind(tail: Tail, meant: QuestionKind, reading: Reading) -> None:
    if tail.kind in NO_LIST:
        message = f"a {tail.kind} question has no list of answers: delete the list, or write {{#{tail.name} {meant}}}"
    else:
        message = (
            f"the answers below are those of a {meant} and not of a {tail.kind}: write {{#{tail.name} {meant}}}, or "
            f"answers such as {EXAMPLES[tail.kind]}"
        )
    reading.fault(tail.line, "question-kind", message)


def _without_list(tail: Tail, answers: Answers, reading: Reading) -> None:
    if tail.kind in NEEDS_LIST and tail.kind_known:
        message = f"a {tail.kind} needs its answers below it, in the same block: write {EXAMPLES[tail.kind]}"
        reading.fault(tail.line, "answers", message)
    if tail.kind == "time":
        answers.options = tuple(Option(clock, clock) for clock in USUAL_TIMES)


def _read_choice(tail: Tail, items: Sequence[ListItem], answers: Answers, reading: Reading) -> None:
    found: list[Option] = []
    for item in items:
        if not item.text:
            continue
        _tell_feedback(item, reading)
        written = read_line(item, reading)
        match = _ID.fullmatch(written)
        if match is None:
            _tell_no_id(written, item, reading)
            continue
        label = read_words(match[1], item, reading)
        if message := wrong_word(match[2].strip(), "an answer's id"):
            reading.fault(item.line, "answer-id", message)
        elif label:
            keep_option(Option(match[2].strip(), label), item, found, answers, reading)
    answers.options = tuple(found)


def _tell_no_id(written: str, item: ListItem, reading: Reading) -> None:
    if found := re.search(r"\{#[^{}]*\}", written):
        message = f"the id stands last: write the words first, then {found[0]}"
    elif "{#" in written:
        message = "the braces are not closed: write } at the end of this answer"
    elif BOX.match(written):
        message = "boxes are for a quiz: write - Words {#id}, or give the question the kind quiz"
    else:
        bare = re.sub(r"\{.*", "", written).strip()
        better = re.sub(r"[^a-z0-9_]+", "_", bare.lower()).strip("_0123456789")[:20].rstrip("_")
        message = f"this answer has no id: write - {bare or 'Yes'} {{#{better or 'yes'}}}"
    reading.fault(item.line, "answer-id", message)


def _tell_feedback(item: ListItem, reading: Reading) -> None:
    if item.below and item.below[0].type == "paragraph":
        line = item.first + (item.below[0].map[0] if item.below[0].map else 0)
        message = "only quiz answers have feedback: move this text below the list, to the left edge, or make it a quiz"
        reading.fault(line, "answers", message)
    else:
        tell_below(item, reading)


def _read_scale(tail: Tail, items: Sequence[ListItem], answers: Answers, reading: Reading) -> None:
    ends: list[tuple[int, str]] = []
    for item in items:
        if not item.text:
            return
        tell_below(item, reading)
        found = _END.fullmatch(read_line(item, reading))
        if found is None:
            reading.fault(
                item.line,
                "scale",
                f"{quoted(item.text)} is no end of a scale: write a number, a space and words, such as - 0 None",
            )
            return
        words = read_label(found[2], item.line, "an end of a scale", reading)
        ends.append((int(found[1]), words))
        answers.lines[found[1]] = item.line
    if len(ends) != 2:
        line = items[2].line if len(items) > 2 else tail.line
        reading.fault(line, "scale", f"a scale has two ends and here are {len(ends)}: write {EXAMPLES['scale']}")
        return
    (low, low_words), (high, high_words) = ends
    if low != 0:
        reading.fault(items[0].line, "scale", f"a scale begins at 0 and not at {low}: write - 0 {low_words}")
    elif not 3 <= high <= 10:
        reading.fault(
            items[1].line, "scale", f"a scale ends at a number from 3 to 10 and not at {high}: write - 10 {high_words}"
        )
    answers.ends, answers.high = (low_words, high_words), high


def _read_numbers(tail: Tail, items: Sequence[ListItem], answers: Answers, reading: Reading) -> None:
    found: list[Option] = []
    if tail.low is not None or tail.high is not None:
        message = "min= and max= and a list of numbers cannot stand together: delete one of them"
        reading.fault(tail.line, "number", message)
    for item in items:
        tell_below(item, reading)
        written = item.text.strip()
        if re.fullmatch(r"\d{1,9}", written):
            number = str(int(written))
            keep_option(Option(number, number), item, found, answers, reading)
        elif written:
            reading.fault(item.line, "number", f"{quoted(written)} is no whole number: write digits only, such as - 10")
    answers.options = tuple(found)


def _read_times(tail: Tail, items: Sequence[ListItem], answers: Answers, reading: Reading) -> None:
    found: list[Option] = []
    for item in items:
        tell_below(item, reading)
        written = item.text.strip()
        if re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", written):
            keep_option(Option(written, written), item, found, answers, reading)
        elif written:
            better = f"0{written}" if re.fullmatch(r"\d:[0-5]\d", written) else "19:00"
            reading.fault(
                item.line, "time", f"{quoted(written)} is no time: write hours and minutes such as - {better}"
            )
    answers.options = tuple(found)


def _refuse(tail: Tail, items: Sequence[ListItem], answers: Answers, reading: Reading) -> None:
    if tail.kind_known:
        message = f"a {tail.kind} question has no list of answers: delete the list, or give the question another kind"
        reading.fault(tail.line, "question-kind", message)


READERS: Mapping[QuestionKind, Callable[[Tail, Sequence[ListItem], Answers, Reading], None]] = {
    "choice": _read_choice,
    "many": _read_choice,
    "quiz": read_quiz,
    "scale": _read_scale,
    "number": _read_numbers,
    "time": _read_times,
    "date": _refuse,
    "timezone": _refuse,
    "text": _refuse,
}
