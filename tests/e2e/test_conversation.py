"""Everything a person may send that is no answer, help at any moment, and what is theirs: data, breaks, messages."""

import json
from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.simulator import Person
from tests.e2e.living import DANGER, EVENING, TODAY, Living

NUMBERS = ("988", "911")


async def in_a_form(program: Living, person: Person) -> None:
    await program.does(person, "/checkin")
    await program.taps(person, "3")


async def on_a_break(program: Living, person: Person) -> None:
    await program.does(person, "/pause 3")


async def at_a_text_question(program: Living, person: Person) -> None:
    await program.does(person, "/message")


async def idle(program: Living, person: Person) -> None:
    await program.at(timedelta(hours=1))


STATES = [in_a_form, on_a_break, at_a_text_question, idle]
State = Callable[[Living, Person], object]


# -- help and danger -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "said"), list(zip(STATES, ("/sos", "Help now", "Ayuda ya", "/SOS@sim_companion_bot"), strict=True))
)
async def test_help_is_one_message_away_in_every_state(program: Living, sam: Person, state: State, said: str) -> None:
    await state(program, sam)  # type: ignore[misc]

    helped = await program.does(sam, said)

    assert all(number in helped.text for number in NUMBERS)
    assert "Someone will not wake up" in helped.buttons


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("state", STATES[:3])
async def test_words_of_danger_are_answered_first_in_every_state(
    program: Living, ana: Person, sam: Person, dana: Person, state: State, language: str
) -> None:
    person = {"en": sam, "es": ana}[language]
    words = await _in_language(program, person, state, language)
    at = max(call.number for call in program.world.journal)

    person.types(words)
    await program.rest()

    first = program.world.journal.calls("sendMessage", person.user_id, after=at)[0]
    assert all(number in str(first.parameters["text"]) for number in NUMBERS)
    number = (await program.record(person)).id
    [alert] = await program.ask(lambda unit: unit.alerts.all_for(number))
    assert (alert.rule, alert.closed_at) == ("danger", None)
    assert "Something is waiting for you." in program.chat_text(dana)


async def _in_language(program: Living, person: Person, state: State, language: str) -> str:
    if language == "es" and state is in_a_form:
        await program.does(person, "/checkin")
        await program.taps(person, "3")
    else:
        await state(program, person)  # type: ignore[misc]
    return DANGER[language]


async def test_overdose_steps_are_two_taps_away(program: Living, sam: Person) -> None:
    await program.does(sam, "Help now")

    steps = await program.taps(sam, "Someone will not wake up")

    assert "911" in steps.text
    assert "naloxone" in steps.text.lower()


async def test_help_in_the_middle_of_a_form_loses_nothing_of_it(program: Living, sam: Person) -> None:
    await in_a_form(program, sam)
    await program.does(sam, "/sos")

    await program.does(sam, "/checkin")
    await program.taps(sam, "6", "No", "Yes")

    assert [a.value for a in await program.answers(sam)] == [3, 6, "no", "yes"]


async def test_a_call_for_help_is_answered_once(program: Living, sam: Person) -> None:
    sam.types("/sos")
    await program.rest()

    assert sum("988" in heard.text for heard in sam.sees) == 1


async def test_a_forwarded_text_is_screened_like_a_typed_one(program: Living, sam: Person) -> None:
    await in_a_form(program, sam)

    sam.forwards(DANGER["en"])
    await program.rest()

    assert any("988" in heard.text for heard in sam.sees)
    assert [a.question for a in await program.answers(sam)] == ["craving"]


async def test_danger_in_a_caption_and_in_an_edit_is_screened_too(program: Living, sam: Person) -> None:
    sam.sends_photo(caption=DANGER["en"])
    await program.rest()
    first = sum("988" in heard.text for heard in sam.sees)
    message = sam.types("good morning")
    await program.rest()

    sam.edits(message.message_id, DANGER["en"])
    await program.rest()

    assert first == 1
    assert sum("988" in heard.text for heard in sam.sees) == 2


async def test_staff_who_type_danger_words_get_the_card_and_raise_no_alert(program: Living, dana: Person) -> None:
    told = await program.does(dana, DANGER["en"])

    assert "988" in told.text
    assert await program.ask(lambda unit: unit.counts()["alerts"]) == 0


async def test_words_of_danger_at_a_text_question_reach_the_counselor_as_its_answer(
    program: Living, sam: Person
) -> None:
    await program.does(sam, "/message")

    await program.does(sam, DANGER["en"])

    number = (await program.record(sam)).id
    assert [m.body for m in await program.ask(lambda unit: unit.messages.thread(number))] == [DANGER["en"]]


