"""What a family of phrases is, ready to be asked, and what is told when its file cannot be taken."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.safety.lexicon import Lexicon
from bot.core.safety.matching import Matcher
from bot.core.safety.signs import Signs

URGENT_KINDS = ("self_harm", "overdose", "harm_to_others_or_abuse")
KINDS = (*URGENT_KINDS, "use_disclosure", "craving", "none")
"""What a text can be about (CONTRACT, safety classify), gravest first."""


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
    """One way of saying one thing.

    `first`: a body in danger now, above every other family; `whole`: sees harmless idioms too.
    In a context of `unless` it is silent; in one of `yields` it gives way to another alarm, if there is one.
    """

    id: str
    kind: str
    urgent: bool
    first: bool
    whole: bool
    unless: tuple[str, ...]
    yields: tuple[str, ...]
    signs: Signs | None


@dataclass(frozen=True, slots=True)
class Said:
    """How a family or a context is told from the ends of phrases that were found."""

    alone: int
    """Ends of phrases of which one is enough, as bits."""
    together: tuple[frozenset[int], ...]
    """Ends that must all occur, anywhere in the message."""

    def by(self, found: int, several: frozenset[int]) -> bool:
        """`several`: the found ends that some `together` needs."""
        return bool(found & self.alone) or any(parts <= several for parts in self.together)


@dataclass(frozen=True, slots=True)
class Language:
    """The families of one language."""

    lexicon: Lexicon
    phrases: Matcher
    """All phrases: first the classes that signs speak of, then harmless idioms, then contexts, then families."""
    classes: tuple[str, ...]
    """Their names, as `<name>`, in the order of the first phrases."""
    harmless: int
    """The ends of the idioms, as bits."""
    several: int
    """The ends that count only together with others."""
    contexts: tuple[tuple[str, Said], ...]
    families: tuple[tuple[Family, Said], ...]


@dataclass(frozen=True, slots=True)
class Families:
    """All languages, built once at start."""

    languages: Mapping[str, Language]
