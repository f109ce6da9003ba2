"""What services ask of a chat, whatever it is: send, edit, tidy up. Only `bot/chat` knows Telegram."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from bot.core.interpret import Incoming
from bot.core.view import View


@dataclass(frozen=True, slots=True)
class Document:
    """A file to hand over, with a name that tells a stranger nothing."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """A view on its way into a chat, in a language. `run` completes the data of a page's buttons; `keyboard` asks for
    the persistent reply keyboard to be shown or taken away (such a message is never edited again)."""

    view: View
    language: str
    run: int | None = None
    keyboard: Literal["", "show", "remove"] = ""
    document: Document | None = None
    picture: Path | None = None
    protect: bool = False


@dataclass(frozen=True, slots=True)
class BotName:
    """Who the bot is at Telegram."""

    username: str
    name: str


async def no_wait() -> None:
    """Nothing to wait for."""


class Transport(Protocol):
    """Carries messages. Every method raises one of the errors below and nothing else."""

    async def send(self, chat: int, message: Message, more: Callable[[], Awaitable[None]] = no_wait) -> int:
        """Sends it; the new message's id. Where it takes several messages, `more` is awaited before each further one:
        every one of them counts for Telegram's limits."""

    async def edit(self, chat: int, message_id: int, message: Message) -> None:
        """Puts it in the place of an earlier one; unchanged content is fine."""

    async def clear_buttons(self, chat: int, message_id: int) -> None:
        """Takes the buttons off an old message; that there are none is fine."""

    async def answer_tap(self, callback: str) -> None:
        """Ends the spinner of a tapped button; errors are nobody's business."""

    async def leave(self, chat: int) -> None:
        """Leaves a group or channel."""

    async def delete(self, chat: int, message_id: int) -> None:
        """Deletes a message younger than 48 h."""

    async def set_commands(self, chat: int | None, commands: Mapping[str, Mapping[str, str]]) -> None:
        """The commands menu: language → command → description; for one chat, or for all private chats."""

    async def who(self) -> BotName:
        """The bot's own name."""


class TransportError(Exception):
    """Nothing else leaves a transport. It never holds a text, a name, an id or the token."""


class Blocked(TransportError):
    """The person blocked the bot, never started it, or their account is gone."""


class NotEditable(TransportError):
    """The message is gone or may not be edited: send it anew."""


@dataclass
class Refused(TransportError):
    """Telegram will never take this; `reason` is its short text."""

    reason: str


@dataclass
class TooMany(TransportError):
    """Wait so many seconds before the next message, to this chat or to all."""

    seconds: float


class Uncertain(TransportError):
    """It was handed over and no answer came: it may or may not have arrived."""


class Unsent(TransportError):
    """It surely did not go out, or may be repeated: no connection, a server error."""


class BadToken(TransportError):
    """The token is not, or no longer, that of a bot."""


class OtherPoller(TransportError):
    """Another program asks Telegram for the same bot's updates (409)."""


class Updates(Protocol):
    """Where updates come from."""

    async def fetch(self, offset: int | None, wait: int) -> list[dict[str, object]]:
        """The raw updates from `offset` on, waiting up to `wait` seconds; errors as of `Transport`."""

    def read(self, raw: Mapping[str, object]) -> Incoming:
        """One raw update as the program understands it; raises `ValueError` when it cannot be understood."""
