"""Builds the library's `Bot`: its connections, its patience, and its silence about tokens and texts."""

import json
import logging
import ssl
from typing import Any
from urllib.parse import urlsplit

import certifi
from telegram import Bot
from telegram.error import BadRequest, TelegramError
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.chat.errors import Flood

POLL_CONNECTIONS = 8
"""A torn long poll can pin its connection for ever; with a pool of one the bot would be alive but deaf."""

UNSAID_WAIT = 5.0
"""Seconds to wait after a 429 that does not say how long; Telegram names a time, a proxy before it may not."""

_TELLTALES = ("httpx", "httpcore", "telegram")
"""Loggers that write the address with the token in it (INFO) or the texts of every call (DEBUG)."""


def make_bot(
    token: str, api: str, *, connections: int = 16, connect_seconds: float = 5.0, read_seconds: float = 20.0
) -> Bot:
    """A bot at the Bot API server `api`, such as `https://api.telegram.org`; it connects when it is first used.

    `connections` bounds the calls in flight besides the long poll; `connect_seconds` bounds the wait for a connection,
    `read_seconds` the wait for an answer (after it a send is uncertain).
    """
    for name in _TELLTALES:
        logging.getLogger(name).setLevel(logging.WARNING)
    api = api.rstrip("/")

    # One for both pools: reading the certificates twice costs a start 30 ms and 3 MB; plain http needs none.
    trust = ssl.create_default_context(cafile=certifi.where()) if api.startswith("https:") else False

    def request(pool: int) -> HTTPXRequest:
        return _Request(
            connection_pool_size=pool,
            read_timeout=read_seconds,
            write_timeout=read_seconds,
            connect_timeout=connect_seconds,
            pool_timeout=connect_seconds,
            media_write_timeout=max(read_seconds, 60.0),
            # No proxy between us and our own machine.
            httpx_kwargs={"trust_env": not _is_loopback(api), "verify": trust},
        )

    return Bot(
        token,
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=request(connections),
        get_updates_request=request(POLL_CONNECTIONS),
    )


async def close_bot(bot: Bot) -> None:
    """Closes its connections. The library's own shutdown does nothing for a bot that was never initialised, and ours
    is not: that calls getMe, and a start in the midst of an outage must not fail."""
    for request in bot._request:
        await request.shutdown()


def _is_loopback(api: str) -> bool:
    return urlsplit(api).hostname in ("localhost", "127.0.0.1", "::1")


class _Request(HTTPXRequest):
    """The library's request, over HTTP/1.1, that tells two more statuses apart and never logs what it cannot read."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and body of the answer."""
        code, payload = await super().do_request(
            url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
        )
        if code == 413:  # repeating it cannot help, yet the library takes it for a network error
            raise BadRequest("file is too big")
        if code == 429:
            raise Flood(_seconds_to_wait(payload))
        return code, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as JSON. The library would log the whole body of a bad one, with people's texts in it."""
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response")
        return answer


def _seconds_to_wait(payload: bytes) -> float:
    """`parameters.retry_after` of a 429 (core.telegram.org/bots/api#responseparameters)."""
    try:
        return max(float(json.loads(payload)["parameters"]["retry_after"]), 0.0)
    except (ValueError, KeyError, TypeError):
        return UNSAID_WAIT
