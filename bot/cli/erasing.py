"""The administrator's last command about a person: `erase`."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated

import typer

from bot.chat.bots import close_bot, make_bot
from bot.chat.transport import TelegramTransport
from bot.cli.asking import settings_now
from bot.clock import wall_clock
from bot.core.view import Line
from bot.opening import load_content, open_store, ring_of
from bot.refusal import Refusal
from bot.services import erasing, farewell
from bot.services.erasing import Trace
from bot.services.transport import Transport
from bot.settings import Settings
from bot.storage.erased_codes import ErasedCodes
from bot.storage.faults import StoreFault
from bot.storage.inbox import Inbox
from bot.storage.people import Person
from bot.storage.writer import Store

SWEEPS = 3
"""Tries of emptying a log that a running bot is reading just then."""


def erase(
    code: Annotated[str, typer.Argument(help="The participant's code, such as P-7K3QF.")],
    yes: Annotated[bool, typer.Option("--yes", help="Really do it.")] = False,
) -> None:
    """Erases a person for ever: their messages in the chat, every row about them, and what is left of those in files.
    The code alone stays, in the audit log and in the list that a restore applies. Works beside a running bot."""
    wanted = code.strip().upper()
    if wanted.startswith("S-"):
        raise Refusal(
            f"{wanted} is staff, and their code is part of other people's records; `companion revoke {wanted}`"
        )
    if not yes:
        raise Refusal(
            f"this deletes everything about {wanted} for ever: answers, messages, plan, name, chat; the code stays, in "
            f"the audit log. For a copy before: `companion export --format csv DIR --participant {wanted}`. "
            "Write --yes to do it"
        )
    settings = settings_now()
    try:
        print(asyncio.run(erase_person(settings, wanted, wall_clock().now())))
    except StoreFault as fault:
        raise Refusal(f"not finished: {fault}; run `companion erase {wanted} --yes` again", 1) from None
    except OSError:
        raise Refusal(f"STATE_DIR: {settings.state_dir} cannot be written; name a folder that is yours", 1) from None


async def erase_person(settings: Settings, code: str, now: datetime) -> str:
    """Erases the person of a code, or ends what an erasure that was cut short has left; what became of it."""
    async with open_store(settings) as store:
        person = await store.read(lambda unit: unit.people.by_code(code))
        if person is None:
            return await _again(settings, store, code)
        async with _telegram(settings) as chat:
            left = await _whole(settings, store, chat, person, now)
    stays = "" if not left else f"; {left} message{'s' if left > 1 else ''} in their chat could not be deleted"
    return f"{code} is erased{stays}"


async def _again(settings: Settings, store: Store, code: str) -> str:
    """Somebody was erased and the command was cut short: what it had left to do is done."""
    if code not in ErasedCodes(settings.state_dir).read():
        raise Refusal(f"nobody has the code {code!r}; `companion people` lists the codes")
    await _sweep(store)
    return f"{code} was erased before"


async def _whole(settings: Settings, store: Store, chat: Transport | None, person: Person, now: datetime) -> int:
    """The order of law 9; how many messages may still stand in the chat. The code is on the list, and the inbox is free
    of them, before the rows go: whatever cuts this short, running it again finds the person and ends it."""
    trace = await store.write(lambda unit: erasing.stop(unit, unit.person(person.id), now))
    left = await _empty_chat(chat, trace)
    ErasedCodes(settings.state_dir).add(trace.code)
    await _forget_updates(settings, trace)
    rest = await store.write(lambda unit: erasing.erase(unit, person.id, now))
    left += await _take_rest(chat, trace, rest)
    await _forget_updates(settings, trace)  # what came in meanwhile is a stranger's, and was answered as such
    await _sweep(store)
    return left


async def _empty_chat(chat: Transport | None, trace: Trace) -> int:
    if trace.chat is None:
        return 0
    if chat is None:
        return len(trace.messages)
    left = await farewell.clear(chat, trace.chat, trace.messages, asyncio.sleep)
    if trace.greeted:
        last = farewell.last_line(Line("erased-told"), language=trace.language)
        await farewell.say(chat, trace.chat, last, asyncio.sleep)
    return left


async def _take_rest(chat: Transport | None, before: Trace, after: Trace) -> int:
    """What a running bot had under way when it was told to stop stands in the chat by now."""
    new = [message for message in after.messages if message not in before.messages]
    if chat is None or after.chat is None:
        return len(new)
    return await farewell.clear(chat, after.chat, new, asyncio.sleep)


@asynccontextmanager
async def _telegram(settings: Settings) -> AsyncIterator[Transport | None]:
    """The way to the chat, beside a running bot; none without a token."""
    if not settings.token:
        yield None
        return
    bot = make_bot(settings.token, settings.telegram_api_url)
    try:
        yield TelegramTransport(bot, load_content(settings))
    finally:
        await close_bot(bot)


async def _forget_updates(settings: Settings, trace: Trace) -> None:
    """What they wrote and nobody has handled yet, or could not handle, goes from the inbox."""
    path = settings.state_dir / "inbox.db"
    if trace.chat is None or not path.exists():
        return
    inbox = Inbox(path, ring_of(settings))
    theirs = re.compile(rb"(?<![0-9])%d(?![0-9])" % trace.chat)
    try:
        await asyncio.to_thread(inbox.forget, lambda body: theirs.search(body) is not None)
    finally:
        await asyncio.to_thread(inbox.close)


async def _sweep(store: Store) -> None:
    for _ in range(SWEEPS - 1):
        try:
            await store.scrub()
            return
        except StoreFault:
            await asyncio.sleep(1.0)
    await store.scrub()


def add_to(app: typer.Typer) -> None:
    """Adds `erase`."""
    app.command()(erase)
