from datetime import UTC, datetime, timedelta

import pytest

from bot.services.recurrence import MeetingFault, name_of, read_local, read_rule, read_zone, starts

NEW_YORK = "America/New_York"
START = datetime(2026, 1, 13, 18, 0)
EVER = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC))


def found(
    rule: str, start: datetime = START, zone: str = NEW_YORK, days: int = 30, since: datetime | None = None
) -> list[tuple[str, datetime]]:
    begin = since or start.replace(tzinfo=UTC) - timedelta(days=1)
    return starts(read_rule(rule, start, zone), name_of(start), zone, begin, begin + timedelta(days=days))


def names(rule: str, start: datetime = START, zone: str = NEW_YORK, days: int = 30) -> list[str]:
    return [name for name, _ in found(rule, start, zone, days)]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=WEEKLY;BYDAY=TU,TH", ["13", "15", "20", "22", "27", "29"]),
        ("RRULE:FREQ=WEEKLY;BYDAY=WE", ["14", "21", "28"]),  # the start is no occurrence: the first after it counts
        ("freq=weekly; interval=2", ["13", "27"]),
        ("FREQ=DAILY;COUNT=3", ["13", "14", "15"]),
        ("FREQ=DAILY;UNTIL=20260115", ["13", "14", "15"]),  # a date counts to its end
        ("FREQ=DAILY;UNTIL=20260115T120000", ["13", "14"]),
        ("FREQ=DAILY;UNTIL=20260115T230000Z", ["13", "14", "15"]),  # 18:00 there
        ("FREQ=DAILY;UNTIL=20260115T225959Z", ["13", "14"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", ["30"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ["30"]),
    ],
)
def test_a_rule_gives_its_days(rule: str, days: list[str]) -> None:
    assert names(rule, days=19) == [f"2026-01-{day}T18:00" for day in days]


def test_a_group_at_six_stays_at_six_when_clocks_are_put_forward_and_back() -> None:
    spring = found("FREQ=DAILY", datetime(2026, 3, 7, 18, 0), days=3)
    autumn = found("FREQ=DAILY", datetime(2026, 10, 31, 18, 0), days=3)

    assert [instant.hour for _, instant in spring] == [23, 22]
    assert [instant.hour for _, instant in autumn] == [22, 23]
    assert [name[-5:] for name, _ in (*spring, *autumn)] == ["18:00"] * 4


def test_an_hour_that_is_left_out_is_the_moment_of_the_change_and_one_that_comes_twice_the_first() -> None:
    spring = dict(found("FREQ=DAILY", datetime(2026, 3, 8, 2, 30), days=2))
    autumn = dict(found("FREQ=DAILY", datetime(2026, 11, 1, 1, 30), days=2))

    assert spring["2026-03-08T02:30"] == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)
    assert autumn["2026-11-01T01:30"] == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_each_zone_has_its_own_instant() -> None:
    zones = ("Asia/Kathmandu", "Pacific/Auckland", "America/Phoenix", "UTC")

    instants = [found("FREQ=DAILY", zone=zone, days=2)[0][1].isoformat()[11:16] for zone in zones]

    assert instants == ["12:15", "05:00", "01:00", "18:00"]


def test_the_29th_of_february_comes_in_leap_years_only() -> None:
    rule = read_rule("FREQ=YEARLY", datetime(2024, 2, 29, 10, 0), NEW_YORK)

    leap = starts(rule, "2024-02-29T10:00", NEW_YORK, *EVER)

    assert [name[:10] for name, _ in leap[:3]] == ["2024-02-29", "2028-02-29", "2032-02-29"]


def test_only_what_starts_within_the_time_is_given() -> None:
    since = datetime(2026, 1, 15, 23, 0, tzinfo=UTC)  # the very start of Thursday's

    both = found("FREQ=WEEKLY;BYDAY=TU,TH", since=since, days=7)

    assert [name for name, _ in both] == ["2026-01-15T18:00", "2026-01-20T18:00"]


def test_a_count_is_reckoned_from_the_start_and_not_from_today() -> None:
    rule = read_rule("FREQ=WEEKLY;COUNT=4", START, NEW_YORK)

    late = starts(rule, name_of(START), NEW_YORK, datetime(2026, 1, 28, tzinfo=UTC), EVER[1])

    assert [name for name, _ in late] == ["2026-02-03T18:00"]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("", "FREQ is one of DAILY"),
        ("every tuesday", "is no part of a rule"),
        ("FREQ=HOURLY", "FREQ is one of DAILY"),
        ("FREQ=MINUTELY;COUNT=3", "FREQ is one of DAILY"),
        ("FREQ=SECONDLY", "FREQ is one of DAILY"),
        ("FREQ=WEEKLY;BYDAY=XX", "invalid 'BYDAY'"),
        ("FREQ=WEEKLY;BYDAY=", "BYDAY says nothing"),
        ("FREQ=WEEKLY;BYHOUR=9", "the hour is that of --start"),
        ("FREQ=WEEKLY;EXDATE=20260113", "is no part of a rule"),
        ("FREQ=WEEKLY;INTERVAL=0", "INTERVAL is a whole number"),
        ("FREQ=WEEKLY;INTERVAL=-1", "INTERVAL is a whole number"),
        ("FREQ=WEEKLY;COUNT=0", "COUNT is a whole number"),
        ("FREQ=WEEKLY;COUNT=many", "COUNT is a whole number"),
        ("FREQ=WEEKLY;UNTIL=soon", "UNTIL is a date"),
        ("FREQ=WEEKLY;UNTIL=20261340", "--rrule"),
        ("FREQ=WEEKLY;UNTIL=20250101", "gives no day"),
        ("FREQ=WEEKLY;BYDAY=2MO", "goes with FREQ=MONTHLY"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "gives no day"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5", "gives no day"),
        ("FREQ=YEARLY;BYDAY=60MO", "--rrule"),
        ("FREQ=DAILY;FREQ=WEEKLY", "stands there twice"),
    ],
)
def test_a_rule_that_no_calendar_takes_is_told_with_what_to_write(rule: str, told: str) -> None:
    with pytest.raises(MeetingFault, match=told) as fault:
        read_rule(rule, START, NEW_YORK)

    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("text", ["tomorrow", "2026-01-13", "20260113", "2026-01-13T18:00Z", "2026-13-01T18:00"])
def test_a_start_is_a_local_date_with_a_time(text: str) -> None:
    with pytest.raises(MeetingFault, match="2026-11-24T18:00"):
        read_local(text)


def test_a_start_may_hold_a_blank_and_its_seconds_do_not_count() -> None:
    assert read_local(" 2026-01-13 18:00:30 ") == START


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd"])
def test_a_zone_has_to_exist(zone: str) -> None:
    with pytest.raises(MeetingFault, match="America/New_York"):
        read_zone(zone)
