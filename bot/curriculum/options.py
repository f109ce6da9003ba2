"""One answer of a list: its words, and what all kinds of answers share."""

import re

from bot.core.activity import Option, QuestionKind
from bot.curriculum.findings import quoted
from bot.curriculum.paragraphs import ListItem
from bot.curriculum.spans import Reading, check_label, read_label

BOX = re.compile(r"\[([ xX]?)\](\s*)(.*)", re.DOTALL)


class Answers:
    """What was read of a question's answers. `lines` is the line of each by its id; `kind` is the kind that the list
    is written for, which counts where the heading names another, so that conditions are not told on top of it."""

    def __init__(self, kind: QuestionKind) -> None:
        self.kind = kind
        self.options: tuple[Option, ...] = ()
        self.lines: dict[str, int] = {}
        self.ends: tuple[str, str] = ("", "")
        self.high: int | None = None


def read_line(item: ListItem, reading: Reading, quiz: bool = False) -> str:
    """The words of one answer; a second line would run into the label."""
    head, more, rest = item.text.partition("\n")
    if more:
        what = "feedback needs an empty line above it and two spaces before it" if quiz else "an answer is one line"
        advice = "put an empty line here" if quiz else "write it on one line, or text below the whole list"
        reading.fault(item.line + 1, "answers", f"{what}: {advice}, before {quoted(rest)}")
        if "{#" in rest and "{#" not in head:
            return f"{head} {rest}".replace("\n", " ").strip()
    return head.strip()


def read_words(text: str, item: ListItem, reading: Reading) -> str:
    """The words of an answer's button."""
    label = read_label(text, item.line, "an answer", reading) if text.strip() else ""
    if not label and text != "-":
        reading.fault(item.line, "answers", "this answer has no words: write them after the -")
    check_label(label, item.line, reading)
    return label


def keep_option(option: Option, item: ListItem, found: list[Option], answers: Answers, reading: Reading) -> None:
    """Keep an answer unless its id stands there already."""
    if option.id in answers.lines:
        first = answers.lines[option.id]
        reading.fault(
            item.line, "answer-id", f"the answer {option.id} stands twice, first on line {first}: write another here"
        )
        return
    answers.lines[option.id] = item.line
    found.append(option)
