"""`companion erase` beside a running bot: nothing of a person is left, and nothing of them comes back."""

import asyncio
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli.erasing import erase_person
from bot.services.farewell import DELETABLE
from bot.simulator import Fault, Person
from bot.storage.erased_codes import NAME
from tests.e2e.living import EVENING, SAM, Living, settings_for

NAME_GIVEN, NOTE, MESSAGE, FREE, PUT_ASIDE = (
    "Quillonia",
    "the heron by the old mill",
    "please call about the turquoise bicycle",
    "rhubarb at the market",
    "marmalade sky",
)
SEALED = {
    "people": ("id", "name_s", "initials_s"),
    "chats": ("person", "id_s", "chat_ix"),
    "answers": ("person", "text_s"),
    "messages": ("participant", "body_s"),
    "held_texts": ("person", "text_s"),
}
"""Each table's column of the person, and the columns that hold something of them as bytes."""


async def erases(program: Living, code: str, **more: object) -> str:
    """The administrator's command, beside the program."""
    settings = settings_for(program.folder, program.url, **more)
    told = await erase_person(settings, code, program.clock.now())
    await program.rest()
    return told


def files(folder: Path) -> dict[str, bytes]:
    """What stands in the folders of the database and of the state; the content and the reserve hold nothing of it."""
    found = [path for name in ("data", "state") for path in (folder / name).rglob("*") if path.is_file()]
    return {path.name: path.read_bytes() for path in found if "content" not in path.parts and path.name != "reserve"}


def hits(folder: Path, words: Iterable[bytes]) -> list[tuple[str, bytes]]:
    return [(name, word) for name, content in files(folder).items() for word in words if word in content]


def sealed(folder: Path, person: int) -> list[bytes]:
    """Everything of the person that is stored as bytes, as it stands in the files."""
    found = []
    with closing(sqlite3.connect(folder / "data" / "companion.db")) as connection:
        for table, (owner, *columns) in SEALED.items():
            for column in columns:
                question = f"SELECT {column} FROM {table} WHERE {owner} = ? AND {column} IS NOT NULL"
                found += [row[0] for row in connection.execute(question, (person,))]
    with closing(sqlite3.connect(folder / "state" / "inbox.db")) as connection:
        found += [row[0] for row in connection.execute("SELECT body_s FROM updates")]
    return found


async def lives(program: Living, sam: Person) -> tuple[str, int]:
    """Sam writes everywhere, and one of his updates cannot be handled; his code and number."""
    await program.does(sam, "/settings")
    await program.taps(sam, "Name: ", "Another name")
    await program.does(sam, NAME_GIVEN)
    await program.does(sam, "/checkin")
    await program.taps(sam, "8", "2", "Yes", "No")
    await program.does(sam, NOTE)
    await program.does(sam, "/message")
    await program.does(sam, MESSAGE)
    await program.does(sam, "/help")
    await program.does(sam, "/start")
    await program.does(sam, FREE)
    chat = {"id": SAM, "type": "private"}
    program.world.queue.put("message", {"message_id": "x", "from": sam.as_telegram(), "chat": chat, "text": PUT_ASIDE})
    await program.rest()
    person = await program.record(sam)
    return person.code, person.id


def words_of(code: str) -> list[bytes]:
    plain = [word.encode() for word in (NAME_GIVEN, NOTE, MESSAGE, FREE, PUT_ASIDE, str(SAM))]
    return [*plain, SAM.to_bytes(8, "big"), SAM.to_bytes(8, "little")]


async def test_nothing_of_a_person_is_left_in_any_file_while_the_bot_runs_and_after_it_stopped(
    program: Living, sam: Person, capfd: pytest.CaptureFixture[str]
) -> None:
    code, number = await lives(program, sam)
    traces = sealed(program.folder, number)
    assert len(traces) >= 8
    assert hits(program.folder, traces)

    told = await erases(program, code)

    running = hits(program.folder, [*words_of(code), *traces])
    where = {name for name, _ in hits(program.folder, [code.encode()])}
    await program.stop()
    printed = "".join(capfd.readouterr())
    assert told == f"{code} is erased"
    assert running == []
    assert hits(program.folder, [*words_of(code), *traces]) == []
    assert where <= {NAME, "companion.db", "companion.db-wal"}
    assert [word for word in (*words_of(code), code.encode()) if word in printed.encode()] == []


async def test_the_code_stays_in_the_audit_log_and_in_the_list_for_a_restore_and_the_chain_is_whole(
    program: Living, sam: Person
) -> None:
    code, _ = await lives(program, sam)

    await erases(program, code)

    lines = await program.ask(lambda unit: unit.audit.lines(subject=code))
    assert (lines[-1].who, lines[-1].action) == ("administrator", "erase")
    assert await program.ask(lambda unit: unit.audit.verify()) is None
    assert (program.folder / "state" / NAME).read_text() == f"{code}\n"
    with closing(sqlite3.connect(program.folder / "data" / "companion.db")) as connection:
        dump = "\n".join(line for line in connection.iterdump() if 'INTO "audit"' not in line)
    assert code not in dump


