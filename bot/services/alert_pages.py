"""How an alert stands: what it is about, since when, who was told of it and who has it."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.values import Value
from bot.core.view import Button, Line, View, tap
from bot.services import telling
from bot.services.house import Plain
from bot.services.review import may_see, may_see_alert, own_alert
from bot.services.scene import Scene
from bot.storage.alerts import Alert


def person_button(code: str, initials: str, person: int) -> Button:
    """A button that opens a person."""
    return Button("menu", f"{code} {initials}".strip(), verb="person", numbers=(person,))


def moment(scene: Scene, at: datetime) -> str:
    """A moment in the zone of whoever reads it."""
    return at.astimezone(ZoneInfo(scene.person.timezone)).strftime("%Y-%m-%d %H:%M")


def sentence(scene: Scene, key: str, values: object) -> str:
    """A sentence of `notices.ftl` in the reader's language, to stand inside another; codes in it become words."""
    given = values if isinstance(values, dict) else {}
    plain = {name: value for name, value in given.items() if not isinstance(value, tuple)}
    return scene.house.content().notice(key, scene.person.language, **in_words(scene, plain))


def in_words(scene: Scene, values: dict[str, Plain]) -> dict[str, Plain]:
    """The kind of a danger in words; all other values stay."""
    if "kind" not in values:
        return values
    return {**values, "kind": scene.house.content().notice(f"kind-{values['kind']}", scene.person.language)}


def why(scene: Scene, alert: Alert) -> Line:
    """The sentence of an alert."""
    held = json.loads(alert.reason)
    return Line(held["key"], in_words(scene, held["values"]), notice=True)


def standing(scene: Scene, alert: Alert) -> list[Line]:
    """Who was told of it and when, and who has it since when; that nobody heard of it yet, where that is so."""
    lines = []
    reached: dict[int, datetime] = {}
    for line in telling.told_of(scene.unit, alert).lines:
        if line.sent_at is not None:
            reached[line.person] = line.sent_at
    if reached:
        told = ", ".join(f"{_code(scene, staff)} {moment(scene, at)}" for staff, at in reached.items())
        lines.append(Line("alert-told", {"told": told}, notice=True))
    elif alert.kind == telling.DANGER:
        lines.append(Line("alert-told-nobody", notice=True))
    if alert.acknowledged_by is not None and alert.acknowledged_at is not None:
        values: dict[str, Value] = {
            "who": _code(scene, alert.acknowledged_by),
            "at": moment(scene, alert.acknowledged_at),
        }
        lines.append(Line("alert-taken", values, notice=True))
    return lines


def _code(scene: Scene, person: int) -> str:
    return scene.unit.people.by_id(person).code


def _open_alerts(scene: Scene) -> list[Alert]:
    """Those of the counselor's people; for an administrator also those of people whom nobody looks after."""
    own = scene.unit.alerts.open_for(scene.person.id, scene.now)
    if "admin" not in scene.roles:
        return own
    known = {alert.id for alert in own}
    others = [alert for alert in scene.unit.alerts.all_open() if alert.id not in known]
    return own + [alert for alert in others if alert.level > 0 or not _looked_after(scene, alert)]


def _looked_after(scene: Scene, alert: Alert) -> bool:
    return bool(scene.unit.roles.counselors_of(alert.person, scene.now))


def alert_list(scene: Scene, _: tuple[int, ...]) -> View:
    """`/alerts`: the open alerts of the counselor's people, oldest first, with how each stands."""
    found = [alert for alert in _open_alerts(scene) if may_see_alert(scene, alert)]
    if not found:
        return View(above=(Line("alerts-none", notice=True),), buttons=((tap("today-button", "today"),),))
    lines = [line for alert in found for line in (_alert_line(scene, alert), *standing(scene, alert))]
    people = {alert.person: scene.unit.people.by_id(alert.person) for alert in found}
    letters = scene.unit.people.initials_for(list(people))
    buttons = [
        (person_button(person.code, letters.get(person.id, ""), person.id),)
        for person in people.values()
        if may_see(scene, person.id)
    ]
    danger = [alert for alert in found if alert.kind == telling.DANGER and not may_see(scene, alert.person)]
    others = [(_alert_button(scene, alert),) for alert in danger]
    return View(above=(Line("alerts-title", notice=True, bold=True), *lines), buttons=(*buttons, *others))


def _alert_button(scene: Scene, alert: Alert) -> Button:
    return Button("menu", _code(scene, alert.person), verb="alert", numbers=(alert.id,))


def _alert_line(scene: Scene, alert: Alert) -> Line:
    content, language = scene.house.content(), scene.person.language
    held = json.loads(alert.reason)
    numbers_too = may_see(scene, alert.person) or alert.kind == telling.DANGER
    values: dict[str, Value] = {
        "code": _code(scene, alert.person),
        "kind": sentence(scene, held["key"] if numbers_too else "alert-kept", held["values"]),
        "at": moment(scene, alert.raised_at),
        "state": content.notice(f"state-{alert.state}", language),
    }
    return Line("alert-row", values, notice=True)


def one_alert(scene: Scene, numbers: tuple[int, ...]) -> View | None:
    """What stands behind the neutral line of an alert."""
    alert = own_alert(scene, numbers[0])
    if alert is None:
        return View(above=(Line("not-yours", notice=True),))
    raised = Line("raised-at", {"at": moment(scene, alert.raised_at)}, notice=True)
    row = [(tap("seen", "seen", alert.id),)] if alert.acknowledged_at is None and alert.closed_at is None else []
    if may_see(scene, alert.person):
        row.append((tap("open-person", "person", alert.person),))
    return View(above=(_body(scene, alert), raised, *standing(scene, alert)), buttons=tuple(row))


def _body(scene: Scene, alert: Alert) -> Line:
    """Danger in plain words; of anything else a person's own counselor sees the numbers, and who stands in that
    somebody waits."""
    held, code = json.loads(alert.reason), _code(scene, alert.person)
    if alert.kind == telling.DANGER:
        kind = scene.house.content().notice(f"kind-{held['values'].get('kind', '')}", scene.person.language)
        return Line("danger-body", {"code": code, "kind": kind}, notice=True)
    if not may_see(scene, alert.person):
        return Line("alert-waits", {"code": code}, notice=True)
    return Line("today-row", {"code": code, "row": sentence(scene, held["key"], held["values"])}, notice=True)
