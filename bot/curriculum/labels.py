"""Labels and notices: the short words and sentences of one language, in Fluent files."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.parser import with_span
from fluent.syntax.stream import FluentParserStream
from fluent.syntax.visitor import Visitor

from bot.curriculum.faults import Fault
from bot.curriculum.findings import did_you_mean

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

UNKNOWN = "–"
"""Stands for a value that nobody has, such as what is usual for a person in the first week."""

KEPT = 8
"""Files kept in memory as they were read: labels and notices of four languages."""

FUNCTIONS = ("NUMBER", "DATETIME")

Value = str | int | float


@dataclass(frozen=True, slots=True)
class Message:
    """One key: its line, the variables it needs, the stretches of the file with its words, its longest form, and the
    messages that it names."""

    key: str
    line: int
    variables: frozenset[str] = frozenset()
    words: tuple[tuple[int, int], ...] = ()
    longest: str = ""
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FluentFile:
    """One parsed `.ftl` file."""

    path: str
    text: str
    resource: ftl.Resource
    messages: Mapping[str, Message]
    faults: tuple[Fault, ...] = ()


def is_broken(key: str, file: FluentFile) -> bool:
    """Whether the key stands in a line that was told already, because it is not Fluent."""
    lines = file.text.split("\n")
    told = (lines[fault.line - 1].lstrip() for fault in file.faults if fault.rule == "label-form")
    return any(line.startswith(key) for line in told)


@dataclass
class Labels:
    """The messages of one file, ready to be formatted."""

    bundle: "FluentBundle"
    needs: Mapping[str, frozenset[str]]

    def format(self, key: str, values: Mapping[str, Value]) -> tuple[str, bool]:
        """The words for a key of this file, and whether every value it needs was given."""
        pattern = self.bundle.get_message(key).value
        if pattern is None:
            return key, False
        missing = {name: UNKNOWN for name in self.needs[key] if name not in values}
        words, errors = self.bundle.format_pattern(pattern, {**missing, **values})
        return str(words), not errors and not missing


def compile_labels(file: FluentFile, language: str) -> Labels:
    """The messages of a file, without isolating marks: some Telegram clients show them."""
    from fluent.runtime import FluentBundle  # here: the tools of editors only read

    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(file.resource)
    return Labels(bundle, {key: _needs(key, file.messages) for key in file.messages})


def _needs(key: str, messages: Mapping[str, Message]) -> frozenset[str]:
    """The values of a message and of the messages that it names."""
    seen, waiting = set[str](), [key]
    while waiting:
        name = waiting.pop()
        if name not in seen and name in messages:
            seen.add(name)
            waiting.extend(messages[name].names)
    return frozenset(variable for name in seen for variable in messages[name].variables)


class _Parser(FluentParser):
    """Takes the words of a line at once, where the library takes sign by sign: half the time of a file."""

    _WORDS = re.compile(r"[^{}\n]*")

    @with_span
    def get_text_element(self, ps: FluentParserStream) -> ftl.TextElement:
        words = str(self._WORDS.match(ps.string, ps.index)[0])  # type: ignore[index]  # it matches nothing, too
        ps.index, ps.peek_offset = ps.index + len(words), 0
        return ftl.TextElement(words)


@lru_cache(maxsize=KEPT)
def read_fluent(path: str, text: str) -> FluentFile:
    """Parse a file; what Fluent would skip without a word is a fault with its line."""
    resource = _Parser(with_spans=True).parse(text)
    reading = _Reading(path, text)
    for entry in resource.body:
        reading.take(entry)
    reading.check_references()
    return FluentFile(path, text, resource, reading.messages, tuple(reading.faults))


@dataclass
class _Reading:
    path: str
    text: str
    messages: dict[str, Message] = field(default_factory=dict)
    terms: set[str] = field(default_factory=set)
    references: list[tuple[str, int]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, offset: int, message: str, rule: str) -> None:
        self.faults.append(Fault(self.path, self.line(offset), message, rule))

    def line(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1

    def before(self, offset: int, least: int) -> int:
        """Fluent sees an open brace only on the next line; the mistake stands at the last words before."""
        return (
            max(least, len(self.text[:offset].rstrip()) - 1)
            if self.text[:offset].rstrip(" ").endswith("\n")
            else offset
        )

    def take(self, entry: ftl.EntryType) -> None:
        """Note what one entry of the file holds."""
        if isinstance(entry, ftl.Junk):
            note = entry.annotations[0]
            self.fault(
                self.before(_start(note), _start(entry)),
                f"this is not Fluent: {note.message}; write `key = words`",
                "label-form",
            )
        elif isinstance(entry, ftl.Term):
            self.terms.add(f"-{entry.id.name}")
            self.visit(entry)
        elif isinstance(entry, ftl.Message):
            self.message(entry)

    def message(self, entry: ftl.Message) -> None:
        key, offset = entry.id.name, _start(entry.id)
        if key in self.messages:
            first = self.messages[key].line
            self.fault(offset, f'the key "{key}" stands here twice (first on line {first}); keep one', "label-twice")
            return
        if entry.value is None:
            self.fault(offset, f'the key "{key}" has no words; write them after the `=`', "label-form")
            return
        seen = self.visit(entry.value)
        words = tuple((element.span.start, element.span.end) for element in seen.words if element.span)
        names = frozenset(name for name, _ in seen.references)
        self.messages[key] = Message(
            key, self.line(offset), frozenset(seen.variables), words, _longest_of(entry.value), names
        )

    def visit(self, node: ftl.BaseNode) -> "_Words":
        seen = _Words()
        seen.visit(node)
        self.references.extend(seen.references)
        for name, offset in seen.functions:
            if name not in FUNCTIONS:
                self.fault(offset, f"there is no function {name}; use {' or '.join(FUNCTIONS)}", "label-form")
        return seen

    def check_references(self) -> None:
        """A message or term that another one names must be in the same file."""
        known = {*self.messages, *self.terms}
        for name, offset in self.references:
            if name not in known:
                hint = did_you_mean(name, known)
                self.fault(offset, f'there is no "{name}" in this file{hint}; write the words out', "label-form")


class _Words(Visitor):
    """What a pattern holds: its words, variables, functions, and the messages and terms it names."""

    def __init__(self) -> None:
        self.words: list[ftl.TextElement | ftl.StringLiteral] = []
        self.variables: set[str] = set()
        self.references: list[tuple[str, int]] = []
        self.functions: list[tuple[str, int]] = []

    def visit_TextElement(self, node: ftl.TextElement) -> None:
        self.words.append(node)

    def visit_StringLiteral(self, node: ftl.StringLiteral) -> None:
        self.words.append(node)

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ftl.MessageReference) -> None:
        self.references.append((node.id.name, _start(node)))

    def visit_TermReference(self, node: ftl.TermReference) -> None:
        self.references.append((f"-{node.id.name}", _start(node)))
        self.generic_visit(node)

    def visit_FunctionReference(self, node: ftl.FunctionReference) -> None:
        self.functions.append((node.id.name, _start(node)))
        self.generic_visit(node)


def _start(node: ftl.BaseNode) -> int:
    span = getattr(node, "span", None)
    return int(span.start) if span else 0


def _longest_of(pattern: ftl.Pattern) -> str:
    """The longest words a pattern can give, with a value of two characters for each variable."""
    return "".join(_longest(element) for element in pattern.elements)


def _longest(element: ftl.TextElement | ftl.Placeable) -> str:
    if isinstance(element, ftl.TextElement):
        return str(element.value)
    inner = element.expression
    if isinstance(inner, ftl.SelectExpression):
        return max((_longest_of(variant.value) for variant in inner.variants), key=len)
    if isinstance(inner, ftl.StringLiteral):
        return str(inner.value)
    return _longest(inner) if isinstance(inner, ftl.Placeable) else "10"
