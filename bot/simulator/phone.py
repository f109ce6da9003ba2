"""The phone page: static files with a policy that lets the browser load nothing from anywhere else."""

import re
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_FILES = (
    "phone.html", "phone.css", "page.js", "preview.css", "preview.js", "screen.js", "bubble.js", "talk.js", "icon.svg",
)  # fmt: skip
_TEMPLATE = re.compile(rb"<template id=.phone.>.*?</template>", re.DOTALL)
_PLACE = b"<!-- the phone -->"


def routes() -> list[Route]:
    """The start page and its files."""
    return [
        Route("/", _page, methods=["GET"]),
        Route("/static/{name}", _static, methods=["GET"]),
    ]


async def _page(request: Request) -> Response:
    return send_page("phone.html")


def send_page(name: str) -> Response:
    """A page of the simulator; the phone is drawn in one file and stands in every page that has a place for it."""
    page, phone = _read(name), _TEMPLATE.search(_read("phone.html"))
    return _answer(page.replace(_PLACE, phone[0]) if phone else page, name)


async def _static(request: Request) -> Response:
    return _send(request.path_params["name"])


def _send(name: str) -> Response:
    if name not in _FILES:  # a list, not a folder: no path can lead out of it
        return Response("not found", 404, media_type="text/plain")
    return _answer(_read(name), name)


def _read(name: str) -> bytes:
    return files("bot.simulator").joinpath("static", name).read_bytes()


def _answer(content: bytes, name: str) -> Response:
    headers = {
        "Content-Security-Policy": _POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",
    }
    return Response(content, media_type=_TYPES[name.rpartition(".")[2]], headers=headers)
