"""`safety.yaml` of every language, as the phrase families of the danger detector, with the line of each fault."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.core.safety import Families, FamilyFault, FamilyFaults, parse_families
from bot.curriculum.faults import Fault
from bot.curriculum.findings import Findings
from bot.curriculum.yaml_files import Listing, Node, Scalar, Table, YamlFile, plain

RULE = "safety"


def read_families(files: Mapping[str, tuple[YamlFile, str]]) -> Families | None:
    """The families of all languages from their texts; faults stay in the files. `None` if any has one."""
    named = tuple((language, file.findings.path, text) for language, (file, text) in files.items())
    reading = _parsed(named)
    for language, (file, _) in files.items():
        file.findings.faults.extend(reading.told[language])
    _tell(reading.faults, files)
    return reading.families


@dataclass(frozen=True, slots=True)
class _Reading:
    """What came of some texts: the families, or the faults of their phrases; and, by language, those of their YAML."""

    families: Families | None
    told: Mapping[str, list[Fault]]
    faults: tuple[FamilyFault, ...] = ()


@lru_cache(maxsize=1)
def _parsed(texts: tuple[tuple[str, str, str], ...]) -> _Reading:
    """The texts by language and path; kept, for the folder is read again at every change of any file of it."""
    told = {language: Findings(path) for language, path, _ in texts}
    # the tables are not kept: with its lines a file takes ten times the memory of what it says
    trees = {language: plain(YamlFile(told[language], RULE).read(text)) for language, _, text in texts}
    notes = {language: findings.faults for language, findings in told.items()}
    if not trees or not all(trees.values()):
        return _Reading(None, notes)
    try:
        return _Reading(parse_families(trees), notes)
    except FamilyFaults as found:
        return _Reading(None, notes, tuple(found.faults))


def _tell(faults: Sequence[FamilyFault], files: Mapping[str, tuple[YamlFile, str]]) -> None:
    """Each fault at its line; the files are read once more for it."""
    tables = {code: YamlFile(Findings(""), RULE).read(text) for code, (_, text) in files.items()} if faults else {}
    for fault in faults:
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
