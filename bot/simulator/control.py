"""The control API `/sim/…`: what people do and see, the clock, the faults and the journal, as JSON.

The phone page and black-box tests use it. A POST must carry JSON, so that no other web page can send one unasked.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any, get_args

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.simulator import disturbances, views
from bot.simulator.chats import Chat, ChatType
from bot.simulator.demo import Demo, Mistake, PhoneInfo
from bot.simulator.hangup import Gone, unless_gone
from bot.simulator.people import Person
from bot.simulator.refusals import Json, Refusal

_WAIT_LIMIT = 25.0  # real seconds a page may wait for something new


_Handler = Callable[[Demo, Json, Request], Awaitable[Any]]


def routes(demo: Demo) -> list[Route]:
    """The routes of the control API."""
    gets: dict[str, _Handler] = {
        "/sim/state": _state, "/sim/chats/{chat_id}": _chat, "/sim/clock": disturbances.show_clock,
        "/sim/faults": disturbances.show_faults,
        "/sim/journal": _journal,
    }  # fmt: skip
    posts: dict[str, _Handler] = {
        "/sim/people": _add_person, "/sim/people/{user_id:int}/{verb}": _act, "/sim/chats": _add_chat,
        "/sim/chats/{chat_id}/{verb}": _act_in_chat, "/sim/clock": disturbances.move_clock,
        "/sim/faults": disturbances.add_fault,
        "/sim/updates": disturbances.spoil_updates, "/sim/journal": _clear_journal,
    }  # fmt: skip
    made = [Route(path, _endpoint(demo, handler), methods=["GET"]) for path, handler in gets.items()]
    made += [Route(path, _endpoint(demo, handler), methods=["POST"]) for path, handler in posts.items()]
    made.append(Route("/sim/faults", _endpoint(demo, disturbances.clear_faults), methods=["DELETE"]))
    made.append(Route("/sim/files/{file_id}", _endpoint(demo, _file), methods=["GET"]))
    return made


def _endpoint(demo: Demo, handler: _Handler) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            told = await handler(demo, await read_body(request), request)
        except Gone:
            return Response(status_code=499)  # nobody reads it
        except Refusal as refusal:
            return JSONResponse({"error": refusal.description}, 400)
        except (Mistake, LookupError, ValueError, TypeError, RuntimeError, TimeoutError) as error:
            return JSONResponse({"error": str(error) or type(error).__name__}, 400)
        return told if isinstance(told, Response) else JSONResponse(told, headers={"Cache-Control": "no-store"})

    return answer


async def read_body(request: Request) -> Json:
    """The JSON object of a POST; nothing of any other request."""
    if request.method != "POST":
        return {}
    if request.headers.get("content-type", "").split(";")[0] != "application/json":
        raise Mistake("send JSON, with the header Content-Type: application/json")
    read = json.loads(await request.body() or b"{}")
    if not isinstance(read, dict):
        raise Mistake("send a JSON object")
    return read


# -- looking ---------------------------------------------------------------------------------------------------


async def _state(demo: Demo, body: Json, request: Request) -> Json:
    world = demo.world
    listed = demo.people or tuple(PhoneInfo(one.user_id, one.first_name, "") for one in world.people.values())
    people = [
        {"user_id": one.user_id, "name": one.name, "role": one.role, "note": one.note,
         "heard": views.last_heard(world.person(one.user_id).chat)}
        for one in listed
    ]  # fmt: skip
    bot = {"name": world.settings.names[""], "username": world.bot_user["username"]}
    links = [{"label": label, "url": url} for label, url in demo.links]
    return {"bot": bot, "title": demo.title, "people": people, "links": links, "clock": disturbances.clock_view(demo)}


async def _chat(demo: Demo, body: Json, request: Request) -> Json:
    chat = _existing(demo, request)
    after = int(request.query_params.get("after", 0))
    seconds = min(float(request.query_params.get("wait", 0)), _WAIT_LIMIT)
    if seconds > 0:
        await request.body()
        await unless_gone(request.receive, _news(demo, chat, after, seconds))
    return views.chat_view(demo.world, chat, after)


async def _news(demo: Demo, chat: Chat, after: int, seconds: float) -> None:
    end = demo.world.monotonic() + seconds
    while not views.has_news(demo.world, chat, after) and (left := end - demo.world.monotonic()) > 0:
        await demo.world.changed.wait(left)


def _existing(demo: Demo, request: Request) -> Chat:
    chat_id = int(request.path_params["chat_id"])  # below 0 for groups, which a route's own int does not match
    if chat_id not in demo.world.chats:
        raise Mistake(f"there is no chat {chat_id}")
    return demo.world.chats[chat_id]


async def _file(demo: Demo, body: Json, request: Request) -> Response:
    stored = demo.world.files.get(request.path_params["file_id"])
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
    if stored.width:
        return Response(stored.content, media_type=stored.mime, headers=headers)
    safe = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._- ") else "_" for sign in stored.name)
    headers["Content-Disposition"] = f'attachment; filename="{safe}"'
    return Response(stored.content, media_type="application/octet-stream", headers=headers)


async def _journal(demo: Demo, body: Json, request: Request) -> Json:
    asked = request.query_params
    chat_id = int(asked["chat_id"]) if "chat_id" in asked else None
    calls = demo.world.journal.calls(asked.get("method"), chat_id, int(asked.get("after", 0)))
    return {"calls": [call.as_json() for call in calls], "offences": demo.world.judge.offences,
            "in_flight": demo.world.journal.in_flight(), "monotonic": demo.world.monotonic()}  # fmt: skip


async def _clear_journal(demo: Demo, body: Json, request: Request) -> Json:
    demo.world.journal.clear()
    demo.world.judge.offences.clear()
    return {"ok": True}


# -- people ----------------------------------------------------------------------------------------------------


async def _add_person(demo: Demo, body: Json, request: Request) -> Json:
    user_id = int(body["user_id"])
    name = str(body.get("first_name", f"Person {user_id}"))
    demo.world.add_person(user_id, name, body.get("language_code", "en"), body.get("username"))
    return {"user_id": user_id}


async def _act(demo: Demo, body: Json, request: Request) -> Json:
    user_id, verb = request.path_params["user_id"], request.path_params["verb"]
    if user_id not in demo.world.people:
        raise Mistake(f"there is no person {user_id}")
    person = demo.world.people[user_id]
    if verb == "tap":
        return await _tap(person, body)
    made = _do(person, verb, body)
    return {"ok": True, "message_id": getattr(made, "message_id", None)}


def _do(person: Person, verb: str, body: Json) -> Any:
    verbs: dict[str, Callable[[], Any]] = {
        "start": lambda: person.presses_start(str(body.get("payload", ""))),
        "text": lambda: person.types(str(body["text"])),
        "key": lambda: person.presses_key(str(body["label"])),
        "edit": lambda: person.edits(int(body["message_id"]), str(body["text"])),
        "forward": lambda: person.forwards(str(body["text"])),
        "sticker": person.sends_sticker,
        "photo": lambda: person.sends_photo(caption=body.get("caption")),
        "voice": person.sends_voice,
        "location": person.sends_location,
        "block": person.blocks,
        "unblock": person.unblocks,
        "delete_account": person.deletes_account,
    }
    if verb not in verbs:
        raise Mistake(f"a person cannot {verb}; there are tap, {', '.join(verbs)}")
    return verbs[verb]()


async def _tap(person: Person, body: Json) -> Json:
    if "data" in body:
        tap = person.taps_data(int(body["message_id"]), str(body["data"]), body.get("chat_id"))
    else:
        tap = await person.taps(str(body["label"]), seconds=float(body.get("seconds", 0)))
    return {"ok": True, "query_id": tap.query_id}


async def _add_chat(demo: Demo, body: Json, request: Request) -> Json:
    kind = body.get("type", "group")
    if kind not in get_args(ChatType) or kind == "private":
        raise Mistake("type is group, supergroup or channel")
    by = demo.world.person(int(body["by"])) if "by" in body else None
    chat = demo.world.add_chat(int(body["chat_id"]), str(body.get("title", "A chat")), kind, by)
    return {"chat_id": chat.chat_id}


async def _act_in_chat(demo: Demo, body: Json, request: Request) -> Json:
    chat, verb = _existing(demo, request), request.path_params["verb"]
    if verb == "text" and chat.type == "channel":
        return {"message_id": demo.world.post(chat, None, str(body["text"]), tell=True).message_id}
    if verb == "text":
        message = demo.world.person(int(body["user_id"])).types(str(body["text"]), chat.chat_id)
        return {"message_id": message.message_id}
    if verb == "migrate":
        return {"chat_id": demo.world.migrate(chat.chat_id, int(body["new_id"])).chat_id}
    raise Mistake("in a chat one can: text, migrate")
