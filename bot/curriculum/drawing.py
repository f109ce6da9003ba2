"""The graph of a content folder as an SVG: a box for each folder, a line for each file, a curve for each way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil

from bot.curriculum.graph import Graph, Sort

WIDTH, COLUMNS = 1360, 5
"""Pixels: a laptop shows it without scrolling to the side."""
ROW, HEAD, GAP, TOP = 19, 26, 22, 64
SHOWN = 30
"""Characters of a name that fit into a column; the whole name is shown under the pointer."""

COLOURS: Mapping[Sort, str] = {"link": "#3b6ea5", "track": "#2f8f5b", "rule": "#b4762c", "instead": "#8a5aa8"}
SAID: Mapping[Sort, str] = {
    "link": "a button leads there", "track": "the next of a track", "rule": "a rule offers it",
    "instead": "offered in its place",
}  # fmt: skip
ORPHANS = "nothing leads to these"
LOOK = (
    "text{font:12px system-ui,sans-serif;fill:#222}.head{font-weight:600;fill:#444}.draft{fill:#999;font-style:italic}"
    ".orphan{fill:#b3261e}.box{fill:#fff;fill-opacity:.88;stroke:#ccc;pointer-events:none}"
    ".lost{stroke:#b3261e;stroke-dasharray:5 4}"
    ".way{fill:none;stroke-width:1.1;opacity:.5}.way:hover{opacity:1;stroke-width:2.4}.file:hover{font-weight:600}"
)


@dataclass(frozen=True, slots=True)
class Box:
    """One folder with its files, and where it stands."""

    name: str
    files: tuple[str, ...]
    x: float
    y: float

    @property
    def height(self) -> int:
        """As high as its files need."""
        return HEAD + ROW * len(self.files) + 8


def draw(graph: Graph) -> str:
    """The whole picture."""
    boxes = _boxes(graph)
    height = max((box.y + box.height for box in boxes), default=TOP) + GAP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
        f'height="{height:.0f}" role="img" aria-label="What leads to what">',
        f"<style>{LOOK}</style>",
        f'<rect width="{WIDTH}" height="{height:.0f}" fill="#fafaf7"/>',
        *_legend(graph),
        *_curves(graph, boxes),  # behind the boxes, so that names stay legible
        *(part for box in boxes for part in _frame(box)),
        *(part for box in boxes for part in _names(box, graph)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _boxes(graph: Graph) -> list[Box]:
    """Each folder at the top of the shortest column, so that the picture stays low; orphans apart, below all others."""
    folders: dict[str, list[str]] = {}
    for id in graph.kinds:
        if id not in graph.orphans:
            folders.setdefault(id.rpartition("/")[0] or "/", []).append(id)
    filled = [TOP] * COLUMNS
    boxes = []
    for name, files in folders.items():
        column = filled.index(min(filled))
        boxes.append(_box(name, files, column, filled[column]))
        filled[column] += boxes[-1].height + GAP
    share = ceil(len(graph.orphans) / COLUMNS)
    for column in range(COLUMNS if share else 0):
        if lost := graph.orphans[column * share : (column + 1) * share]:
            boxes.append(_box(ORPHANS, lost, column, max(filled)))
    return boxes


def _box(name: str, files: Sequence[str], column: int, y: int) -> Box:
    return Box(name, tuple(files), GAP + column * (WIDTH - GAP) / COLUMNS, y)


def _wide() -> float:
    return (WIDTH - GAP) / COLUMNS - GAP * 2


def _legend(graph: Graph) -> Iterator[str]:
    told = f"{len(graph.kinds)} files, {len(graph.ways)} ways, {len(graph.orphans)} that nothing leads to"
    yield f'<text x="{GAP}" y="24" class="head">{told}</text>'
    for place, (sort, words) in enumerate(SAID.items()):
        x = GAP + place * 210
        yield f'<path class="way" style="opacity:1" stroke="{COLOURS[sort]}" d="M{x} 42h26"/>'
        yield f'<text x="{x + 32}" y="46">{words}</text>'


def _frame(box: Box) -> Iterator[str]:
    lost = " lost" if box.name == ORPHANS else ""
    yield (
        f'<rect class="box{lost}" rx="6" x="{box.x:.0f}" y="{box.y:.0f}" width="{_wide():.0f}" height="{box.height}"/>'
    )
    yield f'<text class="head" x="{box.x + 10:.0f}" y="{box.y + 18:.0f}">{escape(box.name)}</text>'


def _names(box: Box, graph: Graph) -> Iterator[str]:
    for place, id in enumerate(box.files):
        look = "orphan" if id in graph.orphans else "draft" if id in graph.drafts else "plain"
        name = id if box.name == ORPHANS else id.rpartition("/")[2]
        short = name if len(name) <= SHOWN else f"{name[: SHOWN - 1]}…"
        y = box.y + HEAD + ROW * place + 13
        yield (
            f'<text class="file {look}" x="{box.x + 10:.0f}" y="{y:.0f}">{escape(short)}'
            f"<title>{escape(_told(id, graph))}</title></text>"
        )


def _told(id: str, graph: Graph) -> str:
    """What stands under the pointer: the whole id, and every way in and out."""
    lines = [f"{id} ({graph.kinds[id]}{', draft' if id in graph.drafts else ''})"]
    lines += [graph.starts[id]] if id in graph.starts else []
    lines += [f"from {way.start} ({way.sort})" for way in graph.to(id)]
    lines += [f"to {way.end} ({way.sort})" for way in graph.out_of(id)]
    return "\n".join(lines)


def _curves(graph: Graph, boxes: Sequence[Box]) -> Iterator[str]:
    spots = {
        id: (box.x, box.y + HEAD + ROW * place + 9) for box in boxes for place, id in enumerate(box.files)
    }  # fmt: skip
    for way in graph.ways:
        curve = _curve(*spots[way.start], *spots[way.end])
        told = escape(f"{way.start} → {way.end}: {SAID[way.sort]}")
        yield f'<path class="way" stroke="{COLOURS[way.sort]}" d="{curve}"><title>{told}</title></path>'


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    """From the right edge of one file to the left edge of the other; within a column round the right side."""
    wide = _wide()
    if x1 == x2:
        bend = 16 + min(abs(y2 - y1) / 8, GAP)
        return f"M{x1 + wide:.0f} {y1:.0f}c{bend:.0f} 0 {bend:.0f} {y2 - y1:.0f} 0 {y2 - y1:.0f}"
    start, end = (x1 + wide, x2) if x1 < x2 else (x1, x2 + wide)
    pull = (end - start) / 2 if abs(end - start) > 60 else (60 if start < end else -60)
    return f"M{start:.0f} {y1:.0f}C{start + pull:.0f} {y1:.0f} {end - pull:.0f} {y2:.0f} {end:.0f} {y2:.0f}"
