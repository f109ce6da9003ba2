"""Where answers go (`saves:`): the question must exist, be of the kind that is kept there, and have the ids that the
program understands."""

import re
from collections.abc import Mapping

from bot.core.activity import Question, QuestionKind
from bot.curriculum.body import Body
from bot.curriculum.findings import Findings, did_you_mean, listed, quoted
from bot.curriculum.header import Header

TARGETS: Mapping[str, tuple[QuestionKind, ...]] = {
    "preference.language": ("choice",),
    "preference.timezone": ("timezone",),
    "preference.checkin_time": ("time",),
    "preference.quiet_from": ("time",),
    "preference.quiet_to": ("time",),
    "preference.notices": ("choice",),
    "preference.preferred_name": ("text",),
    "session.rsvp": ("choice",),
    "session.minutes_late": ("number", "scale"),
    "session.reason": ("choice",),
    "message.counselor": ("text",),
}
IDS: Mapping[str, tuple[str, ...]] = {
    "preference.notices": ("discreet", "open"),
    "session.rsvp": ("yes", "late", "no"),
    "session.reason": ("ride", "child_care", "work", "health", "other"),
}
_SECTION = re.compile(r"plan\.[a-z0-9][a-z0-9_-]*")


def check_saves(header: Header, body: Body, findings: Findings) -> None:
    """Tell every question that does not exist, every unknown target and every id that nobody would understand."""
    questions = {question.name: question for question in body.questions()}
    for name, target in header.saves.items():
        line = header.saves_lines.get(name, 1)
        question = questions.get(name)
        if question is None:
            hint = did_you_mean(name, questions) or f"; the questions are {listed(questions) or 'none'}"
            findings.fault(line, "saves", f"{quoted(name)} is no question of this file{hint}: write the name of one")
        if target not in TARGETS and not _SECTION.fullmatch(target):
            known = (*TARGETS, "plan.SECTION")
            hint = did_you_mean(target, TARGETS)
            message = f"{quoted(target)} is no place where answers are kept{hint}: write {listed(known)}"
            findings.fault(line, "saves", message)
        elif question is not None:
            _check_target(question, target, line, body, findings)


def _check_target(question: Question, target: str, line: int, body: Body, findings: Findings) -> None:
    kinds = TARGETS.get(target)
    if kinds is None:
        return
    if question.kind not in kinds:
        message = f"{target} keeps the answer of a {listed(kinds)}, and {question.name} is a {question.kind}"
        findings.fault(line, "saves", f"{message}: write {{#{question.name} {kinds[0]}}} or another target")
        return
    for option in question.options:
        at = body.answers.get((question.name, option.id), question.line)
        if target in IDS and option.id not in IDS[target]:
            hint = did_you_mean(option.id, IDS[target])
            message = f"{target} does not know the answer {option.id}{hint}: write {listed(IDS[target])}"
            findings.fault(at, "saves", message)
        elif target == "preference.language" and not re.fullmatch(r"[a-z]{2}", option.id):
            findings.fault(at, "saves", f"{option.id} is no language: write two small letters such as en or es")
