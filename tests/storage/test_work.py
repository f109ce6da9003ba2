from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.storage.deliveries import Delivery
from bot.storage.unit import Unit
from bot.storage.writer import Store
from tests.storage.conftest import NOW, make_person

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
async def person(store: Store) -> int:
    return (await store.write(make_person)).id


def queue(unit: Unit, person: int, purpose: str = "checkins/daily", **fields: object) -> bool:
    values = {"policy": "at_most_once", "lane": 2, "due_at": NOW, "occurrence": "2026-11-24"} | fields
    return unit.deliveries.queue(person, purpose, queued_at=NOW, **values)  # type: ignore[arg-type]


async def only(store: Store, person: int) -> Delivery:
    rows = await store.read(lambda unit: unit.deliveries.all_for(person))
    assert len(rows) == 1
    return rows[0]


async def test_a_message_is_queued_once_for_its_occurrence(store: Store, person: int) -> None:
    results = [
        await store.write(lambda unit: queue(unit, person)),
        await store.write(lambda unit: queue(unit, person)),
        await store.write(lambda unit: queue(unit, person, part=1)),
        await store.write(lambda unit: queue(unit, person, occurrence="2026-11-25")),
    ]

    assert results == [True, False, True, True]


async def test_replies_come_before_bulk_and_nothing_before_its_time(store: Store, person: int) -> None:
    def fill(unit: Unit) -> None:
        queue(unit, person, "bulk", due_at=NOW - DAY)
        queue(unit, person, "reply", lane=0)
        queue(unit, person, "alert", lane=1)
        queue(unit, person, "future", due_at=NOW + MINUTE)

    await store.write(fill)

    due = await store.read(lambda unit: unit.deliveries.due(NOW))
    assert [delivery.purpose for delivery in due] == ["reply", "alert", "bulk"]
    assert await store.read(lambda unit: unit.deliveries.next_due()) == NOW - DAY


async def test_a_delivery_is_claimed_once_and_then_sent(store: Store, person: int) -> None:
    await store.write(lambda unit: queue(unit, person))
    number = (await only(store, person)).id

    claimed = await store.write(lambda unit: unit.deliveries.claim(number))
    again = await store.write(lambda unit: unit.deliveries.claim(number))
    assert claimed is not None
    sent = await store.write(lambda unit: unit.deliveries.sent(claimed, 77, NOW + MINUTE))

    row = await only(store, person)
    assert again is None
    assert sent
    assert (row.state, row.message_id, row.sent_at, row.attempts) == ("sent", 77, NOW + MINUTE, 1)


async def test_a_newer_page_takes_the_place_of_an_older_one_also_while_that_is_sent(store: Store, person: int) -> None:
    first = await store.write(lambda unit: unit.deliveries.supersede_latest(person, "5", at=NOW, args="1"))
    second = await store.write(lambda unit: unit.deliveries.supersede_latest(person, "5", at=NOW, args="2"))
    await store.write(lambda unit: unit.deliveries.claim(second.id))
    third = await store.write(lambda unit: unit.deliveries.supersede_latest(person, "5", at=NOW, args="3"))

    old_confirmed = await store.write(lambda unit: unit.deliveries.sent(second, 77, NOW))
    waiting = await store.read(lambda unit: unit.deliveries.due(NOW))
    new_confirmed = await store.write(lambda unit: unit.deliveries.sent(third, 77, NOW))

    assert first.id == second.id == third.id
    assert not old_confirmed
    assert [delivery.args for delivery in waiting] == ["3"]
    assert new_confirmed
    assert await store.read(lambda unit: unit.deliveries.due(NOW)) == []


async def test_a_page_is_not_queued_as_a_prompt(store: Store, person: int) -> None:
    with pytest.raises(ValueError, match="supersede_latest"):
        await store.write(lambda unit: queue(unit, person, policy="latest"))


