"""The agenda of a program day: what a person is due unasked, by the schedules of files and the doses of their phase.
It is reckoned from the person and the content alone; what of it was sent already, the database knows."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from bot.core import doses
from bot.core.activity import Activity
from bot.core.budget import Wanted
from bot.core.program import Phase
from bot.core.schedule import Rhythm, due_on, expires, occurrence, program_day
from bot.services.house import Content
from bot.storage.people import Person

FORMS = ("daily", "weekly", "days", "monthly")
"""Schedules that go by the day; the others are reckoned from a meeting."""

DOSES = ("practice", "lesson", "worksheet", "assessment", "checkin", "review")
"""Kinds of which a phase may have doses, and what comes back from lessons: the purpose of their messages."""

WORDS: Mapping[str, str] = {"checkin": "check-in", "assessment": "review"}
"""Kinds that the order of `rules.yaml` calls by another word."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something due: a scheduled activity, or a dose of a kind, of which `number` is the how-manieth it is."""

    wanted: Wanted
    activity: Activity | None = None
    number: int = 0

    @property
    def purpose(self) -> str:
        """What its message is queued as: the activity's id, or the kind of a dose."""
        return self.wanted.key


def word_of(kind: str) -> str:
    """The word for a kind in the order of `rules.yaml`."""
    return WORDS.get(kind, kind)


def rhythm_of(person: Person) -> Rhythm | None:
    """When the person can be prompted; `None` before they enrolled."""
    if person.enrolled_at is None:
        return None
    return Rhythm(person.timezone, person.checkin_time, person.quiet_from, person.quiet_to, person.enrolled_at)


def scheduled(content: Content) -> list[Activity]:
    """The activities that are due by the day."""
    return [activity for activity in content.scheduled() if activity.schedule.form in FORMS]


Given = Mapping[str, Collection[str]]
"""Of each purpose the program days that have had their message."""


def of_day(content: Content, person: Person, day: date, given: Given = MappingProxyType({})) -> list[Item]:
    """All that is due for the person on that program day and was not given yet."""
    rhythm = rhythm_of(person)
    if rhythm is None or person.prompts_every < 1:
        return []
    phase = content.program.phase(person.phase)
    found = [*_scheduled(content, person, rhythm, phase, day, given), *_doses(person, rhythm, phase, day)]
    return [item for item in found if occurrence(day) not in given.get(item.purpose, ())]


def _scheduled(
    content: Content, person: Person, rhythm: Rhythm, phase: Phase | None, day: date, given: Given
) -> Iterator[Item]:
    for activity in scheduled(content):
        runs = phase.runs.get(activity.id) if phase else None
        found = due_on(day, rhythm, given.get(activity.id, ()), activity.schedule, runs)
        off = activity.kind == "checkin" and not person.checkin_on
        if found is None or off or doses.is_spared(activity.schedule, day, runs, person.prompts_every):
            continue
        first = int(activity.schedule.form == "daily")  # the question of every day keeps its hour before all others
        wanted = Wanted(activity.id, word_of(activity.kind), found.due_at, found.expires_at, first, on_time=True)
        yield Item(wanted, activity)


def _doses(person: Person, rhythm: Rhythm, phase: Phase | None, day: date) -> Iterator[Item]:
    """From the day after enrolment on: on the day itself the first steps lead to the first lesson."""
    night = rhythm.quiet_from, rhythm.quiet_to
    since = (day - program_day(rhythm.enrolled_at, rhythm.zone)).days - 1
    at = doses.hour(day, rhythm.zone, rhythm.checkin_time, *night)
    for kind, per_week in (phase.per_week if phase else {}).items():
        number = doses.turn(per_week / person.prompts_every, since)
        if number is not None and at is not None:
            yield Item(Wanted(kind, word_of(kind), at, expires(at, rhythm.zone, *night)), number=number)


def track_of(content: Content, kind: str) -> list[str]:
    """Everything of that kind in the tracks of participants, in their order."""
    ids = [id for name, track in content.program.tracks.items() if name != "family" for id in track]
    found = ((id, content.activity(id, "en")) for id in dict.fromkeys(ids))
    return [id for id, activity in found if activity and activity.kind == kind and not activity.draft]
