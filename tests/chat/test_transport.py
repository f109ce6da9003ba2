"""What arrives on a phone when the transport is asked to carry it: over HTTP, at the simulator."""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from telegram import Bot

from bot.chat.transport import TelegramTransport
from bot.chat.updates import TelegramUpdates
from bot.core.activity import Image, Paragraph, Span
from bot.core.view import View
from bot.services.transport import BotName, Document, Message, NotEditable, Transport, TransportError
from bot.simulator import Person, SimulatedClock, World
from bot.simulator.faults import Fault
from bot.simulator.people import marked
from tests.chat.conftest import page

ANA = 1001
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a494441"
    "54789c636800000082008177cd72b60000000049454e44ae426082"
)


def calls(world: World, method: str) -> int:
    return len(world.journal.calls(method, None, 0))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "cravings.png"
    path.write_bytes(PIXEL)
    return path


def with_picture(path: Path, text: str = "It rises and falls.", *labels: str) -> Message:
    return page(text, *labels, picture=path)


def test_it_is_a_transport(transport: TelegramTransport) -> None:
    carrier: Transport = transport

    assert carrier is transport


async def test_a_page_arrives_with_its_buttons(transport: TelegramTransport, ana: Person) -> None:
    sent = await transport.send(ANA, page("How are you?", "Fine", "Not so well"))

    (heard,) = ana.sees
    assert (heard.message_id, heard.text, heard.rows) == (sent, "How are you?", (("Fine",), ("Not so well",)))


async def test_a_tap_on_it_comes_back_as_the_data_of_the_button(
    transport: TelegramTransport, updates: TelegramUpdates, ana: Person
) -> None:
    await transport.send(ANA, page("How are you?", "Fine", "Not so well"))

    await ana.taps("Not so well")

    assert (await updates.fetch(None, 0))[-1]["callback_query"]["data"] == "a.7.0.1"  # type: ignore[index]


async def test_links_show_no_preview(transport: TelegramTransport, world: World, ana: Person) -> None:
    await transport.send(ANA, page("https://example.org"))

    (call,) = world.journal.calls("sendMessage", None, 0)
    assert call.parameters["link_preview_options"] == {"is_disabled": True}


async def test_content_is_protected_when_asked(transport: TelegramTransport, ana: Person) -> None:
    first = await transport.send(ANA, page("A lesson", protect=True))
    second = await transport.send(ANA, page("A menu"))

    assert [ana.chat.messages[one].protected for one in (first, second)] == [True, False]


async def test_the_reply_keyboard_comes_and_goes(transport: TelegramTransport, ana: Person) -> None:
    await transport.send(ANA, page("Here you are.", keyboard="show"))
    there = ana.keys
    await transport.send(ANA, page("Goodbye.", keyboard="remove"))

    assert (there, ana.keys) == (("help-now.en", "check-in.en", "lesson.en", "menu.en"), ())


async def test_a_long_page_arrives_in_order_with_the_buttons_on_the_last_part(
    transport: TelegramTransport, ana: Person
) -> None:
    blocks = tuple(Paragraph((Span(f"{n} " + "x & " * 500, bold=True),)) for n in range(5))
    message = Message(View(blocks=blocks, buttons=page("", "Next").view.buttons), "en", run=7)

    sent = await transport.send(ANA, message)

    assert len(ana.sees) == 3
    assert [heard.buttons for heard in ana.sees] == [(), (), ("Next",)]
    assert ana.sees[-1].message_id == sent
    assert [line[0] for heard in ana.sees for line in heard.text.split("\n\n")] == list("01234")
    assert all(marked(heard, "bold") for heard in ana.sees)


async def test_a_document_has_its_neutral_name_and_its_caption(transport: TelegramTransport, ana: Person) -> None:
    await transport.send(ANA, page("Your data.", document=Document("data.zip", b"PK")))

    (heard,) = ana.sees
    assert (heard.text, heard.document) == ("Your data.", ("data.zip", b"PK"))


# Editing


async def test_an_edit_takes_the_place_of_the_page(transport: TelegramTransport, ana: Person) -> None:
    sent = await transport.send(ANA, page("One", "A"))

    await transport.edit(ANA, sent, page("Two", "B"))

    (heard,) = ana.sees
    assert (heard.text, heard.buttons, heard.edited) == ("Two", ("B",), True)


async def test_an_edit_that_changes_nothing_is_fine(transport: TelegramTransport, ana: Person) -> None:
    sent = await transport.send(ANA, page("One", "A"))

    await transport.edit(ANA, sent, page("One", "A"))

    assert not ana.sees[0].edited


async def test_an_edit_of_a_message_that_is_gone_asks_for_a_new_one(transport: TelegramTransport, ana: Person) -> None:
    with pytest.raises(NotEditable):
        await transport.edit(ANA, 4711, page("Two"))


