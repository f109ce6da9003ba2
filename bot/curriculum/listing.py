"""The files of a folder in rows: what an editor looks at before writing the next one."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.activity import Activity, ActivityKind
from bot.curriculum import reading, ways
from bot.curriculum.folder import SOURCE, Folder
from bot.curriculum.graph import Graph, graph_of
from bot.curriculum.wording import sentences_of


@dataclass(frozen=True, slots=True)
class Row:
    """One English file. `tracks` are its places in tracks, from 1; `grade` is missing where a text is too short."""

    id: str
    kind: ActivityKind
    title: str
    tracks: dict[str, int]
    leads_to: tuple[str, ...]
    led_from: tuple[str, ...]
    grade: float | None
    words: int
    languages: tuple[str, ...]
    reviewed: str
    draft: bool


def rows_of(folder: Folder, kind: str = "") -> list[Row]:
    """The files of one kind or all, first those of the tracks in their order, then the others by name."""
    graph = graph_of(folder)
    found = [
        _row(activity, folder, graph) for activity in folder.of_language(SOURCE).values() if kind in ("", activity.kind)
    ]
    order = list(folder.program.tracks)
    return sorted(found, key=lambda row: (*_place(row, order), row.id))


def _place(row: Row, order: list[str]) -> tuple[int, int]:
    places = [(order.index(track), place) for track, place in row.tracks.items()]
    return min(places, default=(len(order), 0))


def _row(activity: Activity, folder: Folder, graph: Graph) -> Row:
    return Row(
        id=activity.id,
        kind=activity.kind,
        title=activity.title,
        tracks=dict(_tracks(activity.id, folder)),
        leads_to=tuple(way.end for way in graph.out_of(activity.id) if way.sort == "link"),
        led_from=tuple(way.start for way in graph.to(activity.id) if way.sort == "link"),
        grade=reading.score(sentences_of(activity), activity.language),
        words=ways.longest_way(activity),
        languages=tuple(code for code in folder.languages if (code, activity.id) in folder.present),
        reviewed=activity.reviewed_on,
        draft=activity.draft,
    )


def _tracks(id: str, folder: Folder) -> Iterator[tuple[str, int]]:
    for name, track in folder.program.tracks.items():
        if id in track:
            yield name, track.index(id) + 1
