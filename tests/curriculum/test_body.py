"""Pages, blocks, links, images, waits and fills: each mistake is told once, on its line, and good files load clean."""

import pytest

from bot.core.activity import Image, Items, Link, Paragraph, Span, Wait
from bot.curriculum.faults import Fault
from bot.curriculum.loader import Loaded, load_text

HEAD = "---\nkind: practice\ntitle: Waves\n---\n"
"""Four lines, so that line 1 of a body is line 5 of its file."""


def load(body: str, head: str = HEAD) -> Loaded:
    return load_text(head + body, "lessons/early/waves")


def told(loaded: Loaded) -> list[tuple[int, str]]:
    return [(fault.line, fault.message) for fault in loaded.faults if fault.level == "fault"]


QUESTION = "## How strong? {#craving scale}\n\n- 0 None\n- 10 Most\n"

ONE_MISTAKE = {
    "stars as a page break": ("A.\n\n***\n\nB.", 7, "exactly three hyphens"),
    "underscores as a page break": ("A.\n\n___\n\nB.", 7, "exactly three hyphens"),
    "four hyphens": ("A.\n\n----\n\nB.", 7, "exactly three hyphens"),
    "two hyphens": ("A.\n\n--\n\nB.", 7, "exactly three hyphens"),
    "hyphens with blanks": ("A.\n\n- - -\n\nB.", 7, "exactly three hyphens"),
    "a long dash": ("A.\n\n—\n\nB.", 7, "exactly three hyphens"),
    "no empty line above a page break": ("A.\n---\n\nB.", 6, "empty line before"),
    "no empty line between a list and a page break": ("- A\n---\n\nB.", 6, "empty line before"),
    "an indented page break": ("A.\n\n  ---\n\nB.", 7, "left edge"),
    "an empty page in the middle": ("A.\n\n---\n\n---\n\nB.", 9, "empty"),
    "an empty page at the end": ("A.\n\n---\n", 7, "empty"),
    "an empty page at the beginning": ("---\n\nB.", 5, "empty"),
    "a heading underlined with equals signs": ("A.\n\nTitle\n=====\n\nB.", 8, "heading"),
    "a heading underlined with one hyphen": ("A.\n\nTitle\n-\n\nB.", 8, "heading"),
    "a first-level heading": ("# Title\n\nB.", 5, "## Text?"),
    "a third-level heading": ("A.\n\n### Title\n\nB.", 7, "## Text?"),
    "a heading without a space": ("##Strong? {#craving text}\n\nB.", 5, "space is missing"),
    "a table": ("A.\n\n| a | b |\n| --- | --- |\n| 1 | 2 |", 7, "list with -"),
    "a table without outer lines": ("a | b\n--- | ---\n1 | 2", 5, "list with -"),
    "a block of HTML": ("A.\n\n<div>\nB\n</div>", 7, "HTML"),
    "HTML in a sentence": ("A.\n\nB\n<b>bold</b>", 8, "HTML"),
    "an HTML comment over pages": ("A.\n\n<!-- note\n\n---\n\n-->\n\nB.", 7, "HTML"),
    "fenced code": ("A.\n\n```\n## x\n---\n:::\n```\n\nB.", 7, "code"),
    "code that never ends": ("A.\n\n```\n\nB.", 7, "code"),
    "indented code": ("A.\n\n    B.", 7, "left edge"),
    "code in a sentence": ("A `b` c.", 5, "without the `"),
    "a quote": ("A.\n\n> B.", 7, "quotation marks"),
    "a nested list": ("- A\n  - B\n- C", 6, "list inside a list"),
    "a list in a list's first line": ("- - A", 5, "list inside a list"),
    "a list with stars": ("A.\n\n* B\n* C", 7, "write -"),
    "a list with plus signs": ("A.\n\n+ B\n+ C", 7, "write -"),
    "an empty item": ("- A\n-\n- C", 6, "empty"),
    "two paragraphs in an item": ("- A\n\n  B", 7, "one paragraph"),
    "two spaces at a line's end": ("A.  \nB.", 5, "two spaces"),
    "a backslash at a line's end": ("A.\\\nB.", 5, "backslash"),
    "an image in a sentence": ("See ![a wave](../../images/wave.png) here.", 5, "alone"),
    "an image without words": ("![](../../images/wave.png)", 5, "what it shows"),
    "an image by an absolute path": ("![a](/images/wave.png)", 5, "relative"),
    "an image of the web": ("![a](https://example.org/wave.png)", 5, "relative"),
    "an image of another language": ("![a](../../../es/images/wave.png)", 5, "relative"),
    "an image of another kind": ("![a](../../images/wave.gif)", 5, "png or jpg"),
    "two images on a page": ("![a](../../images/a.png)\n\n![b](../../images/b.png)", 7, "one image"),
    "an image with blanks in its name": ("![a](../../images/my wave.png)", 5, "without spaces"),
    "a link in a sentence": ("Go [there](../../sos/help.md) now.", 5, "alone"),
    "a link in a list": ("- A\n- [there](../../sos/help.md)", 6, "alone"),
    "two links in a paragraph": ("[a](a.md)\n[b](b.md)", 6, "empty line between"),
    "two links on a line": ("[a](a.md) [b](b.md)", 5, "empty line between"),
    "an absolute link": ("[a](/lessons/a.md)", 5, "absolute"),
    "a link to another language": ("[a](../../../es/lessons/a.md)", 5, "same language"),
    "a link without .md": ("[a](../a)", 5, "../a.md"),
    "a link to a part of a file": ("[a](a.md#part)", 5, "without the #"),
    "a link to nothing": ("[a]()", 5, "path of a file"),
    "a link without words": ("[](a.md)", 5, "no words"),
    "a link with a space in its path": ("[a](my file.md)", 5, "without spaces"),
    "a link with a space before its path": ("[a] (a.md)", 5, "[words]"),
    "a link without https": ("See [a](www.example.org).", 5, "alone"),
    "an unsafe link": ("See [a](http://example.org).", 5, "https://"),
    "a telephone link": ("Call [us](tel:988).", 5, "as text"),
    "a mail link": ("[Write](mailto:a@example.org)", 5, "as text"),
    "an address in pointed brackets": ("See <https://example.org>.", 5, "[words]"),
    "a link by reference": ("See [a][1].\n\n[1]: https://example.org", 7, "[words](address)"),
    "a link by a reference that is not there": ("See [a][1].", 5, "[words]"),
    "a button of 61 characters": (f"[{'x' * 61}](a.md)", 5, "60 are the most"),
    "a button with a fill": ("[Call {{ program.phone }}](a.md)", 5, "cannot be filled in"),
    "a wait that is too short": ("A.\n\n::wait 3s\n\nB.", 7, "4 to 1200"),
    "a wait that is too long": ("A.\n\n::wait 1201s\n\nB.", 7, "4 to 1200"),
    "a wait in minutes": ("A.\n\n::wait 2m\n\nB.", 7, "4 to 1200"),
    "a wait without a unit": ("A.\n\n::wait 8\n\nB.", 7, "4 to 1200"),
    "a wait of half seconds": ("A.\n\n::wait 8.5s\n\nB.", 7, "4 to 1200"),
    "a wait with three colons": ("A.\n\n:::wait 8s\n\nB.", 7, "::wait 8s"),
    "a wait that is glued": ("A.\n\n::wait8s\n\nB.", 7, "::wait 8s"),
    "a wait in a paragraph": ("A.\n::wait 8s\n\nB.", 6, "alone"),
    "a wait in a list": ("- A\n- ::wait 8s", 6, "list"),
    "a block that is not closed": ("A.\n\n::: when phase == iop\nB.\n\n---\n\nC.", 7, "not closed"),
    "a block that is not closed before another": (
        "::: when phase == iop\nA.\n\n::: when phase == op\nB.\n:::",
        5,
        "not closed",
    ),
    "a block that never ends": ("A.\n\n::: when phase == iop\nB.", 7, "not closed"),
    "a stray end of a block": ("A.\n\n:::\n\nB.", 7, "ends no block"),
    "a block in a block": (
        "::: when phase == iop\nA.\n\n::: when phase == op\nB.\n:::\n:::\n\nC.",
        8,
        "inside another",
    ),
    "a page break in a block": ("::: when phase == iop\nA.\n\n---\n\nB.\n:::\n\nC.", 8, "page break"),
    "another word than when": ("::: if phase == iop\nA.\n:::", 5, "::: when phase == iop"),
    "a word with a capital": ("::: When phase == iop\nA.\n:::", 5, "::: when phase == iop"),
    "no space before when": (":::when phase == iop\nA.\n:::", 5, "::: when phase == iop"),
    "two colons before when": (":: when phase == iop\nA.\n:::", 5, "::: when phase == iop"),
    "four colons at the end": ("::: when phase == iop\nA.\n::::", 7, "exactly three"),
    "no condition": ("::: when\nA.\n:::", 5, "no condition"),
    "an empty block": ("A.\n\n::: when phase == iop\n:::", 7, "nothing stands"),
    "a wait in a block": ("A.\n\n::: when phase == iop\n::wait 8s\n:::\n\nB.", 8, "block"),
    "a condition with one equals sign": ("A.\n\n::: when phase = iop\nB.\n:::", 7, "column 7"),
    "a condition with an unknown name": ("A.\n\n::: when fase == iop\nB.\n:::", 7, "did you mean phase?"),
    "a condition with an unknown answer": ("::: when phase == iob\nB.\n:::", 5, "did you mean iop?"),
    "a condition on a later question": (
        f"::: when craving >= 7\nA.\n:::\n\n---\n\n{QUESTION}",
        5,
        "asked later",
    ),
    "a condition on the question below it": (f"::: when craving >= 7\nA.\n:::\n\n{QUESTION}", 5, "asked later"),
    "a question under a condition on itself": (
        "::: when craving >= 7\n## Strong? {#craving scale}\n\n- 0 a\n- 10 b\n:::",
        5,
        "asked later",
    ),
    "a condition that no one closes": ("::: when (phase == iop\nA.\n:::", 5, "column 1"),
    "an unknown file in a condition": ('::: when last("checkins/x", y) >= 7\nA.\n:::', 5, "checkins/x"),
    "an unknown fact": ("Hi {{ prefered_name }}.", 5, "did you mean preferred_name?"),
    "a fact that is not filled in": ("Hi {{ phase }}.", 5, "program.name"),
    "a session outside a reminder": ("At {{ session.time }}.", 5, "only in a reminder"),
    "one brace": ("Hi { you }.", 5, "program.name"),
    "braces that are half closed": ("Hi {{ program.name }.", 5, "program.name"),
    "an id in a text": ("A.\n\nHi {#yes}.", 7, "delete it"),
    "a list of answers without a question": ("A.\n\n- Yes {#yes}\n- No {#no}", 7, "without a question"),
    "a page that is too long": ("A.\n\n---\n\n" + "x" * 4097, 9, "4096"),
    "a caption that is too long": ("A.\n\n---\n\n![a](../../images/w.png)\n\n" + "x" * 1025, 9, "1024"),
    "a sign that cannot be shown": ("A.\n\nB\x07C.", 7, "U+0007"),
}


