"""Draws the craving wave of the first lesson: `python docs/pictures/wave.py content/en/images/wave.png`.

The picture is made by the standard library alone, so that anyone can change a colour and draw it again. It holds no
text, so that every language shares it. The way down is drawn as plainly as the way up, because that a craving falls
again is all that the picture has to say. Distances are in pixels, y grows downwards.
"""

import math
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

Colour = tuple[float, float, float]
Curve = Callable[[float], float]

WIDTH, HEIGHT = 800, 450
PEAK = 350.0
SKY_TOP, SKY_LOW = (203.0, 224.0, 232.0), (248.0, 238.0, 222.0)
SUN = (250.0, 226.0, 178.0)
FAR, WAVE, WAVE_DEEP, NEAR = (170.0, 204.0, 212.0), (92.0, 157.0, 175.0), (49.0, 112.0, 136.0), (36.0, 91.0, 115.0)
FOAM = (240.0, 248.0, 248.0)
BEADS = (95.0, 215.0, PEAK, 515.0, 705.0)


def far_water(x: float) -> float:
    """The calm line of water in the distance."""
    return 318 + 5 * math.sin(x / 70)


def wave(x: float) -> float:
    """The wave itself: a steep rise to the peak, a long slope down."""
    width = 105.0 if x < PEAK else 165.0
    return 352 - 232 * math.exp(-(((x - PEAK) / width) ** 2))


def near_water(x: float) -> float:
    """The water in front, that the wave goes back to."""
    return 392 + 6 * math.sin(x / 95 + 1)


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """`a` where share is 0, `b` where it is 1."""
    share = min(1.0, max(0.0, share))
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share)


def depth_below(curve: Curve, x: int, y: int) -> float:
    """How far a pixel lies below a curve; divided by the slope, so that steep edges are as smooth as flat ones."""
    slope = curve(x + 0.5) - curve(x - 0.5)
    return (y - curve(x)) / math.hypot(1, slope)


def colour_at(x: int, y: int) -> Colour:
    """One pixel, painted from the sky to the front."""
    colour = mix(SKY_TOP, SKY_LOW, y / 320)
    colour = mix(colour, SUN, 58.5 - math.hypot(x - 660, y - 120))
    colour = mix(colour, FAR, depth_below(far_water, x, y) + 0.5)
    depth = depth_below(wave, x, y)
    colour = mix(colour, mix(WAVE, WAVE_DEEP, (y - 130) / 260), depth + 0.5)
    colour = mix(colour, FOAM, 3.5 - abs(depth - 3))
    for bead in BEADS:
        radius = 13 if bead == PEAK else 9
        colour = mix(colour, FOAM, radius + 0.5 - math.hypot(x - bead, y - wave(bead) - 3))
        colour = mix(colour, WAVE_DEEP, radius - 3.5 - math.hypot(x - bead, y - wave(bead) - 3))
    return mix(colour, NEAR, depth_below(near_water, x, y) + 0.5)


def chunk(name: bytes, body: bytes) -> bytes:
    """A part of a PNG file: length, name, body, checksum (W3C PNG specification, section 5)."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def draw() -> bytes:
    """The whole PNG: 8 bits a colour, no transparency, every line unfiltered."""
    lines = bytearray()
    for y in range(HEIGHT):
        lines.append(0)
        for x in range(WIDTH):
            lines.extend(round(part) for part in colour_at(x, y))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(lines), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(draw())
