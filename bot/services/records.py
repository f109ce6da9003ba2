"""What a counselor sees: who needs a person today, one person's two weeks, the caseload, the alerts."""

import json
from collections.abc import Callable

from bot.core import history, triage
from bot.core.triage import Row
from bot.core.values import Value
from bot.core.view import Button, Line, Table, View, tap
from bot.services import alerts, enrol, phases, telling, waiting
from bot.services.alert_pages import alert_list, moment, one_alert, person_button, sentence, standing, why
from bot.services.knowledge import entries_for
from bot.services.own_words import sections, shortened
from bot.services.review import may_see
from bot.services.rules import present_values
from bot.services.scene import Scene
from bot.storage.alerts import Alert
from bot.storage.people import Person

PLAN_WORDS = 100
"""Signs of one answer of a plan: every section of it fits a message."""
NOTES_SHOWN, MESSAGES_SHOWN, TABLE_DAYS = 3, 3, 14


def own_people(scene: Scene) -> list[Person]:
    """The counselor's participants who agreed; an administrator without a caseload sees nobody's answers here."""
    mine = scene.unit.roles.caseload(scene.person.id, scene.now)
    return [p for p in mine if scene.unit.consents.active(p.id, enrol.CARE, scene.now)]


def _concerns(alert: Alert, person: Person) -> bool:
    """Of somebody who has left only danger, and the leaving itself, still ask for a person."""
    return person.state != "discharged" or alert.kind == telling.DANGER or alert.rule == alerts.LEFT


def rows(scene: Scene) -> list[tuple[Row, Person]]:
    """Who needs a person today, the most urgent first, oldest first within each kind."""
    people = {person.id: person for person in own_people(scene)}
    letters = scene.unit.people.initials_for(list(people))
    priorities = {rule.name: rule.priority for rule in scene.house.content().rules}
    found = []
    for alert in scene.unit.alerts.open_for(scene.person.id, scene.now):
        person = people.get(alert.person)
        if person is not None and _concerns(alert, person):
            priority = triage.priority(alert.rule, priorities)
            values = {**json.loads(alert.reason)}
            theirs = Scene(scene.unit, scene.house, person, scene.now)
            values["values"] = {**values["values"], **present_values(theirs, alert.rule)}
            initials = letters.get(person.id, "")
            found.append(Row(person.code, initials, alert.kind, alert.rule, priority, alert.raised_at, values))
    by_code = {person.code: person for person in people.values()}
    return [(row, by_code[row.code]) for row in triage.rank(found)]


def reason(scene: Scene, row: Row) -> str:
    """A row's sentence with the numbers that fired."""
    return sentence(scene, str(row.variables.get("key", "")), row.variables.get("values"))


def today(scene: Scene, _: tuple[int, ...]) -> View:
    """`/today`: a line a person, each a button that opens them."""
    found, waits = rows(scene), waiting.waiting(scene, own_people(scene))
    ways = (tap("caseload-button", "caseload"), tap("desk-sessions", "sessions"))
    if not found and not waits:
        return View(above=(Line("today-none", notice=True),), buttons=(ways,))
    lines: list[Line] = []
    for row, _person in found:
        code = f"{row.code} {row.initials}".strip()
        values: dict[str, Value] = {"code": code, "row": reason(scene, row)}
        further = [Line("plain", {"text": reason(scene, each)}) for each in row.further]
        lines += [Line("today-row", values, notice=True), *further]
    buttons = [(person_button(row.code, row.initials, person.id),) for row, person in found]
    title = Line("today-title", {"count": len(found)}, notice=True, bold=True)
    lines += [each.line for each in waits]
    return View(above=(title, *lines), buttons=(*buttons, ways))


def caseload(scene: Scene, _: tuple[int, ...]) -> View:
    """`/caseload`: everyone this counselor looks after."""
    people = scene.unit.roles.caseload(scene.person.id, scene.now)
    letters = scene.unit.people.initials_for([person.id for person in people])
    lines = []
    for person in people:
        state = scene.house.content().notice(f"state-{person.state}", scene.person.language)
        values: dict[str, Value] = {"code": person.code, "initials": letters.get(person.id, ""), "state": state}
        lines.append(Line("caseload-row", values, notice=True))
    seen = [person for person in people if may_see(scene, person.id)]
    buttons = [(person_button(person.code, letters.get(person.id, ""), person.id),) for person in seen]
    title = Line("caseload-title", {"count": len(people)}, notice=True, bold=True)
    return View(above=(title, *lines), buttons=(*buttons, (tap("today-button", "today"),)))


def one_message(scene: Scene, numbers: tuple[int, ...]) -> View | None:
    """What stands behind the neutral line of a message."""
    message = scene.unit.messages.by_id(numbers[0])
    if message is None or not may_see(scene, message.participant):
        return View(above=(Line("not-yours", notice=True),))
    person = scene.unit.people.by_id(message.participant)
    letters = scene.unit.people.initials_for([person.id]).get(person.id, "")
    title = Line("person-title", {"code": person.code, "initials": letters}, notice=True, bold=True)
    words = Line("quoted", {"at": moment(scene, message.sent_at), "text": message.body}, notice=True)
    return View(above=(title, words), buttons=((tap("open-person", "person", person.id),),))


