"""Danger in free text: told by families of phrases that clinicians read and change (content/<lang>/safety.yaml).

Matching only ever adds help. It never withholds anything and never calls anyone safe: a denial is weak evidence (about
half of those who died had denied ideation shortly before; Obegi 2021, 22 studies).
"""

from bot.core.safety.families import KINDS, Families, Family, FamilyFault, FamilyFaults
from bot.core.safety.parsing import parse_families
from bot.core.safety.screening import Finding, classify, says_help, screen

__all__ = [
    "KINDS",
    "Families",
    "Family",
    "FamilyFault",
    "FamilyFaults",
    "Finding",
    "classify",
    "parse_families",
    "says_help",
    "screen",
]