async def test_a_page_that_became_too_long_for_one_message_is_sent_anew(
    transport: TelegramTransport, world: World, ana: Person
) -> None:
    sent = await transport.send(ANA, page("One"))

    with pytest.raises(NotEditable):
        await transport.edit(ANA, sent, page("word " * 1000))

    assert calls(world, "editMessageText") == 0


async def test_the_message_of_the_reply_keyboard_is_never_edited(transport: TelegramTransport, ana: Person) -> None:
    sent = await transport.send(ANA, page("Here you are.", keyboard="show"))

    with pytest.raises(NotEditable):
        await transport.edit(ANA, sent, page("Two"))


async def test_buttons_can_be_taken_off_twice(transport: TelegramTransport, ana: Person) -> None:
    sent = await transport.send(ANA, page("One", "A"))

    await transport.clear_buttons(ANA, sent)
    await transport.clear_buttons(ANA, sent)

    assert (ana.sees[0].text, ana.sees[0].rows) == ("One", ())


async def test_a_message_can_be_deleted(transport: TelegramTransport, ana: Person) -> None:
    sent = await transport.send(ANA, page("One"))

    await transport.delete(ANA, sent)

    assert ana.sees == []


async def test_a_message_of_more_than_two_days_cannot_be_deleted(
    transport: TelegramTransport, clock: SimulatedClock, ana: Person
) -> None:
    sent = await transport.send(ANA, page("One"))
    clock.advance(timedelta(hours=49))

    with pytest.raises(NotEditable):
        await transport.delete(ANA, sent)


# Pictures


async def test_a_page_with_a_picture_is_a_photo_with_a_caption(
    transport: TelegramTransport, ana: Person, picture: Path
) -> None:
    sent = await transport.send(ANA, with_picture(picture, "It rises.", "Next"))

    (heard,) = ana.sees
    assert (heard.message_id, heard.photo, heard.text, heard.buttons) == (sent, PIXEL, "It rises.", ("Next",))


async def test_a_picture_is_uploaded_once(
    transport: TelegramTransport, world: World, ana: Person, picture: Path
) -> None:
    await transport.send(ANA, with_picture(picture))
    await transport.send(ANA, with_picture(picture))

    first, second = world.journal.calls("sendPhoto", None, 0)
    assert isinstance(second.parameters.get("photo"), str)
    assert second.parameters["photo"] != first.parameters.get("photo")
    assert [heard.photo for heard in ana.sees] == [PIXEL, PIXEL]


async def test_a_picture_that_an_editor_replaced_is_uploaded_again(
    transport: TelegramTransport, ana: Person, picture: Path
) -> None:
    await transport.send(ANA, with_picture(picture))
    other = PIXEL + b"\0"
    picture.write_bytes(other)

    await transport.send(ANA, with_picture(picture))

    assert [heard.photo for heard in ana.sees] == [PIXEL, other]


async def test_a_file_id_that_telegram_forgot_is_replaced_by_an_upload(
    transport: TelegramTransport, world: World, ana: Person, picture: Path
) -> None:
    await transport.send(ANA, with_picture(picture))
    world.faults.add(Fault("bad_request", times=1, description="Bad Request: wrong file identifier specified"))

    await transport.send(ANA, with_picture(picture))

    assert [heard.photo for heard in ana.sees] == [PIXEL, PIXEL]


async def test_the_name_of_a_picture_file_does_not_leave_the_house(
    transport: TelegramTransport, world: World, ana: Person, picture: Path
) -> None:
    await transport.send(ANA, with_picture(picture))

    assert "cravings" not in str([vars(stored) for stored in world.files._files.values()])


async def test_a_page_whose_picture_cannot_be_read_arrives_as_text(
    transport: TelegramTransport, ana: Person, tmp_path: Path
) -> None:
    await transport.send(ANA, with_picture(tmp_path / "missing.png", "It rises.", "Next"))

    (heard,) = ana.sees
    assert (heard.photo, heard.text, heard.buttons) == (None, "It rises.", ("Next",))


async def test_what_does_not_fit_under_a_picture_follows_with_the_buttons(
    transport: TelegramTransport, ana: Person, picture: Path
) -> None:
    blocks = (Paragraph((Span("a" * 900),)), Paragraph((Span("b" * 900),)), Image("images/cravings.png", "x"))
    message = Message(View(blocks=blocks, buttons=page("", "Next").view.buttons), "en", run=7, picture=picture)

    sent = await transport.send(ANA, message)

    photo, rest = ana.sees
    assert (photo.photo, photo.text, photo.buttons) == (PIXEL, "a" * 900, ())
    assert (rest.message_id, rest.text, rest.buttons) == (sent, "b" * 900, ("Next",))


