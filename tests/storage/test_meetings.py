from datetime import datetime, timedelta

import pytest

from bot.storage.groups import Group, NameTaken
from bot.storage.meetings import Meeting
from bot.storage.tables import BY_NAME
from bot.storage.unit import Unit
from bot.storage.writer import Store
from tests.storage.conftest import NOW, make_person

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ROOM = "Room 4, 12 Elm Street"


def make_group(unit: Unit, name: str = "evening", facilitator: int | None = None, place: str | None = ROOM) -> Group:
    return unit.groups.create(
        name=name, title="Evening group", rrule="FREQ=WEEKLY;BYDAY=TU", start_local="2026-11-24T18:00",
        timezone="America/New_York", minutes=90, facilitator=facilitator, place=place, at=NOW,
    )  # fmt: skip


def make_meeting(unit: Unit, group: Group, starts_at: datetime = NOW + DAY) -> Meeting:
    made = unit.meetings.add(
        group=group.id, occurrence=starts_at.strftime("%Y-%m-%dT%H:%M"), timezone=group.timezone, starts_at=starts_at,
        minutes=90, at=NOW,
    )  # fmt: skip
    assert made is not None
    return made


def make_appointment(unit: Unit, person: int, staff: int, starts_at: datetime) -> Meeting:
    made = unit.meetings.add(
        participant=person, staff=staff, occurrence="2026-11-25T10:00", timezone="America/New_York",
        starts_at=starts_at, minutes=50, at=NOW,
    )  # fmt: skip
    assert made is not None
    return made


async def test_a_group_is_found_by_its_name_and_its_place_is_sealed(store: Store) -> None:
    group = await store.write(make_group)

    def ask(unit: Unit) -> tuple[Group | None, Group | None, str | None, bytes]:
        sealed = unit._channel.row(BY_NAME["groups"].select())
        assert sealed is not None
        return (
            unit.groups.by_name(" Evening "),
            unit.groups.by_id(group.id),
            unit.groups.place_of(group.id),
            sealed.place_s,
        )

    by_name, by_id, place, sealed = await store.read(ask)
    assert by_name == by_id == group
    assert place == ROOM
    assert b"Elm" not in sealed


async def test_a_group_that_moves_house_has_its_new_place(store: Store) -> None:
    group = await store.write(make_group)

    await store.write(lambda unit: unit.groups.set_place(group.id, "Room 9"))

    assert await store.read(lambda unit: unit.groups.place_of(group.id)) == "Room 9"


async def test_a_group_without_a_place_has_none(store: Store) -> None:
    group = await store.write(lambda unit: make_group(unit, place=None))

    assert await store.read(lambda unit: unit.groups.place_of(group.id)) is None


async def test_a_name_is_given_to_one_group_only(store: Store) -> None:
    await store.write(make_group)

    with pytest.raises(NameTaken):
        await store.write(make_group)


async def test_members_belong_from_when_to_when(store: Store) -> None:
    def come_and_go(unit: Unit) -> tuple[Group, int, list[bool]]:
        group, person = make_group(unit), make_person(unit).id
        done = [unit.groups.add_member(group.id, person, NOW), unit.groups.add_member(group.id, person, NOW)]
        done.append(unit.groups.remove_member(group.id, person, NOW + DAY))
        done.append(unit.groups.remove_member(group.id, person, NOW + DAY))
        return group, person, done

    group, person, done = await store.write(come_and_go)

    moments = (NOW - HOUR, NOW, NOW + DAY - HOUR, NOW + DAY)
    members = await store.read(lambda unit: [unit.groups.members_of(group.id, at) for at in moments])
    groups = await store.read(lambda unit: [unit.groups.of_person(person, at) for at in (NOW, NOW + DAY)])
    assert done == [True, False, True, False]
    assert members == [[], [person], [person], []]
    assert groups == [[group], []]


async def test_an_occurrence_of_a_group_is_planned_once_whatever_became_of_it(store: Store) -> None:
    def plan(unit: Unit) -> tuple[Group, Meeting]:
        group = make_group(unit)
        meeting = make_meeting(unit, group)
        unit.meetings.cancel(meeting.id, NOW)
        return group, meeting

    group, meeting = await store.write(plan)

    again = await store.write(
        lambda unit: unit.meetings.add(
            group=group.id,
            occurrence=meeting.occurrence,
            timezone=group.timezone,
            starts_at=NOW + DAY,
            minutes=90,
            at=NOW,
        )
    )
    assert again is None