def person(scene: Scene, numbers: tuple[int, ...]) -> View | None:
    """One person: fourteen days as a small table, the last notes and messages, open alerts."""
    number = numbers[0]
    if not may_see(scene, number):
        return View(above=(Line("not-yours", notice=True),))
    subject = scene.unit.people.by_id(number)
    theirs = Scene(scene.unit, scene.house, subject, scene.now)
    letters = scene.unit.people.initials_for([number]).get(number, "")
    open_alerts = scene.unit.alerts.open_of(number)
    lines: list[Line | Table] = [
        Line("person-title", {"code": subject.code, "initials": letters}, notice=True, bold=True)
    ]
    lines += [line for alert in open_alerts for line in (why(scene, alert), *standing(scene, alert))]
    lines += [*table(theirs), *_notes(theirs), *_messages(scene, number)]
    unseen = [alert for alert in open_alerts if alert.acknowledged_at is None]
    buttons: list[tuple[Button, ...]] = [(tap("seen", "seen", a.id),) for a in unseen if a.kind == "danger"]
    buttons.append((tap("their-plan", "theirplan", number),))
    if phases.can_propose(theirs):
        buttons.append((tap("phase-propose", "propose", number),))
    buttons.append((tap("reviewed", "reviewed", number), tap("today-button", "today")))
    return View(above=tuple(lines), buttons=tuple(buttons))


def ask_propose(scene: Scene, numbers: tuple[int, ...]) -> View | None:
    """Before a move is proposed: it is the counselor's word, and the person's to agree to."""
    number = numbers[0]
    subject = scene.unit.people.by_id(number)
    if not may_see(scene, number) or not phases.can_propose(Scene(scene.unit, scene.house, subject, scene.now)):
        return View(above=(Line("not-yours", notice=True),))
    ask = Line("phase-propose-ask", {"code": subject.code, "phase": phases.NEXT[subject.phase][0]}, notice=True)
    rows = ((tap("phase-propose-yes", "proposeyes", number),), (tap("back", "person", number),))
    return View(above=(ask,), buttons=rows)


def their_plan(scene: Scene, numbers: tuple[int, ...]) -> View | None:
    """The plan of a person who agreed that staff read what they write."""
    number = numbers[0]
    if not may_see(scene, number):
        return View(above=(Line("not-yours", notice=True),))
    subject = scene.unit.people.by_id(number)
    theirs = Scene(scene.unit, scene.house, subject, scene.now)
    filled = [each for each in sections(theirs, scene.person.language) if each.kept]
    letters = scene.unit.people.initials_for([number]).get(number, "")
    lines = [Line("person-title", {"code": subject.code, "initials": letters}, notice=True, bold=True)]
    for each in filled:
        lines += [Line("plain", {"text": each.activity.title}, bold=True)]
        lines += [Line("plain", {"text": shortened(kept.words, PLAN_WORDS)}) for kept in each.kept]
    lines += [] if filled else [Line("their-plan-none", notice=True)]
    return View(above=tuple(lines), buttons=((tap("open-person", "person", number),),))


QUESTIONS = ("craving", "mood", "used", "mindful")


def table(theirs: Scene) -> list[Line | Table]:
    """Fourteen days of the daily check-in; a day without an answer shows a gap, never a zero."""
    needs = [history.Need(triage.DAILY, question, TABLE_DAYS) for question in QUESTIONS]
    days = triage.table(entries_for(theirs, needs), theirs.day, TABLE_DAYS)
    if all(getattr(day, question) is None for day in days for question in QUESTIONS):
        return [Line("person-none-answers", notice=True)]
    headings = tuple(Line(f"table-{name}", notice=True) for name in ("day", *QUESTIONS))
    cells = tuple((day.date.strftime("%m-%d"), *(_cell(q, getattr(day, q)) for q in QUESTIONS)) for day in days)
    return [Table(headings, cells)]


def _cell(question: str, value: Value | None) -> str | Line:
    if value is None:
        return ""
    return Line(f"{question}-{value}", notice=True) if question in ("used", "mindful") else str(value)


def _notes(theirs: Scene) -> list[Line]:
    notes = [a for a in theirs.unit.answers.all_for(theirs.person.id) if a.question == "note" and a.text]
    if not notes:
        return []
    shown = [
        Line("quoted", {"at": a.local_date.isoformat(), "text": a.text or ""}, notice=True)
        for a in notes[-NOTES_SHOWN:]
    ]
    return [Line("notes-title", notice=True, bold=True), *shown]


def _messages(scene: Scene, person: int) -> list[Line]:
    thread = [m for m in scene.unit.messages.thread(person) if m.direction == "to_staff"][-MESSAGES_SHOWN:]
    if not thread:
        return []
    shown = [Line("quoted", {"at": moment(scene, m.sent_at), "text": m.body}, notice=True) for m in thread]
    return [Line("messages-title", notice=True, bold=True), *shown]


VIEWS: dict[str, Callable[[Scene, tuple[int, ...]], View | None]] = {
    "today": today,
    "caseload": caseload,
    "alerts": alert_list,
    "person": person,
    "theirplan": their_plan,
    "propose": ask_propose,
    "alert": one_alert,
    "message": one_message,
}
