"""Draws the pictures of the lessons: `python docs/pictures/drawings.py` draws all, with names behind it only those.

They go to `content/en/images/`, and every language shares them: none holds a word or a letter. They are one family: the
sky and the water of the wave, a line of foam with beads on it. None shows anything that a stranger, looking over a
shoulder, could read as more than a pleasant picture.
"""

import math
import sys
from collections.abc import Callable
from pathlib import Path

from canvas import (
    WIDTH,
    Canvas,
    Colour,
    Fade,
    Point,
    along,
    arc,
    below,
    box,
    disc,
    hoop,
    line,
    mix,
    placed,
    polygon,
    slice_of,
    smooth,
)

IMAGES = Path(__file__).parents[2] / "content" / "en" / "images"

SKY_TOP, SKY_LOW = (203.0, 224.0, 232.0), (248.0, 238.0, 222.0)
SUN = (250.0, 226.0, 178.0)
FAR, WAVE, WAVE_DEEP, NEAR = (170.0, 204.0, 212.0), (92.0, 157.0, 175.0), (49.0, 112.0, 136.0), (36.0, 91.0, 115.0)
NIGHT = (24.0, 58.0, 82.0)
FOAM = (240.0, 248.0, 248.0)
RED, GRAY = (196.0, 88.0, 72.0), (112.0, 122.0, 130.0)
LEAF, LEAF_DEEP, LEAF_NEAR = (126.0, 172.0, 128.0), (72.0, 128.0, 100.0), (58.0, 110.0, 92.0)
CARROT, YOLK, BEAN = (232.0, 150.0, 88.0), (246.0, 190.0, 92.0), (150.0, 78.0, 66.0)
CRUMB, BARK = (240.0, 212.0, 164.0), (190.0, 136.0, 84.0)
GOLD, PAPER = (249.0, 204.0, 122.0), (243.0, 244.0, 238.0)
EVENING = Fade(SKY_TOP, SKY_LOW, 0, 320)

NIGHTS = (
    *(345, 352, 330, 356, 338, 354, 322, 350, 334, 352, 318, 340, 300, 332, 306, 320, 280, 300),
    *(262, 286, 256, 232, 258, 236, 214, 222, 200, 212, 192, 184, 190, 178, 180, 172, 172),
)
"""How far down the line of sleep stands, from one point to the next; five of them make a week."""

STARS = (
    *((60, 70, 2.5), (130, 150, 2), (205, 50, 3), (290, 120, 2), (350, 40, 2), (430, 95, 3)),
    *((520, 45, 2.5), (610, 80, 2), (700, 40, 3), (760, 95, 2), (40, 190, 2), (220, 205, 2.5)),
)
"""Place and size."""

BEANS = (
    *((330, 100, 10), (358, 102, 70), (388, 116, 20), (411, 144, 80), (420, 178, 30)),
    *((408, 200, 0), (330, 198, 15), (372, 203, -10), (325, 128, 90)),
)
"""Place and turn, in degrees."""


def bead(canvas: Canvas, place: Point, radius: float, heart: Colour = WAVE_DEEP) -> None:
    """A round mark on a line."""
    canvas.fill(disc(place, radius), FOAM)
    canvas.fill(disc(place, radius - 4), heart)


def near_water(x: float) -> float:
    """The water in front, that everything goes back to."""
    return 392 + 6 * math.sin(x / 95 + 1)


def wave() -> Canvas:
    """A craving: a steep rise and a long slope down, the way down as plain as the way up."""
    peak = 350.0

    def height(x: float) -> float:
        return 352 - 232 * math.exp(-(((x - peak) / (105.0 if x < peak else 165.0)) ** 2))

    canvas = Canvas(EVENING)
    canvas.fill(disc((660, 120), 58), SUN)
    canvas.fill(below(along(lambda x: 318 + 5 * math.sin(x / 70))), FAR)
    canvas.fill(below(along(height)), Fade(WAVE, WAVE_DEEP, 130, 390))
    canvas.fill(line([(x, y + 3) for x, y in along(height)], 7), FOAM)
    for x in (95.0, 215.0, peak, 515.0, 705.0):
        bead(canvas, (x, height(x) + 3), 13 if x == peak else 9)
    canvas.fill(below(along(near_water)), NEAR)
    return canvas


