"""The pace of sending: smooth, below Telegram's limits, with room kept for replies. Everything is in real seconds of a
monotonic clock: Telegram does not wait for a clock that a demo moves, and a step of the machine's clock must not burst.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.services.transport import BotName, Message, TooMany, Transport, no_wait

JITTER = 0.15
"""Seconds by which one call may travel faster than the one before it, or the program itself stumble."""
WINDOW = 1.0 + JITTER
"""The limit is kept in any stretch of this length by our own marks, so that it holds in any second at Telegram's."""
SHARES = (1.0, 0.9, 0.8)
"""Which part of the limit a lane may fill, by lane: whatever bulk does, a reply finds a free place at once."""
AT_ONCE = 5
"""So many replies more may go out in one instant: people tap at the same moment. The other lanes are evenly spaced."""

MOMENT = 0.001
"""Seconds of the shortest sleep: a shorter one might end where it began."""

CHAT_PER_SECOND = 1.0
CHAT_BURST = 3
"""Telegram's FAQ for bots: about one message a second in a chat; a short burst passes, 3 is on the safe side."""
CHAT_JITTER = 0.1
"""Of a message: room for one call to a chat that travels faster than the one before it."""

FEW = 100
"""Chats that are remembered before those that are quiet again are forgotten."""

CLOSE = 10.0
"""Two different chats refused within so many seconds: it is the bot that is too fast, not these two chats."""


@dataclass(slots=True)
class _Bucket:
    """Each message to a chat fills it by one, time empties it."""

    level: float
    at: float


class Pace:
    """One per program; all that is sent or edited takes a `turn` or is counted."""

    def __init__(
        self,
        per_second: int,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        chat_per_second: float = CHAT_PER_SECOND,
    ) -> None:
        self._monotonic, self._sleep = monotonic, sleep
        self._chat_per_second = chat_per_second
        self._most = [max(int(per_second * share), 1) for share in SHARES]
        self._spacing = [WINDOW / most for most in self._most]
        self._ahead = [AT_ONCE * self._spacing[0], *[0.0] * (len(SHARES) - 1)]
        self._next = [0.0] * len(SHARES)
        self._lines = [asyncio.Lock() for _ in SHARES]
        self._sent: deque[float] = deque()  # in order
        self._not_before = 0.0
        self._chats: dict[int, _Bucket] = {}
        self._remembered = FEW
        self._refused: dict[int, float] = {}

    # -- for all -----------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def turn(self, lane: int) -> AsyncIterator[None]:
        """Waits for one's turn among those of the lane. What stands inside is done then, just before the call; if it
        raises, nothing is sent and nothing counted."""
        async with self._lines[lane]:
            while (wait := self._wait(lane)) > 0:
                await self._sleep(max(wait, MOMENT))
            taken = self._count(lane)
            try:
                yield
            except BaseException:
                self._sent.remove(taken)
                raise
            if (now := self._monotonic()) - taken > JITTER / 3:  # it took long: the call is made now, not then
                self._sent.remove(taken)
                self._sent.append(now)

    def count(self, lane: int = 0) -> None:
        """One goes out that does not wait, such as a safety reply: the others leave room for it."""
        self._count(lane)

    def _count(self, lane: int) -> float:
        now = self._monotonic()
        self._sent.append(now)
        self._next[lane] = max(self._next[lane], now) + self._spacing[lane]
        return now

    def _wait(self, lane: int) -> float:
        now = self._monotonic()
        while self._sent and now - self._sent[0] >= WINDOW:
            self._sent.popleft()
        moments = [self._not_before, self._next[lane] - self._ahead[lane]]
        if len(self._sent) >= self._most[lane]:
            moments.append(self._sent[len(self._sent) - self._most[lane]] + WINDOW)
        return max(moments) - now

    # -- for one chat ------------------------------------------------------------------------------------------

    def chat_wait(self, chat: int) -> float:
        """Seconds until one more message may go to that chat; 0 when it may now."""
        bucket = self._chats.get(chat)
        if bucket is None:
            return 0.0
        over = self._drained(bucket) - (CHAT_BURST - 1 - CHAT_JITTER)
        return max(over / self._chat_per_second, 0.0)

    async def chat_turn(self, chat: int) -> None:
        """Waits until one more message may go to that chat; `count_chat` when it goes."""
        while (wait := self.chat_wait(chat)) > 0:
            await self._sleep(max(wait, MOMENT))

    def count_chat(self, chat: int) -> None:
        """A message goes to that chat now."""
        bucket = self._chats.get(chat)
        self._chats[chat] = _Bucket(1.0 + (self._drained(bucket) if bucket else 0.0), self._monotonic())
        if len(self._chats) > self._remembered:
            self._chats = {known: bucket for known, bucket in self._chats.items() if self._drained(bucket) > 0}
            self._remembered = 2 * len(self._chats) + FEW

    def _drained(self, bucket: _Bucket) -> float:
        return max(bucket.level - (self._monotonic() - bucket.at) * self._chat_per_second, 0.0)

    # -- what Telegram says ------------------------------------------------------------------------------------

    def refused(self, chat: int, seconds: float) -> bool:
        """Telegram would not take a message to that chat for so many seconds (429). True when that is meant for all:
        another chat was refused a moment ago. Then everybody waits, and begins again evenly."""
        now = self._monotonic()
        self._refused = {other: at for other, at in self._refused.items() if now - at < CLOSE}
        self._refused[chat] = now
        if len(self._refused) < 2:
            return False
        self._not_before = max(self._not_before, now + seconds)
        return True


