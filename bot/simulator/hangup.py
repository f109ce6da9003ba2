"""Notices when a caller hangs up, so that nobody waits, or takes updates, for someone who is gone."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

_Result = TypeVar("_Result")


class Gone(Exception):
    """The caller hung up before the answer."""


async def hung_up(receive: Callable[[], Awaitable[Any]]) -> None:
    """Return when the connection is closed from the other side."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def unless_gone(receive: Callable[[], Awaitable[Any]], work: Coroutine[Any, Any, _Result]) -> _Result:
    """The result of the work, or Gone if the caller hangs up first. The request's body must have been read."""
    working = asyncio.create_task(work)
    listening = asyncio.create_task(hung_up(receive))
    try:
        await asyncio.wait([working, listening], return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise Gone
        return working.result()
    finally:
        for task in (working, listening):
            task.cancel()
        await asyncio.gather(working, listening, return_exceptions=True)
