"""Another language says the same as English: the same files, questions, conditions, links, images and fills."""

from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator

from bot.core.activity import Activity, Image, Link, Question
from bot.curriculum.blocks import Placed, blocks_of, conditions_of, fills_of
from bot.curriculum.faults import Fault
from bot.curriculum.findings import did_you_mean, listed, quoted
from bot.curriculum.labels import FluentFile, is_broken
from bot.curriculum.sources import Source

QUESTION_RULES = {
    "question", "question-name", "question-kind", "one-question", "optional", "answers", "answer-id", "quiz", "scale",
    "number", "time", "list",
}  # fmt: skip
"""Rules whose faults make a question another one than in English, or none at all."""

OF_SORT = {"conditions": {"condition", "when"}, "links": {"link", "label"}, "images": {"image"}}
"""The rules that explain why a condition, link or image seems to be missing."""


def compare(
    here: Activity,
    english: Activity,
    source: Source,
    source_english: Source,
    known: Container[str],
    told: Collection[str] = (),
) -> Iterator[Fault]:
    """What one file says otherwise than its English source. A link to what is not `known` is told elsewhere, and what
    the rules `told` of either file explain is not told again: it is gone when that is mended, or told then."""
    if not QUESTION_RULES & set(told):
        yield from _compare_questions(here, english, source)
    sorts = (
        ("condition", "conditions", _conditions(here), _conditions(english)),
        ("link", "links", _links(here, known), _links(english, known)),
        ("image", "images", _images(here), _images(english)),
    )
    for noun, rule, ours, theirs in sorts:
        if OF_SORT[rule] & set(told):
            continue
        yield from _compare_lists(noun, f"language-{rule}", ours, theirs, source)
    yield from _compare_fills(here, english, source)
    body, other = _body(source), _body(source_english)
    if body == other and any(sign.isalpha() for sign in body):
        yield Fault(
            source.path, source.body_line, "the text is the English one: translate it", "language-same", "warning"
        )


def _compare_fills(here: Activity, english: Activity, source: Source) -> Iterator[Fault]:
    """Names filled in, whatever their number. Crisis numbers are left out: each language has its own way to a line."""
    ours = {placed.value: placed.line for placed in fills_of(here) if not placed.value.startswith("crisis.")}
    theirs = {placed.value: placed.line for placed in fills_of(english) if not placed.value.startswith("crisis.")}
    for name in ours.keys() ^ theirs.keys():
        where = "only here" if name in ours else f"only in the English file, on line {theirs[name]}"
        what = f"{{{{ {name} }}}} stands {where}: fill in the same in both"
        yield Fault(source.path, ours.get(name, _first_line(source)), what, "language-fills", "warning")


def _first_line(source: Source) -> int:
    """Where the text begins: the place to tell what is missing in it."""
    return min(source.body_line, source.text.count("\n") + 1)


def _body(source: Source) -> str:
    return "\n".join(source.text.split("\n")[source.body_line - 1 :]).strip()


def _conditions(activity: Activity) -> list[Placed]:
    return [Placed(condition.source, line) for condition, line in conditions_of(activity)]


def _links(activity: Activity, known: Container[str]) -> list[Placed]:
    links = [block for block in blocks_of(activity) if isinstance(block, Link)]
    return [Placed(link.target, link.line) for link in links if link.target in known]


def _images(activity: Activity) -> list[Placed]:
    return [Placed(block.path, block.line) for block in blocks_of(activity) if isinstance(block, Image)]


def _compare_lists(
    noun: str, rule: str, here: Iterable[Placed], english: Iterable[Placed], source: Source
) -> Iterator[Fault]:
    """Each thing as often as in English, in whatever order: a page may be split differently."""
    left = Counter(placed.value for placed in english)
    for placed in here:
        left[placed.value] -= 1
        if left[placed.value] < 0:
            what = (
                f"the {noun} {quoted(placed.value)} is not in the English file here: delete it, or add it there first"
            )
            yield Fault(source.path, placed.line, what, rule)
    lines = {placed.value: placed.line for placed in english}
    for value, missing in left.items():
        if missing > 0:
            what = f"the {noun} {quoted(value)} is missing; the English file has it on line {lines[value]}: add it"
            yield Fault(source.path, _first_line(source), what, rule)


