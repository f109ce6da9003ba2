"""From an invite to the home menu, and what a stranger gets."""

from datetime import timedelta

import pytest

from bot.simulator import Person
from tests.e2e.living import WORDS, Living

KEYS = {"en": ("Help now", "Check in", "Lesson", "Menu"), "es": ("Ayuda ya", "Registro", "Lección", "Menú")}


@pytest.mark.parametrize("language", ["en", "es"])
async def test_enrolment_takes_at_most_eight_taps_and_ends_with_the_keyboard_and_the_menu(
    empty: Living, language: str
) -> None:
    code = await empty.invite()
    eva = empty.world.add_person(3001, "Eva", language)
    spoken, next_, agree, skip = WORDS[language]
    taps = (spoken, next_, agree, skip, skip, skip, skip)

    await empty.does(eva, f"/start {code}")
    await empty.taps(eva, *taps)

    assert len(taps) <= 8
    assert eva.keys == KEYS[language]
    person = await empty.record(eva)
    assert (person.state, person.language) == ("active", language)
    assert (person.timezone, person.checkin_time, person.notices) == ("America/New_York", "19:00", "discreet")


async def test_each_step_but_consent_can_be_skipped_and_consent_cannot(empty: Living) -> None:
    code = await empty.invite()
    eva = empty.world.add_person(3001, "Eva", "en")

    first = await empty.does(eva, f"/start {code}")
    consent = await empty.taps(eva, "Skip")
    assert "Skip" in first.buttons
    assert "Skip" not in consent.buttons
    question = await empty.taps(eva, "Next")

    assert [label for label in question.buttons if not label.startswith("Back")] == ["I agree", "Not now"]


async def test_what_is_chosen_in_the_welcome_is_kept(empty: Living) -> None:
    code = await empty.invite()
    eva = empty.world.add_person(3001, "Eva", "es")

    await empty.does(eva, f"/start {code}")
    await empty.taps(eva, "Español", "Siguiente", "Acepto", "Los Angeles", "18:00", "Mensajes abiertos")
    await empty.does(eva, "Evita")

    person = await empty.record(eva)
    assert (person.timezone, person.checkin_time, person.notices) == ("America/Los_Angeles", "18:00", "open")
    assert await empty.ask(lambda unit: unit.people.name_of(person.id)) == "Evita"
    assert "Evita" in empty.chat_text(eva)


async def test_enrolment_is_taken_up_at_the_same_step_after_a_restart(empty: Living) -> None:
    code = await empty.invite()
    eva = empty.world.add_person(3001, "Eva", "en")
    before = await empty.does(eva, f"/start {code}")

    for label in ("English", "Next", "I agree", "Skip", "Skip", "Skip"):
        await empty.restart()
        again = await empty.does(eva, "/start")
        assert (again.text, again.rows) == (before.text, before.rows), label
        before = await empty.taps(eva, label)

    await empty.taps(eva, "Skip")
    assert eva.keys == KEYS["en"]


async def test_a_tap_made_while_the_program_was_away_is_taken_up_after_it(empty: Living) -> None:
    code = await empty.invite()
    eva = empty.world.add_person(3001, "Eva", "en")
    await empty.does(eva, f"/start {code}")
    await empty.taps(eva, "English")

    await empty.stop()
    await eva.taps("Next")
    await empty.start()
    await empty.rest()

    assert "I agree" in empty.last(eva).buttons


async def test_declining_keeps_nothing_that_could_reach_the_person(empty: Living) -> None:
    code = await empty.invite()
    eva = empty.world.add_person(3001, "Eva", "en")
    await empty.does(eva, f"/start {code}")
    declined = await empty.taps(eva, "English", "Next", "Not now")

    await empty.at(timedelta(minutes=11))

    assert "Nothing about you was kept" in declined.text
    assert await empty.ask(lambda unit: unit.people.by_chat(eva.user_id)) is None
    [person] = await empty.ask(lambda unit: unit.people.all())
    assert person.state == "invited"
    assert await empty.ask(lambda unit: unit.people.chat_of(person.id)) is None
    assert await empty.ask(lambda unit: unit.people.name_of(person.id)) is None
    assert await empty.ask(lambda unit: unit.consents.all_for(person.id)) == []
    assert await empty.ask(lambda unit: unit.answers.all_for(person.id)) == []
    assert await empty.ask(lambda unit: unit.runs.all_for(person.id)) == []


async def test_a_link_that_was_declined_is_free_for_another_account(empty: Living) -> None:
    code = await empty.invite()
    eva, ben = empty.world.add_person(3001, "Eva", "en"), empty.world.add_person(3002, "Ben", "en")
    await empty.does(eva, f"/start {code}")
    await empty.taps(eva, "English", "Next", "Not now")
    await empty.at(timedelta(minutes=11))

    await empty.does(ben, f"/start {code}")

    assert "English" in empty.last(ben).buttons


async def test_whoever_declined_can_use_the_same_link_on_another_day(empty: Living) -> None:
    code = await empty.invite()
    eva = empty.world.add_person(3001, "Eva", "en")
    await empty.does(eva, f"/start {code}")
    await empty.taps(eva, "English", "Next", "Not now")
    await empty.at(timedelta(days=1))

    await empty.does(eva, f"/start {code}")
    if "English" in empty.last(eva).buttons:
        await empty.taps(eva, "English")
    await empty.taps(eva, "Next", "I agree")

    assert (await empty.record(eva)).state == "active"


