"""What a quiz taught comes back as one question, on a ladder of 1, 3, 7 and 21 days. Right moves up, wrong back to the
first step, and after the last it is kept."""

from dataclasses import replace
from datetime import date, timedelta

from bot.core.activity import Activity

LADDER = (1, 3, 7, 21)
"""Days until it comes again, step by step."""
KEPT = len(LADDER)
"""The step of what was known after the last wait."""
AGAIN = timedelta(days=2)
"""So long after a question that nobody answered it comes again …"""
MOST_ASKED = 3
"""… and after so many in a row it rests until the lesson is read once more."""

SUBJECT = "review:"
"""How the subject of a run begins that asks one question again."""


def first_due(day: date) -> date:
    """When a question that was learned on that day comes back for the first time."""
    return day + timedelta(days=LADDER[0])


def after_answer(step: int, right: bool, day: date) -> tuple[int, date | None]:
    """The step from then on, and when it comes again: `None` once it is kept."""
    following = step + 1 if right else 0
    return following, None if following >= KEPT else day + timedelta(days=LADDER[following])


def after_asking(asked: int, day: date) -> date | None:
    """When a question comes again if it is not answered; `asked` counts this time too."""
    return None if asked >= MOST_ASKED else day + AGAIN


def subject_of(question: str) -> str:
    """The subject of the run that asks this question again."""
    return f"{SUBJECT}{question}"


def question_of(subject: str) -> str:
    """The question that a run asks again; empty for any other run."""
    return subject.removeprefix(SUBJECT) if subject.startswith(SUBJECT) else ""


def asks_again(activity: Activity, name: str) -> bool:
    """Whether the file still has that question as a quiz."""
    question = activity.question(name)
    return question is not None and question.kind == "quiz"


def only_question(activity: Activity, name: str) -> Activity:
    """The activity with nothing but that question and its feedback, in the file's own words; as it is if it has no such
    question any more."""
    pages = tuple(replace(p, before=(), after=()) for p in activity.pages if p.question and p.question.name == name)
    pages = tuple(replace(p, question=replace(p.question, when=None)) for p in pages if p.question)
    return replace(activity, pages=pages, saves={}, asks=()) if pages else activity
