"""The move to the next phase: a counselor proposes it, the person reads what changes and agrees, nothing moves by
itself. A move that was not proposed cannot be agreed to."""

import json
from datetime import timedelta

from bot.core.activity import Activity
from bot.core.schedule import outside_quiet
from bot.core.view import Line, View, tap
from bot.services import alerts, outbox
from bot.services.scene import Scene
from bot.services.telling import DANGER
from bot.storage.deliveries import Delivery
from bot.storage.runs import Run

PURPOSE = "phase"
"""The purpose of the line that brings a proposal."""
NEXT = {"iop": ("op", "transitions/to-op"), "op": ("continuing", "transitions/to-continuing")}
"""The phase that follows, and the file that says what changes."""
WAITS = 7
"""Days that the line may still be sent: a phone can be off for a while."""
BELOW = timedelta(seconds=2)
"""So long after the last page its question comes: below it."""
AGREED, TALK = "phase-agreed", "phase-talk"


def can_propose(theirs: Scene) -> bool:
    """Whether there is a next phase, its file, and no open alert of danger."""
    following = NEXT.get(theirs.person.phase)
    if following is None or theirs.person.state not in ("active", "paused"):
        return False
    danger = any(alert.kind == DANGER for alert in theirs.unit.alerts.open_of(theirs.person.id))
    return not danger and theirs.house.content().activity(following[1], theirs.person.language) is not None


def propose(scene: Scene, theirs: Scene) -> bool:
    """The counselor's word: the person gets one neutral line, outside quiet hours; False where no move can be."""
    if not can_propose(theirs):
        return False
    phase, activity = NEXT[theirs.person.phase]
    due_at = outside_quiet(theirs.now, *theirs.person.night)
    args = {"offer": activity, "rule": PURPOSE, "key": "because-phase", "values": {}, "by": scene.person.id}
    return theirs.unit.deliveries.queue(
        theirs.person.id,
        PURPOSE,
        subject=phase,
        occurrence=theirs.day.isoformat(),
        policy="at_most_once",
        lane=outbox.REMINDER,
        queued_at=theirs.now,
        due_at=due_at,
        expires_at=due_at + timedelta(days=WAITS),
        args=json.dumps(args),
    )


def proposed(scene: Scene) -> Delivery | None:
    """The newest proposal of the next phase that the person has not answered."""
    following = NEXT.get(scene.person.phase)
    found = scene.unit.unasked.offered(scene.person.id, PURPOSE, following[0]) if following else []
    return next((each for each in reversed(found) if each.done_at is None), None)


def read(scene: Scene, run: Run, activity: Activity) -> None:
    """Who has read what changes is asked whether it feels right."""
    following = NEXT.get(scene.person.phase)
    if following and activity.id == following[1] and proposed(scene):
        outbox.show_menu(scene, "phase", fresh=True, due_at=scene.now + BELOW)


def ask(scene: Scene, _: tuple[int, ...]) -> View | None:
    """Yes, or a talk first."""
    if proposed(scene) is None:
        return None
    return View(
        above=(Line("phase-ask"),), buttons=((tap("phase-yes", "phaseyes"),), (tap("phase-talk", "phasetalk"),))
    )


def agree(scene: Scene, _: tuple[int, ...]) -> bool:
    """From today on the person is in the next phase, as the counselor had proposed."""
    found = proposed(scene)
    if found is None:
        return False
    by = outbox.arguments(found).get("by")
    scene.unit.deliveries.done(found.id, scene.now)
    scene.unit.people.set(scene.person.id, "phase", found.subject, scene.now, by if isinstance(by, int) else None)
    alerts.raise_alert(scene, AGREED, "watch", "row-phase-agreed", {})
    outbox.show_menu(scene.again(), "phasetold", 1)
    return True


def talk_first(scene: Scene, _: tuple[int, ...]) -> bool:
    """The person wants to talk about it: nothing changes, and the counselor has it on the list today."""
    found = proposed(scene)
    if found is None:
        return False
    scene.unit.deliveries.done(found.id, scene.now)
    alerts.raise_alert(scene, TALK, "today", "row-phase-talk", {})
    outbox.show_menu(scene, "phasetold", 0)
    return True


def told(_: Scene, numbers: tuple[int, ...]) -> View:
    """What became of it."""
    key = "phase-agreed-told" if numbers == (1,) else "phase-talk-told"
    return View(above=(Line(key),), buttons=((tap("menu", "home"),),))


VERBS = {"phaseyes": agree, "phasetalk": talk_first}
VIEWS = {"phase": ask, "phasetold": told}