async def test_the_same_link_pressed_twice_goes_on_where_the_person_was(empty: Living) -> None:
    code = await empty.invite()
    eva = empty.world.add_person(3001, "Eva", "en")
    await empty.does(eva, f"/start {code}")
    first = await empty.taps(eva, "English")

    second = await empty.does(eva, f"/start {code}")

    assert second.text == first.text
    assert len(await empty.ask(lambda unit: unit.people.all())) == 1


async def test_another_account_on_a_used_link_learns_nothing(program: Living) -> None:
    code = await program.invite(program.staff["Dana"])
    eva, thief = program.world.add_person(3001, "Eva", "en"), program.world.add_person(3002, "Tom", "en")
    await program.does(eva, f"/start {code}")

    told = await program.does(thief, f"/start {code}")

    assert told.text.startswith("That link does not work here.")
    assert await program.ask(lambda unit: unit.people.by_chat(thief.user_id)) is None
    assert (await program.record(eva)).state == "invited"


async def test_of_two_accounts_that_press_one_link_at_once_exactly_one_is_enrolled(empty: Living) -> None:
    code = await empty.invite()
    rivals = [empty.world.add_person(3001 + n, "Eva", "en") for n in range(4)]

    for rival in rivals:
        rival.types(f"/start {code}")
    await empty.rest()

    enrolled = [await empty.ask(lambda unit, r=r: unit.people.by_chat(r.user_id)) for r in rivals]  # type: ignore[misc]
    assert sum(person is not None for person in enrolled) == 1


async def test_five_wrong_codes_lock_the_chat_for_an_hour(empty: Living) -> None:
    code = await empty.invite()
    eva = empty.world.add_person(3001, "Eva", "en")
    told = [await empty.does(eva, f"/start WRONG{n}") for n in range(5)]

    locked = await empty.does(eva, f"/start {code}")
    await empty.at(timedelta(minutes=59))
    still = await empty.does(eva, f"/start {code}")
    await empty.at(timedelta(minutes=2))
    free = await empty.does(eva, f"/start {code}")

    assert [heard.text[:9] for heard in told[:4]] == ["That link"] * 4
    assert locked.text == still.text
    assert locked.text.startswith("That was a lot of tries.")
    assert "English" in free.buttons


async def test_an_expired_link_is_told_like_a_wrong_one(empty: Living) -> None:
    code = await empty.invite()
    eva = empty.world.add_person(3001, "Eva", "en")
    await empty.at(timedelta(days=7, minutes=1))

    told = await empty.does(eva, f"/start {code}")

    assert told.text.startswith("That link does not work here.")


@pytest.mark.parametrize("said", ["hello", "/start", "/today", "/mydata", "/people", "7", "Check in"])
async def test_a_stranger_learns_nothing(program: Living, said: str) -> None:
    stranger = program.world.add_person(9001, "Tom", "en")

    told = await program.does(stranger, said)

    assert told.text.startswith("Hello. This is a private helper")
    assert told.buttons == ()
    assert "Riverside" not in told.text


async def test_a_stranger_who_asks_for_help_gets_the_numbers(program: Living) -> None:
    stranger = program.world.add_person(9001, "Tom", "es")

    told = await program.does(stranger, "/sos")

    assert "988" in told.text
    assert "911" in told.text
    assert await program.ask(lambda unit: unit.people.by_chat(stranger.user_id)) is None


async def test_nobody_can_tap_through_consent_with_a_button_made_up(empty: Living) -> None:
    code = await empty.invite()
    eva = empty.world.add_person(3001, "Eva", "en")
    await empty.does(eva, f"/start {code}")
    await empty.taps(eva, "English")
    consent = empty.last(eva)
    number = (await empty.record(eva)).id
    [run] = await empty.ask(lambda unit: unit.runs.all_open(number))

    for data in (f"s.{run.id}.0", f"s.{run.id}.1", f"n.{run.id}.1.0", "m.home", "m.checkin", "m.pause.7"):
        eva.taps_data(consent.message_id, data)
    await empty.rest()

    assert await empty.ask(lambda unit: unit.consents.all_for(run.person)) == []
    assert (await empty.record(eva)).state == "invited"


async def test_before_consent_only_the_steps_of_enrolment_and_help_are_answered(empty: Living) -> None:
    code = await empty.invite()
    eva: Person = empty.world.add_person(3001, "Eva", "en")
    await empty.does(eva, f"/start {code}")
    await empty.taps(eva, "English")

    for said in ("/checkin", "/mydata", "/message", "/settings"):
        told = await empty.does(eva, said)
        assert "Let us finish the first steps." in told.text, said
        assert "This is a Telegram cloud chat" in told.text, said
    helped = await empty.does(eva, "/sos")

    assert "988" in helped.text
    assert await empty.outcomes(eva) == []


async def test_ten_minutes_after_enrolment_no_message_is_added_to_the_chat(program: Living, ana: Person) -> None:
    before = [heard.message_id for heard in ana.sees]

    await program.at(timedelta(minutes=11))

    assert [heard.message_id for heard in ana.sees] == before
    assert sum(heard.text == "Toca para abrir." for heard in ana.sees) <= 1
