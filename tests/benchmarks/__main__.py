"""Runs one benchmark by its name; its last line of output is one JSON object with the figures."""

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import broadcast, kills, reload

BENCHMARKS = {"broadcast": broadcast, "kills": kills, "reload": reload}


def main() -> None:
    """Reads the arguments, measures in a temporary folder, prints."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    names = parser.add_subparsers(dest="name", required=True)
    for name, module in BENCHMARKS.items():
        assert module.__doc__ is not None
        module.add_arguments(names.add_parser(name, help=module.__doc__.splitlines()[0]))
    given = vars(parser.parse_args())
    measure = BENCHMARKS[given.pop("name")].measure
    with tempfile.TemporaryDirectory(prefix="companion-benchmark-") as folder:
        figures = asyncio.run(measure(Path(folder), **given))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
