"""Takes a changed library while the program runs: how long that takes, and how long it ever holds up everything else.

The library is the shipped one. Once one file is changed, once every file; a heart that should beat every millisecond
in the program's own loop tells the longest stall.
"""

import argparse
import asyncio
import shutil
import time
from pathlib import Path

from bot.curriculum.catalog import shipped_folder
from tests.e2e.living import Living, living

Figures = dict[str, int | float]

BEAT = 0.001
PATIENCE = 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How often both are done; the worst of all is told."""
    parser.add_argument("--rounds", type=int, default=3)


async def beat(stalls: list[float]) -> None:
    """Notes how much later than asked for each beat came."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(BEAT)
        stalls.append(time.perf_counter() - began - BEAT)


async def change(alive: Living, files: list[Path]) -> tuple[float, float]:
    """Writes the files; the seconds until the changed library was in force, and the longest stall on the way and in the
    second after it."""
    shelf, before = alive.program.shelf, alive.program.shelf.catalog
    for file in files:
        file.write_text(file.read_text("utf-8").rstrip("\n") + "\n" * (file.stat().st_size % 2 + 1), "utf-8")
    stalls: list[float] = []
    heart = asyncio.create_task(beat(stalls))
    began = time.perf_counter()
    async with asyncio.timeout(PATIENCE):
        while shelf.catalog is before:
            await asyncio.sleep(0.01)
    taken = time.perf_counter() - began
    await asyncio.sleep(1.0)
    heart.cancel()
    return taken, max(stalls)


async def measure(folder: Path, rounds: int) -> Figures:
    """The figures of a running program."""
    library = folder / "library"
    shutil.copytree(shipped_folder(), library)
    files = sorted(library.rglob("*.md"))
    async with living(folder, content_dir=library) as alive:
        one = [await change(alive, files[:1]) for _ in range(rounds)]
        all_ = [await change(alive, files) for _ in range(rounds)]
    return {
        "files": len(files),
        "one_changed_seconds": round(max(taken for taken, _ in one), 2),
        "one_changed_stall_ms": round(1000 * max(stall for _, stall in one)),
        "all_changed_seconds": round(max(taken for taken, _ in all_), 2),
        "all_changed_stall_ms": round(1000 * max(stall for _, stall in all_)),
    }
