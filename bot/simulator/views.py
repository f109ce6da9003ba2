"""What a phone shows of a chat, as plain JSON for the page and for black-box tests."""

from bot.simulator.chats import Chat, Message
from bot.simulator.refusals import Json
from bot.simulator.world import World

_SHOWN = 200  # messages a phone loads; a year of a sample program would be slow to draw


def last_heard(chat: Chat) -> int:
    """The revision of the newest word of the bot, for the unread dots."""
    newest = [message for _, message in sorted(chat.messages.items())[-20:] if message.from_bot]
    return newest[-1].revision if newest else 0


def has_news(world: World, chat: Chat, after: int) -> bool:
    """Whether a phone that has seen everything up to a revision would show something new."""
    return after == 0 or max(chat.revision, world.common_revision) > after


def chat_view(world: World, chat: Chat, after: int) -> Json:
    """What changed in a chat after a revision, with the keyboard and the menu as they are now."""
    newest = [message for _, message in sorted(chat.messages.items())[-_SHOWN:]]
    person = world.people.get(chat.chat_id)
    busy = chat.action is not None and chat.action[1] > world.now()
    return {
        "chat_id": chat.chat_id,
        "title": chat.title,
        "revision": world.revision,
        "started": chat.started,
        "blocked": chat.bot_status == "kicked",
        "messages": [message_view(message) for message in newest if message.revision > after],
        "deleted": [message_id for revision, message_id in chat.deleted if revision > after],
        "toasts": [toast for toast in chat.toasts if toast["revision"] > after],
        "keyboard": chat.reply_keyboard,
        "commands": world.commands_for(chat, person.language_code if person else None),
        "action": chat.action[0] if busy and chat.action else None,
    }


def message_view(message: Message) -> Json:
    """One message: from the bot or not, its text, entities, buttons and files."""
    told = message.as_telegram()
    view: Json = {
        "id": message.message_id,
        "from_bot": message.from_bot,
        "sender": (message.sender or {}).get("first_name", message.chat.title),
        "at": message.at.isoformat(),
        "text": told.get("text") or told.get("caption") or "",
        "entities": message.entities,
        "rows": message.inline_rows,
        "edited": message.edited_at is not None,
        "silent": message.silent,
        "protected": message.protected,
        "revision": message.revision,
    }
    if sizes := told.get("photo"):
        view["photo"] = {"file_id": sizes[-1]["file_id"], "width": sizes[-1]["width"], "height": sizes[-1]["height"]}
    if document := told.get("document"):
        view["document"] = {key: document[key] for key in ("file_id", "file_name", "file_size")}
    for kind in ("sticker", "voice", "location", "forward_origin"):
        if kind in told:
            view[kind] = True
    return view
