"""The methods that write, change and remove messages."""

from datetime import timedelta
from typing import Any

from bot.simulator.chats import Chat, Message
from bot.simulator.files import StoredFile, Upload
from bot.simulator.keyboards import read_markup
from bot.simulator.markup import find_entities, parse_html, utf16
from bot.simulator.refusals import NOT_MODIFIED, Json, Refusal, bad_request, forbidden
from bot.simulator.world import World

_TEXT_LIMIT, _CAPTION_LIMIT = 4096, 1024  # UTF-16 units after entity parsing
_DELETABLE_FOR = timedelta(hours=48)
_ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip
Files = dict[str, Upload]


def writable_chat(world: World, parameters: Json) -> Chat:
    """The chat of a call, refused where Telegram would not let the bot write."""
    chat = known_chat(world, parameters)
    if chat.migrated_to is not None:
        raise Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat",
                      migrate_to_chat_id=chat.migrated_to)  # fmt: skip
    if chat.deactivated:
        raise forbidden("user is deactivated")
    if chat.bot_status == "kicked":
        raise forbidden(
            "bot was blocked by the user" if chat.type == "private" else f"bot was kicked from the {_kind(chat)}"
        )
    if chat.bot_status == "left":
        raise forbidden(f"bot is not a member of the {_kind(chat)}")
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")
    return chat


def known_chat(world: World, parameters: Json) -> Chat:
    """The chat of a call, whether or not the bot may write there."""
    raw = str(parameters.get("chat_id", "")).strip()
    if not raw:
        raise bad_request("chat_id is empty")
    by_name = [
        chat for chat in world.chats.values() if chat.username and f"@{chat.username}" == raw and chat.chat_id < 0
    ]
    chat = by_name[0] if by_name else world.chats.get(whole(raw, "chat_id", invalid="chat not found"))
    if chat is None:
        raise bad_request("chat not found")
    return chat


def _kind(chat: Chat) -> str:
    return f"{chat.type} chat"


def whole(raw: Any, name: str, *, invalid: str = "") -> int:
    """A whole number of a parameter, which arrives as a number or as digits."""
    try:
        return int(str(raw))
    except ValueError:
        raise bad_request(invalid or f"{name} must be a number") from None


def flag(parameters: Json, name: str) -> bool:
    """Whether a yes-or-no parameter is set."""
    return str(parameters.get(name, "")).lower() in ("true", "1", "yes")


def _formatted(parameters: Json, field: str, limit: int, too_long: str) -> tuple[str, list[Json]]:
    source = parameters.get(field)
    if source is None:
        return "", []
    if not isinstance(source, str):
        raise bad_request(f"{field} must be of type String")
    mode = str(parameters.get("parse_mode") or "").lower()
    if mode not in ("", "html"):
        raise bad_request("unsupported parse_mode")  # the simulator reads the one mode this bot writes
    given = parameters.get("entities" if field == "text" else "caption_entities") or []
    text, entities = parse_html(source) if mode else (source.strip(), list(given))
    if utf16(text) > limit:
        raise bad_request(too_long)
    return text, find_entities(text, entities)


def _text(parameters: Json) -> tuple[str, list[Json]]:
    text, entities = _formatted(parameters, "text", _TEXT_LIMIT, "message is too long")
    if not text:
        raise bad_request("message text is empty")
    return text, entities


def _reply(world: World, chat: Chat, parameters: Json) -> Json:
    told = parameters.get("reply_parameters") or {}
    wanted = told.get("message_id") or parameters.get("reply_to_message_id")
    if wanted is None:
        return {}
    answered = chat.messages.get(whole(wanted, "message_id"))
    if answered is None:
        if told.get("allow_sending_without_reply") or flag(parameters, "allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    return {
        "reply_to_message": {key: value for key, value in answered.as_telegram().items() if key != "reply_to_message"}
    }


def _publish(world: World, chat: Chat, parameters: Json, text: str | None, entities: list[Json], **media: Any) -> Json:
    markup = read_markup(parameters.get("reply_markup"))
    extra = _reply(world, chat, parameters)
    sender = None if chat.type == "channel" else world.bot_user
    message = world.post(chat, sender, text, entities, extra=extra)
    message.markup, message.protected = markup, flag(parameters, "protect_content")
    message.silent = flag(parameters, "disable_notification")
    message.photo, message.document = media.get("photo"), media.get("document")
    if markup and ("keyboard" in markup or markup.get("remove_keyboard")):
        chat.reply_keyboard = markup if "keyboard" in markup else None
    chat.action = None  # a message ends the 'typing …' before it
    return message.as_telegram()


