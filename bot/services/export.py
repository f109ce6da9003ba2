"""Everything a counselor may take out, one file per kind, under codes; names leave only when asked for."""

import csv
import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.services import session_facts
from bot.services.enrol import CARE
from bot.storage.people import Person
from bot.storage.runs import Run
from bot.storage.unit import Unit

Cell = str | int | bool | None
Rows = Iterable[Sequence[Cell]]

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")
"""A cell that begins so would be run by a spreadsheet (OWASP ASVS 1.2.10): it gets an apostrophe in front."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which people, as of which moment, from when on, and whether with names."""

    participants: Sequence[Person]
    now: datetime
    since: datetime | None = None
    names: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file: its columns, and its rows out of the database."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[Unit, Wanted], Rows]


def write_csv(unit: Unit, wanted: Wanted, folder: Path) -> list[Path]:
    """The files of the contract, in UTF-8 with a header line each."""
    written = []
    for sheet in SHEETS:
        path = folder / f"{sheet.name}.csv"
        with open(path, "w", encoding="utf-8", newline="", opener=_private) as file:
            writer = csv.writer(file)
            writer.writerow(_columns(sheet, wanted))
            writer.writerows([_escaped(cell) for cell in row] for row in sheet.rows(unit, wanted))
        written.append(path)
    return written


def write_jsonl(unit: Unit, wanted: Wanted, folder: Path) -> list[Path]:
    """The same, one JSON object a line; nothing is escaped there, since nothing is run."""
    written = []
    for sheet in SHEETS:
        path = folder / f"{sheet.name}.jsonl"
        columns = _columns(sheet, wanted)
        with open(path, "w", encoding="utf-8", opener=_private) as file:
            for row in sheet.rows(unit, wanted):
                file.write(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) + "\n")
        written.append(path)
    return written


def _private(path: str, flags: int) -> int:
    """What leaves the sealed database is readable, so only by whoever took it out."""
    return os.open(path, flags, 0o600)


def _agreed(unit: Unit, wanted: Wanted) -> list[Person]:
    """The people whose consent holds: of all others only their line in participants.csv and alerts of danger leave."""
    return [p for p in wanted.participants if unit.consents.active(p.id, CARE, wanted.now) is not None]


def _columns(sheet: Sheet, wanted: Wanted) -> tuple[str, ...]:
    return (*sheet.columns, "name") if wanted.names and sheet.name == "participants" else sheet.columns


def _escaped(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def iso(moment: datetime | None) -> str:
    """ISO 8601 in UTC, empty for what has not been."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else ""


def _participants(unit: Unit, wanted: Wanted) -> Rows:
    names = unit.people.names_for([p.id for p in wanted.participants]) if wanted.names else {}
    for person in wanted.participants:
        given = next((c for c in reversed(unit.consents.all_for(person.id)) if c.act == "given"), None)
        row = (
            person.code,
            _codes(unit, unit.roles.counselors_of(person.id, wanted.now)),
            person.phase,
            person.language,
            person.timezone,
            given.text_version if given else "",
            iso(given.at if given else None),
            person.state,
        )
        yield (*row, names.get(person.id, "")) if wanted.names else row


def _codes(unit: Unit, people: Iterable[int]) -> str:
    return ",".join(unit.people.by_id(person).code for person in people)


def _answers(unit: Unit, wanted: Wanted) -> Rows:
    for person in _agreed(unit, wanted):
        found = {run.id: run for run in unit.runs.all_for(person.id)}
        versions: dict[int, str] = {}
        for answer in unit.answers.all_for(person.id):
            if wanted.since and answer.answered_at < wanted.since:
                continue
            run = found[answer.run]
            yield (
                person.code,
                answer.activity,
                _version(unit, run, versions),
                answer.run,
                answer.question,
                answer.value,
                iso(answer.answered_at),
                answer.local_date.isoformat(),
                answer.status,
                "true" if answer.late else "false",
                answer.id,
            )


def _version(unit: Unit, run: Run, known: dict[int, str]) -> str:
    if run.version not in known:
        version = unit.versions.by_id(run.version)
        known[run.version] = version.digest if version else ""
    return known[run.version]


def _activities(unit: Unit, wanted: Wanted) -> Rows:
    for person in _agreed(unit, wanted):
        for run in unit.runs.all_for(person.id):
            began = run.started_at or run.offered_at or run.touched_at
            if wanted.since and began < wanted.since:
                continue
            times = (iso(run.offered_at), iso(run.started_at), iso(run.finished_at))
            yield (person.code, run.activity, run.id, *times, run.outcome or "")


def _attendance(unit: Unit, wanted: Wanted) -> Rows:
    """The sessions of each person; what nobody marked is empty, never missed."""
    for person in _agreed(unit, wanted):
        for meeting, line in session_facts.record_of(unit, person.id, wanted.now):
            start = session_facts.original_start(meeting)
            if wanted.since and start < wanted.since:
                continue
            group = unit.groups.by_id(meeting.group) if meeting.group is not None else None
            by = _codes(unit, [line.marked_by]) if line and line.marked_by else ""
            said = (line.rsvp or "", line.attended or "") if line else ("", "")
            yield (person.code, group.name if group else "", iso(start), *said, by)


def _alerts(unit: Unit, wanted: Wanted) -> Rows:
    """Of who did not agree only danger leaves: a code and no words, and staff had to answer it."""
    agreed = {person.id for person in _agreed(unit, wanted)}
    for person in wanted.participants:
        for alert in unit.alerts.all_for(person.id):
            if person.id not in agreed and alert.kind != "danger":
                continue
            if wanted.since and alert.raised_at < wanted.since:
                continue
            by = _codes(unit, [alert.acknowledged_by]) if alert.acknowledged_by else ""
            times = (iso(alert.raised_at), iso(alert.seen_at), iso(alert.acknowledged_at))
            yield (person.code, alert.rule, *times, by, iso(alert.closed_at))


def _messages(unit: Unit, wanted: Wanted) -> Rows:
    for person in _agreed(unit, wanted):
        for message in unit.messages.thread(person.id):
            if wanted.since and message.sent_at < wanted.since:
                continue
            yield (person.code, message.direction, iso(message.sent_at), iso(message.read_at), message.body)


def _audit(unit: Unit, wanted: Wanted) -> Rows:
    codes = {person.code for person in wanted.participants}
    everyone = len(codes) == len([p for p in unit.people.all() if p.code.startswith("P-")])
    for line in unit.audit.lines(since=wanted.since):
        if everyone or line.subject in codes:
            yield (iso(line.at), line.who, line.role, line.action, line.subject)


SHEETS = (
    Sheet(
        "participants",
        ("participant", "counselor", "phase", "language", "timezone", "consent_version", "consented_at", "state"),
        _participants,
    ),
    Sheet(
        "answers",
        (
            "participant", "activity", "activity_version", "run", "question", "value", "answered_at", "local_date",
            "status", "late", "answer",
        ),
        _answers,
    ),
    Sheet(
        "activities",
        ("participant", "activity", "run", "offered_at", "started_at", "finished_at", "outcome"),
        _activities,
    ),
    Sheet(
        "attendance", ("participant", "group", "session_start", "rsvp", "attended", "marked_by"), _attendance
    ),
    Sheet(
        "alerts",
        ("participant", "kind", "raised_at", "seen_at", "acknowledged_at", "acknowledged_by", "closed_at"),
        _alerts,
    ),
    Sheet("messages", ("participant", "direction", "sent_at", "read_at", "text"), _messages),
    Sheet("audit", ("at", "who", "role", "action", "subject"), _audit),
)  # fmt: skip
