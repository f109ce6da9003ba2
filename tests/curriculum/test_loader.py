"""A whole folder: names, bytes, languages, questions of other files, and no traceback whatever comes in."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.activity import Schedule
from bot.curriculum.loader import Loaded, load_folder, load_text, shapes_of

PAGE = "---\nkind: page\ntitle: Home\n---\n\nHello.\n"
DAILY = "---\nkind: checkin\ntitle: Day\n---\n\n## How? {#craving scale}\n\n- 0 a\n- 10 b\n"


def write(root: Path, files: dict[str, str | bytes]) -> Loaded:
    for name, content in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_folder(root, "my content")


def told(loaded: Loaded) -> list[str]:
    return [f"{fault.path}:{fault.line}" for fault in loaded.faults]


def test_every_markdown_file_below_a_language_is_an_activity_with_its_path_as_id(tmp_path: Path) -> None:
    loaded = write(
        tmp_path,
        {
            "en/home.md": PAGE,
            "en/lessons/early/a-1.md": PAGE,
            "es/home.md": "---\ntitle: Inicio\n---\n\nHola.\n",
            "en/images/notes.md": "x",
            "en/.hidden.md": "x",
            "en/words.yaml": "x",
            "README.md": "x",
            "docs/Read Me.md": "x",
        },
    )

    assert loaded.faults == []
    assert sorted(loaded.activities) == [("en", "home"), ("en", "lessons/early/a-1"), ("es", "home")]
    assert loaded.activities["es", "home"].kind == "page"


def test_the_version_is_the_digest_of_the_bytes(tmp_path: Path) -> None:
    loaded = write(tmp_path, {"en/home.md": PAGE})

    assert loaded.activities["en", "home"].version == hashlib.sha256(PAGE.encode()).hexdigest()[:12]


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("en/Home.md", "home"),
        ("en/my home.md", "my-home"),
        ("en/my_home.md", "my-home"),
        ("en/-home.md", "home"),
        ("en/casa-ñ.md", "casa-n"),
        ("en/Early Days/home.md", "early-days"),
        ("en/home.MD", "home.md"),
    ],
)
def test_a_name_that_cannot_be_an_id_is_told_with_a_better_one(tmp_path: Path, name: str, better: str) -> None:
    loaded = write(tmp_path, {name: PAGE})

    assert told(loaded) == [f"my content/{name}:1"]
    assert f"{better}" in loaded.faults[0].message.rsplit(":", 1)[1]


def test_a_bad_folder_name_is_told_once_for_all_its_files(tmp_path: Path) -> None:
    loaded = write(tmp_path, {"en/Early/a.md": PAGE, "en/Early/b.md": PAGE})

    assert told(loaded) == ["my content/en/Early/a.md:1"]


def test_a_language_folder_in_capitals_is_told(tmp_path: Path) -> None:
    assert told(write(tmp_path, {"EN/a.md": PAGE})) == ["my content/EN:1"]


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"])
def test_an_empty_file_is_told(tmp_path: Path, content: bytes) -> None:
    assert told(write(tmp_path, {"en/a.md": content})) == ["my content/en/a.md:1"]


def test_the_line_of_the_first_byte_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    loaded = write(tmp_path, {"en/a.md": PAGE.replace("\n", "\r\n").encode() + "Adiós.\n".encode("latin-1")})

    assert told(loaded) == ["my content/en/a.md:7"]
    assert "UTF-8" in loaded.faults[0].message


def test_a_file_of_another_alphabet_is_told(tmp_path: Path) -> None:
    assert told(write(tmp_path, {"en/a.md": PAGE.encode("utf-16")})) == ["my content/en/a.md:1"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert told(load_folder(tmp_path / "none", "none")) == ["none:1"]


def test_a_condition_may_ask_about_a_file_that_comes_later(tmp_path: Path) -> None:
    asking = PAGE + '\n::: when last("checkins/daily", craving) >= 7\nA.\n:::\n'

    loaded = write(tmp_path, {"en/a.md": asking, "en/checkins/daily.md": DAILY})

    assert loaded.faults == []
    assert loaded.activities["en", "a"].asks == ("last('checkins/daily', craving)",)


def test_a_condition_on_a_question_that_another_file_lacks_is_told(tmp_path: Path) -> None:
    asking = PAGE + '\n::: when last("checkins/daily", cravin) >= 7\nA.\n:::\n'

    loaded = write(tmp_path, {"en/a.md": asking, "en/checkins/daily.md": DAILY})

    assert told(loaded) == ["my content/en/a.md:8"]
    assert "did you mean craving?" in loaded.faults[0].message


def test_mistakes_of_all_files_are_told_in_one_run_in_the_order_of_path_and_line(tmp_path: Path) -> None:
    loaded = write(
        tmp_path,
        {
            "en/b.md": PAGE + "\n***\n\nx\n",
            "en/a.md": PAGE.replace("page", "pge") + "\n# x\n\n> y\n",
            "es/b.md": "---\ntitle: B\nkind: lesson\n---\n\n<b>x</b>\n",
            "en/c.md": b"\xff",
        },
    )

    assert told(loaded) == [
        "my content/en/a.md:2",
        "my content/en/a.md:8",
        "my content/en/a.md:10",
        "my content/en/b.md:8",
        "my content/en/c.md:1",
        "my content/es/b.md:3",
        "my content/es/b.md:6",
    ]


def test_a_file_without_an_english_source_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    loaded = write(tmp_path, {"es/a.md": "---\ntitle: A\n---\n\nHola.\n"})

    assert loaded.faults == []
    assert ("es", "a") in loaded.sources


def test_a_source_knows_the_lines_of_its_fields_its_body_and_its_answers(tmp_path: Path) -> None:
    loaded = write(tmp_path, {"en/a.md": PAGE + "\n## A? {#a}\n\n- Yes {#yes}\n- No {#no}\n"})

    source = loaded.sources["en", "a"]
    assert source.fields == {"kind": 2, "title": 3}
    assert source.body_line == 5
    assert source.answers == {("a", "yes"): 10, ("a", "no"): 11}
    assert source.path == "my content/en/a.md"


REMINDER = """---
kind: reminder
title: Your next session
schedule: 24h before session
prompt: "{{ session.day }} at {{ session.time }}."
prompt_open: "{{ session.title }}: {{ session.day }} at {{ session.time }}."
saves:
  coming: session.rsvp
  late_by: session.minutes_late
