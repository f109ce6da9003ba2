"""The danger detector from the command line, to be scored on messages it never saw."""

import json
import sys
from typing import Annotated, Any

import typer

from bot.refusal import Refusal

safety = typer.Typer(no_args_is_help=True, help="The danger detector.")


@safety.command("classify")
def classify_lines(
    pretty: Annotated[bool, typer.Option("--pretty", help="Indent the JSON, for reading.")] = False,
) -> None:
    """Reads JSON lines {"id","text","lang"} on standard input and writes {"id","urgent","kind","why"} for each."""
    from bot.core.safety import screen
    from bot.opening import load_content  # here: other commands start faster without it

    families = load_content().families
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        asked = _read(line, number)
        finding = screen(asked["text"], asked["lang"], families)
        told = {"id": asked["id"], "urgent": finding.urgent, "kind": finding.kind, "why": finding.why}
        print(json.dumps(told, ensure_ascii=False, indent=2 if pretty else None), flush=False)


EXAMPLE = '{"id": "1", "text": "…", "lang": "en"}'


def _read(line: bytes, number: int) -> dict[str, Any]:
    try:
        asked = json.loads(line.decode("utf-8-sig", "replace"))
    except ValueError:
        raise Refusal(f"line {number} is not JSON; write {EXAMPLE} on one line", 1) from None
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        raise Refusal(f'line {number} has no "text"; write {EXAMPLE}', 1)
    return {"id": asked.get("id"), "text": asked["text"], "lang": str(asked.get("lang") or "en")}


def add_to(app: typer.Typer) -> None:
    """Adds `safety …`."""
    app.add_typer(safety, name="safety")
