import asyncio
import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.storage.migrations import migrate
from bot.storage.people import HandleTaken, PersonGone
from bot.storage.sealing import Ring, SealBroken, new_key
from bot.storage.tables import BY_NAME
from bot.storage.unit import Unit
from bot.storage.writer import Store
from tests.storage.conftest import NOW, make_person

DAY = timedelta(days=1)
CHAT, OTHER_CHAT = 5_000_000_001, 5_000_000_002


async def test_participants_and_staff_get_codes_that_cannot_be_misread(store: Store) -> None:
    codes = await store.write(lambda unit: [make_person(unit, role).code for role in ("participant", "counselor")])

    assert re.fullmatch(r"P-[2-9A-HJKMNP-TV-Z]{5}", codes[0])
    assert re.fullmatch(r"S-[2-9A-HJKMNP-TV-Z]{5}", codes[1])


async def test_a_person_is_found_by_chat_code_and_handle(store: Store) -> None:
    def enrol(unit: Unit) -> str:
        person = make_person(unit, "counselor", handle="maria")
        unit.people.bind_chat(person.id, CHAT)
        return person.code

    code = await store.write(enrol)

    person = await store.read(lambda unit: unit.people.by_code(f" {code.lower()} "))
    assert person is not None
    assert person == await store.read(lambda unit: unit.people.by_chat(CHAT))
    assert person == await store.read(lambda unit: unit.people.by_handle("maria"))
    assert await store.read(lambda unit: unit.people.chat_of(person.id)) == CHAT
    assert await store.read(lambda unit: unit.people.by_chat(OTHER_CHAT)) is None


async def test_a_handle_is_given_once(store: Store) -> None:
    await store.write(lambda unit: make_person(unit, "counselor", handle="maria"))

    with pytest.raises(HandleTaken):
        await store.write(lambda unit: make_person(unit, "counselor", handle="maria"))


async def test_a_new_phone_takes_the_old_ones_place_but_never_another_persons_chat(store: Store) -> None:
    def enrol(unit: Unit) -> tuple[int, int]:
        one, other = make_person(unit).id, make_person(unit).id
        unit.people.bind_chat(one, CHAT)
        return one, other

    one, other = await store.write(enrol)

    assert not await store.write(lambda unit: unit.people.bind_chat(other, CHAT))
    assert await store.write(lambda unit: unit.people.bind_chat(one, OTHER_CHAT))
    assert await store.write(lambda unit: unit.people.bind_chat(one, OTHER_CHAT))
    assert await store.read(lambda unit: unit.people.by_chat(CHAT)) is None
    assert await store.read(lambda unit: unit.people.chat_of(one)) == OTHER_CHAT


async def test_every_change_of_a_field_has_its_line_of_history_and_names_leave_no_value(store: Store) -> None:
    person = (await store.write(lambda unit: make_person(unit, name="Ana", initials="A."))).id

    def change(unit: Unit) -> None:
        unit.people.set(person, "timezone", "Europe/Madrid", NOW, person)
        unit.people.set(person, "checkin_on", False, NOW, None)
        unit.people.set(person, "paused_until", NOW + DAY, NOW, None)
        unit.people.set(person, "name", "Anna", NOW, None)

    await store.write(change)

    known = await store.read(lambda unit: unit.people.by_id(person))
    lines = await store.read(lambda unit: unit.history.of(person))
    assert (known.timezone, known.checkin_on, known.paused_until) == ("Europe/Madrid", False, NOW + DAY)
    assert [(line.field, line.old, line.new) for line in lines] == [
        ("timezone", "America/New_York", "Europe/Madrid"),
        ("checkin_on", "True", "False"),
        ("paused_until", None, "2026-11-25T12:00:00+00:00"),
        ("name", None, None),
    ]
    assert await store.read(lambda unit: unit.people.name_of(person)) == "Anna"
    assert await store.read(lambda unit: unit.people.initials_for([person])) == {person: "A."}


async def test_a_field_that_does_not_exist_is_refused(store: Store) -> None:
    person = await store.write(make_person)

    with pytest.raises(ValueError, match="no such field"):
        await store.write(lambda unit: unit.people.set(person.id, "code", "P-22222", NOW, None))


async def test_a_sealed_name_put_on_another_person_does_not_open(store: Store) -> None:
    def swap(unit: Unit) -> int:
        people = BY_NAME["people"]
        one, other = make_person(unit, name="Ana").id, make_person(unit, name="Bea").id
        sealed = unit._channel.rows(people.select().where(people.c.id == one))[0].name_s
        unit._channel.change(people.update().where(people.c.id == other).values(name_s=sealed))
        return other

    other = await store.write(swap)

    with pytest.raises(SealBroken):
        await store.read(lambda unit: unit.people.name_of(other))


