"""What comes unasked, and when: doses, the budget, outages, thinning, travel, and clocks that are wrong for a while."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.simulator import Person
from bot.storage.deliveries import Delivery
from tests.e2e.living import EVENING, TODAY, Living
from tests.e2e.test_checkin import FIVE, PROMPT, prompts

DAY = timedelta(days=1)
NEW_YORK = "America/New_York"
LINE = "Got a minute?"
HOW_OFTEN = "Got a minute? One tap is enough."


def local(text: str, zone: str = NEW_YORK) -> datetime:
    """The instant of a local time such as `2026-01-14 13:30`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


async def unasked(program: Living, person: Person) -> list[Delivery]:
    """Every unasked message of a person, oldest first."""
    number = (await program.record(person)).id
    rows = await program.ask(lambda unit: unit.deliveries.all_for(number))
    return [row for row in rows if row.policy == "at_most_once"]


async def sent(program: Living, person: Person, zone: str = NEW_YORK) -> list[tuple[str, str]]:
    """When each went out, by the person's clock, and what it was for."""
    rows = [row for row in await unasked(program, person) if row.sent_at]
    return [(row.sent_at.astimezone(ZoneInfo(zone)).strftime("%d %H:%M"), row.purpose) for row in rows if row.sent_at]


async def passes(program: Living, until: datetime, step: timedelta = timedelta(minutes=10)) -> None:
    """Lets time go by."""
    while program.clock.now() < until:
        await program.at(min(program.clock.now() + step, until))


async def checks_in(program: Living, person: Person) -> None:
    await program.does(person, "/checkin")
    await program.taps(person, *FIVE["en"][1:])


# -- doses -----------------------------------------------------------------------------------------------------


async def test_a_week_has_its_doses_at_a_gentle_hour_and_the_checkin_on_time(program: Living, sam: Person) -> None:
    for day in range(1, 8):
        await passes(program, local(f"2026-01-{13 + day} 12:00"), timedelta(hours=6))
        await program.at(local(f"2026-01-{13 + day} 13:30") + timedelta(seconds=5))
        await program.at(local(f"2026-01-{13 + day} 19:00") + timedelta(seconds=5))
        await checks_in(program, sam)

    found = await sent(program, sam)
    doses = [(at, purpose) for at, purpose in found if purpose != "checkins/daily"]
    assert [at for at, purpose in found if purpose == "checkins/daily"] == [f"{day} 19:00" for day in range(14, 21)]
    assert doses == [
        ("14 13:30", "lesson"),
        ("15 13:30", "practice"),
        ("16 13:30", "lesson"),
        ("18 13:30", "lesson"),
        ("19 13:30", "practice"),
        ("20 13:30", "lesson"),
    ]


async def test_a_dose_opens_the_next_lesson_and_says_nothing_of_it_before(program: Living, sam: Person) -> None:
    await program.at(local("2026-01-14 13:30") + timedelta(seconds=5))
    line = program.last(sam)

    page = await program.taps(sam, "Open")

    assert line.text == LINE
    assert "Cravings come and go" in page.text


async def test_a_lesson_that_was_begun_is_offered_again_and_goes_on(program: Living, sam: Person) -> None:
    await program.at(local("2026-01-14 13:30") + timedelta(seconds=5))
    first = await program.taps(sam, "Open", "Next")

    await passes(program, local("2026-01-16 13:31"), timedelta(hours=3))
    again = await program.taps(sam, "Open")

    assert again.text == first.text
    assert await program.outcomes(sam, "lessons/early/cravings-come-and-go") == [None]


async def test_who_read_a_lesson_today_is_not_offered_another(program: Living, sam: Person) -> None:
    await program.at(local("2026-01-14 10:00"))
    await program.does(sam, "/lesson")

    await program.at(local("2026-01-14 13:30") + timedelta(seconds=5))

    assert await sent(program, sam) == []