# -- what is no answer -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sends", "told"),
    [
        (lambda p: p.sends_sticker(), "I can only read words and buttons"),
        (lambda p: p.sends_voice(), "I cannot listen to voice messages"),
        (lambda p: p.sends_photo(), "I cannot look at pictures"),
        (lambda p: p.sends_location(40.0, -73.0), "I do not use places"),
        (lambda p: p.forwards("7"), "That was a forwarded message"),
    ],
    ids=["sticker", "voice", "photo", "location", "forwarded"],
)
async def test_what_is_no_answer_is_told_kindly_and_stored_nowhere(
    program: Living, sam: Person, sends: Callable[[Person], object], told: str
) -> None:
    await program.does(sam, "/checkin")

    sends(sam)
    await program.rest()

    assert told in program.last(sam).text
    assert await program.answers(sam) == []


async def test_an_edited_message_changes_nothing_and_is_told_so(program: Living, sam: Person) -> None:
    await program.does(sam, "/checkin")
    message = sam.types("7")
    await program.rest()

    sam.edits(message.message_id, "2")
    await program.rest()

    assert [a.value for a in await program.answers(sam)] == [7]
    assert any("I saw that you changed a message" in heard.text for heard in sam.sees)


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_in_a_group_or_channel_the_bot_says_that_it_talks_in_private_and_leaves(
    program: Living, sam: Person, kind: str
) -> None:
    chat = program.world.add_chat(-100200, "Friends", kind, by=sam)  # type: ignore[arg-type]
    await program.rest()

    said = [message.text for message in chat.messages.values() if message.from_bot or message.sender is None]
    assert said == ["I only talk in private chats."]
    assert chat.bot_status == "left"


async def test_a_command_in_a_group_is_answered_with_nothing_private(program: Living, sam: Person) -> None:
    chat = program.world.add_chat(-100200, "Friends", "group", by=sam)
    sam.types("/mydata", chat_id=chat.chat_id)
    sam.types(DANGER["en"], chat_id=chat.chat_id)
    await program.rest()

    said = {message.text for message in chat.messages.values() if message.from_bot}
    assert said == {"I only talk in private chats."}
    assert await program.outcomes(sam, "sos/help-now") == []


# -- words nobody asked for ------------------------------------------------------------------------------------


async def test_free_text_can_be_sent_to_the_counselor(program: Living, sam: Person, dana: Person) -> None:
    await program.does(sam, "Could we move our talk?")
    await program.taps(sam, "Send to my counselor")

    assert "You have a note to read." in program.last(dana).text
    number = (await program.record(sam)).id
    assert [m.body for m in await program.ask(lambda unit: unit.messages.thread(number))] == ["Could we move our talk?"]


async def test_free_text_that_is_closed_reaches_nobody(program: Living, sam: Person, dana: Person) -> None:
    dana.has_heard_all()
    await program.does(sam, "Could we move our talk?")
    closed = await program.taps(sam, "Close")

    assert "It was not sent" in closed.text
    assert "You have a note to read." not in program.chat_text(dana)


async def test_free_text_is_gone_after_a_day(program: Living, sam: Person) -> None:
    asked = await program.does(sam, "Could we move our talk?")
    data = sam.chat.messages[asked.message_id].inline_rows[0][0]["callback_data"]
    await program.at(timedelta(hours=25))

    sam.taps_data(asked.message_id, str(data))
    await program.rest()

    number = (await program.record(sam)).id
    assert await program.ask(lambda unit: unit.messages.thread(number)) == []


async def test_a_message_to_the_counselor_is_told_with_the_hours_they_read(
    program: Living, sam: Person, dana: Person
) -> None:
    await program.does(sam, "/message")
    told = await program.does(sam, "Can we talk on Thursday?")

    assert "Mon-Fri 09:00-17:00" in told.text
    assert program.last(dana).text == "You have a note to read."


async def test_a_label_of_the_keyboard_is_a_command_also_at_a_text_question(program: Living, sam: Person) -> None:
    await program.does(sam, "/message")

    await program.does(sam, "Menu")

    assert program.last(sam).text.startswith("What would you like to do?")
    number = (await program.record(sam)).id
    assert await program.ask(lambda unit: unit.messages.thread(number)) == []


# -- what is theirs --------------------------------------------------------------------------------------------


