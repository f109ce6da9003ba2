"""A running simulator, our own bot and transport talking to it over HTTP, and a server for answers no API gives."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from telegram import Bot

from bot.chat.bots import close_bot, make_bot
from bot.chat.transport import TelegramTransport
from bot.chat.updates import TelegramUpdates
from bot.core.activity import Paragraph, Span
from bot.core.values import Value
from bot.core.view import Button, View
from bot.services.transport import Message
from bot.simulator import Person, Served, SimulatedClock, World, create_app, serve

TOKEN = "123456:TEST-token_for-the-chat-floor-0001"


class PlainWords:
    """Words that show their key, language and values, so that a test sees what was asked for."""

    def label(self, key: str, language: str, **values: Value) -> str:
        return f"{key}.{language}" + "".join(f" {name}={value}" for name, value in values.items())

    def notice(self, key: str, language: str, **values: Value) -> str:
        return "notice:" + self.label(key, language, **values)


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC), frozen=True)


@pytest.fixture
def world(clock: SimulatedClock) -> World:
    return World(TOKEN, "sim_companion_bot", "Companion", now=clock.now)


@pytest.fixture
async def url(world: World, clock: SimulatedClock) -> AsyncIterator[Served]:
    async with serve(create_app(world, clock=clock)) as address:
        yield address


@asynccontextmanager
async def started(bot: Bot) -> AsyncIterator[Bot]:
    """The bot, its connections closed at the end. It never asks who it is: that would be a call of its own."""
    try:
        yield bot
    finally:
        await close_bot(bot)


@pytest.fixture
async def bot(url: Served) -> AsyncIterator[Bot]:
    async with started(make_bot(TOKEN, url, connect_seconds=1.0, read_seconds=0.4)) as made:
        yield made


@pytest.fixture
def transport(bot: Bot) -> TelegramTransport:
    return TelegramTransport(bot, PlainWords())


@pytest.fixture
def updates(bot: Bot) -> TelegramUpdates:
    return TelegramUpdates(bot)


@pytest.fixture
def ana(world: World) -> Person:
    person = world.add_person(1001, "Ana", "es", "ana")
    person.presses_start()
    return person


def page(text: str, *labels: str, **more: object) -> Message:
    """A message with one paragraph and a button for each label."""
    rows = tuple((Button("answer", label, numbers=(0, n)),) for n, label in enumerate(labels))
    view = View(blocks=(Paragraph((Span(text),)),), buttons=rows)
    return Message(view, "en", run=7, **more)  # type: ignore[arg-type]


@asynccontextmanager
async def answering(answer: bytes | Callable[[], bytes]) -> AsyncIterator[str]:
    """A server that gives every request this answer, byte by byte as given, and hangs up; its address."""

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.split(b"content-length: ")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        writer.write(answer() if callable(answer) else answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def http(status: str, body: str, kind: str = "application/json") -> bytes:
    """An HTTP answer."""
    content = body.encode()
    head = f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {len(content)}\r\nconnection: close\r\n\r\n"
    return head.encode() + content
