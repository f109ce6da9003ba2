"""How hard a text is to read: Flesch-Kincaid for English, Szigriszt-Pazos for Spanish, nothing for others.

Flesch-Kincaid (Kincaid 1975) gives a school grade. Szigriszt-Pazos (1993) gives ease from 0 to 100; CURRICULUM asks for
75 where English asks for grade 6 and 80 where it asks for grade 5. Syllables are pyphen's hyphenation points, off by up
to a grade: good for a warning, never for a fault.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import pyphen

LEAST_WORDS = 15
"""Below this a formula says nothing about a text."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+")
_END = re.compile(r"(?<=[.!?…])[\"'”»)]*\s+")

_CODES = {"en": "en_US", "es": "es"}


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Difficulty:
    """What was measured and what is asked for, in words; `hardest` are up to three sentences."""

    measured: str
    asked: str
    hardest: tuple[Sentence, ...]


def sentences(text: str, line: int) -> list[Sentence]:
    """The sentences of one paragraph."""
    return [Sentence(" ".join(part.split()), line) for part in _END.split(text) if _WORD.search(part)]


def words_in(text: str) -> list[str]:
    """The words and numbers of a text."""
    return _WORD.findall(text.replace("’", "'"))


@cache
def _hyphens(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=_CODES[language])


@cache
def _syllables(word: str, language: str) -> int:
    return len(_hyphens(language).positions(word)) + 1


def _flesch_kincaid(words: int, count: int, syllables: int) -> float:
    return 0.39 * words / count + 11.8 * syllables / words - 15.59


def _szigriszt_pazos(words: int, count: int, syllables: int) -> float:
    return 206.835 - 62.3 * syllables / words - words / count


_FORMULAS: dict[str, Callable[[int, int, int], float]] = {"en": _flesch_kincaid, "es": _szigriszt_pazos}
_ASKED = {("en", False): 6.0, ("en", True): 5.0, ("es", False): 75.0, ("es", True): 80.0}


def score(parts: Sequence[Sentence], language: str) -> float | None:
    """The grade (English) or the ease (Spanish) of a text; `None` for other languages and for very short texts."""
    words = [word for part in parts for word in words_in(part.text)]
    if language not in _FORMULAS or len(words) < LEAST_WORDS:
        return None
    return round(_of(parts, language), 1)


def _of(parts: Sequence[Sentence], language: str) -> float:
    words = [word.lower() for part in parts for word in words_in(part.text)]
    return _FORMULAS[language](len(words), len(parts), sum(_syllables(word, language) for word in words))


def too_hard(parts: Sequence[Sentence], language: str, plain: bool) -> Difficulty | None:
    """What is too hard about a text; `plain` asks for the easier limit of safety, SOS and consent."""
    measured = score(parts, language)
    if measured is None:
        return None
    asked, harder = _ASKED[language, plain], -1 if language == "es" else 1
    if (measured - asked) * harder <= 0:
        return None
    hardest = tuple(sorted(parts, key=lambda part: -harder * _of([part], language))[:3])
    unit = "reading ease" if language == "es" else "reading grade"
    limit = f"at least {asked:g}" if language == "es" else f"at most {asked:g}"
    return Difficulty(f"{unit} {measured:g}", limit, hardest)
