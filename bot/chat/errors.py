"""Telegram's errors as the few that services can act on. Only this file looks at the words of an error."""

import re
from collections.abc import Awaitable
from typing import TypeVar

import httpx
from telegram import error as telegram_error

from bot.services.transport import (
    BadToken,
    Blocked,
    NotEditable,
    OtherPoller,
    Refused,
    TooMany,
    TransportError,
    Uncertain,
    Unsent,
)

Answer = TypeVar("Answer")


class Unchanged(TransportError):
    """An edit that would change nothing. It never leaves this floor: for the caller it is a success."""


class Flood(telegram_error.TelegramError):
    """A 429, made by our own request: the library's RetryAfter warns of its own future with every instance, and is
    made only where the answer names a time."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        super().__init__("Too Many Requests")
        self.seconds = seconds


async def carry(call: Awaitable[Answer]) -> Answer:
    """The answer of a call to Telegram; what goes wrong leaves as a `TransportError`.

    It is raised outside the handler, so that the library's error, which may quote a text or the token, is not chained.
    """
    try:
        return await call
    except telegram_error.TelegramError as error:
        failure = translate(error)
    except (KeyError, TypeError, ValueError, AttributeError):
        # The library could not read Telegram's answer: an answer came, so the call was most likely carried out.
        failure = Uncertain()
    raise failure


def translate(error: telegram_error.TelegramError) -> TransportError:
    """What an error of the library means. The order matters: BadRequest and TimedOut are NetworkErrors there."""
    match error:
        case Flood():
            return TooMany(error.seconds)
        case telegram_error.ChatMigrated():
            return Refused("the group has become another chat")
        case telegram_error.Forbidden():
            return Blocked()
        case telegram_error.BadRequest():
            return _bad_request(error.message)
        case telegram_error.TimedOut():
            return _by_cause(error.__cause__)
        case telegram_error.NetworkError():
            return Unsent() if _is_server_answer(error) else _by_cause(error.__cause__)
        case telegram_error.Conflict():
            return OtherPoller()
        case telegram_error.InvalidToken() | telegram_error.EndPointNotFound():
            return BadToken()  # our methods all exist: only a token that Telegram does not know has no end point
    return Uncertain()  # an answer that is no JSON


# The wording of telegram-bot-api (Client.cpp 110-160) and of Telegram's own servers (UPPER_CASE), lower-cased.

_UNCHANGED = ("message is not modified",)
_NOT_EDITABLE = (
    "message to edit not found",
    "message can't be edited",
    "message to delete not found",
    "message can't be deleted",
    "message_id_invalid",
    "there is no text in the message to edit",  # a picture: it never becomes a text
    "there is no caption in the message to edit",  # a text: it never becomes a picture
)
_BLOCKED = ("chat not found", "peer_id_invalid", "user is deactivated", "input_user_deactivated", "user_is_blocked")


def _bad_request(message: str) -> TransportError:
    words = message.lower()
    if words.startswith(_UNCHANGED):
        return Unchanged()
    if words.startswith(_NOT_EDITABLE):
        return NotEditable()
    if words.startswith(_BLOCKED):
        return Blocked()
    return Refused(_reason(words))


def _reason(words: str) -> str:
    """The general part of a refusal: what follows a colon or a quotation mark may be a piece of somebody's text."""
    general = re.split(r"[:\"\d]", words, maxsplit=1)[0]
    return re.sub(r"[^a-z_' /]", "", general).strip()[:60] or "bad request"


_NOT_SENT = (
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ConnectError,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


def _by_cause(cause: BaseException | None) -> TransportError:
    """Without a connection nothing was sent; once it stood, nobody knows how far the call got."""
    return Unsent() if isinstance(cause, _NOT_SENT) else Uncertain()


def _is_server_answer(error: telegram_error.NetworkError) -> bool:
    """Whether a server answered with a status that the library has no class for (5xx), and not the network failed.

    The cause is then nothing, or the body that was no JSON (the page of a proxy).
    """
    cause = error.__cause__
    return cause is None or isinstance(cause, telegram_error.TelegramError)
