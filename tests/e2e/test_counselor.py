"""A counselor's day: who needs a person, why, what they see, and what they may not."""

from datetime import timedelta

import pytest

from bot.simulator import Heard, Person
from tests.e2e.living import DANGER, EVENING, Living

DAY = timedelta(days=1)


async def checks_in(program: Living, person: Person, craving: int, mood: int, used: str = "No") -> None:
    """A check-in on the person's own accord."""
    await program.does(person, "/checkin")
    await program.taps(person, str(craving), str(mood), used, "Yes")


async def code_of(program: Living, person: Person) -> str:
    return (await program.record(person)).code


async def rows(program: Living, dana: Person) -> list[str]:
    """The codes on the list, top to bottom."""
    today = await program.does(dana, "/today")
    return [label.split()[0] for label in today.buttons if label.startswith("P-")]


# -- enrolling and inviting ------------------------------------------------------------------------------------


async def test_an_invited_counselor_learns_the_five_commands_and_finds_them_in_the_menu(
    program: Living, dana: Person
) -> None:
    told = next(heard for heard in dana.sees if "What you can do here" in heard.text)

    assert all(command in told.text for command in ("/today", "/caseload", "/alerts", "/invite", "/help"))
    menu = [command["command"] for command in program.world.commands_for(dana.chat, "en")]
    assert menu == ["today", "caseload", "sessions", "alerts", "invite", "help"]


async def test_a_counselors_invite_enrols_a_participant_of_their_own(program: Living, dana: Person) -> None:
    made = await program.does(dana, "/invite")
    code = made.text.split("start=")[1].split()[0]
    eva = program.world.add_person(3001, "Eva", "en")

    await program.does(eva, f"/start {code}")
    await program.taps(eva, "English", "Next", "I agree", "Skip", "Skip", "Skip", "Skip")

    caseload = await program.does(dana, "/caseload")
    assert await code_of(program, eva) in caseload.text


@pytest.mark.parametrize("command", ["/today", "/caseload", "/alerts", "/invite"])
async def test_a_participant_gets_nothing_of_a_counselors_commands(
    program: Living, ana: Person, sam: Person, command: str
) -> None:
    told = await program.does(sam, command)

    assert "P-" not in told.text
    assert "start=" not in told.text
    assert await program.ask(lambda unit: unit.audit.lines()) == []


# -- the list --------------------------------------------------------------------------------------------------


async def test_nobody_is_on_the_list_when_nobody_needs_a_look(program: Living, ana: Person, dana: Person) -> None:
    assert (await program.does(dana, "/today")).text.startswith("Nobody on your list needs a look right now.")


async def test_a_strong_craving_stands_with_its_numbers_and_what_is_usual(
    program: Living, sam: Person, dana: Person
) -> None:
    for n, craving in enumerate((4, 4, 4, 8)):
        await program.at(EVENING + n * DAY)
        await checks_in(program, sam, craving, 6)

    today = await program.does(dana, "/today")

    assert f"{await code_of(program, sam)} S: Craving" in today.text
    assert "4, 4, 8" in today.text or "4, 4, 4, 8" in today.text
    assert "usual 4" in today.text


async def test_told_use_stands_on_the_list_as_such(program: Living, sam: Person, dana: Person) -> None:
    await checks_in(program, sam, 3, 6, used="Yes")

    assert "Told of use in the last check-in." in (await program.does(dana, "/today")).text


async def test_three_silent_days_stand_with_their_number(
    program: Living, ana: Person, sam: Person, dana: Person
) -> None:
    await program.at(EVENING)
    await checks_in(program, sam, 3, 6)
    for n in range(1, 4):
        await program.at(EVENING + n * DAY)
        await program.does(ana, "/checkin")
        await program.taps(ana, "3", "6", "No", "Sí")

    today = await program.does(dana, "/today")

    assert f"{await code_of(program, sam)} S: Last answer 3 days ago" in today.text
    assert await code_of(program, ana) not in today.text


async def test_an_answer_ends_the_silence(program: Living, sam: Person, ana: Person, dana: Person) -> None:
    for n in range(5):
        await program.at(EVENING + n * DAY)
    silent = await rows(program, dana)
    await checks_in(program, sam, 3, 6)

    assert await code_of(program, sam) in silent
    assert await code_of(program, sam) not in await rows(program, dana)


async def test_a_low_mood_on_three_answered_days_stands_with_its_numbers(
    program: Living, sam: Person, dana: Person
) -> None:
    for n, mood in enumerate((3, 2, 3)):
        await program.at(EVENING + n * DAY)
        await checks_in(program, sam, 2, mood)

    assert "Mood 3 or lower on 3 answered days in a row: 3, 2, 3" in (await program.does(dana, "/today")).text


