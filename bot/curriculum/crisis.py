"""`crisis.yaml`: the one dated file of numbers per country that could save a life."""

import re
from collections.abc import Mapping
from datetime import date

from bot.curriculum.yaml_files import Node, Table, YamlFile

Country = Mapping[str, Mapping[str, str]]
"""Entries (`emergency`) with their keys (`call`) and words (`911`)."""

REQUIRED = ("emergency", "suicide")
"""Entries without which the safety reply has no number to give; each needs `call`."""

_ABOUT = ("checked", "sources")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def read_crisis(file: YamlFile, text: str) -> Mapping[str, Country]:
    """Countries by their two letters; faults stay in `file`."""
    table = file.read(text)
    return {name: _country(file, name, table.lines[name], node) for name, node in table.entries.items()}


def _country(file: YamlFile, name: str, line: int, node: Node) -> Country:
    if not re.fullmatch(r"[A-Z]{2}", name):
        file.fault(line, f'"{name}" is no country; write its two capital letters, such as US')
    table = file.table(node, f'the country "{name}"')
    for key in (*_ABOUT, *REQUIRED):
        if key not in table.entries:
            file.fault(line, f'{name} has no "{key}"; {_how_to_add(key)}')
    if "checked" in table.entries:
        _check_date(file, table.entries["checked"])
    if "sources" in table.entries and not file.texts(table.entries["sources"], '"sources"'):
        file.fault(table.lines["sources"], f"{name} has no source for its numbers; write where they were looked up")
    return {key: _entry(file, table, key) for key in table.entries if key not in _ABOUT}


def _how_to_add(key: str) -> str:
    if key == "checked":
        return "add the day when the numbers were last called or looked up, such as `checked: 2026-11-24`"
    return "add where they were looked up" if key == "sources" else f'add `{key}: {{call: "…"}}`'


def _check_date(file: YamlFile, node: Node) -> None:
    written = file.text(node, '"checked"')
    try:
        if written and date.fromisoformat(written).isoformat() != written:
            raise ValueError
    except ValueError:
        file.fault(node.line, f'"{written}" is no date; write year-month-day, such as 2026-11-24')


def _entry(file: YamlFile, country: Table, name: str) -> Mapping[str, str]:
    line = country.lines[name]
    table = file.table(country.entries[name], f'"{name}"')
    for part in (name, *table.entries):
        if not _NAME.fullmatch(part):
            file.fault(table.lines.get(part, line), f'"{part}" is no key; write small letters, digits and _ only')
    if name in REQUIRED and "call" not in table.entries:
        file.fault(line, f'"{name}" has no number to call; add `call: "…"`')
    words = {key: file.text(node, f'"{name}.{key}"') for key, node in table.entries.items()}
    if words.get("call") and not re.search(r"\d", words["call"]):
        file.fault(table.lines["call"], f'"{name}.call" holds no digits; write the number')
    return words


def facts_of(country: Country) -> dict[str, str]:
    """A country's words under the names that texts fill in: `crisis.emergency.call`."""
    return {f"crisis.{entry}.{key}": words for entry, keys in country.items() for key, words in keys.items()}
