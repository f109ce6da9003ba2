"""`python -m bot.simulator --port N --token T`: the simulator alone, for black-box tests."""

import argparse
import asyncio
import signal
from contextlib import suppress

from bot.simulator.clock import SimulatedClock
from bot.simulator.server import create_app, serve
from bot.simulator.world import World


async def _run(host: str, port: int, token: str, username: str) -> None:
    clock = SimulatedClock()
    world = World(token, username, now=clock.now)
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has no signal handlers in its loop
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with serve(create_app(world, clock=clock), host, port) as url:
        print(url, flush=True)  # a test that asked for port 0 reads it here
        await ended.wait()


def main() -> None:
    """Read the arguments and serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m bot.simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one; the address is printed")
    parser.add_argument("--token", required=True, help="any; the bot must use the same")
    parser.add_argument("--username", default="companion_bot")
    given = parser.parse_args()
    asyncio.run(_run(given.host, given.port, given.token, given.username))


if __name__ == "__main__":
    main()
