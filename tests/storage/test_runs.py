from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.storage.runs import Run
from bot.storage.unit import Unit
from bot.storage.writer import Store
from tests.storage.conftest import NOW, make_person

DAILY = "checkins/daily"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
TODAY = date(2026, 11, 24)


@pytest.fixture
async def person(store: Store) -> int:
    return (await store.write(make_person)).id


def begin(unit: Unit, person: int, activity: str = DAILY, day: date = TODAY, **fields: object) -> Run | None:
    version = unit.versions.record(activity, "en", "digest", "source", NOW)
    return unit.runs.create(person, activity, version.id, at=NOW, occurrence=day.isoformat(), **fields)  # type: ignore[arg-type]


def must(run: Run | None) -> Run:
    assert run is not None
    return run


def answer_days(unit: Unit, person: int, values: list[int | None]) -> None:
    for number, value in enumerate(values):
        day = TODAY + number * DAY
        run = must(begin(unit, person, day=day))
        unit.answers.add(run, "craving", value, at=NOW, local_date=day, status="answered" if value else "skipped")
        unit.runs.save(replace(run, outcome="finished", finished_at=NOW))


async def test_a_prompt_for_one_occurrence_is_made_once_even_after_its_end(store: Store, person: int) -> None:
    run = must(await store.write(lambda unit: begin(unit, person, prompted=True)))
    await store.write(lambda unit: unit.runs.save(replace(run, outcome="expired")))

    again = await store.write(lambda unit: begin(unit, person, prompted=True))
    snoozed = await store.write(lambda unit: begin(unit, person, prompted=True, part=1))

    assert again is None
    assert snoozed is not None


async def test_one_run_of_an_activity_and_subject_is_open_at_a_time(store: Store, person: int) -> None:
    first = must(await store.write(lambda unit: begin(unit, person)))
    second = await store.write(lambda unit: begin(unit, person, day=TODAY + DAY))
    other_subject = await store.write(lambda unit: begin(unit, person, subject="meeting 4"))

    assert second is None
    assert other_subject is not None
    assert await store.read(lambda unit: unit.runs.open_run(person, DAILY)) == first


async def test_what_moves_in_a_run_is_saved(store: Store, person: int) -> None:
    run = must(await store.write(lambda unit: begin(unit, person)))
    moved = replace(
        run,
        position='{"page":2}',
        message_id=2**40,
        shown_digest="abc",
        touched_at=NOW + MINUTE,
        wake_at=NOW + 2 * MINUTE,
        neutral_at=NOW + 10 * MINUTE,
    )

    await store.write(lambda unit: unit.runs.save(moved))

    assert await store.read(lambda unit: unit.runs.by_id(run.id)) == moved
    assert await store.read(lambda unit: unit.runs.due_wakes(NOW + MINUTE)) == []
    assert await store.read(lambda unit: unit.runs.due_wakes(NOW + 2 * MINUTE)) == [moved]
    assert await store.read(lambda unit: unit.runs.due_neutral(NOW + 10 * MINUTE)) == [moved]
    assert await store.read(lambda unit: unit.runs.touched_since(NOW + MINUTE)) == [moved]
    assert await store.read(lambda unit: unit.runs.of_day(person, DAILY, TODAY.isoformat())) == moved


async def test_the_newest_open_run_is_the_one_touched_last(store: Store, person: int) -> None:
    def three(unit: Unit) -> tuple[Run, Run]:
        old, new, ended = (must(begin(unit, person, activity)) for activity in ("a", "b", "c"))
        touched = replace(old, touched_at=NOW + MINUTE)
        unit.runs.save(touched)
        unit.runs.save(replace(ended, touched_at=NOW + DAY, outcome="finished"))
        return touched, new

    touched, new = await store.write(three)

    assert await store.read(lambda unit: unit.runs.newest_open(person)) == touched
    assert await store.read(lambda unit: unit.runs.all_open(person)) == [touched, new]
    assert await store.read(lambda unit: unit.runs.finished(person)) == ["c"]


async def test_the_newest_answer_of_each_question_counts_and_every_row_is_kept(store: Store, person: int) -> None:
    def answer(unit: Unit) -> Run:
        run = must(begin(unit, person))
        unit.answers.add(run, "craving", 7, at=NOW, local_date=TODAY)
        unit.answers.add(run, "used", "no", at=NOW, local_date=TODAY)
        unit.answers.add(run, "body", ("tired", "tense"), at=NOW, local_date=TODAY)
        unit.answers.add(run, "note", "a hard day, but", text=True, at=NOW, local_date=TODAY)
        unit.answers.add(run, "mood", None, status="skipped", at=NOW, local_date=TODAY)
        unit.answers.add(run, "craving", 4, status="changed", late=True, at=NOW + DAY, local_date=TODAY)
        return run

    run = await store.write(answer)

    newest = await store.read(lambda unit: unit.answers.newest(run.id))
    rows = await store.read(lambda unit: unit.answers.all_for(person))
    values = {question: answer.value for question, answer in newest.items()}
    assert values == {"craving": 4, "used": "no", "body": "tired,tense", "note": "a hard day, but", "mood": None}
    assert (newest["craving"].status, newest["craving"].late, newest["craving"].local_date) == ("changed", True, TODAY)
    assert [row.question for row in rows] == ["craving", "used", "body", "note", "mood", "craving"]


