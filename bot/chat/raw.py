"""What safety and order need from a raw update, read without any library and whatever its form: it never raises.

The safety reply must not hang on a parser that refuses a new kind of content.
"""

from collections.abc import Iterator, Mapping

Raw = Mapping[str, object]

MESSAGES = ("message", "edited_message", "channel_post", "edited_channel_post")
"""The kinds of update that carry words a person wrote."""


def raw_text(raw: Raw) -> str:
    """The words a person wrote: text, caption, a poll's question and options; lines where there are several."""
    return "\n".join(text for field in MESSAGES for text in _texts(_part(raw, field)))


def raw_chat(raw: Raw) -> int | None:
    """The id of the chat it belongs to."""
    number = _number(_chat(raw).get("id"))
    return number if number is not None else _number(_part(_part(raw, "callback_query"), "from").get("id"))


def raw_private(raw: Raw) -> bool:
    """Whether it comes from a chat between one person and the bot."""
    return _chat(raw).get("type") == "private"


def raw_language(raw: Raw) -> str:
    """The language of the person's app (IETF tag), empty when it is not told."""
    return next((_text(code) for body in _bodies(raw) if (code := _part(body, "from").get("language_code"))), "")


def raw_data(raw: Raw) -> str:
    """The data of a tapped button."""
    return _text(_part(raw, "callback_query").get("data"))


def raw_callback(raw: Raw) -> str:
    """The id by which a tap is answered."""
    return _text(_part(raw, "callback_query").get("id"))


def _texts(message: Raw) -> Iterator[str]:
    poll = _part(message, "poll")
    options = poll.get("options")
    option_texts = [_text(_part({"option": option}, "option").get("text")) for option in _list(options)]
    for text in (_text(message.get("text")), _text(message.get("caption")), _text(poll.get("question")), *option_texts):
        if text:
            yield text


def _bodies(raw: Raw) -> Iterator[Raw]:
    for field in (*MESSAGES, "callback_query", "my_chat_member"):
        if body := _part(raw, field):
            yield body


def _chat(raw: Raw) -> Raw:
    for body in _bodies(raw):
        if chat := _part(body, "chat") or _part(_part(body, "message"), "chat"):
            return chat
    return {}


def _part(body: Raw, field: str) -> Raw:
    found = body.get(field) if isinstance(body, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _list(found: object) -> list[object]:
    return found if isinstance(found, list) else []


def _text(found: object) -> str:
    return found if isinstance(found, str) else ""


def _number(found: object) -> int | None:
    return found if isinstance(found, int) and not isinstance(found, bool) else None
