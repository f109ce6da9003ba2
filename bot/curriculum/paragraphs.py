"""The parts of a page from markdown's tokens: paragraphs, lists, images, buttons, waits, and headings for questions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from bot.core.activity import Block, Items, Paragraph, Wait
from bot.curriculum.findings import quoted
from bot.curriculum.links import is_only_links, read_button, read_image
from bot.curriculum.sections import Guard, Stretch
from bot.curriculum.spans import (
    MARKDOWN,
    Reading,
    is_outside,
    read_spans,
)

SHORTEST_WAIT, LONGEST_WAIT = 4, 1200
"""Seconds: below, Telegram's edits follow too fast; above, twenty minutes, nobody watches."""
_WAIT = re.compile(r":{1,4}\s*wait(?![a-z]).*", re.IGNORECASE)
_TABLE = re.compile(r"\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?|\|?\s*:?-+:?\s*\|")


@dataclass(frozen=True, slots=True)
class Heading:
    """A `##` line as it was written, markdown and all."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class ListItem:
    """`text` is the first paragraph as it was written; `below` are the further ones (feedback, in a quiz),
    whose lines count from `first`."""

    text: str
    line: int
    tokens: Sequence[Token] = ()
    below: tuple[SyntaxTreeNode, ...] = ()
    first: int = 1


@dataclass(frozen=True, slots=True)
class RawList:
    """A list of which only the page knows whether it is text or answers."""

    items: tuple[ListItem, ...]
    line: int
    ordered: bool
    start: int


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a page with the block in which it stands."""

    what: Heading | RawList | Block
    guard: Guard | None


def read_pieces(stretch: Stretch, reading: Reading) -> Iterator[Piece]:
    """The parts of some lines, in reading order."""
    env: dict[str, object] = {}
    root = SyntaxTreeNode([_without_children(token) for token in MARKDOWN.parse(stretch.text, env)])
    _tell_references(stretch, env, reading)
    for node in root.children:
        piece = read_node(node, stretch.line, reading)
        if isinstance(piece, Wait) and stretch.guard:
            reading.fault(piece.line, "wait", "a ::wait cannot stand in a block: put it before ::: when or after :::")
        elif piece is not None:
            yield Piece(piece, stretch.guard)


def _without_children(token: Token) -> Token:
    """What is inside a line is read from its tokens; the tree need not spread it out again."""
    if token.children:
        token.meta["inside"], token.children = token.children, None
    return token


def read_node(node: SyntaxTreeNode, first: int, reading: Reading) -> Heading | RawList | Block | None:
    """One part; `first` is the number of the text's first line. `None`, with a fault, if it cannot be shown."""
    line = first + (node.map[0] if node.map else 0)
    if node.type == "paragraph":
        return _read_paragraph(node, line, reading)
    if node.type == "heading":
        return _read_heading(node, line, reading)
    if node.type in ("bullet_list", "ordered_list"):
        return _read_list(node, line, first, reading)
    rule, message = _REFUSED.get(node.type, ("markdown", "this cannot be shown in a chat: write plain text"))
    reading.fault(line, rule, message)
    return None


_REFUSED = {
    "code_block": ("code", "a text indented by four spaces is code, which cannot be shown: begin it at the left edge"),
    "fence": ("code", "code cannot be shown in a chat: write plain text"),
    "html_block": ("html", "HTML cannot be shown in a chat: write plain text, **bold** or *italic*"),
    "blockquote": ("quote", "quotes with > cannot be shown: delete the > and put the words in quotation marks"),
    "hr": ("page-break", "this does not begin a page: write --- at the left edge, with an empty line before it"),
}


def _tell_references(stretch: Stretch, env: dict[str, object], reading: Reading) -> None:
    """Markdown takes `[name]: address` lines away without a trace."""
    if not env.get("references"):
        return
    for number, text in enumerate(stretch.text.split("\n"), stretch.line):
        if re.match(r" {0,3}\[[^\]]+\]:", text):
            reading.fault(
                number, "link", "an address below the text is not read: write [words](address) in the text itself"
            )


def _read_heading(node: SyntaxTreeNode, line: int, reading: Reading) -> Heading | None:
    inline = node.children[0]
    if node.markup in ("=", "-"):
        under = line + inline.content.count("\n") + 1
        reading.fault(
            under,
            "heading",
            f"a line of {node.markup} below a text makes it a heading: delete the line, or write ## Text? {{#name}}",
        )
        return None
    if node.tag != "h2":
        reading.fault(
            line,
            "heading",
            f"only questions have a heading: write ## Text? {{#name kind}}, or bold **{inline.content[:30]}**",
        )
        return None
    return Heading(inline.content, line)


