"""What a text says, in the words of the contract, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from bot.core.safety import letters
from bot.core.safety.families import KINDS, Families, Family, Language
from bot.core.safety.lexicon import Sentence
from bot.core.safety.matching import Memory, Span, bits_of
from bot.core.safety.patterns import EDGE
from bot.core.safety.signs import stretches

_BLANK = "_"
_LONGEST_HELP = 120
"""Letters; a longer message says more than 'help'."""
_HELP = frozenset(
    {
        *("help", "help me", "please help", "please help me", "help please", "help me please", "help now", "need help"),
        *("need help now", "i need help", "i need help now", "i need help please", "i want help", "someone help me"),
        *("somebody help me", "can someone help me", "i need support now", "sos", "sos help", "help sos", "emergency"),
        *("crisis", "ayuda", "ayuda ya", "ayudame", "ayudenme", "por favor ayuda", "ayuda por favor", "necesito ayuda"),
        *(
            "necesito ayuda ya",
            "necesito ayuda ahora",
            "necesito ayuda por favor",
            "quiero ayuda",
            "auxilio",
            "socorro",
        ),
        *("emergencia", "me pueden ayudar", "alguien que me ayude"),
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found. `why` holds ids of families, never a word of the text."""

    urgent: bool
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as one language understands it; what was found is ends of phrases, as bits.

    `found`: anywhere; `grave`: where every harmless idiom is blanked. `calmed`: the sentences so blanked, each with
    its own ends.
    """

    language: Language
    found: int
    grave: int
    calmed: tuple[tuple[Sentence, int], ...]
    contexts: frozenset[str]


def classify(text: str, lang: str, families: Families) -> Finding:
    """The gravest thing that the text says in any language; the person's own language is asked first."""
    order = sorted(families.languages, key=lambda code: code != lang)
    readings = [read_text(text, families.languages[code], code == order[0]) for code in order]
    contexts = {name for reading in readings for name in reading.contexts}
    found = [family for reading in readings for family in _hits(reading, contexts)]
    firm = [family for family in found if contexts.isdisjoint(family.yields)]
    hits = firm if any(family.urgent for family in firm) else found
    if not hits:
        return Finding(urgent=False, kind="none", why="")
    gravest = min(hits, key=_gravity)
    ids = dict.fromkeys(family.id for family in hits if _gravity(family) == _gravity(gravest))
    return Finding(gravest.urgent, gravest.kind, ",".join(ids))


def screen(text: str, lang: str, families: Families) -> Finding:
    """`classify` that cannot fail: what it could not look at, a person looks at (SAFETY 11.5: fail towards a human)."""
    try:
        return classify(text, lang, families)
    except Exception:  # any fault at all: the one place where nobody may be missed because of a mistake of ours
        return Finding(urgent=True, kind="self_harm", why="unreadable")


def says_help(text: str) -> bool:
    """Whether the whole message asks for help and nothing else; it is then answered like /sos."""
    tokens = letters.raw_tokens(letters.unfold(text[:_LONGEST_HELP]))
    words = [
        letters.unstretched(token)[-1] if letters.unstretched(token) else token for token in tokens if token != EDGE
    ]
    return " ".join(words) in _HELP


def _gravity(family: Family) -> tuple[bool, bool, int]:
    return not family.urgent, not family.first, KINDS.index(family.kind)


def read_text(text: str, language: Language, own: bool) -> Reading:
    lexicon, phrases = language.lexicon, language.phrases
    met: Memory = {}
    seen: dict[Sentence, tuple[Sentence, int, int]] = {}
    sentences = [sentence for sentence in lexicon.sentences(text) if own or lexicon.speaks(sentence)]
    for sentence in sentences:
        if sentence not in seen:
            run = phrases.run(sentence, met)
            found = grave = phrases.found(run)
            calmed = sentence
            if found & language.harmless:
                calmed = _blanked(sentence, phrases.spans(sentence, run, language.harmless))
                grave = phrases.found(phrases.run(calmed, met))
            seen[sentence] = (calmed, found, grave)
    found = grave = 0
    for _, ends, calm_ends in seen.values():
        found |= ends
        grave |= calm_ends
    several = frozenset(bits_of(found & language.several))
    contexts = frozenset(name for name, said in language.contexts if said.by(found, several))
    return Reading(language, found, grave, tuple((seen[each][0], seen[each][2]) for each in sentences), contexts)


def _blanked(sentence: Sentence, idioms: list[Span]) -> Sentence:
    words = list(sentence)
    for idiom in idioms:
        for place in range(idiom.start, idiom.end):
            if words[place] != EDGE:
                words[place] = _BLANK
    return tuple(words)


def _hits(reading: Reading, contexts: set[str]) -> Iterable[Family]:
    mild = frozenset(bits_of(reading.found & reading.language.several))
    grave = frozenset(bits_of(reading.grave & reading.language.several))
    explained = False
    for family, said in reading.language.families:
        # An idiom excuses only its own words, and only for alarms: "dying for a drink" is still a craving.
        calmed = family.urgent and not family.whole
        found = said.by(reading.grave, grave) if calmed else said.by(reading.found, mild)
        if found and contexts.isdisjoint(family.unless):
            explained = True
            yield family
    for signs in _signs(reading) if reading.language.classes else ():
        for family, _ in reading.language.families:
            if family.signs and family.signs.reached(signs, explained) and contexts.isdisjoint(family.unless):
                yield family


def _signs(reading: Reading) -> Iterable[set[str]]:
    """For each stretch of the text its words, pairs of neighbours, and the classes that they belong to."""
    names = reading.language.classes
    ends = reading.language.phrases.ends[: len(names)]
    low = (1 << ends[-1] + 1) - 1
    name_at = dict(zip(ends, names, strict=True))
    for stretch in stretches(reading.calmed):
        found = 0
        signs: set[str] = set()
        for sentence, grave in stretch:
            found |= grave & low
            signs.update(sentence, map("-".join, pairwise(sentence)))
        yield signs.union(name_at[bit] for bit in bits_of(found))
