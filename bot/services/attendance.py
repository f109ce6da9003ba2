"""What people say before a session and whether they came, with what follows from it."""

import json
from datetime import datetime, timedelta

from bot.core.schedule import outside_quiet, quiet_start_after
from bot.core.values import Value
from bot.services import alerts, runs, session_news
from bot.services.house import House
from bot.services.noting import note
from bot.services.recurrence import MeetingFault
from bot.services.scene import Scene
from bot.services.session_facts import meeting_of
from bot.services.watch import scene_of
from bot.storage.alerts import Alert
from bot.storage.meetings import Attendance, Meeting
from bot.storage.runs import Run
from bot.storage.unit import Unit

MARKS = ("present", "absent", "excused")
MISSED = "session-missed"
"""The alert for the counselor, one open for each person."""
LINE = "messages/missed-session"
"""The kind line to somebody who was missed, and what got in the way."""
MATTERS_FOR = timedelta(days=7)
"""Sessions that were longer ago are marked without a word to anybody: that is paperwork."""
ONE_LINE_IN = timedelta(hours=20)
LINE_WAITS = timedelta(hours=12)


def answer(
    scene: Scene,
    meeting: Meeting,
    *,
    rsvp: str | None = None,
    minutes_late: int | None = None,
    reason: str | None = None,
) -> bool:
    """What a person says about a session; whoever leads it hears of *late* and *no*. False when it is not theirs, was
    cancelled, or has begun: then only the reason why they were not there is taken."""
    person, about_start = scene.person.id, rsvp is not None or minutes_late is not None
    if meeting.state != "planned" or not _concerns(scene.unit, meeting, person):
        return False
    if about_start and meeting.starts_at <= scene.now:
        return False
    before = scene.unit.meetings.attendance(meeting.id, person)
    now = scene.unit.meetings.answer(
        meeting.id, person, at=scene.now, rsvp=rsvp, minutes_late=minutes_late, reason=reason
    )
    if meeting.starts_at > scene.now:
        _tell_leaders(scene, meeting, before, now)
    elif now.attended == "absent":
        _explain(scene, now)
    return True


def take(scene: Scene, run: Run, name: str, value: Value) -> None:
    """One of the answers that a page about a session keeps: `rsvp`, `minutes_late` or `reason`. One that came too late
    was refused before; a page about no session keeps nothing."""
    meeting = meeting_of(scene.unit, run.subject)
    if meeting is None:
        return
    match name:
        case "rsvp":
            answer(scene, meeting, rsvp=str(value))
        case "minutes_late" if isinstance(value, int | float):
            answer(scene, meeting, minutes_late=int(value))
        case "reason":
            answer(scene, meeting, reason=str(value))


def _concerns(unit: Unit, meeting: Meeting, person: int) -> bool:
    return person in unit.meetings.belonging(meeting) or unit.meetings.attendance(meeting.id, person) is not None


def _tell_leaders(scene: Scene, meeting: Meeting, before: Attendance | None, now: Attendance) -> None:
    """Also that somebody comes after all; not that somebody comes as everybody expected."""
    said = before.rsvp if before else None
    if now.rsvp != said:
        if now.rsvp in ("late", "no") or said in ("late", "no"):
            session_news.tell_leaders(scene, meeting, again=False)
    elif before is not None and (now.minutes_late, now.reason) != (before.minutes_late, before.reason):
        session_news.tell_leaders(scene, meeting, again=True)


def mark(
    unit: Unit, house: House, meeting: Meeting, person: int, attended: str, by: int | None, now: datetime
) -> Attendance:
    """Whether a person came, said by a member of staff (`None`: the administrator's own machine). Who was absent gets a
    kind line and the counselor a task; a correction takes both back."""
    scene = scene_of(unit, house, person, now)
    _check(unit, meeting, scene.person.code, person, attended, now)
    before = unit.meetings.attendance(meeting.id, person)
    line = unit.meetings.mark(meeting.id, person, attended, by, now)
    note(unit, by, f"attendance {attended}", scene.person.code, now)
    was_absent = before is not None and before.attended == "absent"
    if attended == "absent" and not was_absent:
        _take_back(scene, meeting)
        _missed(scene, meeting, line)
    elif attended == "excused" or (was_absent and attended == "present"):
        _take_back(scene, meeting)
    if was_absent and attended != "absent":
        _close(scene)
    return line


def _check(unit: Unit, meeting: Meeting, code: str, person: int, attended: str, now: datetime) -> None:
    if attended not in MARKS:
        raise MeetingFault(f"{attended!r} is no mark; write {', '.join(MARKS)}")
    if meeting.state != "planned":
        raise MeetingFault(f"the session of {meeting.occurrence} was cancelled; nobody could come")
    if attended == "absent" and meeting.starts_at > now:
        raise MeetingFault(f"the session of {meeting.occurrence} has not begun; nobody can be absent yet")
    member = meeting.group is not None and person in unit.groups.members_of(meeting.group, now)
    if not member and not _concerns(unit, meeting, person):
        raise MeetingFault(f"{code} does not belong to the session of {meeting.occurrence}")


def _take_back(scene: Scene, meeting: Meeting) -> None:
    session_news.withdraw(scene.unit, meeting, scene.person.id, scene.now, "marked")


def _missed(scene: Scene, meeting: Meeting, line: Attendance) -> None:
    """The counselor's task, with the reason where it is known; the line to the person, who is not asked again for what
    they have said before."""
    if scene.now - meeting.ends_at > MATTERS_FOR or scene.person.state == "discharged":
        return
    alerts.raise_alert(scene, MISSED, "today", "row-session-missed", _values(line))
    known = line.rsvp == "no" and line.reason is not None
    if not known and session_news.hears(scene) and not _was_written_to(scene):
        _write(scene, meeting)


def _values(line: Attendance) -> dict[str, Value]:
    return {"reason": line.reason or "unknown"}


def _was_written_to(scene: Scene) -> bool:
    """Three absences marked one after the other are one line, not three."""
    newest = scene.unit.runs.newest_of(scene.person.id, LINE)
    return newest is not None and newest.touched_at > scene.now - ONE_LINE_IN and newest.outcome in (None, "finished")


def _write(scene: Scene, meeting: Meeting) -> None:
    person = scene.person
    if scene.house.content().activity(LINE, person.language) is None:
        return
    run = runs.begin(
        scene, LINE, occurrence=meeting.occurrence, subject=meeting.subject, part=meeting.part, prompted=True
    )
    if run is not None:
        due_at = outside_quiet(scene.now, *person.night)
        quiet = quiet_start_after(due_at, *person.night)
        latest = due_at + LINE_WAITS
        session_news.ask(scene, run, due_at, min(latest, quiet) if quiet else latest)


def _open_alert(scene: Scene) -> Alert | None:
    return next((each for each in scene.unit.alerts.open_of(scene.person.id) if each.rule == MISSED), None)


def _explain(scene: Scene, line: Attendance) -> None:
    """The counselor's task says what got in the way."""
    alert = _open_alert(scene)
    if alert is not None:
        reason = json.dumps({"key": "row-session-missed", "values": _values(line)})
        scene.unit.alerts.reword(alert.id, reason)


def _close(scene: Scene) -> None:
    """It was a mistake: the task goes, unless another session was missed as well."""
    alert = _open_alert(scene)
    if alert is None:
        return
    missed = scene.unit.meetings.missed_since(scene.person.id, scene.now - MATTERS_FOR)
    if not any(line.marked_at is not None and line.marked_at >= alert.raised_at for line in missed):
        scene.unit.alerts.close(alert.id, scene.now)
