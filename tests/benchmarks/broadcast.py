"""Sends many prompts due at one minute to a Telegram that refuses whatever is too fast, while people tap beside it."""

import argparse
import asyncio
import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles

from bot.simulator import Person, SimulatedClock, World, create_app, serve
from tests.benchmarks.town import PROMPT, QUESTIONS, Resident, begins, make_content, make_world, settle, value
from tests.e2e.processes import process

PATIENCE = 300.0
BETWEEN_TAPS = 1.5
"""Seconds that a person looks at a page before the next tap, on average."""

Figures = dict[str, int | float]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many prompts and how fast."""
    parser.add_argument("--prompts", type=int, default=1000)
    parser.add_argument("--per-second", type=int, default=30)
    parser.add_argument("--tappers", type=int, default=40)
    parser.add_argument("--lead", type=int, default=1, help="minutes before the minute at which all are due")


async def taps(person: Person, chance: random.Random, during: asyncio.Event, waits: list[float]) -> None:
    """A person who goes through ten questions; how long each page took to come."""
    await asyncio.sleep(chance.uniform(0.0, 2 * BETWEEN_TAPS))
    begins(person)
    await person.hears("number 0?", seconds=PATIENCE)
    for question in range(QUESTIONS):
        await asyncio.sleep(chance.uniform(0.0, 2 * BETWEEN_TAPS))
        tapped, counts = time.monotonic(), during.is_set()
        await person.taps(str(value(person.user_id, question)), seconds=PATIENCE)
        await person.hears(f"number {question + 1}?" if question + 1 < QUESTIONS else "all ten", seconds=PATIENCE)
        if counts and during.is_set():
            waits.append(time.monotonic() - tapped)


async def keep_tapping(people: list[Person], during: asyncio.Event, over: asyncio.Event, waits: list[float]) -> None:
    """Eight at a time, one after the other, until the broadcast is over."""
    chance, waiting = random.Random(1), list(people)

    async def one_after_the_other() -> None:
        while waiting and not over.is_set():
            await taps(waiting.pop(), chance, during, waits)

    await asyncio.gather(*(one_after_the_other() for _ in range(8)))


def prompts_sent(world: World) -> list[float]:
    """When Telegram took each prompt."""
    calls = world.journal.accepted("sendMessage", "sendmessage")
    return [call.started for call in calls if PROMPT in str(call.parameters.get("text"))]


async def measure(folder: Path, prompts: int, per_second: int, tappers: int, lead: int) -> Figures:
    """The figures: refusals, how long a page took after its tap, messages a second."""
    due = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=lead)
    tapping = [Resident(5000 + n) for n in range(tappers)]
    told = [Resident(10_000 + n, due) for n in range(prompts)]
    world, people = make_world([*tapping, *told])
    await settle(folder, [*tapping, *told])
    content, during, over, waits = make_content(folder), asyncio.Event(), asyncio.Event(), list[float]()
    async with (
        serve(create_app(world, clock=SimulatedClock())) as url,
        process(folder, url, world, CONTENT_DIR=str(content), MESSAGES_PER_SECOND=str(per_second)) as one,
    ):
        world.judge.strict = True
        await one.start()
        tapping_on = asyncio.create_task(keep_tapping([people[who.user] for who in tapping], during, over, waits))
        async with asyncio.timeout(PATIENCE):
            while len(sent := prompts_sent(world)) < prompts:
                if sent and not during.is_set():
                    during.set()
                await asyncio.sleep(0.05)
        during.clear()
        over.set()
        await tapping_on
        await one.stop()
    return figures(world, sent, waits)


def figures(world: World, sent: list[float], waits: list[float]) -> Figures:
    """What was seen, as numbers."""
    refused = sum(call.status == 429 for call in world.journal)
    cuts = quantiles(waits, n=100) if len(waits) > 1 else [0.0] * 99
    begun = sorted(call.started for call in world.journal if call.method.lower().startswith(("send", "edit")))
    busiest = max(sum(start <= other < start + 1 for other in begun[n : n + 100]) for n, start in enumerate(begun))
    return {
        "prompts": len(sent),
        "refused_429": refused,
        "messages_per_second": round(len(sent) / (max(sent) - min(sent)), 1),
        "busiest_second": busiest,
        "taps": len(waits),
        "tap_to_page_p50_ms": round(cuts[49] * 1000, 1),
        "tap_to_page_p99_ms": round(cuts[98] * 1000, 1),
        "tap_to_page_max_ms": round(max(waits, default=0.0) * 1000, 1),
        "seconds": round(max(sent) - min(sent), 1),
    }
