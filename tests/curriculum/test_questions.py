"""Questions and their answers: each mistake is told once, on its line, with what to write instead."""

import pytest

from bot.core.activity import Option, Paragraph, Question, Span
from bot.core.conditions import RESERVED
from bot.curriculum.loader import Loaded, load_text

HEAD = "---\nkind: checkin\ntitle: Waves\n---\n"


def load(body: str, fields: str = "") -> Loaded:
    head = HEAD.replace("title: Waves\n", f"title: Waves\n{fields}")
    return load_text(head + body + "\n", "checkins/waves")


def told(loaded: Loaded) -> list[tuple[int, str]]:
    return [(fault.line, fault.message) for fault in loaded.faults if fault.level == "fault"]


def question(body: str) -> Question:
    loaded = load(body)
    assert loaded.faults == []
    found = loaded.activities["en", "checkins/waves"].pages[0].question
    assert found is not None
    return found


YES_NO = "\n\n- Yes {#yes}\n- No {#no}"
ENDS = "\n\n- 0 None\n- 10 Most"

ONE_MISTAKE = {
    "a heading without braces": ("## Used?", 5, "## Text? {#name kind}"),
    "braces without a number sign": (f"## Used? {{used}}{YES_NO}", 5, "{#"),
    "braces that are not closed": (f"## Used? {{#used{YES_NO}", 5, "not closed"),
    "words after the braces": (f"## Used? {{#used}} now{YES_NO}", 5, "last"),
    "braces without a name": (f"## Used? {{#}}{YES_NO}", 5, "name is missing"),
    "a question without words": (f"## {{#used}}{YES_NO}", 5, "no words"),
    "a name with a capital": (f"## Used? {{#Used}}{YES_NO}", 5, "such as used"),
    "a name with a hyphen": (f"## Used? {{#used-now}}{YES_NO}", 5, "such as used_now"),
    "a name that begins with a digit": (f"## Used? {{#1used}}{YES_NO}", 5, "beginning with a letter"),
    "a name of 32 letters": (f"## Used? {{#{'x' * 32}}}{YES_NO}", 5, "31 at the most"),
    "a name of Python": (f"## Used? {{#class}}{YES_NO}", 5, "class_1"),
    "a name of the conditions": (f"## Used? {{#last}}{YES_NO}", 5, "word of the conditions"),
    "a name of a fact": (f"## Used? {{#phase}}{YES_NO}", 5, "my_phase"),
    "a name that is taken": (f"## A? {{#a}}{YES_NO}\n\n---\n\n## B? {{#a}}{YES_NO}", 12, "line 5"),
    "an unknown kind": (f"## Used? {{#used choise}}{YES_NO}", 5, "did you mean choice?"),
    "a kind with a capital": (f"## How? {{#how Scale}}{ENDS}", 5, "did you mean scale?"),
    "two kinds": (f"## How? {{#how scale choice}}{ENDS}", 5, "no option"),
    "an unknown option": ("## How? {#how text optionel}", 5, "did you mean optional?"),
    "an option twice": ("## How? {#how text optional optional}", 5, "twice"),
    "optional before the last page": (f"## A? {{#a text optional}}\n\n---\n\n## B? {{#b}}{YES_NO}", 5, "last page"),
    "two questions on a page": (f"## A? {{#a}}{YES_NO}\n\n## B? {{#b}}{YES_NO}", 10, "one question"),
    "past of no date": ("## How? {#how text past}", 5, "date past"),
    "min of a scale": (f"## How? {{#how scale min=2}}{ENDS}", 5, "for numbers only"),
    "min as a word": ("## How? {#how number min=two}", 5, "min=5"),
    "min above max": ("## How? {#how number min=8 max=3}", 5, "smaller number"),
    "thirteen buttons": ("## How? {#how number min=0 max=12}", 5, "12 are the most"),
    "min together with a list": ("## How? {#how number min=1}\n\n- 1\n- 2", 5, "delete one"),
    "a choice without answers": ("## Used? {#used}\n\nHint.", 5, "- Yes {#yes}"),
    "a many without answers": ("## Used? {#used many}", 5, "needs its answers"),
    "a quiz without answers": ("## Used? {#used quiz}", 5, "[x]"),
    "a scale without ends": ("## How? {#how scale}", 5, "- 0 None"),
    "answers in another block": ("## A? {#a}\n\n::: when phase == iop\n- Yes {#yes}\n- No {#no}\n:::", 5, "same block"),
    "an answer without an id": ("## Used? {#used}\n\n- Yes {#yes}\n- Not yet", 8, "- Not yet {#not_yet}"),
    "an answer with braces that are not closed": ("## Used? {#used}\n\n- Yes {#yes}\n- No {#no", 8, "not closed"),
    "an answer with words after its id": ("## Used? {#used}\n\n- Yes {#yes}\n- No {#no} thanks", 8, "stands last"),
    "an answer without words": ("## Used? {#used}\n\n- Yes {#yes}\n- {#no}", 8, "no words"),
    "an id twice": ("## Used? {#used}\n\n- Yes {#yes}\n- Yeah {#yes}", 8, "line 7"),
    "an id with a capital": ("## Used? {#used}\n\n- Yes {#Yes}\n- No {#no}", 7, "such as yes"),
    "an id that is a word of Python": ("## Used? {#used}\n\n- Yes {#is}\n- No {#no}", 7, "is_1"),
    "an answer of two lines": ("## Used? {#used}\n\n- Yes {#yes}\n- No\n  thanks {#no}", 9, "one line"),
    "an answer of 61 characters": (f"## A? {{#a}}\n\n- {'x' * 61} {{#x}}\n- No {{#no}}", 7, "60 are the most"),
    "an answer with a link": ("## A? {#a}\n\n- [Yes](a.md) {#yes}\n- No {#no}", 7, "plain words"),
    "an answer with a fill": ("## A? {#a}\n\n- {{ program.name }} {#yes}\n- No {#no}", 7, "without braces"),
    "answers with numbers before them": ("## A? {#a}\n\n1. Yes {#yes}\n2. No {#no}", 7, "write -"),
    "answers with stars before them": ("## A? {#a}\n\n* Yes {#yes}\n* No {#no}", 7, "write -"),
    "answers with two signs before them": ("## A? {#a}\n\n- Yes {#yes}\n* No {#no}", 8, "write -"),
    "feedback of a choice": ("## A? {#a}\n\n- Yes {#yes}\n\n  Good.\n- No {#no}", 9, "only quiz"),
    "a text between answers": ("## A? {#a}\n\n- Yes {#yes}\n\nOr:\n\n- No {#no}", 9, "in two"),
    "a choice with boxes": ("## A? {#a choice}\n\n- [ ] Yes\n- [x] No", 5, "{#a quiz}"),
    "no kind and a scale's ends": (f"## A? {{#a}}{ENDS}", 5, "{#a scale}"),
    "a quiz with ids": (f"## A? {{#a quiz}}{YES_NO}", 5, "{#a choice}"),
    "a scale with ids": (f"## A? {{#a scale}}{YES_NO}", 5, "{#a choice}"),
    "a text with answers": (f"## A? {{#a text}}{YES_NO}", 5, "{#a choice}"),
    "a text with answers below a hint": (f"## A? {{#a text}}\n\nHint.{YES_NO}", 5, "{#a choice}"),
    "a text with a list of words": ("## A? {#a text}\n\n- Yes\n- No", 5, "no list"),
    "a date with answers": ("## A? {#a date}\n\n- Today\n- Tomorrow", 5, "no list"),
    "a timezone with answers": ("## A? {#a timezone}\n\n- Here\n- There", 5, "no list"),
    "a number with a scale's ends": (f"## A? {{#a number}}{ENDS}", 5, "{#a scale}"),
    "a quiz without a right answer": ("## A? {#a quiz}\n\n- [ ] B\n- [ ] C", 5, "write [x]"),
    "a quiz with two right answers": ("## A? {#a quiz}\n\n- [x] B\n- [x] C", 8, "line 7"),
    "a quiz answer without a box": ("## A? {#a quiz}\n\n- [x] B\n- C", 8, "- [ ] C"),
    "a quiz whose right answer may be the one without a box": ("## A? {#a quiz}\n\n- [ ] B\n- C", 8, "- [ ] C"),
    "a quiz answer with an empty box": ("## A? {#a quiz}\n\n- [x] B\n- [] C", 8, "- [ ] C"),
    "a quiz answer glued to its box": ("## A? {#a quiz}\n\n- [x]B\n- [ ] C", 7, "- [x] B"),
    "a quiz answer with an id": ("## A? {#a quiz}\n\n- [x] B {#b}\n- [ ] C", 7, "delete {#b}"),
    "feedback that is not indented": ("## A? {#a quiz}\n\n- [ ] B\n\nNo.\n\n- [x] C\n\n  Yes.", 9, "two spaces"),
    "feedback indented by one space": ("## A? {#a quiz}\n\n- [ ] B\n\n No.\n- [x] C", 9, "two spaces"),
    "feedback indented too far": ("## A? {#a quiz}\n\n- [ ] B\n\n        No.\n- [x] C", 9, "two spaces"),
    "feedback without an empty line": ("## A? {#a quiz}\n\n- [ ] B\n  No.\n- [x] C", 8, "empty line"),
    "a list as feedback": ("## A? {#a quiz}\n\n- [ ] B\n\n  - No.\n- [x] C", 9, "list inside a list"),
    "a scale from one": ("## A? {#a scale}\n\n- 1 None\n- 10 Most", 7, "begins at 0"),
    "a scale to eleven": ("## A? {#a scale}\n\n- 0 None\n- 11 Most", 8, "from 3 to 10"),
    "a scale to two": ("## A? {#a scale}\n\n- 0 None\n- 2 Most", 8, "from 3 to 10"),
    "a scale with one end": ("## A? {#a scale}\n\n- 0 None", 5, "two ends"),
    "a scale with three ends": ("## A? {#a scale}\n\n- 0 None\n- 5 Some\n- 10 Most", 9, "two ends"),
    "a scale end without words": ("## A? {#a scale}\n\n- 0 None\n- 10", 8, "- 0 None"),
    "a scale end with a colon": ("## A? {#a scale}\n\n- 0: None\n- 10 Most", 7, "- 0 None"),
    "a scale end with a point": ("## A? {#a scale}\n\n- 0. None\n- 10 Most", 7, "no other sign"),
    "a number with words": ("## A? {#a number}\n\n- 10\n- 20 minutes", 8, "digits only"),
    "a number twice": ("## A? {#a number}\n\n- 10\n- 10", 8, "line 7"),
    "a number below nothing": ("## A? {#a number}\n\n- 10\n- -5", 8, "digits only"),
    "a time with one digit": ("## A? {#a time}\n\n- 7:30\n- 19:00", 7, "- 07:30"),
    "a time of twelve hours": ("## A? {#a time}\n\n- 7 pm\n- 19:00", 7, "- 19:00"),
    "a time that is none": ("## A? {#a time}\n\n- 19:60\n- 19:00", 7, "- 19:00"),
    "a time twice": ("## A? {#a time}\n\n- 19:00\n- 19:00", 8, "line 7"),
}


