"""Tools for editors: a new file, the list, the graph, and how the content is used."""

import asyncio
import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, astuple, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.refusal import Refusal

if TYPE_CHECKING:
    from bot.curriculum.folder import Folder
    from bot.curriculum.listing import Row
    from bot.services.usage import Report

In = Annotated[Path | None, typer.Option("--in", help="The content folder. Default: CONTENT_DIR, else ./content.")]

HEADER = (
    "id", "kind", "title", "track", "order", "links_to", "links_from", "grade", "words", "languages", "reviewed",
    "status",
)  # fmt: skip


def content_at(path: Path | None) -> Path:
    """The folder to work on, with no look at the settings where it was named."""
    if path is None:
        from bot.content_place import content_folder  # here: a named folder needs no settings

        path = content_folder()
    if not path.is_dir():
        raise Refusal(f"{path} is not a folder; name the content folder")
    return path


def _read(path: Path | None) -> "Folder":
    from bot.curriculum.folder import read_folder

    root = content_at(path)
    return read_folder(root, str(root))


def new(
    kind: Annotated[str, typer.Argument(help="lesson, checkin, practice, worksheet, assessment, reminder or page.")],
    name: Annotated[str, typer.Argument(help="Its name, such as walk-it-off, or lessons/early/walk-it-off.")],
    where: In = None,
) -> None:
    """Writes a working example as a draft, in English and Spanish, to be written over. Nothing is ever overwritten."""
    from bot.curriculum.starting import CannotStart, start

    try:
        written = start(content_at(where), kind, name)
    except CannotStart as why:
        raise Refusal(str(why)) from None
    for path in written:
        print(path)
    print("write your own words over them, then run `companion content check`", file=sys.stderr)


def list_all(
    kind: Annotated[str, typer.Option(help="Only files of this kind.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array for machines.")] = False,
    where: In = None,
) -> None:
    """Every file: its place in tracks, its links, reading grade (Spanish counts otherwise: only English is shown),
    words on the longest way, languages, and when a clinician read it. A table on a terminal; else fields and tabs."""
    from bot.curriculum.listing import rows_of
    from bot.curriculum.starting import KINDS

    if kind and kind not in KINDS:
        raise Refusal(f"{kind!r} is no kind; write {', '.join(KINDS)}")
    rows = rows_of(_read(where), kind)
    if as_json:
        print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
    elif sys.stdout.isatty():
        _draw(rows)
    else:
        print("\t".join(HEADER))
        for row in rows:
            print("\t".join(_cells(row)))


def _cells(row: "Row") -> tuple[str, ...]:
    return (
        row.id,
        row.kind,
        row.title,
        ",".join(row.tracks),
        ",".join(map(str, row.tracks.values())),
        str(len(row.leads_to)),
        str(len(row.led_from)),
        "" if row.grade is None else f"{row.grade:g}",
        str(row.words),
        ",".join(row.languages),
        row.reviewed,
        "draft" if row.draft else "published",
    )


def _draw(rows: Sequence["Row"]) -> None:
    from rich.console import Console  # here: only a terminal needs it
    from rich.table import Table

    table = Table(title=f"{len(rows)} files", title_justify="left")
    for head in HEADER:
        right = head in ("order", "links_to", "links_from", "grade", "words")
        table.add_column(head.replace("_", " "), justify="right" if right else "left", overflow="fold")
    for row in rows:
        table.add_row(*_cells(row), style="dim" if row.draft else "")
    Console().print(table)


def graph(
    file: Annotated[Path, typer.Argument(help="The picture to write, such as content.svg.")],
    where: In = None,
) -> None:
    """Draws what leads to what, and names the files that nothing leads to (on standard error, and apart in red)."""
    from bot.curriculum.drawing import draw
    from bot.curriculum.graph import graph_of

    if file.suffix.lower() != ".svg":
        raise Refusal(f"{file} is no svg; write a name such as content.svg")
    found = graph_of(_read(where))
    try:
        file.write_text(draw(found), encoding="utf-8")
    except OSError as fault:
        raise Refusal(f"{file} cannot be written ({fault.strerror}); name a file in a folder of yours") from None
    print(file)
    for orphan in found.orphans:
        print(f"nothing leads to {orphan}: link to it, put it in a track, or give it a schedule", file=sys.stderr)


def report(
    folder: Annotated[Path, typer.Argument(help="A folder for the report; made if it is not there.")],
) -> None:
    """How the content is used, from the database of the settings: opened, finished, where people stop, quizzes that are
    too easy or too hard. Counts of people under 11 are hidden. Ratings are not asked yet, so none are told."""
    from bot.cli.asking import settings_now

    settings = settings_now()
    found = asyncio.run(_use(settings))
    folder.mkdir(parents=True, exist_ok=True)
    _write_csv(folder / "activities.csv", found.activities)
    _write_csv(folder / "quizzes.csv", found.quizzes)
    (folder / "report.md").write_text(_page(found), encoding="utf-8")
    for name in ("activities.csv", "quizzes.csv", "report.md"):
        print(folder / name)


async def _use(settings: object) -> "Report":
    from bot.clock import wall_clock
    from bot.opening import load_content, open_store
    from bot.services import usage
    from bot.services.noting import note
    from bot.settings import Settings

    assert isinstance(settings, Settings)
    now, catalog = wall_clock().now(), load_content(settings)
    content = {activity.id: activity for activity in catalog.all_activities() if not activity.draft}
    async with open_store(settings) as store:
        await store.write(lambda unit: note(unit, None, "content-report", "everybody", now))
        return await store.read(lambda unit: usage.report(unit, content))


def _write_csv(path: Path, rows: Sequence[object]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        if rows:
            writer.writerow([part.name for part in fields(rows[0])])  # type: ignore[arg-type]
        writer.writerows([astuple(row) for row in rows])  # type: ignore[call-overload]


def _page(found: "Report") -> str:
    from bot.services.usage import HIDDEN

    used = [row for row in found.activities if row.opened != HIDDEN]
    few = len(found.activities) - len(used)
    parts = [
        "# How the content is used",
        f"Counts are people. A count under 11 is hidden ({HIDDEN}); {few} files that fewer opened stand in "
        "activities.csv only. Ratings and *I don't understand* are not asked yet.",
        "## Opened, finished, and where people stop",
        _table(("file", "opened", "finished", "most stop on page", "people"), [
            (row.activity, row.opened, row.finished, row.stop_page, row.stopped) for row in used
        ]),
        "## Quiz questions",
        _table(("file", "question", "answered", "right at first", "verdict"), [
            astuple(row) for row in found.quizzes if row.answered != HIDDEN
        ]),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return "Nothing yet."
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def add_to(content: typer.Typer) -> None:
    """Adds `new`, `list`, `graph` and `report` to `content …`."""
    content.command("new")(new)
    content.command("list")(list_all)
    content.command("graph")(graph)
    content.command("report")(report)