async def test_a_rising_craving_stands_with_its_numbers(program: Living, sam: Person, dana: Person) -> None:
    for n, craving in enumerate((2, 2, 2, 2, 2, 5, 5)):
        await program.at(EVENING + n * DAY)
        await checks_in(program, sam, craving, 6)

    today = (await program.does(dana, "/today")).text

    assert "Craving going up: 2, 5, 5" in today
    assert "usual 2" in today


async def test_the_list_goes_from_danger_to_use_to_craving_to_silence_to_rising_to_low_mood(
    empty: Living,
) -> None:
    dana = await empty.enrol_staff(1001, "Dana")
    names = ("Danger", "Used", "Craving", "Silent", "Rising", "Low")
    people = {name: await empty.enrol(2000 + n, name, "en") for n, name in enumerate(names)}
    days: dict[str, tuple[tuple[int, int, str] | None, ...]] = {
        "Used": (None, None, None, None, None, (3, 6, "Yes")),
        "Craving": (None, None, None, None, None, (9, 6, "No")),
        "Silent": ((3, 6, "No"), None, None, None, None, None),
        "Rising": ((2, 6, "No"), (2, 6, "No"), (2, 6, "No"), (4, 6, "No"), (5, 6, "No"), (5, 6, "No")),
        "Low": (None, None, None, (2, 2, "No"), (2, 3, "No"), (2, 2, "No")),
    }
    for day in range(6):
        await empty.at(EVENING + day * DAY)
        for name, evenings in days.items():
            if answer := evenings[day]:
                await checks_in(empty, people[name], *answer)
    await empty.does(people["Danger"], DANGER["en"])

    found = await rows(empty, dana)

    assert found == [await code_of(empty, people[name]) for name in names]


async def test_of_two_with_the_same_reason_the_one_who_waits_longer_stands_first(
    program: Living, ana: Person, sam: Person, dana: Person
) -> None:
    await checks_in(program, sam, 8, 6)
    await program.at(timedelta(minutes=20))
    await program.does(ana, "/checkin")
    await program.taps(ana, "9", "6", "No", "Sí")

    assert await rows(program, dana) == [await code_of(program, sam), await code_of(program, ana)]


# -- a person's page -------------------------------------------------------------------------------------------


async def open_person(program: Living, dana: Person, person: Person) -> Heard:
    await program.does(dana, "/today")
    return await program.taps(dana, await code_of(program, person))


async def test_an_opened_person_shows_the_days_the_notes_and_the_messages(
    program: Living, sam: Person, dana: Person
) -> None:
    await program.at(EVENING)
    await checks_in(program, sam, 8, 5)
    await program.does(sam, "The walk home is the hard part.")
    await program.does(sam, "/message")
    await program.does(sam, "Can we talk on Thursday?")

    page = await open_person(program, dana, sam)

    assert await code_of(program, sam) in page.text
    assert "01-13" in page.text
    assert "The walk home is the hard part." in page.text
    assert "Can we talk on Thursday?" in page.text
    assert "Reviewed" in page.buttons
    assert "Sam" not in page.text


async def test_reviewed_takes_the_person_off_the_list_until_something_new_comes(
    program: Living, sam: Person, dana: Person
) -> None:
    await checks_in(program, sam, 8, 6)
    await open_person(program, dana, sam)

    after = await program.taps(dana, "Reviewed")
    await program.at(EVENING + DAY)
    await checks_in(program, sam, 9, 6)

    assert after.text.startswith("Nobody on your list")
    assert await rows(program, dana) == [await code_of(program, sam)]


async def test_an_alert_of_danger_arrives_at_once_as_a_neutral_line(program: Living, sam: Person, dana: Person) -> None:
    await program.does(sam, DANGER["en"])

    line = program.last(dana)
    assert (line.text, line.buttons) == ("Something is waiting for you.", ("Open",))

    opened = await program.taps(dana, "Open")
    assert await code_of(program, sam) in opened.text
    assert "thoughts of ending life" in opened.text
    assert DANGER["en"] not in opened.text


async def test_seen_marks_the_alert_as_taken_by_this_counselor(program: Living, sam: Person, dana: Person) -> None:
    await program.does(sam, DANGER["en"])
    await program.taps(dana, "Open", "Seen")

    number = (await program.record(sam)).id
    [alert] = await program.ask(lambda unit: unit.alerts.all_for(number))
    assert alert.seen_at is not None
    assert alert.acknowledged_by == (await program.record(dana)).id
    assert alert.closed_at is None
    assert "taken" in (await program.does(dana, "/alerts")).text


async def test_a_second_danger_before_anyone_looked_brings_no_second_line(
    program: Living, sam: Person, dana: Person
) -> None:
    await program.does(sam, DANGER["en"])
    await program.does(sam, DANGER["en"])

    number = (await program.record(sam)).id
    [alert] = await program.ask(lambda unit: unit.alerts.all_for(number))
    assert alert.repeats >= 1
    assert program.chat_text(dana).count("Something is waiting for you.") == 1