async def test_the_words_under_the_same_picture_can_be_edited(
    transport: TelegramTransport, ana: Person, picture: Path
) -> None:
    sent = await transport.send(ANA, with_picture(picture, "One", "A"))

    await transport.edit(ANA, sent, with_picture(picture, "One", "B"))

    (heard,) = ana.sees
    assert (heard.photo, heard.text, heard.buttons) == (PIXEL, "One", ("B",))


async def test_a_text_never_becomes_a_picture(transport: TelegramTransport, ana: Person, picture: Path) -> None:
    sent = await transport.send(ANA, page("One"))

    with pytest.raises(NotEditable):
        await transport.edit(ANA, sent, with_picture(picture))


async def test_a_picture_never_becomes_a_text(transport: TelegramTransport, ana: Person, picture: Path) -> None:
    sent = await transport.send(ANA, with_picture(picture))

    with pytest.raises(NotEditable):
        await transport.edit(ANA, sent, page("One"))


async def test_one_picture_never_becomes_another(
    transport: TelegramTransport, ana: Person, picture: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.png"
    other.write_bytes(PIXEL)
    sent = await transport.send(ANA, with_picture(picture))

    with pytest.raises(NotEditable):
        await transport.edit(ANA, sent, with_picture(other))


# Besides messages


async def test_a_tap_is_answered_without_words(transport: TelegramTransport, ana: Person) -> None:
    await transport.send(ANA, page("One", "A"))
    tap = await ana.taps("A")

    await transport.answer_tap(tap.query_id)

    assert (tap.answered, tap.text) == (True, None)


async def test_an_answer_to_a_tap_that_is_too_old_is_nobodys_business(transport: TelegramTransport) -> None:
    await transport.answer_tap("12345")


@pytest.mark.parametrize("kind", ["too_many", "forbidden", "server_error", "closed", "withheld"])
async def test_an_answer_to_a_tap_that_fails_is_nobodys_business(
    transport: TelegramTransport, world: World, kind: str
) -> None:
    world.faults.add(Fault(kind))  # type: ignore[arg-type]

    await transport.answer_tap("12345")


async def test_the_bot_can_leave_a_group(transport: TelegramTransport, world: World, ana: Person) -> None:
    group = world.add_chat(-55, "A group", by=ana)

    await transport.leave(-55)

    assert group.bot_status == "left"


async def test_the_bot_knows_its_own_name(transport: TelegramTransport) -> None:
    assert await transport.who() == BotName("sim_companion_bot", "Companion")


COMMANDS: Mapping[str, Mapping[str, str]] = {"es": {"sos": "Ayuda ya"}, "en": {"sos": "Help now"}}


async def test_the_commands_of_all_private_chats_have_english_for_other_languages(
    transport: TelegramTransport, world: World
) -> None:
    await transport.set_commands(None, COMMANDS)

    kept = {key: entries[0]["description"] for key, entries in world.settings.commands.items()}
    assert kept == {
        ("all_private_chats", None, ""): "Help now",
        ("all_private_chats", None, "en"): "Help now",
        ("all_private_chats", None, "es"): "Ayuda ya",
    }


async def test_a_counselors_chat_has_commands_of_its_own_until_they_are_taken_away(
    transport: TelegramTransport, world: World, ana: Person
) -> None:
    await transport.set_commands(ANA, {"en": {"today": "Today"}})
    kept = dict(world.settings.commands)
    await transport.set_commands(ANA, {"en": {}, "es": {}})

    assert set(kept) == {("chat", ANA, ""), ("chat", ANA, "en")}
    assert not any(world.settings.commands.values())


async def test_a_name_full_of_markup_is_shown_as_it_is(transport: TelegramTransport, ana: Person) -> None:
    await transport.send(ANA, page('<b>&"_*. </b> is here', '<i>&"'))

    assert (ana.sees[0].text, ana.sees[0].buttons) == ('<b>&"_*. </b> is here', ('<i>&"',))


async def test_only_transport_errors_leave_it(transport: TelegramTransport, world: World, ana: Person) -> None:
    for kind in ("too_many", "forbidden", "server_error", "bad_request", "closed", "torn"):
        world.faults.clear()
        world.faults.add(Fault(kind))  # type: ignore[arg-type]
        attempts = (
            transport.send(ANA, page("One")), transport.edit(ANA, 1, page("One")), transport.clear_buttons(ANA, 1),
            transport.leave(ANA), transport.delete(ANA, 1), transport.set_commands(None, COMMANDS), transport.who(),
        )  # fmt: skip
        for attempt in attempts:
            with pytest.raises(TransportError):
                await attempt


def test_a_bot_is_built_without_a_call(bot: Bot, world: World) -> None:
    assert world.journal.calls(None, None, 0) == []
    assert os.environ.get("PTB_TIMEDELTA") is None