async def test_after_a_crash_prompts_are_uncertain_and_all_else_is_due_again(store: Store, person: int) -> None:
    def send_three(unit: Unit) -> None:
        queue(unit, person, "prompt")
        queue(unit, person, "alert", policy="at_least_once")
        unit.deliveries.supersede_latest(person, "5", at=NOW)
        for delivery in unit.deliveries.due(NOW):
            unit.deliveries.claim(delivery.id)

    await store.write(send_three)

    uncertain = await store.write(lambda unit: unit.deliveries.requeue_after_crash(NOW))

    due = await store.read(lambda unit: unit.deliveries.due(NOW))
    assert [delivery.purpose for delivery in uncertain] == ["prompt"]
    assert {delivery.purpose for delivery in due} == {"alert", "page"}
    assert await store.read(lambda unit: unit.deliveries.count_by_state()) == {"uncertain": 1, "due": 2}


async def test_what_is_past_its_time_expires_and_is_never_sent(store: Store, person: int) -> None:
    await store.write(lambda unit: queue(unit, person, expires_at=NOW + MINUTE))

    early = await store.write(lambda unit: unit.deliveries.expire(NOW))
    late = await store.write(lambda unit: unit.deliveries.expire(NOW + MINUTE))

    assert early == []
    assert [delivery.state for delivery in late] == ["expired"]
    assert await store.write(lambda unit: unit.deliveries.claim(late[0].id)) is None


async def test_a_postponed_delivery_is_due_again_later(store: Store, person: int) -> None:
    await store.write(lambda unit: queue(unit, person))
    row = await only(store, person)
    await store.write(lambda unit: unit.deliveries.claim(row.id))

    await store.write(lambda unit: unit.deliveries.postpone(row, NOW + MINUTE, "RetryAfter"))

    assert await store.read(lambda unit: unit.deliveries.due(NOW)) == []
    assert [d.id for d in await store.read(lambda unit: unit.deliveries.due(NOW + MINUTE))] == [row.id]


async def test_an_ended_delivery_keeps_its_end(store: Store, person: int) -> None:
    await store.write(lambda unit: queue(unit, person))
    row = await only(store, person)

    failed = await store.write(lambda unit: unit.deliveries.fail(row, "Forbidden", NOW))
    uncertain = await store.write(lambda unit: unit.deliveries.make_uncertain(row, "TimedOut", NOW))

    assert (failed, uncertain) == (True, False)
    assert ((await only(store, person)).state, (await only(store, person)).error) == ("failed", "Forbidden")


async def test_what_ends_keeps_when_it_ended(store: Store, person: int) -> None:
    def fill(unit: Unit) -> None:
        for purpose in ("failed", "uncertain", "cancelled", "one", "crash"):
            queue(unit, person, purpose)
        queue(unit, person, "late", expires_at=NOW)
        unit.deliveries.supersede_latest(person, "5", at=NOW)

    def end(unit: Unit) -> None:
        by_purpose = {delivery.purpose: delivery for delivery in unit.deliveries.all_for(person)}
        unit.deliveries.fail(by_purpose["failed"], "refused", NOW + MINUTE)
        unit.deliveries.make_uncertain(by_purpose["uncertain"], "no answer", NOW + MINUTE)
        unit.deliveries.cancel(person, "paused", NOW + MINUTE, ["cancelled"])
        unit.deliveries.cancel_one(by_purpose["one"].id, "done", NOW + MINUTE)
        unit.deliveries.claim(by_purpose["crash"].id)
        unit.deliveries.requeue_after_crash(NOW + MINUTE)
        unit.deliveries.cancel_pages(person, "blocked", NOW + MINUTE)
        unit.deliveries.expire(NOW + MINUTE)

    await store.write(fill)
    await store.write(end)
    ended = await store.read(lambda unit: unit.deliveries.all_for(person))
    shown = await store.write(lambda unit: unit.deliveries.supersede_latest(person, "5", at=NOW + DAY))

    assert {(delivery.state, delivery.error) for delivery in ended} == {
        ("failed", "refused"), ("uncertain", "no answer"), ("expired", "paused"), ("expired", "done"),
        ("uncertain", "crash"), ("expired", "blocked"), ("expired", None),
    }  # fmt: skip
    assert {delivery.ended_at for delivery in ended} == {NOW + MINUTE}
    assert shown.ended_at is None