@pytest.mark.parametrize("name", ONE_MISTAKE)
def test_each_mistake_of_a_question_is_told_once_on_its_line(name: str) -> None:
    body, line, words = ONE_MISTAKE[name]

    found = told(load(body))

    assert [at for at, _ in found] == [line], found
    assert words in found[0][1]


@pytest.mark.parametrize("word", sorted(RESERVED - {"True", "False", "None"}))
def test_no_reserved_word_may_be_a_name(word: str) -> None:
    assert [line for line, _ in told(load(f"## A? {{#{word}}}{YES_NO}"))] == [5]


def test_a_choice_keeps_its_ids_and_words() -> None:
    assert question("## *Used* today? {#used optional}\n\n- **Yes** {#yes}\n- No {#today}") == Question(
        "used",
        "choice",
        (Span("Used", italic=True), Span(" today?")),
        (Option("yes", "Yes"), Option("today", "No")),
        optional=True,
        line=5,
    )


def test_a_quiz_keeps_positions_the_right_one_and_feedback_of_several_paragraphs() -> None:
    found = question("## A? {#a quiz}\n\n- [ ] B\n\n  No.\n\n  Look again.\n- [x] C\n\n  Yes.\n- [ ] D")

    assert [(option.id, option.label, option.right) for option in found.options] == [
        ("1", "B", False),
        ("2", "C", True),
        ("3", "D", False),
    ]
    assert found.options[0].feedback == (
        Paragraph((Span("No."),), line=9),
        Paragraph((Span("Look again."),), line=11),
    )
    assert found.options[2].feedback == ()


