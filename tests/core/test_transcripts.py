"""Whole ways through activities, as text: what a person does, what is stored, what they see.

A file of `transcripts/` begins with an activity (`activity: en/checkins/daily` of the small program, or markdown of
its own), then tells events, each followed by what comes of it:

    > open · tap LABEL · old LABEL (a button of an earlier page) · type TEXT · wake · fact NAME=VALUE

      = question: value      stored          | text            shown
      > target: value        saved           ? question        asked
      ! finished, stale      the outcome     ~ key             a line of the interface
      -> activity            opened          [label] [*label]  buttons, a star on what is chosen
      @ 8 s                  goes on by itself then

After the player was changed on purpose, `python -m tests.core.test_transcripts` writes them anew; read the difference.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.core.activity import Activity
from bot.curriculum.loader import load_folder
from tests.core.transcripts.walking import Walk, read, told
from tests.small_program import SMALL_PROGRAM

FOLDER = Path(__file__).parent / "transcripts"
FILES = sorted(FOLDER.glob("*.txt"))
CUT = "\n=====\n"


@cache
def _small_program() -> dict[tuple[str, str], Activity]:
    return load_folder(SMALL_PROGRAM, "program").activities


def activity_of(head: str) -> Activity:
    """The activity that the head of a transcript names or holds."""
    if head.startswith("activity: "):
        language, _, id = head.removeprefix("activity: ").strip().partition("/")
        return _small_program()[language, id]
    return read(head, "reminders/own")


def replay(text: str) -> str:
    """The transcript with what now comes of its events."""
    head, _, story = text.partition(CUT)
    walk = Walk(activity_of(head))
    events = [line.removeprefix("> ") for line in story.splitlines() if line.startswith("> ")]
    return head + CUT + "\n".join(line for event in events for line in _played(walk, event))


def _played(walk: Walk, event: str) -> Iterator[str]:
    yield f"\n> {event}"
    verb, _, rest = event.partition(" ")
    if verb == "fact":
        name, _, value = rest.partition("=")
        walk.facts[name] = value or None
        return
    step = {
        "open": lambda: walk.open(),
        "tap": lambda: walk.tap(rest),
        "old": lambda: walk.tap(rest, older=True),
        "type": lambda: walk.type(rest),
        "wake": lambda: walk.wake(),
    }[verb]()
    yield from (f"  {line}" for line in told(step))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_transcript_is_what_happens(file: Path) -> None:
    text = file.read_text()

    assert replay(text).strip() == text.strip()


def test_there_are_transcripts() -> None:
    assert len(FILES) >= 12


if __name__ == "__main__":
    for one in FILES:
        one.write_text(replay(one.read_text()).strip() + "\n")
