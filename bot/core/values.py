"""What an answer can be."""

from collections.abc import Mapping

Value = int | float | str | tuple[str, ...]
"""A scale, number or quiz position (int), a mean (float), a choice's id, text, HH:MM, ISO date or zone (str), many
(tuple)."""

Answers = Mapping[str, Value | None]
"""The newest answer of each question of one run by its name; `None` where it was skipped, absent where it is open."""

Facts = Mapping[str, Value | None]
"""What is known about the person and the program: listed facts, words that are filled in, and the calls on history
under the text that `ast.unparse` gives them."""
