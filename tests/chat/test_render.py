"""What a view looks like in the chat."""

from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.chat.render import Drawing, render
from bot.core.activity import Image, Items, Option, Paragraph, Question, Span
from bot.core.day_names import write_day
from bot.core.view import Button, Line, Table, View
from bot.services.transport import Message
from bot.simulator.markup import parse_html
from tests.chat.conftest import PlainWords


def draw(view: View, language: str = "en", run: int | None = 7) -> Drawing:
    return render(Message(view, language, run), PlainWords())


def text_of(view: View) -> str:
    (part,) = draw(view).parts
    return part


def labels(drawing: Drawing) -> list[list[str]]:
    assert isinstance(drawing.markup, InlineKeyboardMarkup)
    return [[button.text for button in row] for row in drawing.markup.inline_keyboard]


def paragraph(text: str, **look: object) -> Paragraph:
    return Paragraph((Span(text, **look),))  # type: ignore[arg-type]


class Reader(HTMLParser):
    """The plain text of HTML and the tags met on the way."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def read_back(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def test_a_page_reads_from_the_kind_line_down_to_the_hint() -> None:
    view = View(
        title="Urges pass",
        above=(Line("stale"),),
        blocks=(paragraph("First."), paragraph("Second.")),
        question=Question("q", "choice", (Span("Ready?"),)),
        below=(Line("hint-text"),),
    )

    assert text_of(view) == ("stale.en\n\n<b>Urges pass</b>\n\nFirst.\n\nSecond.\n\n<b>Ready?</b>\n\nhint-text.en")


def test_bold_italic_and_links_keep_their_look() -> None:
    spans = (Span("plain "), Span("both", bold=True, italic=True), Span(" site", href="https://example.org/?a=1&b=2"))

    assert text_of(View(blocks=(Paragraph(spans),))) == (
        'plain <i><b>both</b></i><a href="https://example.org/?a=1&amp;b=2"> site</a>'
    )


def test_a_link_that_is_not_https_stays_text() -> None:
    assert text_of(View(blocks=(paragraph("here", href="javascript:alert(1)"),))) == "here"


def test_lists_have_bullets_or_their_numbers() -> None:
    items = ((Span("one"),), (Span("two", bold=True),))

    view = View(blocks=(Items(items), Items(items, ordered=True, start=3)))

    assert text_of(view) == "• one\n• <b>two</b>\n\n3. one\n4. <b>two</b>"


def test_a_scale_tells_what_its_ends_mean() -> None:
    question = Question("craving", "scale", (Span("How strong?"),), low=0, high=10, ends=("None", "The strongest ever"))

    assert text_of(View(question=question)) == "<b>How strong?</b>\n\n<i>0 None · 10 The strongest ever</i>"


def test_a_picture_leaves_no_trace_in_the_text() -> None:
    assert text_of(View(blocks=(Image("images/wave.png", "A wave"), paragraph("It rises.")))) == "It rises."


def test_a_notice_is_asked_of_the_notices_with_its_values_and_may_be_bold() -> None:
    view = View(above=(Line("row-silent", {"days": 3}, notice=True, bold=True),))

    assert text_of(view) == "<b>notice:row-silent.en days=3</b>"


def test_a_table_stands_in_columns_and_a_missing_answer_is_a_gap() -> None:
    headings = tuple(Line(key) for key in ("day", "craving"))
    table = Table(headings, (("11-23", ""), ("11-24", Line("yes")), ("11-25", "<10")))

    assert text_of(View(above=(table,))) == ("<pre>day.en craving.en\n11-23  ·\n11-24  yes.en\n11-25  &lt;10</pre>")


def test_a_table_of_a_hundred_days_is_cut_between_its_lines() -> None:
    row = ("2026-11-24", *["123456"] * 10)
    table = Table(tuple(Line("x") for _ in row), (row,) * 100)

    parts = draw(View(above=(table,))).parts

    texts = [parse_html(part)[0] for part in parts]
    assert len(texts) > 1
    assert all(len(line.split()) == 11 for text in texts for line in text.split("\n"))


def test_several_choices_stand_in_a_sentence_one_after_the_other() -> None:
    assert text_of(View(above=(Line("said", {"ways": ("walk", "call")}),))) == "said.en ways=walk, call"


def test_a_page_without_words_can_still_be_sent() -> None:
    assert text_of(View(buttons=((Button("next", "Next", numbers=(0, 0)),),))) == "…"


def test_buttons_stand_in_the_rows_given_with_their_data() -> None:
    rows = (
        (Button("answer", "0", numbers=(2, 0)), Button("answer", "1", numbers=(2, 1))),
        (Button("menu", key="home", verb="home"), Button("open", key="open", numbers=(41,))),
    )

    drawing = draw(View("T", buttons=rows))

    assert labels(drawing) == [["0", "1"], ["home.en", "open.en"]]
    assert isinstance(drawing.markup, InlineKeyboardMarkup)
    data = [button.callback_data for row in drawing.markup.inline_keyboard for button in row]
    assert data == ["a.7.2.0", "a.7.2.1", "m.home", "o.41"]


def test_the_present_answer_is_marked() -> None:
    rows = ((Button("answer", "Yes", numbers=(0, 0), picked=True), Button("answer", "No", numbers=(0, 1))),)

    assert labels(draw(View("T", buttons=rows))) == [["✓ Yes", "No"]]


def test_a_key_is_told_its_values() -> None:
    rows = ((Button("menu", key="pages-left", verb="x", values={"count": 2}),),)

    assert labels(draw(View("T", buttons=rows))) == [["pages-left.en count=2"]]


def test_a_label_of_nothing_but_space_is_still_a_button() -> None:
    assert labels(draw(View("T", buttons=((Button("answer", " ", numbers=(0, 0)),),)))) == [["…"]]


def test_an_empty_row_is_no_row() -> None:
    assert labels(draw(View("T", buttons=((), (Button("answer", "A", numbers=(0, 0)),))))) == [["A"]]


@pytest.mark.parametrize(("language", "words"), [("en", "Tue 24 Nov"), ("es", "mar 24 nov"), ("fr", "Tue 24 Nov")])
def test_a_day_is_written_in_the_readers_language(language: str, words: str) -> None:
    rows = ((Button("answer", key="day-button", numbers=(0, 1), values={"date": "2026-11-24"}),),)

    assert labels(draw(View("T", buttons=rows), language)) == [[words]]


def test_every_day_of_a_year_has_a_name_in_both_languages() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]

    for language in ("en", "es"):
        assert len({write_day(day, language) for day in days}) == 365


def test_the_reply_keyboard_holds_its_four_labels_and_stays() -> None:
    drawing = render(Message(View("T"), "es", keyboard="show"), PlainWords())

    assert isinstance(drawing.markup, ReplyKeyboardMarkup)
    assert [[key.text for key in row] for row in drawing.markup.keyboard] == [
        ["help-now.es", "check-in.es"],
        ["lesson.es", "menu.es"],
    ]
    assert drawing.markup.resize_keyboard
    assert drawing.markup.is_persistent


def test_the_reply_keyboard_can_be_taken_away() -> None:
    assert isinstance(render(Message(View("T"), "en", keyboard="remove"), PlainWords()).markup, ReplyKeyboardRemove)


def test_a_page_without_buttons_has_no_markup() -> None:
    assert draw(View("T")).markup is None


# Anything that a person or an editor can write

WILD = st.text(st.one_of(st.sampled_from("<>&\"'/;#xab é\n👋"), st.characters()), max_size=40)
SPANS = st.lists(
    st.builds(
        Span, WILD, bold=st.booleans(), italic=st.booleans(), href=st.sampled_from(["", 'https://e.org/?q="<&>"'])
    ),
    max_size=4,
).map(tuple)
VIEWS = st.builds(
    View,
    title=WILD,
    blocks=st.lists(
        st.one_of(st.builds(Paragraph, SPANS), st.builds(Items, st.lists(SPANS, max_size=3).map(tuple), st.booleans())),
        max_size=3,
    ).map(tuple),
    question=st.one_of(
        st.none(), st.builds(Question, st.just("q"), st.just("scale"), SPANS, ends=st.tuples(WILD, WILD))
    ),
)


def sendable(text: str) -> str:
    """The text without the signs that cannot travel: control signs go, half a surrogate pair becomes `?`."""
    whole = "".join("?" if "\ud800" <= sign <= "\udfff" else sign for sign in text)
    return "".join(sign for sign in whole if sign >= " " or sign in "\n\t")


@given(VIEWS)
def test_whatever_the_words_telegram_can_read_the_page(view: View) -> None:
    for part in draw(view).parts:
        parse_html(part)  # the simulator's strict reader refuses as Telegram does

        assert set(read_back(part).tags) <= {"b", "i", "a"}


@given(WILD)
def test_a_text_arrives_as_it_was_written(text: str) -> None:
    html = text_of(View(blocks=(paragraph(f"«{text}»", bold=True),)))

    assert read_back(html).text == f"«{sendable(text)}»"


@given(WILD)
def test_a_label_arrives_as_it_was_written_since_buttons_are_no_html(text: str) -> None:
    ((label,),) = labels(draw(View("T", buttons=((Button("answer", f"«{text}»", numbers=(0, 0)),),))))

    assert label == f"«{sendable(text)}»"


def test_options_of_a_question_are_buttons_not_text() -> None:
    question = Question("q", "choice", (Span("Which?"),), options=(Option("a", "Apples"),))

    assert text_of(View(question=question)) == "<b>Which?</b>"
