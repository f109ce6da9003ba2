"""What can go wrong between a bot and Telegram, switched on by a test, and a judge of Telegram's rates.

Lengths of time here are real seconds: a network does not wait for a simulated clock.
"""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from bot.simulator.refusals import Refusal, too_many_requests

_JITTER = 0.1  # of a message: a bot that sends each second must not fail because one call travelled faster
Kind = Literal["too_many", "forbidden", "server_error", "bad_request", "closed", "torn", "withheld", "slow"]
REFUSING: tuple[Kind, ...] = ("too_many", "forbidden", "server_error", "bad_request")
KINDS: tuple[Kind, ...] = (*REFUSING, "closed", "torn", "withheld", "slow")


@dataclass
class Fault:
    """A fault and the calls it strikes.

    too_many 429 (with `retry_after`) · forbidden 403 · server_error (`status`) · bad_request 400 · closed: the
    connection ends unanswered and nothing is done · torn: done, the answer cut off · withheld: done, answered after
    `delay` seconds or, without one, never · slow: `delay` seconds before anything is done.
    Without `methods` it strikes all but getUpdates; `times` and `seconds` bound it, without both it stays.
    """

    kind: Kind
    methods: frozenset[str] = frozenset()  # lower case
    chat_id: int | None = None
    times: int | None = None
    seconds: float | None = None
    retry_after: int = 1
    status: int = 502
    delay: float | None = None
    description: str = ""
    until: float | None = field(default=None, repr=False)

    def strikes(self, method: str, chat_id: int | None) -> bool:
        """Whether this call is one of those meant."""
        named = method in self.methods if self.methods else method != "getupdates"
        return named and (self.chat_id is None or self.chat_id == chat_id)

    def refusal(self) -> Refusal | None:
        """The refusal this fault answers with, if it answers with one."""
        if self.kind == "too_many":
            return too_many_requests(self.retry_after)
        if self.kind == "forbidden":
            return Refusal(403, self.description or "Forbidden: bot was blocked by the user")
        if self.kind == "bad_request":
            return Refusal(400, self.description or "Bad Request: wrong request")
        if self.kind == "server_error":
            return Refusal(self.status, self.description or _SERVER_ERRORS.get(self.status, "Internal Server Error"))
        return None


_SERVER_ERRORS = {500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Timeout"}


class Faults:
    """The faults switched on at present, oldest first; the first of each sort that strikes counts."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Switch a fault on; its `seconds` begin now."""
        if fault.seconds is not None:
            fault.until = self._monotonic() + fault.seconds
        self._faults.append(fault)
        return fault

    def remove(self, fault: Fault) -> None:
        """Switch a fault off; nothing happens if it is off already."""
        self._faults = [one for one in self._faults if one is not fault]

    def clear(self) -> None:
        """Switch everything off."""
        self._faults.clear()

    def present(self) -> list[Fault]:
        """What is switched on and not yet used up."""
        now = self._monotonic()
        self._faults = [one for one in self._faults if one.times != 0 and (one.until is None or now < one.until)]
        return list(self._faults)

    def take(self, kinds: tuple[Kind, ...], method: str, chat_id: int | None) -> Fault | None:
        """The first fault of these kinds that strikes this call; one of its times is used up."""
        for fault in self.present():
            if fault.kind in kinds and fault.strikes(method, chat_id):
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None


@dataclass(frozen=True)
class Rates:
    """Telegram's limits, from its FAQ for bots: 30 a second, about 1 a second in a chat, 20 a minute in a group.

    It lets a short burst in a chat pass; its length is not published, 3 is on the safe side.
    """

    per_second: int = 30
    chat_per_second: float = 1.0
    chat_burst: int = 3
    group_per_minute: int = 20


class RateJudge:
    """Refuses with 429 what is faster than Telegram allows, and remembers every offence.

    Sends and edits count for the whole bot; only sends count for a chat. A call inside a ban is an offence too.
    """

    def __init__(self, monotonic: Callable[[], float], rates: Rates | None = None) -> None:
        self._monotonic = monotonic
        self.rates = rates or Rates()
        self.strict = False
        self.offences: list[str] = []
        self._bot: deque[float] = deque()
        self._chats: dict[int, deque[float]] = {}
        self._banned: dict[int | None, float] = {}

    def judge(self, method: str, chat_id: int | None) -> None:
        """Count a call that is about to be carried out, or refuse it."""
        is_send = method.startswith("send") and method != "sendchataction"
        if not self.strict or not (is_send or method.startswith("edit")):
            return
        now = self._monotonic()
        for banned in (None, chat_id):
            if (left := self._banned.get(banned, 0.0) - now) > 0:
                self.offences.append(f"{method} inside a ban")
                raise too_many_requests(math.ceil(left))
        self._forget(self._bot, now - 1.0)
        if len(self._bot) >= self.rates.per_second:
            raise self._offence(f"more than {self.rates.per_second} sends and edits in a second", None, 1, now)
        if is_send and chat_id is not None:
            self._judge_chat(chat_id, now)
        self._bot.append(now)

    def _judge_chat(self, chat_id: int, now: float) -> None:
        sent = self._chats.setdefault(chat_id, deque())
        self._forget(sent, now - 60.0)
        if chat_id < 0 and len(sent) >= self.rates.group_per_minute:
            raise self._offence("too many messages in a group in a minute", chat_id, 5, now)
        if self._level(sent, now) > self.rates.chat_burst - 1 + _JITTER:
            raise self._offence("more than about one message a second in a chat", chat_id, 1, now)
        sent.append(now)

    def _level(self, sent: deque[float], now: float) -> float:
        """How full the chat's bucket is: each message fills it by one, each second empties it by the rate."""
        level, last = 0.0, sent[0] if sent else now
        for moment in sent:
            level = max(level - (moment - last) * self.rates.chat_per_second, 0.0) + 1.0
            last = moment
        return max(level - (now - last) * self.rates.chat_per_second, 0.0)

    def _offence(self, what: str, banned: int | None, retry_after: int, now: float) -> Refusal:
        self.offences.append(what)
        self._banned[banned] = max(self._banned.get(banned, 0.0), now + retry_after)
        return too_many_requests(retry_after)

    @staticmethod
    def _forget(moments: deque[float], before: float) -> None:
        while moments and moments[0] <= before:
            moments.popleft()
