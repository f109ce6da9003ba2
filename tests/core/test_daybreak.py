"""Nobody's day begins with a look that could have found something, left out."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.conditions import Scope, Shape, parse
from bot.core.daybreak import Known, can_fire
from bot.core.history import Entry, compute, parse_ask
from bot.core.rules import Firing, Rule, asks_of, fired

DAILY = "checkins/daily"
SCOPE = Scope(activity=lambda _: {"craving": Shape("scale", low=0, high=10)})
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
)


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
        facts = {text: compute(parse_ask(text), self.entries, day, FIRST) for text in asks_of(self.rules)}
        facts["days_in_program"] = (day - FIRST).days
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


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(0, 10)), max_size=40))
def test_what_is_left_out_would_have_found_nothing(values):
    life = Life(RULES)
    life.tries(at(FIRST, 4), FIRST)
    for step, value in enumerate(values):
        day = FIRST + timedelta(days=step + 1)
        may = [each for each in RULES if can_fire([each], life.known(), at(day, 4), day)]
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
    assert can_fire([COUNTED], Known(), at(FIRST, 4), FIRST)


def test_an_ordinary_day_of_somebody_who_answers_begins_with_nothing_to_look_at():
    life = Life([STRONG, SILENT])
    for step in range(5):
        life.answers(FIRST + timedelta(days=step), 2)
    day = FIRST + timedelta(days=5)

    assert not can_fire([STRONG, SILENT], life.known(), at(day, 4), day)
