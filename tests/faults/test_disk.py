"""A full disk under the living program, as the machine itself makes it: a small disk of its own."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHILD = Path(__file__).with_name("full_disk.py")
MOUNTED = 'mount -t tmpfs -o size=48m none "$1" || exit 77; exec "$2" "$3" "$1"'
"""Room for two copies of a small database with their logs, and for two reserves of 16 MB."""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="unshare is not installed here")
def test_on_a_full_disk_danger_is_answered_and_once_there_is_room_nothing_is_missing_or_doubled(tmp_path: Path) -> None:
    command = ["unshare", "-Urm", "sh", "-c", MOUNTED, "sh", str(tmp_path), sys.executable, str(CHILD)]

    done = subprocess.run(command, capture_output=True, text=True, timeout=120)

    if done.returncode == 77 or "unshare failed" in done.stderr:
        pytest.skip("this system lets nobody mount a small disk")
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.splitlines()[-1] == "[3] ['danger']"
