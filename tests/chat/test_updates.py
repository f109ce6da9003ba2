"""What people do in Telegram, as the program understands it: real updates of the simulator, fetched over HTTP."""

import copy
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.raw import raw_callback, raw_chat, raw_data, raw_language, raw_private, raw_text
from bot.chat.transport import TelegramTransport
from bot.chat.updates import TelegramUpdates, read_update
from bot.core.interpret import Incoming
from bot.services.transport import Updates
from bot.simulator import Person, World
from tests.chat.conftest import page

ANA = 1001
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
USER = {"id": ANA, "is_bot": False, "first_name": "Ana", "language_code": "es"}
PRIVATE = {"id": ANA, "type": "private", "first_name": "Ana"}
GROUP = {"id": -55, "type": "group", "title": "Friends"}
DATE = int(NOW.timestamp())
FILE = {"file_id": "F", "file_unique_id": "u"}


def message(chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": DATE, "chat": chat, "from": USER, **content}


def update(**body: Any) -> dict[str, Any]:
    return {"update_id": 9, **body}


async def newest(updates: TelegramUpdates) -> Incoming:
    return updates.read((await updates.fetch(None, 0))[-1])


def test_they_are_updates(updates: TelegramUpdates) -> None:
    source: Updates = updates

    assert source is updates


async def test_a_text_is_read_with_who_where_when_and_in_which_language(updates: TelegramUpdates, ana: Person) -> None:
    sent = ana.types("7")

    read = await newest(updates)

    assert read == Incoming(
        update=read.update, kind="text", chat=ANA, user=ANA, message=sent.message_id, text="7", language="es", at=NOW
    )


async def test_a_tap_is_read_with_its_data_and_its_message(
    updates: TelegramUpdates, transport: TelegramTransport, ana: Person
) -> None:
    sent = await transport.send(ANA, page("How?", "Fine"))
    tap = await ana.taps("Fine")

    read = await newest(updates)

    assert (read.kind, read.data, read.message, read.callback, read.text) == ("tap", "a.7.0.0", sent, tap.query_id, "")
    assert (read.chat, read.user, read.language, read.at) == (ANA, ANA, "es", None)


async def test_a_tap_under_a_message_that_is_gone_is_still_a_tap(updates: TelegramUpdates, ana: Person) -> None:
    ana.taps_data(4711, "junk")

    read = await newest(updates)

    assert (read.kind, read.data, read.message) == ("tap", "junk", 4711)


async def test_an_edited_text_is_told_apart(updates: TelegramUpdates, ana: Person) -> None:
    sent = ana.types("3")
    ana.edits(sent.message_id, "8")

    read = await newest(updates)

    assert (read.kind, read.text, read.message) == ("edited", "8", sent.message_id)


async def test_a_forwarded_text_is_marked(updates: TelegramUpdates, ana: Person) -> None:
    ana.forwards("somebody else wrote this")

    read = await newest(updates)

    assert (read.kind, read.text, read.forwarded) == ("text", "somebody else wrote this", True)


async def test_the_words_under_a_picture_are_read_for_safety(updates: TelegramUpdates, ana: Person) -> None:
    ana.sends_photo(caption="I cannot go on")

    read = await newest(updates)

    assert (read.kind, read.text) == ("picture", "I cannot go on")


async def test_sticker_voice_and_place_are_told_apart(updates: TelegramUpdates, ana: Person) -> None:
    ana.sends_sticker()
    ana.sends_voice()
    ana.sends_location()

    kinds = [updates.read(raw).kind for raw in await updates.fetch(None, 0)]

    assert kinds == ["text", "sticker", "voice", "location"]


async def test_a_block_and_its_end_are_read(updates: TelegramUpdates, ana: Person) -> None:
    ana.blocks()
    ana.unblocks()

    read = [updates.read(raw) for raw in await updates.fetch(None, 0)]

    assert [(one.kind, one.chat) for one in read[-2:]] == [("blocked", ANA), ("unblocked", ANA)]


async def test_being_added_to_a_group_is_elsewhere_and_leaving_it_is_nothing(
    updates: TelegramUpdates, transport: TelegramTransport, world: World, ana: Person
) -> None:
    world.add_chat(-55, "Friends", by=ana)
    await transport.leave(-55)

    read = [updates.read(raw) for raw in await updates.fetch(None, 0)]

    assert [(one.kind, one.chat) for one in read[1:]] == [("elsewhere", -55), ("nothing", -55)]


async def test_words_in_a_group_are_elsewhere(updates: TelegramUpdates, world: World, ana: Person) -> None:
    world.add_chat(-55, "Friends", by=ana)
    ana.types("hello", -55)

    read = await newest(updates)

    assert (read.kind, read.chat) == ("elsewhere", -55)


async def test_a_channel_post_is_elsewhere(updates: TelegramUpdates, world: World, ana: Person) -> None:
    channel = world.add_chat(-1007, "News", "channel", by=ana)
    world.post(channel, None, "hello", tell=True)
    await updates.fetch(None, 0)

    read = await newest(updates)

    assert (read.kind, read.chat) == ("elsewhere", -1007)


SIZED = {**FILE, "width": 1, "height": 1}
FORMS = [
    ("voice", {"audio": {**FILE, "duration": 3}}),
    ("voice", {"video_note": {**FILE, "length": 240, "duration": 3}}),
    ("picture", {"video": {**SIZED, "duration": 3}}),
    ("picture", {"animation": {**SIZED, "duration": 3}, "document": FILE}),
    ("other", {"document": FILE, "caption": "x"}),
    ("location", {"venue": {"location": {"latitude": 1.0, "longitude": 1.0}, "title": "T", "address": "A"}}),
    ("other", {"contact": {"phone_number": "1", "first_name": "Bob"}}),
    ("other", {"dice": {"emoji": "🎲", "value": 3}}),
    ("other", {"something_of_next_year": {"x": 1}}),
    ("nothing", {"pinned_message": message(text="p")}),
    ("nothing", {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}}),
]


