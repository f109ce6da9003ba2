"""Where a run stands, what can happen to it, and what follows from that."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.values import Value
from bot.core.view import View


@dataclass(frozen=True, slots=True)
class Position:
    """Where a run stands. Plain numbers and names: it never holds text that a person wrote.

    `part` counts the waits passed on the page; `answered` tells that the page shows what follows its answer; `picked`
    are the options chosen so far of a `many` question; `reopened` names the question that is being changed, or is
    `?` while the list of questions is shown; `done` tells that the closing page was reached once.
    """

    page: int = 0
    part: int = 0
    answered: bool = False
    picked: tuple[int, ...] = ()
    reopened: str = ""
    done: bool = False


LIST = "?"
"""No question can have this name."""


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
    kind line that stands above the view then, of a hint, or of the word that a change counts."""

    position: Position
    view: View
    answers: tuple[Given, ...] = ()
    saves: tuple[tuple[str, Value | None], ...] = ()
    follow: str = ""
    wake_at: datetime | None = None
    outcome: str = ""
    stale: bool = False
    notice: str = ""
