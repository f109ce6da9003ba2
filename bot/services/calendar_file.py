"""One session as a file for the person's own calendar, in words that tell nobody what it is."""

from datetime import UTC
from uuid import NAMESPACE_OID, UUID, uuid5

from bot.core.view import Line, View
from bot.services import sessions
from bot.services.scene import Scene
from bot.services.transport import Document, Message
from bot.storage.meetings import Meeting

MAKER = "-//Calendar//1.0//EN"


def document(scene: Scene, number: object) -> Message | None:
    """A short message with the file; `None` when the session is not, or no longer, the person's."""
    meeting = sessions.own(scene, number) if isinstance(number, int) else None
    if meeting is None:
        return None
    content, language = scene.house.content(), scene.person.language
    name = f"{content.label('ics-filename', language)}.ics"
    title = content.label("ics-title", language)
    key = "ics-text" if meeting.state == "planned" else "ics-text-cancelled"
    view = View(above=(Line(key, {"title": title}),))
    return Message(view, language, document=Document(name, _file(scene, meeting, title)))


def _file(scene: Scene, meeting: Meeting, title: str) -> bytes:
    """The place is left out on purpose: calendars are shared with family and at work, and an address, looked up, names
    the clinic. It stands on the session's page. PRIVATE makes shared calendars show no more than a busy hour."""
    from icalendar import Calendar, Event  # here, since it takes a tenth of a second and few people ask for the file

    cancelled = meeting.state == "cancelled"
    event = Event()
    event.add("uid", str(_uid(meeting, scene.person.code)))
    event.add("dtstamp", scene.now.astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", title)
    event.add("sequence", meeting.part + cancelled)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _uid(meeting: Meeting, code: str) -> UUID:
    """The same for the same session, so that a calendar puts a moved one in the place of the old; another for each
    person, so that two calendars do not tell that their owners meet."""
    return uuid5(NAMESPACE_OID, f"{meeting.id} {meeting.made_at.isoformat()} {code}")