def trigger_chain() -> Canvas:
    """Five links: a clock, a doorway, a thought, a wave, a hand. The middle one is lighter, and stands open."""
    canvas = Canvas(EVENING)
    canvas.fill(below(along(near_water)), NEAR)
    links = [((112 + 144 * turn, 205.0), turn == 2) for turn in range(5)]
    for (place, opened), draw in zip(links, (clock, doorway, thought, small_wave, hand), strict=True):
        canvas.fill(disc(place, 73 if opened else 84), PAPER)
        draw(canvas, place)
    for place, opened in links:
        ring(canvas, place, opened)
    for place, opened in links[:-1]:
        over(canvas, place, opened)
    return canvas


def ring(canvas: Canvas, place: Point, opened: bool) -> None:
    """One link of the chain, with a gap above where it is opened."""
    around = arc(place, 82, -62, 242) if opened else arc(place, 82)
    canvas.fill(line(around, 20), FOAM)
    canvas.fill(line(around, 14), GOLD if opened else WAVE_DEEP)


def over(canvas: Canvas, place: Point, opened: bool) -> None:
    """The lower right of a link again: it lies over the next one there, and under it above."""
    canvas.fill(hoop(place, 82, 20, 0, 52), FOAM)
    canvas.fill(hoop(place, 82, 14, 0, 54), GOLD if opened else WAVE_DEEP)


def clock(canvas: Canvas, place: Point) -> None:
    """A round clock face with two hands."""
    x, y = place
    canvas.fill(disc(place, 48), WAVE_DEEP)
    canvas.fill(disc(place, 40), FOAM)
    for turn in range(4):
        canvas.fill(placed(box(-3, -36, 6, 10, 2), x, y, turn=90 * turn), WAVE)
    canvas.fill(line([(x, y - 22), (x, y), (x + 17, y + 10)], 7), WAVE_DEEP)


def doorway(canvas: Canvas, place: Point) -> None:
    """A door that stands ajar, light behind it."""
    x, y = place
    canvas.fill(box(x - 34, y - 52, 68, 98, 5), WAVE_DEEP)
    canvas.fill(box(x - 26, y - 44, 52, 90), GOLD)
    canvas.fill(polygon((x - 26, y - 44), (x + 6, y - 34), (x + 6, y + 56), (x - 26, y + 46)), WAVE)
    canvas.fill(disc((x - 2, y + 12), 4), FOAM)


def thought(canvas: Canvas, place: Point) -> None:
    """A cloud with two small ones that lead up to it."""
    x, y = place
    puffs = ((-28, -6, 21), (-8, -22, 26), (20, -14, 24), (32, 4, 18), (8, 8, 22), (-16, 8, 18))
    for dx, dy, radius in (*puffs, (-22, 37, 9), (-36, 52, 5)):
        canvas.fill(disc((x + dx, y + dy), radius), WAVE)


def small_wave(canvas: Canvas, place: Point) -> None:
    """The wave of the first picture, small, filling its link to the brim."""
    x, y = place
    crest = [
        (x + dx, y + 27 - 72 * math.exp(-(((dx + 8) / (18.0 if dx < -8 else 28.0)) ** 2))) for dx in range(-76, 77)
    ]
    canvas.fill(polygon(*crest, *arc(place, 82, 20, 160)), Fade(WAVE, WAVE_DEEP, y - 45, y + 80))
    canvas.fill(line(crest, 5), FOAM)


def hand(canvas: Canvas, place: Point) -> None:
    """An open hand."""
    x, y = place
    for ax, bx, by in ((-20, -28, -27), (-7, -10, -43), (7, 8, -44), (20, 25, -32)):
        canvas.fill(line([(x + ax, y + 4), (x + bx, y + by)], 13), WAVE_DEEP)
    canvas.fill(line(smooth([(x + 12, y + 34), (x + 32, y + 22), (x + 46, y + 1)]), 14), WAVE_DEEP)
    canvas.fill(box(x - 27, y - 4, 54, 54, 22), WAVE_DEEP)


