"""The command line, as an administrator types it: what it prints, what it writes, and how it says no."""

import asyncio
import csv
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot import cli
from bot.cli import later
from bot.curriculum.catalog import shipped_folder
from bot.settings import Settings
from tests.e2e.living import DANGER, KEY, SAM, TOKEN, Begun, going_on

COLUMNS = {
    "participants": "participant,counselor,phase,language,timezone,consent_version,consented_at,state",
    "answers": "participant,activity,activity_version,run,question,value,answered_at,local_date,status,late,answer",
    "activities": "participant,activity,run,offered_at,started_at,finished_at,outcome",
    "attendance": "participant,group,session_start,rsvp,attended,marked_by",
    "alerts": "participant,kind,raised_at,seen_at,acknowledged_at,acknowledged_by,closed_at",
    "messages": "participant,direction,sent_at,read_at,text",
    "audit": "at,who,role,action,subject",
}
FORMULA = '=HYPERLINK("http://x","y")'

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def lived(begun: Begun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program's folder after a check-in with a note that looks like a formula, a message, and words of danger."""
    folder = tmp_path_factory.mktemp("lived")

    async def live() -> None:
        async with going_on(begun, folder) as program:
            sam = program.world.people[SAM]
            await program.does(sam, "/checkin")
            await program.taps(sam, "3", "6", "No", "Yes")
            await program.does(sam, FORMULA)
            await program.taps(sam, "Change", "How is your mood", "7")
            await program.does(sam, "/message")
            await program.does(sam, "+1 for Thursday, and\na second line")
            await program.does(sam, DANGER["en"])

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(live())).result()
    return folder


def environment(folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite:///{folder / 'data' / 'companion.db'}",
        "STATE_DIR": str(folder / "state"),
        "ENCRYPTION_KEYS": KEY,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "CONTENT_DIR": str(shipped_folder()),
        "PROGRAM_TIMEZONE": "America/New_York",
    }


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A current folder without `.env`, and none of our settings in the environment."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _command(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    for name, value in environment(folder).items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str, **more: str) -> tuple[int, str, str]:
        for name, value in more.items():
            monkeypatch.setenv(name, value)
        status = cli.run(list(arguments))
        out, err = capsys.readouterr()
        return status, out, err

    return run


