"""YAML whose every key knows its line, with the core types of YAML 1.2 and nothing converted.

Built on libyaml's events instead of `compose`, for that one overflows the stack on deep nesting and hides aliases.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from bot.curriculum.findings import Findings, did_you_mean, listed, quoted

Plain = str | int | float | bool | None

DEEPEST = 12
"""No file of a content folder nests deeper than a few levels; more is a mistake or an attack."""

LONGEST_NUMBER = 18
"""Digits beyond what a file can mean stay text, so that no number can be too big to read."""

_WHOLE = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: Mapping[str, Plain] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_TYPES = {"Scalar": "one value", "Listing": "a list", "Table": "a table of keys"}


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value; `raw` is how it was written. `start` and `end` are offsets in the text."""

    value: Plain
    line: int
    raw: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """`lines` holds the line of each key."""

    entries: Mapping[str, "Node"]
    lines: Mapping[str, int]
    line: int


Node = Scalar | Listing | Table

EMPTY = Table({}, {}, 1)


def plain(node: Node) -> Any:
    """The node as plain lists, dicts and values, for a reader of another floor that knows no lines."""
    if isinstance(node, Table):
        return {key: plain(value) for key, value in node.entries.items()}
    return [plain(item) for item in node.items] if isinstance(node, Listing) else node.value


