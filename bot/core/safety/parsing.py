"""From `content/<lang>/safety.yaml` (already loaded) to families that can be asked. Every fault is told at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from bot.core.safety.families import (
    KINDS,
    URGENT_KINDS,
    Families,
    Family,
    FamilyFault,
    FamilyFaults,
    Language,
    Said,
)
from bot.core.safety.lexicon import Lexicon
from bot.core.safety.matching import Matcher, number_of
from bot.core.safety.patterns import EDGE, Element, Entry, PatternError, Sequence, read_entries, read_pattern
from bot.core.safety.signs import Signs, read_signs

Classes = Mapping[str, frozenset[Entry]]
Patterns = tuple[tuple[Sequence, ...], ...]
"""Several patterns, each in its `&` parts."""

_KEYS = ("language", "reviewed", "respell", "emoji", "classes", "keep", "harmless", "contexts", "families")
_FAMILY_KEYS = ("id", "kind", "urgent", "first", "whole", "unless", "yields", "say", "signs")
_UNREAD: frozenset[Entry] = frozenset({("_",)})
"""Stands for a class that could not be read, so that its one fault does not bring others."""

_T = TypeVar("_T")


def parse_families(data: Mapping[str, Any]) -> Families:
    """Families of every language from `{"en": <safety.yaml as loaded>, …}`; raises FamilyFaults with all faults."""
    faults: list[FamilyFault] = []
    if not data:
        faults.append(FamilyFault("", "there is no language", "give at least content/en/safety.yaml"))
    drafts = {code: _Reader(code, faults).draft(tree) for code, tree in data.items()}
    if faults:
        raise FamilyFaults(faults)
    return Families({code: _built(draft, _foreign(code, drafts)) for code, draft in drafts.items()})


@dataclass(frozen=True, slots=True)
class _Draft:
    """One language as read, before it is built."""

    known: frozenset[str]
    respell: Mapping[str, tuple[str, ...]]
    emoji: Mapping[str, str]
    classes: Classes
    harmless: list[Sequence]
    contexts: Mapping[str, Patterns]
    families: tuple[tuple[Family, Patterns], ...]


def _foreign(code: str, drafts: Mapping[str, _Draft]) -> frozenset[str]:
    others = (draft.known | draft.respell.keys() for other, draft in drafts.items() if other != code)
    return frozenset(word for words in others for word in words)


def _built(draft: _Draft, foreign: frozenset[str]) -> Language:
    signs = [family.signs for family, _ in draft.families if family.signs]
    classes = sorted({sign for each in signs for sign in each.points if sign.startswith("<")})
    first = [*[(Element(draft.classes[name[1:-1]]),) for name in classes], *draft.harmless]
    owned = [*draft.contexts.values(), *[patterns for _, patterns in draft.families]]
    phrases = Matcher([*first, *(part for patterns in owned for pattern in patterns for part in pattern)])
    ends = iter(phrases.ends[len(first) :])
    contexts = tuple((name, _said(patterns, ends)) for name, patterns in draft.contexts.items())
    families = tuple((family, _said(patterns, ends)) for family, patterns in draft.families)
    return Language(
        lexicon=Lexicon(draft.known, foreign, draft.respell, draft.emoji),
        phrases=phrases,
        classes=tuple(classes),
        harmless=number_of(phrases.ends[len(classes) : len(first)]),
        several=number_of(end for _, said in (*contexts, *families) for parts in said.together for end in parts),
        contexts=contexts,
        families=families,
    )


def _said(patterns: Patterns, ends: Iterator[int]) -> Said:
    """Takes the ends of the patterns' parts from `ends`, which stand in the order of the file."""
    parts = [frozenset(islice(ends, len(pattern))) for pattern in patterns]
    return Said(
        alone=number_of(end for each in parts if len(each) == 1 for end in each),
        together=tuple(each for each in parts if len(each) > 1),
    )


