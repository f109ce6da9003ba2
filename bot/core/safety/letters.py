"""From what a person typed to plain small letters: look-alike and hidden signs, accents, emoji, split and leet."""

import re
import unicodedata
from collections.abc import Mapping

from bot.core.safety.patterns import EDGE

LONGEST = 8_192
"""Letters looked at after unfolding: twice Telegram's longest message; some signs unfold into eighteen."""

_LOOKALIKES = dict(
    zip(
        "авекмнорстухіјѕԁһԛԝӏєзьгпАВЕКМНОРСТУХІЈЅαβγεηικνορτυχωςσΑΒΕΗΙΚΜΝΟΡΤΥΧ" + "ıłøđħƅɡɩʟɴʀ",
        "abekmhopctyxijsdhqwlesbrnabekmhopctyxijsabyenikvoptuxwssabehikmnoptyx" + "ilodhbgilnr",
        strict=True,
    )
)
_APOSTROPHES = "’‘ʼ`´′＇"
_PLAIN = {ord(sign): letter for sign, letter in _LOOKALIKES.items()} | {ord(sign): "'" for sign in _APOSTROPHES}
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_SENTENCE_END = re.compile(r"(?<!\.)\.(?![.\w])|[?;\n…]+|!+(?!\w)|(?<=\w)\.{2,}(?=\s*$)")
_TOKEN = re.compile(r"[a-z0-9$@*!'|]+")
_SPLIT = re.compile(r"(?<![a-z0-9])[a-z0-9$@!](?:[ .*_-]{1,3}[a-z0-9$@!](?![a-z0-9])){2,}")
_HYPHENED = re.compile(r"(?<![a-z-])[a-z]+(?:-[a-z]+)+")
_STRIPPED = str.maketrans("", "", "'")


def plain_signs(emoji: Mapping[str, str]) -> dict[int, str]:
    """The table for `unfold`: look-alike letters, and emoji as words."""
    return {ord(sign): f" {words} " for sign, words in emoji.items()} | _PLAIN


def unfold(text: str, table: Mapping[int, str] = _PLAIN) -> str:
    """Small plain letters; emoji as words, accents and hidden signs gone, `^` between sentences."""
    if not text.isascii():
        text = _BEYOND_ASCII.sub(lambda run: _unfold_signs(run[0], table), text)
    text = _ends(text).replace(EDGE, " ").replace("\x00", " ").lower()
    return _SENTENCE_END.sub(f" {EDGE} ", text)


def _unfold_signs(run: str, table: Mapping[int, str]) -> str:
    # Marks go before NFKD too: sorting thousands of them on one letter takes quadratic time in CPython.
    bare = "".join(sign for sign in run if not _is_hidden(sign)).translate(table)
    plain = _ends(unicodedata.normalize("NFKD", _ends(bare))).casefold().translate(table)
    return "".join(sign for sign in plain if not _is_hidden(sign))


def _ends(text: str) -> str:
    """A text that is too long without its middle: what matters is said first or, after much else, last."""
    half = LONGEST // 2
    return text if len(text) <= LONGEST else f"{text[:half]} {text[-half:]}"


def _is_hidden(sign: str) -> bool:
    """Combining marks, zero-width and direction signs, soft hyphens, lone surrogates, skin tones."""
    return not sign.isascii() and (
        unicodedata.category(sign) in ("Mn", "Me", "Mc", "Cf", "Cs") or "\U0001f3fb" <= sign <= "\U0001f3ff"
    )


def raw_tokens(plain: str) -> list[str]:
    """Words as typed, apostrophes kept, and `^` where a sentence ends."""
    tokens: list[str] = []
    for piece in plain.split():
        if piece == EDGE:
            tokens.append(EDGE)
            continue
        for token in _TOKEN.findall(piece):
            word = token.strip("'*!@|")
            if word:
                tokens.append(word)
    return tokens


def without_apostrophes(token: str) -> str:
    """`don't` as people without patience write it."""
    return token.translate(_STRIPPED)


def split_runs(plain: str) -> list[tuple[str, str]]:
    """Words taken apart, `s u i c i d e` or `sui-ci-dal`: as they stand, and joined."""
    runs = [run[0] for pattern in (_SPLIT, _HYPHENED) for run in pattern.finditer(plain)]
    return [(run, re.sub(r"[ .*_-]", "", run)) for run in runs]


_LEET = str.maketrans("0134578$@!|", "oieastbsaii")


def from_leet(token: str) -> str:
    """`su1c1d3` read as letters."""
    return token.translate(_LEET)


def is_leet(token: str) -> bool:
    """Some letters, and some signs that stand for letters."""
    return not token.isalpha() and token.translate(_LEET) != token and any(sign.isalpha() for sign in token)


_STRETCH = re.compile(r"(.)\1{2,}")
_TWICE = re.compile(r"(.)\1+")


def unstretched(token: str) -> list[str]:
    """`diiiie` with its long runs as two letters and as one, likeliest first."""
    if not _STRETCH.search(token):
        return []
    return [_STRETCH.sub(r"\1\1", token), _STRETCH.sub(r"\1", token), _TWICE.sub(r"\1", token)]
