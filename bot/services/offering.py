"""Giving what is due: the run of a scheduled activity or of a dose, with the unasked line that offers it."""

from datetime import datetime, timedelta

from bot.core import doses, thinning
from bot.core.activity import Activity
from bot.services import agenda, alerts, outbox, recalling, runs, suiting
from bot.services.agenda import Item
from bot.services.scene import Scene
from bot.services.unasked import HOW_OFTEN
from bot.storage.runs import Run

THINNED = "thinned"
"""The alert that tells a counselor of it."""


def give(scene: Scene, item: Item) -> bool:
    """Queues the unasked line; False where it is not needed (any more)."""
    if item.purpose == recalling.PURPOSE:
        return recalling.give(scene, item.wanted.expires_at)
    if item.activity is None:
        return _dose(scene, item)
    if scene.unit.runs.of_day(scene.person.id, item.activity.id, scene.day.isoformat()):
        return False  # the person began on their own, which takes the prompt's place
    if item.activity.kind == "checkin" and _are_passed_by(scene):
        return _ask_how_often(scene, item)
    return _offer(scene, item, item.activity)


def _offer(scene: Scene, item: Item, activity: Activity) -> bool:
    """A new run of the activity and its line; the run of an earlier day that nobody finished has expired by now."""
    run = _begun(scene, activity) or runs.begin(scene, activity.id, prompted=True)
    return run is not None and _line(scene, run, item.purpose, item.wanted.expires_at)


def _line(scene: Scene, run: Run, purpose: str, expires_at: datetime) -> bool:
    """Goes now, about today: also for a lesson that was begun on an earlier day."""
    day = scene.day.isoformat()
    return outbox.prompt(scene, run, scene.now, expires_at, purpose=purpose, occurrence=day, part=0)


def _begun(scene: Scene, activity: Activity) -> Run | None:
    """A lesson in which somebody stands is gone on with; a check-in is about its day, and ends with it."""
    older = scene.unit.runs.open_run(scene.person.id, activity.id)
    if older is None or (older.started_at and activity.schedule.form == "request"):
        return older
    runs.end(scene, older, "expired")
    outbox.take_away(scene.unit, older, scene.now)
    return None


def _dose(scene: Scene, item: Item) -> bool:
    """The next of its kind, on a day on which the person did not turn to one by themselves."""
    track = agenda.track_of(scene.house.content(), item.purpose)
    if not track or scene.unit.unasked.begun_on(scene.person.id, scene.day) & set(track):
        return False
    turns = item.purpose in doses.BY_TURNS
    done = set() if turns else set(scene.unit.runs.finished(scene.person.id))
    for step in range(len(track)):
        id = doses.next_of(item.purpose, track, done, item.number + step)
        found = scene.house.content().activity(id, scene.person.language) if id else None
        if found is None:
            return False
        fit = suiting.fitting(scene, found)
        if fit is not None:
            return _offer(scene, item, fit)
        done.add(found.id)
    return False


def _are_passed_by(scene: Scene) -> bool:
    """Whether the last days' prompts of check-ins were all ignored, and the person was not asked about it lately. Who
    answers each evening and leaves the weekly one is not passing by."""
    if scene.person.prompts_every != 1:
        return False
    since = scene.day - thinning.STANDS_FOR
    days = [since + timedelta(days=number) for number in range((scene.day - since).days)]  # today is not over
    checkins = [each.id for each in agenda.scheduled(scene.house.content()) if each.kind == "checkin"]
    sent = [
        thinning.Prompted(each.occurrence, each.state == "sent", bool(each.opened_at or each.done_at))
        for each in scene.unit.unasked.about(scene.person.id, checkins, days)
        if each.error != "paused"
    ]
    return thinning.all_ignored(sent) and not scene.unit.unasked.since(scene.person.id, HOW_OFTEN, since)


def _ask_how_often(scene: Scene, item: Item) -> bool:
    """Half as often from now on, told to the counselor; in this prompt's place the person is asked what they prefer."""
    person = scene.person
    scene.unit.people.set(person.id, "prompts_every", thinning.HALF, scene.now, None)
    alerts.raise_alert(scene, THINNED, "watch", "row-thinned", {"count": thinning.IGNORED_IN_A_ROW})
    asks = scene.house.content().activity(HOW_OFTEN, person.language)
    run = runs.begin(scene, asks.id, prompted=True) if asks else None
    return run is not None and _line(scene, run, HOW_OFTEN, item.wanted.expires_at)


def came_back(scene: Scene, activity: Activity) -> None:
    """A check-in ends what the counselor was told; some on days running bring every prompt back, unless it was the
    person who wanted fewer."""
    person = scene.person
    if activity.kind != "checkin" or person.prompts_every != thinning.HALF:
        return
    alerts.settle(scene, (THINNED,))
    changes = scene.unit.history.of(person.id, "prompts_every")
    since = scene.day - timedelta(days=thinning.BACK_AFTER)
    done_on = scene.unit.unasked.finished_on(person.id, activity.id, since)
    if changes and changes[-1].by is None and thinning.may_come_back(scene.day, done_on):
        scene.unit.people.set(person.id, "prompts_every", 1, scene.now, None)