# -- outages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("down", "up", "first", "later"),
    [
        ("2026-01-14 13:00", "2026-01-14 16:00", "lesson", ["checkins/daily"]),
        ("2026-01-14 13:00", "2026-01-15 13:00", "practice", ["checkins/daily"]),
        ("2026-01-14 13:00", "2026-01-14 19:30", "checkins/daily", ["lesson"]),
        ("2026-01-14 13:00", "2026-01-17 20:30", "checkins/daily", []),
    ],
)
async def test_after_an_outage_one_message_comes_and_the_rest_keeps_its_hour_or_expires(
    program: Living, sam: Person, down: str, up: str, first: str, later: list[str]
) -> None:
    await program.at(local(down))
    before = len(await sent(program, sam))
    await program.stop()
    program.clock.set(local(up))
    await program.start()
    await passes(program, local(up) + timedelta(minutes=55))
    at_once = [purpose for _, purpose in (await sent(program, sam))[before:]]

    assert at_once == [first]
    await passes(program, local(f"{up[:10]} 20:59"))
    assert [purpose for _, purpose in (await sent(program, sam))[before + 1 :]] == later


async def test_no_two_come_within_an_hour_and_no_more_than_three_on_a_day(program: Living, sam: Person) -> None:
    for day in range(14, 20):
        await passes(program, local(f"2026-01-{day} 20:59"), timedelta(minutes=29))

    rows = [row.sent_at for row in await unasked(program, sam) if row.sent_at]
    days = [at.astimezone(ZoneInfo(NEW_YORK)).date() for at in rows]
    assert all(later - earlier >= timedelta(hours=1) for earlier, later in pairwise(rows))
    assert max(days.count(day) for day in days) <= 3
    assert len(rows) > 6


# -- silence and thinning --------------------------------------------------------------------------------------


async def ignores(program: Living, days: int) -> None:
    for day in range(days):
        await passes(program, EVENING + day * DAY, timedelta(hours=4))


async def test_two_days_without_an_answer_bring_one_hello_and_then_quiet(program: Living, sam: Person) -> None:
    for day in range(13, 22):
        await passes(program, local(f"2026-01-{day} 20:59"), timedelta(minutes=30))

    offers = [row for row in await unasked(program, sam) if row.purpose == "unasked"]
    assert [(row.occurrence, row.subject, row.state) for row in offers] == [("2026-01-15", "hello", "sent")]


async def test_three_ignored_prompts_bring_half_as_many_a_question_and_a_row_for_the_counselor(
    program: Living, sam: Person, dana: Person
) -> None:
    await ignores(program, 3)
    before = (await program.record(sam)).prompts_every
    await program.at(EVENING + 3 * DAY)
    asked = program.last(sam)
    await ignores_on(program, 4, 11)

    checkins = [at[:2] for at, purpose in await sent(program, sam) if purpose == "checkins/daily"]
    assert before == 1
    assert asked.text == HOW_OFTEN
    assert (await program.record(sam)).prompts_every == 2
    assert checkins[:3] == ["13", "14", "15"]
    assert "16" not in checkins
    steps = [int(later) - int(earlier) for earlier, later in pairwise(checkins[3:])]
    assert set(steps) == {2}
    assert [purpose for _, purpose in await sent(program, sam)].count("messages/how-often") == 1
    number = (await program.record(sam)).id
    alerts = await program.ask(lambda unit: unit.alerts.all_for(number))
    assert ("thinned", "watch") in [(alert.rule, alert.kind) for alert in alerts]
    await program.does(dana, "/today")
    person = await program.taps(dana, (await program.record(sam)).code)
    assert "Passed by the last 3 messages" in person.text


async def ignores_on(program: Living, first: int, last: int) -> None:
    for day in range(first, last):
        await passes(program, EVENING + day * DAY, timedelta(hours=4))


@pytest.mark.parametrize(
    ("label", "every", "clock"),
    [
        ("As before", 1, "19:00"),
        ("Half as often", 2, "19:00"),
        ("Only when I come", 0, "19:00"),
        ("At another", 2, "12:00"),
    ],
)
async def test_the_person_says_how_often(program: Living, sam: Person, label: str, every: int, clock: str) -> None:
    await ignores(program, 4)
    taps = ("Open", label, "12:00") if clock == "12:00" else ("Open", label)

    await program.taps(sam, *taps)

    person = await program.record(sam)
    assert (person.prompts_every, person.checkin_time) == (every, clock)


async def test_who_wants_to_come_on_their_own_is_not_written_to(program: Living, sam: Person) -> None:
    await ignores(program, 4)
    await program.taps(sam, "Open", "Only when I come")
    before = len(await unasked(program, sam))

    await ignores_on(program, 4, 8)

    assert len(await unasked(program, sam)) == before


