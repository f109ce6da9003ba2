"""Pushes updates to the bot's webhook, one after the other, and repeats what was not taken.

As telegram-bot-api's WebhookActor: whatever is not answered 2xx is repeated, at once and then after 2, 4, 8 … s, at
most a minute, until the update dies; Retry-After is honoured.
"""

import asyncio
import json
import urllib.error
import urllib.request
from contextlib import suppress

from bot.simulator.refusals import Json
from bot.simulator.world import World

_LONGEST_WAIT = 60.0  # seconds
_TIMEOUT = 10.0


async def push_updates(world: World) -> None:
    """Run for ever; does nothing while no webhook is set."""
    failures = 0
    while True:
        hook = world.settings.webhook
        batch = world.queue.next_batch(1) if hook else []
        if not hook or not batch:
            await world.incoming.wait(1.0)
            continue
        wait = await asyncio.to_thread(_push, hook, batch[0])
        if wait is None:
            failures = 0
            world.queue.confirm(batch[0]["update_id"] + 1)
        else:
            await asyncio.sleep(wait or (min(2.0**failures, _LONGEST_WAIT) if failures else 0.0))
            failures += 1


def _push(hook: Json, update: Json) -> float | None:
    """None when the bot has taken it; else the seconds it asks to wait, 0 when it does not say."""
    headers = {"Content-Type": "application/json"}
    if hook["secret_token"]:
        headers["X-Telegram-Bot-Api-Secret-Token"] = hook["secret_token"]
    # setWebhook has let only http and https through
    request = urllib.request.Request(hook["url"], json.dumps(update).encode(), headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT):  # noqa: S310
            return None
    except urllib.error.HTTPError as refused:
        with refused, suppress(ValueError):
            return min(float(refused.headers.get("Retry-After", 0)), 3600.0)
        return 0.0
    except OSError:
        return 0.0
