"""Updates as Telegram may deliver them: again, in another order, with other numbers, or broken."""

import asyncio
from datetime import timedelta

from bot.simulator import Person
from tests.e2e.living import DANGER, Living


async def test_updates_delivered_three_times_count_once(program: Living, sam: Person, dana: Person) -> None:
    program.world.queue.repeat_next(2, updates=20)

    await program.does(sam, "/checkin")
    await program.taps(sam, "3", "6", "No", "Yes")
    await program.does(sam, "A long day.")
    await program.does(sam, DANGER["en"])
    await program.does(sam, "/message")
    await program.does(sam, "Can we talk?")

    number = (await program.record(sam)).id
    assert [a.value for a in await program.answers(sam)] == [3, 6, "no", "yes", "A long day."]
    assert [m.body for m in await program.ask(lambda unit: unit.messages.thread(number))] == ["Can we talk?"]
    [alert] = await program.ask(lambda unit: unit.alerts.all_for(number))
    assert alert.repeats == 0
    assert program.chat_text(dana).count("Something is waiting for you.") == 1
    assert sum("988" in heard.text for heard in sam.sees) == 1


async def test_updates_that_overtake_each_other_are_all_handled(program: Living, ana: Person, sam: Person) -> None:
    await program.stop()
    program.world.queue.swap_next(3)
    for person in (ana, sam, ana, sam):
        person.types("/checkin" if person.user_id % 2 else "/practice")
    await program.start()
    await program.rest()

    assert await program.outcomes(ana) or "¿Cuál te gustaría?" in program.chat_text(ana)
    assert len(program.world.queue) == 0
    assert (await program.ask(lambda unit: unit.counts()))["updates_done"] >= 4


async def test_numbers_that_begin_again_lower_are_taken_all_the_same(program: Living, sam: Person) -> None:
    await program.does(sam, "/checkin")
    program.world.queue.restart_ids(50)

    await program.taps(sam, "3", "6", "No", "Yes")

    assert [a.value for a in await program.answers(sam)] == [3, 6, "no", "yes"]


async def test_one_malformed_update_among_ten_holds_up_none_of_the_others(
    program: Living, ana: Person, sam: Person
) -> None:
    await program.stop()
    for n in range(9):
        (ana if n % 2 else sam).types("/checkin")
        if n == 4:
            program.world.put_malformed_update()
    polls = program.world.poller
    await program.start()
    async with asyncio.timeout(5):
        await program.rest()

    assert program.world.poller - polls < 15
    assert await program.outcomes(ana) == await program.outcomes(sam) == [None]
    assert program.program.receiver.health.poison == 1
    assert program.program.inbox.counts().poison == 1


async def test_a_malformed_update_is_not_tried_again_after_a_restart(program: Living, sam: Person) -> None:
    program.world.put_malformed_update()
    await program.rest()

    await program.restart()

    assert program.program.inbox.counts().poison == 1
    assert program.program.receiver.health.poison == 0


async def test_twelve_quick_messages_of_one_person_are_taken_in_their_order(program: Living, sam: Person) -> None:
    await program.does(sam, "/checkin")
    for said in ("3", "6", "no", "yes"):
        sam.types(said)
    await program.rest()

    assert [a.value for a in await program.answers(sam)] == [3, 6, "no", "yes"]


async def test_a_flood_of_one_person_does_not_keep_another_from_help(program: Living, ana: Person, sam: Person) -> None:
    for n in range(100):
        ana.types(f"palabra {n}")
    sam.has_heard_all()
    sam.types("/sos")

    await sam.hears("988", seconds=1.0)
    await program.rest()


async def test_a_tap_from_before_a_long_outage_is_gone_and_its_page_comes_again(program: Living, sam: Person) -> None:
    await program.does(sam, "/checkin")
    await program.taps(sam, "3")
    await program.stop()
    await sam.taps("6")
    program.clock.advance(timedelta(seconds=200))  # Telegram keeps a tap for 150 s
    await program.start()
    await program.rest()

    assert [a.value for a in await program.answers(sam)] == [3]
    assert "How is your mood now?" in program.last(sam).text
    await program.does(sam, "6")
    assert [a.value for a in await program.answers(sam)] == [3, 6]


def said(program: Living, person: Person, number: int, text: str) -> dict[str, object]:
    """A raw update with a text of the person, as Telegram writes one."""
    message = {
        "message_id": 9000 + number % 1000,
        "date": int(program.clock.now().timestamp()),
        "chat": person.chat.as_telegram(),
        "from": person.as_telegram(),
        "text": text,
    }
    return {"update_id": number, "message": message}


async def test_an_update_without_a_number_does_not_shift_the_others(program: Living, sam: Person) -> None:
    await program.does(sam, "/checkin")

    batch: list[dict[str, object]] = [
        {"message": {}},
        said(program, sam, 900_001, "3"),
        said(program, sam, 900_002, "6"),
    ]
    await program.program.receiver.take(batch)
    await program.rest()

    assert [a.value for a in await program.answers(sam)] == [3, 6]


async def test_an_update_that_comes_again_after_it_was_done_changes_nothing(program: Living, sam: Person) -> None:
    await program.does(sam, "/message")
    batches = [[said(program, sam, 900_001, "Can we talk?")], [said(program, sam, 900_002, DANGER["en"])]]

    for restarted in (False, False, True):
        if restarted:
            await program.restart()
        for batch in batches:
            await program.program.receiver.take(batch)
            await program.rest()

    number = (await program.record(sam)).id
    [alert] = await program.ask(lambda unit: unit.alerts.all_for(number))
    assert alert.repeats == 0
    assert [m.body for m in await program.ask(lambda unit: unit.messages.thread(number))] == ["Can we talk?"]
    assert await program.ask(lambda unit: unit.counts()["held_texts"]) == 0
