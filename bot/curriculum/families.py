"""`safety.yaml` of every language, as the phrase families of the danger detector, with the line of each fault."""

from collections.abc import Mapping

from bot.core.safety import Families, FamilyFaults, parse_families
from bot.curriculum.yaml_files import Listing, Node, Scalar, Table, YamlFile, plain


def read_families(files: Mapping[str, tuple[YamlFile, str]]) -> Families | None:
    """The families of all languages from their texts; faults stay in the files. `None` if any has one."""
    trees = {}
    for language, (file, text) in files.items():
        table = file.read(text)  # not kept: with its lines a file takes ten times the memory of what it says
        if not table.entries:
            return None
        trees[language] = plain(table)
    if not trees:
        return None
    try:
        return parse_families(trees)
    except FamilyFaults as found:
        _tell(found, files)
        return None


def _tell(found: FamilyFaults, files: Mapping[str, tuple[YamlFile, str]]) -> None:
    """Each fault at its line; the files are read once more for it."""
    tables = {language: file.read(text) for language, (file, text) in files.items()}
    for fault in found.faults:
        language, _, path = fault.path.partition(".")
        if language in files:
            files[language][0].fault(line_of(tables[language], path), f"{fault.what}; {fault.remedy}")


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