async def test_danger_after_a_look_reaches_the_counselor_again(program: Living, sam: Person, dana: Person) -> None:
    await program.does(sam, DANGER["en"])
    await program.taps(dana, "Open", "Seen")
    before = program.last(dana).message_id

    await program.does(sam, DANGER["en"])

    assert program.last(dana).message_id > before
    assert program.last(dana).text == "Something is waiting for you."


async def test_danger_of_a_person_without_a_counselor_reaches_an_administrator(empty: Living) -> None:
    admin = await empty.enrol_staff(1009, "Root", role="admin")
    eva = await empty.enrol(2001, "Eva", "en", counselor="nobody")

    await empty.does(eva, DANGER["en"])

    assert empty.last(admin).text == "Something is waiting for you."


# -- what they may not -----------------------------------------------------------------------------------------


async def test_a_second_counselor_sees_and_touches_nothing_of_anothers_people(
    program: Living, sam: Person, dana: Person
) -> None:
    jordan = await program.enrol_staff(1002, "Jordan")
    await program.does(sam, DANGER["en"])
    await program.does(sam, "/message")
    await program.does(sam, "Only for Dana.")
    opened = await program.taps(dana, "Open")
    number, deliveries = (await program.record(sam)).id, dana.chat.messages
    forged = {f"m.person.{number}", f"m.reviewed.{number}", "m.seen.1", "m.alert.1", "m.message.1"}
    forged |= {str(b["callback_data"]) for m in deliveries.values() for row in m.inline_rows for b in row}
    assert opened.text

    for data in sorted(forged):
        jordan.taps_data(program.last(jordan).message_id, data)
        await program.rest()
        assert await code_of(program, sam) not in program.chat_text(jordan), data
        assert "Only for Dana." not in program.chat_text(jordan), data
    for command in ("/today", "/caseload", "/alerts"):
        await program.does(jordan, command)

    assert await code_of(program, sam) not in program.chat_text(jordan)
    [alert] = await program.ask(lambda unit: unit.alerts.all_for(number))
    assert (alert.acknowledged_at, alert.closed_at) == (None, None)


async def test_a_participant_who_forges_a_counselors_buttons_gets_nothing(
    program: Living, ana: Person, sam: Person
) -> None:
    await program.does(ana, DANGER["es"])
    number = (await program.record(ana)).id

    for data in (f"m.person.{number}", f"m.reviewed.{number}", "m.seen.1", "m.alert.1", "m.today", "m.caseload"):
        sam.taps_data(program.last(sam).message_id, data)
        await program.rest()

    assert await code_of(program, ana) not in program.chat_text(sam)
    [alert] = await program.ask(lambda unit: unit.alerts.all_for(number))
    assert alert.acknowledged_at is None


async def test_whoever_withdraws_consent_disappears_from_every_list(program: Living, sam: Person, dana: Person) -> None:
    await checks_in(program, sam, 8, 6)
    page = await open_person(program, dana, sam)
    number, code = (await program.record(sam)).id, await code_of(program, sam)
    now = program.clock.now()
    await program.program.store.write(lambda unit: unit.consents.withdraw(number, "care", now))

    dana.taps_data(page.message_id, f"m.person.{number}")
    await program.rest()

    assert "cannot be shown to you" in program.last(dana).text or code not in program.last(dana).text
    assert code not in (await program.does(dana, "/today")).text
    assert code not in " ".join((await program.does(dana, "/alerts")).buttons)


async def test_every_look_has_its_line_in_the_audit_log_before_the_record_is_read(
    program: Living, sam: Person, dana: Person
) -> None:
    await checks_in(program, sam, 8, 6)
    await open_person(program, dana, sam)
    await program.taps(dana, "Reviewed")
    await program.does(dana, "/caseload")

    lines = [(line.role, line.action, line.subject) for line in await program.ask(lambda unit: unit.audit.lines())]
    code = await code_of(program, sam)
    assert lines == [
        ("counselor", "view", "today"),
        ("counselor", "view", code),
        ("counselor", "review", code),
        ("counselor", "view", "today"),
        ("counselor", "view", "caseload"),
    ]
    assert {line.who for line in await program.ask(lambda unit: unit.audit.lines())} == {program.staff["Dana"]}
    assert await program.ask(lambda unit: unit.audit.verify()) is None


async def test_what_a_look_shows_is_protected_from_forwarding(program: Living, sam: Person, dana: Person) -> None:
    await checks_in(program, sam, 8, 6)
    page = await open_person(program, dana, sam)

    assert dana.chat.messages[page.message_id].protected
