"""The personal plan: the words of a worksheet as the person gave them, question by question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.activity import Activity, Question
from bot.core.values import Value

FOLDER = "worksheets/"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one question: its name, how it was asked, and the answer in words."""

    name: str
    asked: str
    words: str


def kept(activity: Activity, answers: Mapping[str, Value | None]) -> Iterator[Kept]:
    """The answered questions in the file's order; what was skipped is no part of the plan."""
    for _, question in activity.questions():
        words = words_of(question, answers.get(question.name))
        if words:
            yield Kept(question.name, "".join(span.text for span in question.text), words)


def words_of(question: Question, value: Value | None) -> str:
    """An answer as people read it: the words of the buttons that were tapped, or the person's own."""
    if value is None:
        return ""
    labels = {option.id: option.label for option in question.options}
    if question.kind == "many":
        ids = value if isinstance(value, tuple) else str(value).split(",")
        return ", ".join(labels.get(id, id) for id in ids)
    return labels.get(str(value), str(value)).strip() if question.kind == "choice" else str(value).strip()
