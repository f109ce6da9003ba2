"""How the content is used: counts over people, without those who only try things, and none that is small."""

from dataclasses import replace
from datetime import date

from bot.core.activity import Activity
from bot.curriculum.loader import load_text
from bot.services.usage import Activities, Quizzes, report
from bot.storage.unit import Unit
from bot.storage.writer import Store
from tests.storage.conftest import NOW, make_person

TEXT = (
    "---\nkind: lesson\ntitle: Walk\nminutes: 1\n---\n\nWalk.\n\n---\n\n"
    "## What helps? {#helps quiz}\n\n- [ ] Wait\n- [x] Walk\n"
)
WALK: Activity = load_text(TEXT, "lessons/walk").activities["en", "lessons/walk"]


def live(unit: Unit, outcome: str | None, page: int = 0, answer: int | None = None, test: bool = False) -> None:
    person = make_person(unit)
    if test:
        unit.people.set(person.id, "is_test", True, NOW, None)
    version = unit.versions.record(WALK.id, "en", WALK.version, TEXT, NOW)
    run = unit.runs.create(person.id, WALK.id, version.id, at=NOW, occurrence="2026-11-24")
    assert run is not None
    if answer is not None:
        unit.answers.add(run, "helps", answer, at=NOW, local_date=date(2026, 11, 24), status="answered")
    unit.runs.save(replace(run, started_at=NOW, outcome=outcome, position=f'{{"page": {page}}}'))


async def told(store: Store) -> tuple[Activities, Quizzes]:
    found = await store.read(lambda unit: report(unit, {WALK.id: WALK}))
    return found.activities[0], found.quizzes[0]


async def test_people_are_counted_and_where_they_stop_and_what_they_knew(store: Store) -> None:
    def all_of_them(unit: Unit) -> None:
        for _ in range(20):
            live(unit, "finished", 1, answer=1)
        for _ in range(12):
            live(unit, "left", 1, answer=2)
        for _ in range(15):
            live(unit, "finished", 1, answer=2, test=True)

    await store.write(all_of_them)

    activity, quiz = await told(store)
    assert activity == Activities(WALK.id, "lesson", opened="32", finished="20", stop_page="2", stopped="12")
    assert quiz == Quizzes(WALK.id, "helps", answered="32", right="12", verdict="too hard")


async def test_a_count_under_eleven_is_hidden_and_cannot_be_reckoned(store: Store) -> None:
    def all_of_them(unit: Unit) -> None:
        for _ in range(30):
            live(unit, "finished", 1, answer=2)
        for _ in range(2):
            live(unit, "expired", 0)

    await store.write(all_of_them)

    activity, quiz = await told(store)
    assert activity == Activities(WALK.id, "lesson", opened="32", finished="more than 21", stop_page="", stopped="<11")
    assert (quiz.answered, quiz.right, quiz.verdict) == ("30", "30", "too easy")


async def test_what_nobody_opened_looks_like_what_few_did(store: Store) -> None:
    activity, quiz = await told(store)

    assert activity == Activities(WALK.id, "lesson", opened="<11", finished="<11", stop_page="", stopped="<11")
    assert (quiz.answered, quiz.right, quiz.verdict) == ("<11", "<11", "")
