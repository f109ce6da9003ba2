"""Preview runs of editors: they show a file as it is, and keep no answer in anybody's record.

What was tapped stands in the position of the run, without any words, and goes with it. A preview is never finished,
saves nothing, and moves no rule, alert, offer or prompt.
"""

import json
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from bot.core.activity import Activity
from bot.core.events import Position, Step
from bot.core.values import Value
from bot.services.scene import Scene
from bot.storage.runs import Run

SUBJECT = "preview:"
"""How the subject of a preview begins."""
GIVEN = "given"
"""Where the answers stand beside the position."""
UNREAD = "…"
"""Stands for whatever was typed."""


def is_preview(run: Run) -> bool:
    """Whether an editor looks at the file, and nobody lives with it."""
    return run.subject.startswith(SUBJECT)


def place_of(run: Run) -> dict[str, Any]:
    """The fields of the run's position, without the answers of a preview."""
    fields: dict[str, Any] = json.loads(run.position) if run.position else {}
    fields.pop(GIVEN, None)
    return fields


def given(run: Run) -> dict[str, Value | None]:
    """The answers of the preview by name."""
    found = json.loads(run.position).get(GIVEN, {}) if run.position else {}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}


def keep(scene: Scene, run: Run, activity: Activity, step: Step, idle: timedelta) -> Run:
    """The preview after a step; its page becomes a neutral card when it is left alone for so long."""
    answers = given(run)
    for answer in step.answers:
        question = activity.question(answer.question)
        typed = question is not None and question.kind == "text" and answer.value is not None
        answers[answer.question] = UNREAD if typed else answer.value
    saved = replace(
        run,
        position=_written(step.position, answers),
        message_id=run.message_id or (scene.incoming.message if scene.incoming and scene.incoming.data else None),
        touched_at=scene.now,
        wake_at=run.wake_at if step.stale else step.wake_at,
        neutral_at=(step.wake_at or scene.now) + idle,
    )
    scene.unit.runs.save(saved)
    return saved


def _written(position: Position, answers: dict[str, Value | None]) -> str:
    return json.dumps({**asdict(position), GIVEN: answers})
