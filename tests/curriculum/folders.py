"""A small good content folder as a dict, to be changed by one mistake at a time."""

from collections.abc import Mapping
from pathlib import Path

from bot.curriculum.checks import Report, check

WAVE, OLA = "en/lessons/wave.md", "es/lessons/wave.md"
BREATHE, RESPIRA = "en/practices/breathe.md", "es/practices/breathe.md"
DAILY, DIARIO = "en/checkins/daily.md", "es/checkins/daily.md"
LABELS, ETIQUETAS, NOTICES = "en/labels.ftl", "es/labels.ftl", "en/notices.ftl"
EXTRA = "en/lessons/extra.md"

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16

LESSON = """---
kind: lesson
title: Ride the wave
minutes: 3
formerly: [lessons/old-wave]
---

A craving is a wave. It gets big, and then it falls.

---

![A wave that falls](../images/wave.png)

---

## What does it do if you wait? {#wait quiz}

- [ ] It grows

  It peaks and then falls.
- [x] It falls

  Yes.

---

## How strong is it now? {#now scale}

- 0 None
- 10 Strong

::: when now >= 7
That is strong.

[Breathe](../practices/breathe.md)
:::
"""

ONDA = (
    LESSON.replace("kind: lesson\ntitle: Ride the wave\nminutes: 3\nformerly: [lessons/old-wave]", "title: La ola")
    .replace("A craving is a wave. It gets big, and then it falls.", "Las ganas son una ola. Crece y luego baja.")
    .replace("A wave that falls", "Una ola que baja")
    .replace("What does it do if you wait?", "¿Qué hace si esperas?")
    .replace("It grows", "Crece").replace("It peaks and then falls.", "Sube y luego baja.").replace("Yes.", "Sí.")
    .replace("It falls", "Baja").replace("How strong is it now?", "¿Qué tan fuerte es ahora?")
    .replace("0 None", "0 Nada").replace("10 Strong", "10 Fuerte").replace("That is strong.", "Es fuerte.")
    .replace("[Breathe]", "[Respira]")
)  # fmt: skip

REST = (
    "skip = Skip\nback = Back\nchange = Change an answer\n"
    "help-now = Help now\ncheck-in = Check in\nlesson = Lesson\nmenu = Menu\n"
)
OTRAS = (
    "skip = Omitir\nback = Atrás\nchange = Cambiar una respuesta\n"
    "help-now = Ayuda ya\ncheck-in = Registro\nlesson = Lección\nmenu = Menú\n"
)

GOOD: dict[str, str | bytes] = {
    "program.yaml": (
        "phases:\n  iop:\n    weeks: 12\n    runs: {checkins/daily: daily}\ntracks:\n  main: [lessons/wave]\n"
    ),
    "rules.yaml": (
        "limits: {unasked_a_day: 3, minutes_between: 60, reminder_least_minutes: 30, rising_last_days: 3, "
        "rising_before_days: 7,\n  rising_by: 2, rising_least_answers: 3, silent_days: 3, unmarked_hours: 24, "
        "danger_next_person_minutes: 15,\n  danger_administrator_minutes: 60, alert_next_person_hours: 4}\n"
        "order: [check-in, practice, lesson, worksheet, review]\n"
        "rules:\n"
        "  strong-craving:\n"
        '    when: last("checkins/daily", craving) >= 7\n'
        "    offer: practices/breathe\n"
        "    reason: because\n"
    ),
    "crisis.yaml": (
        'US:\n  checked: 2026-11-24\n  sources: ["988lifeline.org"]\n'
        '  emergency: {call: "911"}\n  suicide: {call: "988", text: "988"}\n'
    ),
    "en/labels.ftl": f"next = Next\nprompt = Got a minute?\nleft = {{ $count }} left\n{REST}",
    "es/labels.ftl": f"next = Siguiente\nprompt = ¿Tienes un minuto?\nleft = Quedan {{ $count }}\n{OTRAS}",
    "en/notices.ftl": "because = You said { $craving }.\nalert-neutral = Something is waiting.\n",
    "es/notices.ftl": "because = Dijiste { $craving }.\nalert-neutral = Hay algo para ti.\n",
    "en/words.yaml": (
        "stigma: {addict*: a person who uses}\nsuicide: {committed suicide: died by suicide}\n"
        "promises: {help is on its way: say when staff read}\ntelling: [craving*, recovery]\nspelling: [naloxone]\n"
    ),
    "es/words.yaml": "stigma: {adict*: persona que consume}\ntelling: [ganas]\nspelling: [menú]\n",
    "en/safety.yaml": "language: en\nfamilies:\n  - {id: wish, kind: self_harm, say: [want to die]}\n",
    "es/safety.yaml": "language: es\nfamilies:\n  - {id: wish, kind: self_harm, say: [quiero morir]}\n",
    "en/images/wave.png": PNG,
    "en/lessons/wave.md": LESSON,
    "es/lessons/wave.md": ONDA,
    "en/practices/breathe.md": (
        "---\nkind: practice\ntitle: Breathe\nminutes: 1\n---\n\nSit down. Breathe out slowly.\n"
    ),
    "es/practices/breathe.md": "---\ntitle: Respira\n---\n\nToma asiento. Suelta el aire despacio.\n",
    "en/checkins/daily.md": (
        "---\nkind: checkin\ntitle: Evening\nschedule: daily at checkin_time\nprompt: It takes one tap.\n---\n\n"
        "## How strong was it? {#craving scale}\n\n- 0 None\n- 10 Strong\n"
    ),
    "es/checkins/daily.md": (
        "---\ntitle: La noche\nprompt: Es un toque.\n---\n\n"
        "## ¿Qué tan fuerte fue? {#craving scale}\n\n- 0 Nada\n- 10 Fuerte\n"
    ),
}


def extra(body: str) -> dict[str, str]:
    """One more lesson with this body, from line 7 on, and its translation."""
    head = "---\nkind: lesson\ntitle: Extra\nminutes: 1\n---\n\n"
    return {EXTRA: f"{head}{body}\n", "es/lessons/extra.md": "---\ntitle: Más\n---\n\nHola.\n"}


def write(root: Path, files: Mapping[str, str | bytes | None]) -> Path:
    """The good folder with these files changed, added, or, with `None`, left out."""
    for name, content in {**GOOD, **files}.items():
        if content is not None:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def changed(name: str, *pairs: tuple[str, str]) -> dict[str, str]:
    """One file of the good folder with stretches of its text replaced."""
    text = GOOD[name]
    assert isinstance(text, str)
    for old, new in pairs:
        assert old in text, (name, old)
        text = text.replace(old, new, 1)
    return {name: text}


def check_with(root: Path, files: Mapping[str, str | bytes | None], strict: bool = False) -> Report:
    """The report on the good folder with these changes, called `content`."""
    return check(write(root, files), "content", strict)