@pytest.mark.parametrize(("kind", "content"), FORMS)
def test_each_form_of_content_has_its_kind(kind: str, content: dict[str, Any]) -> None:
    assert read_update(update(message=message(**content))).kind == kind


def test_an_edit_in_a_group_is_elsewhere() -> None:
    assert read_update(update(edited_message=message(GROUP, text="x", edit_date=DATE))).kind == "elsewhere"


def test_a_tap_in_a_group_is_elsewhere_and_can_be_answered() -> None:
    query = {"id": "77", "from": USER, "chat_instance": "1", "data": "m.home", "message": message(GROUP, text="x")}

    read = read_update(update(callback_query=query))

    assert (read.kind, read.chat, read.callback) == ("elsewhere", -55, "77")


def test_a_tap_without_any_message_is_nothing() -> None:
    query = {"id": "77", "from": USER, "chat_instance": "1", "data": "m.home", "inline_message_id": "i"}

    assert read_update(update(callback_query=query)).kind == "nothing"


def test_an_update_of_an_unknown_sort_is_nothing() -> None:
    assert read_update(update(something_of_next_year={"x": 1})).kind == "nothing"


def test_times_are_aware_and_utc() -> None:
    at = read_update(update(message=message(text="x"))).at

    assert at == NOW
    assert at is not None
    assert at.utcoffset() is not None
    assert at.utcoffset().total_seconds() == 0  # type: ignore[union-attr]


def test_reading_leaves_the_raw_update_as_it_was() -> None:
    raw = update(message=message(text="x", photo=[SIZED]))
    before = copy.deepcopy(raw)

    read_update(raw)

    assert raw == before


BROKEN: list[dict[str, Any]] = [
    {},
    {"update_id": 1, "message": {"message_id": "x", "date": "never", "chat": None}},
    {"update_id": 1, "message": "secret words"},
    {"update_id": 1, "message": message(text="secret words") | {"date": "secret words"}},
    {"update_id": 1, "message": message(text="secret words") | {"chat": 7}},
    {"update_id": 1, "callback_query": {"id": "1"}},
    {"update_id": 1, "my_chat_member": {"chat": PRIVATE}},
    {"update_id": 1, "message": {"text": "secret words"}},
]


@pytest.mark.parametrize("raw", BROKEN)
def test_what_cannot_be_understood_is_a_value_error_without_its_text(raw: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="form that is not known") as caught:
        read_update(raw)

    assert "secret" not in repr(caught.value)
    assert caught.value.__context__ is None


