"""Spelling by pyspellchecker's word lists, read offline: only whether a word is known, for speed."""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

FREQUENT = 200
"""How often a word must occur in the list's corpus to be suggested."""

_WORD = re.compile(r"(?<![\w'@/.-])[^\W\d_]+(?:'[^\W\d_]+)*(?![\w@/])")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:=\[\]]|\n[ \t]*\n|\n[ \t]*(?:[-+*#]+|\d+\.))[\"'“”«»¿¡(\d\s-]*$")
"""After the end of a sentence, a list mark, a heading's mark, or the number of a scale's end."""

_ENGLISH_ENDINGS = ("'s", "s'", "'d", "'ll", "'ve", "'re", "n't")
_CLITICS = re.compile(r"(?:me|te|se|nos|los?|las?|les?){1,2}$")
_PLAIN_VOWELS = str.maketrans("áéíóú", "aeiou")


@dataclass(frozen=True, slots=True)
class Misspelling:
    offset: int
    word: str
    better: str


@cache
def dictionary(language: str) -> dict[str, int] | None:
    """Each known word with its frequency; `None` for a language without a list."""
    resource = files("spellchecker").joinpath("resources", f"{language}.json.gz")
    if not resource.is_file():
        return None
    found: dict[str, int] = json.loads(gzip.decompress(resource.read_bytes()))
    return found


def misspelled(text: str, language: str, allowed: frozenset[str], names: frozenset[str]) -> Iterator[Misspelling]:
    """Each word of the text that neither the language's list, `allowed` nor `names` (lower case) holds."""
    known = dictionary(language)
    if known is None:
        return
    for match in _WORD.finditer(text):
        word = match.group()
        lower = word.lower()
        if lower in known or lower in allowed or len(word) < 3:
            continue
        if word[0].isupper() and (lower in names or word.isupper() or not begins_sentence(text, match.start())):
            continue
        if not _is_formed(lower, language, known, allowed):
            yield Misspelling(match.start(), word, suggest(lower, language))


def names_in(text: str) -> Iterator[str]:
    """Words with a capital inside a sentence, in lower case: people and places."""
    for match in _WORD.finditer(text):
        if match.group()[0].isupper() and not begins_sentence(text, match.start()):
            yield match.group().lower()


def begins_sentence(text: str, offset: int) -> bool:
    """Whether a word at this place would have a capital anyway."""
    return bool(_SENTENCE_START.search(text[max(0, offset - 60) : offset]))


def _is_formed(word: str, language: str, known: dict[str, int], allowed: frozenset[str]) -> bool:
    """Whether it is a regular form of a known word that no list spells out."""
    if language == "en":
        return any(word.endswith(end) and _stem(word[: -len(end)], known, allowed) for end in _ENGLISH_ENDINGS)
    if language == "es":
        return _is_spanish_form(word, known, allowed)
    return False


def _stem(word: str, known: dict[str, int], allowed: frozenset[str]) -> bool:
    return word in known or word in allowed


def _is_spanish_form(word: str, known: dict[str, int], allowed: frozenset[str]) -> bool:
    """Verbs with pronouns behind (`dímelo`), adverbs in -mente, diminutives and plurals."""
    stems = [_CLITICS.sub("", word), word.removesuffix("mente"), word.removesuffix("s"), word.removesuffix("es")]
    for end, root in (("ito", "o"), ("ita", "a"), ("itos", "os"), ("itas", "as"), ("cito", ""), ("cita", "")):
        if word.endswith(end):
            stems.append(word.removesuffix(end) + root)
    forms = {
        form for stem in stems if stem != word for form in (stem, stem.translate(_PLAIN_VOWELS), stem + "r", stem + "s")
    }
    return any(len(form) > 1 and _stem(form, known, allowed) for form in forms)


def suggest(word: str, language: str) -> str:
    """A frequent word with the same first letter that is near; empty if there is none."""
    near = process.extractOne(
        word, _frequent(language).get(word[0], ()), scorer=DamerauLevenshtein.distance, score_cutoff=2
    )
    return str(near[0]) if near else ""


@cache
def _frequent(language: str) -> dict[str, list[str]]:
    """Frequent words by first letter, the most frequent first, so that ties go to them."""
    found: dict[str, list[str]] = {}
    for word, count in sorted((dictionary(language) or {}).items(), key=lambda item: -item[1]):
        if count >= FREQUENT:
            found.setdefault(word[0], []).append(word)
    return found
