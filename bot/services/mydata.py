"""What is stored about a person, for that person: in words, and as a file that a machine can read."""

import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.core.view import Button, Line, View
from bot.services.scene import Scene
from bot.services.session_facts import record_of, title_of
from bot.services.transport import Document, Message
from bot.storage.meetings import Attendance, Meeting

LOOKS_SHOWN = 5


def document(scene: Scene) -> Message:
    """A short message with the file."""
    content, language = scene.house.content(), scene.person.language
    name = f"{content.label('mydata-filename', language)}.json"
    body = json.dumps(record(scene), ensure_ascii=False, indent=2, default=_written).encode()
    lines = (Line("mydata-text"), *_who_looked(scene))
    view = View(above=lines, buttons=_way_out(scene))
    return Message(view, language, document=Document(name, body), protect=False)


def _way_out(scene: Scene) -> tuple[tuple[Button, ...], ...]:
    """Whoever has their copy may leave; nobody has to look for the door."""
    here = "participant" in scene.roles and scene.person.state not in ("invited", "discharged")
    return ((Button("menu", key="leave-program", verb="leave"),),) if here else ()


def _written(value: object) -> str:
    """Moments in UTC and days, as ISO 8601."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else str(value)


def _who_looked(scene: Scene) -> list[Line]:
    """The last looks; all of them are in the file."""
    lines_about = scene.unit.audit.lines(subject=scene.person.code)
    looks = [line for line in lines_about if line.who != scene.person.code][-LOOKS_SHOWN:]
    zone = ZoneInfo(scene.person.timezone)
    lines = [f"{look.at.astimezone(zone):%Y-%m-%d %H:%M} · {look.who}" for look in looks]
    return [Line("who-looked"), *(Line("plain", {"text": line}) for line in lines)] if lines else []


def record(scene: Scene) -> dict[str, object]:
    """Everything under the person's code."""
    unit, person = scene.unit, scene.person
    return {
        "code": person.code,
        "preferred_name": unit.people.name_of(person.id),
        "state": person.state,
        "settings": {
            "language": person.language,
            "timezone": person.timezone,
            "checkin_time": person.checkin_time,
            "quiet_hours": [person.quiet_from, person.quiet_to],
            "notices": person.notices,
            "paused_until": person.paused_until,
        },
        "agreed": _agreed(scene),
        "activities": [
            {"run": r.id, "activity": r.activity, "day": r.occurrence, "started": r.started_at, "outcome": r.outcome}
            for r in unit.runs.all_for(person.id)
        ],
        "answers": [
            {
                "run": a.run,
                "activity": a.activity,
                "question": a.question,
                "value": a.value,
                "status": a.status,
                "answered_at": a.answered_at,
                "day": a.local_date,
            }
            for a in unit.answers.all_for(person.id)
        ],
        "comes_back": _comes_back(scene),
        "groups": [group.title for group in unit.groups.of_person(person.id, scene.now)],
        "sessions": [_session(scene, *each) for each in record_of(unit, person.id, scene.now)],
        "messages": [
            {"direction": m.direction, "sent_at": m.sent_at, "read_at": m.read_at, "text": m.body}
            for m in unit.messages.thread(person.id)
        ],
        "alerts": [
            {"rule": a.rule, "raised_at": a.raised_at, "seen_at": a.seen_at, "closed_at": a.closed_at}
            for a in unit.alerts.all_for(person.id)
        ],
        "who_looked": [
            {"at": line.at, "who": line.who, "role": line.role, "action": line.action}
            for line in unit.audit.lines(subject=person.code)
        ],
    }


def _agreed(scene: Scene) -> list[dict[str, object]]:
    return [
        {"purpose": c.purpose, "act": c.act, "text_version": c.text_version, "at": c.at}
        for c in scene.unit.consents.all_for(scene.person.id)
    ]


def _comes_back(scene: Scene) -> list[dict[str, object]]:
    """What lessons taught, how well it stays, and when it is asked again."""
    return [
        {"activity": r.activity, "question": r.question, "step": r.step, "due": r.due}
        for r in scene.unit.recalls.all_for(scene.person.id)
    ]


def _session(scene: Scene, meeting: Meeting, line: Attendance | None) -> dict[str, object]:
    return {
        "title": title_of(scene, meeting),
        "starts_at": meeting.starts_at,
        "minutes": meeting.minutes,
        "coming": line.rsvp if line else None,
        "minutes_late": line.minutes_late if line else None,
        "reason": line.reason if line else None,
        "attended": line.attended if line else None,
    }
