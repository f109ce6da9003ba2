"""`program.yaml`: phases with their doses and weekdays, and the tracks with the order of their lessons."""

from collections.abc import Mapping

from bot.core.activity import Audience
from bot.core.days import WEEKDAYS
from bot.core.facts import LISTED
from bot.core.program import Phase, Program
from bot.curriculum.findings import did_you_mean, listed
from bot.curriculum.places import Places
from bot.curriculum.yaml_files import EMPTY, Listing, Node, Scalar, Table, YamlFile

OFFERED = ("lesson", "practice", "worksheet", "assessment", "checkin")
"""Kinds that `per_week` may count."""

FAMILY_TRACK = "family"
PHASES = next(fact.values for fact in LISTED if fact.name == "phase")


def read_program(file: YamlFile, text: str, places: Places) -> Program:
    """The program in the text of a `program.yaml`; faults stay in `file`."""
    table = file.read(text)
    if table is EMPTY:
        return Program()
    file.check_keys(table, ("phases", "tracks"), "program.yaml", ("phases", "tracks"))
    phases = file.table(table.entries["phases"], '"phases"') if "phases" in table.entries else EMPTY
    tracks = file.table(table.entries["tracks"], '"tracks"') if "tracks" in table.entries else EMPTY
    return Program(
        tuple(_phase(file, name, phases.lines[name], node, places) for name, node in phases.entries.items()),
        {name: _track(file, name, node, places) for name, node in tracks.entries.items()},
    )


def _phase(file: YamlFile, name: str, line: int, node: Node, places: Places) -> Phase:
    if name not in PHASES:
        hint = did_you_mean(name, PHASES) or f"; write {listed(PHASES)}"
        file.fault(line, f'there is no phase "{name}"{hint}')
    table = file.table(node, f'the phase "{name}"')
    file.check_keys(table, ("weeks", "per_week", "runs"), f'the phase "{name}"', ("weeks",) if table.entries else ())
    weeks = file.whole(table.entries["weeks"], '"weeks"', 1) if "weeks" in table.entries else None
    runs = file.table(table.entries["runs"], '"runs"') if "runs" in table.entries else EMPTY
    return Phase(name, weeks or 0, _per_week(file, table), _runs(file, runs, places))


def _per_week(file: YamlFile, phase: Table) -> Mapping[str, float]:
    if "per_week" not in phase.entries:
        return {}
    table = file.table(phase.entries["per_week"], '"per_week"')
    file.check_keys(table, OFFERED, '"per_week"')
    numbers = {kind: file.number(node, f'"{kind}" a week') for kind, node in table.entries.items() if kind in OFFERED}
    return {kind: number for kind, number in numbers.items() if number is not None}


def _runs(file: YamlFile, table: Table, places: Places) -> Mapping[str, tuple[int, ...]]:
    runs = {}
    for path, node in table.entries.items():
        problem = places.why_not(path)
        found = places.find(path)
        if found and found.schedule.form == "request" and found.id not in places.unsure:
            problem = f'"{path}" has no schedule; add `schedule: daily at checkin_time` or another to that file'
        if problem:
            file.fault(table.lines[path], problem)
        runs[path] = _weekdays(file, node)
    return runs


def _weekdays(file: YamlFile, node: Node) -> tuple[int, ...]:
    """`daily`, one weekday or a list of them, as numbers from 0, Monday."""
    if isinstance(node, Scalar) and node.value == "daily":
        return tuple(range(7))
    named = (
        file.texts(node, "the weekdays") if isinstance(node, Listing) else ((file.text(node, "a weekday"), node.line),)
    )
    days = []
    for name, line in named:
        if name in WEEKDAYS:
            days.append(WEEKDAYS.index(name))
        elif name:
            hint = did_you_mean(name, ("daily", *WEEKDAYS)) or f"; write daily, {listed(WEEKDAYS)}"
            file.fault(line, f'"{name}" is no weekday{hint}')
    return tuple(sorted(set(days)))


def _track(file: YamlFile, name: str, node: Node, places: Places) -> tuple[str, ...]:
    audience: Audience = "family" if name == FAMILY_TRACK else "participant"
    track: list[str] = []
    for path, line in file.texts(node, f'the track "{name}"'):
        if path in track:
            file.fault(line, f'"{path}" stands in the track "{name}" twice; keep one')
            continue
        problem = places.why_not(path, audience)
        if problem:
            file.fault(line, problem)
        found = places.find(path)
        if not problem and found and found.audience != audience:
            file.fault(line, f'"{path}" is for {found.audience}; write it in a track for {found.audience}')
        track.append(path)
    return tuple(track)
