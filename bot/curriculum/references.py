"""What files say about each other: links, former ids, what is offered instead, reminders, and words filled in."""

from collections.abc import Collection, Iterator, Mapping

from bot.core.activity import Activity, Link
from bot.curriculum.blocks import Placed, blocks_of, fills_of
from bot.curriculum.crisis import Country, facts_of
from bot.curriculum.faults import Fault
from bot.curriculum.findings import did_you_mean
from bot.curriculum.places import Places
from bot.curriculum.sources import Source


def link_faults(activity: Activity, source: Source, places: Places) -> Iterator[Fault]:
    """Links that lead nowhere, to a draft or to words for somebody else, and an `instead` that does. A draft may lead
    to drafts, for nobody meets either."""
    ways = [(block.target, block.line, "link") for block in blocks_of(activity) if isinstance(block, Link)]
    if activity.language == "en":
        ways.append((activity.instead, source.fields.get("instead", 1), "instead"))
    for target, line, rule in ways:
        what = places.why_not(target, activity.audience, draft_is_fine=activity.draft) if target else ""
        if what:
            yield Fault(source.path, line, what, rule)


def former_id_faults(activities: Collection[Activity], sources: Mapping[str, Source]) -> Iterator[Fault]:
    """Ids that two files claim, or that a file still has."""
    ids = {activity.id for activity in activities}
    claimed: dict[str, str] = {}
    for activity in sorted(activities, key=lambda activity: activity.id):
        source = sources[activity.id]
        for old in activity.formerly:
            line = _line_of(old, source, "formerly")
            if old in ids and old != activity.id:
                what = f'"{old}" is a file of its own: delete that file, or this former id'
                yield Fault(source.path, line, what, "formerly")
            elif old in claimed and claimed[old] != activity.id:
                what = f'"{old}" is claimed by {claimed[old]} too: only one file can have stood there'
                yield Fault(source.path, line, what, "formerly")
            claimed.setdefault(old, activity.id)


def _line_of(word: str, source: Source, name: str) -> int:
    """The line of a word in a field of the front matter."""
    first = source.fields.get(name, 1)
    lines = source.text.split("\n")[first - 1 : source.body_line]
    return next((first + place for place, line in enumerate(lines) if word in line), first)


def reminder_faults(activities: Collection[Activity], sources: Mapping[str, Source]) -> Iterator[Fault]:
    """At most one reminder per kind of meeting and distance; `session` means groups and appointments both."""
    taken: dict[tuple[str, str, int], str] = {}
    for activity in sorted(activities, key=lambda activity: activity.id):
        schedule = activity.schedule
        if activity.kind != "reminder" or not schedule.meeting or activity.draft:
            continue
        meetings = ("group", "appointment") if schedule.meeting == "session" else (schedule.meeting,)
        keys = [(meeting, schedule.form, schedule.minutes) for meeting in meetings]
        other = next((taken[key] for key in keys if key in taken), "")
        if other:
            source = sources[activity.id]
            what = f"{other} is sent at the same distance from such a meeting: change one schedule, or make one file"
            yield Fault(source.path, source.fields.get("schedule", 1), what, "reminder")
        for key in keys:
            taken.setdefault(key, activity.id)


def fill_faults(activity: Activity, source: Source, places: Places, crisis: Mapping[str, Country]) -> Iterator[Fault]:
    """Words filled in from a worksheet or from the country file that are not there."""
    for placed in fills_of(activity):
        if placed.value.startswith("plan.") and (what := _wrong_plan(placed.value, places)):
            yield Fault(source.path, placed.line, what, "fill")
        if placed.value.startswith("crisis."):
            yield from _crisis_faults(placed, source, crisis)


def _crisis_faults(placed: Placed, source: Source, crisis: Mapping[str, Country]) -> Iterator[Fault]:
    """A number that no country has is a slip; one that some country lacks leaves its paragraph out there."""
    name, known = placed.value, {country: facts_of(entries) for country, entries in crisis.items()}
    lacking = [country for country, facts in known.items() if name not in facts]
    if not lacking:
        return
    if len(lacking) == len(known):
        hint = did_you_mean(name, (fact for facts in known.values() for fact in facts)) or ": add it there"
        yield Fault(source.path, placed.line, f"crisis.yaml has no {name}{hint}", "fill")
    else:
        what = f"crisis.yaml has no {name} for {', '.join(lacking)}, and this paragraph is left out there: add it"
        yield Fault(source.path, placed.line, what, "fill", "warning")


def _wrong_plan(name: str, places: Places) -> str:
    _, section, *question = name.split(".")
    sections = _plan_sections(places)
    if section not in sections:
        return (
            f'no worksheet fills the section "{section}" of the plan{did_you_mean(section, sections) or ": write it"}'
        )
    known = sections[section]
    if question and question[0] not in known:
        return f'the section "{section}" has no question {question[0]}{did_you_mean(question[0], known) or ": mend it"}'
    return ""


def _plan_sections(places: Places) -> dict[str, set[str]]:
    """Sections of the plan with the questions that fill them: worksheets by their name, others by `saves`."""
    sections: dict[str, set[str]] = {}
    for activity in places.activities.values():
        names = {question.name for _, question in activity.questions()}
        if activity.kind == "worksheet":
            sections.setdefault(activity.id.rsplit("/", 1)[-1], set()).update(names)
        for question, target in activity.saves.items():
            if target.startswith("plan."):
                sections.setdefault(target.split(".")[1], set()).add(question)
    return sections
