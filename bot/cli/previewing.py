"""`companion content preview`: a file as its reader will meet it, while it is being written."""

import asyncio
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer

from bot.refusal import Refusal

FILE = "The file, such as content/en/lessons/early/cravings-come-and-go.md; also one with status: draft."
READERS = "new, mixed, steady, silent, rising-craving, reported-use, paused, strong-craving, low-mood"


def preview(
    file: Annotated[Path, typer.Argument(help=FILE)],
    day: Annotated[int, typer.Option(min=0, max=365, help="The reader's day in the program; the first is 0.")] = 12,
    reader: Annotated[str, typer.Option("--as", help=f"Who reads: {READERS}.")] = "new",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The page's port; 0 takes a free one.")] = 0,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Opens a phone in the browser at that activity, and shows each change as the file is saved."""
    from bot.preview import Asked, place_of, show  # here: the simulator is not needed for anything else
    from bot.preview_reader import READERS as known

    if reader not in known:
        near = get_close_matches(reader, known, 1, 0.4)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
        raise Refusal(f"--as: there is no {reader!r}; {hint}")
    folder, language, id = place_of(file)
    asyncio.run(show(Asked(folder, id, language, known[reader], day, port), browser))


def add_to(content: typer.Typer) -> None:
    """Adds `content preview`."""
    content.command("preview")(preview)