async def test_a_chat_that_is_blocked_or_to_be_spared_and_who_is_written_to_are_left_out(store: Store) -> None:
    def fill(unit: Unit) -> list[int]:
        people = [make_person(unit).id for _ in range(5)]
        for chat, number in enumerate(people[1:], 1):  # the first one has no chat (any more)
            unit.people.bind_chat(number, chat)
        unit.chats.block(people[1], NOW)
        unit.chats.wait(people[2], NOW + MINUTE)
        for number in people:
            queue(unit, number)
        return people

    people = await store.write(fill)

    def due(now: datetime) -> Callable[[Unit], list[int]]:
        return lambda unit: [found.person for found in unit.deliveries.due(now, without=[people[3]])]

    assert await store.read(due(NOW)) == [people[0], people[4]]
    assert await store.read(due(NOW + MINUTE)) == [people[0], people[2], people[4]]


async def test_each_lane_is_asked_for_as_much_as_it_has_places(store: Store) -> None:
    def fill(unit: Unit) -> None:
        for lane in (2, 0, 1):
            for _ in range(4):
                queue(unit, make_person(unit).id, lane=lane)

    await store.write(fill)

    found = await store.read(lambda unit: unit.deliveries.due(NOW, most=(3, 2, 0)))
    assert [delivery.lane for delivery in found] == [0, 0, 0, 1, 1]


async def test_what_waits_for_who_cannot_be_reached_fails_but_for_prompts_in_time(store: Store, person: int) -> None:
    def fill(unit: Unit) -> list[str]:
        queue(unit, person, "in time", expires_at=NOW + DAY)
        queue(unit, person, "without end")
        queue(unit, person, "alert", policy="at_least_once")
        unit.deliveries.supersede_latest(person, "5", at=NOW)
        return [failed.purpose for failed in unit.deliveries.fail_waiting(person, "blocked", NOW)]

    assert sorted(await store.write(fill)) == ["alert", "page", "without end"]
    assert [left.purpose for left in await store.read(lambda unit: unit.deliveries.due(NOW))] == ["in time"]


async def test_what_waits_for_a_person_can_be_cancelled_by_purpose(store: Store, person: int) -> None:
    def fill(unit: Unit) -> int:
        queue(unit, person, "checkins/daily")
        queue(unit, person, "reminders/session")
        return unit.deliveries.cancel(person, "done", NOW, ["checkins/daily"])

    assert await store.write(fill) == 1
    assert [d.purpose for d in await store.read(lambda unit: unit.deliveries.due(NOW))] == ["reminders/session"]


async def test_opened_and_done_keep_their_first_time(store: Store, person: int) -> None:
    await store.write(lambda unit: queue(unit, person))
    number = (await only(store, person)).id

    for moment in (NOW, NOW + MINUTE):
        await store.write(lambda unit, at=moment: unit.deliveries.opened(number, at))
        await store.write(lambda unit, at=moment: unit.deliveries.done(number, at))

    row = await only(store, person)
    assert (row.opened_at, row.done_at) == (NOW, NOW)


async def test_an_alert_that_is_raised_again_is_counted_until_it_is_closed(store: Store, person: int) -> None:
    raise_ = lambda at: lambda unit: unit.alerts.raise_(person, "high", "today", "{}", at=at)  # noqa: E731

    first, again = await store.write(raise_(NOW)), await store.write(raise_(NOW + MINUTE))
    closed = await store.write(lambda unit: unit.alerts.close(first.id, NOW + DAY))
    new = await store.write(raise_(NOW + 2 * DAY))

    assert (again.id, again.repeats, again.raised_at, again.last_at) == (first.id, 1, NOW, NOW + MINUTE)
    assert closed
    assert (new.repeats, new.id == first.id) == (0, False)


async def test_alerts_reach_the_counselors_of_the_person_and_the_holder(store: Store, person: int) -> None:
    def prepare(unit: Unit) -> tuple[int, int, int]:
        mine, holder, stranger = (make_person(unit, "counselor").id for _ in range(3))
        unit.roles.assign(person, mine, NOW)
        unit.alerts.raise_(person, "danger", "danger", "{}", at=NOW, holder=holder)
        return mine, holder, stranger

    staff = await store.write(prepare)

    seen = [len(await store.read(lambda unit, who=who: unit.alerts.open_for(who, NOW))) for who in staff]
    assert seen == [1, 1, 0]


