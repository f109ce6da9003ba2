"""`companion content check` as an editor and a machine meet it: colours, JSON, what a folder lacks."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from bot import cli
from tests.curriculum.folders import extra, write

ROOT = Path(cli.__file__).parents[2]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    return write(tmp_path / "content", extra("Call 988. You can beleive it."))


def test_json_for_machines_is_all_that_is_printed(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = cli.run(["content", "check", str(broken), "--json", "--strict"])

    out, err = capsys.readouterr()
    told = json.loads(out)
    assert status == 1
    assert {"crisis-number", "spelling"} <= {fault["rule"] for fault in told["faults"]}
    assert {fault["level"] for fault in told["faults"]} == {"fault"}
    assert set(told["faults"][0]) == {"path", "line", "message", "rule", "level"}
    assert "  crisis-number: 1\n" in err


def test_a_folder_lacks_what_the_program_opens_by_itself(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["content", "check", str(broken)])

    out, _ = capsys.readouterr()
    assert f"{broken}/en/sos/help-now.md:1: the program opens this file by itself" in out
    assert "\x1b" not in out


@pytest.mark.parametrize(("given", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_are_for_a_terminal_only(broken: Path, given: dict[str, str], coloured: bool) -> None:
    far, near = pty.openpty()
    command = [sys.executable, "-m", "bot", "content", "check", str(broken)]
    plain = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}

    subprocess.run(command, stdout=near, stderr=subprocess.DEVNULL, env={**plain, **given}, cwd=ROOT, timeout=60)

    os.close(near)
    assert (b"\x1b[" in os.read(far, 100_000)) is coloured
    os.close(far)