def test_a_scale_keeps_its_ends() -> None:
    found = question("## A? {#a scale}\n\n- 0 None\n- 7 Every day")

    assert (found.low, found.high, found.ends, found.options) == (0, 7, ("None", "Every day"), ())


def test_a_number_has_bounds_or_a_list() -> None:
    plain, bounded = question("## A? {#a number}"), question("## A? {#a number min=1 max=12}")
    given = question("## A? {#a number}\n\n- 10\n- 20")

    assert (plain.low, plain.high, bounded.low, bounded.high) == (0, 10, 1, 12)
    assert given.options == (Option("10", "10"), Option("20", "20"))


def test_a_time_has_eight_usual_times_if_none_are_given() -> None:
    assert len(question("## A? {#a time}").options) == 8
    assert question("## A? {#a time}\n\n- 07:30").options == (Option("07:30", "07:30"),)


def test_a_text_may_be_followed_by_a_list_that_is_shown_after_it() -> None:
    loaded = load("## A? {#a text}\n\nThank you:\n\n- one\n- two")

    assert loaded.faults == []
    assert len(loaded.activities["en", "checkins/waves"].pages[0].after) == 2


def test_a_question_in_a_block_gets_its_condition() -> None:
    loaded = load(f"## A? {{#a}}{YES_NO}\n\n---\n\n::: when a == yes\n## B? {{#b}}{YES_NO}\n:::")

    second = loaded.activities["en", "checkins/waves"].pages[1].question
    assert loaded.faults == []
    assert second is not None
    assert second.when is not None
    assert second.when.source == "a == yes"


