"""The player: leads a person through an activity. A pure function; services store and send what it returns."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core import choices, pages
from bot.core.activity import Activity, Question
from bot.core.events import (
    LIST,
    Back,
    Change,
    Done,
    Event,
    Follow,
    Given,
    Next,
    Open,
    Position,
    Skip,
    Step,
    Tap,
    Typed,
    Wake,
)
from bot.core.typed import read_answer
from bot.core.values import Answers, Facts, Value

__all__ = [
    "Back",
    "Change",
    "Done",
    "Event",
    "Follow",
    "Given",
    "Next",
    "Open",
    "Position",
    "Skip",
    "Step",
    "Tap",
    "Typed",
    "Wake",
    "play",
    "waiting",
]


@dataclass(frozen=True, slots=True)
class _Run:
    """The arguments of `play` together, so that its steps read plainly."""

    activity: Activity
    position: Position
    answers: Answers
    facts: Facts
    now: datetime

    @property
    def question(self) -> Question | None:
        """The question that waits for an answer at this position, if any."""
        return waiting(self.activity, self.position, self.answers, self.facts)

    def parts(self, page: int) -> int:
        """How many parts a page has now."""
        return len(pages.parts(self.activity.pages[page], self.answers, self.facts))

    def stale(self) -> Step:
        return self.at(self.position, notice="stale", stale=True)

    def enter(self, page: int, known: Answers, part: int = 0) -> Position:
        """A page as it opens, with what was picked there before."""
        question = self.activity.pages[page].question
        picked = choices.picked_of(question, known.get(question.name)) if question else ()
        return Position(page, part, picked=picked)

    def at(
        self,
        position: Position,
        given: tuple[Given, ...] = (),
        answers: Answers | None = None,
        notice: str = "",
        stale: bool = False,
    ) -> Step:
        """The step that stands at `position`, with the end of the activity and of a wait worked out."""
        known = self.answers if answers is None else answers
        if not stale and not position.done and _is_closing(self, position, known):
            position = replace(position, done=True)
        saves = tuple((self.activity.saves[g.question], g.value) for g in given if g.question in self.activity.saves)
        return Step(
            position=position,
            view=pages.show(self.activity, position, known, self.facts, notice),
            answers=given,
            saves=saves,
            wake_at=_wake_at(self, position, known),
            outcome="finished" if position.done and not self.position.done else "",
            stale=stale,
            notice=notice,
        )


def play(activity: Activity, position: Position, answers: Answers, event: Event, facts: Facts, now: datetime) -> Step:
    """What the event means at this position. An event that came too late leaves everything as it is.

    `answers` are the newest of this run; `facts` must hold `today` and every entry of `activity.asks`.
    """
    run = _Run(activity, pages.settle(activity, position, answers, facts), answers, facts, now)
    match event:
        case Open():
            return _open(run)
        case Tap(page, index):
            return _tap(run, page, index)
        case Typed(text):
            return _typed(run, text)
        case Done(page):
            return _done(run, page)
        case Skip(page):
            return _skip(run, page)
        case Next(page, part):
            return _next(run, page, part)
        case Wake(page, part):
            return _wake(run, page, part)
        case Back(page):
            return _back(run, page)
        case Follow(page, link):
            return _follow(run, page, link)
        case _:
            return _change(run, event.question)


def waiting(activity: Activity, position: Position, answers: Answers, facts: Facts) -> Question | None:
    """The question that waits for an answer at this position, if one does."""
    place = pages.settle(activity, position, answers, facts)
    question = pages.open_question(activity.pages[place.page], answers, facts)
    if question is None or place.reopened == LIST:
        return None
    if place.reopened:
        return question
    if place.done or place.answered:
        return question if question.optional and question.name not in answers else None
    return question


def _open(run: _Run) -> Step:
    place = run.position
    if place.reopened:  # the person looked at something else: what was reopened and not answered is left as it was
        place = pages.closing_place(run.activity, run.answers, run.facts)
    if not place.done and not pages.has_content(run.activity.pages[place.page], run.answers, run.facts):
        return _go_on(run, place.page, (), run.answers)
    return run.at(place)


def _tap(run: _Run, page: int, index: int) -> Step:
    question = run.question
    if page != run.position.page or question is None:
        return run.stale()
    if index == choices.OTHER and question.kind in choices.OTHER_SAYS:
        return run.at(run.position, notice=choices.OTHER_SAYS[question.kind])
    value = choices.value_of(question, index, run.facts)
    if value is None:
        return run.stale()
    if question.kind == "many":
        return run.at(replace(run.position, picked=tuple(sorted({index} ^ set(run.position.picked)))))
    return _answer(run, question, value)


def _typed(run: _Run, text: str) -> Step:
    question = run.question
    if question is None:
        return run.stale()
    value = read_answer(question, text, run.facts)
    if value is None:
        return run.at(run.position, notice="hint-choice" if question.kind == "quiz" else f"hint-{question.kind}")
    return _answer(run, question, value)


def _done(run: _Run, page: int) -> Step:
    question = run.question
    if page != run.position.page or question is None or question.kind != "many":
        return run.stale()
    value = tuple(option.id for n, option in enumerate(question.options) if n in run.position.picked)
    return _answer(run, question, value) if value else run.stale()


def _skip(run: _Run, page: int) -> Step:
    question = run.question
    if page != run.position.page or question is None or not pages.may_skip(run.activity, question, run.answers):
        return run.stale()
    return _answer(run, question, None)


def _answer(run: _Run, question: Question, value: Value | None) -> Step:
    given = (Given(question.name, value, again=question.name in run.answers),)
    known = {**run.answers, question.name: value}
    place = replace(run.position, picked=())
    if place.reopened:
        return _after_change(run, given, known)
    if place.done or pages.after_answer(run.activity.pages[place.page], known, run.facts):
        return run.at(replace(place, answered=True), given, known)
    return _go_on(run, place.page, given, known)


def _after_change(run: _Run, given: tuple[Given, ...], known: Answers) -> Step:
    """The first question that the change newly shows, else the closing page."""
    notice = "changed" if given[0].again else ""
    for number, question in run.activity.questions():
        shown = pages.is_true(question.when, known, run.facts)
        if shown and question.name not in known and not question.optional:
            return run.at(Position(number, reopened=question.name, done=True), given, known, notice)
    return run.at(pages.closing_place(run.activity, known, run.facts), given, known, notice)


def _go_on(run: _Run, page: int, given: tuple[Given, ...], known: Answers) -> Step:
    following = pages.next_page(run.activity, page, known, run.facts)
    if following is None:
        return run.at(replace(run.position, page=page, answered=True, picked=()), given, known)
    return run.at(run.enter(following, known), given, known)


def _is_closing(run: _Run, position: Position, known: Answers) -> bool:
    page = run.activity.pages[position.page]
    question = pages.open_question(page, known, run.facts)
    if question and not question.optional and not position.answered:
        return False
    if not question and position.part < len(pages.parts(page, known, run.facts)) - 1:
        return False
    return pages.next_page(run.activity, position.page, known, run.facts) is None


def _next(run: _Run, page: int, part: int) -> Step:
    place = run.position
    if (page, part) != (place.page, place.part) or place.done:
        return run.stale()
    question = run.question
    if question is None:
        passing = not place.answered and part < run.parts(page) - 1
        return run.at(replace(place, part=part + 1)) if passing else _go_on(run, page, (), run.answers)
    if question.name not in run.answers:
        return run.stale()
    if pages.after_answer(run.activity.pages[page], run.answers, run.facts):
        return run.at(replace(place, answered=True))
    return _go_on(run, page, (), run.answers)


def _wake(run: _Run, page: int, part: int) -> Step:
    """Nobody tapped, so nothing is said; a wait that is not there any more ends without a word."""
    place = run.position
    if (page, part) != (place.page, place.part):
        return run.at(place, stale=True)
    waits = not place.done and part < run.parts(page) - 1
    return run.at(replace(place, part=part + 1) if waits else place)


def _wake_at(run: _Run, position: Position, known: Answers) -> datetime | None:
    page = run.activity.pages[position.page]
    found = pages.parts(page, known, run.facts)
    if position.done or page.question or position.part >= len(found):
        return None
    seconds = found[position.part][1]
    return run.now + timedelta(seconds=seconds) if seconds is not None else None


def _back(run: _Run, page: int) -> Step:
    place = run.position
    if page != place.page or place.done:
        return run.stale()
    if place.answered:
        return run.at(run.enter(page, run.answers))
    if place.part:
        return run.at(replace(place, part=place.part - 1))
    earlier = pages.page_before(run.activity, page, run.answers, run.facts)
    if earlier is None:
        return run.stale()
    return run.at(run.enter(earlier, run.answers, part=run.parts(earlier) - 1))


def _follow(run: _Run, page: int, link: int) -> Step:
    place = run.position
    links = pages.page_links(run.activity.pages[place.page])
    if page != place.page or place.reopened == LIST or not 0 <= link < len(links):
        return run.stale()
    return replace(run.at(place), follow=links[link].target)


def _change(run: _Run, number: int | None) -> Step:
    """Only after the end: before it, *Back* leads to every answer."""
    place = run.position
    asked = list(run.activity.questions())
    if not place.done or (number is not None and not 0 <= number < len(asked)):
        return run.stale()
    can = {place for place, _ in pages.changeable(run.activity, run.answers, run.facts)}
    if number is None:
        return run.at(replace(place, answered=True, reopened=LIST, picked=())) if can else run.stale()
    page, question = asked[number]
    asks = question.optional and pages.is_true(question.when, run.answers, run.facts)
    if number not in can and not asks:
        return run.stale()
    return run.at(replace(run.enter(page, run.answers), reopened=question.name, done=True))