def window() -> Canvas:
    """A calm band; a line leaves it upwards in jags, comes back, sinks below and lies flat, comes back again."""
    canvas = Canvas(EVENING)
    upper, lower = along(lambda x: 158 + 4 * math.sin(x / 90)), along(lambda x: 296 + 4 * math.sin(x / 80 + 2))
    canvas.fill(disc((690, 150), 58), SUN)
    canvas.fill(polygon(*upper, *reversed(lower)), Fade(WAVE, WAVE_DEEP, 150, 320))
    jags = [(172, 160), (190, 92), (208, 126), (234, 36), (258, 108), (282, 28), (306, 102), (324, 66), (344, 158)]
    flat = smooth(
        [(462, 296), (470, 338), (488, 361), (518, 369), (556, 370), (594, 369), (624, 361), (642, 338), (650, 296)]
    )
    canvas.fill(line(smooth([(-10, 232), (60, 222), (112, 232), (146, 216), *jags[:1]]), 8), FOAM)
    canvas.fill(line(smooth([*jags[-1:], (366, 214), (400, 231), (438, 246), *flat[:1]]), 8), FOAM)
    canvas.fill(line(smooth([*flat[-1:], (668, 244), (704, 226), (750, 230), (812, 226)]), 8), FOAM)
    canvas.fill(line(jags, 8), RED)
    canvas.fill(line(flat, 8), GRAY)
    for place in ((60, 222), (400, 231), (728, 227)):
        bead(canvas, place, 11)
    return canvas


def sleep_curve() -> Canvas:
    """Some weeks of nights: low and bumpy, then up and down, slowly higher and steadier. A moon for each week."""
    nights = [(26.0 * night - 55, height) for night, height in enumerate(NIGHTS)]
    canvas = Canvas(Fade(NIGHT, WAVE_DEEP, 0, 380))
    for x, y, radius in STARS:
        canvas.fill(disc((x, y), radius), SUN, 0.8)
    canvas.fill(below(smooth(nights)), Fade(WAVE, WAVE_DEEP, 150, 390))
    canvas.fill(line(smooth(nights), 7), FOAM)
    canvas.fill(below(along(lambda x: 388 + 3 * math.sin(x / 95 + 1))), NIGHT)
    for week, night in enumerate(nights[5::5]):
        bead(canvas, night, 9)
        moon(canvas, (night[0], 420), 17, 0.75 - 0.35 * week)
    return canvas


def moon(canvas: Canvas, place: Point, radius: float, edge: float) -> None:
    """A moon from crescent (edge 1) over half (0) to full (-1)."""
    canvas.fill(disc(place, radius), mix(NIGHT, WAVE_DEEP, 0.5))
    canvas.fill(polygon(*arc(place, radius, -90, 90), *arc(place, (edge * radius, radius), 90, -90)), SUN)


def plate() -> Canvas:
    """Half a plate of plants, a quarter of beans and egg, a quarter of grains, and a glass of water."""
    canvas = Canvas(EVENING)
    canvas.fill(disc((306, 238), 190), NEAR, 0.12)
    canvas.fill(disc((300, 225), 190), FOAM)
    well = mix(FOAM, FAR, 0.35)
    canvas.fill(disc((300, 225), 158), well)
    for start, end, colour in ((90, 270, LEAF), (270, 360, mix(BEAN, SKY_LOW, 0.6)), (0, 90, CRUMB)):
        canvas.fill(slice_of((300, 225), 148, start, end), colour)
    plants(canvas)
    beans_and_egg(canvas)
    grains(canvas)
    for gap in (box(294, 70, 12, 310), box(300, 219, 155, 12)):
        canvas.fill(gap, well)
    glass(canvas, 640)
    return canvas


def plants(canvas: Canvas) -> None:
    """Leaves, slices of carrot, small tomatoes."""
    leaf = polygon(*smooth([(0, 40), (-17, 14), (-13, -18), (0, -40), (13, -18), (17, 14), (0, 40)]))
    for x, y, turn in ((252, 130, 25), (208, 184, -50), (194, 274, 10), (252, 302, 60)):
        canvas.fill(placed(leaf, x, y, turn=turn), LEAF_DEEP)
        canvas.fill(placed(line([(0, 34), (0, -26)], 4), x, y, turn=turn), LEAF)
    for x, y in ((258, 192), (222, 320), (181, 222)):
        canvas.fill(disc((x, y), 20), CARROT)
        canvas.fill(disc((x, y), 11), YOLK)
    for x, y in ((225, 238), (266, 344), (262, 250)):
        canvas.fill(disc((x, y), 17), RED)
        canvas.fill(disc((x - 5, y - 6), 4), FOAM, 0.6)