async def test_an_acknowledged_alert_asks_nobody_else(store: Store, person: int) -> None:
    def prepare(unit: Unit) -> tuple[int, int, int]:
        staff = [make_person(unit, "counselor").id for _ in range(2)]
        return unit.alerts.raise_(person, "d", "danger", "{}", at=NOW, next_step_at=NOW + 15 * MINUTE).id, *staff

    alert, one, other = await store.write(prepare)
    before = await store.read(lambda unit: unit.alerts.due_steps(NOW + 15 * MINUTE))
    await store.write(
        lambda unit: unit.alerts.hand_on(alert, level=1, holder=other, at=NOW, next_step_at=NOW + 30 * MINUTE)
    )
    seen = await store.write(lambda unit: unit.alerts.seen(alert, NOW + MINUTE))
    taken = [await store.write(lambda unit, who=who: unit.alerts.acknowledge(alert, who, NOW)) for who in (one, other)]

    row = await store.read(lambda unit: unit.alerts.by_id(alert))
    assert [found.id for found in before] == [alert]
    assert (seen, taken) == (True, [True, False])
    assert row is not None
    assert (row.acknowledged_by, row.holder, row.seen_at, row.state) == (one, other, NOW + MINUTE, "acknowledged")
    assert await store.read(lambda unit: unit.alerts.due_steps(NOW + DAY)) == []


async def test_messages_are_read_once_in_their_direction(store: Store, person: int) -> None:
    def write(unit: Unit) -> int:
        unit.messages.add(person, "to_participant", "I am here", NOW)
        return unit.messages.add(person, "to_staff", "Can we talk?", NOW)

    number = await store.write(write)

    unread = await store.read(lambda unit: unit.messages.unread(person, "to_staff"))
    reads = [await store.write(lambda unit: unit.messages.read(number, NOW)) for _ in range(2)]
    assert [message.body for message in unread] == ["Can we talk?"]
    assert reads == [True, False]
    assert await store.read(lambda unit: unit.messages.unread(person, "to_staff")) == []
    assert [m.body for m in await store.read(lambda unit: unit.messages.thread(person))] == [
        "I am here",
        "Can we talk?",
    ]


async def test_the_newest_review_counts(store: Store, person: int) -> None:
    def look(unit: Unit) -> int:
        staff = make_person(unit, "counselor").id
        unit.reviews.save(person, staff, 3, NOW)
        unit.reviews.save(person, staff, 9, NOW + DAY)
        return staff

    await store.write(look)

    review = await store.read(lambda unit: unit.reviews.newest(person))
    assert review is not None
    assert (review.upto_answer, review.at) == (9, NOW + DAY)


async def test_a_chore_is_due_at_its_time_and_planned_anew(store: Store) -> None:
    await store.write(lambda unit: unit.chores.plan("backup", NOW))
    before, due = [await store.read(lambda unit, at=at: unit.chores.due(at)) for at in (NOW - MINUTE, NOW)]
    await store.write(lambda unit: unit.chores.plan("backup", NOW + DAY))

    assert (before, due) == ([], ["backup"])
    assert await store.read(lambda unit: unit.chores.due(NOW)) == []


async def test_a_chat_keeps_its_highest_message_and_whether_it_can_be_reached(store: Store, person: int) -> None:
    def tell(unit: Unit) -> None:
        unit.people.bind_chat(person, 42)
        for message in (5, 9, 7):
            unit.chats.saw_message(person, message)
        unit.chats.block(person, NOW)
        unit.chats.wait(person, NOW + MINUTE)

    await store.write(tell)
    blocked = await store.read(lambda unit: unit.chats.of(person))
    await store.write(lambda unit: unit.chats.unblock(person))
    free = await store.read(lambda unit: unit.chats.of(person))

    assert blocked is not None
    assert free is not None
    assert (blocked.last_message_id, blocked.blocked_at, blocked.not_before) == (9, NOW, NOW + MINUTE)
    assert free.blocked_at is None


async def test_doctor_can_count_every_table(store: Store, person: int) -> None:
    counts = await store.read(lambda unit: unit.counts())

    assert (counts["people"], counts["roles"], counts["runs"]) == (1, 1, 0)
    assert await store.read(lambda unit: unit.people.count_by_state()) == {"active": 1}
