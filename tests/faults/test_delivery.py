"""Laws 5 and 6 in the living program: who cannot be reached, what nobody confirmed, which chat is to be spared."""

import asyncio
import time
from datetime import timedelta

from bot.simulator import Fault, Person
from bot.storage.unit import Unit
from tests.e2e.living import DANGER, EVENING, Living
from tests.faults.test_telegram import PROMPT, SENDING, deliveries, sent

TOLD, NOTE = "Something is waiting for you.", "You have a note to read."


async def writes(program: Living, person: Person) -> None:
    await program.does(person, "/message")
    await program.does(person, "Can we talk?")


async def alert_rows(program: Living, person: Person) -> list[str]:
    return [row.state for row in await deliveries(program, person, "alert")]


async def test_a_chat_that_telegram_wants_to_be_spared_is_spared_after_a_restart_too(
    program: Living, sam: Person
) -> None:
    program.world.faults.add(Fault("too_many", SENDING, sam.user_id, times=1, retry_after=60))
    await program.does(sam, "/menu")
    tried = len(program.world.journal.calls("sendMessage", sam.user_id))

    await program.restart()
    await program.does(sam, "/practice")
    early = len(program.world.journal.calls("sendMessage", sam.user_id))
    await program.at(timedelta(seconds=61))

    assert early == tried
    assert len(program.world.journal.calls("sendMessage", sam.user_id)) > tried


async def test_while_one_chat_is_spared_all_others_are_served(program: Living, ana: Person, sam: Person) -> None:
    program.world.faults.add(Fault("too_many", SENDING, sam.user_id, retry_after=3600))

    await program.at(EVENING)

    assert program.last(ana).text.startswith("¿Tienes un minuto?")
    assert sent(program, sam, PROMPT) == 0


async def test_who_unblocks_the_bot_in_time_gets_todays_prompt_and_nothing_old(program: Living, sam: Person) -> None:
    program.world.faults.add(Fault("forbidden", chat_id=sam.user_id, times=1))
    await program.does(sam, "/practice")  # its page finds the chat blocked
    sam.blocks()
    await program.at(EVENING)
    before = len(sam.sees)

    program.clock.advance(timedelta(minutes=30))
    sam.unblocks()
    await program.rest()
    await program.at(timedelta(seconds=21))  # when everybody is looked at the next time

    assert (await program.record(sam)).state == "active"
    assert [heard.text for heard in sam.sees[before:]] == [PROMPT]
    assert [row.state for row in await deliveries(program, sam, "checkins/daily")] == ["sent"]


async def test_a_page_that_was_meant_for_a_moment_when_the_chat_was_blocked_does_not_come_later(
    program: Living, sam: Person
) -> None:
    await program.does(sam, "/checkin")
    await program.taps(sam, "3")
    sam.blocks()
    await program.rest()
    await program.stop()
    program.clock.advance(timedelta(minutes=4))
    await program.start()  # it would show the page again, on which he was
    await program.rest()
    before = len(sam.sees)

    sam.unblocks()
    await program.rest()

    assert sam.sees[before:] == []


async def test_a_prompt_that_found_the_chat_blocked_goes_out_when_the_person_is_back_in_time(
    program: Living, sam: Person
) -> None:
    program.world.faults.add(Fault("forbidden", SENDING, sam.user_id, times=1))
    await program.at(EVENING)
    kept = [(row.state, row.error) for row in await deliveries(program, sam, "checkins/daily")]

    await program.does(sam, "/menu")
    await program.at(timedelta(seconds=5))

    assert kept == [("due", "blocked")]
    assert sent(program, sam, PROMPT) == 1


async def test_who_is_back_too_late_gets_no_old_prompt_and_its_row_says_why(program: Living, sam: Person) -> None:
    program.world.faults.add(Fault("forbidden", SENDING, sam.user_id, times=1))
    await program.at(EVENING)

    await program.at(EVENING + timedelta(hours=14))
    await program.does(sam, "/menu")

    assert sent(program, sam, PROMPT) == 0
    [row] = await deliveries(program, sam, "checkins/daily")
    assert (row.state, row.error) == ("expired", "blocked")
    assert row.ended_at is not None


async def test_an_alert_to_a_counselor_who_blocks_the_bot_before_it_is_sent_goes_to_somebody_else(
    program: Living, sam: Person, dana: Person
) -> None:
    admin = await program.enrol_staff(1009, "Eve", "admin")
    program.world.faults.add(Fault("server_error", SENDING, dana.user_id))
    await program.does(sam, DANGER["en"])

    dana.blocks()
    await program.rest()

    assert program.last(admin).text == TOLD
    assert await alert_rows(program, dana) == ["failed"]


