"""Enrolment: from an invite to a person who was asked, agreed, and knows what comes."""

from datetime import datetime, timedelta

from bot.core.activity import Activity
from bot.core.player import Step
from bot.core.schedule import usable_checkin_time
from bot.services import alerts, outbox
from bot.services.house import Place
from bot.services.scene import Scene
from bot.storage.people import Person
from bot.storage.runs import Run
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


def state_again(person: Person, now: datetime) -> str:
    """The state of somebody who can be reached again: a pause goes on."""
    return "paused" if person.paused_until is not None and person.paused_until > now else "active"


def next_step(scene: Scene) -> str | None:
    """The activity that enrolment goes on with; `None` when it is over."""
    if "participant" not in scene.roles:
        return None
    if not has_agreed(scene):
        return CONSENT if LANGUAGE in scene.unit.runs.finished(scene.person.id) else LANGUAGE
    return None if _welcomes(scene) else WELCOME


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
    _begin(scene)


def _begin(scene: Scene) -> None:
    """The first program day, also of somebody who was here before: their history stays, their days count from now."""
    beginning: dict[str, str | int | datetime | None] = {
        "state": "active",
        "enrolled_at": scene.now,
        "discharged_at": None,
        "phase": FIRST_PHASE,
        "prompts_every": 1,
        "sessions_paused": False,
    }
    for field, value in beginning.items():
        if getattr(scene.person, field) != value:
            scene.unit.people.set(scene.person.id, field, value, scene.now, scene.person.id)
    alerts.settle(scene, (alerts.LEFT,))  # nobody needs to look after it any more


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
    return len(_welcomes(scene)) == 1


def _welcomes(scene: Scene) -> list[Run]:
    """How often the welcome was finished since the person came, or came back."""
    since = scene.person.enrolled_at
    ended = [r for r in scene.unit.runs.all_for(scene.person.id) if r.activity == WELCOME and r.outcome == "finished"]
    return [run for run in ended if since is None or (run.finished_at or since) >= since]


def declined(activity: Activity, step: Step) -> bool:
    """Whether the step was *Not now*: a minute later, when the page has gone out, nothing of the attempt is kept."""
    return activity.id == CONSENT and any(g.question == "agree" and g.value != "yes" for g in step.answers)


def has_agreed(scene: Scene) -> bool:
    """Whether the person's consent holds now. What somebody agreed to before they left does not bring them back."""
    agreed = scene.unit.consents.active(scene.person.id, CARE, scene.now) is not None
    return agreed and scene.person.state != "invited"


def turn_back(scene: Scene) -> None:
    """*Not now*: of a newcomer nothing is kept; somebody who was here before has left as before. The link is free."""
    if scene.person.enrolled_at is None:
        scene.unit.forget_attempt(scene.person.id)
        return
    scene.unit.people.set(scene.person.id, "state", "discharged", scene.now, scene.person.id)
    scene.unit.invites.release_newest(scene.person.id)
