"""Text inside a paragraph: bold, italic, links of the web and words that are filled in; all else is told."""

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.core.activity import Span, Spans
from bot.curriculum.fills import read_fills, wrong_place
from bot.curriculum.findings import Findings, quoted

MARKDOWN = MarkdownIt("commonmark")
_PLAIN = re.compile(r"(?:[^\W_]|[ ,.?¿¡'’;:%()/+–—-])+")
"""No sign that means anything to markdown inside a line: most answers of questions are so."""
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
LONGEST_LABEL, LONG_LABEL = 60, 30
"""UTF-16 units of a button: a phone cuts longer ones off."""
_HALF_LINK = re.compile(r"\]\(|\]\s\((?=[^()\s]*(?:/|\.md|\.png|\.jpe?g))|\]\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the readers of one file share: where faults go, the file's id (for relative paths), whether it is a
    reminder (only there a session is known)."""

    findings: Findings
    id: str
    reminder: bool = False

    def fault(self, line: int, rule: str, message: str) -> None:
        """Note a mistake on a line."""
        self.findings.fault(line, rule, message)


def parse_inline(text: str) -> Sequence[Token]:
    """Markdown's tokens of one line of text."""
    if _PLAIN.fullmatch(text):
        return [Token("text", "", 0, content=text)]
    return MARKDOWN.parseInline(text)[0].children or []


def read_spans(tokens: Sequence[Token], line: int, reading: Reading) -> Spans:
    """The text of a paragraph, heading or item that begins on `line`."""
    spans: list[Span] = []
    look = Span()
    for token in tokens:
        match token.type:
            case "text":
                spans.extend(_read_text(token.content, line, look, reading))
            case "softbreak":
                spans.append(replace(look, text=" "))
                line += 1
            case "hardbreak":
                _tell_hard_break(line, reading)
                spans.append(replace(look, text=" "))
                line += 1
            case "strong_open" | "strong_close":
                look = replace(look, bold=token.type == "strong_open")
            case "em_open" | "em_close":
                look = replace(look, italic=token.type == "em_open")
            case "link_open":
                look = replace(look, href=_read_web_link(token, line, reading))
            case "link_close":
                look = replace(look, href="")
            case _:
                _tell_unknown(token, line, reading)
    return _joined(spans)


def plain_text(spans: Spans) -> str:
    """The words of a label, without their look."""
    return "".join(span.text for span in spans).strip()


def read_label(text: str, line: int, what: str, reading: Reading) -> str:
    """The words of a button: plain, since Telegram shows no formatting, links or filled-in words there."""
    tokens = parse_inline(text)
    if any(token.type in ("link_open", "image") for token in tokens):
        reading.fault(line, "label", f"{what} cannot hold a link or an image: write plain words")
        return re.sub(r"[][]|\([^)]*\)", "", text).strip()
    spans = read_spans(tokens, line, reading)
    if any(span.fill for span in spans):
        reading.fault(line, "label", f"{what} cannot be filled in: write it without braces")
        return plain_text(spans) or "…"
    return plain_text(spans)


def check_label(label: str, line: int, reading: Reading) -> None:
    """A phone shows about thirty letters of a button and never more than sixty."""
    length = len(label.encode("utf-16-le")) // 2
    if length > LONGEST_LABEL:
        reading.fault(line, "label", f"this button has {length} characters, {LONGEST_LABEL} are the most: shorten it")
    elif length > LONG_LABEL:
        message = f"this button has {length} characters, a phone shows {LONG_LABEL}: shorten it if you can"
        reading.findings.warning(line, "label", message)


def is_outside(href: str) -> bool:
    """Whether a link leads out of the content folder."""
    return bool(SCHEME.match(href)) or href.startswith("//")


def resolve(id: str, href: str) -> str:
    """A relative path as a path below the language's folder; empty if it leads out of it."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(id), unquote(href)))
    return "" if path.startswith("..") or path.startswith("/") else path


def _read_text(text: str, line: int, look: Span, reading: Reading) -> list[Span]:
    def tell(message: str) -> None:
        reading.fault(line, "fill", message)

    if half := _HALF_LINK.search(text):
        shown = text[max(0, text.rfind("[", 0, half.start() + 1)) :]
        reading.fault(
            line, "link", f"{quoted(shown)} is no whole link: write [words](folder/file.md), without spaces in the path"
        )
    if re.search(r"\*\*|(?<!\w)__(?=[^\W_])|(?<=[^\W_])__(?!\w)", text) and "{{" not in text:
        reading.findings.warning(
            line, "marks", "stars or underscores would be seen here: write **bold** or *italic* with no space inside"
        )
    spans = []
    for span in read_fills(text, tell):
        if span.fill and (message := wrong_place(span.fill, reading.reminder)):
            reading.fault(line, "fill", message)
        spans.append(replace(look, text=span.text, fill=span.fill))
    return spans


def _tell_hard_break(line: int, reading: Reading) -> None:
    reading.fault(
        line,
        "line-break",
        "two spaces or a backslash at the end of a line do nothing here: delete them, or put an empty line below",
    )


def _read_web_link(token: Token, line: int, reading: Reading) -> str:
    """A link inside a text; only `https://` may stand there, since everything else is a button or not for a chat."""
    href = str(token.attrGet("href") or "")
    if token.info == "auto":
        reading.fault(line, "link", f"<{href}> is not shown: write [words]({href}), or the address without < and >")
    elif is_outside(href):
        tell_scheme(href, line, reading)
    else:
        tell_not_alone(href, line, reading)
    return href if href.startswith("https://") else ""


def tell_scheme(href: str, line: int, reading: Reading) -> None:
    """A fault for a link out of the folder that is not `https://`."""
    found = SCHEME.match(href)
    scheme = found[1].lower() if found else ""
    if href.lower().startswith("https://") and len(href) > len("https://"):
        return
    if scheme in ("tel", "mailto"):
        reading.fault(line, "link", f"{scheme}: links cannot be tapped in a chat: write the number or address as text")
    elif scheme == "http":
        reading.fault(line, "link", f"{quoted(href)} is not secure: write https://")
    else:
        reading.fault(line, "link", f"{quoted(href)} leads nowhere: write an address that begins with https://")


def tell_not_alone(href: str, line: int, reading: Reading) -> None:
    """A fault for a link to another file in the middle of something."""
    reading.fault(
        line,
        "link",
        f"the link to {quoted(href)} becomes a button: put it alone, with an empty line above and below",
    )


def _tell_unknown(token: Token, line: int, reading: Reading) -> None:
    if token.type == "html_inline":
        if reading.findings.faults and (reading.findings.faults[-1].line, reading.findings.faults[-1].rule) == (
            line,
            "html",
        ):
            return  # the end of a tag whose beginning was told
        reading.fault(
            line, "html", f"HTML cannot be shown: delete {quoted(token.content)} and write **bold** or plain text"
        )
    elif token.type == "code_inline":
        reading.fault(line, "code", f"code cannot be shown: write {quoted(token.content)} without the ` signs")
    elif token.type == "image":
        reading.fault(line, "image", "an image stands alone: put an empty line above and below it")


def _joined(spans: list[Span]) -> Spans:
    """Neighbours of one look as one span, without spaces at the ends."""
    joined: list[Span] = []
    for span in spans:
        if not span.text and not span.fill:
            continue
        if joined and _look_alike(joined[-1], span):
            joined[-1] = replace(span, text=joined[-1].text + span.text)
        else:
            joined.append(span)
    if len(joined) == 1 and not joined[0].fill and joined[0].text == joined[0].text.strip():
        return tuple(joined)
    if joined and not joined[0].fill:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip())
    if joined and not joined[-1].fill:
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip())
    return tuple(span for span in joined if span.text or span.fill)


def _look_alike(one: Span, other: Span) -> bool:
    if one.fill or other.fill:
        return False
    return (one.bold, one.italic, one.href) == (other.bold, other.italic, other.href)
