"""The daily check-in: one prompt a program day, five taps, a note, a change; and taps that are not what they seem."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.simulator import Person
from tests.e2e.living import EVENING, TODAY, Living

PROMPT = {"en": "Got a minute? Five taps, and you are done.", "es": "¿Tienes un minuto? Son cinco toques y ya."}
FIVE = {"en": ("Open", "3", "6", "No", "Yes"), "es": ("Abrir", "3", "6", "No", "Sí")}


def prompts(person: Person, language: str = "en") -> int:
    """How many prompts now stand in the chat."""
    return sum(heard.text == PROMPT[language] for heard in person.sees)


async def test_one_prompt_comes_at_the_chosen_time_and_no_other(program: Living, sam: Person) -> None:
    await program.at(EVENING - timedelta(minutes=1))
    before = prompts(sam)
    await program.at(EVENING)
    on_time = prompts(sam)
    for _ in range(5):
        await program.at(timedelta(minutes=7))

    assert (before, on_time, prompts(sam)) == (0, 1, 1)
    number = (await program.record(sam)).id
    sent = [d for d in await program.ask(lambda unit: unit.deliveries.all_for(number)) if d.purpose == "checkins/daily"]
    assert len(sent) == 1


async def test_the_next_day_brings_the_next_prompt_and_takes_the_unopened_one_away(
    program: Living, sam: Person
) -> None:
    await program.at(EVENING)
    first = program.last(sam).message_id

    await program.at(EVENING + timedelta(days=1))

    assert prompts(sam) == 1
    assert program.last(sam).message_id != first
    assert await program.outcomes(sam) == ["expired", None]


async def test_a_prompt_tells_a_stranger_nothing(program: Living, ana: Person, sam: Person) -> None:
    await program.at(EVENING)

    later = {
        "Open": ("In 15 minutes", "In 1 hour", "Tonight", "Not today"),
        "Abrir": ("En 15 minutos", "En 1 hora", "Esta noche", "Hoy no"),
    }
    for person, words, button in ((sam, PROMPT["en"], "Open"), (ana, PROMPT["es"], "Abrir")):
        assert program.last(person).text == words
        assert program.last(person).buttons == (button, *later[button])
        assert person.first_name not in words


async def test_who_chose_open_notices_reads_what_it_is_about(empty: Living) -> None:
    code = await empty.invite()
    eva = empty.world.add_person(3001, "Eva", "en")
    await empty.does(eva, f"/start {code}")
    await empty.taps(eva, "English", "Next", "I agree", "Skip", "Skip", "Open messages", "Skip")

    await empty.at(EVENING)

    assert "Daily check-in" in empty.last(eva).text


@pytest.mark.parametrize("language", ["en", "es"])
async def test_five_taps_from_the_prompt_store_a_finished_checkin(
    program: Living, ana: Person, sam: Person, language: str
) -> None:
    person = {"en": sam, "es": ana}[language]
    await program.at(EVENING)

    closing = await program.taps(person, *FIVE[language])

    stored = [(a.question, a.value, a.status, a.late, a.local_date) for a in await program.answers(person)]
    assert stored == [
        ("craving", 3, "answered", False, TODAY),
        ("mood", 6, "answered", False, TODAY),
        ("used", "no", "answered", False, TODAY),
        ("mindful", "yes", "answered", False, TODAY),
    ]
    assert await program.outcomes(person) == ["finished"]
    assert any(label.startswith({"en": "Change", "es": "Cambiar"}[language]) for label in closing.buttons)
    assert {"en": "Add a note", "es": "Agregar una nota"}[language] in closing.buttons


async def test_a_note_typed_on_the_closing_page_is_stored_with_the_checkin(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    await program.taps(sam, *FIVE["en"])

    await program.does(sam, "The walk home was hard.")

    note = (await program.answers(sam))[-1]
    assert (note.question, note.value, note.local_date) == ("note", "The walk home was hard.", TODAY)


@pytest.mark.parametrize(("hours", "kept"), [(0.1, True), (23.5, True), (24.5, False)])
async def test_a_note_can_be_added_by_its_button_for_a_day(
    program: Living, sam: Person, hours: float, kept: bool
) -> None:
    await program.at(EVENING)
    closing = await program.taps(sam, *FIVE["en"])
    data = button(sam, closing.message_id, "Add a note")
    await program.at(timedelta(hours=hours))

    sam.taps_data(closing.message_id, data)
    await program.rest()
    await program.does(sam, "Slept badly.")

    assert ("note" in [a.question for a in await program.answers(sam)]) is kept


async def test_an_answer_can_be_changed_within_a_day_and_the_new_one_counts(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    await program.taps(sam, *FIVE["en"])
    await program.at(timedelta(hours=23))

    await program.taps(sam, "Change", "How strong", "5")

    craving = [(a.value, a.status) for a in await program.answers(sam) if a.question == "craving"]
    assert craving == [(3, "answered"), (5, "changed")]
    assert await program.outcomes(sam) == ["finished"]


async def test_after_a_day_nothing_can_be_changed_any_more(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    closing = await program.taps(sam, *FIVE["en"])
    data = button(sam, closing.message_id, "Change")
    await program.at(timedelta(hours=24, minutes=1))
    before = len(await program.answers(sam))

    sam.taps_data(closing.message_id, data)
    await program.rest()
    run = (await program.answers(sam))[0].run
    for forged in (f"c.{run}.0", f"a.{run}.0.9"):
        sam.taps_data(closing.message_id, forged)
    await program.rest()

    assert len(await program.answers(sam)) == before


async def test_a_checkin_on_ones_own_accord_takes_the_prompts_place(program: Living, sam: Person) -> None:
    await program.does(sam, "/checkin")
    await program.taps(sam, *FIVE["en"][1:])

    await program.at(EVENING)

    assert prompts(sam) == 0
    assert await program.outcomes(sam) == ["finished"]


async def test_the_command_on_a_day_that_is_done_shows_its_closing_page(program: Living, sam: Person) -> None:
    await program.does(sam, "/checkin")
    closing = await program.taps(sam, *FIVE["en"][1:])

    again = await program.does(sam, "/checkin")

    assert again.text == closing.text
    assert len(await program.outcomes(sam)) == 1


async def test_the_command_after_an_unopened_prompt_goes_on_with_its_run(program: Living, sam: Person) -> None:
    await program.at(EVENING)

    await program.does(sam, "/checkin")
    await program.taps(sam, *FIVE["en"][1:])
    await program.at(timedelta(minutes=30))

    assert await program.outcomes(sam) == ["finished"]


async def test_a_prompt_that_could_not_go_out_before_quiet_hours_never_does(program: Living, sam: Person) -> None:
    await program.stop()
    program.clock.set(datetime(2026, 1, 14, 2, 1, tzinfo=UTC))  # 21:01 in New York: the quiet hours have begun
    await program.start()
    await program.rest()
    await program.at(timedelta(hours=12))

    assert prompts(sam) == 0


async def test_an_outage_of_three_days_brings_one_prompt_not_four(program: Living, sam: Person) -> None:
    await program.stop()
    program.clock.set(EVENING + timedelta(days=3, minutes=30))
    await program.start()
    await program.rest()

    assert prompts(sam) == 1


async def test_a_paused_person_gets_no_prompt_until_the_pause_is_over(program: Living, sam: Person) -> None:
    await program.does(sam, "/pause 1")
    await program.at(EVENING)
    paused = prompts(sam)

    await program.at(EVENING + timedelta(days=1))

    assert paused == 0
    assert program.last(sam).text == f"Good to see you. Nothing to catch up on.\n\n{PROMPT['en']}"
    assert (await program.record(sam)).state == "active"


async def test_an_answer_given_after_its_day_had_ended_is_kept_and_told_as_late(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    await program.taps(sam, "Open")
    page = await program.taps(sam, "3")
    await program.at(datetime(2026, 1, 14, 9, 30, tzinfo=UTC))  # 04:30 in New York: the program day is over

    sam.taps_data(page.message_id, data_of(page_run=(await program.answers(sam))[0].run, page=1, index=6))
    await program.rest()

    assert [(a.question, a.late, a.local_date) for a in await program.answers(sam)] == [
        ("craving", False, TODAY),
        ("mood", True, TODAY),
    ]


async def test_the_same_button_tapped_twice_stores_one_answer(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    page = await program.taps(sam, "Open")
    data = button(sam, page.message_id, "3")

    for _ in range(3):
        sam.taps_data(page.message_id, data)
    await program.rest()

    assert [(a.question, a.value) for a in await program.answers(sam)] == [("craving", 3)]
    assert program.last(sam).text.count("How is your mood now?") == 1


FORGED = (
    "", "x", "a", "a.", "a.1", "a.9999999.0.3", "a.-1.0.0", "a.1.0.0.0.0", "m.seen.1", "m.person.1", "m.go.1",
    "m.send.1", "o.999999", "o.1", "z.1.15", "🙂", "a.1.0." + "9" * 40, "m." + "x" * 60,
)  # fmt: skip


async def test_a_forged_tap_writes_nothing_and_shows_the_present_page(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    await program.taps(sam, "Open")

    for data in FORGED:
        tap = sam.taps_data(program.last(sam).message_id, data)
        await program.rest()
        assert tap.answered, data
        assert "How strong was your strongest craving today?" in program.last(sam).text, data

    assert await program.answers(sam) == []


async def test_a_foreign_runs_button_writes_nothing_for_anybody(program: Living, ana: Person, sam: Person) -> None:
    await program.at(EVENING)
    hers, his = await program.taps(ana, "Abrir"), await program.taps(sam, "Open")
    data = button(ana, hers.message_id, "7")

    sam.taps_data(his.message_id, data)
    await program.rest()

    assert await program.answers(ana) == await program.answers(sam) == []
    assert "earlier screen" in program.last(sam).text


async def test_a_button_of_a_message_that_is_gone_is_answered_with_the_present_page(
    program: Living, sam: Person
) -> None:
    await program.at(EVENING)
    page = await program.taps(sam, "Open")
    data = button(sam, page.message_id, "3")

    sam.taps_data(77, data)  # arrives as an InaccessibleMessage
    await program.rest()

    assert [a.value for a in await program.answers(sam)] == [3]
    assert "How is your mood now?" in program.last(sam).text


@pytest.mark.parametrize(
    ("who", "typed", "value"), [("sam", "7", 7), ("sam", "seven", 7), ("ana", "siete", 7), ("ana", " 10 ", 10)]
)
async def test_a_typed_number_counts_as_the_tap_would(
    program: Living, ana: Person, sam: Person, who: str, typed: str, value: int
) -> None:
    person, opens = (sam, "Open") if who == "sam" else (ana, "Abrir")
    await program.at(EVENING)
    await program.taps(person, opens)

    await program.does(person, typed)

    assert [(a.question, a.value) for a in await program.answers(person)] == [("craving", value)]


@pytest.mark.parametrize("typed", ["11", "-1", "a lot", "3.5.1"])
async def test_text_that_is_no_answer_brings_the_question_again_with_a_hint(
    program: Living, sam: Person, typed: str
) -> None:
    await program.at(EVENING)
    await program.taps(sam, "Open")

    again = await program.does(sam, typed)

    assert await program.answers(sam) == []
    assert "How strong was your strongest craving today?" in again.text
    assert "Tap a number" in again.text


async def test_a_question_can_be_skipped_and_gone_back_to(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    first = await program.taps(sam, "Open")
    await program.taps(sam, "Skip")
    back = await program.taps(sam, "Back")
    await program.taps(sam, "4")

    assert "Back" not in first.buttons
    assert "How strong was your strongest craving today?" in back.text
    assert [(a.value, a.status) for a in await program.answers(sam)] == [(None, "skipped"), (4, "changed")]


async def test_a_page_left_alone_becomes_a_neutral_card_that_opens_where_it_was(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    page = await program.taps(sam, "Open", "3")

    await program.at(timedelta(minutes=9))
    still = program.last(sam).text
    await program.at(timedelta(minutes=2))
    card = program.last(sam)
    opened = await program.taps(sam, "Open")

    assert still == page.text
    assert (card.text, card.buttons) == ("Tap to open.", ("Open",))
    assert "How is your mood now?" in opened.text


async def test_the_card_of_a_finished_checkin_offers_a_change_for_a_day(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    await program.taps(sam, *FIVE["en"])

    await program.at(timedelta(minutes=11))
    card = program.last(sam)
    await program.taps(sam, "Change", "How is your mood", "8")

    assert card.text == "Tap to open."
    assert card.buttons == ("Open", "Change an answer")
    assert [a.value for a in await program.answers(sam) if a.question == "mood"] == [6, 8]


async def test_a_check_in_in_the_middle_survives_a_restart(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    await program.taps(sam, "Open", "3")

    await program.restart()
    await program.taps(sam, "6", "No", "Yes")

    assert await program.outcomes(sam) == ["finished"]
    assert [a.value for a in await program.answers(sam)] == [3, 6, "no", "yes"]


async def test_a_language_switch_in_the_middle_keeps_the_answers(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    await program.taps(sam, "Open", "3")
    await switch(program, sam, "es")

    page = await program.does(sam, "/checkin")
    await program.taps(sam, "6", "No", "Sí")

    assert "¿Cómo está tu ánimo ahora?" in page.text
    assert await program.outcomes(sam) == ["switched", "finished"]
    stored = {a.question: a.value for a in await program.answers(sam)}
    assert stored == {"craving": 3, "mood": 6, "used": "no", "mindful": "yes"}


async def switch(program: Living, person: Person, language: str) -> None:
    """Changes the language as the page that asks for it does."""
    from bot.services import settings
    from bot.services.scene import Scene

    number, house = (await program.record(person)).id, program.program.house

    def change(unit: object) -> None:
        scene = Scene(unit, house, unit.person(number), program.clock.now())  # type: ignore[attr-defined, arg-type]
        settings.set_preference(scene, "language", language)

    await program.program.store.write(change)
    await program.rest()


def button(person: Person, message_id: int, label: str) -> str:
    """The data of a button of one message, by how its label begins."""
    rows = person.chat.messages[message_id].inline_rows
    return next(str(b["callback_data"]) for row in rows for b in row if b["text"].startswith(label))


def data_of(page_run: int, page: int, index: int) -> str:
    """The data of an answer's button."""
    return f"a.{page_run}.{page}.{index}"
