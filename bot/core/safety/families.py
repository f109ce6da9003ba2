"""From `content/<lang>/safety.yaml` (already loaded) to families that can be asked. Every fault is told at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar

from bot.core.safety.lexicon import Lexicon
from bot.core.safety.matching import Matcher
from bot.core.safety.patterns import EDGE, Element, Entry, PatternError, Sequence, read_entries, read_pattern
from bot.core.safety.signs import Signs, read_signs

URGENT_KINDS = ("self_harm", "overdose", "harm_to_others_or_abuse")
KINDS = (*URGENT_KINDS, "use_disclosure", "craving", "none")
"""What a text can be about (CONTRACT, safety classify), gravest first."""

_KEYS = ("language", "reviewed", "respell", "emoji", "classes", "keep", "harmless", "contexts", "families")
_FAMILY_KEYS = ("id", "kind", "urgent", "first", "whole", "unless", "yields", "say", "signs")
_UNREAD: frozenset[Entry] = frozenset({("_",)})
"""Stands for a class that could not be read, so that its one fault does not bring others."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class FamilyFault:
    """One thing to mend: where in the file, what is wrong, what to write instead."""

    path: str
    what: str
    remedy: str


class FamilyFaults(ValueError):
    """A file of families that cannot be taken; `faults` lists everything that must be mended."""

    def __init__(self, faults: list[FamilyFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.path}: {fault.what}; {fault.remedy}" for fault in faults))


@dataclass(frozen=True, slots=True)
class Family:
    """One way of saying one thing. `first`: a body in danger now, above every other family; `whole`: sees harmless idioms too.

    In a context of `unless` it is silent; in one of `yields` it gives way to another alarm, if there is one.
    """

    id: str
    kind: str
    urgent: bool
    first: bool
    whole: bool
    unless: tuple[str, ...]
    yields: tuple[str, ...]
    patterns: tuple[tuple[Sequence, ...], ...]
    signs: Signs | None


@dataclass(frozen=True, slots=True)
class Language:
    """The families of one language, ready to be asked. Several phrases may belong to one pattern (its `&` parts)."""

    lexicon: Lexicon
    families: tuple[Family, ...]
    phrases: Matcher
    classes: Matcher
    class_names: tuple[str, ...]
    """The classes that signs speak of, as `<name>`."""
    remarks: Matcher
    """Harmless idioms, then the phrases that tell contexts."""
    harmless: int
    """How many of the remarks are idioms."""
    family_patterns: tuple[tuple[Family, frozenset[int]], ...]
    """Each pattern's family, and the numbers of the phrases that must all occur."""
    context_patterns: tuple[tuple[str, frozenset[int]], ...]
    """The same for contexts, by name."""


@dataclass(frozen=True, slots=True)
class Families:
    """All languages, built once at start."""

    languages: Mapping[str, Language]


def parse_families(data: Mapping[str, Any]) -> Families:
    """Families of every language from `{"en": <safety.yaml as loaded>, …}`; raises FamilyFaults with all faults."""
    faults: list[FamilyFault] = []
    if not data:
        faults.append(FamilyFault("", "there is no language", "give at least content/en/safety.yaml"))
    drafts = {code: _Reader(code, faults).draft(tree) for code, tree in data.items()}
    if faults:
        raise FamilyFaults(faults)
    return Families({code: _built(draft, _foreign(code, drafts)) for code, draft in drafts.items()})


Patterns = tuple[tuple[Sequence, ...], ...]
"""Several patterns, each in its parts."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """One language as read, before it is built."""

    known: frozenset[str]
    respell: Mapping[str, tuple[str, ...]]
    emoji: Mapping[str, str]
    harmless: list[Sequence]
    contexts: Mapping[str, Patterns]
    families: tuple[Family, ...]
    classes: Mapping[str, frozenset[Entry]]


def _foreign(code: str, drafts: Mapping[str, _Draft]) -> frozenset[str]:
    others = (draft.known | draft.respell.keys() for other, draft in drafts.items() if other != code)
    return frozenset(word for words in others for word in words)


def _built(draft: _Draft, foreign: frozenset[str]) -> Language:
    signs = [family.signs for family in draft.families if family.signs]
    class_names = sorted({sign for each in signs for sign in each.points if sign.startswith("<")})
    return Language(
        classes=Matcher([(Element(draft.classes[name[1:-1]]),) for name in class_names]),
        class_names=tuple(class_names),
        lexicon=Lexicon(draft.known, foreign, draft.respell, draft.emoji),
        families=draft.families,
        phrases=Matcher(_parts(family.patterns for family in draft.families)),
        remarks=Matcher([*draft.harmless, *_parts(draft.contexts.values())]),
        harmless=len(draft.harmless),
        family_patterns=_number_parts(((family, family.patterns) for family in draft.families), 0),
        context_patterns=_number_parts(draft.contexts.items(), len(draft.harmless)),
    )


class _Reader:
    """Reads one language's tree and gathers faults on the way instead of stopping at the first."""

    def __init__(self, code: str, faults: list[FamilyFault]) -> None:
        self._code = code
        self._faults = faults

    def draft(self, tree: Any) -> _Draft:
        tree = self._table(tree, "")
        self._known_keys(tree, _KEYS, "")
        classes = {
            name: self._read(f"classes.{name}", lambda t=text: read_entries(_text(t)), _UNREAD)
            for name, text in self._table(tree.get("classes", {}), "classes").items()
        }
        harmless = [part for pattern in self._patterns(tree.get("harmless", []), "harmless", classes) for part in pattern]
        contexts = {
            name: self._patterns(lines, f"contexts.{name}", classes)
            for name, lines in self._table(tree.get("contexts", {}), "contexts").items()
        }
        families = self._families(tree.get("families", []), classes, contexts)
        respell = self._respell(tree.get("respell", {}))
        emoji = {str(sign): _text(words) for sign, words in self._table(tree.get("emoji", {}), "emoji").items()}
        written = [words.split() for words in emoji.values()] + [list(words) for words in respell.values()]
        known = {word for words in written for word in words} | _words_of([*harmless, *_parts(contexts.values())])
        known |= _words_of(_parts(family.patterns for family in families))
        known.update(self._read("keep", lambda: _text(tree.get("keep", "")).split(), []))
        return _Draft(frozenset(known), respell, emoji, harmless, contexts, families, classes)

    def _families(self, trees: Any, classes: Mapping[str, frozenset[Entry]], contexts: Mapping[str, Any]) -> tuple[Family, ...]:
        families: list[Family] = []
        for place, tree in enumerate(trees if isinstance(trees, list) else []):
            path = f"families.{place}"
            tree = self._table(tree, path)
            path = f"families.{tree.get('id', place)}"
            self._known_keys(tree, _FAMILY_KEYS, path)
            family = self._family(tree, path, classes)
            if family.id in {other.id for other in families}:
                self._fault(path, "this id is used twice", "give each family its own id")
            for name in (*family.unless, *family.yields):
                if name not in contexts:
                    self._fault(path, f"there is no context {name!r}", _did_you_mean(name, contexts))
            families.append(family)
        if not families:
            self._fault("families", "there is no family", "list at least one family with id, kind and say")
        return tuple(families)

    def _family(self, tree: Mapping[str, Any], path: str, classes: Mapping[str, frozenset[Entry]]) -> Family:
        kind = str(tree.get("kind"))
        if kind not in KINDS[:-1]:
            self._fault(f"{path}.kind", f"{kind!r} is not a kind", "write one of " + ", ".join(KINDS[:-1]))
        if not tree.get("id"):
            self._fault(path, "id is missing", "add id:")
        if not tree.get("say") and not tree.get("signs"):
            self._fault(path, "say is missing", "add say: and a list of phrases (or signs: with at and points)")
        for key in ("urgent", "first", "whole"):
            if not isinstance(tree.get(key, True), bool):
                self._fault(f"{path}.{key}", "this is not true or false", "write true or false")
        return Family(
            id=str(tree.get("id", "")),
            kind=kind,
            urgent=bool(tree.get("urgent", kind in URGENT_KINDS)),
            first=bool(tree.get("first", False)),
            whole=bool(tree.get("whole", False)),
            unless=tuple(str(name) for name in tree.get("unless") or ()),
            yields=tuple(str(name) for name in tree.get("yields") or ()),
            patterns=self._patterns(tree.get("say") or [], f"{path}.say", classes),
            signs=self._signs(tree["signs"], f"{path}.signs", classes) if "signs" in tree else None,
        )

    def _patterns(
        self, lines: Any, path: str, classes: Mapping[str, frozenset[Entry]]
    ) -> tuple[tuple[Sequence, ...], ...]:
        if not isinstance(lines, list):
            self._fault(path, "this is not a list", "write each phrase on a line of its own that begins with '- '")
            return ()
        return tuple(
            self._read(f"{path}.{place}", lambda t=line: read_pattern(_text(t), classes), ())
            for place, line in enumerate(lines)
        )

    def _signs(self, tree: Any, path: str, classes: Mapping[str, frozenset[Entry]]) -> Signs | None:
        tree = self._table(tree, path)
        signs = self._read(path, lambda: read_signs(tree.get("at"), tree.get("points")), None)
        for sign in signs.points if signs else ():
            if sign.startswith("<") and sign[1:-1] not in classes:
                self._fault(path, f"there is no class {sign}", _did_you_mean(sign[1:-1], classes))
        return signs

    def _respell(self, tree: Any) -> dict[str, tuple[str, ...]]:
        """`want to: wanna, wnt to` in the file; here each spelling with the words that it stands for."""
        return {
            spelling: tuple(_text(meant).split())
            for meant, spellings in self._table(tree, "respell").items()
            for spelling in self._read(f"respell.{meant}", lambda t=spellings: _text(t).replace(",", " ").split(), [])
        }

    def _read(self, path: str, read: Callable[[], _T], otherwise: _T) -> _T:
        try:
            return read()
        except PatternError as error:
            what, _, remedy = str(error).partition("; ")
            self._fault(path, what, remedy)
            return otherwise

    def _table(self, tree: Any, path: str) -> Mapping[str, Any]:
        if isinstance(tree, Mapping):
            return tree
        self._fault(path, "this is not a table", "write `name: …` on each line")
        return {}

    def _known_keys(self, tree: Mapping[str, Any], known: tuple[str, ...], path: str) -> None:
        for key in tree:
            if key not in known:
                self._fault(f"{path}.{key}".strip("."), f"{key!r} is not known here", _did_you_mean(str(key), known))

    def _fault(self, path: str, what: str, remedy: str) -> None:
        self._faults.append(FamilyFault(f"{self._code}.{path}".strip("."), what, remedy))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise PatternError("this is not text; put it between quotes")
    return value


def _did_you_mean(word: str, known: Any) -> str:
    near = get_close_matches(word, [str(name) for name in known], n=1)
    return f"did you mean {near[0]}" if near else "write one of " + ", ".join(str(name) for name in known)


def _parts(several: Iterable[Patterns]) -> list[Sequence]:
    return [part for patterns in several for pattern in patterns for part in pattern]


def _words_of(phrases: list[Sequence]) -> set[str]:
    words = {word for phrase in phrases for element in phrase for entry in element.entries for word in entry}
    return {word for word in words if not word.endswith("*")} - {EDGE}


def _number_parts(
    owners: Iterable[tuple[_T, tuple[tuple[Sequence, ...], ...]]], first: int
) -> tuple[tuple[_T, frozenset[int]], ...]:
    """Each pattern's owner with the numbers that the pattern's parts have in the list of all phrases, from `first` on."""
    numbered = []
    for owner, patterns in owners:
        for pattern in patterns:
            numbered.append((owner, frozenset(range(first, first + len(pattern)))))
            first += len(pattern)
    return tuple(numbered)
