"""The pictures of the lessons are what their drawings draw, and light enough for a slow line."""

import importlib
import sys
import zlib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "content" / "en" / "images"
NAMES = ["wave", "trigger-chain", "window", "sleep-curve", "plate", "step-down"]
HEAVIEST = 60_000


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The scripts of docs/pictures, found as they find each other when one of them runs."""
    monkeypatch.syspath_prepend(str(ROOT / "docs" / "pictures"))
    for name in ("canvas", "drawings"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return importlib.import_module("drawings")


def pixels(png: bytes) -> bytes:
    """The rows of a picture; its bytes differ where another zlib packs them otherwise."""
    size = int.from_bytes(png[33:37])
    return zlib.decompress(png[41 : 41 + size])


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_of_the_lessons_is_what_its_drawing_draws(drawings: ModuleType, name: str) -> None:
    shipped = (IMAGES / f"{name}.png").read_bytes()
    assert pixels(shipped) == pixels(drawings.DRAWINGS[name]().png()), f"python docs/pictures/drawings.py {name}"
    assert len(shipped) < HEAVIEST


def test_every_drawing_is_looked_after(drawings: ModuleType) -> None:
    assert list(drawings.DRAWINGS) == NAMES


def test_a_pixel_that_a_shape_half_covers_is_painted_half(drawings: ModuleType) -> None:
    canvas = drawings.Canvas((0.0, 0.0, 0.0))
    canvas.fill(drawings.box(0, 0, 1.5 / 1.6, 10), (200.0, 100.0, 50.0))
    assert [*canvas.rows[3][:9]] == [200, 100, 50, 100, 50, 25, 0, 0, 0]
