"""The control API, as the phone page and a black-box test use it."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot
from telegram.error import NetworkError

from bot.simulator import Person, PhoneInfo, Served, SimulatedClock, World, create_app, serve
from tests.simulator.conftest import START, TOKEN, client
from tests.simulator.test_methods import keyboard, png


@pytest.fixture
async def sim(url: Served) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=str(url)) as made:
        yield made


async def test_a_black_box_conversation_works_over_http(sim: httpx.AsyncClient, bot: Bot) -> None:
    await sim.post("/sim/people", json={"user_id": 7, "first_name": "Sam"})
    await sim.post("/sim/people/7/start", json={"payload": "ABC"})
    await bot.send_message(7, "Do you <i>agree</i>?", parse_mode="HTML", reply_markup=keyboard(("I agree",)))
    await sim.post("/sim/people/7/tap", json={"label": "I agree"})

    chat = (await sim.get("/sim/chats/7")).json()
    updates = await bot.get_updates(timeout=0)

    assert [(one["text"], one["from_bot"]) for one in chat["messages"]] == [
        ("/start ABC", False),
        ("Do you agree?", True),
    ]
    assert chat["messages"][1]["rows"][0][0]["text"] == "I agree"
    assert updates[-1].callback_query.data == "I agree"


async def test_a_phone_hears_of_a_change_at_once(sim: httpx.AsyncClient, bot: Bot, ana: Person, world: World) -> None:
    sent = await bot.send_message(1001, "one")
    seen = (await sim.get("/sim/chats/1001")).json()["revision"]
    waiting = asyncio.create_task(sim.get(f"/sim/chats/1001?after={seen}&wait=20"))

    await bot.edit_message_text("two", 1001, sent.message_id)

    news = (await asyncio.wait_for(waiting, 3)).json()
    assert [(one["id"], one["text"], one["edited"]) for one in news["messages"]] == [(sent.message_id, "two", True)]


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("text", {"text": "hi"}), ("edit", {"message_id": 1, "text": "new"}), ("forward", {"text": "hi"}),
        ("sticker", {}), ("photo", {}), ("voice", {}), ("location", {}), ("block", {}),
        ("tap", {"message_id": 1, "data": "x"}), ("key", {"label": "Menu"}), ("start", {}),
    ],
)  # fmt: skip
async def test_every_deed_of_a_person_reaches_the_bot(
    sim: httpx.AsyncClient, ana: Person, world: World, verb: str, body: dict[str, Any]
) -> None:
    ana.chat.reply_keyboard = {"keyboard": [[{"text": "Menu"}]]}
    before = len(world.queue)

    answer = await sim.post(f"/sim/people/1001/{verb}", json=body)

    assert (answer.status_code, len(world.queue)) == (200, before + 1)


async def test_a_mistake_is_told_in_words(sim: httpx.AsyncClient, ana: Person) -> None:
    wrong = [
        await sim.post("/sim/people/1001/fly", json={}),
        await sim.post("/sim/people/9/text", json={"text": "hi"}),
        await sim.post("/sim/people/1001/tap", json={"label": "nothing"}),
        await sim.post("/sim/people/1001/text", content="text=hi"),
        await sim.get("/sim/chats/9"),
    ]

    assert [answer.status_code for answer in wrong] == [400] * 5
    assert all(answer.json()["error"] for answer in wrong)


async def test_groups_and_channels_can_be_made(sim: httpx.AsyncClient, ana: Person, bot: Bot) -> None:
    await sim.post("/sim/chats", json={"chat_id": -5, "title": "Family", "by": 1001})
    await sim.post("/sim/chats/-5/text", json={"user_id": 1001, "text": "hi all"})
    await sim.post("/sim/chats", json={"chat_id": -6, "type": "channel"})
    await sim.post("/sim/chats/-6/text", json={"text": "a post"})

    updates = await bot.get_updates(timeout=0)

    assert [update.message.text for update in updates if update.message] == ["/start", "hi all"]
    assert [update.channel_post.text for update in updates if update.channel_post] == ["a post"]


async def test_the_clock_can_be_moved(sim: httpx.AsyncClient, clock: SimulatedClock) -> None:
    await sim.post("/sim/clock", json={"advance": 3600})
    hour_later = clock.now()
    told = (await sim.post("/sim/clock", json={"tomorrow": "19:00"})).json()

    assert hour_later == START + timedelta(hours=1)
    assert told["now"] == "2026-11-26T00:00:00+00:00"  # 19:00 in New York


async def test_the_next_thing_due_is_asked_of_the_program(world: World, clock: SimulatedClock) -> None:
    async def due() -> datetime | None:
        return START + timedelta(minutes=7) if clock.now() == START else None

    async with (
        serve(create_app(world, clock=clock, next_due=due)) as url,
        httpx.AsyncClient(base_url=str(url)) as sim,
    ):
        first = (await sim.post("/sim/clock", json={"next_due": True})).json()
        second = (await sim.post("/sim/clock", json={"next_due": True})).json()

    assert (first["nothing_due"], second["nothing_due"], clock.now()) == (False, True, START + timedelta(minutes=7))


async def test_faults_can_be_set_seen_and_cleared(sim: httpx.AsyncClient, ana: Person, bot: Bot) -> None:
    body = {"kind": "bad_request", "methods": ["sendMessage"], "times": 2, "description": "Bad Request: x"}
    set_now = (await sim.post("/sim/faults", json=body | {"strict_rates": True})).json()
    unknown = await sim.post("/sim/faults", json={"kind": "flood"})
    await sim.delete("/sim/faults")

    await bot.send_message(1001, "works")
    calls = (await sim.get("/sim/journal?method=sendMessage")).json()["calls"]

    assert set_now["faults"] == [{"kind": "bad_request", "methods": ["sendmessage"], "chat_id": None, "times": 2}]
    assert (set_now["strict_rates"], unknown.status_code) == (True, 400)
    assert [(call["outcome"], call["message"]["text"]) for call in calls] == [("ok", "works")]


async def test_connections_can_be_refused_from_outside(sim: httpx.AsyncClient, bot: Bot, url: Served) -> None:
    await sim.post("/sim/faults", json={"kind": "refused", "seconds": 0.3})
    while url.is_open:
        await asyncio.sleep(0.01)

    with pytest.raises(NetworkError):
        await bot.get_me()
    while not url.is_open:
        await asyncio.sleep(0.01)

    assert (await bot.get_me()).is_bot


async def test_updates_can_be_spoiled(sim: httpx.AsyncClient, ana: Person, world: World) -> None:
    told = await sim.post("/sim/updates", json={"malformed": 2, "repeat": 1, "restart_ids": 5})
    ana.types("hi")

    assert told.json() == {"waiting": 3}
    assert world.queue.next_batch(9)[-1]["update_id"] == 5


async def test_files_are_shown_or_offered(sim: httpx.AsyncClient, ana: Person, bot: Bot) -> None:
    photo = await bot.send_photo(1001, png(4, 4))
    page = await bot.send_document(1001, b"<script>alert(1)</script>", filename="plan.html")

    shown = await sim.get(f"/sim/files/{photo.photo[-1].file_id}")
    offered = await sim.get(f"/sim/files/{page.document.file_id}")

    assert (shown.content, shown.headers["content-type"]) == (png(4, 4), "image/png")
    assert offered.headers["content-disposition"] == 'attachment; filename="plan.html"'
    assert offered.headers["content-type"] == "application/octet-stream"


async def test_the_page_loads_nothing_from_elsewhere(sim: httpx.AsyncClient) -> None:
    page = await sim.get("/")
    parts = [await sim.get(f"/static/{name}") for name in ("phone.css", "page.js", "screen.js", "bubble.js", "talk.js")]
    outside = await sim.get("/static/..%2fworld.py")

    assert "default-src 'none'; script-src 'self'; style-src 'self'" in page.headers["content-security-policy"]
    assert "<style" not in page.text
    assert "style=" not in page.text
    assert [part.status_code for part in parts] == [200] * 5
    assert not any("innerHTML" in part.text or "//cdn" in part.text for part in parts)
    assert outside.status_code == 404


async def test_the_switcher_lists_the_sample_people_and_links(world: World, ana: Person) -> None:
    people = [PhoneInfo(1001, "Ana M.", "participant", "Day 12")]
    app = create_app(world, people=people, links=[("Counselor pages", "/staff")], title="Riverside")

    async with serve(app) as url, httpx.AsyncClient(base_url=str(url)) as sim:
        state = (await sim.get("/sim/state")).json()
        unmovable = await sim.post("/sim/clock", json={"advance": 1})

    assert state["people"] == [{"user_id": 1001, "name": "Ana M.", "role": "participant", "note": "Day 12", "heard": 0}]
    assert state["links"] == [{"label": "Counselor pages", "url": "/staff"}]
    assert unmovable.status_code == 400


@asynccontextmanager
async def hook(answers: list[int], taken: list[dict[str, Any]]) -> AsyncIterator[str]:
    """A bot's webhook that answers with these statuses in turn, and then with 200."""

    async def take(request: Request) -> Response:
        status = answers.pop(0) if answers else 200
        if status == 200:
            taken.append({"secret": request.headers["x-telegram-bot-api-secret-token"], **await request.json()})
        return Response(status_code=status)

    app = Starlette(routes=[Route("/hook", take, methods=["POST"])])
    app.state.demo = create_app(World("other", now=SimulatedClock().now)).state.demo
    async with serve(app) as url:
        yield f"{url}/hook"


async def test_a_webhook_gets_each_update_until_it_takes_it(bot: Bot, ana: Person, world: World) -> None:
    taken: list[dict[str, Any]] = []
    async with hook([503], taken) as address:
        await bot.set_webhook(address, secret_token="a-secret")
        ana.types("second")

        while len(world.queue):
            await asyncio.sleep(0.01)

    assert [(one["message"]["text"], one["secret"]) for one in taken] == [
        ("/start", "a-secret"),
        ("second", "a-secret"),
    ]


async def test_it_runs_alone_and_ends_on_sigterm() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.simulator", "--token", TOKEN,
        stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert process.stdout is not None
    try:
        url = (await asyncio.wait_for(process.stdout.readline(), 20)).decode().strip()
        async with client(url) as bot, httpx.AsyncClient(base_url=url) as sim:
            await sim.post("/sim/people", json={"user_id": 7})
            await sim.post("/sim/people/7/text", json={"text": "hi"})
            heard = (await bot.get_updates(timeout=0))[0].message.text
    finally:
        process.terminate()

    assert (heard, await asyncio.wait_for(process.wait(), 10)) == ("hi", 0)
