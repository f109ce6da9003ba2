"""Runs: begins them, leads them on by the player, and stores what it says, all in the caller's transaction."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, timedelta

from bot.core import pages, player, recalls
from bot.core.activity import Activity, Question
from bot.core.days import is_late
from bot.core.pages import Position
from bot.core.player import Event, Given, Step
from bot.core.schedule import program_day, usable_checkin_time, usable_quiet
from bot.core.values import Value
from bot.core.view import View
from bot.services import previews
from bot.services.knowledge import facts_for
from bot.services.scene import Scene
from bot.services.session_facts import meeting_of, takes
from bot.storage.runs import Run

NEUTRAL_AFTER = timedelta(minutes=10)
"""An ended or idle page becomes a neutral card so long after its last change: the chat list shows the last message."""
CHANGE_WITHIN = timedelta(hours=24)
"""How long an answer may be changed, and an optional note added, after the end."""


class NoSuchActivity(LookupError):
    """The content has no activity of that id for this person."""


def activity_of(scene: Scene, run: Run) -> Activity:
    """The version of the activity that the run began with, else the newest one if that can no longer be read; of a run
    that asks a question again, that question alone."""
    asked = recalls.question_of(run.subject)
    whole = _version_of(scene, run)
    return recalls.only_question(whole, asked) if asked else whole


def _version_of(scene: Scene, run: Run) -> Activity:
    if known := scene.house.versions.get(run.version):
        return known
    version = scene.unit.versions.by_id(run.version)
    if version is None:
        raise NoSuchActivity(run.activity)
    found = scene.house.content().version(version.activity, version.language, version.digest, version.source)
    if found is None:
        raise NoSuchActivity(run.activity)
    scene.house.versions[run.version] = found
    return found


def position_of(run: Run, activity: Activity) -> Position:
    """Where the run stands; a page that a newer text no longer has becomes its last."""
    fields = previews.place_of(run)
    place = Position(**{**fields, "picked": tuple(fields.get("picked", ()))})
    return replace(place, page=min(place.page, len(activity.pages) - 1))


def write_position(position: Position) -> str:
    """A position as the run keeps it."""
    return json.dumps(asdict(position))


def values_of(scene: Scene, run: Run, activity: Activity) -> dict[str, Value | None]:
    """The newest answer of each question of the run; `None` where it was skipped."""
    if previews.is_preview(run):
        return previews.given(run)
    stored = scene.unit.answers.newest(run.id)
    found: dict[str, Value | None] = {}
    for name, answer in stored.items():
        question = activity.question(name)
        many = question is not None and question.kind == "many" and isinstance(answer.value, str)
        found[name] = tuple(str(answer.value).split(",")) if many else answer.value
    return found


def begin(
    scene: Scene,
    id: str,
    *,
    occurrence: date | str | None = None,
    subject: str | None = None,
    part: int = 0,
    prompted: bool = False,
    parent: int | None = None,
    language: str = "",
) -> Run | None:
    """A new run of the activity at its first page; `None` when one is open already or the prompt was given before."""
    activity = scene.house.content().activity(id, language or scene.person.language)
    if activity is None:
        raise NoSuchActivity(id)
    source = scene.house.content().source(activity)
    version = scene.unit.versions.by_digest(activity.id, activity.language, activity.version)
    if version is None or not version.current:
        version = scene.unit.versions.record(activity.id, activity.language, activity.version, source, scene.now)
    day = scene.day if occurrence is None else occurrence
    return scene.unit.runs.create(
        scene.person.id,
        activity.id,
        version.id,
        at=scene.now,
        occurrence=day if isinstance(day, str) else day.isoformat(),
        subject=subject,
        part=part,
        prompted=prompted,
        parent=parent,
        position=write_position(Position()),
    )


def day_of(scene: Scene, run: Run) -> date:
    """The program day that a run is about: that of its occurrence, or the one on which its meeting takes place."""
    meeting = meeting_of(scene.unit, run.subject)
    return program_day(meeting.starts_at, scene.person.timezone) if meeting else date.fromisoformat(run.occurrence[:10])


def end(scene: Scene, run: Run, outcome: str) -> None:
    """Closes an open run without finishing it: expired, left or switched."""
    scene.unit.runs.save(replace(run, outcome=outcome, wake_at=None, touched_at=scene.now))


def play(scene: Scene, run: Run, event: Event) -> tuple[Run, Step]:
    """Plays one event and stores the answers and the position; the run as it then stands, and the step.

    A change that comes more than 24 h after the end, and a value that a setting cannot take, change nothing.
    """
    activity = activity_of(scene, run)
    known, facts = values_of(scene, run, activity), facts_for(scene, activity, run)
    place = position_of(run, activity)
    if activity.kind != "worksheet" and not _in_time(scene, run, place, event):  # a plan can be changed on any day
        event = player.Tap(NOWHERE, NOWHERE)
    step = player.play(activity, place, known, event, facts, scene.now)
    if refused := _refused(scene, run, {**_saved(activity, known), **dict(step.saves)}, step):
        step = replace(player.play(activity, place, known, player.Open(), facts, scene.now), stale=True, notice=refused)
    if previews.is_preview(run):
        return previews.keep(scene, run, activity, step, NEUTRAL_AFTER), step
    _store_answers(scene, run, activity, step.answers)
    return _save(scene, run, step), step


NOWHERE = -1
"""A page that no activity has: an event there is stale."""


def _in_time(scene: Scene, run: Run, place: Position, event: Event) -> bool:
    changes = isinstance(event, player.Change) or (place.done and not isinstance(event, player.Open | player.Follow))
    return not changes or run.finished_at is None or scene.now - run.finished_at < CHANGE_WITHIN


def _saved(activity: Activity, known: Mapping[str, Value | None]) -> dict[str, Value | None]:
    """The answers of the run under what they save."""
    return {activity.saves[name]: value for name, value in known.items() if name in activity.saves}


def _refused(scene: Scene, run: Run, saved: Mapping[str, Value | None], step: Step) -> str:
    """The key of the reason why a saved value cannot be taken, or nothing."""
    quiet = scene.person.quiet_from, scene.person.quiet_to
    night = saved.get("preference.quiet_from"), saved.get("preference.quiet_to")
    if any(target.startswith("preference.quiet") for target, _ in step.saves) and all(night):
        return "" if usable_quiet(str(night[0]), str(night[1])) else "quiet-nonsense"
    for target, value in step.saves:
        if (
            target == "preference.checkin_time"
            and value is not None
            and usable_checkin_time(str(value), *quiet) is None
        ):
            return "checkin-quiet"
        if target.startswith("session.") and value is not None and not takes(scene, run, target.partition(".")[2]):
            return "session-begun"
    return ""


def _store_answers(scene: Scene, run: Run, activity: Activity, given: tuple[Given, ...]) -> None:
    day = day_of(scene, run)
    late = is_late(day, scene.now, scene.person.timezone)
    for answer in given:
        question = activity.question(answer.question)
        status = "skipped" if answer.value is None else "changed" if answer.again else "answered"
        value = answer.value if not isinstance(answer.value, float) else int(answer.value)
        text = question is not None and question.kind == "text"
        scene.unit.answers.add(
            run, answer.question, value, at=scene.now, local_date=day, text=text, status=status, late=late
        )


def _save(scene: Scene, run: Run, step: Step) -> Run:
    tapped = scene.incoming.message if scene.incoming and scene.incoming.kind == "tap" else None
    finished = step.outcome == "finished"
    saved = replace(
        run,
        position=write_position(step.position),
        message_id=run.message_id or tapped,
        started_at=run.started_at or scene.now,
        touched_at=scene.now,
        finished_at=scene.now if finished else run.finished_at,
        outcome="finished" if finished and run.outcome is None else run.outcome,
        wake_at=step.wake_at if not step.stale else run.wake_at,
        neutral_at=(step.wake_at or scene.now) + NEUTRAL_AFTER,
    )
    scene.unit.runs.save(saved)
    return saved


def view_of(scene: Scene, run: Run, notice: str = "") -> View:
    """What the run's page shows now."""
    activity = activity_of(scene, run)
    known, facts = values_of(scene, run, activity), facts_for(scene, activity, run)
    return pages.show(activity, position_of(run, activity), known, facts, notice)