async def test_two_appointments_may_begin_at_the_same_time(store: Store) -> None:
    def plan(unit: Unit) -> list[Meeting]:
        staff = make_person(unit, "counselor").id
        return [make_appointment(unit, make_person(unit).id, staff, NOW + DAY) for _ in range(2)]

    first, second = await store.write(plan)

    assert first.id != second.id


async def test_a_move_is_counted_and_keeps_the_name_of_the_original_start(store: Store) -> None:
    meeting = await store.write(lambda unit: make_meeting(unit, make_group(unit)))

    moved = await store.write(lambda unit: unit.meetings.move(meeting.id, NOW + 2 * DAY, NOW + HOUR))

    assert moved is not None
    assert (moved.part, moved.starts_at, moved.changed_at) == (1, NOW + 2 * DAY, NOW + HOUR)
    assert moved.occurrence == meeting.occurrence
    assert moved.ends_at == NOW + 2 * DAY + 1.5 * HOUR


async def test_a_cancelled_meeting_is_neither_moved_nor_cancelled_again(store: Store) -> None:
    meeting = await store.write(lambda unit: make_meeting(unit, make_group(unit)))

    done = [await store.write(lambda unit: unit.meetings.cancel(meeting.id, NOW)) for _ in range(2)]

    assert done == [True, False]
    assert await store.write(lambda unit: unit.meetings.move(meeting.id, NOW + 3 * DAY, NOW)) is None


async def test_a_persons_meetings_are_their_own_and_those_of_groups_to_which_they_belong_then(store: Store) -> None:
    def plan(unit: Unit) -> tuple[int, int, list[Meeting]]:
        staff = make_person(unit, "counselor").id
        group, person, other = make_group(unit, facilitator=staff), make_person(unit).id, make_person(unit).id
        before, during, after = (make_meeting(unit, group, NOW + day * DAY) for day in (1, 8, 15))
        unit.groups.add_member(group.id, person, NOW + 2 * DAY)
        unit.groups.remove_member(group.id, person, NOW + 10 * DAY)
        own = make_appointment(unit, person, staff, NOW + 3 * DAY)
        make_appointment(unit, other, other, NOW + 3 * DAY)
        unit.meetings.cancel(during.id, NOW)
        return person, staff, [before, during, after, own]

    person, staff, (before, during, after, own) = await store.write(plan)

    mine = await store.read(lambda unit: unit.meetings.of_person(person, NOW, NOW + 30 * DAY))
    led = await store.read(lambda unit: unit.meetings.of_staff(staff, NOW, NOW + 30 * DAY))
    soon = await store.read(lambda unit: unit.meetings.between(NOW, NOW + 2 * DAY))
    assert [each.id for each in mine] == [own.id, during.id]
    assert mine[1].state == "cancelled"
    assert [each.id for each in led] == [before.id, own.id, during.id, after.id]
    assert [each.id for each in soon] == [before.id]


async def test_everyone_expected_is_named_with_the_moment_since_when(store: Store) -> None:
    def plan(unit: Unit) -> tuple[Meeting, Meeting, int, int]:
        staff, person, late = (make_person(unit, role).id for role in ("counselor", "participant", "participant"))
        group = make_group(unit)
        meeting = make_meeting(unit, group)
        unit.meetings.cancel(make_meeting(unit, group, NOW + 2 * DAY).id, NOW)
        own = make_appointment(unit, person, staff, NOW + 3 * DAY)
        unit.groups.add_member(group.id, person, NOW)
        unit.groups.add_member(group.id, late, NOW + HOUR)
        return meeting, own, person, late

    meeting, own, person, late = await store.write(plan)

    found = await store.read(lambda unit: unit.meetings.expected(NOW, NOW + 30 * DAY))
    assert [(each.id, who, since) for each, who, since in found] == [
        (meeting.id, person, NOW),
        (meeting.id, late, NOW + HOUR),
        (own.id, person, NOW),
    ]


async def test_a_new_word_about_coming_takes_out_what_no_longer_fits(store: Store) -> None:
    def say(unit: Unit) -> list[tuple[str | None, int | None, str | None]]:
        meeting, person = make_meeting(unit, make_group(unit)), make_person(unit).id
        said = []
        for words in ({"rsvp": "late"}, {"minutes_late": 20}, {"rsvp": "no"}, {"reason": "ride"}, {"rsvp": "yes"}):
            found = unit.meetings.answer(meeting.id, person, at=NOW, **words)  # type: ignore[arg-type]
            said.append((found.rsvp, found.minutes_late, found.reason))
        return said

    assert await store.write(say) == [
        ("late", None, None), ("late", 20, None), ("no", None, None), ("no", None, "ride"), ("yes", None, None),
    ]  # fmt: skip


