"""Front matter: where it begins and ends, and its fields with their lines, each read alone so that one broken field
does not hide the others."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.curriculum.findings import Findings, did_you_mean, quoted
from bot.curriculum.yaml_files import Node, Scalar, YamlFile

FIELDS = (
    "kind", "title", "minutes", "topics", "sources", "formerly", "audience", "schedule", "prompt", "prompt_open",
    "saves", "avoid", "instead", "status", "reviewed",
)  # fmt: skip
TEXTS = ("title", "prompt", "prompt_open")
"""Fields that people read: here a `#` in the middle is meant as a sign, not as the beginning of a note."""

RULE = "front-matter"
_FENCE = re.compile(r"-{2,}|\.\.\.|[–—]+")
_KEY = re.compile(r"[A-Za-z_][\w-]*\s*:(?:\s|$)")
_FIELD = re.compile(rf"\s*(?:{'|'.join(FIELDS)})\s*:")
_INSIDE = re.compile(r"\s|#|- |-$|[\]}]")
"""How lines begin that continue a field, or are empty, or a note."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields as they were written. `body_line` is the number of the body's first line; without `found` there was
    no front matter at all, and asking for its fields one by one would only repeat that."""

    fields: Mapping[str, Node] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    body_line: int = 1
    found: bool = True
    end_line: int = 1


@dataclass(slots=True)
class _Stretch:
    """The lines of one field, with the number of the first."""

    first: int
    lines: list[str]


def read_front_matter(text: str, findings: Findings) -> FrontMatter:
    """The front matter of a file, with a fault for all that cannot be read."""
    lines = text.split("\n")
    start = _find_start(lines, findings)
    if start is None:
        return FrontMatter(found=False)
    end, body = _find_end(lines, start, findings)
    fields: dict[str, Node] = {}
    at: dict[str, int] = {}
    for stretch in _stretches(lines[start:end], start + 1):
        _read_field(stretch, fields, at, findings)
    return FrontMatter(fields, at, body + 1, end_line=end + 1)


def _find_start(lines: list[str], findings: Findings) -> int | None:
    """The index of the first line after the opening `---`; with a fault it is guessed, so that reading can go on."""
    if lines[0].rstrip() == "---":
        return 1
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    written = lines[first].strip()
    if first and written == "---":
        findings.fault(1, RULE, "line 1 must be ---: delete the empty lines above it")
        return first + 1
    if _FENCE.fullmatch(written):
        findings.fault(first + 1, RULE, f"line 1 is {quoted(written)}: write exactly three hyphens, ---")
        return first + 1
    if written.startswith("---"):
        findings.fault(first + 1, RULE, "line 1 must be --- and nothing else: put what follows it on line 2")
        return first + 1
    findings.fault(1, RULE, "line 1 must be ---: begin the file with ---, then kind and title, then --- again")
    return first if _FIELD.match(lines[first]) else None


def _find_end(lines: list[str], start: int, findings: Findings) -> tuple[int, int]:
    """The index of the closing line and of the body's first line."""
    closing = next((n for n in range(start, len(lines)) if _FENCE.fullmatch(lines[n].strip())), None)
    stop = len(lines) if closing is None else closing
    stray = next((n for n in range(start, stop) if _ends_unclosed(lines, n, stop, start)), None)
    if stray is not None or closing is None:
        end = len(lines) if stray is None else stray
        findings.fault(
            1 if closing is None else end + 1,
            RULE,
            "the front matter is not closed: write --- on a line of its own after its last field",
        )
        return end, end
    if lines[closing].rstrip() != "---":
        findings.fault(
            closing + 1, RULE, f"{quoted(lines[closing])} does not close the front matter: write exactly --- here"
        )
    return closing, closing + 1


def _ends_unclosed(lines: list[str], index: int, stop: int, start: int) -> bool:
    """Whether a line is the body's text already: after an empty line or a long way before the next `---`, it looks
    like no field, and no known field follows."""
    line = lines[index]
    if not line.strip() or _INSIDE.match(line) or _KEY.match(line):
        return False
    rest = lines[index + 1 : stop]
    if any(_FIELD.match(other) for other in rest):
        return False
    if line.split(None, 1)[0].rstrip(":").lower() in FIELDS:
        return False
    return not lines[index - 1].strip() or any(not other.strip() for other in rest) or stop == len(lines)


def _stretches(lines: list[str], first: int) -> Iterator[_Stretch]:
    """The lines of each field. A known field that stands indented below a field with a value was only moved by
    accident, so it begins a field too; `_read_field` tells it."""
    present: _Stretch | None = None
    for number, line in enumerate(lines, first):
        begins = bool(line.strip()) and not _INSIDE.match(line)
        begins = begins or (present is not None and _is_moved(line, present))
        if begins or present is None:
            if present:
                yield present
            present = _Stretch(number, [])
        present.lines.append(line)
    if present:
        yield present


