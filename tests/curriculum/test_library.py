"""The library played through: every file in both languages, every answer and branch, as Telegram would show it."""

import re
from collections.abc import Iterator

import pytest

from bot.chat.lengths import CAPTION, TEXT
from bot.chat.render import NOTHING, PICKED, render
from bot.core.activity import Activity, Image, Paragraph, Span
from bot.core.player import Step
from bot.core.view import Button, Line, View, image_of, tap
from bot.curriculum.places import Places, places_of
from bot.services.transport import Message
from bot.simulator.markup import parse_html, utf16
from tests.core.transcripts.walking import CONTENT, FACTS, Walk, buttons, event_of, lesson, library
from tests.curriculum.exploring import Explorer, Goal

FILES = sorted(path.relative_to(CONTENT).with_suffix("").as_posix() for path in CONTENT.glob("*/*/**/*.md"))
"""Every file as `en/lessons/early/one`; known without reading, so that collecting the tests costs nothing."""

MOST_BUTTONS, MOST_DATA, LONGEST_LABEL = 100, 64, 60 + len(PICKED)
"""Telegram's limits of a keyboard and of a button's data (bytes), and this format's of its words."""

LARGEST_RUN = 10**17
"""A run's number as long as the program can read one, so that data is measured at its longest."""

LEFTOVERS = re.compile(r"\{\{|\}\}|\{#|:::|::wait")
"""Signs of the format that must never reach a reader."""


@pytest.mark.parametrize("file", FILES)
def test_the_file_is_played_through_by_every_branch(file: str) -> None:
    language, _, name = file.partition("/")

    assert left_of(library().activities[language, name], file) == []
    assert library().misses == {}


def left_of(activity: Activity, file: str) -> list[str]:
    """Sends readers through all of an activity, judges each screen, and tells what nobody could reach."""
    explorer = Explorer(activity, {**FACTS, "language": activity.language}, Judge(activity).look)
    return [_told(goal, explorer, file) for goal in explorer.explore()]


def _told(goal: Goal, explorer: Explorer, file: str) -> str:
    """A branch that nobody could reach, as its editor finds it."""
    kind, at, what = goal
    if kind == "answer":
        return f"content/{file}.md: no reader can answer {list(explorer.questions)[at]} with {what}"
    if kind == "shown":
        return f"content/{file}.md:{at}: no reader can ever see this {what}"
    return f"content/{file}.md:{at}: `{getattr(what, 'source', what)}` is never {kind}"


class Judge:
    """Judges every screen of every walk through one activity."""

    def __init__(self, activity: Activity) -> None:
        self.activity = activity
        self.places = _places(activity.language)

    def look(self, walk: Walk) -> None:
        """The screen that is shown, those that its buttons lead to, and, where it is the last one, its way out."""
        assert_it_fits(walk.step.view, self.activity)
        for step in self._from_here(walk):
            assert not step.stale
            if step.follow:
                assert not (why := self.places.why_not(step.follow, self.activity.audience)), why
            else:
                assert_it_fits(step.view, self.activity)
        if walk.position.done:
            assert buttons(walk.step.view) or self.activity.id in SERVED, "the closing page has nothing to tap"

    def _from_here(self, walk: Walk) -> Iterator[Step]:
        """What the buttons lead to that the walk itself does not take: each was tapped, so none is dead."""
        for button in buttons(walk.step.view):
            if button.kind in ("back", "follow", "change"):
                step = walk.peek(event_of(button))
                yield step
                if button.key == "change":
                    yield from self._reopened(walk, step)

    def _reopened(self, walk: Walk, listed: Step) -> Iterator[Step]:
        """Each question of the list of those that can be changed."""
        chosen = Walk(walk.activity, walk.facts)
        chosen.position, chosen.answers, chosen.steps = listed.position, walk.answers, [listed]
        yield from (chosen.peek(event_of(button)) for button in buttons(listed.view))


def _places(language: str) -> Places:
    return places_of(library().all_activities(language))


SERVED = {
    "enrolment/consent",  # the answer is followed by the next step, or by a good-bye, without a tap
    "enrolment/counselor",  # staff are sent their own menu after it
    "home/counselor-help",  # a list of the commands that staff type
    "home/editor-help",  # the same of editors
}
"""Where the program itself goes on, or its reader types: a last screen without a button is no dead end."""


