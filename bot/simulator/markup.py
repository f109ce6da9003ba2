"""Telegram's HTML as its server reads it: strict about tags, lenient about a lone ampersand.

The rules (which tags, which wording of a fault, offsets in UTF-16 units, faults at UTF-8 byte offsets) are those of
Telegram's own parser, described under "HTML style" at core.telegram.org/bots/api and seen in its answers.
"""

import re
from dataclasses import dataclass

from bot.simulator.refusals import Json, Refusal, bad_request

_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "tg-spoiler": "spoiler", "span": "spoiler", "blockquote": "blockquote", "a": "text_link",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}  # the only named entities Telegram knows
_ENTITY = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>]*)\s*(?:(=)\s*("[^"]*"|'[^']*'|[^\s>"']+)?)?""")
_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w+)?(?![\w/<>]))"
    r"|(?P<url>https?://[^\s<>\"]*[^\s<>\".,;:!?)])"
    r"|(?P<mention>(?<!\w)@[A-Za-z]\w{3,31})"
)


@dataclass
class _Open:
    """A tag that still waits for its end."""

    tag: str
    start: int
    argument: str


def utf16(text: str) -> int:
    """Length in UTF-16 code units, which is how Telegram counts."""
    return len(text) + sum(1 for sign in text if ord(sign) > 0xFFFF)


def parse_html(source: str) -> tuple[str, list[Json]]:
    """The plain text and its entities; refuses what Telegram refuses."""
    reader = _Reader(source)
    reader.read()
    return _strip("".join(reader.out), reader.entities)


def find_entities(text: str, known: list[Json]) -> list[Json]:
    """Add the commands, links and mentions that Telegram marks by itself, outside links and code."""
    taken = [(e["offset"], e["offset"] + e["length"]) for e in known if e["type"] in ("text_link", "code", "pre")]
    found = list(known)
    for match in _FOUND.finditer(text):
        start, length = utf16(text[: match.start()]), utf16(match.group())
        if not any(start < end and begin < start + length for begin, end in taken):
            found.append({"type": match.lastgroup, "offset": start, "length": length})
    return sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))


class _Reader:
    """One pass over the source, keeping the stack of open tags."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.length = 0
        self.entities: list[Json] = []
        self.open: list[_Open] = []

    def read(self) -> None:
        while self.at < len(self.source):
            if self.source.startswith("</", self.at):
                self._end_tag()
            elif self.source[self.at] == "<":
                self._start_tag()
            elif self.source[self.at] == "&" and (sign := self._entity()):
                self._emit(sign)
            else:
                self._emit(self.source[self.at])
                self.at += 1
        if self.open:
            raise _fault(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')

    def _emit(self, sign: str) -> None:
        self.out.append(sign)
        self.length += utf16(sign)

    def _entity(self) -> str:
        match = _ENTITY.match(self.source, self.at)
        if match is None:
            return ""
        hexadecimal, decimal, name = match.groups()
        if name is not None:
            sign = _NAMED.get(name, "")
        else:
            code = int(hexadecimal, 16) if hexadecimal else int(decimal)
            sign = chr(code) if 0 < code < 0x10FFFF else ""
        if sign:
            self.at = match.end()
        return sign

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _start_tag(self) -> None:
        begin = self.at
        head = re.compile(r"<([^\s>]*)").match(self.source, begin)
        if head is None or head.end() >= len(self.source):
            raise _fault(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        tag = head.group(1).lower()
        if tag not in _KINDS:
            raise _fault(f'Unsupported start tag "{tag}" at byte offset {self._bytes(begin)}')
        self.at = head.end()
        self.open.append(_Open(tag, self.length, self._attributes(tag, begin)))

    def _attributes(self, tag: str, begin: int) -> str:
        """Read up to and over the '>'; the one attribute that counts for this tag is returned."""
        argument = ""
        while True:
            while self.at < len(self.source) and self.source[self.at].isspace():
                self.at += 1
            if self.at >= len(self.source):
                raise _fault(f"Unclosed start tag at byte offset {self._bytes(begin)}")
            if self.source[self.at] == ">":
                self.at += 1
                break
            argument = self._attribute(tag, begin) or argument
        if tag == "span" and argument != "tg-spoiler":
            raise _fault(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begin)}')
        return argument

    def _attribute(self, tag: str, begin: int) -> str:
        where = f'in the tag "{tag}" at byte offset {self._bytes(begin)}'
        match = _ATTRIBUTE.match(self.source, self.at)
        name, equals, value = match.groups() if match else ("", None, None)
        if match is None or not name:
            raise _fault(f"Empty attribute name {where}")
        self.at = match.end()
        if tag == "blockquote" and name == "expandable":
            return "expandable"
        if not equals:
            raise _fault(f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset '
                         f"{self._bytes(begin)}")  # fmt: skip
        if value is None:
            raise _fault(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        value = re.sub(r"&(lt|gt|amp|quot);", lambda m: _NAMED[m.group(1)], value.strip("\"'"))
        wanted = {"a": "href", "span": "class", "code": "class"}.get(tag)
        return value if name.lower() == wanted else ""

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise _fault(f"Unexpected end tag at byte offset {self._bytes(begin)}")
        match = re.compile(r"</([^\s>]*)\s*(>?)").match(self.source, begin)
        if match is None or not match.group(2):
            raise _fault(f"Unclosed end tag at byte offset {self._bytes(begin)}")
        opened, name = self.open.pop(), match.group(1).lower()
        if name and name != opened.tag:
            raise _fault(f'Unmatched end tag at byte offset {self._bytes(begin)}, expected "</{opened.tag}>", '
                         f'found "</{name}>"')  # fmt: skip
        self.at = match.end()
        if self.length > opened.start:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: Json = {"type": _KINDS[opened.tag], "offset": opened.start, "length": self.length - opened.start}
        if opened.tag == "a":
            entity["url"] = opened.argument or "".join(self.out)[-(self.length - opened.start) :]
            if not re.match(r"(https?|tg|mailto|tel)[:/]", entity["url"]):
                return  # Telegram drops a link whose address it cannot use, and keeps its text
        if opened.argument == "expandable":
            entity["type"] = "expandable_blockquote"
        self.entities.append(entity)


def _strip(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Telegram trims white space at both ends, and moves and cuts the entities with it."""
    lead = utf16(text) - utf16(text.lstrip())
    text = text.strip()
    size, kept = utf16(text), []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, size)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return text, sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))


def _fault(what: str) -> Refusal:
    return bad_request(f"can't parse entities: {what}")