@pytest.fixture
def companion(bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command on a database of its own; status, standard output, standard error."""
    return _command(bare, monkeypatch, capsys)


@pytest.fixture
def on_lived(lived: Path, bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command on the database that was lived in."""
    return _command(lived, monkeypatch, capsys)


def lines(text: str) -> list[str]:
    return text.splitlines()


# -- invite and people -----------------------------------------------------------------------------------------


def test_an_invite_is_one_line_with_a_code_and_how_to_use_it(companion: Command, bare: Path) -> None:
    status, out, err = companion("invite", "counselor", "--name", "Dana K", "--handle", "dana-k")

    code, link = out.rstrip("\n").split("\t")
    assert (status, err) == (0, "")
    assert link == f"/start {code}"

    (bare / "state").mkdir(exist_ok=True)  # where `setup` and `run` remember the bot's name
    (bare / "state" / "bot").write_text("our_bot", encoding="utf-8")
    status, out, _ = companion("invite", "participant", "--counselor", "dana-k")
    code, link = out.rstrip("\n").split("\t")
    assert (status, link) == (0, f"https://t.me/our_bot?start={code}")


def test_many_invites_are_many_lines_with_codes_of_their_own(companion: Command) -> None:
    status, out, _ = companion("invite", "participant", "--count", "5", "--days", "1", "--language", "es")

    assert status == 0
    assert len({line.split("\t")[0] for line in lines(out)}) == 5


def test_a_qr_code_is_a_picture_of_the_link(companion: Command, bare: Path) -> None:
    status, _, _ = companion("invite", "participant", "--qr", str(bare / "invite.png"))

    assert status == 0
    assert (bare / "invite.png").read_bytes().startswith(b"\x89PNG")


def test_a_person_on_a_new_phone_gets_an_invite_and_no_second_record(on_lived: Command) -> None:
    _, before, _ = on_lived("people")
    code = next(line.split("\t")[0] for line in lines(before) if "participant" in line)

    status, out, _ = on_lived("invite", "participant", "--participant", code)
    _, after, _ = on_lived("people")

    assert status == 0
    assert len(lines(out)) == 1
    assert lines(after) == lines(before)


def test_people_are_told_by_code_role_counselor_and_state(on_lived: Command) -> None:
    status, out, err = on_lived("people")
    _, with_names, _ = on_lived("people", "--names")

    rows = [line.split("\t") for line in lines(out)]
    staff = next(row for row in rows if row[1] == "counselor")
    participants = [row for row in rows if row[1] == "participant"]
    assert (status, err) == (0, "")
    assert staff[0].startswith("S-")
    assert [row[2:] for row in participants] == [[staff[0], "active"]] * 2
    assert "Sam" not in out
    assert sorted(line.split("\t")[-1] for line in lines(with_names)) == ["Ana", "Dana", "Sam"]


# -- export ----------------------------------------------------------------------------------------------------


def test_the_export_has_the_columns_of_the_contract(on_lived: Command, bare: Path) -> None:
    status, out, _ = on_lived("export", "--format", "csv", str(bare / "out"))

    assert status == 0
    assert lines(out) == [str(bare / "out" / f"{name}.csv") for name in COLUMNS]
    for name, columns in COLUMNS.items():
        assert lines((bare / "out" / f"{name}.csv").read_text("utf-8"))[0] == columns


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_export_holds_what_was_answered(on_lived: Command, bare: Path) -> None:
    on_lived("export", "--format", "csv", str(bare))

    daily = [row for row in rows_of(bare, "answers") if row["activity"] == "checkins/daily"]
    assert [(row["question"], row["value"], row["status"]) for row in daily] == [
        ("craving", "3", "answered"),
        ("mood", "6", "answered"),
        ("used", "no", "answered"),
        ("mindful", "yes", "answered"),
        ("note", "'" + FORMULA, "answered"),
        ("mood", "7", "changed"),
    ]
    assert {row["local_date"] for row in daily} == {"2026-01-13"}
    assert {row["late"] for row in daily} == {"false"}
    assert all(len(row["activity_version"]) == 12 for row in daily)
    assert all(row["answered_at"].startswith("2026-01-13T15:0") for row in daily)
    assert len({row["answer"] for row in daily}) == 6
    [run] = [row for row in rows_of(bare, "activities") if row["activity"] == "checkins/daily"]
    assert run["outcome"] == "finished"
    [alert] = rows_of(bare, "alerts")
    assert (alert["kind"], alert["acknowledged_at"]) == ("danger", "")
    [message] = rows_of(bare, "messages")
    assert (message["direction"], message["text"]) == ("to_staff", "'+1 for Thursday, and\na second line")
    person = next(row for row in rows_of(bare, "participants") if row["participant"] == run["participant"])
    assert (person["language"], person["timezone"], person["state"]) == ("en", "America/New_York", "active")
    assert len(person["consent_version"]) == 12


def test_names_leave_only_when_they_are_asked_for(on_lived: Command, bare: Path) -> None:
    on_lived("export", "--format", "csv", str(bare / "codes"))
    on_lived("export", "--format", "csv", str(bare / "names"), "--names")

    codes = "".join(path.read_text("utf-8") for path in (bare / "codes").iterdir())
    assert "Sam" not in codes
    assert {row["name"] for row in rows_of(bare / "names", "participants")} == {"Ana", "Sam"}


def test_json_lines_hold_the_same_rows_with_nothing_escaped(on_lived: Command, bare: Path) -> None:
    status, _, _ = on_lived("export", "--format", "jsonl", str(bare))

    rows = [json.loads(line) for line in lines((bare / "answers.jsonl").read_text("utf-8"))]
    assert status == 0
    assert list(rows[0]) == COLUMNS["answers"].split(",")
    assert FORMULA in [row["value"] for row in rows]


def test_one_person_and_a_date_narrow_the_export(on_lived: Command, bare: Path) -> None:
    on_lived("export", "--format", "csv", str(bare / "all"))
    code = next(row["participant"] for row in rows_of(bare / "all", "answers") if row["activity"] == "checkins/daily")

    on_lived("export", "--format", "csv", str(bare / "one"), "--participant", code.lower())
    on_lived("export", "--format", "csv", str(bare / "later"), "--since", "2026-01-14")

    assert {row["participant"] for row in rows_of(bare / "one", "participants")} == {code}
    assert {row["participant"] for row in rows_of(bare / "one", "answers")} == {code}
    assert rows_of(bare / "later", "answers") == []
    assert len(rows_of(bare / "later", "participants")) == 2


def test_an_export_leaves_its_lines_in_the_audit_log(on_lived: Command, bare: Path) -> None:
    on_lived("export", "--format", "csv", str(bare))

    looks = rows_of(bare, "audit")
    assert ("administrator", "admin", "export") in {(row["who"], row["role"], row["action"]) for row in looks}


# -- audit, keys, safety, content ------------------------------------------------------------------------------


def test_an_altered_line_of_the_audit_log_is_found(lived: Path, on_lived: Command, bare: Path) -> None:
    on_lived("export", "--format", "csv", str(bare))
    whole = on_lived("audit", "verify")
    path = lived / "data" / "companion.db"
    copy = bare / "altered.db"
    with sqlite3.connect(path) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    with sqlite3.connect(copy) as altered:
        altered.execute("UPDATE audit SET subject = 'P-00000' WHERE seq = (SELECT min(seq) FROM audit)")
    altered.close()
    source.close()
    target.close()

    status, _, err = on_lived("audit", "verify", DATABASE_URL=f"sqlite:///{copy}")

    assert whole == (0, "the audit log is whole\n", "")
    assert status == 1
    assert len(lines(err)) == 1
    assert "line 1" in err


def test_a_new_key_is_one_that_the_program_takes(companion: Command) -> None:
    _, first, _ = companion("keys", "new")
    _, second, _ = companion("keys", "new")

    assert first != second
    assert companion("people", ENCRYPTION_KEYS=first.strip())[0] == 0


def test_other_keys_do_not_open_a_database_and_overwrite_nothing(lived: Path, on_lived: Command) -> None:
    before = (lived / "data" / "companion.db").read_bytes()
    _, other, _ = on_lived("keys", "new")

    status, _, err = on_lived("people", ENCRYPTION_KEYS=other.strip())

    assert status == 2
    assert lines(err) == ["companion: ENCRYPTION_KEYS does not open this database; use the keys it was written with"]
    assert (lived / "data" / "companion.db").read_bytes() == before


def test_lines_are_classified_as_they_come(monkeypatch: pytest.MonkeyPatch, companion: Command) -> None:
    asked = [
        {"id": "a", "text": DANGER["en"], "lang": "en"},
        {"id": 2, "text": "me quiero matar", "lang": "es"},
        {"id": "c", "text": "I had soup.", "lang": "en"},
    ]
    done = subprocess.run(
        [sys.executable, "-m", "bot", "safety", "classify"],
        input="\n".join(map(json.dumps, asked)) + "\n\n",
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[2])},
    )

    told = [json.loads(line) for line in lines(done.stdout)]
    assert (done.returncode, done.stderr) == (0, "")
    assert [(row["id"], row["urgent"], row["kind"]) for row in told] == [
        ("a", True, "self_harm"),
        (2, True, "self_harm"),
        ("c", False, "none"),
    ]
    assert all(set(row) == {"id", "urgent", "kind", "why"} for row in told)


