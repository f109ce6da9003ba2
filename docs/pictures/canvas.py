"""A small canvas for calm pictures: smooth shapes filled with a colour, written as a PNG by the standard library alone.

Distances are in steps of a picture 800 wide and 450 high, y grows downwards; each step becomes 1.6 pixels. The edge of
a shape is smooth because each row of pixels is cut into eight thin lines, and along each line the ends count exactly.
The same drawing gives the same pixels on every machine.
"""

import math
import struct
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Colour = tuple[float, float, float]
Point = tuple[float, float]
Shape = list[list[Point]]
"""Closed outlines. Where they overlap they are one; an outline that runs the other way cuts a hole."""

WIDTH, HEIGHT = 800, 450
SCALE = 1.6
LINES, SHADES = 8, 16
"""Thin lines in a row of pixels; steps from a pixel outside a shape to one inside (more would make files larger)."""


@dataclass(frozen=True)
class Fade:
    """A colour that turns into another on the way down, from the height `start` to the height `end`."""

    top: Colour
    low: Colour
    start: float = 0
    end: float = HEIGHT


Paint = Colour | Fade


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """`a` where share is 0, `b` where it is 1."""
    share = min(1.0, max(0.0, share))
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share)


def at_height(paint: Paint, y: float) -> Colour:
    """The colour that a paint has at a height."""
    if isinstance(paint, Fade):
        return mix(paint.top, paint.low, (y - paint.start) / (paint.end - paint.start))
    return paint


def polygon(*points: Point) -> Shape:
    """A shape with straight sides, always running the same way round."""
    turns = zip(points, points[1:] + points[:1], strict=True)
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in turns)
    return [list(points) if area >= 0 else list(reversed(points))]


def arc(centre: Point, radius: float | Point, start: float = 0, end: float = 360) -> list[Point]:
    """Points along a part of a circle, or of an ellipse by its two radii; degrees run clockwise from the right."""
    across, down = (radius, radius) if isinstance(radius, int | float) else radius
    steps = max(2, math.ceil(abs(end - start) / 6))
    turns = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(centre[0] + across * math.cos(turn), centre[1] + down * math.sin(turn)) for turn in turns]


def disc(centre: Point, radius: float | Point) -> Shape:
    """A filled circle or ellipse."""
    return polygon(*arc(centre, radius)[:-1])


def slice_of(centre: Point, radius: float, start: float, end: float) -> Shape:
    """A piece of a round cake."""
    return polygon(centre, *arc(centre, radius, start, end))


def hoop(centre: Point, radius: float, width: float, start: float = 0, end: float = 360) -> Shape:
    """A ring or a part of one, cut off straight at its ends."""
    outer, inner = (arc(centre, radius + side * width / 2, start, end) for side in (1, -1))
    return polygon(*outer, *reversed(inner))


def box(left: float, top: float, width: float, height: float, corner: float = 0) -> Shape:
    """A rectangle, its corners rounded if one likes."""
    right, low = left + width, top + height
    if not corner:
        return polygon((left, top), (right, top), (right, low), (left, low))
    centres = [(right - corner, low - corner), (left + corner, low - corner)]
    centres += [(left + corner, top + corner), (right - corner, top + corner)]
    return polygon(
        *(point for turn, one in enumerate(centres) for point in arc(one, corner, 90 * turn, 90 * turn + 90))
    )


def line(points: Sequence[Point], width: float) -> Shape:
    """A line through points with round ends and round bends."""
    shape = [outline for point in points for outline in disc(point, width / 2)]
    for (ax, ay), (bx, by) in pairwise(points):
        length = math.hypot(bx - ax, by - ay) or 1
        dx, dy = (by - ay) / length * width / 2, (ax - bx) / length * width / 2
        shape += polygon((ax + dx, ay + dy), (bx + dx, by + dy), (bx - dx, by - dy), (ax - dx, ay - dy))
    return shape


def smooth(points: Sequence[Point], steps: int = 12) -> list[Point]:
    """A soft curve through points (Catmull and Rom's), beginning at the first and ending at the last."""
    padded = [points[0], *points, points[-1]]
    curve = [points[0]]
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(1, steps + 1):
            t = step / steps
            x, y = (
                q + t / 2 * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p)))
                for p, q, r, s in zip(a, b, c, d, strict=True)
            )
            curve.append((x, y))
    return curve


def along(height: Callable[[float], float], left: float = -10, right: float = WIDTH + 10) -> list[Point]:
    """Points along a curve that gives a height for each x."""
    return [(x, height(x)) for x in (left + (right - left) * step / 270 for step in range(271))]


def below(points: Sequence[Point], floor: float = HEIGHT + 10) -> Shape:
    """All that lies under a line, down to a floor."""
    return polygon(*points, (points[-1][0], floor), (points[0][0], floor))


