"""The reply_markup of a call, checked as Telegram checks it."""

from typing import Any
from urllib.parse import urlsplit

from bot.simulator.refusals import Json, bad_request

_BUTTONS_LIMIT = 100  # inline buttons under one message; more is refused
_DATA_LIMIT = 64  # bytes of callback_data (core.telegram.org/bots/api#inlinekeyboardbutton)
_ACTIONS = ("callback_data", "url", "copy_text", "web_app", "login_url", "switch_inline_query",
            "switch_inline_query_current_chat", "pay", "callback_game")  # fmt: skip


def read_markup(markup: Any) -> Json | None:
    """The checked markup, or None when there is none; an empty inline keyboard counts as none."""
    if markup is None or markup == "":
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = [[_inline_button(button) for button in row] for row in _rows(markup["inline_keyboard"])]
        if sum(map(len, rows)) > _BUTTONS_LIMIT:
            raise bad_request("reply markup is too long")
        rows = [row for row in rows if row]
        return {"inline_keyboard": rows} if rows else None
    if "keyboard" in markup:
        return markup | {"keyboard": [[_key(key) for key in row] for row in _rows(markup["keyboard"])]}
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        return markup
    raise bad_request("object expected as reply markup")


def _rows(rows: Any) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse keyboard: expected an Array of Array")
    return rows


def _inline_button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: Inline keyboard button must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if not any(button.get(action) not in (None, "") for action in _ACTIONS):
        # An empty callback_data is no action at all: Telegram then speaks of a text button.
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and (not isinstance(data, str) or not 1 <= len(data.encode()) <= _DATA_LIMIT):
        raise bad_request("BUTTON_DATA_INVALID")
    if button.get("url"):
        _check_url(str(button["url"]))
    return button


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https", "tg") or not (parts.netloc or parts.path):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    if parts.scheme != "tg" and "." not in (parts.hostname or ""):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _key(key: Any) -> Json:
    text = key if isinstance(key, str) else key.get("text") if isinstance(key, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise bad_request("keyboard button text must be non-empty")
    return {"text": text} if isinstance(key, str) else key
