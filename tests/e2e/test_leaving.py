"""Leaving on one's own wish, coming back, and the end of a role."""

import json
from datetime import timedelta

import pytest

from bot.services import arriving, leaving
from bot.simulator import Fault, Person
from bot.storage.audit import AuditLine
from tests.e2e.living import DANGER, EVENING, Living

LEFT = "You have left this program"
NEUTRAL = "Something is waiting for you."
ON_THE_LIST = "Something new is on your list."


async def discharge(program: Living, person: Person) -> None:
    """The administrator's command."""
    number, now = (await program.record(person)).id, program.clock.now()
    await program.program.store.write(lambda unit: leaving.discharge(unit, unit.person(number), now))
    await program.rest()


async def invite_again(program: Living, person: Person) -> str:
    """`companion invite participant --participant CODE`; the link's code."""
    number, now = (await program.record(person)).id, program.clock.now()
    return await program.program.store.write(lambda unit: arriving.invite_again(unit, unit.person(number), now=now))


async def revoke(program: Living, person: Person) -> list[str]:
    """`companion revoke`."""
    number, now = (await program.record(person)).id, program.clock.now()
    ended = await program.program.store.write(
        lambda unit: leaving.end_roles(unit, program.program.house, unit.person(number), now)
    )
    await program.rest()
    return ended


async def lines_about(program: Living, code: str) -> list[AuditLine]:
    return await program.ask(lambda unit: unit.audit.lines(subject=code))


async def test_leaving_takes_three_taps_and_begins_with_ones_own_copy(
    program: Living, sam: Person, dana: Person
) -> None:
    await program.does(sam, "/checkin")
    await program.taps(sam, "4", "5", "No", "Yes")
    copy = await program.does(sam, "/mydata")
    asked = await program.taps(sam, "Leave this program")

    last = await program.taps(sam, "Yes, leave")

    assert copy.document is not None
    assert "4" in str([a["value"] for a in json.loads(copy.document[1])["answers"]])
    assert asked.buttons == ("Yes, leave", "Stay")
    assert "as long as the law asks" in asked.text
    assert last.text.startswith("You have left. Thank you")
    assert "call 555 0100" in last.text
    assert sam.keys == ()
    assert (await program.record(sam)).state == "discharged"
    assert "Leave this program?" not in program.chat_text(sam)
    assert [heard.document for heard in sam.sees if heard.document] == [copy.document]


async def test_the_counselor_is_told_neutrally_and_finds_it_on_the_list(
    program: Living, sam: Person, dana: Person
) -> None:
    code = (await program.record(sam)).code
    await program.does(sam, "/mydata")
    await program.taps(sam, "Leave this program", "Yes, leave")

    told = program.last(dana).text
    opened = await program.taps(dana, "Open")
    listed = await program.does(dana, "/today")
    page = await program.taps(dana, f"{code} S")
    settled = await program.taps(dana, "Reviewed")

    assert told == ON_THE_LIST
    assert "Left on their own wish" in opened.text
    assert "Left on their own wish" in listed.text
    assert page.text.startswith(code)
    assert "Left on their own wish" not in settled.text
    assert [line.action for line in await lines_about(program, code)][:1] == ["leave"]


async def test_stay_changes_nothing(program: Living, sam: Person, dana: Person) -> None:
    before = len(dana.sees)
    await program.does(sam, "/mydata")

    told = await program.taps(sam, "Leave this program", "Stay")

    assert told.text.startswith("All right. Nothing has changed.")
    assert (await program.record(sam)).state == "active"
    assert sam.keys != ()
    assert len(dana.sees) == before


async def test_a_button_under_an_old_copy_brings_a_new_copy_first(program: Living, sam: Person) -> None:
    await program.does(sam, "/mydata")
    await program.at(timedelta(hours=2))

    asked = await program.taps(sam, "Leave this program")

    assert len([heard for heard in sam.sees if heard.document]) == 2
    assert asked.buttons == ("Yes, leave", "Stay")


async def test_a_copy_that_telegram_did_not_take_comes_after_leaving(program: Living, sam: Person) -> None:
    program.world.faults.add(Fault("server_error", frozenset({"senddocument"}), times=1))
    sam.types("/mydata")
    await program.rest()

    sam.taps_data(sam.sees[-1].message_id, "m.leave.1")
    await program.rest()
    await program.at(timedelta(seconds=5))

    assert (await program.record(sam)).state == "discharged"
    assert len([heard for heard in sam.sees if heard.document]) == 1


