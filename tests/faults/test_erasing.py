"""Law 9 in the real process at DEBUG: a person is erased beside it, and again after it was killed."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.simulator import SimulatedClock, World, create_app, serve
from bot.storage.erased_codes import NAME
from tests.e2e.living import BOT, TOKEN
from tests.e2e.processes import environment, process
from tests.faults.test_secrets import DANA, NAMES, SAM, STRANGER, TEXTS, command, enrol, reads, rows, taps


async def erase(folder: Path, url: str, code: str) -> tuple[int, str]:
    """`companion erase CODE --yes`, a process of its own; its status and all that it wrote."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "erase", code, "--yes", cwd=folder, env=environment(folder, url),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    out, _ = await child.communicate()
    return child.returncode or 0, out.decode()


def left_of(folder: Path, log: list[str]) -> list[tuple[str, str]]:
    """What of the person stands in a file or in the log."""
    files = [path for name in ("data", "state") for path in (folder / name).rglob("*") if path.is_file()]
    contents = {path.name: path.read_bytes() for path in files if "content" not in path.parts}
    contents["log"] = "\n".join(log).encode()
    words = [NAMES[0], NAMES[4], TEXTS[0], TEXTS[1], str(SAM)]
    found = [(name, word) for name, content in contents.items() for word in words if word.encode() in content]
    return found + [(name, "id") for name, content in contents.items() if SAM.to_bytes(6, "big") in content]


async def test_a_person_is_erased_beside_the_running_process_without_a_trace(tmp_path: Path) -> None:
    world = World(TOKEN, BOT, "Companion", now=lambda: datetime.now(UTC))
    for user, name in ((SAM, NAMES[1]), (DANA, NAMES[2]), (STRANGER, NAMES[1])):
        world.add_person(user, name, "en")
    sam, dana = world.people[SAM], world.people[DANA]
    async with (
        serve(create_app(world, clock=SimulatedClock())) as url,
        process(tmp_path, url, world, LOG_LEVEL="DEBUG", LOG_FORMAT="json") as one,
    ):
        await one.start()
        await enrol(tmp_path, url, world)
        code = str(rows(tmp_path, "SELECT code FROM people WHERE code LIKE 'P-%'")[0][0])
        await reads(sam, "/checkin", "How strong was your strongest craving today?")
        await taps(sam, "3", "6", "No", "Yes")
        await reads(sam, TEXTS[0], "Your note is saved")
        await reads(sam, "/message", "What do you want to say?")
        await reads(sam, TEXTS[1], "stored for your counselor")

        done = await erase(tmp_path, url, code)
        beside = left_of(tmp_path, one.lines())
        await reads(sam, "Check in", "This is a private helper")
        await reads(dana, "/today", "Nobody on your list")
        await one.kill()
        killed = left_of(tmp_path, one.lines())
        again = await erase(tmp_path, url, code)
        await one.start()
        await reads(dana, "/caseload", "The people you look after")
        assert await one.stop() == 0

        assert done == (0, f"{code} is erased\n")
        assert again == (0, f"{code} was erased before\n")
        assert (beside, killed, left_of(tmp_path, one.lines())) == ([], [], [])
        assert (tmp_path / "state" / NAME).read_text() == f"{code}\n"
        assert [line for line in one.lines() if code in line or '"level": "error"' in line] == []
        assert await command(tmp_path, url, "audit", "verify")
        assert not [heard for heard in sam.sees if TEXTS[0] in heard.text or "craving" in heard.text]
