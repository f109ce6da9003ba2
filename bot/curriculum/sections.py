"""The body line by line: pages, conditional blocks, and the line tricks that markdown would swallow without a word.

Pages and `:::` lines are found here and not among markdown's tokens, since both act as empty lines on both sides and
markdown would read them as part of the paragraph or list above.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from bot.curriculum.findings import Findings, quoted

_FENCE = re.compile(r"(?:[-*+>] +)?(`{3,}|~{3,})(.*)")
_RULE = re.compile(r"-{2,}|(?:- +){2,}-|(?:\* *){3,}|(?:_ *){3,}|[–—]{1,3}")
_BULLET = re.compile(r" {0,3}([•·●▪◦‣∙]|[–—](?= )|-(?=[^\s-].*\{#\w*\}\s*$))\s*(?=\S)")
_MEANT = re.compile(r" {0,3}[-–—•] ")
_COLONS = re.compile(r"(:{2,})\s*(\S*)\s*(.*)")


@dataclass(frozen=True, slots=True)
class Guard:
    """The condition of a block as it was written, and its line."""

    source: str
    line: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that belong together: of one page, in one block or in none. `line` is the number of the first."""

    line: int
    text: str
    guard: Guard | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One page as it was written; `line` is its first line with something on it."""

    line: int
    stretches: tuple[Stretch, ...]


@dataclass(slots=True)
class _Line:
    number: int
    text: str
    kind: Literal["text", "break", "open", "close"] = "text"
    guard: Guard | None = None


def split_sections(body: str, first: int, findings: Findings) -> list[Section]:
    """The pages of a body whose first line has the number `first`."""
    lines = list(_mark(body.split("\n"), first, findings))
    _pair_blocks(lines, findings)
    sections: list[Section] = []
    pages = list(_pages(lines))
    for number, (page, end) in enumerate(pages):
        filled = [line for line in page if line.kind != "text" or line.text.strip()]
        if filled:
            sections.append(Section(filled[0].number, tuple(_stretches(page, findings))))
            continue
        last = number == len(pages) - 1
        told = end.number if end else pages[number - 1][1].number if number else first - 1  # type: ignore[union-attr]
        what = "nothing follows the front matter: write the first page" if last and not number else _EMPTY
        findings.fault(told, "empty-page", what)
    return sections


_EMPTY = "a page here is empty: delete this ---, or write the page's text"


def _pages(lines: list[_Line]) -> Iterator[tuple[list[_Line], _Line | None]]:
    """The lines of each page and the break that ends it."""
    page: list[_Line] = []
    for line in lines:
        if line.kind == "break":
            yield page, line
            page = []
        else:
            page.append(line)
    yield page, None


def _stretches(page: list[_Line], findings: Findings) -> Iterator[Stretch]:
    present: list[_Line] = []
    opened: _Line | None = None
    for line in [*page, _Line(0, "", "close")]:
        if line.kind == "text":
            present.append(line)
            continue
        if any(each.text.strip() for each in present):
            yield Stretch(present[0].number, "\n".join(each.text for each in present), present[0].guard)
        elif opened is not None and line.number:
            findings.fault(opened.number, "when", "nothing stands in this block: write its text before the :::")
        present = []
        opened = line if line.kind == "open" else None


def _mark(texts: list[str], first: int, findings: Findings) -> Iterator[_Line]:
    """Each line with what it is. Code and HTML comments are told and blanked, so that nothing in them is read."""
    index = 0
    before = ""
    while index < len(texts):
        hidden = _hidden_lines(texts, index, first, findings)
        if hidden:
            yield from (_Line(first + index + n, "") for n in range(hidden))
            index, before = index + hidden, ""
            continue
        line = _read_line(_Line(first + index, texts[index]), before, findings)
        yield line
        before = line.text if line.kind == "text" else ""
        index += 1


def _hidden_lines(texts: list[str], index: int, first: int, findings: Findings) -> int:
    """How many lines from `index` are code or an HTML comment; one for an opening that never closes."""
    bare = texts[index].strip()
    if bare.startswith("<!--"):
        findings.fault(
            first + index, "html", "HTML cannot be shown: delete this comment; notes belong outside the file"
        )
        end = next((n for n in range(index, len(texts)) if "-->" in texts[n]), index)
        return end - index + 1
    found = _FENCE.fullmatch(bare)
    if not found or (found[1][0] == "`" and "`" in found[2]):
        return 0
    findings.fault(
        first + index,
        "code",
        f"code cannot be shown in a chat: delete the line {found[1]} and its end, and write plain text",
    )
    closing = re.compile(rf"{re.escape(found[1])}{re.escape(found[1][0])}*")
    end = next((n for n in range(index + 1, len(texts)) if closing.fullmatch(texts[n].strip())), index)
    return end - index + 1


def _read_line(line: _Line, before: str, findings: Findings) -> _Line:
    _mend_bullet(line, before, findings)
    bare = line.text.strip()
    if _RULE.fullmatch(bare):
        return _read_rule(line, bare, before, findings)
    found = _COLONS.fullmatch(bare)
    if found is None or found[2].rstrip("0123456789s") == "wait":
        return line
    if _is_pause(found[2], found[3]):
        findings.fault(line.number, "wait", f"{quoted(bare)} is no pause; did you mean ::wait?: write ::wait 8s")
        return _Line(line.number, "")
    return _read_colons(line, found, findings)


def _mend_bullet(line: _Line, before: str, findings: Findings) -> None:
    """A line that was meant as one of a list is told, and read as it was meant. A dash counts only where no sentence
    goes on, for that may have one in it."""
    found = _BULLET.match(line.text)
    if found is None or (found[1] in "–—" and before.strip() and not _MEANT.match(before)):
        return
    sign = found[1]
    what = "a space is missing after -" if sign == "-" else f"{sign} begins no list"
    mended = f"- {line.text[found.end() :]}"
    line.text = mended
    last = findings.faults[-1:]
    if not last or (last[0].rule, last[0].line) != ("list", line.number - 1) or not _MEANT.match(before):
        findings.fault(line.number, "list", f"{what}: write {quoted(mended)}, and so in the lines below")


def _is_pause(word: str, rest: str) -> bool:
    """Whether a line of colons was meant as a pause: a word like wait, or a length of time after a single word."""
    meant = word.rstrip("0123456789s:").lower()
    return bool(get_close_matches(meant, ["wait", "pause"], 1, 0.75)) or bool(re.fullmatch(r"\d+ ?[a-z]*", rest))


def _read_rule(line: _Line, bare: str, before: str, findings: Findings) -> _Line:
    """Whatever looks like a page break is taken as one, so that the pages after it are read as they were meant."""
    if bare != "---":
        findings.fault(
            line.number,
            "page-break",
            f"{quoted(bare)} does not begin a page: write exactly three hyphens, ---, with an empty line before them",
        )
    elif line.text[:1] in " \t":
        findings.fault(line.number, "page-break", "this --- is indented: begin it at the left edge")
    elif before.strip():
        findings.fault(
            line.number,
            "page-break",
            "--- right below a text makes it a heading: put an empty line before this ---",
        )
    line.kind = "break"
    return line


def _read_colons(line: _Line, found: re.Match[str], findings: Findings) -> _Line:
    colons, word, rest = found.groups()
    if not word:
        line.kind = "close"
        if colons != ":::":
            findings.fault(line.number, "when", f"{quoted(colons)} ends no block: write exactly three colons, :::")
    else:
        line.kind = "open"
        line.guard = _read_opening(line, colons, word, rest, findings)
    if line.text[:1] in " \t":
        findings.fault(line.number, "when", f"this {colons} is indented: begin it at the left edge")
    return line


def _read_opening(line: _Line, colons: str, word: str, rest: str, findings: Findings) -> Guard | None:
    condition = rest.strip()
    if word != "when":
        close = word.lower().startswith("whe") or word.lower() in ("if", "wenn", "when:")
        example = f"::: when {condition}" if close and condition else "::: when craving >= 7"
        findings.fault(
            line.number, "when", f"a block begins with ::: when and not with {quoted(word)}: write {example}"
        )
        return None
    if not line.text.strip().startswith("::: when"):
        findings.fault(line.number, "when", f"{quoted(line.text)} begins no block: write ::: when {condition}")
    if condition:
        return Guard(condition, line.number)
    findings.fault(line.number, "when", "this block has no condition: write one, such as ::: when craving >= 7")
    return None


@dataclass(slots=True)
class _Pairing:
    """Where the reading of blocks stands: the block that is open, and the `:::` of nested ones still to come."""

    guard: Guard | None = None
    opened: bool = False
    extra: int = 0
    until: int = field(default=-1)


def _pair_blocks(lines: list[_Line], findings: Findings) -> None:
    """Give each line of a block its guard, and tell what is missing, stray, nested or torn by a page break."""
    state = _Pairing()
    for index, line in enumerate(lines):
        if state.opened and index == state.until:
            state = _Pairing()
        if line.kind == "open":
            _open_block(lines, index, state, findings)
        elif line.kind == "close":
            if state.opened and state.extra:
                state.extra -= 1
            elif state.opened:
                state = _Pairing()
            else:
                findings.fault(
                    line.number, "when", "this ::: ends no block: delete it, or write ::: when … above its text"
                )
        elif line.kind == "break" and state.opened:
            findings.fault(
                line.number,
                "when",
                "a page break cannot stand inside a block: write ::: before this --- and ::: when … again after it",
            )
        else:
            line.guard = state.guard


def _open_block(lines: list[_Line], index: int, state: _Pairing, findings: Findings) -> None:
    line = lines[index]
    if state.opened:
        findings.fault(
            line.number, "when", "a block cannot stand inside another: write ::: before this line to end the one above"
        )
        state.extra += 1
        return
    state.opened, state.guard = True, line.guard
    following = [n for n in range(index + 1, len(lines)) if lines[n].kind in ("open", "close")]
    kinds = [lines[n].kind for n in following[:3]]
    if kinds[:1] == ["close"] or kinds == ["open", "close", "close"]:
        return
    findings.fault(line.number, "when", "this block is not closed: write ::: on a line of its own after its last line")
    ends = [n for n in range(index + 1, len(lines)) if lines[n].kind in ("open", "break")]
    state.until = ends[0] if ends else len(lines)
