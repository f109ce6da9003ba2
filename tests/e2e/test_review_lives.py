"""What a strict review found in people's chats: alerts that must arrive, offers at night, phones given up, leaving."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.services import leaving
from bot.simulator import Fault, Person
from bot.storage.alerts import Alert
from bot.storage.runs import Run
from tests.e2e.living import DANA, DANGER, EVENING, START, Living, living

NEUTRAL = "Something is waiting for you."
NIGHT = datetime(2026, 1, 14, 9, 0, 30, tzinfo=UTC)
"""Half a minute after the next program day began: four in the morning in New York."""
SENDING = frozenset({"sendmessage"})
LEFT = "You have left this program"
FAREWELL = "I will not write to you any more"


async def alerts_of(program: Living, person: Person) -> list[Alert]:
    number = (await program.record(person)).id
    return await program.ask(lambda unit: unit.alerts.all_for(number))


async def runs_of(program: Living, person: Person, activity: str) -> list[Run]:
    number = (await program.record(person)).id
    return [run for run in await program.ask(lambda unit: unit.runs.all_for(number)) if run.activity == activity]


async def leaves(program: Living, person: Person) -> None:
    """The administrator discharges the person."""
    number = (await program.record(person)).id
    now = program.clock.now()
    await program.program.store.write(lambda unit: leaving.discharge(unit, unit.person(number), now))
    await program.rest()


def texts(person: Person) -> list[str]:
    return [heard.text for heard in person.sees]


async def test_danger_goes_to_the_admin_while_the_counselor_has_not_enrolled(empty: Living) -> None:
    boss = await empty.enrol_staff(900, "Boss", "admin")
    empty.staff["Late"] = (await empty.invite_staff("Late"))[1]
    eva = await empty.enrol(3001, "Eva", "en", "Late")

    await empty.does(eva, DANGER["en"])

    assert empty.last(boss).text == NEUTRAL


async def test_danger_and_messages_go_to_the_admin_when_the_counselor_blocked_the_bot(
    program: Living, dana: Person, sam: Person
) -> None:
    boss = await program.enrol_staff(900, "Boss", "admin")
    # Only the send itself tells it: nobody has heard yet that Dana blocked the bot.
    program.world.faults.add(Fault("forbidden", chat_id=DANA))

    await program.does(sam, DANGER["en"])
    told = program.last(boss).text
    await program.does(sam, "/message")
    await program.does(sam, "Please call me.")

    assert (told, program.last(boss).text) == (NEUTRAL, "You have a note to read.")


async def test_reviewed_does_not_settle_danger_that_came_after_the_page_was_shown(
    program: Living, dana: Person, sam: Person
) -> None:
    await program.does(sam, "/checkin")
    await program.taps(sam, "8", "2", "No", "Yes")
    await program.does(dana, "/today")
    await program.taps(dana, (await program.record(sam)).code)

    await program.does(sam, DANGER["en"])
    await program.taps(dana, "Reviewed")

    assert [(a.rule, a.closed_at is None) for a in await alerts_of(program, sam)] == [
        ("strong-craving", False),
        ("danger", True),
    ]


async def test_danger_that_comes_again_after_seen_is_open_again(program: Living, dana: Person, sam: Person) -> None:
    await program.does(sam, DANGER["en"])
    await program.taps(dana, "Open", "Seen")

    await program.at(timedelta(hours=5))
    await program.does(sam, DANGER["en"])

    [alert] = await alerts_of(program, sam)
    assert (alert.state, alert.seen_at, alert.acknowledged_at) == ("open", None, None)
    assert "Seen" in (await program.taps(dana, "Open")).buttons


async def test_whose_role_ended_marks_nothing_as_seen_and_another_one_is_told(
    program: Living, dana: Person, sam: Person
) -> None:
    boss = await program.enrol_staff(900, "Boss", "admin")
    await program.does(sam, DANGER["en"])
    number, house = (await program.record(dana)).id, program.program.house

    await program.program.store.write(
        lambda unit: leaving.end_roles(unit, house, unit.person(number), program.clock.now())
    )
    await program.taps(dana, "Open")

    assert [a.seen_at for a in await alerts_of(program, sam)] == [None]
    assert program.last(boss).text == NEUTRAL


async def test_an_admin_finds_the_alert_of_a_person_without_a_counselor(empty: Living) -> None:
    boss = await empty.enrol_staff(900, "Boss", "admin")
    eva = await empty.enrol(3001, "Eva", "en", "nobody")
    await empty.does(eva, DANGER["en"])

    found = await empty.does(boss, "/alerts")

    assert (await empty.record(eva)).code in found.text


async def test_a_record_does_not_stay_on_the_counselors_phone(program: Living, dana: Person, sam: Person) -> None:
    code = (await program.record(sam)).code
    await program.does(dana, "/caseload")
    await program.taps(dana, code)
    await program.does(sam, "/message")
    await program.does(sam, "Please call me.")

    await program.taps(dana, "Open")  # the message takes the place of its line; the record stands above it
    await program.at(timedelta(minutes=11))

    assert not [text for text in texts(dana) if code in text]


async def test_of_two_lists_asked_for_at_once_none_stays_on_the_counselors_phone(
    program: Living, dana: Person, sam: Person
) -> None:
    code = (await program.record(sam)).code
    send, asked = program.program.transport.send, []

    async def slowly(chat: int, message: object) -> int:
        sent = await send(chat, message)  # type: ignore[arg-type]
        if not asked:  # the first list stands in the chat, and is not noted yet, when the second is asked for
            asked.append(dana.types("/today"))
            await program.heard()
            await program.program.receiver.settle()
        return sent

    program.program.transport.send = slowly  # type: ignore[method-assign]
    await program.does(dana, "/caseload")
    await program.at(timedelta(minutes=11))

    assert not [text for text in texts(dana) if code in text]


@pytest.mark.parametrize("paused", [False, True])
async def test_no_offer_is_made_at_four_in_the_morning(program: Living, sam: Person, paused: bool) -> None:
    await program.at(EVENING)
    await program.taps(sam, "Open", "8", "5", "No", "Yes")
    await program.at(timedelta(hours=1))
    await program.taps(sam, "Change", "How strong", "9")
    await program.does(sam, "/pause 7" if paused else "/menu")
    before = program.last(sam).message_id

    await program.at(NIGHT)
    await program.at(timedelta(minutes=11))

    assert program.last(sam).message_id <= before


@pytest.mark.parametrize("hour", ["19:45", "20:55", "21:05"])
async def test_an_offer_that_could_not_go_out_does_not_come_in_quiet_hours(
    program: Living, sam: Person, hour: str
) -> None:
    await program.at(datetime.fromisoformat(f"2026-01-13T{hour}:00-05:00"))
    await program.does(sam, "/checkin")
    await program.taps(sam, "2", "5", "Yes")  # unfinished: the offer waits ten minutes for the rest
    program.world.faults.add(Fault("server_error", SENDING))
    await program.at(timedelta(minutes=11))
    await program.at(NIGHT - timedelta(hours=2))
    program.world.faults.clear()
    before = texts(sam)
    await program.at(timedelta(minutes=5))

    assert [text for text in texts(sam) if text not in before] == []


async def test_a_pause_survives_a_block(program: Living, sam: Person) -> None:
    await program.does(sam, "/pause 7")
    sam.blocks()
    await program.rest()
    sam.unblocks()
    await program.does(sam, "/menu")

    await program.at(EVENING)

    assert (await program.record(sam)).state == "paused"
    assert await program.outcomes(sam) == []


async def test_a_pause_is_told_with_the_persons_own_date(program: Living, sam: Person) -> None:
    await program.at(EVENING + timedelta(minutes=90))  # 20:30 of the 13th in New York, the 14th in UTC

    assert "Wed 14 Jan" in (await program.does(sam, "/pause 1")).text


async def test_quiet_hours_that_hold_the_usual_time_do_not_take_the_prompt_away(tmp_path: Path) -> None:
    async with living(tmp_path, quiet_hours="18:00-08:00") as program:
        eva = await program.enrol(3001, "Eva", "en")

        await program.at(START + timedelta(hours=7, seconds=5))  # 17:00

        assert await program.outcomes(eva) == [None]


async def test_a_page_shown_again_after_a_downtime_stays(program: Living, sam: Person) -> None:
    await program.does(sam, "/lesson")
    page = program.last(sam).text.partition("\n\n")[2]
    await program.stop()
    program.clock.advance(timedelta(minutes=20))

    await program.start()
    await program.rest()
    await program.at(timedelta(minutes=5))

    assert page in program.last(sam).text


async def test_whoever_has_left_is_led_nowhere_and_no_word_of_theirs_is_kept(program: Living, sam: Person) -> None:
    await program.does(sam, "/message")

    await leaves(program, sam)
    told, keys = program.last(sam).text, sam.keys
    await program.does(sam, "Please call me.")
    await program.does(sam, "/checkin")

    assert (told.startswith(FAREWELL), keys) == (True, ())
    assert await program.outcomes(sam) == []
    assert await program.answers(sam, "messages/reach-out") == []
    assert "988" in (await program.does(sam, "/sos")).text


async def test_a_prompt_opened_after_leaving_begins_nothing(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    await leaves(program, sam)

    await program.taps(sam, "Open")

    assert program.last(sam).text.startswith(LEFT)
    assert [run.started_at for run in await runs_of(program, sam, "checkins/daily")] == [None]


async def test_the_page_that_was_open_does_not_stay_readable_after_leaving(program: Living, sam: Person) -> None:
    await program.does(sam, "/checkin")
    await leaves(program, sam)

    await program.at(timedelta(minutes=11))

    assert not [text for text in texts(sam) if "craving" in text]


async def test_help_opened_from_a_card_after_leaving_is_followed_by_nothing(program: Living, sam: Person) -> None:
    await leaves(program, sam)
    await program.does(sam, DANGER["en"])

    await program.taps(sam, "Overdose")

    assert program.last(sam).text.startswith("Overdose")


async def test_a_link_from_one_card_to_another_shows_it_once(program: Living, sam: Person) -> None:
    await program.does(sam, DANGER["en"])

    await program.taps(sam, "Overdose")

    assert sum(text.startswith("Overdose") for text in texts(sam)) == 1