async def test_one_broken_update_does_not_hold_up_its_batch(
    updates: TelegramUpdates, world: World, ana: Person
) -> None:
    world.queue.put_malformed()
    ana.types("7")

    raws = await updates.fetch(None, 0)

    assert len(raws) == 3
    assert updates.read(raws[-1]).text == "7"


async def test_fetching_confirms_nothing_but_what_lies_before_the_offset(updates: TelegramUpdates, ana: Person) -> None:
    ana.types("7")
    first = await updates.fetch(None, 0)
    again = await updates.fetch(None, 0)

    rest = await updates.fetch(int(str(first[0]["update_id"])) + 1, 0)

    assert (first == again, rest == first[1:]) == (True, True)


async def test_a_left_over_webhook_can_be_ended_without_losing_what_waits(
    updates: TelegramUpdates, world: World, ana: Person
) -> None:
    await updates.start_webhook("https://example.org/hook", "a-secret")
    told = dict(world.settings.webhook or {})
    await updates.stop_webhook()

    assert (told["secret_token"], len(await updates.fetch(None, 0))) == ("a-secret", 1)


# Raw updates, before any parsing

FIELDS = [
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "chat",
    "from",
    "id",
    "text",
    "caption",
    "poll",
]
FIELDS += ["options", "type", "data", "date", "message_id", "update_id"]
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(FIELDS),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@given(JSON)
def test_reading_a_raw_update_never_fails_whatever_it_is(found: Any) -> None:
    for read in (raw_text, raw_language, raw_data, raw_callback):
        assert isinstance(read(found), str)
    assert isinstance(raw_private(found), bool)
    assert raw_chat(found) is None or isinstance(raw_chat(found), int)


@given(st.dictionaries(st.sampled_from(["message", "callback_query", "edited_message", "update_id"]), JSON, max_size=3))
def test_whatever_comes_is_read_or_is_a_value_error(found: dict[str, Any]) -> None:
    with suppress(ValueError):
        assert isinstance(read_update(found), Incoming)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"message": message(text="one")}, "one"),
        ({"edited_message": message(text="two")}, "two"),
        ({"channel_post": message(text="three")}, "three"),
        ({"message": message(caption="four", photo=[SIZED])}, "four"),
        (
            {"message": message(poll={"question": "Five?", "options": [{"text": "yes"}, {"text": "no"}]})},
            "Five?\nyes\nno",
        ),
        ({"message": message(contact={"phone_number": "1", "first_name": "Bob"})}, ""),
        ({"message": {"text": "without a chat"}}, "without a chat"),
        ({"message": None}, ""),
    ],
)
def test_the_words_a_person_wrote_are_found_without_a_parser(body: dict[str, Any], text: str) -> None:
    assert raw_text(update(**body)) == text


def test_the_bots_own_words_under_a_button_are_not_a_persons() -> None:
    query = {"id": "77", "from": USER, "data": "m.home", "message": message(text="I want to die")}

    assert raw_text(update(callback_query=query)) == ""


@pytest.mark.parametrize(
    ("body", "chat", "private", "language"),
    [
        ({"message": message(text="x")}, ANA, True, "es"),
        ({"edited_message": message(GROUP, text="x")}, -55, False, "es"),
        ({"callback_query": {"id": "7", "from": USER, "message": message()}}, ANA, True, "es"),
        ({"callback_query": {"id": "7", "from": USER}}, ANA, False, "es"),
        ({"my_chat_member": {"chat": PRIVATE, "from": USER}}, ANA, True, "es"),
        ({"message": {"text": "x"}}, None, False, ""),
        ({"message": {"chat": {"id": True}}}, None, False, ""),
        ({}, None, False, ""),
    ],
)
def test_chat_and_language_are_found_without_a_parser(
    body: dict[str, Any], chat: int | None, private: bool, language: str
) -> None:
    raw = update(**body)

    assert (raw_chat(raw), raw_private(raw), raw_language(raw)) == (chat, private, language)


def test_a_taps_data_and_id_are_found_without_a_parser() -> None:
    raw = update(callback_query={"id": "77", "data": "a.1.2.3", "from": USER})

    assert (raw_data(raw), raw_callback(raw)) == ("a.1.2.3", "77")
