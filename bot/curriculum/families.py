"""`safety.yaml` of every language, as the phrase families of the danger detector, with the line of each fault."""

from collections.abc import Mapping

from bot.core.safety import Families, FamilyFaults, parse_families
from bot.curriculum.yaml_files import Listing, Node, Scalar, Table, YamlFile, plain


def read_families(files: Mapping[str, tuple[YamlFile, str]]) -> Families | None:
    """The families of all languages from their texts; faults stay in the files. `None` if any has one."""
    tables = {language: file.read(text) for language, (file, text) in files.items()}
    if not tables or any(not table.entries for table in tables.values()):
        return None
    try:
        return parse_families({language: plain(table) for language, table in tables.items()})
    except FamilyFaults as found:
        for fault in found.faults:
            language, _, path = fault.path.partition(".")
            if language in files:
                files[language][0].fault(line_of(tables[language], path), f"{fault.what}; {fault.remedy}")
        return None


def line_of(node: Node, path: str) -> int:
    """The line of a dotted path such as `families.wish.say.3`, as far as it leads; names may hold dots themselves."""
    if not path:
        return node.line
    if isinstance(node, Table):
        for key in sorted(node.entries, key=len, reverse=True):
            if path == key or path.startswith(f"{key}."):
                child = node.entries[key]
                rest = path[len(key) + 1 :]
                return line_of(child, rest) if rest and not isinstance(child, Scalar) else node.lines[key]
    if isinstance(node, Listing):
        for place, item in enumerate(node.items):
            for name in (_id(item), str(place)):
                if name and (path == name or path.startswith(f"{name}.")):
                    return line_of(item, path[len(name) + 1 :])
    return node.line


def _id(node: Node) -> str:
    named = node.entries.get("id") if isinstance(node, Table) else None
    return str(named.value) if isinstance(named, Scalar) else ""
