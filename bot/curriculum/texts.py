"""What people will read of a file, in place: everything else is blanked, so that an offset still gives the line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.curriculum.findings import Findings
from bot.curriculum.labels import FluentFile
from bot.curriculum.yaml_files import Scalar, YamlFile

READ_FIELDS = ("title", "prompt", "prompt_open")
"""The fields of the front matter that a person gets to see; topics, sources and names of clinicians are for editors."""

_UNREAD = re.compile(
    r"\{#[^}\n]*\}"  # a question's or answer's name
    r"|\{\{[^}\n]*\}\}"  # a fact that is filled in
    r"|(?<=\])\([^)\n]*\)"  # where a link or image leads
    r"|https?://\S+"
    r"|^[ \t]*::.*$|<!--.*?-->"
    r"|(?<=- )\[[ xX]\]"  # the box of a quiz answer
    r"|[*_`]",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Prose:
    """The text of one file with all that nobody reads blanked out, of the same length as the file.

    `fields` are the readable fields of the front matter with their stretch of the text.
    """

    path: str
    text: str
    fields: dict[str, tuple[int, int]]

    def line(self, offset: int) -> int:
        """The line of the file, from 1, at an offset of the text."""
        return self.text.count("\n", 0, offset) + 1

    def field(self, name: str) -> str:
        """The words of one field of the front matter, blank before it so that offsets stay; empty without it."""
        start, end = self.fields.get(name, (0, 0))
        return blank(self.text[:start]) + self.text[start:end] if end else ""


def blank(text: str, keep: str = "") -> str:
    """Spaces of the same length, with the line breaks and the signs to `keep`."""
    return re.sub(rf"[^\n{re.escape(keep)}]", " ", text)


def prose_of_activity(path: str, source: str) -> Prose:
    """The readable words of an activity's file; `source` has `\\n` line ends and no byte order mark."""
    head, body = _split(source)
    fields = dict(_fields(head))
    front = blank(head, keep=":")
    for start, end in fields.values():
        front = front[:start] + _shown(head[start:end]) + front[end:]
    return Prose(path, _even(front + _shown(body)), fields)


def prose_of_fluent(file: FluentFile) -> Prose:
    """The readable words of a file of labels or notices, each key a field."""
    text, fields = blank(file.text, keep="=]"), {}
    for message in file.messages.values():
        for start, end in message.words:
            text = text[:start] + file.text[start:end] + text[end:]
        if message.words:
            fields[message.key] = (message.words[0][0], message.words[-1][1])
    return Prose(file.path, _even(text), fields)


def _split(source: str) -> tuple[str, str]:
    end = re.search(r"^---[ \t]*$", source[3:], re.MULTILINE) if source.startswith("---") else None
    cut = 3 + end.end() if end else 0
    return source[:cut], source[cut:]


def _fields(head: str) -> Iterator[tuple[str, tuple[int, int]]]:
    inside = head[3:].removesuffix("---") if head else ""
    table = YamlFile(Findings(""), "").read(inside)  # its faults are told by the loader
    for name in READ_FIELDS:
        node = table.entries.get(name)
        if isinstance(node, Scalar):
            yield name, (3 + node.start, 3 + node.end)


def _shown(text: str) -> str:
    return _UNREAD.sub(lambda match: blank(match.group()), text)


def _even(text: str) -> str:
    """Typographic apostrophes and hard spaces as their plain kin: one character for one."""
    return text.replace("’", "'").replace("\u00a0", " ")
