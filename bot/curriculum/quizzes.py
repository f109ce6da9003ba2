"""The answers of a quiz: boxes, the right one, and what each answer teaches."""

import re
from collections.abc import Sequence

from bot.core.activity import Block, Option, Wait
from bot.curriculum.headings import Tail
from bot.curriculum.options import BOX, Answers, read_line, read_words
from bot.curriculum.paragraphs import Heading, ListItem, RawList, read_node
from bot.curriculum.spans import Reading

_LOOSE_BOX = re.compile(r"\[(?:\s+[xX]\s*|[xX]\s+|\s*[✓✔✗✘]\s*)\]\s*")


def read_quiz(tail: Tail, items: Sequence[ListItem], answers: Answers, reading: Reading) -> None:
    found: list[Option] = []
    before = len(reading.findings.faults)
    for position, item in enumerate(items, 1):
        if not item.text:
            continue
        written = _whole_box(read_line(item, reading, quiz=True), item, reading)
        box = BOX.fullmatch(written)
        if box is None:
            reading.fault(
                item.line,
                "quiz",
                f"a quiz answer begins with a box: write - [ ] {written[:40]}, or - [x] if it is right",
            )
            box = BOX.fullmatch(f"[ ] {written}")
        elif not box[1] or not box[2]:
            mark = box[1] or " "
            reading.fault(
                item.line,
                "quiz",
                f"the box is not complete: write - [{mark}] {box[3][:40]}, with one sign in it and a space after it",
            )
        if box is None:
            continue
        label = box[3]
        if tail_id := re.search(r"\s*\{#[^{}]*\}\s*$", label):
            reading.fault(item.line, "quiz", f"quiz answers have no id: delete {tail_id[0].strip()}")
            label = label[: tail_id.start()]
        words = read_words(label, item, reading)
        right = box[1] in ("x", "X")
        answers.lines[str(position)] = item.line
        found.append(Option(str(position), words, right, _read_feedback(item, reading)))
    _check_right(tail, found, answers, reading, boxes_known=len(reading.findings.faults) == before)
    answers.options = tuple(found)


def _whole_box(written: str, item: ListItem, reading: Reading) -> str:
    """A box with blanks or another mark in it, as it was meant."""
    found = _LOOSE_BOX.match(written)
    if found is None:
        return written
    mended = f"[x] {written[found.end() :]}"
    reading.fault(item.line, "quiz", f"the box is not right: write - {mended[:44]}, with one x in it and nothing else")
    return mended


def _check_right(tail: Tail, found: list[Option], answers: Answers, reading: Reading, boxes_known: bool) -> None:
    right = [option for option in found if option.right]
    if not right and found and boxes_known:  # a broken box may be the right one
        reading.fault(tail.line, "quiz", "no answer of this quiz is right: write [x] in the box of the right one")
    for option in right[1:]:
        line = answers.lines[option.id]
        reading.fault(
            line,
            "quiz",
            f"a second answer is right, the first is on line {answers.lines[right[0].id]}: write [ ] in one of them",
        )


def _read_feedback(item: ListItem, reading: Reading) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for node in item.below:
        line = item.first + (node.map[0] if node.map else 0)
        if node.type == "code_block":
            reading.fault(line, "quiz", "this feedback is indented too far: put exactly two spaces before it")
            continue
        block = read_node(node, item.first, reading)
        if isinstance(block, RawList):
            reading.fault(line, "list", "a list inside a list cannot be shown: write the feedback as a sentence")
        elif isinstance(block, Heading):
            reading.fault(
                line,
                "heading",
                "a question cannot stand inside an answer: begin it at the left edge, on a page of its own",
            )
        elif isinstance(block, Wait):
            reading.fault(line, "wait", "a ::wait cannot stand inside an answer: delete it")
        elif block is not None:
            blocks.append(block)
    return tuple(blocks)