async def test_not_today_a_pause_and_a_closed_door_are_no_ignoring(program: Living, ana: Person, sam: Person) -> None:
    await program.at(EVENING)
    await program.taps(ana, "Hoy no")
    await program.at(EVENING + DAY)
    await program.does(sam, "/pause 2")
    await ignores_on(program, 2, 4)

    assert (await program.record(ana)).prompts_every == (await program.record(sam)).prompts_every == 1


async def test_three_checkins_running_bring_every_prompt_back(program: Living, sam: Person) -> None:
    await ignores(program, 4)
    thinned = (await program.record(sam)).prompts_every
    for day in range(4, 7):
        await program.at(EVENING + day * DAY)
        await checks_in(program, sam)
    number = (await program.record(sam)).id
    alerts = await program.ask(lambda unit: unit.alerts.all_for(number))

    assert (thinned, (await program.record(sam)).prompts_every) == (2, 1)
    assert [alert.closed_at is not None for alert in alerts if alert.rule == "thinned"] == [True]


async def test_fewer_by_ones_own_wish_stay_fewer(program: Living, sam: Person) -> None:
    await ignores(program, 4)
    await program.taps(sam, "Open", "Half as often")
    for day in range(4, 7):
        await program.at(EVENING + day * DAY)
        await checks_in(program, sam)

    assert (await program.record(sam)).prompts_every == 2


# -- late answers ----------------------------------------------------------------------------------------------


async def test_yesterdays_prompt_is_answered_about_yesterday_and_late(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    await program.at(local("2026-01-14 09:00"))

    page = await program.taps(sam, "Open")
    await program.taps(sam, "3", "6", "No", "Yes")

    assert page.text.startswith("This one is about the day it came.")
    assert {(a.late, a.local_date) for a in await program.answers(sam)} == {(True, TODAY)}
    await program.at(EVENING + DAY)
    assert program.last(sam).text == PROMPT["en"]
    assert await program.outcomes(sam) == ["finished", None]


async def test_a_language_switch_takes_along_that_it_was_prompted_and_what_was_late(
    program: Living, sam: Person
) -> None:
    await program.at(EVENING)
    await program.at(local("2026-01-14 09:00"))
    await program.taps(sam, "Open", "3")
    await program.does(sam, "/settings")
    await program.taps(sam, "Language", "Español")

    number = (await program.record(sam)).id
    runs = [r for r in await program.ask(lambda unit: unit.runs.all_for(number)) if r.activity == "checkins/daily"]
    answers = await program.answers(sam)
    assert [(run.outcome, run.prompted) for run in runs] == [("switched", True), (None, True)]
    assert [(a.run, a.value, a.late) for a in answers] == [(runs[0].id, 3, True), (runs[1].id, 3, True)]
    assert answers[0].answered_at == answers[1].answered_at


# -- travel and clocks -----------------------------------------------------------------------------------------


async def test_a_new_time_moves_what_is_to_come_and_doubles_nothing(program: Living, sam: Person) -> None:
    await program.at(local("2026-01-13 18:00"))
    await program.does(sam, "/settings checkin 20:00")
    await passes(program, local("2026-01-13 19:30"))
    early = prompts(sam)
    await passes(program, local("2026-01-13 20:01"))
    on_time = prompts(sam)
    await program.does(sam, "/settings checkin 20:30")
    await passes(program, local("2026-01-13 20:45"))

    rows = [row for row in await unasked(program, sam) if row.purpose == "checkins/daily"]
    assert (early, on_time, len(rows)) == (0, 1, 1)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("America/Los_Angeles", ["13 19:00", "14 19:00"]),
        ("Europe/London", ["13 20:05", "14 19:00"]),
        ("Pacific/Kiritimati", ["14 19:00"]),
    ],
)
async def test_who_travels_gets_one_prompt_a_day_at_the_time_of_where_they_are(
    program: Living, sam: Person, zone: str, expected: list[str]
) -> None:
    await program.at(local("2026-01-13 15:05"))
    await program.does(sam, f"/settings timezone {zone}")

    await passes(program, local("2026-01-14 20:30", zone), timedelta(minutes=10))

    found = [at for at, purpose in await sent(program, sam, zone) if purpose == "checkins/daily"]
    assert [at[:5] for at in found] == [at[:5] for at in expected]
    assert len(found) == len(expected)