def newest_shown(scene: Scene) -> Run | None:
    """The run whose page is the newest that is readable in the chat; `None` when a menu was shown after it."""
    shown = scene.unit.runs.recent(scene.person.id)
    menu = scene.unit.deliveries.page_of(scene.person.id, "menu")
    if not shown or (menu is not None and menu.queued_at > shown[0].touched_at):
        return None
    return shown[0]


def switch_language(scene: Scene, language: str) -> None:
    """Open runs go on in the other language, with their answers by name."""
    for run in scene.unit.runs.all_open(scene.person.id):
        renew(scene, run, language)


def renew(scene: Scene, run: Run, language: str = "") -> Run | None:
    """The run goes on in the newest version of its activity, with its answers by name and in its place."""
    end(scene, run, "switched")
    own = run.prompted and run.subject == run.activity  # of a reminder `part` counts the moves of its session
    fresh = begin(
        scene, run.activity, occurrence=run.occurrence, subject=run.subject, language=language,
        prompted=own, part=run.part + own,
    )  # fmt: skip
    if fresh is None:
        return None
    _copy_answers(scene, run, fresh, activity_of(scene, fresh))
    kept = ("position", "message_id", "neutral_at", "wake_at", "offered_at", "started_at", "finished_at", "outcome")
    fresh = replace(fresh, **{name: getattr(run, name) for name in kept})
    scene.unit.runs.save(fresh)
    return fresh


