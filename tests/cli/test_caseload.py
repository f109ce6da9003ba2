"""The administrator's commands, run as the command line runs them, on a real database in an empty folder."""

from pathlib import Path

import pytest

from bot.cli import run
from bot.storage.sealing import new_key


class Terminal:
    """A folder of its own with the settings of a small program."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        """Exit status, standard output and standard error of one command."""
        self._capsys.readouterr()
        status = run(list(words))
        told = self._capsys.readouterr()
        return status, told.out, told.err

    def people(self) -> dict[str, list[str]]:
        """Code → role, counselor, state."""
        lines = self("people")[1].splitlines()
        return {line.split("\t")[0]: line.split("\t")[1:] for line in lines}

    def code(self, prefix: str) -> str:
        """The first code with that prefix."""
        return next(code for code in self.people() if code.startswith(prefix))


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENCRYPTION_KEYS", new_key())
    made = Terminal(capsys)
    assert made("invite", "counselor", "--handle", "dana-k")[0] == 0
    assert made("invite", "counselor", "--handle", "eli")[0] == 0
    assert made("invite", "participant", "--name", "Ana B", "--counselor", "dana-k")[0] == 0
    return made


def test_a_participant_gets_a_second_counselor_and_keeps_the_first(terminal: Terminal) -> None:
    code = terminal.code("P-")

    status, _, _ = terminal("assign", code, "eli")

    assert status == 0
    assert len(terminal.people()[code][1].split(",")) == 2


def test_a_cover_of_next_month_is_not_in_force_today(terminal: Terminal) -> None:
    code = terminal.code("P-")

    status, _, _ = terminal("assign", code, "eli", "--from", "2099-01-01", "--to", "2099-01-05")

    assert status == 0
    assert "," not in terminal.people()[code][1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("assign", "P-XXXXX", "eli"), "nobody has the code"),
        (("assign", "{code}", "nobody"), "no member of staff"),
        (("assign", "{code}", "eli", "--from", "soon"), "--from: 'soon' is not a date"),
        (("assign", "{code}", "eli", "--from", "2027-01-02", "--to", "2027-01-01"), "--to lies before --from"),
        (("discharge", "P-XXXXX"), "nobody has the code"),
        (("revoke", "what"), "no member of staff"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(terminal: Terminal, words: tuple[str, ...], told: str) -> None:
    code = terminal.code("P-")

    status, out, err = terminal(*(word.format(code=code) for word in words))

    assert (status, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1


def test_who_is_discharged_is_told_so_and_a_second_time_changes_nothing(terminal: Terminal) -> None:
    code = terminal.code("P-")

    assert terminal("discharge", code)[0] == 0
    assert terminal("discharge", code)[0] == 0

    assert terminal.people()[code][2] == "discharged"


def test_a_revoked_counselor_looks_after_nobody(terminal: Terminal) -> None:
    code = terminal.code("P-")

    status, _, _ = terminal("revoke", "dana-k")

    assert status == 0
    assert terminal.people()[code][1] == ""
    assert terminal("assign", code, "dana-k")[0] == 2


def test_a_revoked_invite_is_of_no_more_use(terminal: Terminal) -> None:
    invite = terminal("invite", "participant")[1].split("\t")[0]

    status, out, _ = terminal("revoke", invite)

    assert status == 0
    assert "no longer works" in out


def test_every_change_is_in_the_audit_log_and_its_chain_is_whole(terminal: Terminal, tmp_path: Path) -> None:
    code = terminal.code("P-")
    terminal("discharge", code)

    terminal("export", "--format", "csv", str(tmp_path / "out"))

    assert terminal("audit", "verify")[0] == 0
    assert f"administrator,admin,discharge,{code}" in (tmp_path / "out" / "audit.csv").read_text()


def test_the_doctor_names_each_part_and_ends_with_one_when_one_is_ill(terminal: Terminal) -> None:
    status, out, err = terminal("doctor")

    assert status == 1
    assert {line.split()[1].rstrip(":") for line in out.splitlines()} >= {"settings", "token", "database", "content"}
    assert "TELEGRAM_BOT_TOKEN is missing" in out
    assert err.count("\n") == 1


def test_the_doctor_sees_an_env_file_that_others_can_read(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PROGRAM_PHONE=555 0100\n")
    (tmp_path / ".env").chmod(0o644)

    _, out, _ = terminal("doctor")

    assert "chmod 600 .env" in out
    assert "PROGRAM_PHONE" not in out
