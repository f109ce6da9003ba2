"""What is known when a page is played or shown: the listed facts, and the calls on history that it asks for."""

from collections.abc import Iterable
from datetime import date, timedelta

from bot.core import history
from bot.core.activity import Activity
from bot.core.days import WEEKDAYS
from bot.core.history import Entry
from bot.core.schedule import program_day
from bot.core.values import Value
from bot.services.danger import place_facts
from bot.services.scene import Scene
from bot.services.session_facts import facts_of
from bot.storage.runs import Run


def facts_for(scene: Scene, activity: Activity, run: Run | None = None) -> dict[str, Value | None]:
    """All that the conditions and texts of the activity may name; of a run about a session, the session too."""
    known: dict[str, Value | None] = {**place_facts(scene.house, activity.language), **own_facts(scene)}
    known["language"] = activity.language
    known.update(past(scene, activity.asks))
    if run is not None:
        known.update(facts_of(scene, run, activity.language))
    return known


def own_facts(scene: Scene) -> dict[str, Value | None]:
    """The facts about the person."""
    person, day = scene.person, scene.day
    return {
        "phase": person.phase or None,
        "language": person.language,
        "days_in_program": (day - enrolled_day(scene)).days,
        "today": day.isoformat(),
        "weekday": WEEKDAYS[day.weekday()],
        "notices": person.notices,
        "preferred_name": scene.unit.people.name_of(person.id),
    }


def enrolled_day(scene: Scene) -> date:
    """The program day of the enrolment, today before it."""
    enrolled = scene.person.enrolled_at
    return program_day(enrolled, scene.person.timezone) if enrolled else scene.day


def past(scene: Scene, asks: Iterable[str], with_backdrop: bool = False) -> dict[str, Value | None]:
    """The calls on history, answered, each under its own text; with the numbers that stand beside them in a row."""
    parsed = {text: history.parse_ask(text) for text in asks}
    if not parsed:
        return {}
    entries = entries_for(scene, history.needs(parsed.values()))
    since = enrolled_day(scene)
    found = {text: history.compute(ask, entries, scene.day, since) for text, ask in parsed.items()}
    return {**found, **history.backdrop(parsed.values(), entries, scene.day)} if with_backdrop else found


def entries_for(scene: Scene, needs: Iterable[history.Need]) -> list[Entry]:
    """The answers that the calls look back on."""
    found: list[Entry] = []
    for need in needs:
        since = scene.day - timedelta(days=need.days)
        for row in scene.unit.answers.past(scene.person.id, need.activity, need.question, since):
            value: Value | None = row.number if row.number is not None else row.choice
            found.append(Entry(need.activity, row.question, row.local_date, value, row.answered_at))
    return found
