"""Every method through the real library over real HTTP: what it sends is understood, what it gets it can parse."""

import struct
import zlib

import httpx
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import InvalidToken

from bot.simulator import Person, Served, World, marked
from tests.simulator.conftest import START, TOKEN, client


def png(width: int, height: int) -> bytes:
    """A real grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def keyboard(*rows: tuple[str, ...]) -> InlineKeyboardMarkup:
    """Buttons whose data is their label."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label) for label in row] for row in rows])


async def test_get_me_tells_the_bots_name(bot: Bot) -> None:
    me = await bot.get_me()

    assert (me.is_bot, me.username, me.first_name) == (True, "sim_companion_bot", "Companion")


async def test_a_text_arrives_with_its_marks_and_buttons(bot: Bot, ana: Person) -> None:
    rows = [("0", "1"), ("I agree",)]

    sent = await bot.send_message(
        1001, "Good <b>day</b> 🌱 <i>Ana</i>", parse_mode=ParseMode.HTML, reply_markup=keyboard(*rows),
        link_preview_options=LinkPreviewOptions(is_disabled=True), protect_content=True, disable_notification=True,
    )  # fmt: skip

    heard = await ana.hears()
    assert (heard.text, heard.rows, heard.silent) == ("Good day 🌱 Ana", (("0", "1"), ("I agree",)), True)
    assert (marked(heard, "bold"), marked(heard, "italic")) == (["day"], ["Ana"])
    assert (sent.message_id, sent.date, sent.has_protected_content) == (heard.message_id, START, True)
    assert sent.parse_entity(sent.entities[1]) == "Ana"


async def test_updates_of_every_kind_can_be_parsed(bot: Bot, ana: Person, world: World) -> None:
    ana.types("hello")
    ana.edits(2, "hello again")
    ana.forwards("someone else's words")
    ana.sends_sticker()
    ana.sends_voice()
    ana.sends_location(51.5, -0.1)
    ana.sends_photo(caption="look")
    await bot.send_message(1001, "?", reply_markup=keyboard(("yes",)))
    await ana.taps("yes")
    ana.taps_data(9999, "forged")
    ana.blocks()
    ana.unblocks()
    world.add_chat(-5, "Family", by=ana)
    ana.types("hi all", chat_id=-5)
    channel = world.add_chat(-6, "News", "channel")
    world.post(channel, None, "post", tell=True)
    world.migrate(-5, -1005)

    updates = await bot.get_updates(timeout=0)

    kinds = [
        next(name for name in ("message", "edited_message", "callback_query", "my_chat_member", "channel_post")
             if getattr(update, name))
        for update in updates
    ]  # fmt: skip
    assert kinds == (
        ["message", "message", "edited_message"] + ["message"] * 5 + ["callback_query"] * 2
        + ["my_chat_member"] * 3 + ["message", "my_chat_member", "channel_post", "message"]
    )  # fmt: skip
    assert updates[0].message.text == "/start"
    assert updates[0].message.entities[0].type == "bot_command"
    assert updates[0].effective_user.language_code == "es"
    assert updates[3].message.forward_origin.sender_user_name == "Someone"
    assert updates[8].callback_query.data == "yes"
    assert not updates[9].callback_query.message.is_accessible


async def test_an_edit_changes_text_and_buttons_in_place(bot: Bot, ana: Person) -> None:
    sent = await bot.send_message(1001, "one", reply_markup=keyboard(("a",)))

    edited = await bot.edit_message_text("two", 1001, sent.message_id, reply_markup=keyboard(("b",)))
    await bot.edit_message_reply_markup(1001, sent.message_id, reply_markup=keyboard(("c",)))

    assert [(one.text, one.buttons, one.edited) for one in ana.sees] == [("two", ("c",), True)]
    assert edited.edit_date == START


async def test_an_edit_without_buttons_takes_them_away(bot: Bot, ana: Person) -> None:
    sent = await bot.send_message(1001, "one", reply_markup=keyboard(("a",)))

    await bot.edit_message_reply_markup(1001, sent.message_id)

    assert ana.sees[0].buttons == ()


async def test_a_photo_and_a_document_arrive_whole(bot: Bot, ana: Person) -> None:
    picture = png(30, 20)
    binary = bytes(range(256)) * 3 + b"\r\n--boundary\r\n\r\n"

    photo = await bot.send_photo(1001, picture, caption="<b>Ride</b> the wave", parse_mode="HTML")
    await bot.send_document(1001, InputFile(binary, filename="plan.bin"), caption="Your plan")
    again = await bot.send_photo(1001, photo.photo[-1].file_id)
    await bot.edit_message_caption(1001, photo.message_id, caption="Ride")

    seen = ana.sees
    assert (seen[0].photo, seen[0].text, photo.photo[-1].width, photo.photo[-1].height) == (picture, "Ride", 30, 20)
    assert (seen[1].document, seen[1].text) == (("plan.bin", binary), "Your plan")
    assert again.photo[-1].file_id == photo.photo[-1].file_id


