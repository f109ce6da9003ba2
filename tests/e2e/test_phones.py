"""A new phone or account: the person goes on there, and nothing of them stays on the old one."""

import asyncio
from datetime import timedelta

from bot.services import arriving
from bot.simulator import Fault, Person
from tests.e2e.living import DANGER, EVENING, SAM, Living

NEW = 2102
MOVED = "This chat has moved to another phone"


async def link_for(program: Living, person: Person) -> str:
    """`companion invite participant --participant CODE`; the link's code."""
    number, now = (await program.record(person)).id, program.clock.now()
    return await program.program.store.write(lambda unit: arriving.invite_again(unit, unit.person(number), now=now))


async def moves(program: Living, person: Person) -> Person:
    """The same person presses the link on another account."""
    link = await link_for(program, person)
    phone = program.world.add_person(NEW, "Sam", "en")
    await program.does(phone, f"/start {link}")
    return phone


async def test_the_person_goes_on_there_with_keyboard_menu_and_history(program: Living, sam: Person) -> None:
    await program.does(sam, "/checkin")
    await program.taps(sam, "4", "5")
    before = await program.record(sam)

    phone = await moves(program, sam)
    page = await program.does(phone, "/checkin")
    await program.taps(phone, "No", "Yes")

    assert phone.keys == ("Help now", "Check in", "Lesson", "Menu")
    assert any(heard.buttons[:2] == ("Check in", "Lesson") for heard in phone.sees)
    assert (await program.record(phone)).id == before.id
    assert "Yes" in page.buttons
    assert await program.outcomes(phone) == ["finished"]
    assert len(await program.answers(phone)) == 4


async def test_the_old_phone_hears_one_neutral_line_and_shows_nothing(program: Living, sam: Person) -> None:
    await program.does(sam, "/checkin")
    await program.taps(sam, "4", "5", "Yes", "No")
    await program.does(sam, "/caseload")

    await moves(program, sam)

    shown = [heard.text for heard in sam.sees]
    assert shown[-1].startswith(MOVED)
    assert "call 555 0100" in shown[-1]
    assert [text for text in shown if "craving" in text or "What would you like" in text] == []
    assert sam.keys == ()


async def test_a_phone_that_cannot_be_reached_at_once_is_emptied_when_it_can(program: Living, sam: Person) -> None:
    await program.does(sam, "/checkin")
    program.world.faults.add(Fault("server_error", chat_id=SAM, times=2))

    await moves(program, sam)
    async with asyncio.timeout(15):
        while MOVED not in program.chat_text(sam):
            program.clock.set(program.clock.now() + timedelta(seconds=5))
            await program.rest()

    assert [heard.text for heard in sam.sees if "craving" in heard.text] == []


async def test_taps_and_words_in_the_old_chat_are_a_strangers(program: Living, sam: Person) -> None:
    await program.does(sam, "/checkin")
    page = program.last(sam)
    data = sam.chat.messages[page.message_id].inline_rows[0][0]["callback_data"]
    phone = await moves(program, sam)

    sam.taps_data(page.message_id, data)
    await program.rest()
    tapped = program.last(sam).text
    said = await program.does(sam, "/mydata")
    helped = await program.does(sam, DANGER["en"])

    assert tapped == said.text
    assert said.text.startswith("Hello. This is a private helper")
    assert "988" in helped.text
    assert await program.answers(phone) == []
    assert await program.ask(lambda unit: unit.alerts.all_open()) == []


async def test_what_is_due_comes_to_the_new_phone_only(program: Living, sam: Person) -> None:
    phone = await moves(program, sam)
    before = len(sam.sees)

    await program.at(EVENING)

    assert program.last(phone).buttons[0] == "Open"
    assert len(sam.sees) == before


async def test_no_message_of_the_old_chat_is_touched_in_the_new_one(program: Living, sam: Person) -> None:
    await program.does(sam, "/checkin")
    await program.taps(sam, "4", "5", "No", "Yes")
    await program.does(sam, "/start")
    phone = await moves(program, sam)
    old = len(program.world.journal)

    await program.at(timedelta(minutes=11))
    await program.does(phone, "/checkin")
    await program.taps(phone, "Change", "How strong")
    await program.taps(phone, "7")
    await program.at(timedelta(days=1))

    touching = ("editmessagetext", "deletemessage", "editmessagereplymarkup")
    touched = [call for call in program.world.journal if call.number > old and call.method.lower() in touching]
    chats = {call.chat_id for call in touched}
    assert NEW in chats
    assert SAM not in chats
    assert [call.description for call in touched if call.chat_id == NEW and call.outcome != "ok"] == []


async def test_a_message_that_was_under_way_to_the_old_phone_does_not_stay_there(program: Living, sam: Person) -> None:
    link = await link_for(program, sam)
    phone = program.world.add_person(NEW, "Sam", "en")
    slow = program.world.faults.add(Fault("slow", frozenset({"sendmessage"}), SAM, times=1, delay=0.5))
    asked = len(program.world.journal)
    sam.types("/practice")
    async with asyncio.timeout(10):
        while not [c for c in program.world.journal.calls("sendMessage", SAM) if c.number > asked]:
            await asyncio.sleep(0.002)

    await program.does(phone, f"/start {link}")
    await program.rest()

    assert slow.times == 0
    assert "Which one would you like?" not in program.chat_text(sam)
    number = (await program.record(phone)).id
    ids = {d.message_id for d in await program.ask(lambda unit: unit.deliveries.all_for(number)) if d.message_id}
    assert ids <= set(phone.chat.messages)


async def test_only_the_newest_link_for_a_person_works(program: Living, sam: Person) -> None:
    lost = await link_for(program, sam)
    newest = await link_for(program, sam)
    finder, phone = program.world.add_person(2103, "Tom", "en"), program.world.add_person(NEW, "Sam", "en")

    found = await program.does(finder, f"/start {lost}")
    await program.does(phone, f"/start {newest}")

    assert found.text.startswith("That link does not work here.")
    assert (await program.record(phone)).state == "active"


async def test_ones_own_link_pressed_on_the_old_phone_is_used_up_and_changes_nothing(
    program: Living, sam: Person
) -> None:
    link = await link_for(program, sam)
    await program.does(sam, f"/start {link}")
    finder = program.world.add_person(2103, "Tom", "en")

    found = await program.does(finder, f"/start {link}")

    assert found.text.startswith("That link does not work here.")
    assert sam.keys != ()


async def test_the_old_phone_cannot_take_the_record_back(program: Living, sam: Person) -> None:
    first = await link_for(program, sam)
    await program.does(sam, f"/start {first}")
    phone = await moves(program, sam)

    told = await program.does(sam, f"/start {first}")

    assert told.text.startswith("That link does not work here.")
    assert (await program.record(phone)).state == "active"


async def test_used_expired_revoked_and_unknown_links_get_the_same_answer(program: Living, sam: Person) -> None:
    used, revoked, expired = [await program.invite() for _ in range(3)]
    await program.does(program.world.add_person(3001, "Eva", "en"), f"/start {used}")
    now = program.clock.now()
    await program.program.store.write(lambda unit: unit.invites.revoke(revoked, now))
    await program.at(timedelta(days=8))
    people = [program.world.add_person(3100 + n, "Tom", "en") for n in range(4)]

    told = [
        await program.does(person, f"/start {link}")
        for person, link in zip(people, (used, revoked, expired, "NEVERWASALINK"), strict=True)
    ]

    assert len({(heard.text, heard.buttons) for heard in told}) == 1
    assert told[0].text.startswith("That link does not work here.")
