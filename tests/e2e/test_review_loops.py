"""What a strict review found in the machinery: full disks, bad rows, floods, double taps, old phones, exports."""

import asyncio
import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import cli
from bot.app import companion
from bot.clock import Clock
from bot.services import receive, send
from bot.services.due import Due
from bot.simulator import Fault, Person, SimulatedClock
from bot.storage.faults import StoreFault, StoreFull, StoreGone, StoreRefused
from bot.storage.inbox import Update
from bot.storage.unit import Unit
from tests.e2e.living import ANA, DANA, EVENING, SAM, START, Begun, Living, going_on, settings_for
from tests.e2e.test_commands import environment
from tests.e2e.test_review_lives import runs_of, texts

SENDING = frozenset({"sendmessage"})


def strike(due: Due, name: str, person: int, times: int, fault: StoreFault) -> list[int]:
    """The looks at a person from here on, by their number; the first of them are undone by the fault."""
    watch = next(watch for watch in due.watches if hasattr(watch, name))
    real, looks = getattr(watch, name), []

    def struck(unit: Unit, number: int, now: datetime) -> object:
        run = unit.runs.by_id(number) if name == "_neutralize" else None
        found = real(unit, number, now)
        if person == (run.person if run else number):
            looks.append(len(looks) + 1)
            if len(looks) <= times:
                raise fault
        return found

    setattr(watch, name, struck)
    return looks


@pytest.fixture
async def eva(empty: Living) -> Person:
    """She has her link, and an app in English."""
    person = empty.world.add_person(3001, "Eva", "en")
    await empty.does(person, f"/start {await empty.invite()}")
    return person


async def test_a_double_tap_in_enrolment_leads_on_to_the_next_step(empty: Living, eva: Person) -> None:
    for label, ends_with in (("English", "Next"), ("Next", "Is that fine with you?"), ("I agree", "the time right?")):
        message, data = eva._find_button(label) or (None, "")
        for _ in range(2):  # before anything comes of the first
            eva.taps_data(message.message_id if message else 0, data)
        await empty.rest()
        assert ends_with in empty.chat_text(eva) + "".join(empty.last(eva).buttons), label


async def test_agreeing_is_not_changed_by_a_button_that_withdraws_nothing(empty: Living, eva: Person) -> None:
    page = await empty.taps(eva, "English", "Next")
    await empty.taps(eva, "I agree")
    [run] = await runs_of(empty, eva, "enrolment/consent")

    for data in (f"c.{run.id}.0", f"a.{run.id}.1.1"):
        eva.taps_data(page.message_id, data)
        await empty.rest()

    assert [answer.value for answer in await empty.answers(eva, "enrolment/consent")] == ["yes"]


async def test_a_phone_that_was_given_up_does_not_take_the_record_back(empty: Living, eva: Person) -> None:
    await empty.taps(eva, "English", "Next", "I agree", *["Skip"] * 4)
    [used] = [message.text for message in eva.chat.messages.values() if (message.text or "").startswith("/start ")]
    own, now = (await empty.record(eva)).id, empty.clock.now()
    until = now + timedelta(days=7)
    code = await empty.program.store.write(
        lambda unit: unit.invites.create("participant", at=now, expires_at=until, person=own)
    )
    new = empty.world.add_person(3002, "Eva", "en")
    await empty.does(new, f"/start {code}")

    await empty.does(eva, used or "")

    assert (await empty.record(new)).id == own
    assert await empty.ask(lambda unit: unit.people.by_chat(3001)) is None


async def test_a_safety_reply_speaks_the_chosen_language_also_after_a_restart(empty: Living, eva: Person) -> None:
    await empty.taps(eva, "Español", "Siguiente", "Acepto", *["Omitir"] * 4)
    await empty.does(eva, "me quiero morir")
    assert any("Llama" in heard.text for heard in eva.sees[-3:])  # the last ones tell what became of the alert
    await empty.restart()
    before = len(eva.sees)
    await empty.does(eva, "/sos")
    assert any("Llama" in heard.text for heard in eva.sees[before:])


