"""A view: what a person should see, without saying how a chat or a page draws it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.core.activity import Block, Image, Question
from bot.core.values import Value

ButtonKind = Literal[
    "answer", "done", "next", "back", "skip", "follow", "change", "show", "open", "menu", "snooze"
]  # what a tap on it means; the numbers behind it are `numbers`


@dataclass(frozen=True, slots=True)
class Button:
    """`label` holds an editor's words; else `key` names a label of `labels.ftl`, given `values`.

    `numbers` complete the tap: (page, index) of an answer or link, (page, part) of *Next*, (page,) of *Back*, *Skip*
    and *Done*, (question,) or () of *Change*; a menu's verb, or the way to snooze, stands in `verb`. `picked` marks
    what is chosen now.
    """

    kind: ButtonKind
    label: str = ""
    key: str = ""
    numbers: tuple[int, ...] = ()
    verb: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    picked: bool = False


def tap(key: str, verb: str, *numbers: int, **values: Value) -> Button:
    """A button of a menu by the key of its label; `verb` and `numbers` say what it does."""
    return Button("menu", key=key, verb=verb, numbers=numbers, values=values)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence by its key: of `notices.ftl` when `notice` is set, else of `labels.ftl`."""

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)
    notice: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A small table of short cells, each a text or a line by its key; an empty text is a gap."""

    headings: tuple[Line, ...]
    rows: tuple[tuple[str | Line, ...], ...]


@dataclass(frozen=True, slots=True)
class View:
    """`above` are kind lines before the content (stale, a hint), `below` come after it; `buttons` stand in rows.
    `hint` stands between the question and its answers."""

    title: str = ""
    above: tuple[Line | Table, ...] = ()
    blocks: tuple[Block, ...] = ()
    question: Question | None = None
    below: tuple[Line, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    hint: tuple[Block, ...] = ()


def image_of(view: View) -> Image | None:
    """The picture of the view, if it has one."""
    return next((block for block in view.blocks if isinstance(block, Image)), None)