class _Broken(Exception):
    """The text cannot be read as a whole: the line and what to do."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(slots=True)
class YamlFile:
    """One YAML file: gives values of the type asked for and notes a fault for every other.

    `rule` names what is being read, `first` is the number of the text's first line in its file.
    """

    findings: Findings
    rule: str
    first: int = 1

    def fault(self, line: int, message: str) -> None:
        """Note a mistake of this file."""
        self.findings.fault(line, self.rule, message)

    def warning(self, line: int, message: str) -> None:
        """Note what is taken, but could be better."""
        self.findings.warning(line, self.rule, message)

    def read(self, text: str) -> Table:
        """The table at the top of the file; an empty one, with a fault, if there is none."""
        try:
            root = self._document(text)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            if error.context_mark and ("flow" in (error.context or "") or "quoted" in (error.context or "")):
                mark = error.context_mark  # an open bracket or quote is missed only at the end of the file
            line = self.first + (min(mark.line, len(text.rstrip().split("\n")) - 1) if mark else 0)
            self.fault(line, f"this is not YAML: {error.problem or error.context}; {_remedy(text, mark)}")
        except yaml.reader.ReaderError as error:
            line = self.first + text.count("\n", 0, error.position)
            self.fault(line, "a control character stands here; delete it and write the line again")
        except _Broken as broken:
            self.fault(broken.line, broken.message)
        else:
            if isinstance(root, Table):
                return root
            self.fault(self.first, "the file must be a table of keys; write `key: value` lines")
        return EMPTY

    def _document(self, text: str) -> Node:
        events = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                raise _Broken(self._line(event), "a second document begins here; delete the `---`")
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, events, 0)
        if root is None:
            raise _Broken(self.first, "the file is empty; write its keys or delete it")
        return root

    def _line(self, event: yaml.Event) -> int:
        return self.first + (event.start_mark.line if event.start_mark else 0)

    def _node(self, event: yaml.NodeEvent, events: Iterator[yaml.Event], depth: int) -> Node:
        line = self._line(event)
        if depth > DEEPEST:
            raise _Broken(line, "too many levels of nesting; write it flatter")
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise _Broken(line, "anchors (`&name`, `*name`) are not used here; write the value out, in quotes if meant")
        if getattr(event, "tag", None):
            raise _Broken(line, "tags (`!name`) are not used here; delete it, or put the text in quotes")
        if isinstance(event, yaml.ScalarEvent):
            value = _core(event.value) if event.implicit[0] and not event.style else event.value
            return Scalar(value, line, event.value, *_stretch(event))
        if isinstance(event, yaml.SequenceStartEvent):
            return Listing(tuple(self._items(events, depth)), line)
        return self._table(events, line, depth)

    def _items(self, events: Iterator[yaml.Event], depth: int) -> Iterator[Node]:
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            if isinstance(event, yaml.NodeEvent):
                yield self._node(event, events, depth + 1)

    def _table(self, events: Iterator[yaml.Event], line: int, depth: int) -> Table:
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.NodeEvent):
                continue
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)  # type: ignore[arg-type]  # a value follows each key
            if not isinstance(key, Scalar):
                raise _Broken(key.line, "a key must be a word; put text with brackets in quotes")
            if key.raw in entries:
                self.fault(key.line, f'"{key.raw}" stands here twice (first on line {lines[key.raw]}); keep one')
                continue
            entries[key.raw], lines[key.raw] = value, key.line
        return Table(entries, lines, line)

    def check_keys(self, table: Table, known: Collection[str], where: str, required: Collection[str] = ()) -> None:
        """Keep a fault for every unknown and every missing key."""
        for key in table.entries:
            if key not in known:
                hint = did_you_mean(key, known) or f"; write {listed(known)}"
                self.fault(table.lines[key], f"{quoted(key)} is no key of {where}{hint}")
        for key in required:
            if key not in table.entries:
                self.fault(table.line, f'{where} has no "{key}"; add `{key}: …`')

    def table(self, node: Node, where: str) -> Table:
        """The node as a table; an empty one, with a fault, if it is something else."""
        if isinstance(node, Table):
            return node
        self.fault(node.line, f"{where} must be a table of keys, not {_say(node)}; write `key: value` lines below it")
        return Table({}, {}, node.line)

    def text(self, node: Node, where: str) -> str:
        """The node as text; empty, with a fault, if it is a number, a list or nothing."""
        if isinstance(node, Scalar) and isinstance(node.value, str) and node.value.strip():
            return node.value
        quote = (
            f'; in quotes it is text: "{node.raw}"' if isinstance(node, Scalar) and node.raw else "; write its words"
        )
        self.fault(node.line, f"{where} must be text, not {_say(node)}{quote}")
        return ""

    def texts(self, node: Node, where: str) -> tuple[tuple[str, int], ...]:
        """The texts of a list, each with its line."""
        if not isinstance(node, Listing):
            self.fault(
                node.line, f"{where} must be a list, not {_say(node)}; write `[a, b]` or lines that begin with `- `"
            )
            return ()
        return tuple((text, item.line) for item in node.items if (text := self.text(item, f"each item of {where}")))

    def whole(self, node: Node, where: str, least: int = 0) -> int | None:
        """The node as a whole number of at least `least`."""
        if isinstance(node, Scalar) and type(node.value) is int and node.value >= least:
            return node.value
        self.fault(
            node.line, f"{where} must be a whole number of at least {least}, not {_say(node)}; write it in digits"
        )
        return None

    def truth(self, node: Node, where: str) -> bool | None:
        """`true` or `false`; `None`, told as a fault, for anything else."""
        if isinstance(node, Scalar) and isinstance(node.value, bool):
            return node.value
        self.fault(node.line, f"{where} is {_say(node)}; write true or false")
        return None

    def number(self, node: Node, where: str) -> float | None:
        """The node as a number that is not negative."""
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
            return float(value)
        self.fault(node.line, f"{where} must be a number, not {_say(node)}; write it in digits, such as 1.5")
        return None


def _core(raw: str) -> Plain:
    """A plain scalar by the core schema of YAML 1.2 (chapter 10.3), without the infinities."""
    if raw in _WORDS:
        return _WORDS[raw]
    if len(raw) > LONGEST_NUMBER:
        return raw
    if _WHOLE.fullmatch(raw):
        return int(raw, 0) if raw[:2] in ("0o", "0x") else int(raw)
    return float(raw) if _FLOAT.fullmatch(raw) else raw


def _stretch(event: yaml.Event) -> tuple[int, int]:
    start, end = event.start_mark, event.end_mark
    return (start.index, end.index) if start and end else (0, 0)


def _say(node: Node) -> str:
    if not isinstance(node, Scalar):
        return _TYPES[type(node).__name__]
    return quoted(node.raw) if node.raw else "nothing"


def _remedy(text: str, mark: yaml.error.Mark | None) -> str:
    lines = text.split("\n")
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    if "\t" in line:
        return "use spaces instead of tabs"
    if line.count(": ") > 1:
        return "a value with a colon needs quotes around it"
    return "check the indentation, the colons and the quotes of this line and the one before"
