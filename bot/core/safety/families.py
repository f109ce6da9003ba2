"""What a family of phrases is, ready to be asked, and what is told when its file cannot be taken."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.safety.lexicon import Lexicon
from bot.core.safety.matching import Matcher
from bot.core.safety.patterns import Sequence
from bot.core.safety.signs import Signs

URGENT_KINDS = ("self_harm", "overdose", "harm_to_others_or_abuse")
KINDS = (*URGENT_KINDS, "use_disclosure", "craving", "none")
"""What a text can be about (CONTRACT, safety classify), gravest first."""

Patterns = tuple[tuple[Sequence, ...], ...]
"""Several patterns, each in its `&` parts."""


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
    patterns: Patterns
    signs: Signs | None


@dataclass(frozen=True, slots=True)
class Language:
    """The families of one language."""

    lexicon: Lexicon
    families: tuple[Family, ...]
    phrases: Matcher
    remarks: Matcher
    """Harmless idioms, then the phrases that tell contexts."""
    harmless: int
    """How many of the remarks are idioms."""
    family_patterns: tuple[tuple[Family, frozenset[int]], ...]
    """Each pattern's family, and the numbers of the phrases that must all occur."""
    context_patterns: tuple[tuple[str, frozenset[int]], ...]
    """The same for contexts, by name."""
    classes: Matcher
    class_names: tuple[str, ...]
    """The classes that signs speak of, as `<name>`."""


@dataclass(frozen=True, slots=True)
class Families:
    """All languages, built once at start."""

    languages: Mapping[str, Language]
