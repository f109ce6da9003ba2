"""What the calls on other days give: missing answers are never zeros."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.conditions import Scope, Shape, parse
from bot.core.history import (
    Ask,
    Entry,
    Need,
    backdrop,
    compute,
    last_sign,
    needs,
    parse_ask,
    recent,
    recent_key,
    usual_key,
    usual_of,
)

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAILY = "checkins/daily"


def entry(days_ago, value, question="craving", hour=0, activity=DAILY):
    return Entry(
        activity,
        question,
        TODAY - timedelta(days=days_ago),
        value,
        NOON - timedelta(days=days_ago) + timedelta(hours=hour),
    )


def days(*values, question="craving"):
    """One entry a day, the last one today; `...` is a day without an entry, None a skipped one."""
    return [entry(len(values) - 1 - place, value, question) for place, value in enumerate(values) if value is not ...]


def ask(text, entries, since=None):
    return compute(parse_ask(text), entries, TODAY, since)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("last('checkins/daily', used)", Ask("last", DAILY, "used")),
        ("silent('checkins/daily')", Ask("silent", DAILY)),
        ("days_away('checkins/daily')", Ask("days_away", DAILY)),
        ("days_until('worksheets/holiday-plan', day)", Ask("days_until", "worksheets/holiday-plan", "day")),
        ("count('checkins/daily', craving >= 7, days=7)", Ask("count", DAILY, "craving", ">=", (7,), 7)),
        ("count('checkins/daily', used == yes, days=2)", Ask("count", DAILY, "used", "==", ("yes",), 2)),
        ("streak('checkins/daily', used in (yes, no))", Ask("streak", DAILY, "used", "in", ("yes", "no"))),
        ("streak('checkins/daily', used in yes)", Ask("streak", DAILY, "used", "in", ("yes",))),
        ("streak('checkins/daily', wake < '07:00')", Ask("streak", DAILY, "wake", "<", ("07:00",))),
        ("mean('checkins/daily', craving, days=3)", Ask("mean", DAILY, "craving", days=3)),
        (
            "rising('checkins/daily', craving, last=4, before=8, by=1.5)",
            Ask("rising", DAILY, "craving", last=4, before=8, by=1.5),
        ),
    ],
)
def test_a_call_is_read_from_its_text(text, expected):
    assert parse_ask(text) == expected


@pytest.mark.parametrize("text", ["", "craving", "foo('a')", "last()", "a.last('x', y)", "craving >="])
def test_a_text_that_is_no_call_is_refused(text):
    with pytest.raises(ValueError, match="is no call on history"):
        parse_ask(text)


def test_every_call_that_a_condition_lists_can_be_read():
    shapes = {"craving": Shape("scale", low=0, high=10), "used": Shape("choice", ("yes", "no"))}
    source = (
        'last("d", used) == yes and count("d", used in (yes), days=7) > 1 and streak("d", craving <= 3) > 2 '
        'and mean("d", craving, days=3) > 2 and usual("d", craving) > drop("d", craving) and silent("d") > 1 '
        'and rising("d", craving, last=3, before=7, by=2)'
    )

    asks = [parse_ask(text) for text in parse(source, Scope(activity=lambda _: shapes)).asks]

    assert [each.function for each in asks] == ["last", "count", "streak", "mean", "usual", "drop", "silent", "rising"]


def test_each_question_is_read_once_as_far_back_as_any_call_looks():
    asks = [
        parse_ask("count('checkins/daily', craving >= 7, days=7)"),
        parse_ask("usual('checkins/daily', craving)"),
        parse_ask("count('checkins/daily', used == yes, days=7)"),
        parse_ask("silent('checkins/daily')"),
    ]

    assert needs(asks) == (Need(DAILY, "craving", 29), Need(DAILY, "used", 7), Need(DAILY, "", 366))


def test_last_is_the_newest_answer_and_passes_over_skips():
    assert ask("last('checkins/daily', craving)", days(3, 8, None, ...)) == 8


def test_last_of_what_was_never_answered_is_not_known():
    assert ask("last('checkins/daily', craving)", days(None)) is None


def test_of_several_answers_of_one_day_the_newest_counts():
    entries = [entry(0, 3, hour=2), entry(0, 9, hour=1)]

    assert ask("last('checkins/daily', craving)", entries) == 3
    assert ask("count('checkins/daily', craving >= 7, days=7)", entries) == 0


def test_a_skip_later_on_a_day_unsays_no_answer_of_it():
    assert ask("last('checkins/daily', craving)", [entry(0, 9, hour=1), entry(0, None, hour=2)]) == 9


def test_other_activities_and_questions_are_not_counted():
    entries = [entry(0, 9, activity="sos/craving"), entry(0, 9, question="mood")]

    assert ask("count('checkins/daily', craving >= 7, days=7)", entries) == 0


def test_count_looks_at_program_days_with_today_among_them():
    entries = days(9, 9, ..., None, 2, 7)

    assert ask("count('checkins/daily', craving >= 7, days=5)", entries) == 2
    assert ask("count('checkins/daily', craving >= 7, days=4)", entries) == 1


def test_count_takes_any_one_of_several_answers():
    entries = days(("stress", "people"), ("people",), question="triggers")

    assert ask("count('checkins/daily', triggers in stress, days=7)", entries) == 1


def test_a_streak_counts_answered_days_backwards_and_passes_over_missing_ones():
    entries = days(2, 5, 3, ..., None, 1)

    assert ask("streak('checkins/daily', craving <= 3)", entries) == 2


def test_a_streak_ends_where_the_newest_answer_differs():
    assert ask("streak('checkins/daily', craving <= 3)", days(2, 1, 5)) == 0


def test_an_answer_of_another_kind_holds_no_comparison():
    assert ask("streak('checkins/daily', craving <= 3)", days("yes")) == 0


def test_a_mean_is_of_answered_days_however_far_apart():
    entries = days(9, 4, ..., ..., 5, None, 7)

    assert ask("mean('checkins/daily', craving, days=2)", entries) == 6
    assert ask("mean('checkins/daily', craving, days=3)", entries) == pytest.approx(16 / 3)


def test_a_mean_of_nothing_is_not_known():
    assert ask("mean('checkins/daily', craving, days=2)", days(None, "yes")) is None


def test_usual_is_the_median_without_the_newest_day():
    assert ask("usual('checkins/daily', craving)", days(2, 3, 4, 9)) == 3
    assert ask("usual('checkins/daily', craving)", days(2, 3, 9)) == 2.5


def test_usual_leaves_the_newest_answered_day_out_also_when_today_is_open():
    assert usual_of(days(2, 9, ...), DAILY, "craving", TODAY) == 2


def test_usual_looks_back_four_weeks_and_no_further():
    assert usual_of([entry(0, 5), entry(28, 4), entry(29, 10)], DAILY, "craving", TODAY) == 4
    assert usual_of([entry(0, 5), entry(29, 10)], DAILY, "craving", TODAY) is None


def test_drop_is_the_fall_since_the_answer_before():
    assert ask("drop('checkins/daily', craving)", days(8, ..., None, 5)) == 3
    assert ask("drop('checkins/daily', craving)", days(5, 8)) == -3


def test_a_single_answer_has_no_drop():
    assert ask("drop('checkins/daily', craving)", days(8)) is None


def test_silence_counts_only_the_days_on_which_there_was_something_to_answer():
    entries = days(3, ..., ..., ..., ...)
    asked = {TODAY - timedelta(days=3), TODAY, TODAY - timedelta(days=9)}

    silent = compute(parse_ask(f"silent('{DAILY}')"), entries, TODAY, None, lambda activity, day: day in asked)

    assert silent == 2


def test_on_a_day_without_anything_to_answer_nobody_is_silent():
    silent = parse_ask(f"silent('{DAILY}')")

    assert compute(silent, days(3, ..., ...), TODAY, None, lambda *_: False) is None
    assert compute(silent, days(3), TODAY, None, lambda *_: False) == 0


def test_a_silence_of_years_is_counted_no_further_than_any_call_looks():
    assert ask(f"silent('{DAILY}')", [], since=TODAY - timedelta(days=900)) == 366


def test_the_last_sign_is_a_skip_too_and_else_the_enrolment():
    assert last_sign(DAILY, days(3, None, ...), None) == TODAY - timedelta(days=1)
    assert last_sign(DAILY, [], TODAY - timedelta(days=4)) == TODAY - timedelta(days=4)
    assert last_sign(DAILY, [], None) is None


@pytest.mark.parametrize(
    ("values", "expected"), [((3, ..., ..., 5), 3), ((3, 5), 1), ((3, None), 1), ((3,), None), ((), None)]
)
def test_days_away_lie_between_the_two_newest_answered_days(values, expected):
    assert ask(f"days_away('{DAILY}')", days(*values)) == expected


def test_a_second_answer_on_the_day_of_the_return_does_not_end_it():
    assert ask(f"days_away('{DAILY}')", [entry(9, 3), entry(0, 3, hour=1), entry(0, 4, "mood", hour=2)]) == 9


@pytest.mark.parametrize(("day", "expected"), [("2026-12-08", 14), ("2026-11-24", 0), ("2026-11-20", -4)])
def test_a_day_in_the_plan_is_so_many_days_ahead(day, expected):
    assert ask(f"days_until('{DAILY}', day)", days(day, question="day")) == expected
    assert ask(f"days_until('{DAILY}', day)", []) is None


RISING = "rising('checkins/daily', craving, last=3, before=7, by=2)"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((3, 3, 3, 3, 3, 3, 3, 5, 5, 5), True),
        ((3, 3, 3, 3, 3, 3, 3, 5, 5, 4), False),
        ((10, 3, 3, 3, 3, 3, 3, 3, 5, 5, 5), True),
        ((3, ..., 3, None, 3, 5, ..., 5, 5), True),
        ((3, 3, 5, 5, 5), None),
        ((9, 9), None),
        ((), None),
    ],
)
def test_rising_compares_three_answered_days_with_the_seven_before(values, expected):
    assert ask(RISING, days(*values)) is expected


@pytest.mark.parametrize(
    ("entries", "since", "expected"),
    [
        ([entry(3, 5)], None, 3),
        ([entry(3, 5), entry(1, None)], None, 1),
        ([entry(1, 1, question="mood")], None, 1),
        ([entry(0, 5)], None, 0),
        ([entry(-1, 5)], None, 0),
        ([], None, None),
        ([], TODAY - timedelta(days=2), 2),
        ([entry(5, 5)], TODAY - timedelta(days=2), 2),
        ([entry(1, 5)], TODAY - timedelta(days=9), 1),
        ([entry(1, 5, activity="sos/craving")], None, None),
    ],
)
def test_silent_counts_program_days_since_an_answer_or_skip(entries, since, expected):
    assert ask("silent('checkins/daily')", entries, since) == expected


def test_recent_gives_the_last_answered_days_newest_last():
    entries = days(1, 2, None, 3, ..., 4)

    assert recent(entries, DAILY, "craving") == (2, 3, 4)
    assert recent(entries, DAILY, "craving", 2) == (3, 4)


def test_the_backdrop_holds_numbers_only_and_leaves_out_what_is_not_known():
    asks = [
        parse_ask("last('checkins/daily', craving)"),
        parse_ask("last('checkins/daily', used)"),
        parse_ask("last('checkins/daily', mood)"),
        parse_ask("silent('checkins/daily')"),
    ]
    entries = [*days(2, 3, 8), *days("yes", "no", question="used"), *days(4, question="mood")]

    assert backdrop(asks, entries, TODAY) == {
        recent_key(DAILY, "craving"): "2, 3, 8",
        usual_key(DAILY, "craving"): 2.5,
        recent_key(DAILY, "mood"): "4",
    }
