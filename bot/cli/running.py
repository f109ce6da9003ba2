"""Commands that run the program: for real, or as a demo without a Telegram account."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.asking import settings_now
from bot.refusal import Refusal


def run() -> None:
    """Runs the bot from the settings, until SIGTERM or SIGINT."""
    from bot.app import companion, stop_on_signal  # here: `--help` must not wait for every library
    from bot.clock import wall_clock
    from bot.logs import start_logging
    from bot.services.transport import BadToken

    settings = settings_now()
    if not settings.token:
        raise Refusal("TELEGRAM_BOT_TOKEN is missing; get one from BotFather and write it into .env")
    if settings.webhook_url:
        raise Refusal("WEBHOOK_URL is set, but webhooks are not built yet; leave it empty to poll")
    start_logging(settings.log_level, settings.log_format)

    async def work() -> None:
        async with companion(settings, wall_clock()) as program:
            stopping = stop_on_signal()
            while not await program.store.hold_bot():
                if settings.database_url.startswith("sqlite"):
                    raise Refusal("another `companion run` uses this database; stop it first", 1)
                if await _stopped(stopping, 5.0):
                    return
            await program.run(stopping)

    try:
        asyncio.run(work())
    except BadToken:
        raise Refusal("TELEGRAM_BOT_TOKEN is not, or no longer, a bot's token; copy it again from BotFather") from None


async def _stopped(stopping: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except TimeoutError:
        return False
    return True


def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port of the start page; 0 takes a free one.")] = 8000,
    keep: Annotated[Path | None, typer.Option(help="Keep the demo's files in this folder.")] = None,
) -> None:
    """Shows the whole product in the browser, with a sample program and no Telegram account."""
    from bot.demo import show  # here: the simulator is not needed for anything else

    asyncio.run(show(port, keep))


def setup(
    token: Annotated[str, typer.Option(help="The bot token from BotFather.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
) -> None:
    """Asks for what is needed, checks the bot token, makes the encryption key and writes .env."""
    from bot.cli.setting_up import set_up

    set_up(token, yes)


def add_to(app: typer.Typer) -> None:
    """Adds `demo`, `setup` and `run`."""
    app.command()(demo)
    app.command()(setup)
    app.command()(run)