def _compare_questions(here: Activity, english: Activity, source: Source) -> Iterator[Fault]:
    rule = "language-questions"
    ours = [question for _, question in here.questions()]
    theirs = [question for _, question in english.questions()]
    names = {question.name for question in theirs}
    known = {question.name for question in ours}
    lost, new = [q for q in theirs if q.name not in known], [q for q in ours if q.name not in names]
    renamed = {other.name: q for other, q in zip(lost, new, strict=False) if other.kind == q.kind}
    for name, question in renamed.items():
        line = next(q.line for q in lost if q.name == name)
        what = f"the question {question.name} is {name} in the English file, on line {line}: use the same name"
        yield Fault(source.path, question.line, what, rule)
    for question in ours:
        if question.name not in names and question not in renamed.values():
            hint = did_you_mean(question.name, names - known)
            what = f"the question {question.name} is not in the English file{hint}: use the same names"
            yield Fault(source.path, question.line, what, rule)
    for question in theirs:
        if question.name not in known and question.name not in renamed:
            what = f"the question {question.name} is missing; the English file has it on line {question.line}: add it"
            yield Fault(source.path, _first_line(source), what, rule)
    shared = [question.name for question in theirs if question.name in known]
    order = [question for question in ours if question.name in names]
    for question, name in zip(order, shared, strict=False):
        if question.name != name:
            what = f"the question {question.name} stands where English has {name}: keep the order of the English file"
            yield Fault(source.path, question.line, what, rule)
            break
    for question in order:
        other = english.question(question.name)
        if other and (what := _differs(question, other)):
            yield Fault(source.path, question.line, what, rule)


def _differs(here: Question, english: Question) -> str:
    """The first way in which a question is another one than in English."""
    if here.kind != english.kind:
        return f"the question {here.name} is a {english.kind} in English, not a {here.kind}: write {english.kind}"
    ids, wanted = [option.id for option in here.options], [option.id for option in english.options]
    if ids != wanted:
        order = ", ".join(wanted) or "none"
        return f"the answers of {here.name} are {', '.join(ids) or 'none'}: write {order}, in this order, as in English"
    right = [option.id for option in here.options if option.right]
    if right != [option.id for option in english.options if option.right]:
        return f"the right answer of {here.name} is another one than in English: mark the same with [x]"
    if _when(here) != _when(english):
        return f"the question {here.name} is asked under another condition than in English: write the same ::: when"
    for name in ("optional", "low", "high", "past"):
        if getattr(here, name) != getattr(english, name):
            return f"the question {here.name} has another {name} than in English: write the same options after its name"
    return ""


def _when(question: Question) -> str:
    return question.when.source if question.when else ""


def compare_messages(here: FluentFile, english: FluentFile, language: str) -> Iterator[Fault]:
    """Keys that are missing or too many in one language, and values that a sentence takes only in one of them."""
    for key, message in english.messages.items():
        other = here.messages.get(key)
        if other is None and is_broken(key, here):
            continue
        if other is None:
            what = f'the key "{key}" is missing here, and the English words are shown: add {key} = … in {language}'
            yield Fault(here.path, 1, what, "label-missing", "warning")
        elif other.variables != message.variables:
            ours, theirs = _variables(other.variables), _variables(message.variables)
            what = f'"{key}" takes {ours}, in English it takes {theirs}: use the same values'
            yield Fault(here.path, other.line, what, "label-variables")
    for key, message in here.messages.items():
        if key not in english.messages and not is_broken(key, english):
            hint = did_you_mean(key, english.messages)
            what = f'the key "{key}" is not in English{hint}: use the same keys, or add it there first'
            yield Fault(here.path, message.line, what, "label-unknown")


def _variables(names: Iterable[str]) -> str:
    return listed(f"${name}" for name in sorted(names)) or "no value"