class _Reader:
    """Reads one language's tree and gathers faults on the way instead of stopping at the first."""

    def __init__(self, code: str, faults: list[FamilyFault]) -> None:
        self._code = code
        self._faults = faults
        self._classes: Classes = {}
        self._tokens: dict[str, list[Element]] = {}

    def draft(self, tree: Any) -> _Draft:
        tree = self._table(tree, "")
        self._known_keys(tree, _KEYS, "")
        self._classes = {
            name: self._read(f"classes.{name}", partial(_entries, text), _UNREAD)
            for name, text in self._table(tree.get("classes", {}), "classes").items()
        }
        harmless = _parts([self._patterns(tree.get("harmless", []), "harmless")])
        contexts = {
            name: self._patterns(lines, f"contexts.{name}")
            for name, lines in self._table(tree.get("contexts", {}), "contexts").items()
        }
        families = self._families(tree.get("families", []), contexts)
        respell = self._respell(tree.get("respell", {}))
        emoji = self._emoji(tree.get("emoji", {}))
        known = {word for words in (*map(str.split, emoji.values()), *respell.values()) for word in words}
        known |= _words_of([*harmless, *_parts(contexts.values()), *_parts(patterns for _, patterns in families)])
        known.update(self._read("keep", partial(_split, tree.get("keep", "")), []))
        return _Draft(frozenset(known), respell, emoji, self._classes, harmless, contexts, families)

    def _families(self, trees: Any, contexts: Mapping[str, Patterns]) -> tuple[tuple[Family, Patterns], ...]:
        families: list[tuple[Family, Patterns]] = []
        for place, tree in enumerate(trees if isinstance(trees, list) else []):
            tree = self._table(tree, f"families.{place}")
            path = f"families.{tree.get('id', place)}"
            self._known_keys(tree, _FAMILY_KEYS, path)
            self._check_family(tree, path)
            family = self._family(tree, path)
            if family.id in {other.id for other, _ in families}:
                self._fault(path, "this id is used twice", "give each family its own id")
            for name in (*family.unless, *family.yields):
                if name not in contexts:
                    self._fault(path, f"there is no context {name!r}", _did_you_mean(name, contexts))
            families.append((family, self._patterns(tree.get("say") or [], f"{path}.say")))
        if not families:
            self._fault("families", "there is no family", "list at least one family with id, kind and say")
        return tuple(families)

    def _check_family(self, tree: Mapping[str, Any], path: str) -> None:
        if tree.get("kind") not in KINDS[:-1]:
            self._fault(f"{path}.kind", f"{tree.get('kind')!r} is not a kind", "write one of " + ", ".join(KINDS[:-1]))
        if not tree.get("id"):
            self._fault(path, "id is missing", "add id:")
        if not tree.get("say") and not tree.get("signs"):
            self._fault(path, "say is missing", "add say: and a list of phrases (or signs: with at and points)")
        for key in ("urgent", "first", "whole"):
            if not isinstance(tree.get(key, True), bool):
                self._fault(f"{path}.{key}", "this is not true or false", "write true or false")

    def _family(self, tree: Mapping[str, Any], path: str) -> Family:
        return Family(
            id=str(tree.get("id", "")),
            kind=str(tree.get("kind")),
            urgent=bool(tree.get("urgent", tree.get("kind") in URGENT_KINDS)),
            first=bool(tree.get("first", False)),
            whole=bool(tree.get("whole", False)),
            unless=tuple(str(name) for name in tree.get("unless") or ()),
            yields=tuple(str(name) for name in tree.get("yields") or ()),
            signs=self._signs(tree["signs"], f"{path}.signs") if "signs" in tree else None,
        )

    def _patterns(self, lines: Any, path: str) -> Patterns:
        if not isinstance(lines, list):
            self._fault(path, "this is not a list", "write each phrase on a line of its own that begins with '- '")
            return ()
        return tuple(
            self._read(f"{path}.{place}", partial(_pattern, line, self._classes, self._tokens), ())
            for place, line in enumerate(lines)
        )

    def _signs(self, tree: Any, path: str) -> Signs | None:
        tree = self._table(tree, path)
        signs = self._read(path, partial(read_signs, tree.get("at"), tree.get("points")), None)
        for sign in signs.points if signs else ():
            if sign.startswith("<") and sign[1:-1] not in self._classes:
                self._fault(path, f"there is no class {sign}", _did_you_mean(sign[1:-1], self._classes))
        return signs

    def _respell(self, tree: Any) -> dict[str, tuple[str, ...]]:
        """`want to: wanna, wnt to` in the file; here each spelling with the words that it stands for."""
        meanings: dict[str, tuple[str, ...]] = {}
        for meant, text in self._table(tree, "respell").items():
            spellings: list[str] = self._read(f"respell.{meant}", partial(_split, text), [])
            meanings |= dict.fromkeys(spellings, tuple(meant.split()))
        return meanings

    def _emoji(self, tree: Any) -> dict[str, str]:
        table = self._table(tree, "emoji")
        return {sign: " ".join(self._read(f"emoji.{sign}", partial(_split, text), [])) for sign, text in table.items()}

    def _read(self, path: str, read: Callable[[], _T], otherwise: _T) -> _T:
        try:
            return read()
        except PatternError as error:
            what, _, remedy = str(error).partition("; ")
            self._fault(path, what, remedy)
            return otherwise

    def _table(self, tree: Any, path: str) -> Mapping[str, Any]:
        if isinstance(tree, Mapping) and all(isinstance(key, str) for key in tree):
            return tree
        self._fault(path, "this is not a table of names", "write `name: …` on each line")
        return {}

    def _known_keys(self, tree: Mapping[str, Any], known: tuple[str, ...], path: str) -> None:
        for key in tree:
            if key not in known:
                self._fault(f"{path}.{key}".strip("."), f"{key!r} is not known here", _did_you_mean(key, known))

    def _fault(self, path: str, what: str, remedy: str) -> None:
        self._faults.append(FamilyFault(f"{self._code}.{path}".strip("."), what, remedy))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise PatternError("this is not text; put it between quotes")
    return value


def _entries(value: Any) -> frozenset[Entry]:
    return read_entries(_text(value))


def _pattern(value: Any, classes: Classes, read_before: dict[str, list[Element]]) -> tuple[Sequence, ...]:
    return read_pattern(_text(value), classes, read_before)


def _split(value: Any) -> list[str]:
    return _text(value).replace(",", " ").split()


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, list(known), n=1)
    return f"did you mean {near[0]}" if near else "write one of " + ", ".join(known)


def _parts(several: Iterable[Patterns]) -> list[Sequence]:
    return [part for patterns in several for pattern in patterns for part in pattern]


def _words_of(phrases: list[Sequence]) -> set[str]:
    entries = {element.entries for phrase in phrases for element in phrase}
    words = {word for each in entries for entry in each for word in entry}
    return {word for word in words if not word.endswith("*")} - {EDGE}
