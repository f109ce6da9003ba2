"""Settings: what a person can change about when and how they are written to, as a page of buttons. What has to be typed
or thought about is asked by small activities, `settings/…`, which the ordinary player leads through."""

from bot.core.activity import Activity
from bot.core.player import Step
from bot.core.schedule import usable_checkin_time
from bot.core.thinning import CHOICES
from bot.core.values import Value
from bot.core.view import Button, Line, View
from bot.core.zones import city_of
from bot.services import enrol, outbox, runs, unasked
from bot.services.scene import Scene
from bot.storage.runs import Run

FOLDER = "settings/"
ZONE, TIME, QUIET, NAME = "settings/zone", "settings/checkin-time", "settings/quiet-hours", "settings/name"
RECKONED = frozenset(("timezone", "checkin_time", "quiet_from", "quiet_to"))
"""Settings that say when something is due."""
NIGHT = ("preference.quiet_from", "preference.quiet_to")

# The buttons of the page, by the number in their data. It is part of old messages, so none is ever given anew.
LANGUAGE, PLACE, HOUR, CHECKIN, OFTEN, NIGHTLY, NOTICES, CALLED, FORGET, RENAME = range(1, 11)

ACTIVITIES = {
    LANGUAGE: enrol.LANGUAGE,
    PLACE: ZONE,
    HOUR: TIME,
    OFTEN: unasked.HOW_OFTEN,
    NIGHTLY: QUIET,
    RENAME: NAME,
}


# What a setting does


def set_preference(scene: Scene, name: str, value: str) -> None:
    """One setting of the person; a new language takes open pages along, a new time what waits to be sent."""
    field = "name" if name == "preferred_name" else name
    scene.unit.people.set(scene.person.id, field, value, scene.now, scene.person.id)
    if name == "language" and value != scene.person.language:
        runs.switch_language(scene.again(), value)
        if scene.person.state != "invited":
            outbox.hand_over(scene, "keyboard")
    elif name in RECKONED:
        unasked.reckon_anew(scene.again())


def take(scene: Scene, run: Run, activity: Activity, name: str, value: Value | None) -> str:
    """A setting that an answer saves; a skipped question keeps what is. The activity that has to come next, or
    nothing."""
    if f"preference.{name}" in NIGHT:
        return _take_night(scene, run, activity)
    if value is not None:
        set_preference(scene, name, str(value))
    return ""


def _take_night(scene: Scene, run: Run, activity: Activity) -> str:
    """Quiet hours count once both ends are known. A check-in time that they would swallow moves out of them, and the
    person is asked whether that suits them."""
    answers = runs.values_of(scene, run, activity)
    ends = [name for name, target in activity.saves.items() if target in NIGHT]
    if any(name not in answers for name in ends):
        return ""
    for name in ends:
        if answers[name] is not None:
            field = activity.saves[name].removeprefix("preference.")
            scene.unit.people.set(scene.person.id, field, str(answers[name]), scene.now, scene.person.id)
    person = scene.again().person
    moves = usable_checkin_time(person.checkin_time, person.quiet_from, person.quiet_to) is None
    if moves:
        clock = enrol.default_checkin(person.quiet_from, person.quiet_to)
        scene.unit.people.set(person.id, "checkin_time", clock, scene.now, None)
    unasked.reckon_anew(scene.again())
    return TIME if moves else ""


def take_how_often(scene: Scene, activity: Activity, step: Step) -> None:
    """What the person wants of unasked messages: all, every second, or none."""
    for given in step.answers:
        if activity.id == unasked.HOW_OFTEN and given.question == "how_often" and given.value in CHOICES:
            scene.unit.people.set(
                scene.person.id, "prompts_every", CHOICES[str(given.value)], scene.now, scene.person.id
            )


# The page


def choose(scene: Scene, number: int) -> str | None:
    """What a button of the page does: the activity that opens, empty where the page is shown again with the new value;
    `None` for a number that is none."""
    person = scene.person
    if number in ACTIVITIES:
        return ACTIVITIES[number]
    if number == CHECKIN:
        scene.unit.people.set(person.id, "checkin_on", not person.checkin_on, scene.now, person.id)
    elif number == NOTICES:
        set_preference(scene, "notices", "discreet" if person.notices == "open" else "open")
    elif number == FORGET:
        scene.unit.people.set(person.id, "name", None, scene.now, person.id)
    elif number == CALLED:
        return "" if scene.unit.people.name_of(person.id) else NAME
    else:
        return None
    return ""


def page(scene: Scene) -> View:
    """Every setting with its present value."""
    person, name = scene.person, scene.unit.people.name_of(scene.person.id)
    language = scene.house.content().label("language-name", person.language)
    called = _button("setting-name", CALLED, name=name) if name else _button("setting-name-none", CALLED)
    rows = (
        (_button("setting-language", LANGUAGE, value=language),),
        (_button("setting-zone", PLACE, value=city_of(person.timezone)),),
        (_button("setting-checkin-time", HOUR, value=person.checkin_time),),
        (_button("setting-checkin", CHECKIN, state="on" if person.checkin_on else "off"),),
        (_button("setting-how-often", OFTEN, every=person.prompts_every),),
        (_button("setting-quiet", NIGHTLY, begins=person.quiet_from, ends=person.quiet_to),),
        (_button("setting-notices", NOTICES, kind=person.notices),),
        (called,),
        (Button("menu", key="menu", verb="home"),),
    )
    return View(above=(Line("settings-ask"),), buttons=rows)


def name_page(scene: Scene) -> View:
    """The name by which the person is called: another one, or none."""
    rows = ((_button("setting-name-new", RENAME),), (_button("setting-name-forget", FORGET),))
    back = Button("menu", key="back", verb="settings")
    return View(above=(Line("setting-name-ask"),), buttons=(*rows, (back,)))


def _button(key: str, number: int, **values: Value | None) -> Button:
    known = {name: value for name, value in values.items() if value is not None}
    return Button("menu", key=key, verb="settings", numbers=(number,), values=known)
