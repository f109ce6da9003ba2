"""Carries messages to Telegram: services' `Transport`, by python-telegram-bot's `Bot`."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode

from bot.chat.errors import Unchanged, carry
from bot.chat.lengths import CAPTION, TEXT
from bot.chat.pictures import Pictures
from bot.chat.render import Drawing, Words, render
from bot.services.transport import BotName, Document, Message, NotEditable, Refused, TransportError, no_wait

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
"""A preview would show what a link is about to whoever sees the phone."""

More = Callable[[], Awaitable[None]]
"""What is awaited before each further message of one that takes several."""

_FALLBACK = "en"
"""The language whose commands stand for every app that speaks none of the given ones."""


class TelegramTransport:
    """One attempt a call: pace, order and repetition belong to the sender."""

    def __init__(self, bot: Bot, words: Words) -> None:
        self._bot = bot
        self._words = words
        self._pictures = Pictures()

    # Sending

    async def send(self, chat: int, message: Message, more: More = no_wait) -> int:
        """Sends it; the id of the message, of the last one where the text needs several."""
        if message.document:
            return await self._send_document(chat, message, message.document, more)
        if message.picture:
            return await self._send_picture(chat, message, message.picture, more)
        return await self._send_texts(chat, message, render(message, self._words), more)

    async def _send_texts(self, chat: int, message: Message, drawing: Drawing, more: More, start: int = 0) -> int:
        last, sent = len(drawing.parts) - 1, 0
        for number in range(start, len(drawing.parts)):
            if number:
                await more()
            call = self._bot.send_message(
                chat,
                drawing.parts[number],
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                protect_content=message.protect,
                reply_markup=drawing.markup if number == last else None,
            )
            sent = (await carry(call)).message_id
        return sent

    async def _send_picture(self, chat: int, message: Message, path: Path, more: More) -> int:
        """A picture with its caption; what does not fit follows as text, with the buttons below it."""
        drawing = render(message, self._words, CAPTION)
        try:
            sent = await self._send_photo(chat, message, path, drawing)
        except OSError:  # a page without its picture helps more than none
            return await self._send_texts(chat, message, render(message, self._words), more)
        if len(drawing.parts) > 1:
            return await self._send_texts(chat, message, drawing, more, start=1)
        self._pictures.show(chat, sent, path)
        return sent

    async def _send_photo(self, chat: int, message: Message, path: Path, drawing: Drawing) -> int:
        key, photo = await self._pictures.load(path)
        call = self._bot.send_photo(
            chat,
            photo,
            filename="picture",  # the file's own name may tell a stranger what the page is about
            caption=drawing.parts[0],
            parse_mode=ParseMode.HTML,
            protect_content=message.protect,
            reply_markup=drawing.markup if len(drawing.parts) == 1 else None,
        )
        try:
            sent = await carry(call)
        except Refused:
            if isinstance(photo, bytes):
                raise
            self._pictures.forget(key)  # Telegram may have dropped its copy: upload it once more
            return await self._send_photo(chat, message, path, drawing)
        if sent.photo:
            self._pictures.learn(key, sent.photo[-1].file_id)
        return sent.message_id

    async def _send_document(self, chat: int, message: Message, document: Document, more: More) -> int:
        """A file with its caption; what does not fit follows as text, with the buttons below it."""
        drawing = render(message, self._words, CAPTION)
        alone = len(drawing.parts) == 1
        call = self._bot.send_document(
            chat,
            document.content,
            filename=document.name,
            caption=drawing.parts[0],
            parse_mode=ParseMode.HTML,
            disable_content_type_detection=True,
            protect_content=message.protect,
            reply_markup=drawing.markup if alone else None,
        )
        sent = (await carry(call)).message_id
        return sent if alone else await self._send_texts(chat, message, drawing, more, start=1)

    # Changing what was sent

    async def edit(self, chat: int, message_id: int, message: Message) -> None:
        """Puts it in the place of an earlier message; `NotEditable` when it can only be sent anew."""
        if message.keyboard or message.document:
            raise NotEditable
        if message.picture and not self._pictures.shows(chat, message_id, message.picture):
            raise NotEditable  # a text never becomes a picture, and one picture not another
        drawing = render(message, self._words, CAPTION if message.picture else TEXT)
        if len(drawing.parts) > 1:
            raise NotEditable
        with suppress(Unchanged):
            await self._edit_words(chat, message_id, drawing, has_picture=message.picture is not None)

    async def _edit_words(self, chat: int, message_id: int, drawing: Drawing, has_picture: bool) -> None:
        markup = drawing.markup if isinstance(drawing.markup, InlineKeyboardMarkup) else None
        if has_picture:
            caption = self._bot.edit_message_caption(
                chat, message_id, caption=drawing.parts[0], parse_mode=ParseMode.HTML, reply_markup=markup
            )
            await carry(caption)
            return
        text = self._bot.edit_message_text(
            drawing.parts[0],
            chat,
            message_id,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=markup,
        )
        await carry(text)

    async def clear_buttons(self, chat: int, message_id: int) -> None:
        """Takes the buttons off an old message; that there are none is fine."""
        with suppress(Unchanged):
            await carry(self._bot.edit_message_reply_markup(chat, message_id, reply_markup=None))

    async def delete(self, chat: int, message_id: int) -> None:
        """Deletes a message younger than 48 h; `NotEditable` when it is gone or too old."""
        await carry(self._bot.delete_message(chat, message_id))

    # Besides messages

    async def answer_tap(self, callback: str) -> None:
        """Ends the spinner of a tapped button, without words; errors are nobody's business."""
        with suppress(TransportError):
            await carry(self._bot.answer_callback_query(callback))

    async def leave(self, chat: int) -> None:
        """Leaves a group or channel."""
        await carry(self._bot.leave_chat(chat))

    async def set_commands(self, chat: int | None, commands: Mapping[str, Mapping[str, str]]) -> None:
        """The commands menu, language → command → description, of one chat or of all private chats.

        A language without commands loses the ones it had; so does every app when no language has any."""
        scope = BotCommandScopeChat(chat) if chat is not None else BotCommandScopeAllPrivateChats()
        fallback = commands.get(_FALLBACK) or next(filter(None, commands.values()), {})
        for language, menu in ((None, fallback), *commands.items()):
            if menu:
                entries = [BotCommand(command, description) for command, description in menu.items()]
                await carry(self._bot.set_my_commands(entries, scope, language))
            else:
                await carry(self._bot.delete_my_commands(scope, language))

    async def who(self) -> BotName:
        """The bot's own name."""
        me = await carry(self._bot.get_me())
        return BotName(username=me.username or "", name=me.first_name)
