"""*How it is going*: what has grown, for the person alone. What is not there yet is not mentioned."""

from collections.abc import Iterator
from datetime import timedelta

from bot.core import growth
from bot.core.ratings import Helped, gain
from bot.core.recalls import KEPT
from bot.core.values import Value
from bot.core.view import Line, View, tap
from bot.services import outbox
from bot.services.own_words import plan_facts
from bot.services.ratings import LIFTING, helped
from bot.services.scene import Scene

DAILY, LESSONS = "checkins/daily", "lessons/"
PRACTICES_SHOWN = 5
WORDS = ("plan.my-reasons.reason_1", "plan.my-values.act", "plan.what-helped.what")
"""Own words that are given back here, as far as there are any."""


def command(scene: Scene, _: str = "") -> None:
    """`/progress`."""
    outbox.show_menu(scene, "progress", fresh=True)


def page(scene: Scene, _: tuple[int, ...]) -> View:
    """Skills, this week, sessions, practices with their numbers, and own words."""
    lines = [*_skills(scene), *_week(scene), *_sessions(scene), *_practices(scene), *_kept(scene)]
    shown = [Line("grown-title", bold=True), *lines] if lines else [Line("grown-begins")]
    return View(above=tuple(shown), buttons=((tap("plan", "plan"), tap("menu", "home")),))


def _skills(scene: Scene) -> Iterator[Line]:
    read = [id for id in scene.unit.runs.finished(scene.person.id) if id.startswith(LESSONS)]
    again, rooted = growth.stages((each.step for each in scene.unit.recalls.all_for(scene.person.id)), KEPT)
    counted = (
        (growth.READ, len(read), "read"),
        (growth.KEPT_A_WHILE, again, "again"),
        (growth.ROOTED, rooted, "rooted"),
    )
    for sign, count, name in counted:
        if count:
            yield Line(f"grown-{name}", {"signs": growth.row_of(sign, count), "count": count})


def _week(scene: Scene) -> Iterator[Line]:
    since = scene.day - timedelta(days=6)
    days = (each.local_date for each in scene.unit.answers.past(scene.person.id, DAILY, "", since))
    if count := growth.of_this_week(days, scene.day):
        yield Line("grown-week", {"signs": growth.row_of(growth.DOT, count), "count": count})


def _sessions(scene: Scene) -> Iterator[Line]:
    lines = scene.unit.meetings.attendance_for(scene.person.id)
    if count := sum(line.attended == "present" for _, line in lines):
        yield Line("grown-sessions", {"count": count})


def _practices(scene: Scene) -> Iterator[Line]:
    """What helped, by the person's own numbers; where nothing moved, that one was practiced."""
    content = scene.house.content()
    lifting = content.program.tracks.get(LIFTING, ())
    shown = 0
    for each in helped(scene):
        activity = content.activity(each.practice, scene.person.language)
        if activity and shown < PRACTICES_SHOWN:
            shown += 1
            yield _practice(each, activity.title, gain(each, lifting) > 0)


def _practice(each: Helped, title: str, has_helped: bool) -> Line:
    if not has_helped:
        return Line("grown-practiced", {"title": title, "count": each.times})
    values: dict[str, Value] = {
        "title": title,
        "before": f"{each.before:g}",
        "after": f"{each.after:g}",
        "count": each.times,
    }
    return Line("grown-practice", values)


def _kept(scene: Scene) -> Iterator[Line]:
    found = plan_facts(scene, WORDS)
    words = [str(found[name]) for name in WORDS if found.get(name)]
    if words:
        yield Line("grown-kept", bold=True)
        yield from (Line("plain", {"text": f"“{each}”"}) for each in words)
