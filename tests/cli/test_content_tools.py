"""The tools of an editor at the command line: what is printed, what is written, and how they say no."""

import json
from pathlib import Path

import pytest

from bot import cli
from tests.cli.test_caseload import Terminal, terminal
from tests.curriculum.folders import extra, write

__all__ = ["terminal"]


def test_the_tools_write_list_and_draw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write(tmp_path / "content", extra("Walk."))

    assert cli.run(["content", "new", "practice", "walk", "--in", str(root)]) == 0
    assert capsys.readouterr().out.split() == [f"{root}/{code}/practices/walk.md" for code in ("en", "es")]
    assert cli.run(["content", "new", "practice", "walk", "--in", str(root)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert cli.run(["content", "list", "--kind", "practice", "--json", "--in", str(root)]) == 0
    assert [row["id"] for row in json.loads(capsys.readouterr().out)] == ["practices/breathe", "practices/walk"]
    assert cli.run(["content", "list", "--in", str(root)]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("lessons/wave\tlesson\tRide the wave\tmain\t1\t1\t0\t")
    assert cli.run(["content", "graph", str(tmp_path / "x.svg"), "--in", str(root)]) == 0
    assert "nothing leads to lessons/extra" in capsys.readouterr().err
    assert (tmp_path / "x.svg").read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("list", "--kind", "lesons"), "is no kind"),
        (("graph", "x.png"), "is no svg"),
        (("graph", "/nowhere/at/all/x.svg"), "cannot be written"),
        (("new", "lesson", "My Walk"), "write my-walk"),
    ],
)
def test_a_tool_says_no_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str
) -> None:
    status = cli.run(["content", *arguments, "--in", str(write(tmp_path, {}))])

    out, err = capsys.readouterr()
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert says in err


def test_the_report_of_a_program_with_few_people_tells_nothing_about_them(terminal: Terminal, tmp_path: Path) -> None:
    terminal.code("P-")

    terminal("content", "report", str(tmp_path / "report"))

    report = (tmp_path / "report" / "report.md").read_text("utf-8")
    rows = (tmp_path / "report" / "activities.csv").read_text("utf-8").splitlines()
    assert "Nothing yet." in report
    assert "P-" not in report
    assert rows[0] == "activity,kind,opened,finished,stop_page,stopped"
    assert {row.split(",", 2)[2] for row in rows[1:]} == {"<11,<11,,<11"}