class Counted:
    """A transport for what must not wait, a safety reply or a line to a stranger: each message is counted at once, and
    a chat takes one after the other, so that whoever floods it takes no connection from others."""

    def __init__(self, transport: Transport, pace: Pace) -> None:
        self._transport, self._pace = transport, pace
        self._lines: dict[int, tuple[asyncio.Lock, int]] = {}

    async def send(self, chat: int, message: Message, more: Callable[[], Awaitable[None]] = no_wait) -> int:
        """Sends it; the new message's id."""

        async def counted() -> None:
            self._count(chat)
            await more()

        async with self._line(chat):
            self._count(chat)
            try:
                return await self._transport.send(chat, message, counted)
            except TooMany as limit:
                self._pace.refused(chat, limit.seconds)
                raise

    def _count(self, chat: int) -> None:
        self._pace.count()
        self._pace.count_chat(chat)

    @asynccontextmanager
    async def _line(self, chat: int) -> AsyncIterator[None]:
        line, waiting = self._lines.get(chat, (asyncio.Lock(), 0))
        self._lines[chat] = (line, waiting + 1)
        try:
            async with line:
                yield
        finally:
            line, waiting = self._lines.pop(chat)
            if waiting > 1:
                self._lines[chat] = (line, waiting - 1)

    async def edit(self, chat: int, message_id: int, message: Message) -> None:
        """Puts it in the place of an earlier one."""
        self._pace.count()
        await self._transport.edit(chat, message_id, message)

    async def clear_buttons(self, chat: int, message_id: int) -> None:
        """Takes the buttons off an old message."""
        self._pace.count()
        await self._transport.clear_buttons(chat, message_id)

    async def answer_tap(self, callback: str) -> None:
        """Ends the spinner of a tapped button."""
        await self._transport.answer_tap(callback)

    async def leave(self, chat: int) -> None:
        """Leaves a group or channel."""
        await self._transport.leave(chat)

    async def delete(self, chat: int, message_id: int) -> None:
        """Deletes a message younger than 48 h."""
        await self._transport.delete(chat, message_id)

    async def set_commands(self, chat: int | None, commands: Mapping[str, Mapping[str, str]]) -> None:
        """The commands menu."""
        await self._transport.set_commands(chat, commands)

    async def who(self) -> BotName:
        """Who the bot is."""
        return await self._transport.who()
