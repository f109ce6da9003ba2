"""The player: leads a person through an activity. A pure function; services store and send what it returns."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core import pages
from bot.core.activity import Activity, Question
from bot.core.pages import LIST, OTHER, Position
from bot.core.typed import read_answer
from bot.core.values import Answers, Facts, Value
from bot.core.view import View


@dataclass(frozen=True, slots=True)
class Open:
    """Show the present page."""


@dataclass(frozen=True, slots=True)
class Tap:
    page: int
    index: int


@dataclass(frozen=True, slots=True)
class Typed:
    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """What is picked of a `many` question is the answer."""

    page: int


@dataclass(frozen=True, slots=True)
class Skip:
    page: int


@dataclass(frozen=True, slots=True)
class Next:
    page: int
    part: int


@dataclass(frozen=True, slots=True)
class Back:
    page: int


@dataclass(frozen=True, slots=True)
class Follow:
    page: int
    link: int


@dataclass(frozen=True, slots=True)
class Change:
    """Change the answer to the question at this place in the file; without one, list them."""

    question: int | None = None


@dataclass(frozen=True, slots=True)
class Wake:
    """The wait after this part is over."""

    page: int
    part: int


Event = Open | Tap | Typed | Done | Skip | Next | Back | Follow | Change | Wake


@dataclass(frozen=True, slots=True)
class Given:
    """An answer to be stored; `value` is `None` for a skip; `again` tells that the question had an answer before."""

    question: str
    value: Value | None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What to store and show. `saves` are (target, value) pairs of the file's front matter; `follow` is the id of the
    activity to open; `wake_at` the moment when the page goes on by itself; `outcome` is `finished` once, when the
    closing page is reached. `stale` tells that the event came too late and changed nothing; `notice` is the key of the
    kind line that stands above the view then, or of a hint."""

    position: Position
    view: View
    answers: tuple[Given, ...] = ()
    saves: tuple[tuple[str, Value | None], ...] = ()
    follow: str = ""
    wake_at: datetime | None = None
    outcome: str = ""
    stale: bool = False
    notice: str = ""


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

    def stale(self) -> Step:
        return self.at(self.position, notice="stale", stale=True)

    def hint(self, question: Question) -> Step:
        return self.at(self.position, notice=f"hint-{question.kind}")

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
        if not stale and not position.reopened and not position.done and _is_closing(self, position, known):
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
    run = _Run(activity, position, answers, facts, now)
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
        case Change(question):
            return _change(run, question)


def waiting(activity: Activity, position: Position, answers: Answers, facts: Facts) -> Question | None:
    """The question that waits for an answer at this position, if one does."""
    place = position
    question = pages.open_question(activity.pages[place.page], answers, facts)
    if question is None or place.reopened == LIST or (place.answered and not question.optional):
        return None
    if place.done and not place.reopened and (not question.optional or question.name in answers):
        return None
    return question


def _open(run: _Run) -> Step:
    place = run.position
    if place.reopened:  # the person looked at something else: what was reopened and not answered is left as it was
        place = _at_closing(run, run.answers)
    if not place.done and not pages.has_content(run.activity.pages[place.page], run.answers, run.facts):
        return _go_on(run, place.page, (), run.answers)
    return run.at(place)


def _tap(run: _Run, page: int, index: int) -> Step:
    question = run.question
    if page != run.position.page or question is None:
        return run.stale()
    if index == OTHER and question.kind in pages.HAS_OTHER:
        return run.hint(question)
    value = pages.value_of(question, index, run.facts)
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
    return run.hint(question) if value is None else _answer(run, question, value)


def _done(run: _Run, page: int) -> Step:
    question = run.question
    if page != run.position.page or question is None or question.kind != "many" or not run.position.picked:
        return run.stale()
    return _answer(run, question, tuple(question.options[n].id for n in run.position.picked))


def _skip(run: _Run, page: int) -> Step:
    question = run.question
    if page != run.position.page or question is None or run.activity.id == pages.CONSENT:
        return run.stale()
    if question.name in run.answers:
        return run.stale()
    return _answer(run, question, None)


