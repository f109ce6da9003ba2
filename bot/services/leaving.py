"""Leaving: a participant is discharged or goes on their own wish, a member of staff loses their role; nobody is left
without somebody, and the door stays open."""

import json
from datetime import datetime, timedelta

from bot.core.view import Button, Line, View
from bot.services import alerts, farewell, meetings, outbox, telling
from bot.services.house import House
from bot.services.scene import Scene
from bot.services.transport import Message
from bot.storage.people import Person
from bot.storage.unit import Unit

FAREWELL = "farewell"
"""The last message: it says that the person has left, and takes the reply keyboard away."""
COPY = "mydata"
FRESH = timedelta(hours=1)
"""A copy of one's own data that was sent so long ago is still one: it is not sent again before leaving."""


def discharge(unit: Unit, person: Person, now: datetime, *, own_wish: bool = False) -> bool:
    """Sends stop, what is open ends, the record stays; False when the person had left before."""
    open_runs = unit.runs.all_open(person.id)
    if not end_care(unit, person, now, by=person.id if own_wish else None):
        return False
    for run in open_runs:
        outbox.take_away(unit, run, now)  # a page that was open does not stay readable
    outbox.take_away_menu(unit, person.id, now)
    unit.deliveries.queue(
        person.id, FAREWELL, policy="at_least_once", lane=1, queued_at=now, due_at=now,
        occurrence=now.isoformat(), expires_at=now + timedelta(days=1), args=json.dumps({"own_wish": own_wish}),
    )  # fmt: skip
    return True


def end_care(unit: Unit, person: Person, now: datetime, *, by: int | None = None) -> bool:
    """From this moment nothing is queued or sent for the person, also by a bot that runs beside a command. A link that
    was not used yet is of no more use: only one that is made after this brings them back."""
    if person.state == "discharged":
        return False
    unit.people.set(person.id, "state", "discharged", now, by)
    unit.people.set(person.id, "discharged_at", now, now, by)
    if person.paused_until is not None:
        unit.people.set(person.id, "paused_until", None, now, by)
    unit.deliveries.cancel(person.id, "discharged", now)
    meetings.leave_all(unit, person.id, now)
    unit.invites.revoke_unused(person.id, now)
    for run in unit.runs.all_open(person.id):
        unit.runs.leave(run.id, now)
    return True


def farewell_message(scene: Scene, own_wish: bool) -> Message:
    """The last words: why it is quiet from now on, how to come back, and what keeps working."""
    door = farewell.with_phone(scene.house, "come-back")
    told = Line("left-told" if own_wish else "farewell-told")
    return farewell.last_line(told, door, Line("help-after"), language=scene.person.language)


# On one's own wish: the file of one's data, an honest page, and one tap.


def choose(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """What a button of these pages does; False for one that they do not have, and for staff."""
    if "participant" not in scene.roles:
        return False
    match numbers:
        case ():
            ask(scene)
        case (1,):
            leave(scene)
        case (2,):
            outbox.show_menu(scene, "stayed")
        case _:
            return False
    return True


def ask(scene: Scene) -> None:
    """*Leave this program*: one's own copy first, then what will happen and the question."""
    if not has_copy(scene):
        outbox.hand_over(scene, COPY)
    outbox.show_menu(scene, "leave", fresh=True)


def has_copy(scene: Scene) -> bool:
    """Whether the file of the person's own data went out a short while ago."""
    copy = scene.unit.deliveries.newest_sent(scene.person.id, COPY)
    return copy is not None and copy.sent_at is not None and scene.now - copy.sent_at < FRESH


def page(scene: Scene, _: tuple[int, ...]) -> View | None:
    """What leaving means, without a word that holds anybody back."""
    keys = ("leave-stops", "leave-stays", "leave-copy", "leave-counselor", "leave-help")
    lines = [Line("leave-title", bold=True), *map(Line, keys), farewell.with_phone(scene.house, "come-back")]
    yes = Button("menu", key="leave-yes", verb="leave", numbers=(1,))
    stay = Button("menu", key="leave-stay", verb="leave", numbers=(2,))
    return View(above=tuple(lines), buttons=((yes,), (stay,)))


def stayed(_scene: Scene, _: tuple[int, ...]) -> View | None:
    """*Stay*."""
    return View(above=(Line("stay-told"),), buttons=((Button("menu", key="menu", verb="home"),),))


VERBS = {"leave": choose}
VIEWS = {"leave": page, "stayed": stayed}


def leave(scene: Scene) -> None:
    """*Yes, leave*: as discharged, on one's own wish. The counselor is told."""
    sent = has_copy(scene)
    if not discharge(scene.unit, scene.person, scene.now, own_wish=True):
        return
    if not sent:
        outbox.hand_over(scene, COPY)  # Telegram did not take it yet: it is theirs all the same
    scene.unit.audit.append(
        who=scene.person.code, role="participant", action="leave", subject=scene.person.code, at=scene.now
    )
    alerts.raise_alert(scene, alerts.LEFT, telling.TODAY, "row-left", {})


# Staff


def end_roles(unit: Unit, house: House, person: Person, now: datetime) -> list[str]:
    """The roles that ended. What waited for this member of staff goes to whoever looks after the people now, and no
    record stays on their screen."""
    served = _served(unit, house, person, now)
    ended = [role for role in sorted(unit.roles.of(person.id, now)) if unit.roles.end(person.id, role, now)]
    for participant in unit.roles.caseload(person.id, now):
        unit.roles.unassign(participant.id, person.id, now)
    unit.invites.revoke_unused(person.id, now)
    unit.deliveries.cancel(person.id, "revoked", now)
    for participant in served:
        alerts.tell_again(Scene(unit, house, participant, now))
    if ended:
        _close_doors(Scene(unit, house, person, now))
    return ended


def _served(unit: Unit, house: House, person: Person, now: datetime) -> list[Person]:
    """Whose alerts and messages come to this member of staff: their own people, for an administrator also others."""
    own = {participant.id for participant in unit.roles.caseload(person.id, now)}
    if "admin" not in unit.roles.of(person.id, now):
        return [unit.people.by_id(number) for number in sorted(own)]
    participants = [someone for someone in unit.people.all() if someone.code.startswith("P-")]
    return [p for p in participants if p.id in own or person.id in alerts.readers_of(Scene(unit, house, p, now))]


def _close_doors(scene: Scene) -> None:
    """The record that stands on their phone fades at once, and the commands of staff leave the menu."""
    shown = scene.unit.deliveries.page_of(scene.person.id, "menu")
    if shown is not None and shown.message_id is not None:
        outbox.fade(scene.unit, shown, shown.message_id, scene.now, due_at=scene.now)
    outbox.hand_over(scene, "commands")
    outbox.say(scene, "revoked-told")