async def test_leaving_twice_is_leaving_once(program: Living, sam: Person, dana: Person) -> None:
    await program.does(sam, "/mydata")
    asked = await program.taps(sam, "Leave this program")
    await program.taps(sam, "Yes, leave")
    before = len(dana.sees)

    sam.taps_data(asked.message_id, "m.leave.1")
    await program.rest()

    assert program.last(sam).text.startswith(LEFT)
    assert len(dana.sees) == before


async def test_nothing_comes_to_whoever_has_left_and_help_still_does(program: Living, sam: Person, ana: Person) -> None:
    await discharge(program, sam)
    before = len(sam.sees)

    await program.at(EVENING)
    quiet = len(sam.sees)
    await program.does(sam, DANGER["en"])

    assert quiet == before
    assert program.last(ana).buttons[0] == "Abrir"
    assert "988" in program.chat_text(sam)


async def test_whoever_comes_back_is_asked_anew_and_begins_at_the_first_day(program: Living, sam: Person) -> None:
    await program.does(sam, "/checkin")
    await program.taps(sam, "4", "5", "No", "Yes")
    await discharge(program, sam)
    await program.at(timedelta(days=60))
    link = await invite_again(program, sam)

    asked = await program.does(sam, f"/start {link}")
    before = await program.record(sam)
    await program.taps(sam, "Next", "I agree", *["Skip"] * 4)

    person = await program.record(sam)
    consents = await program.ask(lambda unit: unit.consents.all_for(person.id))
    assert asked.text.startswith("Before we begin")
    assert (before.state, before.discharged_at is not None) == ("invited", True)
    assert (person.id, person.state, person.discharged_at) == (before.id, "active", None)
    assert person.enrolled_at is not None
    assert program.clock.now() - person.enrolled_at < timedelta(minutes=1)
    assert [c.act for c in consents] == ["given", "given"]
    assert any(heard.buttons[:2] == ("Check in", "Lesson") for heard in sam.sees)
    assert sam.keys[0] == "Help now"
    assert len([a for a in await program.answers(sam) if a.question == "craving"]) == 1
    history = await program.ask(lambda unit: unit.history.of(person.id))
    assert {"enrolled_at", "discharged_at", "state"} <= {change.field for change in history}


async def test_the_row_that_somebody_left_goes_when_they_come_back(program: Living, sam: Person, dana: Person) -> None:
    await program.does(sam, "/mydata")
    await program.taps(sam, "Leave this program", "Yes, leave")
    await program.at(timedelta(days=1))
    link = await invite_again(program, sam)
    await program.does(sam, f"/start {link}")
    during = await program.does(dana, "/today")
    await program.taps(sam, "Next", "I agree")

    after = await program.does(dana, "/today")

    assert "Left on their own wish" in during.text
    assert "Left on their own wish" not in after.text


async def test_the_prompt_of_the_day_comes_again_to_whoever_came_back(program: Living, sam: Person) -> None:
    await discharge(program, sam)
    await program.at(timedelta(days=2))
    link = await invite_again(program, sam)
    await program.does(sam, f"/start {link}")
    await program.taps(sam, "Next", "I agree", *["Skip"] * 4)

    await program.at(EVENING + timedelta(days=2))

    assert program.last(sam).buttons[0] == "Open"


async def test_not_now_leaves_a_returning_persons_record_as_it_was(program: Living, sam: Person) -> None:
    await program.does(sam, "/checkin")
    await program.taps(sam, "4", "5", "No", "Yes")
    await program.at(timedelta(days=3))
    await discharge(program, sam)
    left_at = (await program.record(sam)).discharged_at
    link = await invite_again(program, sam)
    await program.does(sam, f"/start {link}")
    told = await program.taps(sam, "Next", "Not now")

    await program.at(timedelta(minutes=11))

    person = await program.record(sam)
    assert "All stays as it was before" in told.text
    assert (person.state, person.discharged_at) == ("discharged", left_at)
    assert len(await program.answers(sam)) == 4
    again = await program.does(sam, f"/start {link}")
    assert again.text.startswith("Before we begin")