def send_message(world: World, parameters: Json, files: Files) -> Json:
    text, entities = _text(parameters)
    read_markup(parameters.get("reply_markup"))
    return _publish(world, writable_chat(world, parameters), parameters, text, entities)


def send_photo(world: World, parameters: Json, files: Files) -> Json:
    return _send_file(world, parameters, files, "photo")


def send_document(world: World, parameters: Json, files: Files) -> Json:
    return _send_file(world, parameters, files, "document")


def _send_file(world: World, parameters: Json, files: Files, kind: str) -> Json:
    caption, entities = _formatted(parameters, "caption", _CAPTION_LIMIT, "message caption is too long")
    read_markup(parameters.get("reply_markup"))
    chat = writable_chat(world, parameters)
    stored = _file(world, parameters.get(kind), files, kind)
    return _publish(world, chat, parameters, caption or None, entities, **{kind: stored})


def _file(world: World, given: Any, files: Files, kind: str) -> StoredFile:
    name = str(given).removeprefix("attach://") if given else kind
    if name in files:
        return world.files.add(files[name], photo=kind == "photo")
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    stored = world.files.get(str(given))
    if kind == "photo" and not stored.width:
        raise bad_request("can't use file of type Document as Photo")
    return stored


def _own_message(world: World, parameters: Json, missing: str) -> Message:
    chat = writable_chat(world, parameters)
    message = chat.messages.get(whole(parameters.get("message_id", ""), "message_id", invalid=missing))
    if message is None:
        raise bad_request(missing)
    return message


def _editable(world: World, parameters: Json) -> Message:
    message = _own_message(world, parameters, "message to edit not found")
    if not (message.from_bot or message.sender is None) or message.carries_reply_keyboard:
        raise bad_request("message can't be edited")
    return message


def _change(world: World, message: Message, text: str | None, entities: list[Json], parameters: Json) -> Json:
    markup = read_markup(parameters.get("reply_markup"))
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    if (text, entities, markup) == (message.text, message.entities, message.markup):
        raise bad_request(NOT_MODIFIED)
    message.text, message.entities, message.markup = text, entities, markup
    message.edited_at = world.now()
    world.touch(message)
    return message.as_telegram()


def edit_message_text(world: World, parameters: Json, files: Files) -> Json:
    text, entities = _text(parameters)
    read_markup(parameters.get("reply_markup"))
    message = _editable(world, parameters)
    if message.photo or message.document:
        raise bad_request("there is no text in the message to edit")
    return _change(world, message, text, entities, parameters)


def edit_message_caption(world: World, parameters: Json, files: Files) -> Json:
    caption, entities = _formatted(parameters, "caption", _CAPTION_LIMIT, "message caption is too long")
    message = _editable(world, parameters)
    if not (message.photo or message.document):
        raise bad_request("there is no caption in the message to edit")
    return _change(world, message, caption or None, entities, parameters)


def edit_message_reply_markup(world: World, parameters: Json, files: Files) -> Json:
    message = _editable(world, parameters)
    return _change(world, message, message.text, message.entities, parameters)


def delete_message(world: World, parameters: Json, files: Files) -> bool:
    message = _own_message(world, parameters, "message to delete not found")
    _check_deletable(world, message)
    world.delete(message)
    return True


def delete_messages(world: World, parameters: Json, files: Files) -> bool:
    chat = writable_chat(world, parameters)
    ids = parameters.get("message_ids")
    if not isinstance(ids, list) or not 1 <= len(ids) <= 100:  # "1-100", core.telegram.org/bots/api#deletemessages
        raise bad_request(
            "message identifiers are not specified" if not ids else "too many message identifiers specified"
        )
    found = [chat.messages[number] for one in ids if (number := whole(one, "message_ids")) in chat.messages]
    for message in found:
        _check_deletable(world, message)
    for message in found:
        world.delete(message)
    return True


def _check_deletable(world: World, message: Message) -> None:
    if world.now() - message.at > _DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")


def send_chat_action(world: World, parameters: Json, files: Files) -> bool:
    action = str(parameters.get("action", ""))
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = writable_chat(world, parameters)
    chat.action = (action, world.now() + timedelta(seconds=5))  # "The status is set for 5 seconds or less"
    world.change(chat)
    return True
