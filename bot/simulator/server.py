"""The simulator as one web application, and a server for it that lives inside another program's loop."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from datetime import datetime

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.simulator import botapi, control, phone
from bot.simulator.clock import SimulatedClock
from bot.simulator.demo import Demo, PhoneInfo
from bot.simulator.webhook import push_updates
from bot.simulator.world import World

_REFUSED_SECONDS_LIMIT = 600.0


def create_app(
    world: World,
    *,
    clock: SimulatedClock | None = None,
    people: Sequence[PhoneInfo] = (),
    links: Sequence[tuple[str, str]] = (),
    next_due: Callable[[], Awaitable[datetime | None]] | None = None,
    timezone: str = "UTC",
    title: str = "",
    pages: Sequence[Route] = (),
) -> Starlette:
    """The Bot API, the control API and the phone page.

    `clock` makes the time movable; `next_due` tells the moment for the button "to the next thing due"; `people` are
    the sample people of the switcher, `links` further addresses of the start page, `timezone` that of the program,
    `pages` what else is served.
    """
    demo = Demo(world, clock, tuple(people), tuple(links), next_due, timezone, title)
    app = Starlette(routes=[*botapi.routes(world), *control.routes(demo), *phone.routes(), *pages])
    app.state.demo = demo
    return app


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell when connections are taken."""
        await super().startup(sockets)
        self.ready.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the program around: it decides what SIGTERM means."""
        yield


class Served(str):
    """The address of a running simulator, a string such as 'http://127.0.0.1:8099', with a line to pull."""

    _line: "_Line"

    @property
    def is_open(self) -> bool:
        """Whether connections are taken at present."""
        return self._line.is_open

    async def refuse(self) -> None:
        """Refuse connections from now on, and break those that are open."""
        await self._line.close()

    async def accept(self) -> None:
        """Take connections again, at the same address."""
        await self._line.open()


class _Line:
    """One listening socket that can be closed and opened again on its port."""

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        self._app, self._host, self.port = app, host, port
        self._server: _Server | None = None
        self._running: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        return self._server is not None and self._server.ready.is_set()

    async def open(self) -> None:
        if self._server is not None:
            return
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        # TCP named outright: asyncio sets TCP_NODELAY only then, and without it each answer takes 40 ms
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((self._host, self.port))
        self.port = listener.getsockname()[1]
        config = uvicorn.Config(
            _with_abort(self._app), log_config=None, access_log=False, lifespan="off", ws="none", http="h11",
            proxy_headers=False, server_header=False, timeout_graceful_shutdown=1, timeout_keep_alive=60, backlog=512,
        )  # fmt: skip
        server = self._server = _Server(config)
        self._running = asyncio.create_task(server.serve(sockets=[listener]))
        ready = asyncio.create_task(server.ready.wait())
        await asyncio.wait([ready, self._running], return_when=asyncio.FIRST_COMPLETED)
        if not ready.done():
            ready.cancel()
            self._running.result()  # raises what kept the server from starting

    async def close(self) -> None:
        server, running, self._server = self._server, self._running, None
        if server is None or running is None:
            return
        for listener in server.servers:
            listener.close()
        for connection in list(server.server_state.connections):
            connection.transport.abort()
        server.should_exit = True
        await running

    async def close_for(self, seconds: float) -> None:
        await self.close()
        await asyncio.sleep(min(seconds, _REFUSED_SECONDS_LIMIT))
        await self.open()


def _with_abort(app: ASGIApp) -> ASGIApp:
    """Hand the connection's abort to the Bot API, which has to be able to hang up."""

    async def outermost(scope: Scope, receive: Receive, send: Send) -> None:
        transport = getattr(getattr(send, "__self__", None), "transport", None)
        scope[botapi.ABORT] = transport.abort if transport is not None else lambda: None
        await app(scope, receive, send)

    return outermost


@contextlib.asynccontextmanager
async def serve(app: Starlette, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[Served]:
    """Serve in this loop, without touching signals; port 0 takes a free one. Yields the address."""
    line = _Line(app, host, port)
    await line.open()
    pushing = asyncio.create_task(push_updates(app.state.demo.world))
    refusing: set[asyncio.Task[None]] = set()

    def refuse_for(seconds: float) -> None:
        task = asyncio.create_task(line.close_for(seconds))
        refusing.add(task)
        task.add_done_callback(refusing.discard)

    demo: Demo = app.state.demo
    demo.refuse_for = refuse_for
    url = Served(f"http://{f'[{host}]' if ':' in host else host}:{line.port}")
    url._line = line
    try:
        yield url
    finally:
        ending = [pushing, *refusing]
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)
        await line.close()
