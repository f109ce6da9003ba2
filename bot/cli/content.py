"""Commands for editors: they tell every mistake of a content folder at once."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import content_tools, previewing
from bot.clock import wall_clock

if TYPE_CHECKING:
    from bot.curriculum.faults import Fault

COLOURS = {"fault": typer.colors.RED, "warning": typer.colors.YELLOW}

content = typer.Typer(no_args_is_help=True, help="Checks and tools for the content folder.")


@content.command("check")
def check(
    path: Annotated[Path | None, typer.Argument(help="A content folder. Default: CONTENT_DIR, else ./content.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings are faults.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for machines.")] = False,
    facts: Annotated[bool, typer.Option("--facts", help="List the facts that conditions and texts may name.")] = False,
) -> None:
    """Tells every fault, one line each: `path:line: what is wrong, and what to write instead`. Exit 1 on faults."""
    from bot.curriculum import checks  # here, not above: the dictionaries are not needed to start the bot

    if facts:
        print(checks.facts_table())
        return
    root = content_tools.content_at(path)
    report = checks.check(root, str(root), strict=strict, today=wall_clock().now().date(), whole=True)
    if as_json:
        print(report.to_json())
    for fault in () if as_json else report.told():
        print(_line(fault, coloured=sys.stdout.isatty() and "NO_COLOR" not in os.environ))
    print(report.summary(), file=sys.stderr)
    raise typer.Exit(1 if report.failed else 0)


def _line(fault: "Fault", coloured: bool) -> str:
    """The one line of a fault; on a terminal its place is red, or yellow where it is a warning."""
    place, _, words = str(fault).partition(": ")
    return f"{typer.style(place, fg=COLOURS[fault.level], bold=True)}: {words}" if coloured else f"{place}: {words}"


def add_to(app: typer.Typer) -> None:
    """Adds `content …`."""
    content_tools.add_to(content)
    previewing.add_to(content)
    app.add_typer(content, name="content")
