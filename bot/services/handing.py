"""Hands one message over to the chat: waits for its turn, puts it where it belongs, tidies up after it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import structlog

from bot.services import commands_menu
from bot.services.compose import Outgoing
from bot.services.house import House
from bot.services.pacing import Pace
from bot.services.transport import NotEditable, Transport, TransportError
from bot.storage.deliveries import Delivery

log = structlog.get_logger("send")

Claim = Callable[[Delivery], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Ready:
    """A delivery with its message and the chat it goes to."""

    delivery: Delivery
    chat: int
    outgoing: Outgoing


class NoLongerDue(Exception):
    """While it waited for its turn it was cancelled, or its time was over."""


class Hand:
    """`claim` notes that a delivery is being sent, and says whether it is still due. `places` counts by lane what is
    under way: whoever waits for one chat only is not counted, for that must be no obstacle to other chats."""

    def __init__(self, house: House, transport: Transport, pace: Pace, claim: Claim, places: list[int]) -> None:
        self._house, self._transport, self._pace = house, transport, pace
        self._claim, self._places = claim, places
        self._waiting: set[asyncio.Task[Any] | None] = set()
        self._ends = False

    def let_go(self) -> None:
        """Ends all that only waits for its turn, or is about to: nothing of it has begun."""
        self._ends = True
        for task in self._waiting:
            if task is not None:
                task.cancel()

    async def over(self, ready: Ready) -> int | None:
        """Edits the message in place or sends it anew; the id under which it now stands in the chat."""
        outgoing = ready.outgoing
        if outgoing.removes is not None:
            await self.remove(ready, outgoing.removes)
            return None
        if outgoing.message is None:
            await self._transport.set_commands(ready.chat, commands_menu.menu(self._house.content(), outgoing.commands))
            return None
        if outgoing.edit is not None:
            try:
                await self._turn(ready)
                await self._transport.edit(ready.chat, outgoing.edit, outgoing.message)
                await self._remove_all(ready, outgoing.edit)
                return outgoing.edit
            except NotEditable:
                if outgoing.only_edit:
                    return None
        await self._turn(ready, claims=ready.delivery.policy == "at_most_once", sends=True)
        message_id = await self._transport.send(ready.chat, outgoing.message, partial(self._turn, ready, sends=True))
        await self._remove_all(ready, message_id)
        return message_id

    async def _turn(self, ready: Ready, *, claims: bool = False, sends: bool = False) -> None:
        """Waits until it may go out. What must not come twice is claimed just before, so that what a stop or a crash
        finds waiting is not taken for sent."""
        if self._ends:
            raise NoLongerDue
        task = asyncio.current_task()
        try:
            self._waiting.add(task)
            if sends and self._pace.chat_wait(ready.chat) > 0:
                with self._place_left(ready.delivery.lane):
                    await self._pace.chat_turn(ready.chat)
            async with self._pace.turn(ready.delivery.lane):
                self._waiting.discard(task)
                if _is_over(ready.delivery, self._house.now()) or (claims and not await self._claim(ready.delivery)):
                    raise NoLongerDue
                if sends:
                    self._pace.count_chat(ready.chat)
        finally:
            self._waiting.discard(task)

    @contextmanager
    def _place_left(self, lane: int) -> Iterator[None]:
        self._places[lane] -= 1
        try:
            yield
        finally:
            self._places[lane] += 1

    async def _remove_all(self, ready: Ready, kept: int) -> None:
        for old in ready.outgoing.replaces:
            if old != kept:
                await self.remove(ready, old)

    async def remove(self, ready: Ready, message_id: int) -> None:
        """A page stands in the chat once: an older copy is deleted, or loses its buttons if it is past 48 h old; that
        neither worked is no reason to send the page again. Deleting has no limit of Telegram's, editing has."""
        try:
            await self._transport.delete(ready.chat, message_id)
        except TransportError:
            try:
                async with self._pace.turn(ready.delivery.lane):
                    pass
                await self._transport.clear_buttons(ready.chat, message_id)
            except TransportError as fault:
                log.info("an old message stays", error=type(fault).__name__)


def _is_over(delivery: Delivery, now: datetime) -> bool:
    return delivery.expires_at is not None and delivery.expires_at <= now
