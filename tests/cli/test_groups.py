"""Sessions from the command line, run as the command line runs it, on a real database in an empty folder."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli import run
from bot.storage.sealing import new_key

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT18:00")
YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT18:00")
LATER = (datetime.now(UTC) + timedelta(days=3)).strftime("%Y-%m-%dT19:30")
EVENING = ("--title", "Evening group", "--rrule", "FREQ=DAILY", "--minutes", "90", "--facilitator", "dana-k")


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

    def does(self, *words: str) -> str:
        """What a command that goes well prints."""
        status, out, err = self(*words)
        assert (status, err) == (0, ""), err
        return out

    def codes(self, prefix: str) -> list[str]:
        """The codes with that prefix, in the order in which they were made."""
        return [line.split("\t")[0] for line in self.does("people").splitlines() if line.startswith(prefix)]


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENCRYPTION_KEYS", new_key())
    made = Terminal(capsys)
    made.does("invite", "counselor", "--handle", "dana-k")
    made.does("invite", "participant", "--name", "Ana B", "--counselor", "dana-k")
    return made


@pytest.fixture
def ana(terminal: Terminal) -> str:
    return terminal.codes("P-")[0]


@pytest.fixture
def group(terminal: Terminal) -> str:
    terminal.does("group", "add", "evening", "--start", TOMORROW, "--place", "Room 4", *EVENING)
    return "evening"


def test_a_group_is_listed_with_its_facilitator_its_members_and_its_next_start(
    terminal: Terminal, group: str, ana: str
) -> None:
    terminal.does("group", "member", group, ana)

    cells = terminal.does("group", "list").strip().split("\t")

    assert cells == ["evening", "Evening group", terminal.codes("S-")[0], "1", TOMORROW, "FREQ=DAILY"]


def test_the_sessions_of_a_group_are_planned_for_sixty_days(terminal: Terminal, group: str) -> None:
    lines = terminal.does("group", "list", group).splitlines()

    assert lines[0].split("\t") == [TOMORROW, "planned", TOMORROW, "90"]
    assert 58 <= len(lines) <= 60


def test_a_session_that_is_moved_keeps_its_name_and_one_that_is_cancelled_stays_in_the_list(
    terminal: Terminal, group: str
) -> None:
    second = terminal.does("group", "list", group).splitlines()[1].split("\t")[0]

    terminal.does("group", "move", group, TOMORROW, "--to", LATER)
    terminal.does("group", "cancel", group, second.replace("T", " "))

    cells = {line.split("\t")[0]: line.split("\t")[1:3] for line in terminal.does("group", "list", group).splitlines()}
    assert cells[TOMORROW] == ["planned", LATER]
    assert cells[second][0] == "cancelled"


def test_a_member_leaves_again(terminal: Terminal, group: str, ana: str) -> None:
    terminal.does("group", "member", group, ana)

    assert terminal.does("group", "member", group, ana, "--remove") == f"{ana} no longer belongs to evening\n"

    assert terminal.does("group", "list").split("\t")[3] == "0"


def test_an_appointment_is_made_listed_moved_and_cancelled(terminal: Terminal, ana: str) -> None:
    number = terminal.does(
        "appointment", "add", ana, "--start", TOMORROW, "--minutes", "50", "--with", "dana-k"
    ).split()[0]
    made = terminal.does("appointment", "list").strip().split("\t")

    terminal.does("appointment", "move", number, "--to", LATER)
    moved = terminal.does("appointment", "list").strip().split("\t")
    terminal.does("appointment", "cancel", number)

    assert made == [number, ana, terminal.codes("S-")[0], TOMORROW, "50", "planned"]
    assert moved[3] == LATER
    assert terminal.does("appointment", "list").strip().split("\t")[5] == "cancelled"


def test_attendance_is_marked_by_name_and_start_or_by_number(terminal: Terminal, ana: str) -> None:
    terminal.does("group", "add", "evening", "--start", YESTERDAY, *EVENING)
    terminal.does("group", "member", "evening", ana)
    number = terminal.does(
        "appointment", "add", ana, "--start", TOMORROW, "--minutes", "50", "--with", "dana-k"
    ).split()[0]

    terminal.does("attendance", "evening", YESTERDAY, ana, "absent")
    terminal.does("attendance", "evening", YESTERDAY, ana.lower(), "Present")
    told = terminal.does("attendance", number, ana, "excused")

    assert told == f"{ana} is marked excused for the session of {TOMORROW}\n"
    assert terminal.does("audit", "verify") == "the audit log is whole\n"


def test_what_was_done_stands_in_the_audit_log(terminal: Terminal, ana: str, tmp_path: Path) -> None:
    terminal.does("group", "add", "evening", "--start", YESTERDAY, *EVENING)
    terminal.does("group", "member", "evening", ana)
    terminal.does("attendance", "evening", YESTERDAY, ana, "present")

    terminal.does("export", "--format", "csv", str(tmp_path / "out"))

    with open(tmp_path / "out" / "audit.csv", encoding="utf-8") as file:
        lines = [(row["who"], row["action"], row["subject"]) for row in csv.DictReader(file)]
    assert ("administrator", "group add", "evening") in lines
    assert ("administrator", "group member", ana) in lines
    assert ("administrator", "attendance present", ana) in lines


ADD = ("group", "add", "night", "--start", TOMORROW)
NOTHING = {"rrule": "FREQ=WEEKLY", "minutes": "60", "facilitator": "dana-k", "title": "Night"}


def with_(**changed: str) -> tuple[str, ...]:
    return tuple(word for name, value in {**NOTHING, **changed}.items() for word in (f"--{name}", value))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((*ADD, *with_(rrule="FREQ=HOURLY")), "FREQ is one of"),
        ((*ADD, *with_(rrule="every day")), "FREQ=WEEKLY;BYDAY=TU,TH"),
        ((*ADD, *with_(minutes="0")), "--minutes"),
        ((*ADD, *with_(facilitator="nobody")), "no member of staff"),
        ((*ADD, *with_(title=" ")), "--title"),
        ((*ADD, *with_(timezone="Mars/Olympus")), "America/New_York"),
        (("group", "add", "night", "--start", "soon", *with_()), "2026-11-24T18:00"),
        (("group", "add", "Night owls!", "--start", TOMORROW, *with_()), "is no name of a group"),
        (("group", "add", "evening", "--start", TOMORROW, *with_()), "choose another name"),
        (("group", "list", "morning"), "companion group list"),
        (("group", "member", "morning", "P-XXXXX"), "companion group list"),
        (("group", "member", "evening", "P-XXXXX"), "companion people"),
        (("group", "cancel", "evening", "2031-01-01T18:00"), "no session that was planned for"),
        (("group", "move", "evening", TOMORROW, "--to", YESTERDAY), "write a time to come"),
        (("group", "move", "evening", TOMORROW, "--to", "later"), "2026-11-24T18:00"),
        (("appointment", "move", "77", "--to", LATER), "companion appointment list"),
        (("appointment", "cancel", "77"), "companion appointment list"),
        (("attendance", "evening"), "NAME START CODE"),
        (("attendance", "evening", TOMORROW, "present"), "NAME START CODE"),
        (("attendance", "77", "P-XXXXX", "present"), "companion appointment list"),
        (("invite", "participant", "--group", "morning"), "companion group list"),
        (("invite", "counselor", "--group", "evening"), "companion group member"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    terminal: Terminal, group: str, words: tuple[str, ...], told: str
) -> None:
    status, out, err = terminal(*words)

    assert (status, out, err.count("\n")) == (2, "", 1), err
    assert told in err


@pytest.mark.parametrize(
    ("mark", "told"),
    [("absent", "has not begun"), ("late", "present, absent, excused")],
)
def test_a_mark_that_cannot_be_is_told(terminal: Terminal, group: str, ana: str, mark: str, told: str) -> None:
    terminal.does("group", "member", group, ana)

    status, out, err = terminal("attendance", group, TOMORROW, ana, mark)

    assert (status, out) == (2, "")
    assert told in err


def test_only_who_belongs_to_a_session_is_marked(terminal: Terminal, group: str, ana: str) -> None:
    status, _, err = terminal("attendance", group, TOMORROW, ana, "present")

    assert status == 2
    assert f"{ana} does not belong to the session" in err


def test_a_cancelled_session_is_neither_moved_nor_marked(terminal: Terminal, group: str, ana: str) -> None:
    terminal.does("group", "member", group, ana)
    terminal.does("group", "cancel", group, TOMORROW)

    for words in (("group", "move", group, TOMORROW, "--to", LATER), ("attendance", group, TOMORROW, ana, "present")):
        status, _, err = terminal(*words)
        assert (status, "was cancelled" in err) == (2, True)


def test_somebody_who_has_left_joins_no_group(terminal: Terminal, group: str, ana: str) -> None:
    terminal.does("discharge", ana)

    status, _, err = terminal("group", "member", group, ana)

    assert status == 2
    assert "is not in the program" in err


def test_leaving_ends_memberships_and_appointments(terminal: Terminal, group: str, ana: str) -> None:
    terminal.does("group", "member", group, ana)
    terminal.does("appointment", "add", ana, "--start", TOMORROW, "--minutes", "50", "--with", "dana-k")

    terminal.does("discharge", ana)

    assert terminal.does("group", "list").split("\t")[3] == "0"
    assert terminal.does("appointment", "list").strip().endswith("cancelled")
