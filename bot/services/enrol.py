"""Enrolment: from an invite to a person who was asked, agreed, and knows what comes."""

from datetime import datetime, timedelta

from bot.core.activity import Activity
from bot.core.player import Step
from bot.core.schedule import usable_checkin_time
from bot.services import outbox
from bot.services.house import Place
from bot.services.scene import Scene
from bot.storage.invites import Invite
from bot.storage.people import Person
from bot.storage.unit import Unit

LANGUAGE, CONSENT, WELCOME, COUNSELOR = (
    "enrolment/language",
    "enrolment/consent",
    "enrolment/welcome",
    "enrolment/counselor",
)
CARE = "care"
"""The purpose of the consent of enrolment: the program's staff may read the answers (42 CFR 2.31)."""
FIRST_PHASE = "iop"
DEFAULT_CHECKIN = "19:00"


def invite_participant(
    unit: Unit, place: Place, *, now: datetime, days: int = 7, counselor: int | None = None, name: str = "",
    language: str = "", handle: str = "", group: str = "",
) -> tuple[str, Person]:  # fmt: skip
    """A new participant and the single-use code that enrols them, and brings them into a group once they agreed."""
    quiet_from, quiet_to = place.quiet
    person = unit.people.create(
        role="participant",
        at=now,
        language=language or "en",
        timezone=place.timezone,
        quiet_from=quiet_from,
        quiet_to=quiet_to,
        checkin_time=default_checkin(quiet_from, quiet_to),
        phase=FIRST_PHASE,
        handle=handle or None,
        name=name or None,
        initials=initials(name) or None,
    )
    if counselor is not None:
        unit.roles.assign(person.id, counselor, now)
    code = unit.invites.create(
        "participant", at=now, expires_at=now + timedelta(days=days), person=person.id, counselor=counselor,
        language=language or None, group=group or None,
    )  # fmt: skip
    return code, person


def default_checkin(quiet_from: str, quiet_to: str) -> str:
    """19:00, or the last full hour before quiet hours where these hold it: a prompt in them would never be sent."""
    if usable_checkin_time(DEFAULT_CHECKIN, quiet_from, quiet_to):
        return DEFAULT_CHECKIN
    hours = (f"{(int(quiet_from[:2]) - back) % 24:02d}:00" for back in range(1, 24))
    return next((hour for hour in hours if usable_checkin_time(hour, quiet_from, quiet_to)), DEFAULT_CHECKIN)


def invite_staff(
    unit: Unit, place: Place, role: str, *, now: datetime, days: int = 7, name: str = "", handle: str = "",
    language: str = "",
) -> tuple[str, Person]:  # fmt: skip
    """A new member of staff and their code; they can be named as a counselor before they enrol."""
    person = unit.people.create(
        role=role,
        at=now,
        language=language or "en",
        timezone=place.timezone,
        handle=handle or None,
        name=name or None,
        initials=initials(name) or None,
    )
    expires_at = now + timedelta(days=days)
    code = unit.invites.create(role, at=now, expires_at=expires_at, person=person.id, language=language or None)
    return code, person


def initials(name: str) -> str:
    """The first letters of up to three names."""
    return "".join(word[0].upper() for word in name.split()[:3])


def claim(unit: Unit, code: str, chat: int, language: str, now: datetime) -> Person | None:
    """The person whom a code invites, now bound to this chat; `None` when the code is of no use here.

    The same account may press the same link again. A chat that belongs to somebody else already gets nothing.
    """
    invite = unit.invites.find(code)
    if invite is None or invite.person is None or not unit.invites.usable(invite.id, chat, now):
        return None
    holder = unit.people.by_chat(chat)
    if holder is not None and holder.id != invite.person:
        return None
    if invite.claimed_at is not None and holder is None and not _may_return(unit, invite, now):
        return None
    claimed = unit.invites.claim_by_id(invite.id, chat, now)
    if claimed is None or not unit.people.bind_chat(invite.person, chat):
        return None
    person = unit.person(invite.person)
    return person if claimed.again else _arrive(unit, invite, person, language, now)


def _may_return(unit: Unit, invite: Invite, now: datetime) -> bool:
    """A used link opens again for who said *Not now*, not for a phone that somebody has given up since."""
    in_force = invite.revoked_at is None and invite.expires_at > now
    return in_force and invite.person is not None and unit.people.chat_of(invite.person) is None


def state_again(person: Person, now: datetime) -> str:
    """The state of somebody who can be reached again: a pause goes on."""
    return "paused" if person.paused_until is not None and person.paused_until > now else "active"


def _arrive(unit: Unit, invite: Invite, person: Person, language: str, now: datetime) -> Person:
    if person.state == "invited" and language and invite.language is None:
        unit.people.set(person.id, "language", language, now, person.id)
    if person.state == "invited" and invite.role != "participant":
        unit.people.set(person.id, "state", "active", now, person.id)
        unit.people.set(person.id, "enrolled_at", now, now, person.id)
    if person.state == "unreachable":
        unit.people.set(person.id, "state", state_again(person, now), now, person.id)
    return unit.people.by_id(person.id)


def next_step(scene: Scene) -> str | None:
    """The activity that enrolment goes on with; `None` when it is over."""
    if "participant" not in scene.roles:
        return None
    finished = scene.unit.runs.finished(scene.person.id)
    if not has_agreed(scene):
        return CONSENT if LANGUAGE in finished else LANGUAGE
    return None if WELCOME in finished else WELCOME


def answered(scene: Scene, activity: Activity, step: Step) -> None:
    """Agreeing is stored at once, with the version of the text that was agreed to."""
    agreed = any(given.question == "agree" and given.value == "yes" for given in step.answers)
    if activity.id != CONSENT or not agreed or has_agreed(scene):
        return
    scene.unit.consents.give(
        scene.person.id,
        CARE,
        text_version=activity.version,
        text_digest=activity.version,
        language=activity.language,
        at=scene.now,
    )
    scene.unit.people.set(scene.person.id, "state", "active", scene.now, scene.person.id)
    if scene.person.enrolled_at is None:
        scene.unit.people.set(scene.person.id, "enrolled_at", scene.now, scene.now, scene.person.id)


def finished(scene: Scene, activity: Activity) -> list[str]:
    """The next step of enrolment, if this was one; after the last the reply keyboard comes."""
    if activity.id == LANGUAGE and scene.person.state == "invited":
        return [CONSENT]
    if activity.id == CONSENT and has_agreed(scene):
        return [WELCOME]
    if activity.id == WELCOME and "participant" in scene.roles and _is_first(scene):
        outbox.hand_over(scene, "keyboard")
        outbox.show_menu(scene, "home", fresh=True)
    return []


def _is_first(scene: Scene) -> bool:
    """The welcome's questions are asked again for the settings; only the first time ends an enrolment."""
    welcomes = [run for run in scene.unit.runs.all_for(scene.person.id) if run.activity == WELCOME]
    return sum(run.outcome == "finished" for run in welcomes) == 1


def declined(activity: Activity, step: Step) -> bool:
    """Whether the step was *Not now*: a minute later, when the page has gone out, nothing of the attempt is kept."""
    return activity.id == CONSENT and any(g.question == "agree" and g.value != "yes" for g in step.answers)


def has_agreed(scene: Scene) -> bool:
    """Whether the person's consent holds now."""
    return scene.unit.consents.active(scene.person.id, CARE, scene.now) is not None
