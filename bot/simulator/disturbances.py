"""The part of the control API that moves the clock, switches faults on and spoils the updates."""

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from starlette.requests import Request

from bot.simulator.clock import SimulatedClock
from bot.simulator.demo import Demo, Mistake
from bot.simulator.faults import KINDS, Fault
from bot.simulator.refusals import Json

# -- the clock -------------------------------------------------------------------------------------------------


def clock_view(demo: Demo) -> Json:
    clock = demo.clock
    return {"now": demo.world.now().isoformat(), "timezone": demo.timezone, "movable": clock is not None,
            "frozen": clock is not None and clock.frozen, "knows_next_due": demo.next_due is not None}  # fmt: skip


async def show_clock(demo: Demo, body: Json, request: Request) -> Json:
    return clock_view(demo)


async def move_clock(demo: Demo, body: Json, request: Request) -> Json:
    """{"set": ISO} · {"advance": seconds} · {"tomorrow": "19:00"} · {"next_due": true} · {"frozen": bool}."""
    clock = demo.clock
    if clock is None:
        raise Mistake("this simulator's clock is the real one and cannot be moved")
    if "frozen" in body:
        clock.freeze() if body["frozen"] else clock.run()
    if "advance" in body:
        clock.advance(timedelta(seconds=float(body["advance"])))
    if "set" in body:
        clock.set(datetime.fromisoformat(str(body["set"])))
    if "tomorrow" in body:
        clock.set(_tomorrow(clock.now(), str(body["tomorrow"]), demo.timezone))
    moved_to = await _jump(demo, clock) if body.get("next_due") else None
    demo.world.incoming.ring()
    demo.world.change()
    return clock_view(demo) | ({"nothing_due": moved_to is None} if body.get("next_due") else {})


def _tomorrow(now: datetime, clock_time: str, timezone: str) -> datetime:
    hour, _, minute = clock_time.partition(":")
    local = now.astimezone(ZoneInfo(timezone)) + timedelta(days=1)
    return local.replace(hour=int(hour), minute=int(minute or 0), second=0, microsecond=0)


async def _jump(demo: Demo, clock: SimulatedClock) -> datetime | None:
    due = await demo.next_due() if demo.next_due else None
    if due is not None and due > clock.now():
        clock.set(due)
    return due


# -- faults ----------------------------------------------------------------------------------------------------


async def show_faults(demo: Demo, body: Json, request: Request) -> Json:
    present = [{"kind": one.kind, "methods": sorted(one.methods), "chat_id": one.chat_id, "times": one.times}
               for one in demo.world.faults.present()]  # fmt: skip
    return {"faults": present, "strict_rates": demo.world.judge.strict}


async def add_fault(demo: Demo, body: Json, request: Request) -> Json:
    """A `Fault` by its fields, {"kind": "refused", "seconds": 5}, or {"strict_rates": bool}."""
    if "strict_rates" in body:
        demo.world.judge.strict = bool(body["strict_rates"])
    kind = body.get("kind")
    if kind == "refused":
        if demo.refuse_for is None:
            raise Mistake("only a simulator run by serve() can refuse connections")
        asyncio.get_running_loop().call_later(0.05, demo.refuse_for, float(body.get("seconds", 1)))  # after this answer
    elif kind is not None:
        if kind not in KINDS:
            raise Mistake(f"kind is one of refused, {', '.join(KINDS)}")
        methods = frozenset(str(one).lower() for one in body.pop("methods", ()))
        demo.world.faults.add(Fault(methods=methods, **{key: body[key] for key in body if key != "strict_rates"}))
    return await show_faults(demo, body, request)


async def clear_faults(demo: Demo, body: Json, request: Request) -> Json:
    demo.world.faults.clear()
    demo.world.judge.strict = False
    return {"ok": True}


async def spoil_updates(demo: Demo, body: Json, request: Request) -> Json:
    """{"malformed": n} · {"repeat": n, "updates": m} · {"swap": n} · {"restart_ids": id}."""
    queue = demo.world.queue
    for _ in range(int(body.get("malformed", 0))):
        demo.world.put_malformed_update()
    if "repeat" in body:
        queue.repeat_next(int(body["repeat"]), int(body.get("updates", 1)))
    if "swap" in body:
        queue.swap_next(int(body["swap"]))
    if "restart_ids" in body:
        queue.restart_ids(int(body["restart_ids"]))
    return {"waiting": len(queue)}