async def test_the_known_messages_go_from_the_chat_and_a_last_line_takes_the_keyboard_away(
    program: Living, sam: Person
) -> None:
    code, _ = await lives(program, sam)

    await erases(program, code)

    assert [heard.text[:28] for heard in sam.sees if heard.document is None][-1] == "What was kept about you here"
    assert sam.keys == ()
    assert [heard.text for heard in sam.sees if "craving" in heard.text or "heron" in heard.text] == []


async def test_what_is_too_old_to_be_deleted_is_no_reason_to_leave_the_rest(program: Living, sam: Person) -> None:
    await program.does(sam, "/help")
    code = (await program.record(sam)).code
    await program.at(DELETABLE * 2)
    new = await program.does(sam, "/start")

    told = await erases(program, code)

    assert told == f"{code} is erased"
    assert new.message_id not in {heard.message_id for heard in sam.sees}
    assert len(sam.sees) > 1


async def test_a_late_tap_of_an_erased_person_is_a_strangers_and_writes_nothing(program: Living, sam: Person) -> None:
    await program.does(sam, "/checkin")
    page = program.last(sam)
    data = next(iter(sam.chat.messages[page.message_id].inline_rows[0]))["callback_data"]
    code = (await program.record(sam)).code
    await erases(program, code)
    before = await program.ask(lambda unit: unit.counts())

    sam.taps_data(page.message_id, data)
    await program.rest()
    told = await program.does(sam, "Check in")

    after = await program.ask(lambda unit: unit.counts())
    assert told.text.startswith("Hello. This is a private helper")
    assert {name for name in after if after[name] != before[name]} == {"updates_done"}
    assert SAM not in program.program.receiver.desk.languages
    assert "988" in (await program.does(sam, "/sos")).text


async def test_an_erased_persons_links_are_of_no_more_use(empty: Living) -> None:
    invite = await empty.invite()
    eva, tom = empty.world.add_person(3001, "Eva", "en"), empty.world.add_person(3002, "Tom", "en")
    await empty.does(eva, f"/start {invite}")
    code = (await empty.record(eva)).code
    await erases(empty, code)

    told = [await empty.does(person, f"/start {invite}") for person in (eva, tom)]

    assert {heard.text for heard in told} == {empty.last(tom).text}
    assert told[0].text.startswith("That link does not work here.")


@pytest.mark.parametrize("line", ["refuses", "nobody listens", "no token"])
async def test_without_a_way_to_the_chat_all_else_is_erased_and_the_messages_are_counted(
    program: Living, sam: Person, line: str
) -> None:
    await program.does(sam, "/checkin")
    code = (await program.record(sam)).code
    more: dict[str, object] = {}
    if line == "refuses":
        program.world.faults.add(Fault("server_error", frozenset({"deletemessage", "sendmessage"})))
    elif line == "nobody listens":
        more = {"telegram_api_url": "http://127.0.0.1:9"}
    else:
        more = {"telegram_bot_token": None}

    told = await erases(program, code, **more)

    assert "in their chat could not be deleted" in told
    assert await program.ask(lambda unit: unit.people.by_code(code)) is None


async def test_the_others_are_served_while_and_after_somebody_is_erased(
    program: Living, sam: Person, ana: Person, dana: Person
) -> None:
    await program.does(sam, "/message")
    await program.does(sam, MESSAGE)
    code = (await program.record(sam)).code

    await erases(program, code)
    opened = await program.taps(dana, "Open")
    await program.at(EVENING)

    assert opened.text.startswith("This person is not on your list")
    assert program.last(ana).buttons[0] == "Abrir"
    assert program.program.receiver.health.poison == 0


async def test_a_message_under_way_does_not_stay_in_the_chat_of_an_erased_person(program: Living, sam: Person) -> None:
    code = (await program.record(sam)).code
    slow = program.world.faults.add(Fault("slow", frozenset({"sendmessage"}), SAM, times=1, delay=1.0))
    asked = len(program.world.journal)
    sam.types("/practice")
    async with asyncio.timeout(10):
        while not [call for call in program.world.journal.calls("sendMessage", SAM) if call.number > asked]:
            await asyncio.sleep(0.002)

    await erases(program, code)

    assert slow.times == 0
    assert "Which one would you like?" not in program.chat_text(sam)
    assert await program.ask(lambda unit: unit.people.by_code(code)) is None


async def test_an_erasure_that_was_cut_short_is_ended_by_running_it_again(program: Living, sam: Person) -> None:
    code = (await program.record(sam)).code
    await erases(program, code)

    told = await erases(program, code)

    assert told == f"{code} was erased before"
    assert (program.folder / "state" / NAME).read_text() == f"{code}\n"
