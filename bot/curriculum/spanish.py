"""Regular forms of Spanish words, for the word list holds base forms only: verbs, pronouns behind them, diminutives.

Endings as in the Nueva gramática de la lengua española (RAE 2009).
"""

import re
from collections.abc import Callable, Iterator

_VERB_ENDINGS = tuple(
    re.split(
        r"\s+",
        """amos asteis aste ásteis aron aban abas ábamos aba ando ado ada ados adas aras áramos aran ara ase
        emos eis en es ed iendo ieron ieras iéramos ieran iera iese iste isteis ió imos ido ida idos idas id
        ía ías íamos ían is yendo yeron yera yó an as ais áis ad éis ás é ó í o a e""",
    )
)
IRREGULAR = frozenset(
    re.split(
        r"\s+",
        """qué cuál cuáles quién quiénes cómo dónde cuándo cuánto cuánta cuántos cuántas aún sí más tú él mí
        hay está están estoy estaba esté estén estuve estuvo soy eres es somos son era eras éramos eran sea seas sean
        fui fue fuiste fueron fuimos voy vas va vamos van iba ibas iban vaya vayas vayan ve haz di ven pon sal sé ten
        doy das da damos dan dé des den dio diste dieron vi vio viste vieron he has ha hemos han haya hayas hayan había
        hice hizo hiciste hicieron haga hagas hagan dijo dije dijeron diga digas tuve tuvo tuvieron puse puso pude pudo
        pudieron quise quiso vine vino trajo traje supe supo sepa sepas quepa oye oyes oigo""",
    )
)
"""Question words with their accent, and forms of irregular verbs that no rule below makes."""

_FUTURE = re.compile(r"(?<=[aei]r)(?:é|ás|á|emos|éis|án|ía|ías|íamos|ían)$")
_CLITICS = re.compile(r"(?:me|te|se|nos|los?|las?|les?){1,2}$")
_DIMINUTIVE = re.compile(r"(?:c|ec)?(it)([oa]s?)$")
_CHANGES = (
    ("ie", "e"), ("ue", "o"), ("ue", "u"), ("i", "e"), ("u", "o"), ("qu", "c"), ("gu", "g"), ("c", "z"), ("j", "g"),
    ("zc", "c"), ("z", "c"), ("g", ""), ("ig", ""), ("y", ""), ("í", "i"), ("ú", "u"), ("hue", "o"),
)  # fmt: skip
"""How a stem is written in a form and in the infinitive: pienso pensar, cuento contar, pido pedir, busque buscar."""

_PLAIN = str.maketrans("áéíóú", "aeiou")


def is_form(word: str, known: Callable[[str], bool]) -> bool:
    """Whether the word is a regular form of one that is known."""
    forms = (word, *_without_pronouns(word))
    return any(form in IRREGULAR or any(known(base) for base in _bases(form)) for form in forms)


def _without_pronouns(word: str) -> Iterator[str]:
    rest = _CLITICS.sub("", word)
    if rest != word and len(rest) > 1:
        yield rest
        yield rest.translate(_PLAIN)


def _bases(word: str) -> Iterator[str]:
    """Words of which this may be a form; itself first."""
    yield word
    yield from (word.removesuffix(end) for end in ("s", "es", "mente") if word.endswith(end))
    if word.endswith("es"):
        yield word[:-2].translate(_PLAIN)
    if word.endswith("ces"):
        yield word[:-3] + "z"
    if found := _DIMINUTIVE.search(word):
        stem = word[: found.start()]
        yield from (stem, stem + found[2][0], stem + "e", stem + "o", stem + "a")
        yield from (stem[:-2] + "c" + found[2][0], stem[:-1] + "z" + found[2][0])
    yield _FUTURE.sub("", word)
    yield from _infinitives(word)


def _infinitives(word: str) -> Iterator[str]:
    for ending in _VERB_ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 2:
            continue
        for form in _stems(stem):
            yield from (form + end for end in ("ar", "er", "ir"))


def _stems(stem: str) -> Iterator[str]:
    yield stem
    for written, base in _CHANGES:
        at = stem.rfind(written)
        if at > 0 or (at == 0 and written == "hue"):
            yield stem[:at] + base + stem[at + len(written) :]
