"""What leads to what: links, tracks, rules and schedules of a folder, and the files that nothing leads to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from bot.core.activity import ActivityKind, Link
from bot.curriculum.blocks import blocks_of
from bot.curriculum.folder import SOURCE, Folder
from bot.curriculum.needed import is_opened

Sort = Literal["link", "instead", "track", "rule"]


@dataclass(frozen=True, slots=True)
class Way:
    """One file leads to another: by a button, as what is offered in its place, as the next of a track, or because a
    rule reads the first and offers the second."""

    start: str
    end: str
    sort: Sort


@dataclass(frozen=True, slots=True)
class Graph:
    """`kinds` are the files by id; `starts` why people meet a file that no other leads to, `orphans` have none."""

    kinds: Mapping[str, ActivityKind]
    ways: tuple[Way, ...]
    starts: Mapping[str, str]
    orphans: tuple[str, ...]
    drafts: frozenset[str]

    def to(self, id: str) -> list[Way]:
        """What leads there."""
        return [way for way in self.ways if way.end == id]

    def out_of(self, id: str) -> list[Way]:
        """Where it leads."""
        return [way for way in self.ways if way.start == id]


def graph_of(folder: Folder) -> Graph:
    """The graph of the folder's English files, which all others follow. A draft is no orphan: nobody meets it yet."""
    english = folder.of_language(SOURCE)
    ways = tuple(dict.fromkeys(way for way in _ways(folder) if way.end in english and way.start in english))
    starts = dict(_starts(folder))
    reached = {way.end for way in ways if way.start != way.end} | starts.keys()
    return Graph(
        kinds={id: activity.kind for id, activity in sorted(english.items())},
        ways=ways,
        starts=starts,
        orphans=tuple(id for id, activity in sorted(english.items()) if id not in reached and not activity.draft),
        drafts=frozenset(id for id, activity in english.items() if activity.draft),
    )


def _ways(folder: Folder) -> Iterator[Way]:
    for id, activity in sorted(folder.of_language(SOURCE).items()):
        for block in blocks_of(activity):
            if isinstance(block, Link):
                yield Way(id, folder.places.moved.get(block.target, block.target), "link")
        if activity.instead:
            yield Way(id, activity.instead, "instead")
    for track in folder.program.tracks.values():
        for before, after in pairwise(track):
            yield Way(before, after, "track")
    for rule in folder.rules.rules:
        for read in folder.of_language(SOURCE):
            if rule.offer and any(repr(read) in ask for ask in rule.when.asks):
                yield Way(read, rule.offer, "rule")


def _starts(folder: Folder) -> Iterator[tuple[str, str]]:
    for id, activity in folder.of_language(SOURCE).items():
        if is_opened(id):
            yield id, "the program opens it"
        elif activity.schedule.form != "request":
            yield id, "by its schedule"
    for name, track in folder.program.tracks.items():
        yield from ((id, f"track {name}") for id in track)
    yield from ((rule.offer, f"rule {rule.name}") for rule in folder.rules.rules if rule.offer)
