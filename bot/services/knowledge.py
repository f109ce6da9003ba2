"""What is known when a page is played or shown: the listed facts, and the calls on history that it asks for."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, timedelta

from bot.core import history
from bot.core.activity import Activity
from bot.core.days import WEEKDAYS
from bot.core.history import Entry
from bot.core.naming import facts_named
from bot.core.schedule import day_start, program_day
from bot.core.values import Value
from bot.services.answerable import Answerable
from bot.services.danger import place_facts
from bot.services.own_words import plan_facts
from bot.services.ratings import best_practice, practices_tried
from bot.services.scene import Scene
from bot.services.session_facts import facts_of
from bot.storage.people import Person
from bot.storage.runs import Run

LESSONS = "lessons/"


def facts_for(scene: Scene, activity: Activity, run: Run | None = None) -> dict[str, Value | None]:
    """All that the conditions and texts of the activity may name; of a run about a session, the session too."""
    named = facts_named(activity)
    known: dict[str, Value | None] = {**place_facts(scene.house, activity.language), **own_facts(scene, named)}
    known["language"] = activity.language
    known.update(plan_facts(scene, named))
    known.update(past(scene, activity.asks))
    if run is not None:
        known.update(facts_of(scene, run, activity.language))
    return known


def own_facts(scene: Scene, named: Collection[str] = ()) -> dict[str, Value | None]:
    """The facts about the person; those that cost a question of their own only if they are named."""
    person, day = scene.person, scene.day
    known = {**day_facts(person, day), "preferred_name": scene.unit.people.name_of(person.id)}
    return known | {name: read(scene) for name, read in SELDOM.items() if name in named}


def day_facts(person: Person, day: date) -> dict[str, Value | None]:
    """What is known of a person and a program day without a question."""
    return {
        "phase": person.phase or None,
        "language": person.language,
        "days_in_program": (day - enrolled_day(person, day)).days,
        "today": day.isoformat(),
        "weekday": WEEKDAYS[day.weekday()],
        "notices": person.notices,
    }


def _days_in_phase(scene: Scene) -> Value | None:
    changes = scene.unit.history.of(scene.person.id, "phase")
    since = program_day(changes[-1].at, scene.person.timezone) if changes else enrolled_day(scene.person, scene.day)
    return max((scene.day - since).days, 0)


def _lessons_in_week(scene: Scene) -> Value | None:
    since = day_start(scene.day - timedelta(days=6), scene.person.timezone)
    return len(scene.unit.runs.finished_since(scene.person.id, LESSONS, since))


def _best_practice(scene: Scene) -> Value | None:
    best = best_practice(scene)
    activity = scene.house.content().activity(best.practice, scene.person.language) if best else None
    return activity.title if activity else None


SELDOM: Mapping[str, Callable[[Scene], Value | None]] = {
    "days_in_phase": _days_in_phase,
    "practices_tried": practices_tried,
    "lessons_in_week": _lessons_in_week,
    "best_practice": _best_practice,
}
"""Facts that are read only where they are named."""


def enrolled_day(person: Person, day: date) -> date:
    """The program day of the enrolment; before it that `day`, which is today."""
    return program_day(person.enrolled_at, person.timezone) if person.enrolled_at else day


def past(scene: Scene, asks: Iterable[str], with_backdrop: bool = False) -> dict[str, Value | None]:
    """The calls on history, answered, each under its own text; with the numbers that stand beside them in a row."""
    parsed = {text: history.parse_ask(text) for text in asks}
    if not parsed:
        return {}
    entries = entries_for(scene, history.needs(parsed.values()))
    since = enrolled_day(scene.person, scene.day)
    counts = Answerable(scene)
    found = {text: history.compute(ask, entries, scene.day, since, counts) for text, ask in parsed.items()}
    if not with_backdrop:
        return found
    ago = {history.ago_key(ask.activity): _days_ago(scene, ask.activity, entries, since) for ask in parsed.values()}
    return {**found, **ago, **history.backdrop(parsed.values(), entries, scene.day)}


def _days_ago(scene: Scene, activity: str, entries: list[Entry], since: date) -> Value | None:
    last = history.last_sign(activity, entries, since)
    return (scene.day - last).days if last else None


def entries_for(scene: Scene, needs: Iterable[history.Need]) -> list[Entry]:
    """The answers that the calls look back on."""
    found: list[Entry] = []
    for need in needs:
        if not need.question:
            signs = scene.unit.answers.newest_days(scene.person.id, need.activity)
            found += [Entry(need.activity, "", day, None, at) for day, at in signs]
            continue
        since = scene.day - timedelta(days=need.days)
        activity = scene.house.content().activity(need.activity, scene.person.language)
        for row in scene.unit.answers.past(scene.person.id, need.activity, need.question, since):
            value: Value | None = row.number if row.number is not None else row.choice
            question = activity.question(row.question) if activity else None
            if question and question.kind == "many" and isinstance(value, str):
                value = tuple(value.split(","))
            found.append(Entry(need.activity, row.question, row.local_date, value, row.answered_at))
    return found