async def test_the_file_of_ones_data_holds_everything(program: Living, sam: Person) -> None:
    await program.does(sam, "/checkin")
    await program.taps(sam, "3", "6", "No", "Yes")
    await program.does(sam, "A long day.")
    await program.does(sam, "/message")
    await program.does(sam, "Can we talk?")

    sent = await program.does(sam, "/mydata")

    assert sent.document is not None
    name, content = sent.document
    told = json.loads(content)
    code = (await program.record(sam)).code
    assert name == "my-copy.json"
    assert told["code"] == code
    assert {a["question"]: a["value"] for a in told["answers"] if a["activity"] == "checkins/daily"} == {
        "craving": 3, "mood": 6, "used": "no", "mindful": "yes", "note": "A long day.",
    }  # fmt: skip
    assert [m["text"] for m in told["messages"]] == ["Can we talk?"]
    assert told["agreed"][0]["purpose"] == "care"
    assert told["settings"]["timezone"] == "America/New_York"


async def test_the_file_tells_who_looked(program: Living, sam: Person, dana: Person) -> None:
    await program.does(sam, "/checkin")
    await program.taps(sam, "8")
    await program.does(dana, "/today")
    code = (await program.record(sam)).code
    await program.taps(dana, code)

    sent = await program.does(sam, "/mydata")

    assert sent.document is not None
    looks = json.loads(sent.document[1])["who_looked"]
    assert [(look["who"], look["action"]) for look in looks] == [(program.staff["Dana"], "view")]


@pytest.mark.parametrize(("said", "days"), [("/pause 1", 1), ("/pause 7", 7), ("/pause 90", 90)])
async def test_a_break_lasts_as_many_days_as_were_asked(program: Living, sam: Person, said: str, days: int) -> None:
    await program.does(sam, said)

    person = await program.record(sam)
    assert person.state == "paused"
    assert person.paused_until is not None
    ends = person.paused_until.astimezone(ZoneInfo("America/New_York"))
    assert (ends.date(), ends.hour) == (TODAY + timedelta(days=days), 8), "it ends in the morning, with the quiet hours"


@pytest.mark.parametrize("said", ["/pause 0", "/pause 91", "/pause tomorrow", "/pause -1", "/pause 99999999999"])
async def test_a_break_of_a_strange_length_is_asked_again(program: Living, sam: Person, said: str) -> None:
    told = await program.does(sam, said)

    assert "from 1 to 90" in told.text
    assert (await program.record(sam)).state == "active"


async def test_a_break_is_chosen_and_ended_by_buttons_alone(program: Living, sam: Person) -> None:
    await program.does(sam, "Menu")
    await program.taps(sam, "Take a break", "3 days", "Yes, keep them")
    paused = (await program.record(sam)).state

    ended = await program.taps(sam, "Come back")

    assert paused == "paused"
    assert (await program.record(sam)).state == "active"
    assert "Your messages are on again" in ended.text


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("/settings timezone America/Chicago", "timezone", "America/Chicago"),
        ("/settings timezone Chicago", "timezone", "America/Chicago"),
        ("/settings checkin 18:15", "checkin_time", "18:15"),
    ],
)
async def test_a_setting_is_taken_as_it_was_written(
    program: Living, sam: Person, said: str, field: str, value: str
) -> None:
    await program.does(sam, said)

    assert getattr(await program.record(sam), field) == value


@pytest.mark.parametrize("said", ["/settings timezone Nowhere", "/settings checkin 25:00", "/settings checkin 23:00"])
async def test_a_setting_that_cannot_be_is_refused_with_a_hint(program: Living, sam: Person, said: str) -> None:
    told = await program.does(sam, said)

    person = await program.record(sam)
    assert (person.timezone, person.checkin_time) == ("America/New_York", "19:00")
    assert told.text


async def test_a_change_of_zone_at_noon_brings_no_second_prompt(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    await program.does(sam, "/settings timezone America/Los_Angeles")

    await program.at(EVENING + timedelta(hours=3))

    number = (await program.record(sam)).id
    sent = [d for d in await program.ask(lambda unit: unit.deliveries.all_for(number)) if d.purpose == "checkins/daily"]
    assert len(sent) == 1


async def test_the_language_can_be_changed_after_enrolment(program: Living, sam: Person) -> None:
    asked = await program.does(sam, "/settings language")
    await program.taps(sam, "Español")

    assert "Español" in asked.buttons
    assert (await program.record(sam)).language == "es"
    assert sam.keys == ("Ayuda ya", "Registro", "Lección", "Menú")


async def test_a_blocked_bot_is_marked_and_revived_by_start(program: Living, sam: Person) -> None:
    sam.blocks()
    await program.rest()
    blocked = (await program.record(sam)).state
    await program.at(EVENING)

    sam.presses_start()
    await program.rest()

    assert blocked == "unreachable"
    assert (await program.record(sam)).state == "active"
    assert program.last(sam).text.startswith("What would you like to do?")
