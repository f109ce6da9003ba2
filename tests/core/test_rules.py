"""When a rule fires, in which order and with which numbers."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.conditions import Scope, Shape, parse
from bot.core.rules import Firing, Limits, Rule, asks_of, fired, parse_duration, parse_group, reads_days

SHAPES = {
    "craving": Shape("scale", low=0, high=10),
    "mood": Shape("scale", low=0, high=10),
    "used": Shape("choice", ("yes", "no", "unsaid")),
    "day": Shape("date"),
}
SCOPE = Scope(activity=lambda _: SHAPES)
NOW = datetime(2026, 11, 24, 19, tzinfo=UTC)
DAY = date(2026, 11, 24)
YESTERDAY = DAY - timedelta(days=1)
HOUR = timedelta(hours=1)
LAST = "last('checkins/daily', craving)"
SILENT = "silent('checkins/daily')"


def rule(when='last("checkins/daily", craving) >= 7', name="strong-craving", **more):
    return Rule(name, parse(when, SCOPE), **more)


def fire(*rules, facts=None, newest=NOW, firings=(), day=DAY):
    known = {LAST: 8, SILENT: 3, "days_in_program": 30} if facts is None else facts
    return fired(rules, known, lambda _: newest, {each.rule: each for each in firings}, NOW, day)


def names(found):
    return [each.rule.name for each in found]


def test_a_rule_that_is_true_and_never_fired_fires():
    found = fire(rule())

    assert names(found) == ["strong-craving"]
    assert found[0].answer_at == NOW


def test_a_rule_that_is_false_does_not_fire():
    assert fire(rule(), facts={LAST: 3}) == []


def test_a_rule_about_what_is_not_known_does_not_fire():
    assert fire(rule(), facts={}) == []


def test_the_higher_priority_comes_first_and_equals_keep_the_order_of_the_file():
    found = fire(rule(name="a", priority=1), rule(name="b", priority=9), rule(name="c", priority=1))

    assert names(found) == ["b", "a", "c"]


def test_the_same_answer_does_not_fire_a_rule_twice():
    last = Firing("strong-craving", NOW - 5 * HOUR, NOW - 6 * HOUR, YESTERDAY)

    assert fire(rule(), newest=NOW - 6 * HOUR, firings=[last]) == []


def test_a_newer_answer_fires_it_again():
    last = Firing("strong-craving", NOW - 5 * HOUR, NOW - 6 * HOUR, DAY)

    assert names(fire(rule(), newest=NOW, firings=[last])) == ["strong-craving"]


def test_without_a_remembered_answer_the_time_of_firing_is_what_news_must_pass():
    last = Firing("strong-craving", NOW - 5 * HOUR, None, DAY)

    assert fire(rule(), newest=NOW - 6 * HOUR, firings=[last]) == []
    assert names(fire(rule(), newest=NOW, firings=[last])) == ["strong-craving"]


def test_a_rule_whose_answers_are_gone_does_not_fire_again():
    assert fire(rule(), newest=None, firings=[Firing("strong-craving", NOW - HOUR, NOW - HOUR, YESTERDAY)]) == []


@pytest.mark.parametrize(("ago", "expected"), [(119, []), (120, ["strong-craving"])])
def test_a_rule_rests_for_its_every(ago, expected):
    at = NOW - timedelta(minutes=ago)

    assert names(fire(rule(every=2 * HOUR), newest=NOW, firings=[Firing("strong-craving", at, at, DAY)])) == expected


@pytest.mark.parametrize(
    "when", ['silent("checkins/daily") >= 3', "days_in_program >= 30", 'silent("checkins/daily") >= 3 and phase != op']
)
def test_a_rule_about_silence_or_days_fires_again_on_a_new_day_only(when):
    facts = {SILENT: 3, "days_in_program": 30, "phase": "iop"}
    at = NOW - 4 * HOUR

    assert fire(rule(when), facts=facts, newest=None, firings=[Firing("strong-craving", at, None, DAY)]) == []
    assert fire(rule(when), facts=facts, newest=None, firings=[Firing("strong-craving", at, None, YESTERDAY)]) != []


def test_each_call_has_its_variable():
    when = (
        'last("checkins/daily", craving) >= 7 and silent("checkins/daily") >= 0'
        ' and usual("checkins/daily", craving) > 1'
        ' and rising("checkins/daily", mood) and mean("checkins/daily", mood, days=3) > 1'
        ' and last("checkins/daily", used) == yes'
    )
    facts = {
        LAST: 8,
        SILENT: 0,
        "usual('checkins/daily', craving)": 2.5,
        "recent('checkins/daily', craving)": "2, 3, 8",
        "rising('checkins/daily', mood)": True,
        "mean('checkins/daily', mood, days=3)": 16 / 3,
        "last('checkins/daily', used)": "yes",
    }

    found = fire(rule(when), facts=facts)

    assert found[0].variables == {
        "craving": 8,
        "days": 0,
        "usual_craving": 2.5,
        "recent_craving": "2, 3, 8",
        "rising_mood": 1,
        "mean_mood": 5.3,
        "used": "yes",
    }


def test_what_is_not_known_has_no_variable():
    found = fire(rule('last("checkins/daily", craving) >= 7 or last("checkins/daily", mood) <= 3'), facts={LAST: 8})

    assert found[0].variables == {"craving": 8}


def test_the_calls_of_all_rules_are_listed_once():
    assert asks_of([rule(), rule(), rule('silent("checkins/daily") >= 3')]) == (LAST, SILENT)


@pytest.mark.parametrize(
    ("text", "expected"), [("20m", timedelta(minutes=20)), ("2h", 2 * HOUR), ("1d", timedelta(days=1))]
)
def test_a_length_of_time_is_read(text, expected):
    assert parse_duration(text) == expected


@pytest.mark.parametrize("text", ["", "20", "m", "2 h", "1w", "-1d", "1.5h", "٣m"])
def test_another_length_of_time_is_refused_with_a_remedy(text):
    with pytest.raises(ValueError, match="such as 20m, 2h, 1d"):
        parse_duration(text)


def test_limits_are_empty_until_the_file_gives_them():
    assert (Limits().numbers, Limits().order) == ({}, ())


WEEK = timedelta(days=7)


def test_of_a_group_only_the_most_urgent_fires():
    found = fire(
        rule(name="a", priority=1, group="waves", rests=WEEK),
        rule(name="b", priority=2, group="waves", rests=WEEK),
        rule(name="c", priority=0),
    )

    assert names(found) == ["b", "c"]


@pytest.mark.parametrize(("days_ago", "expected"), [(6, []), (7, ["b"])])
def test_a_group_rests_after_one_of_its_rules_whether_that_is_tried_or_not(days_ago, expected):
    fired_one = rule(name="a", group="waves", rests=WEEK)
    last = Firing("a", NOW - timedelta(days=days_ago), None, YESTERDAY)
    known = {LAST: 8}

    found = fired(
        [rule(name="b", group="waves", rests=WEEK)], known, lambda _: NOW, {"a": last}, NOW, DAY, others=[fired_one]
    )

    assert names(found) == expected


def test_silence_tells_also_how_many_days_ago_the_last_sign_was():
    found = fire(rule('silent("checkins/daily") >= 3'), facts={SILENT: 3, "ago('checkins/daily')": 5})

    assert found[0].variables == {"days": 3, "ago": 5}


def test_a_date_that_comes_nearer_and_the_days_of_a_phase_are_new_every_day():
    assert reads_days(rule('days_until("checkins/daily", day) <= 14'))
    assert reads_days(rule("days_in_phase <= 1"))
    assert not reads_days(rule('days_away("checkins/daily") >= 7'))


def test_the_hour_of_an_offer_is_read_with_the_rest():
    assert asks_of([rule(hour="last('checkins/daily', hour)")]) == (LAST, "last('checkins/daily', hour)")


def test_a_group_has_a_name_and_a_length():
    assert parse_group("triggers 7d") == ("triggers", WEEK)


@pytest.mark.parametrize("text", ["", "7d", "Triggers 7d", "triggers", "triggers soon"])
def test_another_group_is_refused_with_a_remedy(text):
    with pytest.raises(ValueError, match="such as"):
        parse_group(text)
