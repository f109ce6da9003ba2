"""What stands behind *Open* under an unasked line about a session."""

from bot.core import player
from bot.services import leading, outbox, session_news, sessions
from bot.services.scene import Scene
from bot.services.session_facts import meeting_of
from bot.storage.deliveries import Delivery
from bot.storage.meetings import Meeting
from bot.storage.runs import Run


def open_line(scene: Scene, delivery: Delivery) -> bool:
    """Shows it in the line's place, or says that the date is over or has changed; False when the line is about none."""
    meeting = meeting_of(scene.unit, delivery.subject)
    if delivery.purpose == session_news.CHANGE:
        _show_change(scene, delivery, meeting)
        return True
    if delivery.purpose == session_news.ANSWER and meeting is not None:
        outbox.show_menu(scene, "session", meeting.id)
        return True
    if meeting is None:
        return False
    run = _run_of(scene, delivery)
    if run is None:
        outbox.say(scene, "session-gone")
    else:
        leading.lead(scene, run, player.Open())
    return True


def _show_change(scene: Scene, delivery: Delivery, meeting: Meeting | None) -> None:
    """The date that changed, with a word on what changed; all dates where it is none of theirs any more."""
    if meeting is None or scene.person.id not in scene.unit.meetings.belonging(meeting):
        outbox.show_menu(scene, "sessions")
    elif delivery.occurrence == "moved":
        outbox.show_menu(scene, "session", meeting.id, sessions.MOVED)
    else:
        outbox.show_menu(scene, "session", meeting.id)


def _run_of(scene: Scene, delivery: Delivery) -> Run | None:
    """The run that the line offered, in the language into which it was taken along."""
    number = outbox.arguments(delivery).get("run")
    run = scene.unit.runs.by_id(number) if isinstance(number, int) else None
    if run is not None and run.outcome == "switched":
        run = scene.unit.runs.open_run(run.person, run.activity, run.subject)
    return run if run is not None and run.outcome in (None, "finished") else None
