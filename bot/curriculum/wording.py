"""The rules about words: what stigmatizes, promises or tells too much, crisis numbers, spelling, reading, length."""

from collections.abc import Collection, Iterator

from bot.core.activity import Activity
from bot.curriculum import reading, spelling, ways
from bot.curriculum.blocks import blocks_of, spans_of, words_of
from bot.curriculum.faults import Fault
from bot.curriculum.labels import FluentFile, is_broken
from bot.curriculum.numbers import phone_numbers
from bot.curriculum.texts import Prose
from bot.curriculum.words import MAPPED, Words, say

UNASKED = (
    "prompt", "neutral-card", "keyboard", "alert-neutral", "message-neutral", "welcome-back", "snoozed-until",
    "not-today-told", "too-late-told",
)  # fmt: skip
"""Labels and notices that reach a phone unasked, or stay as the last line of the chat list (DESIGN, law 10)."""

UNASKED_FIELD = "prompt"
"""The field of the front matter that a stranger may read; `prompt_open` was chosen by the person."""

LONGEST_LESSON = 180
LONGEST_SCREEN = 60
"""Words (CURRICULUM 1.2)."""

PLAIN = ("safety/", "sos/")
PLAIN_FILE = "enrolment/consent"
"""Files for hard moments and for consent, which are written still more plainly."""

LONGEST_BUTTON, LONG_BUTTON = 60, 30
"""Characters of a button's label: a fault above the first, a warning above the second."""

BUTTONS = (
    "next", "skip", "back", "done", "change", "add-note", "other", "open", "close", "again", "yes", "no", "agree",
    "not-now", "help-now", "check-in", "lesson", "menu", "practice", "message", "sessions", "plan", "progress",
    "settings", "my-data", "pause", "resume", "help", "tonight", "not-today", "send-to-counselor",
    "mydata-file", "who-looked", "setting-name-new", "setting-name-forget", "seen", "reviewed", "open-in-chat",
)  # fmt: skip
"""Labels and notices that stand on buttons."""

NEEDED = ("next", "skip", "back", "change", "help-now", "check-in", "lesson", "menu", "prompt")
"""Labels that the program cannot do without (CONTRACT, in the chat)."""

BUTTON_KINDS = ("snooze-", "pause-days", "button-")
"""How the keys of further buttons begin."""


def word_faults(prose: Prose, words: Words) -> Iterator[Fault]:
    """Words of `words.yaml` that no text may hold, at the line of the word itself."""
    for sort in MAPPED:
        for hit in words.find(sort, prose.text):
            yield Fault(prose.path, prose.line(hit.offset), say(sort, hit), f"words-{sort}")


def telling_faults(prose: Prose, words: Words, fields: Collection[str]) -> Iterator[Fault]:
    """Telling words in the fields that are sent unasked."""
    for name in fields:
        for hit in words.find("telling", prose.field(name)):
            yield Fault(prose.path, prose.line(hit.offset), say("telling", hit), "words-telling")


def number_faults(prose: Prose, crisis: Collection[str]) -> Iterator[Fault]:
    """Phone numbers outside the country file, where nobody would find them when they change."""
    for offset, number in phone_numbers(prose.text, crisis):
        what = f'the number "{number}" stands outside crisis.yaml: write it there, and {{{{ crisis.ENTRY.KEY }}}} here'
        yield Fault(prose.path, prose.line(offset), what, "crisis-number")


def needed_faults(file: FluentFile) -> Iterator[Fault]:
    """Labels that people would meet as a bare key."""
    for key in NEEDED:
        if key not in file.messages and not is_broken(key, file):
            yield Fault(
                file.path, 1, f'the key "{key}" is missing, and every person needs it: add {key} = …', "label-needed"
            )


def button_faults(file: FluentFile) -> Iterator[Fault]:
    """Labels of buttons that are too long for a phone."""
    for key, message in file.messages.items():
        length = len(message.longest)
        if length <= LONG_BUTTON or not (key in BUTTONS or key.startswith(BUTTON_KINDS)):
            continue
        most = LONGEST_BUTTON if length > LONGEST_BUTTON else LONG_BUTTON
        what = f'the button "{key}" has {length} characters, {most} are the most: shorten it'
        yield Fault(file.path, message.line, what, "label-length", "fault" if length > LONGEST_BUTTON else "warning")


def spelling_faults(prose: Prose, language: str, words: Words, names: frozenset[str]) -> Iterator[Fault]:
    """Words that no list knows; the first of each in a file."""
    told: set[str] = set()
    for found in spelling.misspelled(prose.text, language, words.spelling, names):
        if found.word.lower() in told:
            continue
        told.add(found.word.lower())
        hint = f'did you mean "{found.better}"? ' if found.better else ""
        what = f'"{found.word}" is in no word list: {hint}mend it, or add it to spelling in {language}/words.yaml'
        yield Fault(prose.path, prose.line(found.offset), what, "spelling", "warning")


def reading_faults(activity: Activity, path: str) -> Iterator[Fault]:
    """A text that is harder to read than it should be, with its hardest sentences."""
    plain = activity.id.startswith(PLAIN) or activity.id == PLAIN_FILE
    hard = reading.too_hard(sentences_of(activity), activity.language, plain)
    if hard:
        shown = " · ".join(f'line {part.line}: "{part.text}"' for part in hard.hardest)
        what = f"{hard.measured}, {hard.asked} is asked for: use shorter words and sentences; the hardest are {shown}"
        yield Fault(path, hard.hardest[0].line, what, "reading", "warning")


def sentences_of(activity: Activity) -> list[reading.Sentence]:
    """Every sentence of the texts and questions, with its line."""
    found = [
        sentence
        for block in blocks_of(activity)
        for spans in spans_of(block)
        for sentence in reading.sentences(words_of(spans), block.line)
    ]
    for _, question in activity.questions():
        found.extend(reading.sentences(words_of(question.text), question.line))
    return found


def length_faults(activity: Activity, path: str) -> Iterator[Fault]:
    """A lesson or a screen with more words than a tired reader takes in."""
    words = _longest_way(activity) if activity.kind == "lesson" else 0
    if words > LONGEST_LESSON:
        what = (
            f"the longest way through this lesson has {words} words, {LONGEST_LESSON} are the most: leave something out"
        )
        yield Fault(path, 1, what, "lesson-length", "warning")
    for screen in ways.longest_screens(activity, LONGEST_SCREEN):
        what = f"a screen of this page has {screen.value} words, {LONGEST_SCREEN} are the most: split it, or say less"
        yield Fault(path, screen.line, what, "screen-length", "warning")


def _longest_way(activity: Activity) -> int:
    """Counted reader by reader only where all words together are too many."""
    whole = sum(ways.all_words(page) for page in activity.pages)
    return ways.longest_way(activity) if whole > LONGEST_LESSON else whole
