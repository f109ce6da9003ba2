"""Where the content of the small program lies that the tests of the machine play."""

from pathlib import Path

SMALL_PROGRAM = Path(__file__).parent / "program"