async def test_roles_hold_from_their_beginning_to_their_end(store: Store) -> None:
    person = (await store.write(lambda unit: make_person(unit, "counselor"))).id

    def work(unit: Unit) -> list[bool]:
        return [
            unit.roles.grant(person, "admin", NOW + DAY),
            unit.roles.grant(person, "admin", NOW + 2 * DAY),
            unit.roles.end(person, "admin", NOW + 3 * DAY),
            unit.roles.end(person, "admin", NOW + 3 * DAY),
        ]

    assert await store.write(work) == [True, False, True, False]
    held = [await store.read(lambda unit, day=day: unit.roles.of(person, NOW + day * DAY)) for day in range(-1, 4)]
    both = {"counselor", "admin"}
    assert held == [set(), {"counselor"}, both, both, {"counselor"}]


async def test_a_caseload_changes_with_cover_and_transfer(store: Store) -> None:
    def prepare(unit: Unit) -> tuple[int, int, int]:
        ana, main, cover = make_person(unit).id, make_person(unit, "counselor").id, make_person(unit, "counselor").id
        unit.roles.assign(ana, main, NOW)
        unit.roles.assign(ana, cover, NOW + DAY, NOW + 2 * DAY)
        return ana, main, cover

    ana, main, cover = await store.write(prepare)
    moments = [NOW - DAY, NOW, NOW + DAY, NOW + 2 * DAY]
    seen = [await store.read(lambda unit, at=at: unit.roles.counselors_of(ana, at)) for at in moments]
    ended = await store.write(lambda unit: unit.roles.unassign(ana, main, NOW + 3 * DAY))

    assert seen == [[], [main], [main, cover], [main]]
    assert ended
    assert await store.read(lambda unit: unit.roles.caseload(main, NOW + 3 * DAY)) == []
    assert [p.id for p in await store.read(lambda unit: unit.roles.caseload(cover, NOW + DAY))] == [ana]
    assert not await store.read(lambda unit: unit.roles.looks_after(cover, ana, NOW))


async def test_an_invite_is_won_by_one_of_two_racing_accounts(url: str, ring: Ring) -> None:
    stores = [Store(url, ring) for _ in range(2)]
    for round_ in range(5):
        code = await stores[0].write(lambda unit: unit.invites.create("participant", at=NOW, expires_at=NOW + DAY))

        claims = await asyncio.gather(
            *(
                store.write(lambda unit, chat=chat: unit.invites.claim(code, chat, NOW))  # noqa: B023
                for store in stores
                for chat in (round_ * 10 + 1, round_ * 10 + 2)
            )
        )

        won = [claim for claim in claims if claim is not None]
        assert [claim.again for claim in won].count(False) == 1
        assert len(won) == 2  # the winner's account asked twice
    for store in stores:
        await store.close()


async def test_the_same_account_pressing_the_same_link_again_gets_the_same_claim(store: Store) -> None:
    code = await store.write(lambda unit: unit.invites.create("participant", at=NOW, expires_at=NOW + DAY))

    first = await store.write(lambda unit: unit.invites.claim(code, CHAT, NOW))
    again = await store.write(lambda unit: unit.invites.claim(f"{code[:4]}-{code[4:].lower()}", CHAT, NOW + 9 * DAY))

    assert first is not None
    assert again is not None
    assert (first.again, again.again, first.invite.id) == (False, True, again.invite.id)
    assert not await store.read(lambda unit: unit.invites.usable(first.invite.id, OTHER_CHAT, NOW))


async def test_expired_and_revoked_and_unknown_invites_are_not_claimed(store: Store) -> None:
    make = lambda unit: unit.invites.create("family", at=NOW, expires_at=NOW + DAY)  # noqa: E731
    late, revoked = await store.write(make), await store.write(make)

    assert await store.write(lambda unit: unit.invites.revoke(revoked, NOW))
    assert await store.write(lambda unit: unit.invites.claim(late, CHAT, NOW + DAY)) is None
    assert await store.write(lambda unit: unit.invites.claim(revoked, CHAT, NOW)) is None
    assert await store.write(lambda unit: unit.invites.claim("NEVERMADE", CHAT, NOW)) is None
    assert not await store.write(lambda unit: unit.invites.revoke("NEVERMADE", NOW))


