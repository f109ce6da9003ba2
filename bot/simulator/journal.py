"""What the bot did: every call with its time and its outcome, for tests to look at."""

from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime

from bot.simulator.refusals import Json

_KEPT = 200_000  # a broadcast to thousands must fit; older calls are forgotten


@dataclass
class Call:
    """One call of the Bot API. Times: by the simulator's clock, and monotonic seconds at start and end."""

    number: int
    method: str
    chat_id: int | None
    at: datetime
    started: float
    parameters: Json = field(repr=False)
    ended: float | None = None
    outcome: str = "running"  # ok, refused, closed, torn, withheld or running
    status: int | None = None
    description: str | None = None
    message: Json | None = field(default=None, repr=False)

    def as_json(self) -> Json:
        """The call as the control API shows it."""
        return asdict(self) | {"at": self.at.isoformat()}


class Journal:
    """The calls in the order of their arrival."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=_KEPT)
        self._next = 1

    def begin(self, method: str, chat_id: int | None, at: datetime, started: float, parameters: Json) -> Call:
        """Note a call at its arrival."""
        call = Call(self._next, method, chat_id, at, started, parameters)
        self._next += 1
        self._calls.append(call)
        return call

    def __iter__(self) -> Iterator[Call]:
        return iter(list(self._calls))

    def __len__(self) -> int:
        return len(self._calls)

    def calls(self, method: str | None = None, chat_id: int | None = None, after: int = 0) -> list[Call]:
        """The calls of a method (in any case), to a chat, with a number above `after`."""
        return [
            call
            for call in self._calls
            if call.number > after
            and (method is None or call.method.lower() == method.lower())
            and (chat_id is None or call.chat_id == chat_id)
        ]

    def accepted(self, *methods: str) -> list[Call]:
        """The calls that were carried out, also those whose answer never arrived."""
        done = ("ok", "torn", "withheld")
        return [call for call in self._calls if call.outcome in done and (not methods or call.method in methods)]

    def in_flight(self) -> int:
        """How many calls have arrived and not ended."""
        return sum(1 for call in self._calls if call.ended is None)

    def clear(self) -> None:
        """Forget the calls; the numbers go on."""
        self._calls.clear()