async def test_a_file_can_be_downloaded(bot: Bot, ana: Person) -> None:
    picture = png(3, 3)
    photo = await bot.send_photo(1001, picture)

    file = await bot.get_file(photo.photo[-1].file_id)

    assert bytes(await file.download_as_bytearray()) == picture


async def test_a_reply_keyboard_stays_until_it_is_removed(bot: Bot, ana: Person) -> None:
    await bot.send_message(1001, "Here", reply_markup=ReplyKeyboardMarkup([["Help now", "Menu"]], resize_keyboard=True))
    await bot.send_message(1001, "next", reply_markup=ForceReply())
    keys = ana.keys

    await bot.send_message(1001, "Bye", reply_markup=ReplyKeyboardRemove())

    assert (keys, ana.keys) == (("Help now", "Menu"), ())


async def test_commands_of_the_nearest_scope_are_shown(bot: Bot, ana: Person, world: World) -> None:
    everyone, staff = BotCommand("help", "Help"), BotCommand("today", "Who needs you")
    await bot.set_my_commands([everyone], scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([staff], scope=BotCommandScopeChat(1001))
    near = world.commands_for(ana.chat, "es")

    got = await bot.get_my_commands(scope=BotCommandScopeChat(1001))
    await bot.delete_my_commands(scope=BotCommandScopeChat(1001))

    assert (list(got), near) == ([staff], [staff.to_dict()])
    assert world.commands_for(ana.chat, "es") == [everyone.to_dict()]
    assert await bot.get_my_commands() == ()


async def test_the_bots_name_can_be_changed(bot: Bot) -> None:
    await bot.set_my_name("Compañera", language_code="es")

    assert (await bot.get_my_name("es")).name == "Compañera"
    assert (await bot.get_my_name()).name == "Companion"


async def test_messages_can_be_deleted(bot: Bot, ana: Person) -> None:
    sent = [await bot.send_message(1001, str(number)) for number in range(3)]

    assert await bot.delete_message(1001, sent[0].message_id)
    assert await bot.delete_messages(1001, [sent[1].message_id, 777])

    assert [one.text for one in ana.sees] == ["2"]


async def test_a_tap_is_answered_with_a_toast(bot: Bot, ana: Person) -> None:
    await bot.send_message(1001, "?", reply_markup=keyboard(("yes",)))
    tap = await ana.taps("yes")

    assert await bot.answer_callback_query(tap.query_id, "Saved", show_alert=True)

    assert await ana.hears_answer(tap) == "Saved"
    assert tap.alert


async def test_typing_chats_and_leaving(bot: Bot, ana: Person, world: World) -> None:
    world.add_chat(-5, "Family", by=ana)

    assert await bot.send_chat_action(1001, ChatAction.TYPING)
    assert (await bot.get_chat(1001)).first_name == "Ana"
    assert (await bot.get_chat(-5)).title == "Family"
    assert await bot.leave_chat(-5)

    assert world.chats[-5].bot_status == "left"


async def test_a_reply_shows_what_it_answers(bot: Bot, ana: Person) -> None:
    ana.types("a question")

    sent = await bot.send_message(1001, "an answer", reply_parameters=ReplyParameters(2))

    assert sent.reply_to_message.text == "a question"


async def test_a_webhook_can_be_set_and_removed(bot: Bot, ana: Person) -> None:
    assert await bot.set_webhook("https://example.org/hook", secret_token="secret")
    info = await bot.get_webhook_info()
    assert await bot.delete_webhook()

    assert (info.url, info.pending_update_count) == ("https://example.org/hook", 1)
    assert (await bot.get_webhook_info()).url == ""
    assert len(await bot.get_updates(timeout=0)) == 1


async def test_an_unknown_token_is_refused(url: Served) -> None:
    with pytest.raises(InvalidToken):
        await client(url, "1:wrong").get_me()


async def test_json_and_queries_work_as_well_as_forms(url: Served, ana: Person) -> None:
    async with httpx.AsyncClient(base_url=f"{url}/bot{TOKEN}/") as plain:
        as_json = await plain.post("SENDMESSAGE", json={"chat_id": 1001, "text": "[1]"})
        as_query = await plain.get("sendMessage", params={"chat_id": 1001, "text": "by query"})
        unknown = await plain.post("noSuchMethod")

    assert (as_json.json()["result"]["text"], as_query.json()["result"]["text"]) == ("[1]", "by query")
    assert (unknown.status_code, unknown.json()["description"]) == (404, "Not Found: method not found")


async def test_an_unreadable_markup_is_refused(url: Served, ana: Person) -> None:
    async with httpx.AsyncClient(base_url=f"{url}/bot{TOKEN}/") as plain:
        answer = await plain.post("sendMessage", data={"chat_id": 1001, "text": "a", "reply_markup": "{"})

    assert answer.json()["description"] == "Bad Request: can't parse reply markup JSON object"
