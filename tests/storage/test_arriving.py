"""Links pressed at the same moment, by two processes on one database."""

import asyncio
from datetime import timedelta

from bot.core.schedule import parse_hours
from bot.services import arriving, enrol
from bot.services.arriving import Arrival
from bot.services.house import Place
from bot.storage.sealing import Ring
from bot.storage.unit import Unit
from bot.storage.writer import Store
from tests.storage.conftest import NOW, make_person

PLACE = Place("Riverside", "", "UTC", "US", parse_hours("Mon-Fri 09:00-17:00"), "", ("21:00", "08:00"), lambda _: False)
ROUNDS = 10


async def press(store: Store, code: str, chat: int) -> Arrival | None:
    return await store.write(lambda unit: arriving.claim(unit, code, chat, "en", NOW))


async def test_of_accounts_that_press_one_link_at_once_exactly_one_arrives(url: str, ring: Ring) -> None:
    stores = [Store(url, ring) for _ in range(2)]
    for round_ in range(ROUNDS):
        code, person = await stores[0].write(lambda unit: enrol.invite_participant(unit, PLACE, now=NOW))
        chats = [round_ * 10 + n for n in (1, 2, 3, 4)]

        arrivals = await asyncio.gather(*(press(stores[n % 2], code, chat) for n, chat in enumerate(chats)))

        here = [chat for chat, arrival in zip(chats, arrivals, strict=True) if arrival is not None]
        bound = await stores[1].read(lambda unit, number=person.id: unit.people.chat_of(number))  # type: ignore[misc]
        assert here == [bound]
    for store in stores:
        await store.close()


async def test_of_two_phones_that_press_two_links_of_a_person_at_once_the_record_stands_on_one(
    url: str, ring: Ring
) -> None:
    stores = [Store(url, ring) for _ in range(2)]

    def ready(unit: Unit) -> tuple[int, list[str]]:
        person = make_person(unit).id
        until = NOW + timedelta(days=1)
        return person, [unit.invites.create("participant", at=NOW, expires_at=until, person=person) for _ in range(2)]

    for round_ in range(ROUNDS):
        person, codes = await stores[0].write(ready)
        chats = [round_ * 10 + 1, round_ * 10 + 2]

        await asyncio.gather(*(press(s, code, chat) for s, code, chat in zip(stores, codes, chats, strict=True)))

        bound = await stores[0].read(lambda unit, number=person: unit.people.chat_of(number))  # type: ignore[misc]
        holders = [await stores[1].read(lambda unit, c=chat: unit.people.by_chat(c)) for chat in chats]  # type: ignore[misc]
        assert bound in chats
        assert [holder.id for holder in holders if holder is not None] == [person]
    for store in stores:
        await store.close()
