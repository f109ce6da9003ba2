"""The pages of a file, as they were written: their conditions are read once the questions of all files are known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.activity import Block, Image, Question, Wait
from bot.curriculum.paragraphs import Heading, Piece, RawList, as_items, read_pieces
from bot.curriculum.questions import Asked, read_question
from bot.curriculum.sections import Guard, Section, split_sections
from bot.curriculum.spans import Reading


@dataclass(frozen=True, slots=True)
class Part:
    """A block with the condition of the `::: when` in which it stands, not read yet."""

    block: Block
    guard: Guard | None


@dataclass(frozen=True, slots=True)
class PageDraft:
    """A page before its conditions are read."""

    before: tuple[Part, ...]
    question: Question | None
    guard: Guard | None
    after: tuple[Part, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Body:
    """`answers` is the line of each answer by (question, id); `unsure` are questions some of whose answers were
    mistakes, so that a condition that names a missing one is right perhaps."""

    pages: tuple[PageDraft, ...]
    answers: Mapping[tuple[str, str], int]
    unsure: frozenset[str] = frozenset()

    def questions(self) -> Iterator[Question]:
        """Every question, in the file's order."""
        return (page.question for page in self.pages if page.question)


def read_body(text: str, first: int, reading: Reading) -> Body:
    """The pages of a body whose first line has the number `first`."""
    pages: list[PageDraft] = []
    lines: dict[tuple[str, str], int] = {}
    unsure: set[str] = set()
    sections = split_sections(text, first, reading.findings)
    for number, section in enumerate(sections, 1):
        for asked, before, guard, line in _split_at_headings(section, reading):
            if asked and asked.question:
                _check_question(asked.question, pages, number == len(sections), reading)
                lines.update({(asked.question.name, id): at for id, at in asked.lines.items()})
                unsure.update([] if asked.sure else [asked.question.name])
            pages.extend(_build(asked, before, guard, line, reading))
    return Body(tuple(pages), lines, frozenset(unsure))


def _split_at_headings(
    section: Section, reading: Reading
) -> Iterator[tuple[Asked | None, list[Piece], Guard | None, int]]:
    """Each question of a page with what stands before it. One question is allowed; a second is told, and read as if
    it had a page of its own."""
    pieces = [piece for stretch in section.stretches for piece in read_pieces(stretch, reading)]
    places = [n for n, piece in enumerate(pieces) if isinstance(piece.what, Heading)]
    _check_images(pieces, reading)
    if not places:
        yield None, pieces, None, section.line
        return
    for number, at in enumerate(places):
        heading = pieces[at]
        if number:
            message = "a page has one question: put --- with empty lines around it above this one"
            reading.fault(heading.what.line, "one-question", message)
        end = places[number + 1] if number + 1 < len(places) else len(pieces)
        asked = read_question(heading, pieces[at + 1 : end], reading)
        before = pieces[:at] if number == 0 else []
        yield asked, [*before, *asked.hints], heading.guard, section.line if number == 0 else heading.what.line


def _check_images(pieces: Sequence[Piece], reading: Reading) -> None:
    images = [piece.what for piece in pieces if isinstance(piece.what, Image)]
    for image in images[1:]:
        message = "a page has one image, and this is a second: put --- with empty lines around it between them"
        reading.fault(image.line, "image", message)


def _check_question(question: Question, pages: Sequence[PageDraft], last: bool, reading: Reading) -> None:
    earlier = next((p.question for p in pages if p.question and p.question.name == question.name), None)
    if earlier and question.name:
        message = f"the name {question.name} is taken by the question on line {earlier.line}: choose another"
        reading.fault(question.line, "question-name", message)
    if question.optional and not last:
        message = "optional is for the last page only: delete it here, for every question can be skipped"
        reading.fault(question.line, "optional", message)


def _build(
    asked: Asked | None, before: Sequence[Piece], guard: Guard | None, line: int, reading: Reading
) -> Iterator[PageDraft]:
    shown = tuple(_parts(before, reading))
    if asked is None or asked.question is None:
        parts = (*shown, *_parts(asked.after, reading)) if asked else shown
        yield PageDraft(tuple(_even_waits(parts, reading)), None, None, (), line)
        return
    after = tuple(_without_waits(_parts(asked.after, reading), reading))
    waits = [n for n, part in enumerate(shown) if isinstance(part.block, Wait)]
    if waits:
        # The player paces only pages without a question, so what stands above the last pause gets a page of its own.
        _tell_wait(shown[waits[-1]].block, reading)
        yield PageDraft(tuple(_even_waits(shown[: waits[-1]], reading)), None, None, (), line)
        shown = shown[waits[-1] + 1 :]
    yield PageDraft(shown, asked.question, guard, after, line)


def _parts(pieces: Sequence[Piece], reading: Reading) -> Iterator[Part]:
    for piece in pieces:
        what = piece.what
        if isinstance(what, RawList):
            if any("{#" in item.text for item in what.items):
                message = "these lines are answers without a question: write ## Text? {#name} above them, in one block"
                reading.fault(what.line, "answers", message)
            elif items := as_items(what, reading):
                yield Part(items, piece.guard)
        elif not isinstance(what, Heading):
            yield Part(what, piece.guard)


def _tell_wait(block: Block, reading: Reading) -> None:
    message = "a pause does nothing on a page with a question: put --- between the pause and the question"
    reading.findings.warning(block.line, "wait", message)


def _without_waits(parts: Iterator[Part], reading: Reading) -> Iterator[Part]:
    for part in parts:
        if isinstance(part.block, Wait):
            _tell_wait(part.block, reading)
        else:
            yield part


def _even_waits(parts: Sequence[Part], reading: Reading) -> Iterator[Part]:
    """A pause stands between two texts; elsewhere an empty message would have to be shown before or after it."""
    for number, part in enumerate(parts):
        neighbours = (parts[number - 1 : number], parts[number + 1 : number + 2])
        if isinstance(part.block, Wait) and any(not n or isinstance(n[0].block, Wait) for n in neighbours[1:]):
            message = "nothing follows this pause on its page: write a text below it, or delete it"
            reading.findings.warning(part.block.line, "wait", message)
        elif isinstance(part.block, Wait) and not number:
            message = "nothing stands above this pause on its page: write a text there, or delete it"
            reading.findings.warning(part.block.line, "wait", message)
        else:
            yield part
