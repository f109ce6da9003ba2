"""Trying a file: its reader jumps from page to page, and stays where they are when the file changes."""

import json
from dataclasses import replace

from bot.core import player
from bot.core.activity import Activity
from bot.core.pages import Position
from bot.services import leading, outbox, runs
from bot.services.scene import Scene
from bot.storage.runs import Run


def begin(scene: Scene, id: str, subject: str | None = None) -> Run | None:
    """The activity from its first page, drafts too; a run of it that was open before is left."""
    for older in scene.unit.runs.all_open(scene.person.id):
        runs.end(scene, older, "left")
    run = runs.begin(scene, id, subject=subject)
    if run is not None:
        leading.lead(scene, run, player.Open())
    return run


def jump(scene: Scene, run: Run, page: int) -> None:
    """The run stands on that page, as if it had come there; its answers stay."""
    if not 0 <= page < len(runs.activity_of(scene, run).pages):
        raise ValueError(f"there is no page {page + 1}")
    moved = replace(
        run, position=runs.write_position(Position(page)), outcome=None, finished_at=None, touched_at=scene.now
    )
    scene.unit.runs.save(moved)
    leading.lead(scene, moved, player.Open())


def renew(scene: Scene, run: Run, language: str = "") -> Run | None:
    """The run goes on in the newest version of its file, on the page on which it stood."""
    old = runs.activity_of(scene, run)
    fresh = runs.renew(scene, run, language)
    if fresh is None:
        return None
    new = runs.activity_of(scene, fresh)
    page = _same_page(old, json.loads(run.position or "{}").get("page", 0), new)
    place = replace(runs.position_of(fresh, new), page=page)
    question = new.pages[page].question
    if question is None or question.name not in scene.unit.answers.newest(fresh.id):
        place = replace(place, answered=False, picked=())
    fresh = replace(fresh, position=runs.write_position(place), touched_at=scene.now)
    scene.unit.runs.save(fresh)
    outbox.show_run(scene, fresh)
    return fresh


def _same_page(old: Activity, page: int, new: Activity) -> int:
    """Where a page is by now: the one with its question, or that many before or after the next question beside it."""
    asked = [p.question.name if p.question else "" for p in new.pages]
    for away in sorted(range(-page, len(old.pages) - page), key=abs):
        question = old.pages[page + away].question if page < len(old.pages) else None
        if question and question.name in asked:
            return max(0, min(asked.index(question.name) - away, len(new.pages) - 1))
    return min(page, len(new.pages) - 1)