@pytest.mark.parametrize(("hours", "sent"), [(0, "my week was long\nwhat time is group"), (3, "what time is group")])
async def test_what_is_sent_is_all_that_was_just_written(program: Living, sam: Person, hours: int, sent: str) -> None:
    await program.does(sam, "my week was long")
    for _ in range(hours):  # they left it, and went on
        await program.at(timedelta(hours=1))
        await program.does(sam, "/menu")
    await program.does(sam, "what time is group")

    await program.taps(sam, "Send to my counselor")

    number = (await program.record(sam)).id
    assert [message.body for message in await program.ask(lambda unit: unit.messages.thread(number))] == [sent]


async def test_a_forged_open_of_ones_own_line_shows_the_present_page(program: Living, sam: Person) -> None:
    number = (await program.record(sam)).id
    keyboard = await program.ask(lambda unit: unit.deliveries.newest_sent(number, "keyboard"))

    sam.taps_data(program.last(sam).message_id, f"o.{keyboard.id if keyboard else 0}")
    await program.rest()
    assert "That button is from an earlier screen." in program.last(sam).text
    assert program.program.receiver.health.poison == 0


async def test_a_language_switch_keeps_when_a_page_was_offered_begun_and_goes_on(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    [before] = await runs_of(program, sam, "checkins/daily")

    await program.does(sam, "/settings language")
    await program.taps(sam, "Español")
    after = (await runs_of(program, sam, "checkins/daily"))[-1]
    assert (after.offered_at, after.started_at, after.wake_at) == (before.offered_at, None, before.wake_at)


async def test_the_page_of_the_chosen_language_ends_in_that_language(program: Living, sam: Person) -> None:
    await program.does(sam, "/settings language")
    assert {"Menú", "Registro"} & set((await program.taps(sam, "Español")).buttons)


async def test_a_message_is_not_repeated_while_that_it_was_sent_cannot_be_noted(
    program: Living, sam: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(send, "IDLE", 0.01)
    journal, write = program.world.journal, program.program.store.write
    before, refused = len(journal.calls("sendMessage")), []

    async def full(fn: Callable[[Unit], object]) -> object:
        if len(journal.calls("sendMessage")) > before and len(refused) < 6:
            refused.append(fn)
            raise StoreFull("no space left")
        return await write(fn)

    program.program.store.write = full  # type: ignore[method-assign, assignment]
    sam.types("/pause 500")
    await program.rest()

    assert (len(refused), len(journal.calls("sendMessage")) - before) == (6, 1)


async def test_a_full_house_does_not_make_the_sender_read_without_end(
    program: Living, ana: Person, sam: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(send, "AT_A_TIME", 1)
    program.world.faults.add(Fault("slow", SENDING, delay=0.5))
    sender = program.program.sender
    ana.types("/menu")
    sam.types("/menu")
    await program.heard()
    await program.program.receiver.settle()

    for _ in range(2):
        sender._wanted.clear()
        await sender.send_due()

    assert (len(sender._tasks), sender._wanted.is_set()) == (1, False)


async def test_a_chat_telegram_asks_to_spare_is_spared_and_two_hold_all(program: Living, sam: Person) -> None:
    for chat in (SAM, ANA):
        program.world.faults.add(Fault("too_many", SENDING, chat, times=1, retry_after=60))
    tried = len(program.world.journal.calls("sendMessage", SAM))

    for person, said in ((sam, "/pause 500"), (sam, "/menu"), (program.world.people[ANA], "/menu")):
        await program.does(person, said)

    assert len(program.world.journal.calls("sendMessage", SAM)) - tried == 1
    assert program.program.sender._pace._wait(0) > 30
    program.clock.advance(timedelta(seconds=61))


async def test_rows_that_fail_hold_up_nobody_and_wait(program: Living, ana: Person, sam: Person) -> None:
    await program.at(timedelta(minutes=12))
    bad = (await program.record(ana)).id  # she comes first
    for person in (ana, sam):
        await program.does(person, "/lesson")
    tried = strike(program.program.due, "_neutralize", bad, 99, StoreRefused("a constraint was broken"))
    strike(program.program.due, "_person", bad, 99, StoreRefused("a constraint was broken"))

    await program.at(EVENING)
    await program.at(timedelta(seconds=5))

    assert (await program.outcomes(sam), tried) == ([None], [1])
    assert "Tap to open." in texts(sam)


async def test_a_day_whose_look_was_undone_is_looked_at_again(program: Living, sam: Person) -> None:
    await program.does(sam, "/checkin")
    await program.taps(sam, "1", "5", "No", "Yes")
    for evening in (1, 2):  # each with its check-in: a day that asked for nothing is no silence
        await program.at(EVENING + timedelta(days=evening))
    own = (await program.record(sam)).id
    looks = strike(program.program.due, "_person", own, 1, StoreGone("the connection was lost at the commit"))

    await program.at(datetime(2026, 1, 16, 9, 0, 5, tzinfo=UTC))  # the program day of three days' silence begins
    await program.at(timedelta(seconds=30))

    assert len(looks) >= 2
    assert [a.rule for a in await program.ask(lambda unit: unit.alerts.all_for(own))] == ["silent-days"]


@pytest.mark.parametrize("who", [SAM, ANA, DANA], ids=["answered", "prompted", "staff"])
async def test_nobody_is_looked_at_all_night_once_their_day_is_settled(program: Living, sam: Person, who: int) -> None:
    await program.does(sam, "/checkin")
    await program.taps(sam, "1", "5", "No", "Yes")
    for moment in (EVENING, EVENING + timedelta(hours=4)):
        await program.at(moment)
    own = await program.record(program.world.people[who])
    looks = strike(program.program.due, "_person", own.id, 0, StoreGone(""))

    for _ in range(3):
        await program.at(timedelta(seconds=21))

    assert looks == []


async def test_settling_takes_no_longer_than_it_may(program: Living) -> None:
    receiver, now = program.program.receiver, asyncio.get_running_loop().time
    for seconds in (*(tenth / 10 for tenth in range(1, 20)), 60):
        receiver._start(asyncio.sleep(seconds))
    began = now()
    await receiver.settle(0.2)
    assert now() - began < 1.0
    for task in receiver._tasks:
        task.cancel()


async def dies(folder: Path, batch: list[tuple[int, bytes]]) -> int:
    """A start at which update 7 kills the program; how many were put aside by then."""
    clock = SimulatedClock(START)
    async with companion(settings_for(folder, "http://127.0.0.1:9"), Clock(clock.now, clock.sleep)) as program:

        async def once(update: Update) -> None:
            await asyncio.sleep(60 if update.update_id == 7 else 0)

        program.inbox.put(batch, START)
        program.receiver._once = once  # type: ignore[method-assign]
        await program.receiver.replay()
        await program.receiver.settle(0.05)
        for task in program.receiver._tasks:
            task.cancel()
        return program.inbox.counts().poison


async def test_an_update_that_kills_the_program_is_put_aside_and_takes_no_other_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receive, "MOST_CRASHES", 3)
    said = {"chat": {"id": SAM, "type": "private"}, "text": "hello"}
    batch = [(number, json.dumps({"update_id": number, "message": said}).encode()) for number in (7, 8)]

    assert [await dies(tmp_path, some) for some in (batch, [], [], [])] == [0, 0, 0, 1]


async def test_a_program_that_lost_its_hold_on_the_bot_ends(program: Living) -> None:
    stopping = asyncio.Event()
    program.program.store.hold_bot = lambda: asyncio.sleep(0, False)  # type: ignore[method-assign, assignment]
    await asyncio.wait_for(program.program._watch(stopping), 5)
    assert stopping.is_set()


async def test_names_and_exports_leave_a_line_in_the_audit_log_and_only_what_was_agreed_to(
    begun: Begun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async with going_on(begun, tmp_path) as program:
        sam = program.world.people[SAM]
        await program.does(sam, "/checkin")
        await program.taps(sam, "8", "6", "No", "Yes")
        own, now = await program.record(sam), program.clock.now()
        await program.program.store.write(lambda unit: unit.consents.withdraw(own.id, "care", now))
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    capsys.readouterr()  # what the program itself logged until here

    for command in (["people", "--names"], ["export", "--format", "csv", "out"]):
        assert await asyncio.to_thread(cli.run, command) == 0

    rows = {path.stem: list(csv.DictReader(path.open(encoding="utf-8"))) for path in Path("out").glob("*.csv")}
    assert ("list", "names") in [(row["action"], row["subject"]) for row in rows["audit"]]
    assert {oct(path.stat().st_mode)[-3:] for path in Path("out").glob("*.csv")} == {"600"}
    assert capsys.readouterr().err == ""
    for name in ("answers", "activities", "alerts"):
        assert own.code not in [row["participant"] for row in rows[name]], name
