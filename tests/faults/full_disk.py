"""Run by test_disk in a mount of its own: the living program on a disk that becomes full and has room again."""

import asyncio
import os
import sys
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.simulator import Person
from tests.e2e.living import DANGER, SAM, Living, begin, going_on


def fill(folder: Path) -> Path:
    """A file that takes all the room that is left, to the last byte."""
    ballast = folder / "ballast"
    for size in (1 << 20, 4096, 1):
        with ballast.open("ab", buffering=0) as file, suppress(OSError):
            while file.write(os.urandom(size)):
                pass
    return ballast


async def write_while_full(program: Living, sam: Person, ballast: Path) -> None:
    """An answer, which costs the reserve or waits at Telegram, and words of danger, which are answered at once."""
    sam.has_heard_all()
    sam.types("3")
    await program.heard()
    fill(ballast.parent)  # what the reserve gave is gone too
    sam.types(DANGER["en"])
    await sam.hears("988", seconds=10)
    ballast.unlink()


async def main(folder: Path) -> None:
    begun = await begin(folder / "begun")
    async with going_on(begun, folder / "life") as program:
        sam = program.world.people[SAM]
        await program.does(sam, "/checkin")
        await write_while_full(program, sam, fill(folder))
        await program.rest()
        number = (await program.record(sam)).id
        answers = [answer.value for answer in await program.answers(sam)]
        alerts = await program.ask(lambda unit: [alert.rule for alert in unit.alerts.all_for(number)])
    print(answers, alerts)


asyncio.run(main(Path(sys.argv[1])))