async def test_an_unused_link_does_not_bring_back_whoever_was_discharged_after_it(empty: Living) -> None:
    link = await empty.invite()
    number = (await empty.ask(lambda unit: unit.people.all()))[0].id
    now = empty.clock.now()
    await empty.program.store.write(lambda unit: leaving.discharge(unit, unit.person(number), now))
    eva = empty.world.add_person(3001, "Eva", "en")

    told = await empty.does(eva, f"/start {link}")

    assert told.text.startswith("That link does not work here.")


async def test_a_link_for_a_new_person_works_for_the_account_of_one_who_has_left(program: Living, sam: Person) -> None:
    old = await program.record(sam)
    await discharge(program, sam)
    link = await program.invite(program.staff["Dana"])

    told = await program.does(sam, f"/start {link}")

    new = await program.record(sam)
    assert "English" in told.buttons
    assert new.id != old.id
    assert await program.ask(lambda unit: unit.people.by_id(old.id).state) == "discharged"
    assert await program.ask(lambda unit: unit.people.chat_of(old.id)) is None


async def test_a_wrong_link_of_whoever_has_left_gets_the_plain_answer(program: Living, sam: Person) -> None:
    await discharge(program, sam)

    told = [await program.does(sam, f"/start WRONG{n}") for n in range(5)]

    assert told[0].text.startswith("That link does not work here.")
    assert told[4].text.startswith("That was a lot of tries.")


@pytest.mark.parametrize("said", ["/today", "/caseload", "/alerts", "/invite", "/help", "hello", "/checkin"])
async def test_whose_role_has_ended_is_told_so_whatever_they_say(program: Living, dana: Person, said: str) -> None:
    people = len(await program.ask(lambda unit: unit.people.all()))
    assert await revoke(program, dana) == ["counselor"]

    told = await program.does(dana, said)

    assert told.text.startswith("You have no part here right now.")
    assert len(await program.ask(lambda unit: unit.people.all())) == people


async def test_an_open_record_goes_from_the_screen_when_the_role_ends(
    program: Living, dana: Person, sam: Person
) -> None:
    code = (await program.record(sam)).code
    await program.does(dana, "/today")
    await program.does(dana, "/caseload")
    page = await program.taps(dana, code)
    assert page.text.startswith(code)

    await revoke(program, dana)
    faded = next(heard for heard in dana.sees if heard.message_id == page.message_id)
    dana.taps_data(page.message_id, f"m.person.{(await program.record(sam)).id}")
    await program.rest()

    assert faded.text == "Tap to open."
    assert code not in program.chat_text(dana)
    assert program.last(dana).text.startswith("You have no part here right now.")


async def test_what_waited_for_an_administrator_goes_to_the_next(empty: Living) -> None:
    first, second = await empty.enrol_staff(901, "Ada", "admin"), await empty.enrol_staff(902, "Bo", "admin")
    eva = await empty.enrol(3001, "Eva", "en", "nobody")
    number = (await empty.record(second)).id
    await empty.program.store.write(lambda unit: unit.chats.block(number, empty.clock.now()))
    await empty.does(eva, DANGER["en"])
    await empty.program.store.write(lambda unit: unit.chats.unblock(number))
    alone = NEUTRAL in empty.chat_text(second)

    await revoke(empty, first)

    assert not alone
    assert empty.last(second).text == NEUTRAL


async def test_a_member_of_staff_comes_back_under_a_new_code(program: Living, dana: Person) -> None:
    old = await program.record(dana)
    await revoke(program, dana)
    link, code = await program.invite_staff("Dana-again")

    await program.does(dana, f"/start {link}")
    told = await program.does(dana, "/today")

    assert (await program.record(dana)).code == code != old.code
    assert told.text.startswith("Nobody on your list")


async def test_a_revoked_link_of_a_counselor_opens_nothing(program: Living) -> None:
    link, code = await program.invite_staff("Eli")
    now = program.clock.now()
    person = await program.ask(lambda unit: unit.people.by_code(code))
    assert person is not None
    await program.program.store.write(lambda unit: leaving.end_roles(unit, program.program.house, person, now))
    eli = program.world.add_person(903, "Eli", "en")

    told = await program.does(eli, f"/start {link}")

    assert told.text.startswith("That link does not work here.")
