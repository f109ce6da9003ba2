"""What an update means: commands, buttons' data, words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.interpret import (
    Command,
    Incoming,
    Menu,
    Odd,
    OpenDelivery,
    Snooze,
    ToRun,
    Unreadable,
    Words,
    activity_number,
    interpret,
    read_command,
    read_data,
    write_data,
)
from bot.core.player import Back, Change, Done, Follow, Next, Open, Skip, Tap
from bot.core.view import Button

KEYS = {"help now": "sos", "ayuda ya": "sos", "lección": "lesson", "registro": "checkin"}
RUN = 10**12
SMALL = st.integers(0, 40)
ORDINAL = st.integers(1, 3_652_059)  # `date.max.toordinal()`: a day's button carries its ordinal

BUTTONS = st.one_of(
    st.builds(lambda a, b: (Button("answer", numbers=(a, b)), Tap(a, b)), SMALL, ORDINAL),
    st.builds(lambda a: (Button("done", numbers=(a,)), Done(a)), SMALL),
    st.builds(lambda a, b: (Button("next", numbers=(a, b)), Next(a, b)), SMALL, SMALL),
    st.builds(lambda a: (Button("back", numbers=(a,)), Back(a)), SMALL),
    st.builds(lambda a: (Button("skip", numbers=(a,)), Skip(a)), SMALL),
    st.builds(lambda a, b: (Button("follow", numbers=(a, b)), Follow(a, b)), SMALL, SMALL),
    st.builds(lambda a: (Button("change", numbers=(a,)), Change(a)), SMALL),
    st.just((Button("change"), Change())),
    st.just((Button("show"), Open())),
)


@given(BUTTONS, st.integers(1, RUN))
def test_a_button_of_a_page_comes_back_as_what_it_means(pair, run):
    button, event = pair
    data = write_data(button, run)

    assert read_data(data) == ToRun(run, event)
    assert len(data.encode()) <= 40


@given(st.from_regex(r"[a-z]{1,12}", fullmatch=True), st.lists(st.integers(0, 10**10), max_size=2))
def test_a_button_of_a_menu_comes_back_as_its_verb_and_numbers(verb, numbers):
    data = write_data(Button("menu", verb=verb, numbers=tuple(numbers)), None)

    assert read_data(data) == Menu(verb, tuple(numbers))
    assert len(data.encode()) <= 40


@pytest.mark.parametrize("way", ["15", "60", "t", "n"])
def test_a_button_that_puts_a_prompt_off_comes_back_as_its_delivery_and_way(way):
    data = write_data(Button("snooze", numbers=(12,), verb=way), None)

    assert data == f"z.12.{way}"
    assert read_data(data) == Snooze(12, way)


@pytest.mark.parametrize(
    "data", ["z", "z.12", "z.12.30", "z.12.t.1", "z.x.t", "z.12.N", "z.-1.15", "z." + "9" * 19 + ".t"]
)
def test_a_way_to_put_off_that_was_never_offered_is_unreadable(data):
    assert read_data(data) == Unreadable()


def test_open_under_an_unasked_line_comes_back_as_its_delivery():
    assert read_data(write_data(Button("open", numbers=(RUN,)), None)) == OpenDelivery(RUN)


@pytest.mark.parametrize(
    "data",
    [
        "", ".", "a", "a.", "a.1", "a.1.2", "a.1.2.3.4", "a..2.3", "a.1.2.-3", "a.1.2.x", "a.None.1.2", "x.1", "o.",
        "o.1.2", "m", "m.", "m.GO", "m.go.", "m.go.x", "m.12", "m.go.1.", "c.1.2.3", "r.1.2", "n.1.2", "b.1", "A.1.2.3",
        "a.1.2.٣", "a.1.2.3 ", "a.1.2.3\n", "\x00", "🙂", "a." + "9" * 19 + ".1.1", "z" * 64, "1.2.3", "m.ñ",
    ],
)  # fmt: skip
def test_junk_is_unreadable(data):
    assert read_data(data) == Unreadable()


@given(st.text(max_size=64))
def test_no_data_raises_and_none_carries_a_number_that_a_database_could_not_be_asked_for(data):
    intent = read_data(data)

    assert not isinstance(intent, ToRun) or intent.run < 2**63


@given(st.from_regex(r"[a-z]?(\.[0-9a-z-]{0,20}){0,5}"))
def test_data_that_looks_right_is_read_or_unreadable(data):
    assert isinstance(read_data(data), ToRun | Menu | OpenDelivery | Unreadable)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/start", Command("start")),
        ("/start ABC-123", Command("start", "ABC-123")),
        ("/start@companion_bot ABC", Command("start", "ABC")),
        ("/SOS", Command("sos")),
        (" /sos ", Command("sos")),
        ("/sos!", Command("sos", "!")),
        ("/pause 3", Command("pause", "3")),
        ("/pause\n3", Command("pause", "3")),
        ("/settings  timezone  America/Chicago", Command("settings", "timezone  America/Chicago")),
        ("/message I\nam here", Command("message", "I\nam here")),
        ("/x2", Command("x2")),
        ("Help now", Command("sos")),
        ("AYUDA YA", Command("sos")),
        ("Lección ", Command("lesson")),
        ("help now please", None),
        ("/", None),
        ("//sos", None),
        ("/etc/hosts", None),
        ("/" + "a" * 33, None),
        ("see /sos", None),
        ("/sos@", None),
        ("", None),
    ],
)
def test_commands_and_the_keys_of_the_reply_keyboard_are_told_from_words(text, command):
    assert read_command(text, KEYS) == command


def incoming(kind="text", **more) -> Incoming:
    return Incoming(1, kind, 2, **more)


def test_a_text_is_a_command_or_words():
    assert interpret(incoming(text="/help"), KEYS) == Command("help")
    assert interpret(incoming(text="registro"), KEYS) == Command("checkin")
    assert interpret(incoming(text="hello /help"), KEYS) == Words("hello /help")


def test_a_forwarded_text_is_never_a_command():
    assert interpret(incoming(text="/help", forwarded=True), KEYS) == Words("/help", forwarded=True)


def test_a_tap_means_its_data():
    assert interpret(incoming("tap", data="b.4.2"), KEYS) == ToRun(4, Back(2))
    assert interpret(incoming("tap", data="?"), KEYS) == Unreadable()


@pytest.mark.parametrize("kind", ["edited", "sticker", "voice", "picture", "location", "other", "blocked", "elsewhere"])
def test_what_is_no_answer_is_odd(kind):
    assert interpret(incoming(kind, text="/help"), KEYS) == Odd(kind)


def test_an_activity_has_the_same_number_in_every_process():
    assert activity_number("sos/help-now") == 3_412_750_816
