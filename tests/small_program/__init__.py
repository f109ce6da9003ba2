"""The content of most tests: the shipped words under a small program, so that what comes on which day is known."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from bot.curriculum.catalog import shipped_folder

HERE = Path(__file__).resolve().parent


@cache
def small_content() -> Path:
    """The folder, made once: everything that is shipped, with the program and the rules of this folder."""
    made = Path(tempfile.mkdtemp(prefix="small-content-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    folder = made / "content"
    shutil.copytree(shipped_folder(), folder)
    for name in ("program.yaml", "rules.yaml"):
        shutil.copyfile(HERE / name, folder / name)
    return folder