def beans_and_egg(canvas: Canvas) -> None:
    """An egg and some beans."""
    bean = line(arc((0, 15), 15, 235, 305), 15)
    for x, y, turn in BEANS:
        canvas.fill(placed(bean, x, y, turn=turn), BEAN)
    canvas.fill(placed(disc((0, 0), (42, 36)), 360, 157, turn=-20), FOAM)
    canvas.fill(disc((362, 157), 18), YOLK)


def grains(canvas: Canvas) -> None:
    """Rice, grain by grain."""
    for row in range(6):
        for place in range(7):
            x, y = 324 + 21 * place + 9 * (row % 2), 250 + 21 * row
            if math.hypot(x - 300, y - 225) < 140:
                canvas.fill(placed(disc((0, 0), (9, 4.5)), x, y, turn=47 * place + 71 * row), FOAM)


def glass(canvas: Canvas, x: float) -> None:
    """A glass of water."""
    canvas.fill(disc((x + 6, 322), (62, 16)), NEAR, 0.15)
    canvas.fill(polygon((x - 66, 130), (x + 66, 130), *arc((x, 314), (50, 12), 0, 180)), FOAM, 0.75)
    canvas.fill(polygon((x - 57, 182), (x + 57, 182), *arc((x, 306), (44, 10), 0, 180)), Fade(FAR, WAVE, 170, 330))
    canvas.fill(disc((x, 182), (57, 13)), mix(FAR, FOAM, 0.5))
    canvas.fill(line([(x - 40, 206), (x - 34, 280)], 7), FOAM, 0.5)


def step_down() -> Canvas:
    """Wide steps that go down to open ground, fewer chairs and more trees on each."""

    def height(x: float) -> float:
        return 262 + sum(23 * math.tanh((x - edge) / 16) for edge in (200, 390, 570))

    canvas = Canvas(EVENING)
    canvas.fill(disc((660, 120), 58), SUN)
    canvas.fill(below(along(lambda x: 300 - 38 * math.cos((x - WIDTH) / 110))), FAR)
    for x, size in ((235, 0.9), (425, 1.0), (535, 0.85), (622, 1.1), (683, 0.75), (746, 1.2)):
        tree(canvas, x, height(x), size)
    canvas.fill(below(along(height)), Fade(LEAF, LEAF_DEEP, 190, 450))
    canvas.fill(line(along(height), 7), FOAM)
    canvas.fill(below(along(lambda x: near_water(x) + 8)), LEAF_NEAR)
    for x in (42, 98, 154, 290, 345, 480):
        chair(canvas, x, height(x) - 3)
    return canvas


def tree(canvas: Canvas, x: float, y: float, size: float) -> None:
    """A round tree."""
    canvas.fill(placed(line([(0, 5), (0, -50)], 8), x, y, size), BARK)
    for dx, dy, radius in ((-14, -58, 20), (14, -60, 20), (0, -80, 22)):
        canvas.fill(placed(disc((dx, dy), radius), x, y, size), LEAF_DEEP)


def chair(canvas: Canvas, x: float, y: float) -> None:
    """A chair from the side."""
    for points in ([(-15, -58), (-13, -28), (-17, -3)], [(-13, -28), (15, -28), (17, -3)]):
        canvas.fill(placed(line(points, 6), x, y), NEAR)


DRAWINGS: dict[str, Callable[[], Canvas]] = {
    "wave": wave,
    "trigger-chain": trigger_chain,
    "window": window,
    "sleep-curve": sleep_curve,
    "plate": plate,
    "step-down": step_down,
}


if __name__ == "__main__":
    for name in sys.argv[1:] or DRAWINGS:
        (IMAGES / f"{name}.png").write_bytes(DRAWINGS[name]().png())
