"""The way in: what `companion` and `python -m bot` run."""

import gc
import sys


def main() -> None:
    """Runs one command.

    Loading the libraries makes half a million objects and no garbage. Without looking for garbage among them meanwhile,
    and ever after, a start is a fifth of a second shorter. A command for editors reads files and ends: it needs no
    such look at all.
    """
    gc.disable()
    from bot.cli import main as run

    gc.freeze()
    if sys.argv[1:2] != ["content"]:
        gc.enable()
    run()
