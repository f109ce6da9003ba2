"""What a text says, in the words of the contract, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.safety.families import KINDS, Families, Family, Language

_BLANK = "_"
_HELP = frozenset(
    ["help", "help me", "please help", "please help me", "help please", "help me please", "i need help", "i need help now", "i need help please", "need help", "need help now", "help now", "sos", "sos help", "help sos", "i need support now", "emergency", "crisis", "ayuda", "ayuda ya", "ayudame", "ayudenme", "por favor ayuda", "ayuda por favor", "necesito ayuda", "necesito ayuda ya", "necesito ayuda ahora", "necesito ayuda por favor", "auxilio", "socorro", "emergencia", "me pueden ayudar", "quiero ayuda", "i want help", "can someone help me", "someone help me", "somebody help me", "alguien que me ayude"]
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found. `why` holds ids of families, never a word of the text."""

    urgent: bool
    kind: str
    why: str


def classify(text: str, lang: str, families: Families) -> Finding:
    """The gravest thing that the text says in any language; the person's own language is asked first."""
    order = sorted(families.languages, key=lambda code: code != lang)
    read = [(families.languages[code], families.languages[code].lexicon.words(text)) for code in order]
    contexts = {name for language, words in read for name in _contexts(words, language)}
    found = [family for language, words in read for family in _hits(words, contexts, language)]
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
    except Exception:
        return Finding(urgent=True, kind="self_harm", why="unreadable")


def says_help(text: str, families: Families) -> bool:
    """Whether the whole message asks for help and nothing else; it is then answered like /sos."""
    return any(
        " ".join(word for word in language.lexicon.words(text) if word.isalpha()) in _HELP
        for language in families.languages.values()
    )


def _gravity(family: Family) -> tuple[bool, bool, int]:
    return not family.urgent, not family.first, KINDS.index(family.kind)


def _contexts(words: list[str], language: Language) -> Iterable[str]:
    told = language.contexts.found(words)
    return (name for name, parts in language.context_patterns if parts <= told)


def _hits(words: list[str], contexts: set[str], language: Language) -> Iterable[Family]:
    calmed = _without_harmless(words, language)
    grave = language.phrases.found(calmed)
    mild = grave if calmed == words else language.phrases.found(words)
    for family, parts in language.family_patterns:
        # An idiom excuses only its own words, and only for alarms: "dying for a drink" is no danger and still a craving.
        found = grave if family.urgent and not family.whole else mild
        if parts <= found and contexts.isdisjoint(family.unless):
            yield family


def _without_harmless(words: list[str], language: Language) -> list[str]:
    """The words with every harmless idiom blanked, so that it can hide nothing that stands beside it."""
    calmed = list(words)
    for span in language.harmless.spans(words):
        for place in range(span.start, span.end):
            if words[place] != "^":
                calmed[place] = _BLANK
    return calmed
