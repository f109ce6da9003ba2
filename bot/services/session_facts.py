"""What can be said about a session: its title, day, time and place, for the one who reads it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.days import WEEKDAYS, wall_instant
from bot.core.values import Value
from bot.services.house import House
from bot.services.scene import Scene
from bot.storage.meetings import Attendance, Meeting
from bot.storage.runs import Run
from bot.storage.unit import Unit

SUBJECT = "meeting:"
"""How the subject of a run or delivery about a meeting begins."""
EVER = datetime(1970, 1, 1, tzinfo=UTC)


def meeting_of(unit: Unit, subject: str) -> Meeting | None:
    """The meeting that a run or delivery is about; `None` when it is about something else."""
    number = subject.removeprefix(SUBJECT)
    return unit.meetings.by_id(int(number)) if number != subject and number.isdecimal() else None


def is_past(scene: Scene, run: Run) -> bool:
    """Whether a run asks about a session as it no longer is: cancelled, or moved since. Never true for other runs."""
    meeting = meeting_of(scene.unit, run.subject)
    return meeting is not None and (meeting.state != "planned" or meeting.part != run.part)


def takes(scene: Scene, run: Run, answer: str) -> bool:
    """Whether an answer of that name (`rsvp`, `minutes_late`, `reason`) still says something about the run's session:
    before it begins, and a reason also afterwards."""
    meeting = meeting_of(scene.unit, run.subject)
    if meeting is None:
        return True  # an editor may look at the page, or a link lead to it: it keeps nothing
    return not is_past(scene, run) and (answer == "reason" or meeting.starts_at > scene.now)


def local_start(meeting: Meeting, zone: str) -> datetime:
    """When it starts, by the clock of that zone."""
    return meeting.starts_at.astimezone(ZoneInfo(zone))


def original_start(meeting: Meeting) -> datetime:
    """The instant for which it was planned at first: its name never changes, wherever it was moved."""
    local = datetime.fromisoformat(meeting.occurrence)
    return wall_instant(local.date(), f"{local:%H:%M}", meeting.timezone)


def not_marked_after(house: House) -> timedelta:
    """So long after its end attendance that nobody marked is told as such, and never as missed."""
    return timedelta(hours=house.content().limits.numbers["unmarked_hours"])


def title_of(scene: Scene, meeting: Meeting, language: str = "") -> str:
    """What the session is called, in the language of whoever reads it."""
    group = scene.unit.groups.by_id(meeting.group) if meeting.group is not None else None
    return group.title if group else scene.house.content().label("session-alone", language or scene.person.language)


def leader_of(unit: Unit, meeting: Meeting) -> int | None:
    """Who leads it: the facilitator of its group, or the one staff member."""
    group = unit.groups.by_id(meeting.group) if meeting.group is not None else None
    return group.facilitator if group else meeting.staff


def place_of(unit: Unit, meeting: Meeting) -> str | None:
    """Where it takes place: a room, an address or a link; `None` where nobody said."""
    return unit.groups.place_of(meeting.group) if meeting.group is not None else None


def day_of(scene: Scene, meeting: Meeting, language: str = "") -> str:
    """Today, Tomorrow or the weekday, as it is now where the reader is."""
    start = local_start(meeting, scene.person.timezone)
    ahead = (start.date() - scene.now.astimezone(start.tzinfo).date()).days
    name = {0: "today", 1: "tomorrow"}.get(ahead, WEEKDAYS[start.weekday()])
    return scene.house.content().label(f"session-day-{name}", language or scene.person.language)


def time_of(scene: Scene, meeting: Meeting, language: str = "") -> str:
    """The hour of the start where the reader is."""
    return clock_words(scene, local_start(meeting, scene.person.timezone).time(), language)


def clock_words(scene: Scene, at: time, language: str = "") -> str:
    """A time of day as people where the reader is write it."""
    half = "am" if at.hour < 12 else "pm"
    values = {"hour": str(at.hour % 12 or 12), "minute": f"{at.minute:02d}", "half": half}
    return scene.house.content().label("session-time", language or scene.person.language, **values)


def facts_of(scene: Scene, run: Run, language: str) -> dict[str, Value | None]:
    """The facts about the session of a run; none where the run is about no session."""
    meeting = meeting_of(scene.unit, run.subject)
    if meeting is None:
        return {}
    return {
        "session.title": title_of(scene, meeting, language),
        "session.day": day_of(scene, meeting, language),
        "session.time": time_of(scene, meeting, language),
        "session.place": place_of(scene.unit, meeting),
    }


def record_of(unit: Unit, person: int, now: datetime) -> list[tuple[Meeting, Attendance | None]]:
    """A participant's sessions up to now, and those to come about which they have said something, in order. One that
    was cancelled counts only where something is known about it."""
    known = {meeting.id: (meeting, line) for meeting, line in unit.meetings.attendance_for(person)}
    begun = [each for each in unit.meetings.of_person(person, EVER, now) if each.state == "planned"]
    found: dict[int, tuple[Meeting, Attendance | None]] = {**{each.id: (each, None) for each in begun}, **known}
    return sorted(found.values(), key=lambda each: (each[0].starts_at, each[0].id))