async def test_a_message_to_staff_that_nobody_confirms_for_twelve_hours_goes_to_somebody_else(
    program: Living, sam: Person, dana: Person
) -> None:
    admin = await program.enrol_staff(1009, "Eve", "admin")
    program.world.faults.add(Fault("server_error", SENDING, dana.user_id))
    await writes(program, sam)
    await program.at(timedelta(hours=11, minutes=58))
    early = admin.sees[-1].text

    await program.at(timedelta(minutes=5))

    assert early != NOTE
    assert program.last(admin).text == NOTE
    assert [row.state for row in await deliveries(program, dana, "message")] == ["expired"]


async def test_a_message_that_was_read_meanwhile_bothers_nobody_else(
    program: Living, sam: Person, dana: Person
) -> None:
    admin = await program.enrol_staff(1009, "Eve", "admin")
    program.world.faults.add(Fault("server_error", SENDING, dana.user_id))
    await writes(program, sam)
    number = (await program.record(sam)).id

    def read(unit: Unit) -> None:
        [message] = unit.messages.unread(number, "to_staff")
        unit.messages.read(message.id, program.clock.now())

    await program.program.store.write(read)
    await program.at(timedelta(hours=12, minutes=5))

    assert NOTE not in program.chat_text(admin)


async def test_an_alert_is_repeated_until_confirmed_and_a_page_three_times_at_most(
    program: Living, sam: Person, dana: Person
) -> None:
    for person in (sam, dana):
        program.world.faults.add(Fault("torn", SENDING, person.user_id))

    await program.does(sam, "/practice")
    await program.does(dana, "/today")
    await program.does(sam, DANGER["en"])
    for _ in range(8):
        await program.at(timedelta(seconds=61))

    assert sent(program, dana, TOLD) >= 6
    assert sent(program, sam, "Which one would you like?") == 3
    pages = await deliveries(program, sam, "page")
    assert [(row.state, row.error) for row in pages if row.subject == "menu"] == [("uncertain", "no answer")]


async def test_however_slowly_telegram_takes_bulk_a_reply_finds_a_place(program: Living, sam: Person) -> None:
    staff = [await program.enrol_staff(1100 + n, f"Staff {n}") for n in range(20)]
    records = [(await program.record(one)).id for one in staff]
    for one in staff[:10]:  # so many are under way at a time
        program.world.faults.add(Fault("slow", SENDING, one.user_id, delay=3.0))
    now = program.clock.now()

    def broadcast(unit: Unit) -> None:
        for number in records:
            unit.deliveries.queue(
                number, "keyboard", policy="at_least_once", lane=2, queued_at=now, due_at=now, occurrence="all"
            )

    await program.program.store.write(broadcast)
    await program.program.sender.send_due()
    sam.has_heard_all()
    began = time.monotonic()
    sam.types("/practice")
    await sam.hears("Which one would you like?", seconds=2.0)

    assert time.monotonic() - began < 2.0
    await program.rest()
    assert {sent(program, one, "These buttons stay") for one in staff} == {1}


async def test_what_waits_for_its_turn_at_the_end_of_the_program_is_not_taken_for_sent(
    program: Living, ana: Person, sam: Person
) -> None:
    await program.stop()
    program.more["messages_per_second"] = 1
    await program.start()
    program.clock.set(EVENING)
    await program.program.due.tick()
    async with asyncio.timeout(10):
        while not sent(program, sam, PROMPT) + sent(program, ana, "¿Tienes un minuto?"):
            await asyncio.sleep(0.01)

    await program.restart()
    async with asyncio.timeout(10):
        await program.rest()

    assert sent(program, sam, PROMPT) == sent(program, ana, "¿Tienes un minuto?") == 1
    for person in (ana, sam):
        assert [row.state for row in await deliveries(program, person, "checkins/daily")] == ["sent"]


async def test_an_end_does_not_wait_for_what_only_waits_for_its_turn(program: Living, sam: Person) -> None:
    pace = program.program.sender._pace
    assert (pace.refused(1, 600.0), pace.refused(2, 600.0)) == (False, True)
    sam.types("/practice")
    await program.heard()
    await program.program.receiver.settle()
    await program.program.sender.send_due()
    early = program.last(sam).text

    began = time.monotonic()
    await program.stop()
    took = time.monotonic() - began
    await program.start()
    await program.rest()

    assert took < 1.5  # else it would be the app's last patience, two seconds
    assert (early, program.last(sam).text) != ("Which one would you like?",) * 2
    assert sent(program, sam, "Which one would you like?") == 1
