"""When a person is written to: never twice for a program day, never in quiet hours, in every zone of the world."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.activity import ON_REQUEST, Schedule
from bot.core.budget import Budget, Wanted, plan
from bot.core.schedule import (
    Due,
    Hours,
    Rhythm,
    after_staffed,
    day_end,
    day_start,
    due,
    due_on,
    expires,
    in_quiet,
    is_staffed,
    late,
    local_instant,
    next_staffed,
    occurrence,
    outside_quiet,
    parse_clock,
    parse_date,
    parse_hours,
    parse_zone,
    program_day,
    quiet_end_after,
    quiet_start_after,
    tonight,
    usable_checkin_time,
    usable_quiet,
    usual_zones,
)
from bot.core.zones import city_of

NEW_YORK, HELSINKI, APIA, CASEY = "America/New_York", "Europe/Helsinki", "Pacific/Apia", "Antarctica/Casey"
DAY = date(2026, 11, 24)
ONE_DAY = timedelta(days=1)
QUIET = ("21:00", "08:00")
ZONES = sorted(available_timezones())


def at(text, zone="UTC"):
    """The instant of a local time such as `2026-11-24 19:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def wall(instant, zone):
    return instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


# Program days


@pytest.mark.parametrize(
    ("local", "expected"),
    [("2026-11-24 03:59", date(2026, 11, 23)), ("2026-11-24 04:00", DAY), ("2026-11-25 00:30", DAY)],
)
def test_a_program_day_runs_from_four_to_four(local, expected):
    assert program_day(at(local, NEW_YORK), NEW_YORK) == expected


def test_a_program_day_ends_where_the_next_begins():
    assert day_end(DAY, NEW_YORK) == day_start(DAY + ONE_DAY, NEW_YORK) == at("2026-11-25 04:00", NEW_YORK)


def test_a_program_day_over_a_clock_change_has_another_length():
    spring, autumn = date(2026, 3, 7), date(2026, 10, 31)

    assert day_end(spring, NEW_YORK) - day_start(spring, NEW_YORK) == timedelta(hours=23)
    assert day_end(autumn, NEW_YORK) - day_start(autumn, NEW_YORK) == timedelta(hours=25)


def test_clocks_put_back_by_three_hours_at_four_do_not_turn_a_program_day_back():
    first = at("2018-03-11 04:00", CASEY) - timedelta(hours=4)
    days = [program_day(first + timedelta(minutes=10 * step), CASEY) for step in range(72)]

    assert days == sorted(days)


def test_a_date_that_a_country_left_out_still_has_its_program_day():
    assert wall(day_start(date(2011, 12, 30), APIA), APIA) == "2011-12-31 00:00"
    assert program_day(at("2011-12-31 01:00", APIA), APIA) == date(2011, 12, 30)


@settings(max_examples=300)
@given(st.sampled_from(ZONES), st.datetimes(datetime(2000, 1, 1), datetime(2035, 1, 1)))
@example(APIA, datetime(2011, 12, 30, 12))
def test_every_instant_lies_within_its_program_day_and_no_other(zone, naive):
    now = naive.replace(tzinfo=UTC)
    day = program_day(now, zone)

    assert day_start(day, zone) <= now < day_end(day, zone)


def test_an_occurrence_is_the_iso_date():
    assert occurrence(DAY) == "2026-11-24"


def test_an_answer_is_late_once_its_program_day_has_ended():
    assert late(DAY, at("2026-11-25 03:59", NEW_YORK), NEW_YORK) is False
    assert late(DAY, at("2026-11-25 04:00", NEW_YORK), NEW_YORK) is True


# Local times


@pytest.mark.parametrize(
    ("day", "clock", "zone", "expected"),
    [
        (DAY, "19:00", NEW_YORK, "2026-11-25 00:00"),
        (DAY, "00:30", NEW_YORK, "2026-11-25 05:30"),
        (DAY, "04:00", NEW_YORK, "2026-11-24 09:00"),
        (date(2026, 10, 31), "01:30", NEW_YORK, "2026-11-01 05:30"),
        (date(2026, 3, 7), "02:30", NEW_YORK, "2026-03-08 07:00"),
        (date(2026, 3, 28), "03:15", HELSINKI, "2026-03-29 01:00"),
    ],
)
def test_a_local_time_is_the_first_instant_that_shows_it_or_the_end_of_the_gap(day, clock, zone, expected):
    assert local_instant(day, clock, zone) == at(expected)


@settings(max_examples=300)
@given(
    st.sampled_from(ZONES),
    st.dates(date(2015, 1, 1), date(2035, 1, 1)),
    st.integers(0, 23 * 60 + 59).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}"),
)
def test_a_due_time_lies_in_its_program_day_and_shows_its_clock_unless_skipped(zone, day, clock):
    instant = due(Schedule("daily", clock), day=day, zone=zone, checkin_time="19:00", enrolled_day=day)

    assert instant is not None
    assert program_day(instant, zone) == day
    shown = instant.astimezone(ZoneInfo(zone)).strftime("%H:%M")
    skipped = wall(instant, zone)[-5:] != wall(instant - timedelta(minutes=1), zone)[-5:]
    assert shown == clock or skipped


# Quiet hours


@pytest.mark.parametrize(
    ("local", "quiet", "expected"),
    [
        ("2026-11-24 20:59", QUIET, False),
        ("2026-11-24 21:00", QUIET, True),
        ("2026-11-24 07:59", QUIET, True),
        ("2026-11-24 08:00", QUIET, False),
        ("2026-11-24 12:00", ("08:00", "16:00"), True),
        ("2026-11-24 16:00", ("08:00", "16:00"), False),
        ("2026-11-24 12:00", ("12:00", "12:00"), False),
    ],
)
def test_quiet_hours_go_over_midnight_or_by_day_and_equal_ends_mean_none(local, quiet, expected):
    assert in_quiet(at(local, NEW_YORK), NEW_YORK, *quiet) is expected


@pytest.mark.parametrize(
    ("local", "starts", "ends"),
    [
        ("2026-11-24 12:00", "2026-11-24 21:00", "2026-11-25 08:00"),
        ("2026-11-24 21:00", "2026-11-25 21:00", "2026-11-25 08:00"),
        ("2026-11-24 23:00", "2026-11-25 21:00", "2026-11-25 08:00"),
        ("2026-11-24 08:00", "2026-11-24 21:00", "2026-11-25 08:00"),
    ],
)
def test_the_next_edges_of_quiet_hours_are_found(local, starts, ends):
    now = at(local, NEW_YORK)

    assert wall(quiet_start_after(now, NEW_YORK, *QUIET), NEW_YORK) == starts
    assert wall(quiet_end_after(now, NEW_YORK, *QUIET), NEW_YORK) == ends


def test_what_lies_in_quiet_hours_moves_to_their_end():
    woken = outside_quiet(at("2026-11-24 04:30", NEW_YORK), NEW_YORK, *QUIET)

    assert wall(woken, NEW_YORK) == "2026-11-24 08:00"
    assert outside_quiet(woken, NEW_YORK, *QUIET) == woken


def test_a_time_whose_quiet_hours_outlast_the_program_day_is_not_prompted_at_all():
    assert due_on(DAY, rhythm(checkin="22:00")) is None


def test_without_quiet_hours_there_are_no_edges():
    assert quiet_start_after(at("2026-11-24 12:00"), "UTC", "21:00", "21:00") is None
    assert quiet_end_after(at("2026-11-24 12:00"), "UTC", "21:00", "21:00") is None


def test_quiet_hours_inside_a_gap_do_not_happen_that_night():
    now = at("2026-03-08 00:00", NEW_YORK)

    assert wall(quiet_start_after(now, NEW_YORK, "02:10", "02:40"), NEW_YORK) == "2026-03-09 02:10"


@pytest.mark.parametrize(
    ("local", "quiet", "expected"),
    [
        ("2026-11-24 19:00", QUIET, "2026-11-24 21:00"),
        ("2026-11-24 19:00", ("12:00", "12:00"), "2026-11-25 04:00"),
        ("2026-11-24 19:00", ("05:00", "13:00"), "2026-11-25 04:00"),
        ("2026-11-25 01:00", ("03:00", "11:00"), "2026-11-25 03:00"),
        ("2026-11-24 07:00", QUIET, "2026-11-24 21:00"),
    ],
)
def test_a_prompt_expires_at_quiet_hours_or_at_the_end_of_its_program_day(local, quiet, expected):
    assert wall(expires(at(local, NEW_YORK), NEW_YORK, *quiet), NEW_YORK) == expected


@pytest.mark.parametrize(
    ("local", "quiet", "expected"),
    [
        ("2026-11-24 19:00", QUIET, "2026-11-24 20:30"),
        ("2026-11-24 19:30", QUIET, None),
        ("2026-11-24 22:00", QUIET, None),
        ("2026-11-24 19:00", ("12:00", "12:00"), None),
        ("2026-11-24 19:00", ("05:00", "13:00"), None),
    ],
)
def test_tonight_is_half_an_hour_before_quiet_hours_and_not_offered_close_to_it(local, quiet, expected):
    found = tonight(at(local, NEW_YORK), NEW_YORK, *quiet)

    assert (wall(found, NEW_YORK) if found else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("7:30 pm", "19:30"), ("20:59", "20:59"), ("21:00", None), ("3 am", None), ("soon", None)]
)
def test_a_checkin_time_inside_quiet_hours_is_refused(text, expected):
    assert usable_checkin_time(text, *QUIET) == expected


@pytest.mark.parametrize(
    ("quiet_from", "quiet_to", "expected"),
    [("21:00", "08:00", True), ("08:00", "16:00", True), ("12:00", "08:00", True), ("12:00", "08:01", False),
     ("21:00", "21:00", False)],
)  # fmt: skip
def test_quiet_hours_have_a_length_and_leave_four_hours(quiet_from, quiet_to, expected):
    assert usable_quiet(quiet_from, quiet_to) is expected


# Due days


def falls(schedule, day=DAY, enrolled=date(2026, 10, 25), runs=None):
    return due(schedule, day=day, zone="UTC", checkin_time="18:15", enrolled_day=enrolled, runs=runs)


def test_a_daily_activity_is_due_at_the_checkin_time_or_its_own():
    assert falls(Schedule("daily", "checkin_time")) == at("2026-11-24 18:15")
    assert falls(Schedule("daily", "09:00")) == at("2026-11-24 09:00")


@pytest.mark.parametrize(
    "schedule",
    [ON_REQUEST, Schedule("before", minutes=120, meeting="group"), Schedule("after", minutes=15, meeting="group")],
)
def test_what_waits_for_a_person_or_a_meeting_is_not_due_by_the_day(schedule):
    assert falls(schedule) is None


def test_nothing_is_due_before_enrolment():
    assert falls(Schedule("daily", "09:00"), enrolled=DAY + ONE_DAY) is None


@pytest.mark.parametrize(
    ("schedule", "runs", "expected"),
    [
        (Schedule("weekly", "09:00", weekdays=(1,)), None, True),
        (Schedule("weekly", "09:00", weekdays=(2,)), None, False),
        (Schedule("weekly", "09:00", weekdays=(2,)), (1, 5), True),
        (Schedule("weekly", "09:00", weekdays=(1,)), (5,), False),
        (Schedule("daily", "09:00"), (0, 2, 4), False),
        (Schedule("daily", "09:00"), (0, 1, 4), True),
        (Schedule("days", "09:00", days=(30,)), (5,), True),
        (Schedule("days", "09:00", days=(30,)), (), False),
    ],
)
def test_the_weekdays_of_a_phase_take_the_place_of_the_files_own(schedule, runs, expected):
    assert DAY.weekday() == 1
    assert (falls(schedule, runs=runs) is not None) is expected


def test_days_in_the_program_count_from_enrolment():
    assert falls(Schedule("days", "09:00", days=(7, 30))) == at("2026-11-24 09:00")
    assert falls(Schedule("days", "09:00", days=(29, 31))) is None


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2027, 2, 28), (31,), True),
        (date(2028, 2, 28), (30,), False),
        (date(2028, 2, 29), (30,), True),
        (date(2027, 4, 30), (31,), True),
        (date(2027, 4, 1), (1, 15), True),
        (date(2027, 4, 2), (1, 15), False),
    ],
)
def test_a_short_month_has_its_last_day_for_the_days_it_lacks(day, days, expected):
    assert (falls(Schedule("monthly", "09:00", days=days), day=day) is not None) is expected


# The one prompt of a program day


def rhythm(zone=NEW_YORK, checkin="19:00", quiet=QUIET, enrolled="2026-11-01 12:00"):
    return Rhythm(zone, checkin, *quiet, at(enrolled, zone))


BUDGET = Budget(3, timedelta(hours=1), ("check-in",))


def prompt_due(now, person, already):
    """The daily prompt if it goes now, decided as the service decides it: due on this program day, which had none, and
    given a place by the budget."""
    found = due_on(program_day(now, person.zone), person, already)
    if found is None:
        return None
    places = plan([Wanted("daily", "check-in", found.due_at, found.expires_at)], (), 0, now, BUDGET)
    return found if places.get("daily") == now else None


def test_a_prompt_is_due_from_its_time_until_quiet_hours():
    person = rhythm()
    expected = Due("2026-11-24", at("2026-11-24 19:00", NEW_YORK), at("2026-11-24 21:00", NEW_YORK))

    found = [
        prompt_due(at(f"2026-11-24 {clock}", NEW_YORK), person, ()) for clock in ("18:59", "19:00", "20:59", "21:00")
    ]

    assert found == [None, expected, expected, None]


def test_a_program_day_that_had_its_prompt_gets_no_other():
    assert prompt_due(at("2026-11-24 19:30", NEW_YORK), rhythm(), {"2026-11-24"}) is None


def test_a_time_that_had_passed_before_enrolment_waits_for_the_next_day():
    person = rhythm(enrolled="2026-11-24 19:30")

    assert prompt_due(at("2026-11-24 19:40", NEW_YORK), person, ()) is None
    assert prompt_due(at("2026-11-23 19:40", NEW_YORK), person, ()) is None
    assert prompt_due(at("2026-11-25 19:00", NEW_YORK), person, ()) is not None


def test_a_time_inside_quiet_hours_waits_for_their_end():
    person = rhythm(checkin="07:00")

    assert prompt_due(at("2026-11-24 07:59", NEW_YORK), person, ()) is None
    assert prompt_due(at("2026-11-24 08:00", NEW_YORK), person, ()) is not None


def test_a_night_worker_is_prompted_after_midnight_for_the_day_before():
    found = prompt_due(at("2026-11-25 00:30", NEW_YORK), rhythm(checkin="00:30", quiet=("08:00", "16:00")), ())

    assert found is not None
    assert found.occurrence == "2026-11-24"


CLOCKS = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02}:{quarter % 4 * 15:02}")
STEPS = st.tuples(
    st.integers(5, 500),  # minutes until the next look
    st.one_of(st.none(), st.sampled_from(ZONES)),  # travel
    st.one_of(st.none(), CLOCKS),  # another check-in time
    st.one_of(st.none(), st.tuples(CLOCKS, CLOCKS)),  # other quiet hours
)


def is_quiet_by_the_wall(instant, zone, quiet_from, quiet_to):
    """Minute by minute round the clock, as a second opinion."""
    local = instant.astimezone(ZoneInfo(zone))
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in (quiet_from, quiet_to))
    return (local.hour * 60 + local.minute - start) % 1440 < (end - start) % 1440


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1)),
    st.lists(STEPS, min_size=5, max_size=40),
)
def test_whatever_happens_a_program_day_gets_one_prompt_and_quiet_hours_none(zone, start, steps):
    now = start.replace(tzinfo=UTC)
    person = Rhythm(zone, "19:00", *QUIET, now)
    given_days = []
    for minutes, travel, checkin, quiet in steps:
        now += timedelta(minutes=minutes)
        night = quiet or (person.quiet_from, person.quiet_to)
        person = Rhythm(travel or person.zone, checkin or person.checkin_time, *night, person.enrolled_at)
        if found := prompt_due(now, person, set(given_days)):
            given_days.append(found.occurrence)
            assert found.occurrence == occurrence(program_day(now, person.zone))
            assert found.due_at <= now < found.expires_at <= day_end(program_day(now, person.zone), person.zone)
            assert not is_quiet_by_the_wall(now, person.zone, *night)
    assert len(given_days) == len(set(given_days))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(ZONES), st.dates(date(2015, 1, 1), date(2035, 1, 1)), st.integers(36, 83))
def test_over_any_clock_change_each_program_day_has_its_prompt_on_time(zone, first, quarter):
    clock = f"{quarter // 4:02}:{quarter % 4 * 15:02}"
    person = Rhythm(zone, clock, *QUIET, day_start(first, zone))
    prompts = {}
    for step in range(3 * 24 * 12):
        now = person.enrolled_at + timedelta(minutes=5 * step)
        if found := prompt_due(now, person, prompts):
            prompts[found.occurrence] = now - found.due_at

    days = [occurrence(first + timedelta(days=step)) for step in range(3)]
    assert list(prompts)[: len(days) - 1] == days[:-1]
    assert max(prompts.values()) < timedelta(minutes=5)


# What people type


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7:30 pm", "19:30"),
        ("7:30PM", "19:30"),
        ("7 p.m.", "19:00"),
        ("7pm", "19:00"),
        ("12am", "00:00"),
        ("12 pm", "12:00"),
        ("19.30", "19:30"),
        ("1930", "19:30"),
        ("730", "07:30"),
        ("19 h", "19:00"),
        ("19h30", "19:30"),
        ("20 horas", "20:00"),
        ("7 h", "07:00"),
        ("19", "19:00"),
        ("0:05", "00:05"),
        ("19:30 pm", "19:30"),
        ("noon", "12:00"),
        ("Mediodía", "12:00"),
        ("a las 7 de la tarde", "19:00"),
        ("las 9 de la noche", "21:00"),
        ("12 de la noche", "00:00"),
        ("1 at night", "01:00"),
        ("7 de la mañana", "07:00"),
        ("at 8 in the evening", "20:00"),
        ("7", None),
        ("12", None),
        ("12 in the morning", None),
        ("0 am", None),
        ("13 am", None),
        ("25:00", None),
        ("24:00", None),
        ("12:60", None),
        ("7:5", None),
        ("99999", None),
        ("later", None),
        ("", None),
    ],
)
def test_a_time_of_day_is_read_as_people_type_it_and_never_guessed(text, expected):
    assert parse_clock(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-05", "2026-12-05"),
        ("2026-02-30", None),
        ("5/12", "2027-05-12"),
        ("25/12", "2026-12-25"),
        ("12.5.2027", "2027-12-05"),
        ("5/12/26", "2026-05-12"),
        ("31/2", None),
        ("2/29", "2028-02-29"),
        ("2/29/2027", None),
        ("12 de mayo", "2027-05-12"),
        ("1 de enero de 2028", "2028-01-01"),
        ("el 3 de setiembre", "2026-09-03"),
        ("May 12", "2027-05-12"),
        ("Dec. 24, 2026", "2026-12-24"),
        ("12th of May", "2027-05-12"),
        ("tomorrow", "2026-11-25"),
        ("mañana", "2026-11-25"),
        ("Ayer", "2026-11-23"),
        ("3 mai", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_people_type_it_the_nearest_where_no_year_is_given(text, expected):
    assert parse_date(text, DAY) == expected


@pytest.mark.parametrize(("text", "expected"), [("5/12", "2026-12-05"), ("5/25", "2027-05-25"), ("25/5", "2027-05-25")])
def test_where_the_day_comes_first_only_an_impossible_month_turns_it_round(text, expected):
    assert parse_date(text, DAY, day_first=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chicago", "America/Chicago"),
        ("New York", "America/New_York"),
        ("El Paso", "America/Denver"),
        ("Boston, MA", "America/New_York"),
        ("St. Louis", "America/Chicago"),
        ("eastern", "America/New_York"),
        ("Eastern Time", "America/New_York"),
        ("hora del este", "America/New_York"),
        ("San Juan", "America/Puerto_Rico"),
        ("BOGOTÁ", "America/Bogota"),
        ("Ciudad de México", "America/Mexico_City"),
        ("america/new_york", "America/New_York"),
        ("america/port-au-prince", "America/Port-au-Prince"),
        ("Madrid", "Europe/Madrid"),
        ("utc", "UTC"),
        ("atlantis", None),
        ("", None),
    ],
)
def test_a_zone_is_found_by_its_name_a_city_or_a_nickname(text, expected):
    assert parse_zone(text) == expected


def test_every_zone_of_the_database_is_found_by_its_own_name_in_small_letters():
    places = [zone for zone in ZONES if "/" in zone]

    assert [parse_zone(zone.lower()) for zone in places] == places


def test_no_place_leads_to_a_zone_that_does_not_exist():
    from bot.core.zones import _PLACES

    assert {*_PLACES, *dict(usual_zones)} <= set(ZONES)
    assert len(usual_zones) == 8


# Staffed hours


OFFICE = parse_hours("Mon-Fri 09:00-17:00, Sat 10:00-12:00")


@pytest.mark.parametrize(
    ("local", "staffed", "next_at"),
    [
        ("2026-11-24 09:00", True, "2026-11-24 09:00"),
        ("2026-11-24 16:59", True, "2026-11-24 16:59"),
        ("2026-11-24 17:00", False, "2026-11-25 09:00"),
        ("2026-11-27 18:00", False, "2026-11-28 10:00"),
        ("2026-11-28 12:00", False, "2026-11-30 09:00"),
    ],
)
def test_staff_are_there_in_their_hours_and_next_in_the_following_ones(local, staffed, next_at):
    now = at(local, NEW_YORK)

    assert is_staffed(OFFICE, now, NEW_YORK) is staffed
    assert wall(next_staffed(OFFICE, now, NEW_YORK), NEW_YORK) == next_at


def test_a_holiday_is_not_staffed():
    holidays = {date(2026, 11, 26)}
    now = at("2026-11-26 10:00", NEW_YORK)

    assert is_staffed(OFFICE, now, NEW_YORK, holidays) is False
    assert wall(next_staffed(OFFICE, now, NEW_YORK, holidays), NEW_YORK) == "2026-11-27 09:00"


def test_hours_may_go_over_midnight_and_round_the_clock():
    night, always = parse_hours("Fri-Mon 22:00-6:00"), parse_hours("Mon-Sun 00:00-24:00")

    assert is_staffed(night, at("2026-11-24 05:59"), "UTC") is True
    assert is_staffed(night, at("2026-11-25 05:59"), "UTC") is False
    assert is_staffed(always, at("2026-11-24 23:59"), "UTC") is True


def test_where_nobody_is_ever_there_no_hour_is_next():
    assert next_staffed(Hours(), at("2026-11-24 12:00"), "UTC") is None
    assert after_staffed(Hours(), at("2026-11-24 12:00"), timedelta(hours=4), "UTC") is None


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-11-24 09:30", "2026-11-24 13:30"),
        ("2026-11-24 15:00", "2026-11-25 11:00"),
        ("2026-11-24 20:00", "2026-11-25 13:00"),
        ("2026-11-27 16:00", "2026-11-30 10:00"),
    ],
)
def test_the_clock_of_an_alert_stands_still_while_nobody_is_there(local, expected):
    found = after_staffed(OFFICE, at(local, NEW_YORK), timedelta(hours=4), NEW_YORK)

    assert wall(found, NEW_YORK) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "always",
        "Mon 9-17",
        "Mon-Foo 09:00-17:00",
        "Foo 09:00-17:00",
        "Mon 09:00-25:00",
        "Mon 24:00-09:00",
        "Mon 09:60-17:00",
        "Mon 09:00-09:00",
        "Mon-Fri 09:00-17:00,",
    ],
)
def test_hours_that_cannot_be_read_are_refused_with_an_example(text):
    with pytest.raises(ValueError, match=r"Mon-Fri 09:00-17:00|00:00-24:00"):
        parse_hours(text)


def test_a_zone_is_called_by_its_city():
    assert (city_of("America/New_York"), city_of("America/Indiana/Knox"), city_of("UTC")) == ("New York", "Knox", "UTC")
