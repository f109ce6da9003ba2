"""`companion setup`: a `.env` with what the program cannot do without."""

import asyncio
import os
from pathlib import Path

import typer

from bot.chat.bots import close_bot, make_bot
from bot.chat.transport import TelegramTransport
from bot.cli.asking import settings_now
from bot.opening import BotFile
from bot.refusal import Refusal
from bot.services.transport import BadToken, BotName, TransportError
from bot.settings import Settings
from bot.storage.sealing import new_key

ENV = Path(".env")


class NoWords:
    """Asking for a name needs no labels."""

    def label(self, key: str, /, language: str, **values: object) -> str:
        """The key."""
        return key

    def notice(self, key: str, /, language: str, **values: object) -> str:
        """The key."""
        return key


def set_up(token: str, yes: bool) -> None:
    """Writes `.env` once; an existing one is never changed, for its keys open the database."""
    if ENV.exists():
        raise Refusal(".env is here already; change it by hand, or move it away first", 1)
    if not token and yes:
        raise Refusal("--token is missing; write `companion setup --token T --yes`")
    token = token or typer.prompt("The bot token from BotFather", hide_input=True)
    settings = settings_now(telegram_bot_token=token)
    name = asyncio.run(who(settings))
    program = "" if yes else typer.prompt("The program's name", default=settings.program_name)
    zone = "" if yes else typer.prompt("Its time zone", default=settings.program_timezone)
    phone = "" if yes else typer.prompt("Its phone number", default="")
    chosen = {"PROGRAM_NAME": program, "PROGRAM_TIMEZONE": zone, "PROGRAM_PHONE": phone}
    settings_now(**{key.lower(): value for key, value in chosen.items() if value})
    _write({"TELEGRAM_BOT_TOKEN": token, "ENCRYPTION_KEYS": new_key(), **chosen})
    BotFile(settings.state_dir).write(name.username)
    print(f".env is written for @{name.username}. Keep a copy of ENCRYPTION_KEYS elsewhere: without it nothing opens.")
    print("Next: companion invite counselor, then companion run")


async def who(settings: Settings) -> BotName:
    """Who the token belongs to; refuses one that is nobody's."""
    bot = make_bot(settings.token, settings.telegram_api_url)
    try:
        return await TelegramTransport(bot, NoWords()).who()
    except BadToken:
        raise Refusal("TELEGRAM_BOT_TOKEN is not a bot's token; copy it again from BotFather") from None
    except TransportError:
        raise Refusal(
            f"{settings.telegram_api_url} cannot be reached; check the connection, then try again", 1
        ) from None
    finally:
        await close_bot(bot)


def _write(values: dict[str, str]) -> None:
    text = "".join(f'{key}="{value}"\n' for key, value in values.items() if value)
    handle = os.open(ENV, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