def _copy_answers(scene: Scene, old: Run, new: Run, activity: Activity) -> None:
    """Each as it was given: when, about which day, and whether late."""
    before = activity_of(scene, old)
    for name, given in scene.unit.answers.newest(old.id).items():
        question = activity.question(name)
        if question is None or not _fits(before.question(name), question):
            continue
        status = "skipped" if given.value is None else "answered"
        text = question.kind == "text"
        scene.unit.answers.add(
            new, name, given.value, at=given.answered_at, local_date=given.local_date, text=text, status=status,
            late=given.late,
        )  # fmt: skip


def _fits(old: Question | None, new: Question) -> bool:
    """Whether an answer to the old question still means something for the new one."""
    return old is not None and (old.kind, [o.id for o in old.options]) == (new.kind, [o.id for o in new.options])


def open_question(scene: Scene, run: Run) -> Question | None:
    """The question that waits for an answer on the run's page, if one does."""
    if run.outcome not in (None, "finished"):
        return None
    activity = activity_of(scene, run)
    return player.waiting(
        activity, position_of(run, activity), values_of(scene, run, activity), facts_for(scene, activity, run)
    )


def quiet(run: Run) -> Run:
    """The run as it stands once its page is a neutral card. That of an ended run goes when no answer can be changed
    any more: weeks of them would bury what is new."""
    gone_at = run.finished_at + CHANGE_WITHIN if run.finished_at else None
    return replace(run, neutral_at=None, wake_at=gone_at if run.outcome == "finished" else run.wake_at)


def fade_soon(scene: Scene, run: Run) -> Run:
    """The run, whose page is looked at again in a minute instead of ten."""
    soon = replace(run, neutral_at=scene.now + timedelta(minutes=1))
    scene.unit.runs.save(soon)
    return soon


def close_at_once(scene: Scene, run: Run) -> None:
    """A page that was shown from memory: its run begins and ends with that."""
    scene.unit.runs.save(replace(run, finished_at=scene.now, outcome="finished", touched_at=scene.now))