def _is_moved(line: str, before: _Stretch) -> bool:
    head = before.lines[0].strip()
    return bool(_FIELD.match(line)) and bool(_KEY.match(head)) and not head.endswith(":")


def _read_field(stretch: _Stretch, fields: dict[str, Node], at: dict[str, int], findings: Findings) -> None:
    text = "\n".join(stretch.lines)
    if not any(line.strip() and not line.lstrip().startswith("#") for line in stretch.lines):
        return
    if text[0] in " \t" and _FIELD.match(text):
        findings.fault(stretch.first, RULE, "this field is indented: begin it at the left edge, without spaces or tabs")
        text = text.lstrip()
    if "\t" in text and _tab_is_told(stretch, findings):
        text = text.replace("\t", " ")
    apart = Findings(findings.path)
    table = YamlFile(apart, RULE, stretch.first).read(text)
    broken = [fault for fault in apart.faults if "twice" not in fault.message]
    if broken or not table.entries:
        findings.fault(*_explain(stretch, broken[0].line if broken else stretch.first))
        name = re.match(r"\s*([a-z_]+)", text)
        if name and name[1] in FIELDS:
            at.setdefault(name[1], stretch.first)
        return
    findings.faults.extend(apart.faults)
    for key, node in table.entries.items():
        _keep(key, node, table.lines[key], stretch, fields, at, findings)


def _tab_is_told(stretch: _Stretch, findings: Findings) -> bool:
    """Tabs in the middle of a text do no harm; at the beginning of a line or of a value YAML refuses them."""
    for number, line in enumerate(stretch.lines, stretch.first):
        if re.match(r"[ ]*\t|[\w-]+\s*:\s*\t|\s*-\s*\t", line):
            findings.fault(number, RULE, "a tab stands here: use spaces instead of tabs")
    return True


def _keep(
    name: str,
    node: Node,
    line: int,
    stretch: _Stretch,
    fields: dict[str, Node],
    at: dict[str, int],
    findings: Findings,
) -> None:
    if name in at:
        findings.fault(
            line, "duplicate", f"{name} stands twice, first on line {at[name]}: keep one and delete the other"
        )
        return
    if name not in FIELDS:
        hint = did_you_mean(name, FIELDS) or f"; the fields are {', '.join(FIELDS)}"
        findings.fault(line, "unknown-field", f"unknown field {quoted(name)}{hint}: write one of the known fields")
        return
    fields[name], at[name] = node, line
    if name in TEXTS and isinstance(node, Scalar):
        note = re.search(r"\s#\S", stretch.lines[0])
        if note and "#" not in node.raw:
            findings.fault(line, RULE, f"what follows # is not read: put the text of {name} in double quotes")


def _explain(stretch: _Stretch, line: int) -> tuple[int, str, str]:
    """Line, rule and message for a field that YAML cannot read, in the words of someone who never saw YAML."""
    told = min(max(line, stretch.first), stretch.first + len(stretch.lines) - 1)
    written = stretch.lines[told - stretch.first].strip()
    if not written:
        told, written = stretch.first, stretch.lines[0].strip()
    head = re.match(r"(?:- )?([\w-]+)\s*:\s+(.*)", written)
    value = head[2] if head else re.sub(r"^-\s+", "", written)
    name = head[1] if head else ""
    if glued := re.fullmatch(r"([a-z_]+):(\S.*)", written):
        return told, RULE, f"a space is missing after the colon: write {glued[1]}: {glued[2]}"
    if value[:1] in "\"'" and value:
        return told, RULE, f"{_the(name)} has quotation marks that do not match: {_in_quotes(name, value)}"
    if re.search(r":(\s|$)", value):
        return told, RULE, f"{_the(name)} holds a colon and needs quotes: {_in_quotes(name, value)}"
    if value[:1] == "[" and "]" not in value[:-1]:
        return told, RULE, f"the brackets of {name or 'this line'} do not match: write a list as [one, two]"
    if value[:1] in "&*!@`%|>,?[]{}#":
        return told, RULE, f"{_the(name)} begins with the sign {value[:1]} and needs quotes: {_in_quotes(name, value)}"
    if not head and not written.startswith("-"):
        return told, RULE, f"{quoted(written)} is no field: write `name: value`, such as `title: Ride the wave`"
    return told, RULE, "this cannot be read: write `name: value`, and put a text with signs in it in double quotes"


def _the(name: str) -> str:
    return f"the text of {name}" if name else "this text"


def _in_quotes(name: str, value: str) -> str:
    bare = value.strip("\"'").replace('"', "'")
    shown = bare if len(bare) <= 60 else bare[:59] + "…"
    return f'write {name + ": " if name else ""}"{shown}"'
