"""The Bot API over HTTP: `/bot<TOKEN>/<method>` and `/file/bot<TOKEN>/<path>`, with the faults switched on."""

import asyncio
import hmac
import json
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.simulator.faults import REFUSING, Kind
from bot.simulator.files import Upload
from bot.simulator.hangup import Gone, hung_up, unless_gone
from bot.simulator.journal import Call
from bot.simulator.methods import METHODS, get_updates
from bot.simulator.refusals import Json, Refusal
from bot.simulator.wire import read_parameters
from bot.simulator.world import World

ABORT = "simulator.abort"  # key of the ASGI scope under which `serve` puts what closes the connection
_TORN_POLL_AFTER = 0.2  # real seconds that a long poll waits before it is torn


class Cut(Response):
    """Closes the connection: before a word, or in the midst of a body that promised more."""

    def __init__(self, begun: bytes = b"") -> None:
        super().__init__()
        self.begun = begun

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.begun:
            headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % (len(self.begun) + 64))]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": self.begun, "more_body": True})
        scope[ABORT]()
        await hung_up(receive)


class Withheld(Response):
    """Never answers; ends when the caller gives up."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await hung_up(receive)


def routes(world: World) -> list[Route]:
    """The routes of the Bot API for this world's one bot."""
    server = BotApi(world)
    return [
        Route("/bot{token}/{method}", server.call, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", server.download, methods=["GET"]),
    ]


class BotApi:
    """Answers the calls of the bot."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def call(self, request: Request) -> Response:
        """One call of any method, written into the journal."""
        if not self._knows(request.path_params["token"]):
            return _answer(Refusal(401, "Unauthorized").as_telegram(), 401)
        method = request.path_params["method"]
        try:
            parameters, files = read_parameters(
                request.url.query, request.headers.get("content-type", ""), await request.body()
            )
        except Refusal as refusal:
            parameters, files = {}, {}
            return self._refuse(self._begin(method, parameters), refusal)
        except ClientDisconnect:  # the bot was killed in the midst of its call
            return Withheld()
        call = self._begin(method, parameters)
        try:
            return await self._carry_out(request, call, files)
        except Refusal as refusal:
            return self._refuse(call, refusal)
        except Gone:
            call.outcome = "gone"
            return Withheld()
        finally:
            call.ended = self._world.monotonic()

    def _knows(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self._world.token.encode())

    def _begin(self, method: str, parameters: Json) -> Call:
        chat_id = str(parameters.get("chat_id", ""))
        number = int(chat_id) if chat_id.removeprefix("-").isdecimal() else None
        return self._world.journal.begin(method, number, self._world.now(), self._world.monotonic(), parameters)

    def _refuse(self, call: Call, refusal: Refusal) -> Response:
        call.ended = self._world.monotonic()
        call.outcome, call.status, call.description = "refused", refusal.status, refusal.description
        return _answer(refusal.as_telegram(), refusal.status)

    async def _carry_out(self, request: Request, call: Call, files: dict[str, Upload]) -> Response:
        method = call.method.lower()
        if (slow := self._fault("slow", call)) is not None:
            await unless_gone(request.receive, asyncio.sleep(slow.delay or 0.0))
        if self._fault("closed", call) is not None:
            call.outcome = "closed"
            return Cut()
        if (fault := self._world.faults.take(REFUSING, method, call.chat_id)) is not None:
            raise fault.refusal() or Refusal(500, "Internal Server Error")
        if method == "getupdates":
            return await self._poll(request, call)
        if method not in METHODS:
            raise Refusal(404, "Not Found: method not found")
        self._world.judge.judge(method, call.chat_id)
        result = METHODS[method](self._world, call.parameters, files)
        call.status, call.message = 200, result if isinstance(result, dict) else None
        return await self._deliver(request, call, {"ok": True, "result": result})

    def _fault(self, kind: Kind, call: Call) -> Any:
        return self._world.faults.take((kind,), call.method.lower(), call.chat_id)

    async def _poll(self, request: Request, call: Call) -> Response:
        if self._fault("torn", call) is not None:
            await unless_gone(request.receive, asyncio.sleep(_TORN_POLL_AFTER))
            call.outcome = "torn"
            return Cut(b'{"ok":true,"result":[{"update_')
        batch = await unless_gone(request.receive, get_updates(self._world, call.parameters))
        call.outcome, call.status = "ok", 200
        return _answer({"ok": True, "result": batch})

    async def _deliver(self, request: Request, call: Call, body: Json) -> Response:
        """The call is carried out; now its answer may get lost."""
        if self._fault("torn", call) is not None:
            call.outcome = "torn"
            return Cut(json.dumps(body).encode()[:20])
        if (withheld := self._fault("withheld", call)) is not None:
            call.outcome = "withheld"
            if withheld.delay is None:
                return Withheld()
            await unless_gone(request.receive, asyncio.sleep(withheld.delay))
        else:
            call.outcome = "ok"
        return _answer(body)

    async def download(self, request: Request) -> Response:
        """The bytes of a file, at the path that getFile told."""
        stored = self._world.files.at_path(request.path_params["path"])
        if not self._knows(request.path_params["token"]) or stored is None:
            return _answer(Refusal(404, "Not Found").as_telegram(), 404)
        return Response(stored.content, media_type="application/octet-stream")


def _answer(body: Json, status: int = 200) -> Response:
    return Response(json.dumps(body), status_code=status, media_type="application/json")
