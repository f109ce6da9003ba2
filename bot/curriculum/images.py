"""Images: there, spelled with the same capitals, what their name says, and small enough for Telegram."""

import os
from collections.abc import Iterator
from pathlib import Path

from bot.core.activity import Activity, Image
from bot.curriculum.blocks import blocks_of
from bot.curriculum.faults import Fault
from bot.curriculum.findings import did_you_mean

LARGEST = 10 * 1024 * 1024
"""Bytes of a photo that a bot may send (Bot API, sendPhoto)."""

_SIGNATURES = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}


def find_image(root: Path, language: str, path: str) -> Path | None:
    """The file of an image in its language, else in English; `None` unless every letter of the path is the same."""
    for folder in dict.fromkeys((language, "en")):
        if _stands_exactly(root / folder, path):
            return root / folder / path
    return None


def image_faults(root: Path, activity: Activity, path: str) -> Iterator[Fault]:
    """What is wrong with the images of one activity, whose file is called `path` in messages."""
    for block in blocks_of(activity):
        if isinstance(block, Image):
            found = find_image(root, activity.language, block.path)
            message = _wrong_with(found) if found else _missing(root, activity.language, block.path)
            if message:
                yield Fault(path, block.line, message, "image")


def _wrong_with(image: Path) -> str:
    size = image.stat().st_size
    if size > LARGEST:
        return f'"{image.name}" has {size / 1024 / 1024:.1f} MB, 10 are the most: make it smaller'
    signature = _SIGNATURES.get(image.suffix, b"")
    with image.open("rb") as file:
        begins = file.read(len(signature))
    if not signature or begins != signature:
        return f'"{image.name}" is no png or jpg, whatever its name says: save it as one of them'
    return ""


def _missing(root: Path, language: str, path: str) -> str:
    known = [
        f"{folder.relative_to(root / code).as_posix()}/{name}"
        for code in (language, "en")
        if (folder := (root / code / path).parent).is_dir()
        for name in sorted(os.listdir(folder))
    ]
    same = next((name for name in known if name.lower() == path.lower()), "")
    if same:
        return f'there is no image "{path}", for capitals count: write {Path(same).name}'
    return f'there is no image "{path}"' + (did_you_mean(path, known) or ": add it, or mend the path")


def _stands_exactly(folder: Path, path: str) -> bool:
    """Some file systems open a file by any capitals; the server's does not, so the listing decides."""
    for part in path.split("/"):
        if not folder.is_dir() or part not in os.listdir(folder):
            return False
        folder = folder / part
    return folder.is_file()
