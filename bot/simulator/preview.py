"""The preview page: one phone, and beside it the pages of the file, its languages and its faults."""

from typing import Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.simulator.control import read_body
from bot.simulator.demo import Mistake
from bot.simulator.phone import send_page
from bot.simulator.refusals import Json


class Table(Protocol):
    """What lies on the editor's table: one file, played on one phone."""

    def state(self) -> Json: ...
    async def jump(self, page: int) -> None: ...
    async def speak(self, language: str) -> None: ...


def routes(table: Table) -> list[Route]:
    """The page, what it shows, and its two verbs."""

    async def page(request: Request) -> Response:
        return send_page("preview.html")

    async def state(request: Request) -> Response:
        return JSONResponse(table.state(), headers={"Cache-Control": "no-store"})

    async def act(request: Request) -> Response:
        try:
            body = await read_body(request)
            if "page" in body:
                await table.jump(int(body["page"]))
            else:
                await table.speak(str(body["language"]))
        except (Mistake, LookupError, ValueError, TypeError) as error:
            return JSONResponse({"error": str(error) or type(error).__name__}, 400)
        return JSONResponse(table.state())

    return [
        Route("/preview", page, methods=["GET"]),
        Route("/preview/state", state, methods=["GET"]),
        Route("/preview/do", act, methods=["POST"]),
    ]