async def test_five_wrong_codes_within_an_hour_lock_the_chat_for_an_hour(store: Store) -> None:
    minute = timedelta(minutes=1)

    locks = [await store.write(lambda unit, n=n: unit.invites.wrong_try(CHAT, NOW + n * minute)) for n in range(5)]

    until = NOW + 64 * minute
    assert locks == [None] * 4 + [until]
    assert await store.read(lambda unit: unit.invites.locked_until(CHAT, NOW + 5 * minute)) == until
    assert await store.read(lambda unit: unit.invites.locked_until(CHAT, until)) is None
    assert await store.read(lambda unit: unit.invites.locked_until(OTHER_CHAT, NOW)) is None
    assert await store.write(lambda unit: unit.invites.wrong_try(CHAT, until)) is None


async def test_a_consent_holds_until_it_is_withdrawn_or_expires_and_every_act_is_kept(store: Store) -> None:
    person = (await store.write(make_person)).id
    words = {"text_version": "1", "text_digest": "ab12", "language": "en"}

    def act(unit: Unit) -> list[bool]:
        unit.consents.give(person, "care", at=NOW, **words)
        unit.consents.give(person, "family", recipient="P-33333", at=NOW, expires_at=NOW + DAY, **words)
        return [unit.consents.withdraw(person, "care", NOW + DAY), unit.consents.withdraw(person, "care", NOW + DAY)]

    assert await store.write(act) == [True, False]
    assert await store.read(lambda unit: unit.consents.active(person, "care", NOW)) is None
    family = lambda at: lambda unit: unit.consents.active(person, "family", at, recipient="P-33333")  # noqa: E731
    assert (await store.read(family(NOW))) is not None
    assert (await store.read(family(NOW + DAY))) is None
    assert [c.act for c in await store.read(lambda unit: unit.consents.all_for(person))] == [
        "given",
        "given",
        "withdrawn",
    ]


async def test_no_sealed_word_is_readable_in_any_file_and_none_of_a_person_is_left_after_erasing(
    tmp_path: Path,
) -> None:
    path = tmp_path / "db" / "companion.db"
    migrate(f"sqlite:///{path}")
    store = Store(f"sqlite:///{path}", Ring.parse(new_key()))

    def live(unit: Unit) -> str:
        person = make_person(unit, name="canary-name", initials="canary-i")
        unit.people.bind_chat(person.id, 987654321987)
        version = unit.versions.record("checkins/daily", "en", "d1", "source", NOW)
        run = unit.runs.create(person.id, "checkins/daily", version.id, at=NOW, occurrence="2026-11-24")
        assert run is not None
        answer = unit.answers.add(run, "note", "canary-note", text=True, at=NOW, local_date=NOW.date())
        unit.plan.put(person.id, "reasons", answer, NOW)
        unit.messages.add(person.id, "to_staff", "canary-message", NOW)
        unit.held_texts.keep(person.id, "canary-held", NOW, NOW + DAY)
        unit.firings.add(person.id, "rule", NOW, answer, NOW.date())
        unit.alerts.raise_(person.id, "rule", "today", "{}", at=NOW)
        unit.deliveries.supersede_latest(person.id, str(run.id), at=NOW)
        unit.roles.assign(person.id, make_person(unit, "counselor").id, NOW)
        unit.reviews.save(person.id, person.id, answer, NOW)
        unit.consents.give(person.id, "care", text_version="1", text_digest="a", language="en", at=NOW)
        unit.invites.create("participant", at=NOW, expires_at=NOW + DAY, person=person.id)
        unit.people.set(person.id, "handle", "trace-of-a-person", NOW, person.id)
        return person.code

    def files() -> bytes:
        return b"".join(file.read_bytes() for file in path.parent.iterdir())

    code = await store.write(live)
    alive = files()
    person = await store.read(lambda unit: unit.people.by_code(code))
    assert person is not None
    await store.write(lambda unit: unit.erase(person.id))
    await store.scrub()
    erased = files()
    counts = await store.read(lambda unit: unit.counts())
    with pytest.raises(PersonGone):
        await store.read(lambda unit: unit.people.by_id(person.id))
    await store.close()

    assert code.encode() in alive
    assert b"canary" not in alive
    assert b"987654321987" not in alive
    assert code.encode() not in erased
    assert b"trace-of-a-person" not in erased
    assert {name for name, count in counts.items() if count} == {"people", "roles", "activity_versions", "secrets"}


async def test_who_became_unreachable_since_a_moment_is_found(store: Store) -> None:
    def live(unit: Unit) -> int:
        one, other = make_person(unit).id, make_person(unit).id
        unit.people.set(other, "state", "unreachable", NOW - DAY, None)
        for state, at in (("unreachable", NOW), ("active", NOW + DAY)):
            unit.people.set(one, "state", state, at, None)
        return one

    one = await store.write(live)

    found = await store.read(lambda unit: unit.history.became("state", "unreachable", NOW))
    assert [(change.person, change.old, change.at) for change in found] == [(one, "active", NOW)]
