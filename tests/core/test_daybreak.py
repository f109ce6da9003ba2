"""Nobody's day begins with a look that could have found something, left out."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.conditions import Scope, Shape, parse
from bot.core.daybreak import Known, can_fire
from bot.core.history import Entry, compute, parse_ask
from bot.core.rules import Firing, Rule, asks_of, fired

DAILY = "checkins/daily"
SCOPE = Scope(activity=lambda _: {"craving": Shape("scale", low=0, high=10), "day": Shape("date")})
FIRST = date(2026, 1, 1)


def rule(when, every=timedelta()):
    return Rule(when, parse(when, SCOPE), every=every)


STRONG = rule(f'last("{DAILY}", craving) >= 7', timedelta(days=3))
SILENT = rule(f'silent("{DAILY}") >= 3', timedelta(days=3))
COUNTED = rule(f'count("{DAILY}", craving >= 7, days=7) <= 1', timedelta(days=2))
RULES = (
    STRONG,
    SILENT,
    COUNTED,
    rule(f'rising("{DAILY}", craving)', timedelta(days=7)),
    rule(f'streak("{DAILY}", craving <= 3) >= 3', timedelta(days=2)),
    rule("days_in_program == 9"),
    rule(f'count("{DAILY}", craving >= 7, days=7) >= 2', timedelta(days=2)),
    rule(f'not count("{DAILY}", craving >= 7, days=7) >= 2', timedelta(days=2)),
    rule(f'silent("{DAILY}") == 2 and count("{DAILY}", craving >= 0, days=7) <= 3', timedelta(days=1)),
    rule(f'days_away("{DAILY}") >= 3 and phase == iop', timedelta(days=1)),
    rule(f'last("{DAILY}", craving) >= 5 and days_in_program >= 4', timedelta(days=1)),
    rule('count("checkins/other", craving >= 1, days=3) <= 0 and days_in_program >= 3', timedelta(days=3)),
    rule('last("checkins/other", craving) >= 0 and days_in_program >= 3', timedelta(days=3)),
    rule(f'silent("{DAILY}") >= 1 and silent("checkins/other") == 4 and phase == iop', timedelta(days=3)),
)
COUNTED_DAYS = 3
"""Of each four days so many have something to answer."""


def counts(_, day):
    return day.toordinal() % 4 < COUNTED_DAYS


def facts_on(day):
    return {"days_in_program": (day - FIRST).days, "phase": "iop"}


def at(day, hour):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


class Life:
    """One person's answers, and the firings of their rules as services keep them."""

    def __init__(self, rules):
        self.rules, self.entries, self.firings = rules, [], {}

    def answers(self, day, value):
        self.entries.append(Entry(DAILY, "craving", day, value, at(day, 19)))
        self.tries(at(day, 19), day)

    def tries(self, now, day):
        facts = {text: compute(parse_ask(text), self.entries, day, FIRST, counts) for text in asks_of(self.rules)}
        facts |= facts_on(day)
        newest = max((entry.answered_at for entry in self.entries), default=None)
        found = fired(self.rules, facts, lambda _: newest, self.firings, now, day)
        self.firings |= {each.rule.name: Firing(each.rule.name, now, None, day) for each in found}
        return found

    def known(self):
        newest = self.entries[-1:] or []
        return Known(
            {entry.activity: entry.answered_at for entry in newest},
            {entry.activity: entry.local_date for entry in newest},
            dict(self.firings),
            FIRST,
        )

    def known_on(self, day):
        return replace(self.known(), facts=facts_on(day))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(0, 10)), max_size=40))
def test_what_is_left_out_would_have_found_nothing(values):
    life = Life(RULES)
    life.tries(at(FIRST, 4), FIRST)
    for step, value in enumerate(values):
        day = FIRST + timedelta(days=step + 1)
        may = [each for each in RULES if can_fire([each], life.known_on(day), at(day, 4), day)]
        found = [each.rule for each in life.tries(at(day, 4), day)]
        assert set(found) <= set(may)
        if value is not None:
            life.answers(day, value)


@pytest.mark.parametrize(("rested", "expected"), [(2, False), (4, True)])
def test_an_answer_that_came_while_a_rule_rested_is_looked_at_once_it_has_rested(rested, expected):
    life = Life([STRONG])
    life.answers(FIRST, 8)
    life.answers(FIRST + timedelta(days=1), 9)
    day = FIRST + timedelta(days=rested)

    assert can_fire([STRONG], life.known(), at(day, 20), day) is expected


@pytest.mark.parametrize(("days", "expected"), [(2, False), (3, True)])
def test_silence_is_counted_without_reading_an_answer(days, expected):
    life = Life([SILENT])
    life.answers(FIRST, 1)
    day = FIRST + timedelta(days=days)

    assert can_fire([SILENT], life.known(), at(day, 4), day) is expected


def test_somebody_of_whom_nothing_is_known_is_not_silent():
    assert not can_fire([SILENT], Known(), at(FIRST, 4), FIRST)


def test_what_a_passing_day_can_change_is_looked_at():
    answered = Known({DAILY: at(FIRST, 19)}, {DAILY: FIRST})

    assert can_fire([COUNTED], answered, at(FIRST, 4), FIRST)
    assert can_fire([COUNTED], Known(), at(FIRST, 4), FIRST)


def test_an_ordinary_day_of_somebody_who_answers_begins_with_nothing_to_look_at():
    life = Life([STRONG, SILENT])
    for step in range(5):
        life.answers(FIRST + timedelta(days=step), 2)
    day = FIRST + timedelta(days=5)

    assert not can_fire([STRONG, SILENT], life.known(), at(day, 4), day)


@pytest.mark.parametrize(
    "when",
    [
        'count("checkins/log", craving >= 1, days=7) >= 1 and days_in_program >= 3',
        'last("checkins/log", craving) >= 1 and phase == iop',
        'days_until("checkins/log", day) <= 14',
        "days_in_phase == 14",
        f'silent("{DAILY}") == 2 and days_in_program >= 1',
    ],
)
def test_what_is_false_whatever_the_answers_are_is_not_looked_at(when):
    known = replace(
        Known(since=FIRST, answered_day={DAILY: FIRST}),
        facts={"phase": "iop", "days_in_program": 9, "days_in_phase": 3},
    )

    assert not can_fire([rule(when)], known, at(FIRST, 20), FIRST + timedelta(days=1))


def test_a_fact_that_is_not_known_is_looked_at():
    assert can_fire([rule("days_in_phase == 14")], Known(), at(FIRST, 4), FIRST)
