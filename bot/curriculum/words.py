"""The words of `words.yaml` that stigmatize, promise or tell too much, and where they stand in a text.

The form of the file (documented in `docs/writing.md`), all keys optional:

    stigma:    {addict*: a person who uses, "tested dirty": tested positive}     # phrase: what to write instead
    suicide:   {committed suicide: died by suicide}
    promises:  {help is on its way: say when staff see this}
    telling:   [recovery, sober*]                                               # never in words sent unasked
    spelling:  [naloxone, Narcan]                                               # right, though no dictionary has it

A phrase is whole words in any case, accents as written; a `*` at the end of a word takes any ending.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.curriculum.yaml_files import Node, Scalar, Table, YamlFile

MAPPED = ("stigma", "suicide", "promises")
LISTED = ("telling", "spelling")

_WHY = {
    "stigma": "stigmatizes",
    "suicide": "is not safe to say about suicide",
    "promises": "promises what nobody can keep",
    "telling": "tells too much in words that are sent unasked",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: the offset in the text, the words as they stand there, and what to write instead."""

    offset: int
    words: str
    better: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of one sort, to be looked for together."""

    pattern: re.Pattern[str]
    each: tuple[tuple[re.Pattern[str], str], ...]

    def find(self, text: str) -> Iterator[Hit]:
        """Every phrase in the text, the longest where several begin."""
        small = _small(text)
        for match in self.pattern.finditer(small):
            better = next((better for pattern, better in self.each if pattern.fullmatch(match.group())), "")
            yield Hit(match.start(), " ".join(text[match.start() : match.end()].split()), better)


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of one language."""

    phrases: Mapping[str, Phrases] = field(default_factory=dict)
    spelling: frozenset[str] = frozenset()

    def find(self, sort: str, text: str) -> Iterator[Hit]:
        """Every phrase of one sort (a key of the file) in the text."""
        if sort in self.phrases:
            yield from self.phrases[sort].find(text)


def say(sort: str, hit: Hit) -> str:
    """The message about a phrase that was found."""
    remedy = f"write: {hit.better}" if hit.better else "say it in neutral words"
    return f'"{hit.words}" {_WHY[sort]}; {remedy}'


def read_words(file: YamlFile, text: str) -> Words:
    """The word lists in the text of a `words.yaml`; faults stay in `file`."""
    table = file.read(text)
    file.check_keys(table, (*MAPPED, *LISTED), "words.yaml")
    entries = table.entries
    phrases = {key: _compile(_mapped(file, entries[key], key)) for key in MAPPED if key in entries}
    if "telling" in entries:
        phrases["telling"] = _compile([(text, "") for text, _ in _listed(file, entries["telling"], "telling")])
    spelling = _listed(file, entries["spelling"], "spelling") if "spelling" in entries else ()
    return Words(phrases, frozenset(word.lower().replace("’", "'") for text, _ in spelling for word in text.split()))


def _mapped(file: YamlFile, node: Node, key: str) -> list[tuple[str, str]]:
    if isinstance(node, Scalar) and node.value is None:
        return []
    table = file.table(node, f'"{key}"')
    pairs = []
    for phrase, value in table.entries.items():
        better = file.text(value, f'what is better than "{phrase}"')
        if better and _fits(file, phrase, table.lines[phrase]):
            pairs.append((phrase, better))
    return pairs


def _listed(file: YamlFile, node: Node, key: str) -> Sequence[tuple[str, int]]:
    if isinstance(node, Scalar) and node.value is None:
        return ()
    if isinstance(node, Table):
        file.fault(node.line, f'"{key}" must be a list, not a table of keys; write lines that begin with `- `')
        return ()
    return [(text, line) for text, line in file.texts(node, f'"{key}"') if _fits(file, text, line)]


def _fits(file: YamlFile, phrase: str, line: int) -> bool:
    if re.search(r"\w", phrase) and not re.search(r"\*\w|(?<!\w)\*", phrase):
        return True
    file.fault(line, f'"{phrase}" is no phrase of whole words; a `*` stands only at the end of a word')
    return False


def _compile(pairs: Sequence[tuple[str, str]]) -> Phrases:
    longest_first = sorted(pairs, key=lambda pair: -len(pair[0]))
    sources = [_source(phrase) for phrase, _ in longest_first]
    whole = "|".join(sources) or r"(?!)"
    each = tuple((_pattern(source), better) for source, (_, better) in zip(sources, longest_first, strict=True))
    return Phrases(_pattern(rf"(?<!\w)(?:{whole})(?!\w)"), each)


def _source(phrase: str) -> str:
    words = _small(phrase).replace("’", "'").split()
    return r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in words)


def _pattern(source: str) -> re.Pattern[str]:
    """Small letters only: half the time of a pattern without regard to case."""
    return re.compile(source)


def _small(text: str) -> str:
    """Small letters, as many characters as before: a few capitals of other scripts would become two."""
    small = text.lower()
    return (
        small if len(small) == len(text) else "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)
    )