def test_the_shipped_content_is_clean_and_a_broken_folder_is_told_line_by_line(companion: Command, bare: Path) -> None:
    clean = companion("content", "check", str(shipped_folder()))
    folder = bare / "content"
    _copy_content(folder)
    daily = folder / "en" / "checkins" / "daily.md"
    daily.write_text(daily.read_text("utf-8").replace("kind: checkin", "kind: chekin"), encoding="utf-8")

    status, out, err = companion("content", "check", str(folder))

    assert clean[0] == 0
    assert status == 1
    assert any(line.startswith(f"{folder}/en/checkins/daily.md:2: ") for line in lines(out))
    assert err.startswith("1 fault")


def _copy_content(folder: Path) -> None:
    import shutil

    shutil.copytree(shipped_folder(), folder)


# -- how it says no --------------------------------------------------------------------------------------------

REFUSED = [
    (("invite", "friend"), 2, "'friend' is no role"),
    (("invite", "family", "--participant", "P-AAAAA"), 2, "not built yet"),
    (("invite", "participant", "--counselor", "nobody"), 2, "no member of staff is 'nobody'"),
    (("invite", "participant", "--participant", "P-AAAAA"), 2, "nobody has the code 'P-AAAAA'"),
    (("invite", "counselor", "--handle", "Dana K"), 2, "--handle"),
    (("invite", "counselor", "--participant", "P-AAAAA"), 2, "--participant"),
    (("invite", "participant", "--count", "0"), 2, "--count"),
    (("invite", "participant", "--count", "2", "--qr", "x.png"), 2, "--qr"),
    (("invite", "participant", "--days", "0"), 2, "--days"),
    (("invite", "participant", "--qr", "x.gif"), 2, ".png"),
    (("invite", "participant", "--language", "xx"), 2, "--language"),
    (("invite",), 2, "companion --help"),
    (("export", "--format", "fhir", "out"), 2, "not built yet"),
    (("export", "--format", "xml", "out"), 2, "'xml' is no format"),
    (("export", "--format", "csv", "out", "--participant", "P-AAAAA"), 2, "nobody has the code"),
    (("export", "--format", "csv", "out", "--since", "yesterday"), 2, "--since"),
    (("export", "--format", "csv", "/proc/none"), 2, "cannot be written"),
    (("content", "check", "nowhere"), 2, "is not a folder"),
    (("nonsense",), 2, "companion --help"),
    (("people", "--loud"), 2, "companion --help"),
]


