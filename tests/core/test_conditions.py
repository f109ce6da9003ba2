"""What an editor may write as a condition, and what is told where it cannot be meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.conditions import RESERVED, ConditionFault, Scope, Shape, holds, parse, warnings

DAILY = {
    "craving": Shape("scale", low=0, high=10),
    "mood": Shape("scale", low=0, high=10),
    "used": Shape("choice", ("no", "yes", "unsaid")),
    "triggers": Shape("many", ("stress", "people", "today")),
    "quiz": Shape("quiz", right=2),
    "drinks": Shape("number"),
    "wake": Shape("time"),
    "day": Shape("date"),
    "note": Shape("text"),
    "place": Shape("timezone"),
}
SCOPE = Scope(
    questions=DAILY,
    later=frozenset({"after"}),
    activity=lambda path: DAILY if path == "checkins/daily" else None,
    activities=("checkins/daily", "checkins/weekly"),
)


def is_true(source, facts=None, **answers):
    return holds(parse(source, SCOPE), answers, facts or {})


def fault(source, scope=SCOPE):
    with pytest.raises(ConditionFault) as caught:
        parse(source, scope)
    return caught.value


@pytest.mark.parametrize(
    ("source", "answers", "expected"),
    [
        ("craving >= 7", {"craving": 7}, True),
        ("craving > 7", {"craving": 7}, False),
        ("craving <= 3.5", {"craving": 3}, True),
        ("craving < 3", {"craving": 3}, False),
        ("craving == 0", {"craving": 0}, True),
        ("craving in (8, 9)", {"craving": 9}, True),
        ("7 <= craving", {"craving": 7}, True),
        ("7 < craving", {"craving": 7}, False),
        ("7 == craving", {"craving": 7}, True),
        ("used == yes", {"used": "yes"}, True),
        ("used in (yes, unsaid)", {"used": "unsaid"}, True),
        ("used in (yes)", {"used": "no"}, False),
        ("used not in (yes)", {"used": "no"}, True),
        ("triggers in (stress, people)", {"triggers": ("people",)}, True),
        ("triggers in (stress)", {"triggers": ("people", "today")}, False),
        ("quiz == right", {"quiz": 2}, True),
        ("quiz == right", {"quiz": 1}, False),
        ("quiz == wrong", {"quiz": 1}, True),
        ("quiz != right", {"quiz": 1}, True),
        ("quiz != wrong", {"quiz": 1}, False),
        ('wake == "19:00"', {"wake": "19:00"}, True),
        ('wake < "09:30"', {"wake": "10:00"}, False),
        ('"09:30" < wake', {"wake": "10:00"}, True),
        ('day <= "2026-01-05"', {"day": "2026-01-05"}, True),
        ("mood < craving", {"mood": 2, "craving": 5}, True),
        ("drinks > craving", {"drinks": 12, "craving": 5}, True),
        ("used == yes and craving >= 7", {"used": "yes", "craving": 3}, False),
        ("used == yes or craving >= 7", {"used": "no", "craving": 8}, True),
        ("not (used == yes or craving >= 7)", {"used": "no", "craving": 3}, True),
    ],
)
def test_a_comparison_says_what_it_reads_like(source, answers, expected):
    assert is_true(source, **answers) is expected


@pytest.mark.parametrize("sign", ["==", "!=", "<", "<=", ">", ">="])
@pytest.mark.parametrize("answers", [{}, {"craving": None}])
def test_a_comparison_with_a_question_that_was_not_answered_is_false(sign, answers):
    assert is_true(f"craving {sign} 5", **answers) is False


@pytest.mark.parametrize("source", ["used in (yes, no)", "used not in (yes)", "quiz == wrong", "quiz != right"])
def test_a_skip_is_no_answer_of_a_choice_or_a_quiz(source):
    assert is_true(source, used=None, quiz=None) is False


def test_a_comparison_is_false_where_the_question_on_its_right_was_skipped():
    assert is_true("mood < craving", mood=3, craving=None) is False


def test_not_turns_a_comparison_with_a_skip_into_true():
    assert is_true("not craving >= 7", craving=None) is True


def test_an_answer_of_another_kind_from_an_older_version_makes_a_comparison_false():
    assert is_true("craving >= 7", craving="yes") is False


@pytest.mark.parametrize(
    ("source", "facts", "expected"),
    [
        ("phase == iop", {"phase": "iop"}, True),
        ("phase != iop", {"phase": "op"}, True),
        ("phase != iop", {"phase": None}, False),
        ("phase != iop", {}, False),
        ("weekday in (sat, sun)", {"weekday": "sun"}, True),
        ("days_in_program >= 30", {"days_in_program": 30}, True),
        ('today >= "2026-12-20"', {"today": "2026-11-24"}, False),
    ],
)
def test_facts_are_compared_as_questions_are(source, facts, expected):
    assert is_true(source, facts) is expected


def test_a_date_can_be_compared_with_today():
    assert is_true("day <= today", {"today": "2026-11-24"}, day="2026-11-24") is True


def test_right_of_a_question_a_name_is_an_id_even_where_a_fact_has_it():
    condition = parse("triggers in (today)", SCOPE)

    assert (holds(condition, {"triggers": ("today",)}, {}), condition.facts) == (True, frozenset())


@pytest.mark.parametrize(
    ("source", "ask", "known", "expected"),
    [
        ('last("checkins/daily", craving) >= 7', "last('checkins/daily', craving)", 8, True),
        ('last("checkins/daily", used) == yes', "last('checkins/daily', used)", "yes", True),
        ('last("checkins/daily", triggers) in (stress)', "last('checkins/daily', triggers)", ("stress",), True),
        ('last("checkins/daily", quiz) == right', "last('checkins/daily', quiz)", 2, True),
        (
            'count("checkins/daily", craving >= 7, days=7) >= 3',
            "count('checkins/daily', craving >= 7, days=7)",
            2,
            False,
        ),
        ('count("checkins/daily", used == yes, days=7) > 0', "count('checkins/daily', used == yes, days=7)", 1, True),
        ('streak("checkins/daily", mood <= 3) == 3', "streak('checkins/daily', mood <= 3)", 3, True),
        (
            'streak("checkins/daily", triggers in (stress)) > 1',
            "streak('checkins/daily', triggers in stress)",
            3,
            True,
        ),
        ('mean("checkins/daily", craving, days=3) > 4.5', "mean('checkins/daily', craving, days=3)", 4.6, True),
        ('usual("checkins/daily", craving) < 3', "usual('checkins/daily', craving)", 3, False),
        ('drop("checkins/daily", mood) >= -3', "drop('checkins/daily', mood)", -2, True),
        ('silent("checkins/daily") >= 3', "silent('checkins/daily')", None, False),
        ('rising("checkins/daily", craving)', "rising('checkins/daily', craving)", True, True),
        ('rising("checkins/daily", craving, by=1.5)', "rising('checkins/daily', craving, by=1.5)", None, False),
    ],
)
def test_a_call_on_history_is_read_from_the_facts_under_its_own_text(source, ask, known, expected):
    condition = parse(source, SCOPE)

    assert condition.asks == (ask,)
    assert holds(condition, {}, {ask: known}) is expected


def test_a_condition_lists_each_name_once():
    twice = 'mood < 3 and phase == iop and last("checkins/daily", mood) < 3'
    condition = parse(f"{twice} or {twice}", SCOPE)

    assert condition.asks == ("last('checkins/daily', mood)",)
    assert condition.questions == {"mood"}
    assert condition.facts == {"phase"}


def test_conditions_are_equal_where_their_source_is():
    assert parse("  craving   >= 7 ", SCOPE) == parse("craving >= 7", SCOPE)
    assert parse("craving >= 7", SCOPE) != parse("craving >= 8", SCOPE)


def test_a_line_break_counts_as_a_space():
    assert is_true("craving >= 7\n  and used == yes", craving=8, used="yes") is True


@pytest.mark.parametrize("source", ["used != yes", "craving not in (1, 2)", 'last("checkins/daily", used) != yes'])
def test_an_unequal_sign_on_a_question_is_warned_of(source):
    assert "skipped" in warnings(parse(source, SCOPE))[0]


@pytest.mark.parametrize("source", ["phase != iop", "used == yes", 'mean("checkins/daily", mood, days=3) != 5'])
def test_other_comparisons_are_not_warned_of(source):
    assert warnings(parse(source, SCOPE)) == []


COUNT = 'count("checkins/daily", '


@pytest.mark.parametrize(
    ("source", "column", "told"),
    [
        ("", 1, "empty"),
        ("  ", 1, "empty"),
        ("cravng >= 7", 1, "did you mean craving?"),
        ("used == no and moood < 3", 16, "did you mean mood?"),
        ("zzz == 3", 1, "write one of: craving"),
        ("used == yess", 9, "did you mean yes?"),
        ("used == qqq", 9, "write one of: no, yes, unsaid"),
        ("phase == iopp", 10, "did you mean iop?"),
        ('used == "yes"', 9, "write one as it is"),
        ("used == 3", 9, "is no answer of used"),
        ("craving = 7", 9, "write =="),
        ("(craving = 7)", 10, "write =="),
        ("used == yes and (craving = 7)", 26, "write =="),
        ("0 < craving < 5", 1, "joined by and"),
        ("(craving > 3", 1, "never closed"),
        ("craving > 3)", 12, "closes nothing"),
        ('note == "x"', 1, "text question"),
        ("place == x", 1, "timezone question"),
        ('craving > "7"', 11, "is a number"),
        ("craving > today", 11, "is a number"),
        ("craving >= 11", 12, "goes from 0 to 10"),
        ("craving >= -1", 12, "goes from 0 to 10"),
        ("wake > 19:00", 8, 'write "19:00"'),
        ("day < 2026-01-05", 7, 'write "2026-01-05"'),
        ("wake > '19:00'", 8, "double quotes"),
        ('wake > "19:00', 8, "never closed"),
        ('wake == "7:00"', 9, 'such as "19:00"'),
        ('day == "2026-02-30"', 8, "no day of the calendar"),
        ("craving", 1, "craving >= 7"),
        ("used", 1, "used == no"),
        ("quiz", 1, "quiz == right"),
        ("triggers", 1, "triggers in (stress, people)"),
        ("today", 1, 'today >= "2026-01-05"'),
        ("7", 1, "write a question or a fact"),
        ("True", 1, "no sums"),
        ("not -craving", 5, "no sums"),
        ("craving + 1 > 3", 1, "no sums"),
        ("craving > 1 + 3", 11, "no sums"),
        ("program.name == x", 1, "program.name cannot stand"),
        ("preferred_name == x", 1, "filled into texts"),
        ("foo(1)", 1, "cannot be called"),
        ("program.name(1)", 1, "cannot be called"),
        ("after > 3", 1, "asked later"),
        ("last > 3", 1, "asks about another file"),
        ("used > yes", 8, "no order"),
        ("quiz > right", 8, "no order"),
        ("quiz in (right)", 10, "quiz == right"),
        ("quiz == maybe", 9, "write one of: right, wrong"),
        ("triggers == stress", 13, "triggers in (stress)"),
        ("used == (yes, no)", 9, "write in (…)"),
        ("used in ()", 9, "in its brackets"),
        ("craving in (mood, 3)", 12, "compare with a name by =="),
        ("yes == used", 1, "write used == yes"),
        ("zzz == used", 1, "zzz is no question"),
        ("7 > 3", 1, "is a value"),
        ("7 in (craving)", 1, "is a value"),
        ("craving is 3", 1, "write =="),
        ("craving >= 3 mood", 14, "cannot be read"),
        ("craving >=", 10, "cannot be read"),
        ("mood if craving else used", 1, "no sums"),
        ("craving ≥ 7", 9, "write >="),
        ("craving => 7", 9, "write >="),
        ("craving > 7 && mood < 3", 13, "write and"),
        ("craving > 7 || mood < 3", 13, "write or"),
        ("!craving", 1, "write not"),
        ("craving >= 7é", 13, "é has no meaning"),
        ("craving >= 7px", 12, "7px has no meaning"),
        ("craving >= 7 # high", 14, "# has no meaning"),
        ('silent("checkins/dayly") > 1', 8, "did you mean checkins/daily?"),
        ("silent(checkins/daily) > 1", 8, 'write "checkins/daily"'),
        ("days_away() > 1", 1, 'write days_away("checkins/daily")'),
        ('days_until("checkins/daily", craving) > 1', 30, "reckons with dates"),
        ('mean("checkins/daily", day, days=3) > 1', 24, "reckons with numbers"),
        ("silent() > 1", 1, 'write silent("checkins/daily")'),
        ('last("checkins/daily") > 1', 1, ", craving)"),
        ('last("checkins/daily", craving)', 1, "neither true nor false"),
        ('last("checkins/daily", cravng) > 1', 24, "did you mean craving?"),
        ('last("checkins/daily", phase) == iop', 24, 'no question of "checkins/daily"'),
        ('last("checkins/daily", craving > 3) > 1', 24, "without a comparison"),
        ('last("checkins/daily", craving, days=3) > 1', 33, "no options"),
        ('mean("checkins/daily", craving) > 1', 1, "days=7"),
        ('mean("checkins/daily", used, days=3) > 1', 24, "reckons with numbers"),
        ('mean("checkins/daily", craving, days=0) > 1', 33, "from 1 to 366"),
        ('mean("checkins/daily", craving, days=2.5) > 1', 33, "whole number"),
        ('rising("checkins/daily", craving, last=2)', 35, "from 3 to 366"),
        ('rising("checkins/daily", craving, by=0)', 35, "above 0"),
        ('rising("checkins/daily", craving, by=x)', 35, "above 0"),
        ('rising("checkins/daily", craving) > 3', 1, "leave the comparison out"),
        ('rising("checkins/daily", craving, **mood)', 35, "not **="),
        (COUNT + "craving, days=7) > 1", 25, "one comparison"),
        (COUNT + "craving = 7, days=7) > 1", 25, "to compare write =="),
        (COUNT + "craving >= 7, dayz=7) > 1", 39, "not dayz="),
        (COUNT + "craving >= 7) > 1", 1, "days=7"),
        (COUNT + "craving >= 11, days=7) > 1", 36, "goes from 0 to 10"),
        (COUNT + "used == yess, days=7) > 1", 33, "did you mean yes?"),
        (COUNT + "craving > mood, days=7) > 1", 25, "fixed answer"),
        (COUNT + "7 < craving, days=7) > 1", 25, "write it first"),
        (COUNT + "quiz == right, days=7) > 1", 25, "does not reckon with a quiz"),
        ("(" * 300 + "craving > 3" + ")" * 300, 201, "cannot be read"),
        ("not " * 2000 + "craving > 3", 1, "nested too deeply"),
        ("not " * 400 + "craving > 3", 1, "nested too deeply"),
        ("-" * 20000 + "1", 1, "nested too deeply"),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_column_and_a_remedy(source, column, told):
    found = fault(source)

    assert told in str(found)
    assert found.column == column
    assert f"column {column}" in str(found)


def test_a_column_counts_characters_not_bytes():
    assert fault('wake == "ñandú" or zzz > 3').column == 9
    assert fault('wake > "é" or zzz > 3', Scope({"wake": Shape("text")})).column == 1
    assert fault('  used == yes or "ééé" == zzz').column == 27


def test_a_deep_but_readable_condition_is_read():
    assert is_true("not " * 20 + "craving > 3", craving=4) is True


def test_an_empty_scope_tells_that_nothing_is_known():
    assert "write one of: none" in str(fault('silent("a") > 1', Scope()))


def test_the_words_of_conditions_are_reserved():
    assert {"last", "count", "right", "wrong", "and", "in", "class"} <= RESERVED


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_with_a_column_inside_it(source):
    column = 1
    try:
        parse(source, SCOPE)
    except ConditionFault as found:
        column = found.column

    assert 1 <= column <= max(len(source), 1)


WORDS = [
    "craving",
    "used",
    "yes",
    ">=",
    "==",
    "in",
    "not",
    "and",
    "(",
    ")",
    ",",
    "7",
    '"19:00"',
    "last",
    '"checkins/daily"',
    "-",
]


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_any_row_of_words_is_read_or_refused(source):
    try:
        condition = parse(source, SCOPE)
    except ConditionFault:
        return
    assert holds(condition, {}, {}) in (True, False)


def test_what_is_joined_by_and_is_a_condition_each():
    whole = parse('last("checkins/daily", craving) >= 7 and phase == iop and (craving > 1 or mood > 1)', SCOPE)

    assert [part.source for part in whole.parts] == [
        "last('checkins/daily', craving) >= 7",
        "phase == iop",
        "craving > 1 or mood > 1",
    ]
    assert [part.facts for part in whole.parts] == [frozenset(), {"phase"}, frozenset()]
    assert whole.asks == whole.parts[0].asks
    assert holds(whole.parts[1], {}, {"phase": "iop"})


def test_a_condition_without_and_is_its_own_only_part():
    whole = parse("craving > 1 or mood > 1", SCOPE)

    assert [part.source for part in whole.parts] == ["craving > 1 or mood > 1"]
