"""Chats and their messages, as Telegram's server keeps them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.simulator.files import StoredFile
from bot.simulator.refusals import Json

ChatType = Literal["private", "group", "supergroup", "channel"]
BotStatus = Literal["member", "kicked", "left"]


@dataclass
class Message:
    """A message of a chat. `revision` is the world's count of changes when it was last changed."""

    message_id: int
    chat: "Chat"
    sender: Json | None  # None: a channel's own post
    at: datetime
    text: str | None = None
    entities: list[Json] = field(default_factory=list)
    photo: StoredFile | None = None
    document: StoredFile | None = None
    markup: Json | None = None  # what the sender attached: an inline keyboard or a reply keyboard
    edited_at: datetime | None = None
    protected: bool = False
    silent: bool = False
    extra: Json = field(default_factory=dict)
    revision: int = 0

    @property
    def from_bot(self) -> bool:
        """Whether the bot wrote it."""
        return bool(self.sender and self.sender.get("is_bot"))

    @property
    def inline_rows(self) -> list[list[Json]]:
        """The inline buttons in rows, empty when there are none."""
        rows: list[list[Json]] = (self.markup or {}).get("inline_keyboard", [])
        return rows

    @property
    def carries_reply_keyboard(self) -> bool:
        """Whether it set or removed a reply keyboard; Telegram then refuses to edit it."""
        return self.markup is not None and "inline_keyboard" not in self.markup

    def as_telegram(self) -> Json:
        """The Message object of the Bot API."""
        told: Json = {"message_id": self.message_id, "chat": self.chat.as_telegram(), "date": int(self.at.timestamp())}
        if self.sender is None:
            told["sender_chat"] = self.chat.as_telegram()
        else:
            told["from"] = self.sender
        has_media = self.photo is not None or self.document is not None
        if self.text is not None and (self.text or not has_media):
            told["caption" if has_media else "text"] = self.text
        if self.entities:
            told["caption_entities" if has_media else "entities"] = self.entities
        if self.photo is not None:
            told["photo"] = self.photo.as_photo()
        if self.document is not None:
            told["document"] = self.document.as_document()
        if self.edited_at is not None:
            told["edit_date"] = int(self.edited_at.timestamp())
        if self.protected:
            told["has_protected_content"] = True
        if self.inline_rows:
            told["reply_markup"] = {"inline_keyboard": self.inline_rows}
        return told | self.extra


@dataclass
class Chat:
    """A chat of the bot. A private chat has the id of its person."""

    chat_id: int
    type: ChatType
    title: str
    username: str | None = None
    started: bool = False  # a person has written first; before that a bot may not write
    deactivated: bool = False
    bot_status: BotStatus = "member"
    migrated_to: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    deleted: list[tuple[int, int]] = field(default_factory=list)  # (revision, message_id)
    reply_keyboard: Json | None = None
    next_message_id: int = 1
    action: tuple[str, datetime] | None = None
    revision: int = 0
    toasts: list[Json] = field(default_factory=list)  # answers to taps: revision, query id, text, alert

    def as_telegram(self) -> Json:
        """The Chat object of the Bot API."""
        name = {"first_name": self.title} if self.type == "private" else {"title": self.title}
        told: Json = {"id": self.chat_id, "type": self.type, **name}
        return told | ({"username": self.username} if self.username else {})

    @property
    def newest(self) -> Message | None:
        """The last message, None in an empty chat."""
        return self.messages[max(self.messages)] if self.messages else None


@dataclass
class Tap:
    """A press of an inline button, waiting for the bot's answer."""

    query_id: str
    chat: Chat
    message_id: int
    at: datetime
    answered: bool = False
    text: str | None = None
    alert: bool = False
