"""A local Telegram: a strict Bot API server with a phone page, for the demo, the preview and the tests.

clock = SimulatedClock()
world = World("123:abc", now=clock.now)
ana = world.add_person(1001, "Ana", "es")
async with serve(create_app(world, clock=clock)) as url:
    ...  # the bot runs with url as its TELEGRAM_API_URL
    ana.types("/start ABC")
    message = await ana.hears()
"""

from bot.simulator.clock import SimulatedClock
from bot.simulator.demo import PhoneInfo
from bot.simulator.faults import Fault, Rates
from bot.simulator.people import Heard, Person, marked
from bot.simulator.server import Served, create_app, serve
from bot.simulator.world import World

__all__ = [
    "Fault",
    "Heard",
    "Person",
    "PhoneInfo",
    "Rates",
    "Served",
    "SimulatedClock",
    "World",
    "create_app",
    "marked",
    "serve",
]
