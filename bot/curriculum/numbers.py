"""Phone numbers in a text: those of `crisis.yaml`, and whatever looks like one."""

import re
from collections.abc import Collection, Iterable, Iterator

SHORTEST = 3
"""Digits of the shortest crisis number there is (988, 911, 112, 024)."""

KNOWN_EVERYWHERE = frozenset({"911", "988", "741741", "112", "999", "116123"})
"""Emergency and crisis numbers of the United States (FCC), Europe (112, 116 123) and the United Kingdom (999)."""

_AMBIGUOUS = frozenset({"112", "999"})
"""Plain numbers too: they count only after a word for calling, unless the country file holds them."""

_RUN = re.compile(r"(?<![\w.,$€£-])\+?\(?\d(?:[ .()\u2011-]{0,2}\d)*(?![\w%]|[.,]\d)")
_NO_PHONE = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}"  # a date
    r"|\d{4} ?- ?\d{2,4}"  # years from to
    r"|\d{1,2} ?- ?\d{1,2}"  # a range
    r"|\d{1,2}(?P<sign>[-.])\d{1,2}(?P=sign)(\d{4}|\d{2})"  # a date as people write it
    r"|\d{12,}"  # longer than any telephone number without a +
    r"|\d{1,3}([ .]\d{3})+"  # thousands
)
_CALLING = re.compile(r"\b(call|dial|text|phone|llam\w*|marc\w*|tel[ée]fono)\b[^.!?]{0,20}$", re.IGNORECASE)


def digits(text: str) -> str:
    """Only the digits."""
    return re.sub(r"\D", "", text)


def crisis_numbers(values: Iterable[str]) -> frozenset[str]:
    """The numbers in the texts of `crisis.yaml`, digits only, with and without the leading 1 of North America."""
    found = {digits(run) for value in values for run in _runs(value)}
    found |= {number[1:] for number in found if len(number) == 11 and number.startswith("1")}
    return frozenset(number for number in found if len(number) >= SHORTEST)


def phone_numbers(text: str, crisis: Collection[str]) -> Iterator[tuple[int, str]]:
    """Offset and words of each number of `crisis` and of each stretch that looks like a phone number."""
    for match in _RUN.finditer(text):
        number, before = digits(match.group()), text[max(0, match.start() - 40) : match.start()]
        if number in crisis or _is_known(number, before) or _looks_like_one(match.group(), number, before):
            yield match.start(), match.group()


def _runs(value: str) -> Iterator[str]:
    return (match.group() for match in _RUN.finditer(value))


def _is_known(number: str, before: str) -> bool:
    if number in _AMBIGUOUS:
        return bool(_CALLING.search(before))
    return number in KNOWN_EVERYWHERE


def _looks_like_one(written: str, number: str, before: str) -> bool:
    """Seven digits that are no date, years, thousands; five or six (a short code) after a word for calling."""
    least = 5 if written.isdigit() and _CALLING.search(before) else 7
    return len(number) >= least and not _NO_PHONE.fullmatch(written.strip())