@pytest.mark.parametrize(("arguments", "status", "words"), REFUSED, ids=[" ".join(r[0]) for r in REFUSED])
def test_a_wrong_argument_is_refused_in_one_line(
    companion: Command, arguments: tuple[str, ...], status: int, words: str
) -> None:
    got, out, err = companion(*arguments)

    assert got == status
    assert out == ""
    assert len(lines(err)) == 1
    assert words in err


GROUPS = later.NOT_BUILT_BESIDE
LATER = [*later.NOT_BUILT, *(f"{group} {name}" for group, names in GROUPS.items() for name in names)]
CONTRACT = [
    "demo", "setup", "run", "doctor", "invite", "people", "assign", "discharge", "erase", "revoke", "group add",
    "group list", "group member", "group cancel", "group move", "appointment add", "appointment list",
    "appointment move", "appointment cancel", "attendance", "content check", "content preview", "content new",
    "content list", "content graph", "content report", "export", "backup", "restore", "migrate-to",
    "keys new", "keys rotate", "safety classify", "audit verify",
]  # fmt: skip


@pytest.mark.parametrize("command", LATER)
def test_a_command_of_a_later_release_says_so_and_exits_with_two(companion: Command, command: str) -> None:
    status, out, err = companion(*command.split(), "anything", "--at", "all")

    assert (status, out) == (2, "")
    assert len(lines(err)) == 1
    assert "is not built yet" in err


@pytest.mark.parametrize("command", CONTRACT)
def test_every_command_of_the_contract_has_its_help(companion: Command, command: str) -> None:
    status, out, err = companion(*command.split(), "--help")

    assert (status, err) == (0, "")
    assert f"Usage: companion {command}" in out
    assert ("(Not built yet.)" in out.split("Options:")[0]) is (command in LATER)