async def test_conditions_see_one_row_a_run_since_a_day(store: Store, person: int) -> None:
    await store.write(lambda unit: answer_days(unit, person, [3, None, 8]))

    def change_first(unit: Unit) -> None:
        run = must(unit.runs.of_day(person, DAILY, TODAY.isoformat()))
        unit.answers.add(run, "craving", 9, at=NOW + 3 * DAY, local_date=TODAY, status="changed")

    await store.write(change_first)

    all_days = await store.read(lambda unit: unit.answers.past(person, DAILY, "craving", TODAY))
    later = await store.read(lambda unit: unit.answers.past(person, DAILY, "craving", TODAY + DAY))
    assert [(past.local_date - TODAY, past.number) for past in all_days] == [(0 * DAY, 9), (DAY, None), (2 * DAY, 8)]
    assert [past.number for past in later] == [None, 8]


async def test_the_plan_points_at_the_newest_answers(store: Store, person: int) -> None:
    def write(unit: Unit) -> list[int]:
        run = must(begin(unit, person, "worksheets/reasons"))
        add = lambda name, text: unit.answers.add(run, name, text, text=True, at=NOW, local_date=TODAY)  # noqa: E731
        numbers = [add("one", "old"), add("one", "new"), add("two", "also")]
        for number in numbers:
            unit.plan.put(person, "my-reasons", number, NOW)
        return numbers

    numbers = await store.write(write)

    assert await store.read(lambda unit: unit.plan.sections(person)) == {"my-reasons": numbers[1:]}
    sheet = await store.read(lambda unit: unit.answers.newest_of_activity(person, "worksheets/reasons"))
    assert {name: answer.text for name, answer in sheet.items()} == {"one": "new", "two": "also"}


async def test_a_version_is_recorded_once_and_the_last_recorded_is_current(store: Store) -> None:
    def record(unit: Unit) -> list[int]:
        texts = ("old", "new", "old")
        return [unit.versions.record("a", "en", f"digest of {text}", text, NOW).id for text in texts]

    first, second, third = await store.write(record)

    current = await store.read(lambda unit: unit.versions.current("a", "en"))
    assert first == third != second
    assert current is not None
    assert current.id == first
    assert await store.read(lambda unit: unit.versions.by_digest("a", "en", "digest of new")) == await store.read(
        lambda unit: unit.versions.by_id(second)
    )
    assert [version.id for version in await store.read(lambda unit: unit.versions.all_current())] == [first]


async def test_the_last_firing_of_a_rule_is_found(store: Store, person: int) -> None:
    def fire(unit: Unit) -> None:
        unit.firings.add(person, "high", NOW, 1, TODAY)
        unit.firings.add(person, "high", NOW + DAY, 2, TODAY + DAY)
        unit.firings.add(person, "silent", NOW, None, TODAY)

    await store.write(fire)

    last = await store.read(lambda unit: unit.firings.last(person, "high"))
    assert last is not None
    assert (last.answer_id, last.day) == (2, TODAY + DAY)
    assert await store.read(lambda unit: unit.firings.last(person, "never")) is None


async def test_a_held_text_is_taken_once_by_its_own_person_within_its_day(store: Store, person: int) -> None:
    other = (await store.write(make_person)).id
    keep = lambda unit: unit.held_texts.keep(person, "words", NOW, NOW + DAY)  # noqa: E731
    first, late, left = [await store.write(keep) for _ in range(3)]

    assert await store.write(lambda unit: unit.held_texts.take(first, other, NOW)) is None
    assert await store.write(lambda unit: unit.held_texts.take(first, person, NOW)) == "words"
    assert await store.write(lambda unit: unit.held_texts.take(first, person, NOW)) is None
    assert await store.write(lambda unit: unit.held_texts.take(late, person, NOW + DAY)) is None
    assert await store.write(lambda unit: unit.held_texts.purge(NOW + DAY)) == 1
    assert await store.write(lambda unit: unit.held_texts.take(left, person, NOW)) is None


async def test_an_update_is_done_once_and_forgotten_after_its_time(store: Store) -> None:
    did = [await store.write(lambda unit: unit.done(10**12, NOW)) for _ in range(2)]
    among = await store.read(lambda unit: unit.done_among([10**12, 5]))
    purged = await store.write(lambda unit: unit.purge_done(NOW + MINUTE))

    assert did == [True, False]
    assert among == {10**12}
    assert purged == 1
    assert not await store.read(lambda unit: unit.is_done(10**12))


async def test_the_last_sign_of_each_person_is_found_in_one_question(store: Store, person: int) -> None:
    other = (await store.write(make_person)).id

    await store.write(lambda unit: answer_days(unit, person, [3, None, 8]))
    await store.write(lambda unit: answer_days(unit, other, [None]))

    signs = await store.read(lambda unit: unit.answers.last_signs([person, other]))
    assert sorted(signs) == [(person, DAILY, NOW, TODAY + 2 * DAY), (other, DAILY, NOW, TODAY)]
    assert await store.read(lambda unit: unit.answers.last_signs([])) == []