def assert_it_fits(view: View, activity: Activity) -> None:
    """One message of Telegram's, with words in it, nothing of the format left, and buttons that it takes."""
    picture = image_of(view)
    if picture:
        assert library().image(picture.path, activity.language) is not None, f"no picture {picture.path}"
        assert picture.alt.strip()
    limit = CAPTION if picture else TEXT
    drawing = render(Message(view, activity.language, LARGEST_RUN), library(), limit)
    assert len(drawing.parts) == 1, f"{len(drawing.parts)} messages for one page"
    text, _ = parse_html(drawing.parts[0])
    assert utf16(text) <= limit
    assert text.removeprefix(view.title).strip(), "an empty page"
    assert NOTHING not in text.split("\n")
    drawn = [button for row in getattr(drawing.markup, "inline_keyboard", ()) for button in row]
    assert len(drawn) <= MOST_BUTTONS
    for words in (text, *(button.text for button in drawn)):
        assert not LEFTOVERS.search(words), words
    for button, shown in zip(buttons(view), drawn, strict=True):
        assert shown.text != NOTHING, "a button with no words"
        assert len(shown.callback_data.encode()) <= MOST_DATA
        if button.kind != "change":  # the list of questions repeats their words, and a phone cuts them where it must
            assert utf16(shown.text) <= LONGEST_LABEL, shown.text


# Each judgement can fail

ASKED = "## How strong is it? {#strong scale}\n\n- 0 None\n- 10 Strong\n\n"


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("strong >= 7 and strong <= 3", ["{0}`{1}` is never true", "{0}no reader can ever see this Paragraph"]),
        ("strong >= 7 or not strong >= 7", ["{0}`{1}` is never false"]),
        ("days_in_program < 0", ["{0}`{1}` is never true", "{0}no reader can ever see this Paragraph"]),
    ],
)
def test_a_branch_that_nobody_can_reach_is_told_with_its_line(condition: str, told: list[str]) -> None:
    activity = lesson(f"{ASKED}::: when {condition}\nIt is strong.\n:::\n\nThe end.")

    found = left_of(activity, "en/lessons/one")

    assert found == [line.format("content/en/lessons/one.md:13: ", condition) for line in told]


@pytest.mark.parametrize("condition", ["strong >= 7", "phase == op", "days_in_program > 30", "weekday == sun"])
def test_a_branch_that_readers_reach_is_looked_for(condition: str) -> None:
    activity = lesson(
        f"{ASKED}::: when {condition}\nIt is so.\n:::\n\n---\n\n::: when strong <= 2\n## Is it far? {{#far choice}}\n\n"
        "- Yes {#yes}\n- No {#no}\n\n:::\n\n::: when far == no and not strong == 1\nNear.\n:::\n\nThe end."
    )

    assert left_of(activity, "en/lessons/one") == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Hello.\n\n---\n\nThe end.", "nothing to tap"),
        (
            "{{ plan.my-reasons }}\n\n[On](../practices/breathe-3.md)\n\n---\n\n[On](../practices/breathe-3.md)",
            "an empty page",
        ),
        ("Hello.\n\n[On](../practices/gone.md)", 'there is no file "practices/gone"'),
        ("Hello.\n\n[On](family/not-willpower.md)", "is for family"),
        ("Hello.\n\n![A wave](../images/gone.png)\n\n[On](../practices/breathe-3.md)", "no picture"),
    ],
)
def test_a_screen_that_does_not_work_is_told(body: str, told: str) -> None:
    with pytest.raises(AssertionError, match=re.escape(told)):
        left_of(lesson(body), "en/lessons/one")


@pytest.mark.parametrize(
    ("view", "told"),
    [
        (View("One", (Line("note-saved"),), buttons=((Button("answer", "x" * 63, numbers=(0, 0)),),)), "x" * 63),
        (View("One", (Line("note-saved"),), buttons=((Button("answer", "Yes :::", numbers=(0, 0)),),)), "Yes :::"),
        (View("One", blocks=(Paragraph((Span("word " * 900),)),)), "3 messages for one page"),
        (
            View("One", blocks=(Paragraph((Span("word " * 300),)), Image("images/wave.png", "A wave"))),
            "2 messages for one page",
        ),
        (View("One {{ name }}", (Line("note-saved"),)), "{{ name }}"),
        (View("One", (Line("note-saved"),), buttons=(tuple([Button("next", key="next")] * 101),)), "<= 100"),
        (View("One", (Line("note-saved"),), buttons=((tap("next", "v" * 63),),)), "<= 64"),
        (View("One", (Line("note-saved"),), buttons=((Button("answer", " ", numbers=(0, 0)),),)), "no words"),
    ],
)
def test_a_view_that_telegram_or_a_reader_would_not_take_is_told(view: View, told: str) -> None:
    with pytest.raises(AssertionError, match=re.escape(told)):
        assert_it_fits(view, lesson("Hello."))
