"""The last of a chat: what is known to stand there goes, and a neutral line takes the reply keyboard away."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from bot.core.view import Line, View
from bot.services.house import House
from bot.services.transport import Message, NotEditable, Refused, TooMany, Transport, TransportError

DELETABLE = timedelta(hours=48)
"""A bot may delete what stands in a private chat for so long (core.telegram.org/bots/api#deletemessage)."""
PATIENT = 3
"""Tries of a call that Telegram asks us to make later."""

PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0)

Sleep = Callable[[float], Awaitable[None]]


async def clear(transport: Transport, chat: int, messages: Sequence[int], sleep: Sleep) -> int:
    """Deletes the messages; how many may still stand there. Once nothing goes through, the rest is not tried."""
    left = 0
    for place, message in enumerate(messages):
        try:
            await _patiently(lambda message=message: transport.delete(chat, message), sleep)  # type: ignore[misc]
        except NotEditable:
            continue  # it is gone already
        except Refused:
            left += 1
        except TransportError:
            return left + len(messages) - place
    return left


async def say(transport: Transport, chat: int, message: Message, sleep: Sleep) -> bool:
    """The line itself; False when it surely or perhaps did not arrive."""
    try:
        await _patiently(lambda: transport.send(chat, message), sleep)
    except TransportError:
        return False
    return True


async def _patiently(call: Callable[[], Awaitable[object]], sleep: Sleep) -> None:
    for _ in range(PATIENT):
        try:
            await call()
            return
        except TooMany as limit:
            await sleep(limit.seconds)
    await call()


async def take(transport: Transport, chat: int, messages: Sequence[int], message: Message, sleep: Sleep) -> bool:
    """Both, tried for a quarter of an hour: nothing readable should stay on a phone that was given up."""
    for pause in PAUSES:
        if await clear(transport, chat, messages, sleep) == 0 and await say(transport, chat, message, sleep):
            return True
        await sleep(pause)
    return False


def last_line(line: Line, *more: Line, language: str) -> Message:
    """A neutral line that takes the reply keyboard away."""
    return Message(View(above=(line, *more)), language, keyboard="remove")


def with_phone(house: House, key: str) -> Line:
    """The sentence with the program's phone number, or its twin without one."""
    phone = house.place.phone
    return Line(f"{key}-phone", {"phone": phone}) if phone else Line(key)
