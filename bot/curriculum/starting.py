"""A new file for an editor: a working example of its kind, in English and Spanish, to be written over."""

import posixpath
import re
from importlib.resources import files
from pathlib import Path
from typing import get_args

from bot.core.activity import ActivityKind
from bot.curriculum.findings import did_you_mean, listed
from bot.curriculum.sources import PART, better_name

EXAMPLES = files("bot.curriculum").joinpath("examples")
LANGUAGES = ("en", "es")
KINDS: tuple[str, ...] = get_args(ActivityKind)
FOLDERS: dict[str, str] = {kind: f"{kind}s" for kind in KINDS} | {"page": "messages"}
"""Where a file of each kind goes when only its name is given."""

_LINK = re.compile(r"\n\n\[([^\]\n]*)\]\(@([^)\n]+)\)")


class CannotStart(Exception):
    """No file was written; the message says why, and what to write instead."""


def start(root: Path, kind: str, name: str) -> list[Path]:
    """Writes the example of `kind` as `name` (an id, or only its last part) into the content folder at `root`."""
    if kind not in KINDS:
        raise CannotStart(f"{kind!r} is no kind{did_you_mean(kind, KINDS)}; write {listed(KINDS)}")
    id = _id_of(kind, name)
    paths = [root / language / f"{id}.md" for language in LANGUAGES]
    taken = next((path for path in paths if path.exists()), None)
    if taken:
        raise CannotStart(f"{taken} is there already; choose another name, or change that file")
    for language, path in zip(LANGUAGES, paths, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_example(root, kind, id, language), encoding="utf-8")
    return paths


def _id_of(kind: str, name: str) -> str:
    """The permanent id; a name that cannot be one is refused with the nearest that can."""
    bare = name.replace("\\", "/").strip().removesuffix(".md").strip("/")
    parts = bare.split("/")
    if name != bare or not all(PART.fullmatch(part) for part in parts):
        better = "/".join(filter(None, (better_name(part) for part in parts))) or f"my-{kind}"
        raise CannotStart(
            f"{name!r} cannot be a name, which has small letters a-z, digits and hyphens only, with / between a folder "
            f"and a file, and no .md; write {better}"
        )
    if parts[0] in LANGUAGES and len(parts) > 1:
        raise CannotStart(f"{name!r} begins with a language, and both are written at once; write {'/'.join(parts[1:])}")
    return bare if len(parts) > 1 else f"{FOLDERS[kind]}/{bare}"


def _example(root: Path, kind: str, id: str, language: str) -> str:
    """The example with its links to files of this folder; a link to what is not there is left out."""
    text = EXAMPLES.joinpath(f"{kind}.{language}.md").read_text(encoding="utf-8")

    def link(found: re.Match[str]) -> str:
        there = (root / LANGUAGES[0] / f"{found[2]}.md").is_file()
        path = posixpath.relpath(f"{found[2]}.md", posixpath.dirname(id))
        return f"\n\n[{found[1]}]({path})" if there else ""

    return _LINK.sub(link, text)
