"""People with a phone: what they do in Telegram, and what they see there.

ana = world.person(1001)
ana.types("/start ABC")
message = await ana.hears()
await ana.taps("I agree")
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from bot.simulator.chats import Chat, Message, Tap
from bot.simulator.files import Upload
from bot.simulator.markup import find_entities
from bot.simulator.refusals import Json

if TYPE_CHECKING:
    from bot.simulator.world import World

_Seen = TypeVar("_Seen")
_PATIENCE = 5.0  # real seconds to wait for the bot before a test fails
_TEXT_LIMIT = 4096  # Telegram's apps cut a longer text into several messages
_PIXEL = bytes.fromhex(  # the smallest grey PNG
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a494441"
    "54789c636800000082008177cd72b60000000049454e44ae426082"
)


@dataclass(frozen=True)
class Heard:
    """A message of the bot as the person sees it at that moment."""

    message_id: int
    text: str
    rows: tuple[tuple[str, ...], ...]
    entities: tuple[Json, ...]
    edited: bool
    silent: bool
    photo: bytes | None
    document: tuple[str, bytes] | None

    @property
    def buttons(self) -> tuple[str, ...]:
        """The labels of all inline buttons, row by row."""
        return tuple(label for row in self.rows for label in row)


class Person:
    """Someone with a Telegram account. Verbs act at once; those that need the bot's work wait for it."""

    def __init__(
        self, world: World, user_id: int, first_name: str, language_code: str | None, username: str | None
    ) -> None:
        self._world = world
        self.user_id = user_id
        self.first_name = first_name
        self.language_code = language_code
        self.username = username
        self._heard_to = 0

    @property
    def chat(self) -> Chat:
        """The private chat with the bot."""
        return self._world.chats[self.user_id]

    @property
    def has_blocked(self) -> bool:
        """Whether this person has blocked the bot."""
        return self.chat.bot_status == "kicked"

    def as_telegram(self) -> Json:
        """The User object of the Bot API."""
        told: Json = {"id": self.user_id, "is_bot": False, "first_name": self.first_name}
        told |= {"username": self.username} if self.username else {}
        return told | ({"language_code": self.language_code} if self.language_code else {})

    # -- doing -------------------------------------------------------------------------------------------------

    def types(self, text: str, chat_id: int | None = None) -> Message:
        """Send a text, to the bot or into a group; a very long one goes as several messages, as in Telegram."""
        pieces = [text[at : at + _TEXT_LIMIT] for at in range(0, len(text), _TEXT_LIMIT)]
        return [self._say(piece, chat_id=chat_id) for piece in pieces][-1]

    def presses_start(self, payload: str = "") -> Message:
        """Press Start, perhaps through a link t.me/bot?start=payload; it also lifts a block."""
        self.unblocks()
        return self.types(f"/start {payload}".strip())

    def presses_key(self, label: str) -> Message:
        """Press a key of the reply keyboard, which sends its label."""
        if label not in self.keys:
            raise LookupError(f"there is no key {label!r}; there are {list(self.keys)}")
        return self.types(label)

    async def taps(self, label: str, *, seconds: float = _PATIENCE) -> Tap:
        """Press the inline button with this label, or beginning with it, on the newest message that has one."""
        message, data = await self._until(lambda: self._find_button(label), f"a button {label!r}", seconds)
        return self.taps_data(message.message_id, data)

    def taps_data(self, message_id: int, data: str, chat_id: int | None = None) -> Tap:
        """Press with any data on any message, also one that is gone or never was, as a rogue client can."""
        return self._world.tap(self, self._chat(chat_id), message_id, data)

    def edits(self, message_id: int, text: str) -> Message:
        """Change a message sent before; the bot gets it as edited_message."""
        message = self.chat.messages[message_id]
        message.text, message.edited_at = text, self._world.now()
        message.entities = find_entities(text, [])
        self._world.touch(message)
        self._world.put_update("edited_message", message.as_telegram())
        return message

    def forwards(self, text: str) -> Message:
        """Forward a text that someone else wrote, who hides their account."""
        when = int(self._world.now().timestamp())
        origin = {"type": "hidden_user", "sender_user_name": "Someone", "date": when}
        return self._say(text, extra={"forward_origin": origin})

    def sends_sticker(self) -> Message:
        """Send a sticker."""
        sticker = {"file_id": "STICKER", "file_unique_id": "sticker", "type": "regular", "width": 512, "height": 512}
        return self._say(None, extra={"sticker": sticker | {"is_animated": False, "is_video": False, "emoji": "👋"}})

    def sends_voice(self) -> Message:
        """Send a voice message of three seconds."""
        return self._say(None, extra={"voice": {"file_id": "VOICE", "file_unique_id": "voice", "duration": 3}})

    def sends_location(self, latitude: float = 0.0, longitude: float = 0.0) -> Message:
        """Send a place, in degrees."""
        return self._say(None, extra={"location": {"latitude": latitude, "longitude": longitude}})

    def sends_photo(self, content: bytes = _PIXEL, caption: str | None = None) -> Message:
        """Send a photo, PNG or JPEG."""
        photo = self._world.files.add(Upload("photo.png", "image/png", content), photo=True)
        extra: Json = {"photo": photo.as_photo()} | ({"caption": caption} if caption else {})
        return self._say(None, extra=extra)

    def blocks(self) -> None:
        """Block the bot."""
        self._world.set_bot_status(self.chat, "kicked", self)

    def unblocks(self) -> None:
        """Lift the block."""
        self._world.set_bot_status(self.chat, "member", self)

    def deletes_account(self) -> None:
        """The account is gone; the bot is told 'user is deactivated' when it writes."""
        self.chat.deactivated = True

    # -- seeing ------------------------------------------------------------------------------------------------

    @property
    def sees(self) -> list[Heard]:
        """All messages of the bot in the chat, in their order."""
        return [_heard(message) for _, message in sorted(self.chat.messages.items()) if message.from_bot]

    @property
    def keys(self) -> tuple[str, ...]:
        """The labels of the reply keyboard that is there now."""
        rows = (self.chat.reply_keyboard or {}).get("keyboard", [])
        return tuple(key["text"] for row in rows for key in row)

    async def hears(self, containing: str = "", *, seconds: float = _PATIENCE) -> Heard:
        """The next new or changed message of the bot that holds this text; those before it count as heard."""
        message = await self._until(lambda: self._next_unheard(containing), f"a message with {containing!r}", seconds)
        self._heard_to = message.revision
        return _heard(message)

    async def hears_answer(self, tap: Tap, *, seconds: float = _PATIENCE) -> str | None:
        """Wait until the bot has answered a tap; the text of the answer, None for an empty one."""
        await self._until(lambda: tap if tap.answered else None, "an answer to a tap", seconds)
        return tap.text

    def has_heard_all(self) -> None:
        """Take all that is there as heard."""
        self._heard_to = self._world.revision

    # -- how ---------------------------------------------------------------------------------------------------

    def _chat(self, chat_id: int | None) -> Chat:
        return self.chat if chat_id is None else self._world.chats[chat_id]

    def _say(self, text: str | None, *, chat_id: int | None = None, extra: Json | None = None) -> Message:
        chat = self._chat(chat_id)
        if chat is self.chat:
            if self.has_blocked:
                raise RuntimeError(f"person {self.user_id} has blocked the bot and must unblock it before writing")
            chat.started = True
        entities = find_entities(text, []) if text else []
        sender = None if chat.type == "channel" else self.as_telegram()
        return self._world.post(chat, sender, text, entities, extra=extra, tell=True)

    def _find_button(self, label: str) -> tuple[Message, str] | None:
        newest_first = [message for _, message in sorted(self.chat.messages.items(), reverse=True) if message.from_bot]
        for fits in (str.__eq__, str.startswith):
            for message in newest_first:
                for button in (button for row in message.inline_rows for button in row):
                    if fits(button["text"], label) and "callback_data" in button:
                        return message, button["callback_data"]
        return None

    def _next_unheard(self, containing: str) -> Message | None:
        fresh = [one for one in self.chat.messages.values() if one.from_bot and one.revision > self._heard_to]
        fitting = [one for one in fresh if containing in (one.text or "")]
        return min(fitting, key=lambda one: one.revision, default=None)

    async def _until(self, look: Callable[[], _Seen | None], what: str, seconds: float) -> _Seen:
        end = self._world.monotonic() + seconds
        while (seen := look()) is None:
            if (left := end - self._world.monotonic()) <= 0:
                raise TimeoutError(f"person {self.user_id} waited {seconds} s in vain for {what}; "
                                   f"the chat's last texts: {[one.text for one in self.sees[-3:]]}")  # fmt: skip
            await self._world.changed.wait(left)
        return seen


def _heard(message: Message) -> Heard:
    document = message.document
    return Heard(
        message_id=message.message_id,
        text=message.text or "",
        rows=tuple(tuple(button["text"] for button in row) for row in message.inline_rows),
        entities=tuple(message.entities),
        edited=message.edited_at is not None,
        silent=message.silent,
        photo=message.photo.content if message.photo else None,
        document=(document.name, document.content) if document else None,
    )


def marked(heard: Heard, kind: str) -> list[str]:
    """The pieces of a text that carry an entity of a kind, such as 'bold'; offsets are UTF-16 units."""
    units = heard.text.encode("utf-16-le")
    spans = [(one["offset"] * 2, (one["offset"] + one["length"]) * 2) for one in heard.entities if one["type"] == kind]
    return [units[start:end].decode("utf-16-le") for start, end in spans]