def _answer(run: _Run, question: Question, value: Value | None) -> Step:
    given = (Given(question.name, value, again=question.name in run.answers),)
    known = {**run.answers, question.name: value}
    place = replace(run.position, picked=())
    if place.reopened:
        return _after_change(run, given, known)
    if place.done:  # the optional question of the closing page
        return run.at(replace(place, answered=True), given, known)
    if pages.after_answer(run.activity.pages[place.page], known, run.facts):
        return run.at(replace(place, answered=True), given, known)
    return _go_on(run, place.page, given, known)


def _after_change(run: _Run, given: tuple[Given, ...], known: Answers) -> Step:
    """The first question that the change newly shows, else the closing page."""
    for number, question in run.activity.questions():
        shown = pages.is_true(question.when, known, run.facts)
        if shown and question.name not in known and not question.optional:
            return run.at(replace(run.position, page=number, part=0, reopened=question.name, picked=()), given, known)
    return run.at(_at_closing(run, known), given, known)


def _at_closing(run: _Run, known: Answers) -> Position:
    last = pages.page_before(run.activity, len(run.activity.pages), known, run.facts)
    page = last if last is not None else run.position.page
    final = len(pages.parts(run.activity.pages[page], known, run.facts)) - 1
    return Position(page=page, part=final, answered=True, done=run.position.done)


def _go_on(run: _Run, page: int, given: tuple[Given, ...], known: Answers) -> Step:
    following = pages.next_page(run.activity, page, known, run.facts)
    if following is None:
        return run.at(replace(run.position, page=page, answered=True, picked=(), done=run.position.done), given, known)
    return run.at(Position(page=following), given, known)


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
    if page != place.page or part != place.part or place.done or place.reopened:
        return run.stale()
    question = run.question
    if question and question.name not in run.answers:
        return run.stale()
    if not question and not place.answered and part < len(_parts(run)) - 1:
        return run.at(replace(place, part=part + 1))
    if question and pages.after_answer(run.activity.pages[page], run.answers, run.facts):
        return run.at(replace(place, answered=True))
    return _go_on(run, page, (), run.answers)


def _parts(run: _Run) -> list[tuple[tuple[object, ...], int | None]]:
    return list(pages.parts(run.activity.pages[run.position.page], run.answers, run.facts))


def _wake(run: _Run, page: int, part: int) -> Step:
    place = run.position
    waiting = (page, part) == (place.page, place.part) and not place.done and part < len(_parts(run)) - 1
    return run.at(replace(place, part=part + 1)) if waiting else replace(run.at(place), stale=True)


def _wake_at(run: _Run, position: Position, known: Answers) -> datetime | None:
    page = run.activity.pages[position.page]
    found = pages.parts(page, known, run.facts)
    if position.done or position.reopened or page.question or position.part >= len(found):
        return None
    seconds = found[position.part][1]
    return run.now + timedelta(seconds=seconds) if seconds is not None else None


def _back(run: _Run, page: int) -> Step:
    place = run.position
    if page != place.page or place.done or place.reopened:
        return run.stale()
    if place.answered:
        return run.at(replace(place, answered=False))
    if place.part:
        return run.at(replace(place, part=place.part - 1))
    earlier = pages.page_before(run.activity, page, run.answers, run.facts)
    return run.at(Position(page=earlier)) if earlier is not None else run.stale()


def _follow(run: _Run, page: int, link: int) -> Step:
    if page != run.position.page or run.position.reopened:
        return run.stale()
    links = pages.page_links(run.activity.pages[page])
    if link >= len(links):
        return run.stale()
    return replace(run.at(run.position), follow=links[link].target)


def _change(run: _Run, place: int | None) -> Step:
    if not run.position.done:
        return run.stale()
    if place is None:
        return run.at(replace(run.position, reopened=LIST, picked=()))
    asked = list(run.activity.questions())
    if place >= len(asked):
        return run.stale()
    page, question = asked[place]
    allowed = question.optional or question in [q for _, q in pages.changeable(run.activity, run.answers, run.facts)]
    if not allowed or not pages.is_true(question.when, run.answers, run.facts):
        return run.stale()
    picked = _picked(question, run.answers.get(question.name))
    return run.at(replace(run.position, page=page, part=0, answered=False, reopened=question.name, picked=picked))


def _picked(question: Question, value: Value | None) -> tuple[int, ...]:
    chosen = value if isinstance(value, tuple) else ()
    return tuple(n for n, option in enumerate(question.options) if option.id in chosen)
