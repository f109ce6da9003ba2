"""What an incoming update means: a command, a menu's verb, an event for a run, or plain words."""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.core.player import Back, Change, Done, Event, Follow, Next, Open, Skip, Tap
from bot.core.snoozes import WAYS
from bot.core.view import Button

Kind = Literal[
    "text", "tap", "edited", "sticker", "voice", "picture", "location", "other",  # from a person, in private
    "blocked", "unblocked",  # the person closed or reopened the door to the bot
    "elsewhere",  # a group or channel: nothing private is answered there
    "nothing",  # an update that asks for nothing
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Incoming:
    """An update as the chat floor read it. `chat` and `user` are Telegram ids; `message` is the id of the message that
    was written, or of the one whose button was tapped; `at` is Telegram's time of a message, `None` for a tap."""

    update: int
    kind: Kind
    chat: int
    user: int = 0
    message: int | None = None
    text: str = ""
    data: str = ""
    callback: str = ""
    language: str = ""
    forwarded: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """`/name argument`, or a key of the reply keyboard."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A button of a menu: a verb and numbers without meaning of their own."""

    verb: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ToRun:
    run: int
    event: Event


@dataclass(frozen=True, slots=True)
class OpenDelivery:
    """*Open* under an unasked line."""

    delivery: int


@dataclass(frozen=True, slots=True)
class Snooze:
    """A button that puts an unasked line off: `how` is a way of `core/snoozes`."""

    delivery: int
    how: str


@dataclass(frozen=True, slots=True)
class Words:
    """Text that is no command: the answer to the open question, or free text."""

    text: str
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Odd:
    """Something that is no answer: a sticker, a voice message, an edit …"""

    kind: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A tap with data that this program never sent."""


Intent = Command | Menu | ToRun | OpenDelivery | Snooze | Words | Odd | Unreadable


def interpret(incoming: Incoming, keys: Mapping[str, str]) -> Intent:
    """The intent of an update from a private chat; `keys` maps the labels of the reply keyboard, in every language and
    case-folded, to command names."""
    if incoming.kind == "tap":
        return read_data(incoming.data)
    if incoming.kind != "text":
        return Odd(incoming.kind)
    if incoming.forwarded:
        return Words(incoming.text, forwarded=True)
    return read_command(incoming.text, keys) or Words(incoming.text)


_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?((?![\w/@]).*)", re.DOTALL)
"""Telegram's own idea of a command: `/sos!` is one, `/etc/hosts` is none."""


def read_command(text: str, keys: Mapping[str, str]) -> Command | None:
    """The command that a text is, if it is one. `/name@bot` is the same as `/name`."""
    found = _COMMAND.fullmatch(text.strip())
    if found:
        return Command(found[1].lower(), found[2].strip())
    name = keys.get(text.strip().casefold())
    return Command(name) if name else None


# Callback data: a letter and numbers, at most 40 bytes (Telegram allows 64). A client may send anything, so each number
# is checked against the person who taps before it means something.

_NUMBER = re.compile(r"[0-9]{1,18}")
"""Every number of 18 digits is one that a database's 64-bit column can be asked for."""


def read_data(data: str) -> Intent:
    """The intent behind a button's data."""
    letter, _, rest = data.partition(".")
    fields = rest.split(".") if rest else []
    if letter == "m" and fields and re.fullmatch(r"[a-z]{1,16}", fields[0]):
        numbers = _numbers(fields[1:])
        return Unreadable() if numbers is None else Menu(fields[0], numbers)
    if letter == "z" and len(fields) == 2 and fields[1] in WAYS and _NUMBER.fullmatch(fields[0]):
        return Snooze(int(fields[0]), fields[1])
    numbers = _numbers(fields)
    if not numbers:
        return Unreadable()
    if letter == "o" and len(numbers) == 1:
        return OpenDelivery(numbers[0])
    event = _event(letter, numbers[1:])
    return ToRun(numbers[0], event) if event else Unreadable()


def _numbers(fields: list[str]) -> tuple[int, ...] | None:
    if not all(_NUMBER.fullmatch(field) for field in fields):
        return None
    return tuple(int(field) for field in fields)


def _event(letter: str, numbers: tuple[int, ...]) -> Event | None:
    match letter, numbers:
        case "a", (page, index):
            return Tap(page, index)
        case "d", (page,):
            return Done(page)
        case "n", (page, part):
            return Next(page, part)
        case "b", (page,):
            return Back(page)
        case "s", (page,):
            return Skip(page)
        case "f", (page, link):
            return Follow(page, link)
        case "c", ():
            return Change()
        case "c", (question,):
            return Change(question)
        case "r", ():
            return Open()
    return None


LETTERS = {"answer": "a", "done": "d", "next": "n", "back": "b", "skip": "s", "follow": "f", "change": "c", "show": "r"}


def write_data(button: Button, run: int | None) -> str:
    """The data of a button; the buttons of a page need its run."""
    numbers = [str(number) for number in button.numbers]
    if button.kind == "menu":
        return ".".join(["m", button.verb, *numbers])
    if button.kind == "open":
        return ".".join(["o", *numbers])
    if button.kind == "snooze":
        return ".".join(["z", *numbers, button.verb])
    return ".".join([LETTERS[button.kind], str(run), *numbers])


def activity_number(activity: str) -> int:
    """A stable number for an activity's id, for buttons outside a run: they must work without the database."""
    return zlib.crc32(activity.encode())