@pytest.mark.parametrize("name", ONE_MISTAKE)
def test_each_mistake_of_a_body_is_told_once_on_its_line(name: str) -> None:
    body, line, words = ONE_MISTAKE[name]

    found = told(load(body + "\n"))

    assert [at for at, _ in found] == [line], found
    assert words in found[0][1]


@pytest.mark.parametrize("name", ONE_MISTAKE)
def test_windows_line_ends_and_a_byte_order_mark_change_no_line(name: str) -> None:
    body, line, _ = ONE_MISTAKE[name]

    loaded = load_text("\ufeff" + (HEAD + body + "\n").replace("\n", "\r\n"), "lessons/early/waves")

    assert [at for at, _ in told(loaded)] == [line]


GOOD = {
    "less than": "It takes < 3 days, or <3, or a < b.",
    "an entity and escapes": "Tom &amp; Ana \\*really\\*.",
    "a numbered list": "Do this:\n\n1. One\n2. Two\n3. Three",
    "a loose list": "- A\n\n- B",
    "a list below a text at once": "Two things:\n- A\n- B",
    "a link of the web in a sentence": "See [this page](https://example.org) or https://example.org/b.",
    "a link of the web alone": "[This page](https://example.org)",
    "several links of the web": "[a](https://example.org), [b](https://example.org)",
    "blocks without empty lines": "A.\n::: when phase == iop\nB.\n:::\nC.",
    "a page break right below a block": "::: when phase == iop\nB.\n:::\n---\n\nC.",
    "three colons in a sentence": "He said ::: and left.",
    "all facts": "{{ preferred_name }}, {{ program.name }} {{ program.phone }} {{ staffed_hours }}",
    "a plan": "{{ plan.my-reasons }} {{ plan.my-reasons.reason_1 }}",
    "a crisis number": "**Call {{ crisis.emergency.call }}** or {{crisis.suicide.text}}.",
    "an emphasis with underscores": "This is _so_ and __so__.",
    "snake words": "A word like snake_case_here and 2*3*4.",
    "a page of the full length": "x" * 4090,
    "exclusive blocks that do not fit together": (
        f"{QUESTION}\n::: when craving >= 7\n{'x' * 3000}\n:::\n\n::: when craving < 7\n{'y' * 3000}\n:::"
    ),
    "a fact asked of this file's history": "## Q? {#a scale}\n\n- 0 x\n- 10 y\n\n"
    '::: when count("lessons/early/waves", a >= 7, days=7) >= 2\nB.\n:::',
    "trailing blanks at the end of a paragraph": "A.  \n\nB.",
    "an exclamation and brackets": "Great! [laughs] So (yes) go.",
    "a page break with blanks behind it": "A.\n\n---  \n\nB.",
    "emoji made of several signs": "You did it 👩‍👩‍👧‍👦 ❤️",
    "a jpg": "![a wave](../../images/wave.jpg)",
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_body_loads_without_a_word(name: str) -> None:
    assert load(GOOD[name] + "\n").faults == []


def test_text_becomes_spans_of_one_look() -> None:
    page = (
        load("Call **{{ program.phone }}** *now*,\nor [look](https://example.org).\n").activities.popitem()[1].pages[0]
    )

    assert page.before == (
        Paragraph(
            (
                Span("Call "),
                Span(bold=True, fill="program.phone"),
                Span(" "),
                Span("now", italic=True),
                Span(", or "),
                Span("look", href="https://example.org"),
                Span("."),
            ),
            line=5,
        ),
    )


def test_each_kind_of_block_arrives_with_its_line() -> None:
    body = "A.\n\n- B\n- C\n\n3. D\n\n::wait 8s\n\n![a wave](../../images/wave.png)\n\n[Go on](../../sos/help-now.md)\n"

    page = load(body).activities.popitem()[1].pages[0]

    assert page.before == (
        Paragraph((Span("A."),), line=5),
        Items(((Span("B"),), (Span("C"),)), line=7),
        Items(((Span("D"),),), ordered=True, start=3, line=10),
        Wait(8, line=12),
        Image("images/wave.png", "a wave", line=14),
        Link("Go on", "sos/help-now", line=16),
    )


def test_text_around_a_question_stands_before_or_after_its_answer() -> None:
    question = "## Used? {#used}\n\nHint.\n\n- No {#no}\n- Yes {#yes}\n\n"
    body = f"Intro.\n\n{question}Thanks.\n\n::: when used == yes\nSafe?\n:::\n"

    page = load(body).activities.popitem()[1].pages[0]

    blocks = (*page.before, *page.after)
    words = [block.spans[0].text for block in blocks if isinstance(block, Paragraph)]
    assert words == ["Intro.", "Hint.", "Thanks.", "Safe?"]
    assert (len(page.before), len(page.after)) == (2, 2)
    assert page.after[1].when is not None
    assert page.after[1].when.source == "used == yes"


def test_the_calls_on_history_are_listed_once_each() -> None:
    call = 'last("lessons/early/waves", a) >= 7'
    asking = "## Q? {#a scale}\n\n- 0 x\n- 10 y\n\n"
    body = f"{asking}::: when {call}\nB.\n:::\n\n---\n\n::: when {call} and a > 2\nC.\n:::\n"

    loaded = load(body)

    assert loaded.faults == []
    assert loaded.activities.popitem()[1].asks == ("last('lessons/early/waves', a)",)


def test_a_pause_on_a_page_with_a_question_is_warned_of_and_loses_no_text() -> None:
    loaded = load(f"A.\n\n::wait 8s\n\nB.\n\n::wait 9s\n\nC.\n\n{QUESTION}")

    pages = loaded.activities.popitem()[1].pages
    assert [(fault.line, fault.level) for fault in loaded.faults] == [(11, "warning")]
    assert [len(page.before) for page in pages] == [3, 1]
    assert pages[1].question is not None


def test_a_pause_with_nothing_below_it_is_warned_of_and_left_out() -> None:
    loaded = load("A.\n\n::wait 8s\n\n---\n\nB.\n")

    assert [(fault.line, fault.level) for fault in loaded.faults] == [(7, "warning")]
    assert [len(page.before) for page in loaded.activities.popitem()[1].pages] == [1, 1]


def test_a_long_button_is_only_warned_of() -> None:
    loaded = load(f"[{'x' * 31}](a.md)\n")

    assert [(fault.line, fault.level) for fault in loaded.faults] == [(5, "warning")]


def test_every_mistake_of_a_body_is_told_in_one_run() -> None:
    body = (
        "# A\n\n> b\n\n***\n\n<div>\n\n* c\n\n[x](/y.md)\n\n::wait 1s\n\n{{ who }}\n\n:::\n\n----\n\n"
        "::: when craving = 7\nd\n:::\n\n## Q?\n\n---\n"
    )

    found = [line for line, _ in told(load(body))]

    assert found == [5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 29, 31]


def test_a_fault_is_one_line_with_path_line_and_remedy() -> None:
    fault = load("A.\n\n***\n\nB.\n").faults[0]

    assert isinstance(fault, Fault)
    assert str(fault).startswith("en/lessons/early/waves.md:7: ")
    assert "\n" not in str(fault)
    assert "write" in fault.message
