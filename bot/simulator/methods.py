"""The other methods: who the bot is, its commands, its taps, its chats and files, and the table of all."""

import re
from collections.abc import Callable
from typing import Any

from bot.simulator import sending
from bot.simulator.files import DOWNLOAD_LIMIT, Upload
from bot.simulator.refusals import OTHER_POLLER, QUERY_TOO_OLD, WEBHOOK_ACTIVE, Json, Refusal, bad_request
from bot.simulator.sending import Files, flag, known_chat, whole, writable_chat
from bot.simulator.updates import TAP_LIFE
from bot.simulator.world import World

_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat")
_ANSWER_LIMIT = 200  # characters of a callback answer
_NAME_LIMIT = 64
_COMMANDS_LIMIT = 100
_LONG_POLL_LIMIT = 50.0  # seconds; telegram-bot-api's LONG_POLL_MAX_TIMEOUT
BATCH_LIMIT = 100

Method = Callable[[World, Json, dict[str, Upload]], Any]


def get_me(world: World, parameters: Json, files: Files) -> Json:
    return world.bot_user | {
        "first_name": world.settings.names[""],
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def get_updates(world: World, parameters: Json) -> list[Json]:
    """Confirm what lies before the offset, then wait until there is something or the time is over."""
    if world.settings.webhook:
        raise Refusal(409, WEBHOOK_ACTIVE)
    world.poller += 1
    mine = world.poller
    world.incoming.ring()  # an older poll that still waits ends now, with a conflict
    world.queue.allow(_kinds(parameters))
    world.queue.confirm(whole(parameters.get("offset") or 0, "offset"))
    limit = min(max(whole(parameters.get("limit") or BATCH_LIMIT, "limit"), 1), BATCH_LIMIT)
    seconds = min(float(whole(parameters.get("timeout") or 0, "timeout")), _LONG_POLL_LIMIT)
    end = world.monotonic() + seconds
    while not (batch := world.queue.next_batch(limit)) and (left := end - world.monotonic()) > 0:
        # A look at least each second: what expires or is put in from elsewhere needs no ring.
        await world.incoming.wait(min(left, 1.0))
        if world.poller != mine:
            raise Refusal(409, OTHER_POLLER)
    return batch


def _kinds(parameters: Json) -> list[str] | None:
    kinds = parameters.get("allowed_updates")
    if kinds is None or kinds == "":
        return None
    if not isinstance(kinds, list):
        raise bad_request("can't parse allowed updates JSON object")
    return [str(kind) for kind in kinds]


def set_webhook(world: World, parameters: Json, files: Files) -> bool:
    url = str(parameters.get("url") or "")
    if not url:
        return delete_webhook(world, parameters, files)
    # http is for a self-hosted server in --local mode, and for tests on one machine
    if not re.match(r"https?://[^/\s]+", url):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = str(parameters.get("secret_token") or "")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    world.queue.allow(_kinds(parameters))
    _drop_pending(world, parameters)
    world.settings.webhook = {"url": url, "secret_token": secret}
    world.incoming.ring()
    return True


def delete_webhook(world: World, parameters: Json, files: Files) -> bool:
    world.settings.webhook = None
    _drop_pending(world, parameters)
    return True


def _drop_pending(world: World, parameters: Json) -> None:
    if flag(parameters, "drop_pending_updates"):
        world.queue.drop()


def get_webhook_info(world: World, parameters: Json, files: Files) -> Json:
    url = (world.settings.webhook or {}).get("url", "")
    return {"url": url, "has_custom_certificate": False, "pending_update_count": len(world.queue)}


def answer_callback_query(world: World, parameters: Json, files: Files) -> bool:
    text = str(parameters.get("text") or "")
    if len(text) > _ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    tap = world.taps.get(str(parameters.get("callback_query_id", "")))
    if tap is None or tap.answered or world.now() - tap.at > TAP_LIFE:
        raise bad_request(QUERY_TOO_OLD)
    tap.answered, tap.text, tap.alert = True, text or None, flag(parameters, "show_alert")
    toast = {"revision": world.revision + 1, "query_id": tap.query_id, "text": tap.text, "alert": tap.alert}
    tap.chat.toasts = [*tap.chat.toasts[-49:], toast]
    world.change(tap.chat)
    return True


def _scope(world: World, parameters: Json) -> tuple[str, int | None, str]:
    scope = parameters.get("scope") or {"type": "default"}
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind not in _SCOPES:
        raise bad_request("unsupported type specified")
    chat_id = known_chat(world, scope).chat_id if kind == "chat" else None
    language = str(parameters.get("language_code") or "")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return kind, chat_id, language


def set_my_commands(world: World, parameters: Json, files: Files) -> bool:
    commands = parameters.get("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands JSON object")
    if len(commands) > _COMMANDS_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"/?[a-z0-9_]{1,32}", str(command.get("command", ""))):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", "")).strip()) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    tidy = [{"command": c["command"].lstrip("/"), "description": c["description"].strip()} for c in commands]
    world.settings.commands[_scope(world, parameters)] = tidy
    world.change()
    return True


def delete_my_commands(world: World, parameters: Json, files: Files) -> bool:
    world.settings.commands.pop(_scope(world, parameters), None)
    world.change()
    return True


def get_my_commands(world: World, parameters: Json, files: Files) -> list[Json]:
    return world.settings.commands.get(_scope(world, parameters), [])


def set_my_name(world: World, parameters: Json, files: Files) -> bool:
    name, language = str(parameters.get("name") or ""), str(parameters.get("language_code") or "")
    if len(name) > _NAME_LIMIT:
        raise bad_request("BOT_TITLE_INVALID")
    if name:
        world.settings.names[language] = name
    elif language:
        world.settings.names.pop(language, None)
    else:
        world.settings.names[""] = world.bot_user["first_name"]
    world.change()
    return True


def get_my_name(world: World, parameters: Json, files: Files) -> Json:
    names = world.settings.names
    return {"name": names.get(str(parameters.get("language_code") or ""), names[""])}


def get_chat(world: World, parameters: Json, files: Files) -> Json:
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), True
    )
    full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    return known_chat(world, parameters).as_telegram() | full


def leave_chat(world: World, parameters: Json, files: Files) -> bool:
    chat = writable_chat(world, parameters)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    world.set_bot_status(chat, "left")
    return True


def get_file(world: World, parameters: Json, files: Files) -> Json:
    file_id = str(parameters.get("file_id") or "")
    if not file_id:
        raise bad_request("file_id not specified")
    stored = world.files.get(file_id)
    if len(stored.content) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return stored.about() | {"file_path": stored.path}


METHODS: dict[str, Method] = {
    "getme": get_me,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "senddocument": sending.send_document,
    "sendchataction": sending.send_chat_action,
    "editmessagetext": sending.edit_message_text,
    "editmessagecaption": sending.edit_message_caption,
    "editmessagereplymarkup": sending.edit_message_reply_markup,
    "deletemessage": sending.delete_message,
    "deletemessages": sending.delete_messages,
    "answercallbackquery": answer_callback_query,
    "setmycommands": set_my_commands,
    "deletemycommands": delete_my_commands,
    "getmycommands": get_my_commands,
    "setmyname": set_my_name,
    "getmyname": get_my_name,
    "getchat": get_chat,
    "leavechat": leave_chat,
    "getfile": get_file,
}
