"""A counselor's review: which record may be seen, what was seen and settled, and the audit log's line for each look."""

from dataclasses import replace

from bot.core.interpret import Menu
from bot.services import alerts, enrol, outbox, phases, telling, truth
from bot.services.scene import Scene
from bot.storage.alerts import Alert
from bot.storage.deliveries import Delivery
from bot.storage.people import PersonGone

OWN_VIEWS = ("today", "caseload", "alerts", "person", "theirplan", "propose", "alert", "message")
SESSION_VIEWS = (
    "sessions", "session", "cancel", "move", "appt", "groups", "group", "members", "place", "part", "late", "cannot",
)  # fmt: skip
"""Pages about sessions; participants have some of the same names, and theirs fade as well."""
VIEWS = (*OWN_VIEWS, *SESSION_VIEWS)
"""The lists and pages that show records, or what a stranger should not find on a screen."""
VERBS = (*OWN_VIEWS, "seen", "reviewed", "proposeyes")


def choose(scene: Scene, menu: Menu) -> bool:
    """Does what a staff button says; False when its numbers are not this person's to touch."""
    match menu.verb, menu.numbers:
        case ("today" | "caseload" | "alerts") as verb, ():
            outbox.show_menu(scene, verb)
        case "proposeyes", (number,) if may_see(scene, number):
            return _propose(scene, number)
        case ("person" | "theirplan" | "propose") as verb, (number,) if may_see(scene, number):
            outbox.show_menu(scene, verb, number)
        case ("alert" | "message") as verb, (number,):
            outbox.show_menu(scene, verb, number)
        case "seen", (number,) if alert := own_alert(scene, number):
            acknowledge(scene, alert)
            shown = ("person", alert.person) if may_see(scene, alert.person) else ("alert", alert.id)
            outbox.show_menu(scene, *shown)
        case "reviewed", (number,) if may_see(scene, number):
            mark_reviewed(scene, number)
            outbox.show_menu(scene, "today")
        case _:
            return False
    return True


def _propose(scene: Scene, number: int) -> bool:
    """The next phase is proposed to the person; what stands in their record says so."""
    theirs = replace(scene, person=scene.unit.people.by_id(number), incoming=None)
    if not phases.propose(scene, theirs):
        return False
    look(scene, "propose", theirs.person.code)
    outbox.say(scene, "phase-proposed", notice=True)
    return True


def may_see(scene: Scene, person: int) -> bool:
    """Only their own people, and only while these agree."""
    if not scene.unit.roles.looks_after(scene.person.id, person, scene.now) and "admin" not in scene.roles:
        return False
    return scene.unit.consents.active(person, enrol.CARE, scene.now) is not None


def own_alert(scene: Scene, number: int) -> Alert | None:
    """The alert of that number, if this member of staff may see it."""
    alert = scene.unit.alerts.by_id(number)
    return alert if alert and may_see_alert(scene, alert) else None


def may_see_alert(scene: Scene, alert: Alert) -> bool:
    """An alert of danger reaches staff even before the person agreed to anything: it holds a code and no words. Who
    stands in for somebody sees that alert, and nothing else of the person."""
    mine = scene.unit.roles.looks_after(scene.person.id, alert.person, scene.now)
    return mine or "admin" in scene.roles or stands_in(scene, alert)


def stands_in(scene: Scene, alert: Alert) -> bool:
    """Whether this member of staff was told in the place of those who look after the person."""
    lines = scene.unit.lines.about("alert", f"alert:{alert.id}")
    return any(line.person == scene.person.id and outbox.arguments(line).get("stands_in") for line in lines)


def acknowledge(scene: Scene, alert: Alert) -> None:
    """*Seen*: this staff member takes care of it."""
    alerts.acknowledge(scene, alert)
    look(scene, "acknowledge", _code(scene, alert.person))


def mark_reviewed(scene: Scene, person: int) -> None:
    """*Reviewed*: all that was shown is settled, and nothing that came after: the page may be older than an alert."""
    page = scene.unit.deliveries.page_of(scene.person.id, "menu")
    shown_at = page.queued_at if page else scene.now
    answers = scene.unit.answers.all_for(person)
    newest = max((answer.id for answer in answers if answer.answered_at <= shown_at), default=0)
    scene.unit.reviews.save(person, scene.person.id, newest, scene.now)
    for alert in scene.unit.alerts.open_of(person):
        if alert.last_at <= shown_at:
            alerts.acknowledge(scene, alert)
            scene.unit.alerts.close(alert.id, scene.now)
    look(scene, "review", _code(scene, person))


def open_line(scene: Scene, delivery: Delivery) -> bool:
    """*Open* under a line to staff: the list, the alert or the message takes its place; False when it is no such line.
    Only who may see a thing has seen it."""
    if delivery.purpose in telling.LISTS:
        alerts.arrived(scene.unit, delivery, scene.now)  # also what came after the line was sent
        outbox.show_menu(scene, "today")
        return True
    if delivery.purpose not in ("alert", "message"):
        return False
    number = int(delivery.subject.partition(":")[2])
    message = scene.unit.messages.by_id(number) if delivery.purpose == "message" else None
    if delivery.purpose == "alert" and own_alert(scene, number):
        scene.unit.alerts.seen(number, scene.now)
    if message and may_see(scene, message.participant) and scene.unit.messages.read(number, scene.now):
        truth.tell_read(scene, message.participant, number, message.sent_at)
    outbox.show_menu(scene, delivery.purpose, number)
    return True


def look(scene: Scene, action: str, subject: str) -> None:
    """A line in the audit log, before the record is read."""
    role = "counselor" if "counselor" in scene.roles else "admin"
    scene.unit.audit.append(who=scene.person.code, role=role, action=action, subject=subject, at=scene.now)


def subject_of(scene: Scene, verb: str, numbers: tuple[int, ...]) -> str | None:
    """Whose record a list shows, for its line in the audit log: a person's code, or the name of the list."""
    try:
        match verb, numbers:
            case (("today" | "caseload" | "alerts"), _):
                return verb
            case _ if verb in SESSION_VIEWS:
                return _session_subject(scene, verb, numbers)
            case (("person" | "theirplan" | "propose"), (person,)):
                return _code(scene, person)
            case "alert", (number,):
                alert = scene.unit.alerts.by_id(number)
                return _code(scene, alert.person) if alert else None
            case "message", (number,):
                message = scene.unit.messages.by_id(number)
                return _code(scene, message.participant) if message else None
    except PersonGone:
        pass
    return None


def _session_subject(scene: Scene, verb: str, numbers: tuple[int, ...]) -> str | None:
    """A page about one person's session is a look at that person, one with several people a list; a step on the way to
    a new time shows no more than the page before it, and a participant's own page is nobody's look."""
    if not scene.is_staff:
        return None
    match verb, numbers:
        case "sessions", _:
            return "sessions"
        case "appt", ():
            return "caseload"
        case "session", (number, *_):
            meeting = scene.unit.meetings.by_id(number)
            one = meeting.participant if meeting else None
            return _code(scene, one) if one is not None else _group_name(scene, meeting.group if meeting else None)
        case (("members" | "part"), (group, *_)):
            return _group_name(scene, group)
    return None


def _group_name(scene: Scene, number: int | None) -> str | None:
    group = scene.unit.groups.by_id(number) if number is not None else None
    return group.name if group else None


def _code(scene: Scene, person: int) -> str:
    return scene.unit.people.by_id(person).code
