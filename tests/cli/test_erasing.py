"""`erase`, and a link for a person who is known, as the administrator types them."""

from pathlib import Path

import pytest

from bot.storage.erased_codes import NAME
from tests.cli.test_caseload import Terminal, terminal

__all__ = ["terminal"]


def test_without_yes_it_says_what_will_happen_and_does_nothing(terminal: Terminal) -> None:
    code = terminal.code("P-")

    status, out, err = terminal("erase", code)

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert f"deletes everything about {code} for ever" in err
    assert f"--participant {code}" in err
    assert terminal.people()[code]


def test_with_yes_the_person_is_gone_and_the_code_is_kept(terminal: Terminal, tmp_path: Path) -> None:
    code = terminal.code("P-")

    status, out, err = terminal("erase", code.lower(), "--yes")

    assert (status, out, err) == (0, f"{code} is erased\n", "")
    assert code not in terminal.people()
    assert (tmp_path / "state" / NAME).read_text() == f"{code}\n"
    assert terminal("audit", "verify")[0] == 0
    assert terminal("erase", code, "--yes")[:2] == (0, f"{code} was erased before\n")


@pytest.mark.parametrize(("code", "told"), [("P-XXXXX", "nobody has the code"), ("S-XXXXX", "companion revoke")])
def test_who_cannot_be_erased_is_told_in_one_line(terminal: Terminal, code: str, told: str) -> None:
    status, out, err = terminal("erase", code, "--yes")

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert told in err


def test_content_with_faults_stops_it_before_anything_is_changed(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = terminal.code("P-")
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:TEST-token_of-the-whole-program")
    monkeypatch.setenv("CONTENT_DIR", str(tmp_path / "empty"))

    status, _, err = terminal("erase", code, "--yes")

    assert status == 2
    assert err.count("\n") == 1
    assert terminal.people()[code][2] == "invited"


def test_a_new_link_for_a_person_is_in_the_audit_log_and_makes_the_older_one_useless(
    terminal: Terminal, tmp_path: Path
) -> None:
    code = terminal.code("P-")
    older = terminal("invite", "participant", "--participant", code)[1].split("\t")[0]

    status, _, _ = terminal("invite", "participant", "--participant", code)

    assert status == 0
    assert terminal("revoke", older)[1] == "the invite no longer works\n"
    terminal("export", "--format", "csv", str(tmp_path / "out"))
    assert (tmp_path / "out" / "audit.csv").read_text().count(f"administrator,admin,invite,{code}") == 2