def _read_paragraph(node: SyntaxTreeNode, line: int, reading: Reading) -> Block | None:
    inline = node.children[0]
    tokens = [token for token in _tokens(inline) if token.type != "text" or token.content]
    lines = inline.content.split("\n")
    if any(_WAIT.fullmatch(text.strip()) for text in lines):
        return _read_wait(lines, line, reading)
    if any("|" in text and _TABLE.fullmatch(text.strip()) for text in lines) or lines[0].startswith("|"):
        reading.fault(line, "table", "tables cannot be shown in a chat: write a list with - instead")
        return None
    found = re.match(r"#{1,6}(?=[^\s#])", lines[0])
    if found and (len(found[0]) > 1 or "{#" in lines[0]):
        reading.fault(line, "heading", f"a space is missing after {found[0]}: write ## Text? {{#name kind}}")
        return None
    if len(tokens) == 1 and tokens[0].type == "image":
        return read_image(tokens[0], line, reading)
    links = [token for token in tokens if token.type == "link_open"]
    inner = [str(token.attrGet("href") or "") for token in links if token.info != "auto"]
    if any(not is_outside(href) for href in inner) and is_only_links(tokens):
        return read_button(tokens, inner, line, reading)
    spans = read_spans(tokens, line, reading)
    return Paragraph(spans, line=line) if spans else None


def _tokens(inline: SyntaxTreeNode) -> Sequence[Token]:
    found: Sequence[Token] = inline.meta.get("inside", ())
    return found


def _read_wait(lines: list[str], line: int, reading: Reading) -> Wait | None:
    number = next(n for n, text in enumerate(lines) if _WAIT.fullmatch(text.strip()))
    text = lines[number].strip()
    if len(lines) > 1:
        reading.fault(line + number, "wait", "a ::wait stands alone: put an empty line above and below it")
        return None
    found = re.fullmatch(r"::wait (\d{1,6})s", text)
    if found and SHORTEST_WAIT <= int(found[1]) <= LONGEST_WAIT:
        return Wait(int(found[1]), line=line)
    reading.fault(
        line,
        "wait",
        f"{quoted(text)} is no pause: write ::wait 8s, whole seconds from {SHORTEST_WAIT} to {LONGEST_WAIT}",
    )
    return None


def _read_list(node: SyntaxTreeNode, line: int, first: int, reading: Reading) -> RawList:
    if node.markup in ("*", "+"):
        reading.fault(line, "list", f"a list begins with {node.markup}: write - at the beginning of each line of it")
    items = tuple(_read_item(item, first, reading) for item in node.children)
    start = int(str(node.attrs.get("start", 1)))
    return RawList(items, line, node.type == "ordered_list", start)


def _read_item(item: SyntaxTreeNode, first: int, reading: Reading) -> ListItem:
    line = first + (item.map[0] if item.map else 0)
    head = item.children[0] if item.children else None
    if head is None:
        reading.fault(line, "list", "this line of the list is empty: write its words, or delete it")
        return ListItem("", line)
    if head.type == "paragraph":
        inline = head.children[0]
        return ListItem(inline.content, line, _tokens(inline), tuple(item.children[1:]), first)
    if head.type in ("bullet_list", "ordered_list"):
        reading.fault(
            line, "list", "a list inside a list cannot be shown: begin each line with one - and no other sign"
        )
    elif isinstance(read_node(head, first, reading), Heading):
        reading.fault(line, "heading", "a question cannot stand in a list: begin it with ## at the left edge")
    return ListItem("", line)


def as_items(raw: RawList, reading: Reading) -> Items | None:
    """A list that is text."""
    found = []
    for item in raw.items:
        tell_below(item, reading)
        if _WAIT.fullmatch(item.text.strip()):
            reading.fault(item.line, "wait", "a ::wait cannot stand in a list: put it alone, between empty lines")
        if spans := read_spans(item.tokens, item.line, reading):
            found.append(spans)
    return Items(tuple(found), raw.ordered, raw.start, line=raw.line) if found else None


def tell_below(item: ListItem, reading: Reading) -> None:
    """A fault for each thing that stands inside an item of a list below its first paragraph."""
    for node in item.below:
        line = item.first + (node.map[0] if node.map else 0)
        if node.type in ("bullet_list", "ordered_list"):
            reading.fault(line, "list", "a list inside a list cannot be shown: move these lines to the left edge")
        else:
            message = "an item of a list is one paragraph: begin this text at the left edge, or make it an item with -"
            reading.fault(line, "list", message)


__all__ = ["Heading", "ListItem", "Piece", "RawList", "as_items", "read_node", "read_pieces", "tell_below"]