def test_thirteen_answers_are_warned_of_and_twenty_four_of_many_are_not() -> None:
    answers = [f"- A{n} {{#a{n}}}" for n in range(25)]

    few, lots = load("## A? {#a}\n\n" + "\n".join(answers[:13])), load("## A? {#a many}\n\n" + "\n".join(answers[:24]))

    assert [(fault.line, fault.level) for fault in few.faults] == [(5, "warning")]
    assert lots.faults == []


def test_a_condition_with_unequal_on_a_question_is_warned_of() -> None:
    loaded = load(f"## A? {{#a}}{YES_NO}\n\n::: when a != yes\nB.\n:::")

    assert [(fault.line, fault.level) for fault in loaded.faults] == [(10, "warning")]


@pytest.mark.parametrize(
    "body",
    [
        "## A? {#a}\n\n- Yes\n- No {#no}\n\n::: when a == yes\nB.\n:::",
        "## A? {#a scal}\n\n- 0 x\n- 10 y\n\n::: when a >= 7\nB.\n:::",
        "## A? {#a}\n\n- 0 x\n- 10 y\n\n::: when a >= 7\nB.\n:::",
        "## A? {#a text}\n\n- Yes {#yes}\n- No {#no}\n\n::: when a == yes\nB.\n:::",
    ],
)
def test_a_condition_is_not_told_on_top_of_the_mistake_in_its_question(body: str) -> None:
    assert len(told(load(body))) == 1


def test_a_question_in_a_list_is_told() -> None:
    assert [line for line, _ in told(load("A.\n\n- ## Used? {#used text}"))] == [7]


SAVES = {
    "an unknown target": ("saves:\n  a: preference.langage\n", f"## A? {{#a}}{YES_NO}", 5, "did you mean"),
    "another id than the program knows": (
        "saves:\n  a: session.rsvp\n",
        "## A? {#a}\n\n- Yes {#yes}\n- Nope {#nope}",
        10,
        "yes, late or no",
    ),
    "another kind than is kept there": (
        "saves:\n  a: preference.timezone\n",
        f"## A? {{#a}}{YES_NO}",
        5,
        "{#a timezone}",
    ),
    "an unknown question": ("saves:\n  b: plan.triggers\n", f"## A? {{#a}}{YES_NO}", 5, "no question"),
    "a language of three letters": (
        "saves:\n  a: preference.language\n",
        "## A? {#a}\n\n- English {#eng}\n- Español {#es}",
        9,
        "two small letters",
    ),
}


@pytest.mark.parametrize("name", SAVES)
def test_each_mistake_of_saves_is_told_on_its_line(name: str) -> None:
    fields, body, line, words = SAVES[name]

    found = told(load(body, fields))

    assert [at for at, _ in found] == [line], found
    assert words in found[0][1]


def test_what_a_file_saves_arrives() -> None:
    loaded = load(
        "## A? {#a text}\n\n---\n\n## B? {#b time}", "saves:\n  a: plan.my-reasons\n  b: preference.quiet_from\n"
    )

    assert loaded.faults == []
    assert loaded.activities["en", "checkins/waves"].saves == {"a": "plan.my-reasons", "b": "preference.quiet_from"}
