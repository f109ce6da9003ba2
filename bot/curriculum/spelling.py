"""Spelling by pyspellchecker's word lists, read offline: only whether a word is known, for speed."""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.curriculum.spanish import is_form

FREQUENT = 200
"""How often a word must occur in the list's corpus to be suggested."""

_WORD = re.compile(r"(?<![\w'@/.-])[^\W\d_]+(?:'[^\W\d_]+)*(?![\w@/])")
_CAPITAL = re.compile(r"(?<![\w'@/.-])(?=[^\W\d_a-z])[^\W\d_]+(?:'[^\W\d_]+)*(?![\w@/])")
"""The same beginning with no small letter of the plain alphabet: few of all words, so that few are looked at."""

_SENTENCE_START = re.compile(r"(?:^|[.!?…:=\[\]]|\n[ \t]*\n|\n[ \t]*(?:[-+*#]+|\d+\.))[\"'“”«»¿¡(\d\s-]*$")
"""After the end of a sentence, a list mark, a heading's mark, or the number of a scale's end."""

_ENGLISH_ENDINGS = ("'s", "s'", "'d", "'ll", "'ve", "'re", "n't")


@dataclass(frozen=True, slots=True)
class Misspelling:
    offset: int
    word: str
    better: str


def _list_of(language: str) -> str:
    """The list as it lies in the package, `{"word": frequency, …}`; empty for a language without one."""
    resource = files("spellchecker").joinpath("resources", f"{language}.json.gz")
    return gzip.decompress(resource.read_bytes()).decode() if resource.is_file() else ""


@cache
def dictionary(language: str) -> frozenset[str]:
    """Every known word; empty for a language without a list. What stands in quotes are the words, and to take only
    these is four times as fast as to read the frequencies too."""
    return frozenset(_list_of(language).split('"')[1::2])


def misspelled(text: str, language: str, allowed: frozenset[str], names: frozenset[str]) -> Iterator[Misspelling]:
    """Each word of the text that neither the language's list, `allowed` nor `names` (lower case) holds."""
    known = dictionary(language)
    if not known:
        return
    for match in _WORD.finditer(text):
        word = match.group()
        lower = word.lower()
        if lower in known or lower in allowed or len(word) < 3:
            continue
        if word[0].isupper() and (_is_name(lower, names) or word.isupper() or not begins_sentence(text, match.start())):
            continue
        if not _is_formed(lower, language, known, allowed):
            yield Misspelling(match.start(), word, suggest(lower, language))


def _is_name(word: str, names: frozenset[str]) -> bool:
    """Whether a word with a capital is a person or place: seen inside a sentence, or in the English list, which holds
    first names of many countries, as the Spanish one does not."""
    return word.removesuffix("'s") in names or word in dictionary("en")


def names_in(text: str) -> Iterator[str]:
    """Words with a capital inside a sentence, in lower case: people and places."""
    for match in _CAPITAL.finditer(text):
        if match.group()[0].isupper() and not begins_sentence(text, match.start()):
            yield match.group().lower().removesuffix("'s")


def begins_sentence(text: str, offset: int) -> bool:
    """Whether a word at this place would have a capital anyway."""
    return bool(_SENTENCE_START.search(text[max(0, offset - 60) : offset]))


def _is_formed(word: str, language: str, known: frozenset[str], allowed: frozenset[str]) -> bool:
    """Whether it is a regular form of a known word that no list spells out."""
    if language == "en":
        stems = (word.removesuffix(end) for end in _ENGLISH_ENDINGS if word.endswith(end))
        return any(stem in known or stem in allowed for stem in stems)
    return language == "es" and is_form(word, lambda base: base in known or base in allowed)


def suggest(word: str, language: str) -> str:
    """A frequent word with the same first letter that is near; empty if there is none."""
    from rapidfuzz import process  # here: the running bot never needs it, and it costs 3 MB
    from rapidfuzz.distance import DamerauLevenshtein

    near = process.extractOne(
        word, _frequent(language).get(word[0], ()), scorer=DamerauLevenshtein.distance, score_cutoff=2
    )
    return str(near[0]) if near else ""


@cache
def _frequent(language: str) -> dict[str, list[str]]:
    """Frequent words by first letter, the most frequent first, so that ties go to them."""
    found: dict[str, list[str]] = {}
    for word, count in sorted(json.loads(_list_of(language) or "{}").items(), key=lambda item: -item[1]):
        if count >= FREQUENT:
            found.setdefault(word[0], []).append(word)
    return found
