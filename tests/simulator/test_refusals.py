"""What Telegram refuses, with its words."""

from datetime import timedelta

import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.simulator import Person, SimulatedClock, World
from tests.simulator.test_methods import keyboard, png


def one_button(text: str = "a", **action: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, **action)]])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "message text is empty"),
        ("<b> </b>\n", "message text is empty"),
        ("x" * 4097, "message is too long"),
        ("🌱" * 2049, "message is too long"),
        ("<b>a", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("a</b>", "can't parse entities: Unexpected end tag at byte offset 1"),
        ("é<p>a</p>", 'can\'t parse entities: Unsupported start tag "p" at byte offset 2'),
        ("<b>a</i>", 'can\'t parse entities: Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("1 < 2", 'can\'t parse entities: Unsupported start tag "" at byte offset 2'),
        ("<b", "can't parse entities: Unclosed start tag at byte offset 0"),
        ("<a href>x</a>", "can't parse entities: Expected equal sign in declaration of an attribute"),
    ],
)
async def test_a_text_telegram_cannot_take_is_refused(bot: Bot, ana: Person, text: str, words: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(1001, text, parse_mode="HTML")

    assert words.lower() in str(refused.value).lower()
    assert ana.sees == []


async def test_tags_do_not_count_for_the_length(bot: Bot, ana: Person) -> None:
    await bot.send_message(1001, f"<b>{'x' * 4096}</b> ", parse_mode="HTML")

    assert len((await ana.hears()).text) == 4096


async def test_a_lone_ampersand_is_kept_as_telegram_keeps_it(bot: Bot, ana: Person) -> None:
    await bot.send_message(1001, "a & b &lt;c&gt; &copy; &#33;", parse_mode="HTML")

    assert (await ana.hears()).text == "a & b <c> &copy; !"


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (one_button(callback_data="é" * 33), "button_data_invalid"),
        (one_button(" ", callback_data="a"), "button text must be non-empty"),
        (one_button(), "text buttons are unallowed in the inline keyboard"),
        (one_button(url="javascript:alert(1)"), "unsupported url protocol"),
        (keyboard(*[("a",)] * 101), "reply markup is too long"),
    ],
)
async def test_a_button_telegram_cannot_take_is_refused(
    bot: Bot, ana: Person, markup: InlineKeyboardMarkup, words: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(1001, "?", reply_markup=markup)

    assert words in str(refused.value).lower()
    assert ana.sees == []


async def test_a_stranger_and_someone_who_never_pressed_start_are_told_apart(bot: Bot, world: World) -> None:
    world.add_person(5, "Five")

    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(4, "hello")
    with pytest.raises(Forbidden, match="can't initiate conversation with a user"):
        await bot.send_message(5, "hello")


async def test_a_block_is_told_as_an_update_and_as_a_refusal(bot: Bot, ana: Person) -> None:
    ana.blocks()

    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(1001, "hello")
    told = (await bot.get_updates(timeout=0))[-1].my_chat_member

    assert (told.old_chat_member.status, told.new_chat_member.status) == ("member", "kicked")


async def test_a_deleted_account_and_a_moved_group_are_told(bot: Bot, ana: Person, world: World) -> None:
    ana.deletes_account()
    world.add_chat(-5, "Staff")
    world.migrate(-5, -1005)

    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(1001, "hello")
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(-5, "hello")

    assert moved.value.new_chat_id == -1005


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, ana: Person) -> None:
    sent = await bot.send_message(1001, "<b>one</b>", parse_mode="HTML", reply_markup=keyboard(("a",)))

    with pytest.raises(BadRequest, match="is not modified: specified new message content and reply markup are"):
        await bot.edit_message_text(
            "<b>one</b>", 1001, sent.message_id, parse_mode="HTML", reply_markup=keyboard(("a",))
        )
    assert await bot.edit_message_text("one", 1001, sent.message_id, reply_markup=keyboard(("a",)))


async def test_what_cannot_be_edited_is_refused(bot: Bot, ana: Person) -> None:
    keys = await bot.send_message(1001, "keys", reply_markup=ReplyKeyboardMarkup([["Menu"]]))
    photo = await bot.send_photo(1001, png(2, 2))
    text = await bot.send_message(1001, "text")

    for message_id, words in [
        (keys.message_id, "message can't be edited"),
        (1, "message can't be edited"),  # the person's own
        (photo.message_id, "there is no text in the message to edit"),
        (77, "message to edit not found"),
    ]:
        with pytest.raises(BadRequest) as refused:
            await bot.edit_message_text("new", 1001, message_id)
        assert str(refused.value).lower() == words
    with pytest.raises(BadRequest, match="no caption in the message to edit"):
        await bot.edit_message_caption(1001, text.message_id, caption="new")


async def test_a_caption_ends_at_1024(bot: Bot, ana: Person) -> None:
    await bot.send_photo(1001, png(2, 2), caption="x" * 1024)

    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_photo(1001, png(2, 2), caption="x" * 1025)


async def test_what_is_no_picture_is_no_photo(bot: Bot, ana: Person) -> None:
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(1001, b"not a picture")
    with pytest.raises(BadRequest, match="non-empty"):
        await bot.send_document(1001, b"", filename="a.txt")
    with pytest.raises(BadRequest, match="Wrong file identifier"):
        await bot.send_photo(1001, "nosuchid")


async def test_a_message_older_than_48_hours_stays(bot: Bot, ana: Person, clock: SimulatedClock) -> None:
    sent = await bot.send_message(1001, "one")
    clock.advance(timedelta(hours=48, seconds=1))

    with pytest.raises(BadRequest, match="can't be deleted"):
        await bot.delete_message(1001, sent.message_id)
    with pytest.raises(BadRequest, match="can't be deleted"):
        await bot.delete_messages(1001, [sent.message_id])

    assert len(ana.sees) == 1


async def test_a_tap_can_be_answered_once_and_for_150_seconds(bot: Bot, ana: Person, clock: SimulatedClock) -> None:
    first, late = ana.taps_data(1, "a"), ana.taps_data(1, "b")
    await bot.answer_callback_query(first.query_id)
    clock.advance(timedelta(seconds=151))

    for query_id in (first.query_id, late.query_id, "12345"):
        with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
            await bot.answer_callback_query(query_id)


async def test_wrong_commands_are_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Help-me", "x")])
    with pytest.raises(BadRequest, match="Bot_command_description_invalid"):
        await bot.set_my_commands([BotCommand("help", " ")])
