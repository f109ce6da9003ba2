"""Danger in free text: told by families of phrases that clinicians read and sign, never by a model that nobody can question.

Matching only ever adds help. It never withholds anything and never calls anyone safe (SAFETY 8: a denial is weak evidence).
"""

from bot.core.safety.families import Families, Family, FamilyFault, FamilyFaults, parse_families
from bot.core.safety.screening import KINDS, Finding, classify, says_help, screen

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