def placed(shape: Shape, x: float, y: float, size: float = 1, turn: float = 0) -> Shape:
    """A shape drawn around (0, 0), turned by some degrees, made larger or smaller, and set down at a place."""
    cos, sin = math.cos(math.radians(turn)) * size, math.sin(math.radians(turn)) * size
    return [[(x + px * cos - py * sin, y + px * sin + py * cos) for px, py in outline] for outline in shape]


class Canvas:
    """Rows of pixels that shapes are painted on, each over what is there."""

    def __init__(self, ground: Paint) -> None:
        """A canvas all of one paint."""
        self.wide, self.high = round(WIDTH * SCALE), round(HEIGHT * SCALE)
        self.rows = [bytearray(whole(at_height(ground, (y + 0.5) / SCALE)) * self.wide) for y in range(self.high)]

    def fill(self, shape: Shape, paint: Paint, share: float = 1) -> None:
        """Paint a shape; with a share below 1 what is under it shines through."""
        for y, spans in rows_of_spans(shape, self.high):
            colour = at_height(paint, (y + 0.5) / SCALE)
            for start, end, cover in runs(spans, self.wide):
                self._blend(self.rows[y], start, end, colour, cover * share)

    def _blend(self, row: bytearray, start: int, end: int, colour: Colour, share: float) -> None:
        if share == 1:
            row[3 * start : 3 * end] = whole(colour) * (end - start)
            return
        for place in range(3 * start, 3 * end):
            row[place] = round(row[place] + (colour[place % 3] - row[place]) * share)

    def png(self) -> bytes:
        """The whole file: 8 bits a colour, no transparency, every row unfiltered."""
        header = struct.pack(">IIBBBBB", self.wide, self.high, 8, 2, 0, 0, 0)
        data = zlib.compress(b"".join(b"\0" + row for row in self.rows), 9)
        return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def whole(colour: Colour) -> bytes:
    """A colour in three bytes."""
    return bytes(round(part) for part in colour)


def chunk(name: bytes, body: bytes) -> bytes:
    """A part of a PNG file: length, name, body, checksum (W3C PNG specification, section 5)."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def rows_of_spans(shape: Shape, high: int) -> Iterator[tuple[int, list[Point]]]:
    """Each row of pixels that a shape touches, with the stretches of its thin lines that lie inside the shape."""
    crossings = crossings_of(shape)
    rows: dict[int, list[Point]] = defaultdict(list)
    for thin in sorted(crossings):
        if 0 <= thin < high * LINES:
            rows[thin // LINES] += stretches(crossings[thin])
    yield from rows.items()


def crossings_of(shape: Shape) -> dict[int, list[tuple[float, int]]]:
    """Where the sides of a shape cross each thin line, in pixels, and whether they go down (1) or up (-1)."""
    crossings: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for outline in shape:
        for a, b in zip(outline, outline[1:] + outline[:1], strict=True):
            (ax, ay), (bx, by) = min(a, b, key=height_of), max(a, b, key=height_of)
            first, last = (math.ceil(y * SCALE * LINES - 0.5) for y in (ay, by))
            for thin in range(first, last):
                share = ((thin + 0.5) / (SCALE * LINES) - ay) / (by - ay)
                crossings[thin].append(((ax + (bx - ax) * share) * SCALE, 1 if a[1] < b[1] else -1))
    return crossings


def height_of(point: Point) -> float:
    """How far down a point lies."""
    return point[1]


def stretches(crossings: Iterable[tuple[float, int]]) -> Iterator[Point]:
    """The parts of one thin line inside a shape: wherever more sides went down than up, or the other way round."""
    depth, start = 0, 0.0
    for x, way in sorted(crossings):
        if depth == 0:
            start = x
        depth += way
        if depth == 0:
            yield start, x


def runs(spans: list[Point], wide: int) -> Iterator[tuple[int, int, float]]:
    """A row's pixels from left to right as runs of the same cover: first pixel, the one after the last, share."""
    alone: dict[int, float] = defaultdict(float)
    change: dict[int, float] = defaultdict(float)
    for start, end in ((max(0.0, a), min(float(wide), b)) for a, b in spans):
        first, last = math.floor(start), math.floor(end)
        if start >= end:
            continue
        change[first] += 1
        change[last] -= 1
        alone[first] -= start - first
        alone[last] += end - last
    cover = 0.0
    marks = sorted(mark for mark in {*change, *(pixel + 1 for pixel in alone)} if mark < wide)
    for mark, following in pairwise([*marks, wide]):
        cover += change[mark]
        share = round((cover + alone[mark]) / LINES * SHADES) / SHADES
        if share and mark < following:
            yield mark, following, share
