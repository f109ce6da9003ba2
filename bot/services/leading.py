"""Leads a person through activities: one event at a time, and what opens next."""

from bot.core import player
from bot.core.player import Event, Step
from bot.services import consequences, enrol, outbox, previews, rules, runs, suiting
from bot.services.runs import NoSuchActivity
from bot.services.scene import Scene
from bot.storage.deliveries import Delivery
from bot.storage.runs import Run


def lead(scene: Scene, run: Run, event: Event, why: str = "", silently: bool = False) -> Step:
    """Plays one event of a run and carries out all of it. `why` is the key of a line that says why this comes now;
    `silently` stores an answer and shows nothing, so that no page pushes a safety reply out of sight."""
    activity = runs.activity_of(scene, run)
    saved, step = runs.play(scene, run, event)
    if previews.is_preview(run):
        _go_on_previewing(scene, saved, step, why, silently)
        return step
    if enrol.declined(activity, step):
        saved = runs.fade_soon(scene, saved)
    opens = consequences.follow(scene, saved, activity, step)
    if silently:
        return step
    present = scene.unit.runs.by_id(saved.id)
    if present and present.outcome == "switched":  # the answer was a language: its page goes on in that language
        _show_switched(scene, present)
    elif step.outcome == "finished" and scene.again().person.language != activity.language and not opens:
        outbox.show_menu(scene.again(), "settings")  # the language was chosen: what comes next is in that language
    elif step.outcome == "finished" and not opens and (menu := consequences.menu_instead(scene, saved, activity)):
        _show_menu_instead(scene.again(), saved, menu)
    elif not any(each.parent is None for each in opens):
        reason = rules.settle_offers(scene, activity, step.view) if step.outcome == "finished" else None
        outbox.show_run(scene, saved, step.notice or why, reason)
    for each in opens:
        open_activity(scene.again(), each.activity, parent=each.parent, why=each.why)
    return step


def open_preview(scene: Scene, id: str) -> Run | None:
    """The activity from its first page as an editor's preview, drafts too; one that was open before is left."""
    for older in scene.unit.runs.all_open(scene.person.id):
        if previews.is_preview(older):
            runs.end(scene, older, "left")
    run = runs.begin(scene, id, subject=f"{previews.SUBJECT}{id}")
    if run is not None:
        lead(scene, run, player.Open(), "preview-told")
    return run


def _go_on_previewing(scene: Scene, run: Run, step: Step, why: str, silently: bool) -> None:
    """A preview causes nothing but its own next page, or the preview of where a link leads."""
    if step.follow:
        open_preview(scene, step.follow)
    elif not silently:
        outbox.show_run(scene, run, step.notice or why)


def _show_menu_instead(scene: Scene, run: Run, menu: str) -> None:
    """In the place of the page whose button was tapped; where the answer was typed, the page goes."""
    if scene.incoming is None or scene.incoming.kind != "tap":
        outbox.take_away(scene.unit, run, scene.now)
    outbox.show_menu(scene, menu)


def _show_switched(scene: Scene, run: Run) -> None:
    fresh = scene.unit.runs.open_run(run.person, run.activity, run.subject)
    if fresh:
        lead(scene.again(), fresh, player.Open())


def open_activity(scene: Scene, id: str, parent: int | None = None, why: str = "") -> Run | None:
    """Goes on at the open run of the activity, else begins one, and shows its page as a new message.

    Where the person said at intake that it does not suit them, what stands in its place is opened, also from a link. A
    daily check-in has one run a program day: on a day that has one, that is shown, finished or not.
    """
    activity = scene.house.content().activity(id, scene.person.language)
    if activity is None or activity.draft:
        raise NoSuchActivity(id)
    activity = suiting.fitting(scene, activity) or activity
    run = _of_today(scene, activity.id) if activity.schedule.form == "daily" else None
    run = run or scene.unit.runs.open_run(scene.person.id, activity.id) or runs.begin(scene, activity.id, parent=parent)
    if run is not None:
        lead(scene, run, player.Open(), why)
    return run


def open_offered(scene: Scene, delivery: Delivery, why: str = "") -> None:
    """What an unasked line stands for: its own run while that is open, also on the day after, else the activity. An
    answer to yesterday's check-in is about yesterday."""
    args = outbox.arguments(delivery)
    number, offered = args.get("run"), args.get("offer")
    run = scene.unit.runs.by_id(number) if isinstance(number, int) else None
    if run is not None and run.outcome == "switched":
        run = scene.unit.runs.open_run(run.person, run.activity, run.subject)
    if run is None or run.outcome is not None or run.person != scene.person.id:
        open_activity(scene, str(offered or (run.activity if run else delivery.purpose)), why=why)
        return
    daily = activity_form(scene, run) == "daily"
    late = daily and run.occurrence != scene.day.isoformat()
    lead(scene, run, player.Open(), "late-told" if late else why)


def activity_form(scene: Scene, run: Run) -> str:
    """By which form of schedule the run's activity is offered."""
    return runs.activity_of(scene, run).schedule.form


def _of_today(scene: Scene, activity: str) -> Run | None:
    """Today's run; one of an earlier day that is still open has expired by now."""
    older = scene.unit.runs.open_run(scene.person.id, activity)
    if older and older.occurrence != scene.day.isoformat():
        runs.end(scene, older, "expired")
    today = scene.unit.runs.of_day(scene.person.id, activity, scene.day.isoformat())
    return today if today and today.outcome in (None, "finished") else None
