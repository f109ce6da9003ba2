"""Where updates come from, and what one is: a raw dict of the Bot API becomes an `Incoming`."""

import warnings
from collections.abc import Mapping
from dataclasses import replace

from telegram import Bot, CallbackQuery, ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.warnings import PTBDeprecationWarning, PTBUserWarning

from bot.chat.errors import carry
from bot.chat.raw import raw_callback, raw_chat, raw_data, raw_language, raw_private, raw_text
from bot.core.interpret import Incoming, Kind
from bot.services.transport import Uncertain

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member", "channel_post")
"""The kinds of update that Telegram is asked for."""

POLL_SLACK = 10.0
"""Seconds the answer to a long poll may take beyond the poll's own wait."""

CONTENT: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("text", ("text",)),
    ("sticker", ("sticker",)),
    ("voice", ("voice", "audio", "video_note")),
    ("picture", ("photo", "video", "animation")),  # before documents: an animation carries a document too
    ("location", ("location", "venue")),
)
"""What a message can hold, by kind; anything else a person sends is `other`, so that it still gets a reply."""

SERVICE = (
    "pinned_message",
    "message_auto_delete_timer_changed",
    "write_access_allowed",
    "connected_website",
    "users_shared",
    "chat_shared",
    "chat_background_set",
    "successful_payment",
    "refunded_payment",
    "gift",
    "unique_gift",
    "passport_data",
)
"""Messages that Telegram writes about a private chat; nobody waits for a reply to them."""

_GONE = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


class TelegramUpdates:
    """Updates by long polling, unparsed, so that one that cannot be read never holds up the others."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def fetch(self, offset: int | None, timeout: int) -> list[dict[str, object]]:  # noqa: ASYNC109 - Telegram waits, not we
        """The raw updates from `offset` on; all before it are confirmed by asking. Waits up to `timeout` seconds."""
        _ignore_advice()
        wanted = {"offset": offset, "timeout": timeout, "allowed_updates": list(ALLOWED)}
        call = self._bot.do_api_request("getUpdates", api_kwargs=wanted, read_timeout=timeout + POLL_SLACK)
        found = await carry(call)
        if not isinstance(found, list):
            raise Uncertain
        return [raw for raw in found if isinstance(raw, dict)]

    async def stop_webhook(self) -> None:
        """Ends a webhook of an earlier set-up, which would refuse every poll; what waits at Telegram is kept."""
        await carry(self._bot.delete_webhook(drop_pending_updates=False))

    async def start_webhook(self, url: str, secret: str) -> None:
        """Asks Telegram to push updates to `url` with `secret` in a header; what waits at Telegram is kept."""
        await carry(
            self._bot.set_webhook(url, secret_token=secret, allowed_updates=list(ALLOWED), drop_pending_updates=False)
        )

    def read(self, raw: Mapping[str, object]) -> Incoming:
        """The update as the program understands it; `ValueError`, without its text, when it cannot be understood."""
        return read_update(raw)


def _ignore_advice() -> None:
    """Two warnings of the library are not for us: to use its get_updates, which parses a batch as one while here the
    raw form is the point; and that durations, which are never looked at, will be of another type.

    Asked for at each use, for a test or a program may have set its filters anew; a filter that is there stays one.
    """
    warnings.filterwarnings("ignore", r"Please use 'Bot\.getUpdates'", PTBUserWarning)
    warnings.filterwarnings("ignore", r".*will be of type `datetime\.timedelta`", PTBDeprecationWarning)


def read_update(raw: Mapping[str, object]) -> Incoming:
    """One raw update as the program understands it; raises `ValueError` when it cannot be understood."""
    _ignore_advice()
    try:
        incoming: Incoming | None = _incoming(Update.de_json(dict(raw), None))
    except Exception:  # the library raises whatever the odd field made of it, and its message quotes the field
        incoming = None
    if incoming is None:  # raised out here, so that the library's error is not chained
        raise ValueError("an update of a form that is not known")
    return incoming if incoming.kind in ("tap", "nothing") else replace(incoming, text=raw_text(raw))


def _incoming(update: Update) -> Incoming:
    if update.callback_query:
        return _read_tap(update.update_id, update.callback_query)
    if update.my_chat_member:
        return _read_membership(update.update_id, update.my_chat_member)
    if update.edited_message:
        return _read_message(update.update_id, update.edited_message, edited=True)
    message = update.message or update.channel_post or update.edited_channel_post
    return _read_message(update.update_id, message) if message else Incoming(update.update_id, "nothing", 0)


def _read_message(update: int, message: Message, edited: bool = False) -> Incoming:
    kind: Kind = "edited" if edited else _content(message)
    sender = message.from_user
    return Incoming(
        update=update,
        kind=kind if message.chat.type == ChatType.PRIVATE else "elsewhere",
        chat=message.chat.id,
        user=sender.id if sender else 0,
        message=message.message_id,
        language=(sender.language_code or "") if sender else "",
        forwarded=message.forward_origin is not None,
        at=message.date,
    )


def _content(message: Message) -> Kind:
    for kind, fields in CONTENT:
        if any(getattr(message, field) for field in fields):
            return kind
    return "nothing" if any(getattr(message, field) for field in SERVICE) else "other"


def _read_tap(update: int, query: CallbackQuery) -> Incoming:
    if query.message is None:  # a button of an inline message, which this bot never makes
        return Incoming(update, "nothing", 0, query.from_user.id, callback=query.id)
    chat = query.message.chat
    return Incoming(
        update=update,
        kind="tap" if chat.type == ChatType.PRIVATE else "elsewhere",
        chat=chat.id,
        user=query.from_user.id,
        message=query.message.message_id,  # all that is left of a message that is too old (InaccessibleMessage)
        data=query.data or "",
        callback=query.id,
        language=query.from_user.language_code or "",
    )


def _read_membership(update: int, change: ChatMemberUpdated) -> Incoming:
    """The bot's own standing in a chat: a person's block or return, or a group that took it in."""
    status = change.new_chat_member.status
    if change.chat.type == ChatType.PRIVATE:
        kinds: dict[str, Kind] = {ChatMemberStatus.BANNED: "blocked", ChatMemberStatus.MEMBER: "unblocked"}
        kind: Kind = kinds.get(status, "nothing")
    else:
        kind = "nothing" if status in _GONE else "elsewhere"  # our own leaving must not make us leave again
    sender = change.from_user
    return Incoming(update, kind, change.chat.id, sender.id, language=sender.language_code or "", at=change.date)


__all__ = [
    "ALLOWED",
    "TelegramUpdates",
    "raw_callback",
    "raw_chat",
    "raw_data",
    "raw_language",
    "raw_private",
    "raw_text",
    "read_update",
]