---

{{ session.title }}, {{ session.day }}, {{ session.place }}

## Will you be there? {#coming choice}

- Yes {#yes}
- I will be late {#late}
- I cannot come {#no}

---

::: when coming == late
## About how many minutes late? {#late_by number}

- 10
- 20
:::

---

::: when coming in (yes, late)
See you then.
:::
"""


def test_a_reminder_loads_without_a_word() -> None:
    loaded = load_text(REMINDER, "reminders/session-24h")

    activity = loaded.activities["en", "reminders/session-24h"]
    assert loaded.faults == []
    assert activity.schedule == Schedule("before", minutes=1440, meeting="session")
    assert len(activity.pages) == 3


STRANGE = (
    *("```", "<!--", "-->", ":::", "::::", "***", "  - a", "> q", "{{", "\t", "[a]: b", "- [x] q", "title: a: b"),
    *("## Q {#q quiz}", "::: when (", "1. x", "    code", "| a |", "|---|", "\x00", "=", "saves:", "  a:"),
)
LINES = st.sampled_from([*REMINDER.split("\n"), *STRANGE])


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=40).map("\n".join))
def test_no_arrangement_of_lines_breaks_the_loader(text: str) -> None:
    for fault in load_text(text, "a/b").faults:
        assert 1 <= fault.line <= text.count("\n") + 2
        assert "\n" not in fault.message


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_loader(text: str) -> None:
    load_text(f"---\nkind: page\ntitle: {text}\n---\n\n{text}\n", "a")


@settings(max_examples=100, deadline=None)
@given(content=st.binary(max_size=200))
def test_no_bytes_break_the_loader(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    write(tmp_path_factory.mktemp("bytes"), {"en/a.md": content})


@pytest.mark.parametrize(
    "text",
    [
        "---\ntopics: " + "[" * 5000,
        PAGE + "(" * 5000,
        PAGE + "[" * 3000 + "]" * 3000,
        PAGE + "> " * 3000,
        PAGE + "- " * 500 + "x",
        PAGE + "*" * 5000 + "a",
        PAGE + "::: when " + "(" * 3000 + "\nx\n:::",
        PAGE + "::: when " + "not " * 3000 + "x\nx\n:::",
        "---\nschedule: on days 1-99999 at 10:00\n---\nx",
    ],
)
def test_what_is_nested_without_end_is_told_and_does_not_break_the_loader(text: str) -> None:
    assert load_text(text, "a").faults


def test_one_file_can_be_read_with_the_questions_of_loaded_activities() -> None:
    daily = load_text(DAILY, "checkins/daily").activities.values()
    asking = PAGE + '\n::: when last("checkins/daily", craving) >= 7\nA.\n:::\n'

    assert load_text(asking, "a", others=shapes_of(daily)).faults == []