async def test_over_the_date_line_and_back_no_day_has_two(program: Living, sam: Person) -> None:
    await program.does(sam, "/settings timezone Pacific/Auckland")
    await passes(program, local("2026-01-15 20:00", "Pacific/Auckland"), timedelta(minutes=30))
    await program.does(sam, "/settings timezone Pacific/Honolulu")
    await passes(program, local("2026-01-16 20:00", "Pacific/Honolulu"), timedelta(minutes=30))

    days = [row.occurrence for row in await unasked(program, sam) if row.purpose == "checkins/daily"]
    assert len(days) == len(set(days))
    assert {"2026-01-14", "2026-01-15", "2026-01-16"} == set(days)


async def test_a_night_worker_is_written_to_in_the_night(program: Living, sam: Person) -> None:
    await program.does(sam, "/settings")
    await program.taps(sam, "Quiet from", "08:00", "16:00")
    await program.does(sam, "/settings checkin 00:30")

    await passes(program, local("2026-01-15 03:00"), timedelta(minutes=30))

    found = await sent(program, sam)
    assert [(at[:5].rstrip(":"), purpose) for at, purpose in found] == [
        ("14 00", "checkins/daily"),
        ("14 20", "lesson"),
        ("15 00", "checkins/daily"),
    ]
    assert all(not "08:00" <= at[3:] < "16:00" for at, _ in found)


async def test_a_clock_three_hours_ahead_for_a_while_doubles_nothing_and_loses_nothing(
    program: Living, ana: Person, sam: Person
) -> None:
    await program.at(local("2026-01-13 17:30"))
    await program.at(local("2026-01-13 20:30"))
    ahead = len(await sent(program, sam))
    program.clock.set(local("2026-01-13 17:31"))
    await program.rest()
    await passes(program, local("2026-01-14 20:00"), timedelta(minutes=20))

    days = [row.occurrence for row in await unasked(program, sam) if row.purpose == "checkins/daily"]
    assert ahead == 1
    assert days == ["2026-01-13", "2026-01-14"]


async def test_what_a_wrong_clock_ended_before_its_time_waits_again(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    await program.taps(sam, "Tonight")
    await program.stop()
    program.clock.set(local("2026-01-13 22:30"))
    await program.start()
    await program.rest()
    ended = [row.state for row in await unasked(program, sam) if row.part == 1]
    program.clock.set(local("2026-01-13 19:31"))
    await program.rest()
    await passes(program, local("2026-01-13 20:31"))

    assert ended == ["expired"]
    assert [row.state for row in await unasked(program, sam) if row.part == 1] == ["sent"]


async def test_a_clock_put_back_by_an_hour_doubles_nothing(program: Living, sam: Person) -> None:
    await program.at(EVENING)
    program.clock.set(EVENING - timedelta(hours=1))
    await program.rest()
    await passes(program, EVENING + timedelta(minutes=90))

    assert [purpose for _, purpose in await sent(program, sam)] == ["checkins/daily"]


@pytest.mark.parametrize("change", ["2026-03-08", "2026-11-01"])
async def test_on_both_days_on_which_clocks_change_the_prompt_comes_at_its_time(
    program: Living, sam: Person, change: str
) -> None:
    day = datetime.fromisoformat(change).date()
    await program.at(local(f"{day - DAY} 12:00"))
    for step in (-1, 0, 1):
        await passes(program, local(f"{day + step * DAY} 19:00") + timedelta(seconds=5), timedelta(hours=2))
        await checks_in(program, sam)

    found = [at[3:] for at, purpose in await sent(program, sam) if purpose == "checkins/daily"][-3:]
    assert found == ["19:00"] * 3


async def test_the_look_at_people_for_whom_nothing_is_due_writes_nothing_about_them(program: Living) -> None:
    await program.at(local("2026-01-14 10:00"))
    prompts_watch = next(watch for watch in program.program.due.watches if watch.name == "prompts")
    people = await program.ask(lambda unit: unit.people.all(("active", "paused")))
    now = program.clock.now()

    assert [person for person in people if prompts_watch._needs_look(person, now)] == []  # type: ignore[attr-defined]