WRONG_SETTINGS = [
    ("TELEGRAM_BOT_TOKEN", "hello"),
    ("TELEGRAM_API_URL", "telegram"),
    ("DATABASE_URL", "mysql://x"),
    ("ENCRYPTION_KEYS", "short"),
    ("ENCRYPTION_KEYS", KEY + ",short"),
    ("PROGRAM_TIMEZONE", "Mars/Olympus"),
    ("PROGRAM_TIMEZONE", "../etc"),
    ("WEB_PORT", "http"),
    ("WEB_PORT", "70000"),
    ("WEB_URL", "ftp://x"),
    ("CRISIS_COUNTRY", "usa"),
    ("STAFFED_HOURS", "always"),
    ("STAFFED_HOURS", "Mon-Fri 17:00"),
    ("QUIET_HOURS", "22:00"),
    ("QUIET_HOURS", "25:00-08:00"),
    ("HOLIDAYS", "no/such/file"),
    ("RETENTION_DAYS", "0"),
    ("BACKUP_DAYS", "many"),
    ("METRICS_PORT", "-1"),
    ("LOG_LEVEL", "chatty"),
    ("LOG_FORMAT", "xml"),
    ("MESSAGES_PER_SECOND", "0"),
]


@pytest.mark.parametrize(("name", "value"), WRONG_SETTINGS)
def test_a_wrong_setting_is_named_in_one_line_with_what_to_write(companion: Command, name: str, value: str) -> None:
    status, out, err = companion("people", **{name: value})

    assert (status, out) == (2, "")
    assert len(lines(err)) == 1
    assert err.startswith(f"companion: {name}: ")
    if name in ("TELEGRAM_BOT_TOKEN", "ENCRYPTION_KEYS"):
        assert value not in err


UNFIT_TO_RUN = [
    ({"TELEGRAM_BOT_TOKEN": ""}, "TELEGRAM_BOT_TOKEN"),
    ({"ENCRYPTION_KEYS": ""}, "ENCRYPTION_KEYS"),
    ({"CRISIS_COUNTRY": "XX"}, "CRISIS_COUNTRY"),
    ({"CONTENT_DIR": "nowhere"}, "nowhere"),
    ({"WEBHOOK_URL": "https://example.org/hook"}, "WEBHOOK_URL"),
    ({"DATABASE_URL": "sqlite:////proc/none/companion.db"}, "DATABASE_URL"),
    ({"STATE_DIR": "/proc/none/state"}, "STATE_DIR"),
]


@pytest.mark.parametrize(("more", "words"), UNFIT_TO_RUN, ids=[words for _, words in UNFIT_TO_RUN])
def test_what_the_bot_cannot_run_with_ends_it_in_one_line(companion: Command, more: dict[str, str], words: str) -> None:
    status, out, err = companion("run", **more)

    told = [line for line in lines(err) if line.startswith("companion: ")]
    assert (status, out) == (2, "")
    assert len(told) == 1
    assert words in told[0]


def test_a_setting_of_the_environment_wins_over_the_file(companion: Command, bare: Path) -> None:
    (bare / ".env").write_text('PROGRAM_TIMEZONE="Mars/Olympus"\nWEB_PORT=8081\n', encoding="utf-8")

    assert companion("people")[0] == 0

    status, _, err = companion("people", WEB_PORT="x")
    assert (status, err.split(":")[1].strip()) == (2, "WEB_PORT")


def test_a_file_that_is_no_text_is_told_plainly(companion: Command, bare: Path) -> None:
    (bare / ".env").write_bytes(b"PROGRAM_NAME=\xff\xfe")

    status, _, err = companion("people")

    assert status == 2
    assert err.startswith("companion: .env is not UTF-8 text")


def test_python_m_bot_is_the_same_program() -> None:
    done = subprocess.run([sys.executable, "-m", "bot", "nonsense"], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert len(lines(done.stderr)) == 1


@pytest.fixture(autouse=True)
def _quiet_loop() -> Iterator[None]:
    """Commands begin loops of their own; none is left behind for the next test."""
    yield
    asyncio.set_event_loop(None)
