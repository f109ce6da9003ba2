"""Explores an activity as many readers together would: each answer given once, each condition seen true and false.

The product of all answers would be endless, so readers are sent one by one: at each question a reader gives an answer
that nobody gave yet, and what is left after that (a branch under two conditions, say) is looked for on purpose.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product

from bot.core import choices, pages
from bot.core.activity import Activity, Block, Question, Wait
from bot.core.conditions import Condition, holds
from bot.core.facts import LISTED
from bot.core.player import Done, Event, Typed, waiting
from bot.core.values import Value
from bot.core.view import Button
from bot.curriculum.blocks import conditions_of, fills_of
from tests.core.transcripts.walking import Walk, buttons, event_of

MOST_STEPS = 200
"""Taps of one reader: far more than the longest form takes."""

MOST_TRIES = 40
"""Readers who are sent to look for one branch before it counts as one that nobody can reach."""

MOST_WORLDS = 20_000
"""Combinations of answers that are looked through for such a reader, without a walk."""

TYPED: Mapping[str, str] = {
    "number": "42", "time": "21:45", "date": "2026-12-31", "timezone": "Chicago", "text": "Words of my own.",
}  # fmt: skip
"""What a reader types where no button says it."""

TYPED_VALUES: Mapping[str, Value] = {
    "number": 42, "time": "21:45", "date": "2026-12-31", "timezone": "America/Chicago", "text": "Words of my own.",
}  # fmt: skip

_LISTED = {fact.name: fact for fact in LISTED}
_NUMBER = re.compile(r"(?<![\w\"-])\d+")

Answers = dict[str, Value | None]
Goal = tuple[str, int, object]
"""Something that some reader must meet: (`answer`, place of the question, value), (`true` or `false`, line, condition)
or (`shown`, line, place on the page)."""


@dataclass
class World:
    """What one reader is made to answer, and the facts about them; all other answers are as they come."""

    answers: Answers = field(default_factory=dict)
    facts: Answers = field(default_factory=dict)


class Explorer:
    """Sends readers through one activity; `look` is called with each walk at each step, and judges what is seen."""

    def __init__(self, activity: Activity, facts: Mapping[str, Value | None], look: Callable[[Walk], None]) -> None:
        self.activity, self.look = activity, look
        self.facts = {**facts, **_full(activity)}
        self.conditions = dict.fromkeys(conditions_of(activity))
        self.questions = {question.name: question for _, question in activity.questions()}
        self.candidates = {name: self._candidates(question) for name, question in self.questions.items()}
        self.met = set[Goal]()
        self.walks = 0

    def explore(self) -> list[Goal]:
        """The goals that no reader could meet."""
        self.send(World())
        self.send(World(facts=_bare(self.activity)))
        while self._left() and self.send(World()):
            pass
        for goal in self._goals():
            if goal not in self.met:
                self._seek(goal)
        return self._left()

    def _left(self) -> list[Goal]:
        return [goal for goal in self._goals() if goal not in self.met]

    def _goals(self) -> Iterator[Goal]:
        for place, question in enumerate(self.questions.values()):
            yield from (("answer", place, value) for value in self.candidates[question.name])
        for condition, line in self.conditions:
            yield from (("true", line, condition), ("false", line, condition))
        yield from (("shown", line, block) for line, block in _shown_in(self.activity))

    # One reader

    def send(self, world: World) -> bool:
        """One reader's way from the first screen to the last; whether they met anything new."""
        before = len(self.met)
        self.walks += 1
        walk = Walk(self.activity, {**self.facts, **world.facts})
        walk.open()
        self._see(walk)
        for _ in range(MOST_STEPS):
            if walk.position.done:
                break
            for event in self._next(walk, world):
                self._play(walk, event)
        assert walk.position.done, f"no end after {MOST_STEPS} taps"
        self._end(walk, world)
        return len(self.met) > before

    def _next(self, walk: Walk, world: World) -> list[Event]:
        question = waiting(walk.activity, walk.position, walk.answers, walk.facts)
        if question is None:
            return [event_of(self._button(walk, "next"))]
        return self._say(walk, question, self._choose(question, world))

    def _choose(self, question: Question, world: World) -> Value | None:
        if question.name in world.answers:
            return world.answers[question.name]
        place = list(self.questions).index(question.name)
        found = self.candidates[question.name]
        return next((value for value in found if ("answer", place, value) not in self.met), found[0])

    def _say(self, walk: Walk, question: Question, value: Value | None) -> list[Event]:
        """The taps, or the typed words, that give this answer."""
        if value is None:
            return [event_of(self._button(walk, "skip"))]
        if isinstance(value, tuple):
            picks = [button for button in buttons(walk.step.view) if button.kind == "answer"]
            places = choices.picked_of(question, value)
            return [*(event_of(picks[place]) for place in places), Done(walk.position.page)]
        place = next((n for n, each, _ in choices.choices(question, walk.facts) if each == value), None)
        if place is not None:
            return [event_of(self._button(walk, "answer", place))]
        first = [event_of(self._button(walk, "answer", choices.OTHER))] if question.kind in choices.OTHER_SAYS else []
        return [*first, Typed(TYPED[question.kind])]

    def _button(self, walk: Walk, kind: str, place: int | None = None) -> Button:
        for button in buttons(walk.step.view):
            if button.kind == kind and (place is None or button.numbers[1] == place):
                return button
        raise AssertionError(f"page {walk.position.page + 1} has no button {kind} {place}: {walk.names()}")

    def _play(self, walk: Walk, event: Event) -> None:
        step = walk.play(event)
        assert not step.stale, (event, walk.position)
        self._see(walk)

    def _end(self, walk: Walk, world: World) -> None:
        """The optional question of the closing page, then what this reader's answers made true and false."""
        question = waiting(walk.activity, walk.position, walk.answers, walk.facts)
        if question and (value := self._choose(question, world)) is not None:
            for event in self._say(walk, question, value):
                self._play(walk, event)
        for place, name in enumerate(self.questions):
            if name in walk.answers or (question and question.name == name):
                self.met.add(("answer", place, walk.answers.get(name)))
        for condition, line in self.conditions:
            if self._is_met(condition, line, walk):
                self.met.add(("true" if holds(condition, walk.answers, walk.facts) else "false", line, condition))

    def _is_met(self, condition: Condition, line: int, walk: Walk) -> bool:
        """Whether the reader came to where the condition stands: what follows a hidden question is never tried."""
        for page in self.activity.pages:
            if any(block.line == line and block.when is condition for block in page.after):
                return pages.open_question(page, walk.answers, walk.facts) is not None
        return True

    def _see(self, walk: Walk) -> None:
        view = walk.step.view
        links = (self._link(walk, button) for button in buttons(view) if button.kind == "follow")
        self.met.update(("shown", block.line, _name(block)) for block in (*view.blocks, *view.hint, *links))
        if view.question:
            self.met.add(("shown", view.question.line, view.question.name))
        self.look(walk)

    def _link(self, walk: Walk, button: Button) -> Block:
        return pages.page_links(self.activity.pages[walk.position.page])[button.numbers[1]]

    # Readers who look for one branch

    def _seek(self, goal: Goal) -> None:
        for world in islice(self._worlds(goal), MOST_TRIES):
            self.send(world)
            if goal in self.met:
                return

    def _worlds(self, goal: Goal) -> Iterator[World]:
        """Readers to whom the branch is open as far as its conditions tell."""
        wanted = self._wanted(goal)
        names, given = self._named([condition for condition, _ in wanted])
        domains: list[Sequence[Value | None]] = [self.candidates[name] for name in names]
        domains += [self._values(name) for name in given]
        for values in islice(product(*domains), MOST_WORLDS):
            facts = dict(zip(given, values[len(names) :], strict=True))
            answers = self._asked(dict(zip(names, values, strict=False)), facts)
            if all(holds(condition, answers, {**self.facts, **facts}) is truth for condition, truth in wanted):
                yield World(answers | self._forced(goal), facts)

    def _asked(self, answers: Answers, facts: Answers) -> Answers:
        """The answers without those to questions that they hide."""
        left: Answers = {}
        for name, question in self.questions.items():
            if name in answers and pages.is_true(question.when, left, {**self.facts, **facts}):
                left[name] = answers[name]
        return left

    def _forced(self, goal: Goal) -> Answers:
        kind, place, value = goal
        if kind != "answer":
            return {}
        assert value is None or isinstance(value, str | int | tuple)
        return {list(self.questions)[place]: value}

    def _wanted(self, goal: Goal) -> list[tuple[Condition, bool]]:
        """The conditions that must hold, or not: the goal's own, and that of the question whose page it stands on."""
        kind, at, what = goal
        wanted = [(what, kind == "true")] if isinstance(what, Condition) else []
        for place, question in enumerate(self.questions.values()):
            follows = any(block.line == at for block in self._after(question))
            if question.when and (at == place if kind == "answer" else follows):
                wanted.append((question.when, True))
        if kind == "shown":
            blocks = [block for page in self.activity.pages for block in (*page.before, *page.after)]
            wanted += [(block.when, True) for block in blocks if block.line == at and block.when]
        return wanted

    def _after(self, question: Question) -> Sequence[Block]:
        return next(page.after for page in self.activity.pages if page.question is question)

    def _named(self, conditions: Sequence[Condition]) -> tuple[list[str], list[str]]:
        """The questions that conditions name, with those that these depend on, and the facts."""
        names, given, left = list[str](), list[str](), list(conditions)
        while left:
            condition = left.pop()
            given += [name for name in (*sorted(condition.facts), *condition.asks) if name not in given]
            for name in sorted(condition.questions - set(names)):
                names.append(name)
                if when := self.questions[name].when:
                    left.append(when)
        return names, given

    # What can be answered

    def _candidates(self, question: Question) -> list[Value | None]:
        found: list[Value | None] = []
        match question.kind:
            case "choice":
                found += [option.id for option in question.options]
            case "quiz":
                found += [int(option.id) for option in question.options]
            case "many":
                found += [(option.id,) for option in question.options]
                found.append(tuple(option.id for option in question.options))
            case "scale":
                found += self._numbers(question)
            case "number":
                found += [*self._numbers(question), TYPED_VALUES["number"]]
            case kind:
                some = choices.choices(question, self.facts)
                found += [*(value for _, value, _ in (some[:1] + some[-1:])), TYPED_VALUES[kind]]
        if pages.may_skip(self.activity, question, {}) or question.optional:
            found.append(None)
        return list(dict.fromkeys(found))

    def _numbers(self, question: Question) -> list[Value]:
        """Both ends, and around each number that a condition compares with."""
        every = [int(str(value)) for _, value, _ in choices.choices(question, self.facts)]
        found = {min(every), max(every)}
        for condition, _ in self.conditions:
            if question.name in condition.questions:
                found |= {int(each) + step for each in _NUMBER.findall(condition.source) for step in (-1, 0, 1)}
                if len(condition.questions) > 1:
                    found.add(every[len(every) // 2])
        return [number for number in sorted(found) if number in every]

    def _values(self, name: str) -> list[Value | None]:
        """What a fact or a call on history can be, as far as conditions can tell."""
        if name in _LISTED and _LISTED[name].values:
            return [*_LISTED[name].values, None]
        sources = " ".join(condition.source for condition, _ in self.conditions)
        numbers = {int(each) + step for each in _NUMBER.findall(sources) for step in (-1, 0, 1)}
        return [*(number for number in sorted(numbers) if number >= 0), *re.findall(r'"([^"]*)"', sources), None]


def _full(activity: Activity) -> dict[str, Value | None]:
    """Every fact that a text fills in, long enough to be a real one."""
    return {placed.value: f"({placed.value})" for placed in fills_of(activity)}


def _bare(activity: Activity) -> dict[str, Value | None]:
    """The facts of a reader about whom least is known. Staffed hours and the country's numbers are never empty: the
    program does not start without them."""
    always = ("staffed_hours", "program.name", "crisis.", "session.day", "session.time", "session.title")
    return {"phase": None, **{name: None for name in _full(activity) if not name.startswith(always)}}


def _name(block: Block) -> str:
    return type(block).__name__


def _shown_in(activity: Activity) -> Iterator[tuple[int, str]]:
    """Everything that somebody must get to see: each block and question, by its line."""
    for page in activity.pages:
        feedback = [block for option in page.question.options for block in option.feedback] if page.question else []
        for block in (*page.before, *page.after, *feedback):
            if not isinstance(block, Wait):
                yield block.line, _name(block)
        if page.question:
            yield page.question.line, page.question.name
