"""Reads the parameters of a Bot API call: query, form, multipart or JSON, with JSON inside a form's values."""

import json
import re
from typing import Any
from urllib.parse import parse_qsl

from bot.simulator.files import Upload
from bot.simulator.refusals import Json, bad_request

# Only these are structures; a text that happens to look like JSON ("[1]") must stay a text.
_STRUCTURES = frozenset({
    "reply_markup", "entities", "caption_entities", "allowed_updates", "commands", "scope", "link_preview_options",
    "reply_parameters", "message_ids",
})  # fmt: skip


def read_parameters(query: str, content_type: str, body: bytes) -> tuple[Json, dict[str, Upload]]:
    """The parameters and the files of a call."""
    parameters: Json = dict(parse_qsl(query, keep_blank_values=True))
    files: dict[str, Upload] = {}
    kind = content_type.split(";")[0].strip().lower()
    if kind == "application/json":
        parameters |= _read_json(body)
    elif kind == "multipart/form-data":
        fields, files = _read_multipart(content_type, body)
        parameters |= fields
    elif body:
        parameters |= dict(parse_qsl(body.decode("utf-8", "strict"), keep_blank_values=True))
    return {name: _value(name, value) for name, value in parameters.items()}, files


def _read_json(body: bytes) -> Json:
    try:
        read = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(read, dict):
        raise bad_request("expected an Object as the request's body")
    return read


def _value(name: str, value: Any) -> Any:
    if name not in _STRUCTURES or not isinstance(value, str) or not value:
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None


def _read_multipart(content_type: str, body: bytes) -> tuple[Json, dict[str, Upload]]:
    match = re.search(r'boundary="?([^";]+)"?', content_type)
    if match is None:
        raise bad_request("multipart body without a boundary")
    fields: Json = {}
    files: dict[str, Upload] = {}
    # Between delimiters stands CRLF, headers, an empty line, content, CRLF (RFC 7578, RFC 2046 5.1.1).
    for part in (b"\r\n" + body).split(b"\r\n--" + match.group(1).encode())[1:]:
        head, found, content = part.partition(b"\r\n\r\n")
        headers = head.decode("utf-8", "replace")
        name = re.search(r'[; ]name="([^"]*)"', headers)
        if not found or name is None:
            continue
        filename = re.search(r'filename="([^"]*)"', headers)
        if filename is None:
            fields[name.group(1)] = content.decode("utf-8", "replace")
        else:
            mime = re.search(r"(?i)content-type:\s*([^\r\n;]+)", headers)
            files[name.group(1)] = Upload(
                filename.group(1), mime.group(1) if mime else "application/octet-stream", content
            )
    return fields, files