async def test_a_move_forgets_what_was_said_and_keeps_what_was_marked(store: Store) -> None:
    def clear(unit: Unit) -> tuple[str | None, str | None, datetime | None]:
        staff, person = make_person(unit, "counselor").id, make_person(unit).id
        meeting = make_meeting(unit, make_group(unit))
        unit.meetings.answer(meeting.id, person, at=NOW, rsvp="no", reason="work")
        unit.meetings.mark(meeting.id, person, "excused", staff, NOW)
        unit.meetings.clear_rsvp(meeting.id)
        found = unit.meetings.attendance(meeting.id, person)
        assert found is not None
        return found.rsvp, found.attended, found.rsvp_at

    assert await store.write(clear) == (None, "excused", None)


async def test_the_newest_mark_counts_and_absences_are_found_again(store: Store) -> None:
    def mark(unit: Unit) -> tuple[int, list[str | None]]:
        staff, person = make_person(unit, "counselor").id, make_person(unit).id
        group = make_group(unit)
        for day, marks in ((-3, ["absent"]), (-2, ["absent", "present"]), (-9, ["absent"])):
            meeting = make_meeting(unit, group, NOW + day * DAY)
            for word in marks:
                unit.meetings.mark(meeting.id, person, word, staff, NOW)
        return person, [line.attended for _, line in unit.meetings.attendance_for(person)]

    person, marks = await store.write(mark)

    missed = await store.read(lambda unit: unit.meetings.missed_since(person, NOW - 7 * DAY))
    assert marks == ["absent", "absent", "present"]
    assert len(missed) == 1


async def test_a_session_over_for_a_day_is_unmarked_until_everyone_who_belongs_to_it_is_marked(store: Store) -> None:
    def plan(unit: Unit) -> tuple[int, int, Meeting]:
        staff, person, other = (make_person(unit, role).id for role in ("counselor", "participant", "participant"))
        group = make_group(unit, facilitator=staff)
        empty = make_group(unit, "nobody", facilitator=staff)
        meeting = make_meeting(unit, group, NOW - DAY)
        for starts_at in (NOW - HOUR, NOW - 40 * DAY):  # not over yet at that moment; too long ago
            make_meeting(unit, group, starts_at)
        make_meeting(unit, empty, NOW - DAY)
        unit.meetings.cancel(make_meeting(unit, group, NOW - 2 * DAY).id, NOW)
        for each in (person, other):
            unit.groups.add_member(group.id, each, NOW - 50 * DAY)
        unit.meetings.mark(meeting.id, person, "present", staff, NOW)
        return staff, other, meeting

    staff, other, meeting = await store.write(plan)

    assert await store.read(lambda unit: unit.meetings.unmarked(staff, NOW)) == [meeting]
    await store.write(lambda unit: unit.meetings.mark(meeting.id, other, "absent", staff, NOW))
    assert await store.read(lambda unit: unit.meetings.unmarked(staff, NOW)) == []


async def test_erasing_a_person_takes_their_sessions_and_leaves_the_group(store: Store) -> None:
    def plan(unit: Unit) -> tuple[int, Group, Meeting]:
        staff, person = make_person(unit, "counselor").id, make_person(unit).id
        group = make_group(unit, facilitator=staff)
        meeting = make_meeting(unit, group)
        unit.groups.add_member(group.id, person, NOW)
        unit.meetings.answer(meeting.id, person, at=NOW, rsvp="yes")
        own = make_appointment(unit, person, staff, NOW + DAY)
        unit.meetings.mark(own.id, person, "present", staff, NOW)
        return person, group, meeting

    person, group, meeting = await store.write(plan)

    await store.write(lambda unit: unit.erase(person))

    counts = await store.read(lambda unit: unit.counts())
    assert (counts["members"], counts["attendance"], counts["meetings"]) == (0, 0, 1)
    assert await store.read(lambda unit: unit.groups.by_id(group.id)) == group
    assert await store.read(lambda unit: unit.meetings.by_id(meeting.id)) == meeting
