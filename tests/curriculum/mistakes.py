"""One mistake of each kind, as a change of the good folder, with the file, the line and the rule that tell it."""

from collections.abc import Mapping

from tests.curriculum.folders import (
    BREATHE,
    DAILY,
    DIARIO,
    ETIQUETAS,
    EXTRA,
    GOOD,
    LABELS,
    LESSON,
    NOTICES,
    OLA,
    ONDA,
    PNG,
    RESPIRA,
    WAVE,
    changed,
    extra,
)  # fmt: skip

Mistake = tuple[str, Mapping[str, str | bytes | None], str, int, str]

LONG = " ".join(["walk", "home", "now", "and", "rest"] * 13) + "."
HARD = (
    "Individuals experiencing substance-related difficulties frequently demonstrate considerable physiological "
    "adaptation, necessitating comprehensive pharmacological interventions and multidisciplinary rehabilitation."
)

MISTAKES: list[Mistake] = [
    ("a link to no file", changed(WAVE, ("breathe.md", "breeth.md")), WAVE, 35, "link"),
    ("a link in other capitals", changed(WAVE, ("breathe.md", "Breathe.md")), WAVE, 35, "link"),
    (
        "a link to a draft",
        changed(BREATHE, ("minutes: 1", "minutes: 1\nstatus: draft")),
        WAVE,
        35,
        "link",
    ),
    (
        "a link to family words",
        changed(BREATHE, ("minutes: 1", "minutes: 1\naudience: family")),
        WAVE,
        35,
        "link",
    ),
    ("an image that is missing", {"en/images/wave.png": None}, WAVE, 12, "image"),
    ("an image in other capitals", {"en/images/wave.png": None, "en/images/Wave.png": PNG}, WAVE, 12, "image"),
    ("an image that is none", {"en/images/wave.png": b"GIF89a......"}, WAVE, 12, "image"),
    ("an image too large", {"en/images/wave.png": PNG + bytes(10 * 1024 * 1024)}, WAVE, 12, "image"),
    (
        "a former id that is a file",
        changed(WAVE, ("lessons/old-wave", "practices/breathe")),
        WAVE,
        5,
        "formerly",
    ),
    (
        "a former id claimed twice",
        {"en/lessons/zebra.md": LESSON.replace("Ride", "See"), "es/lessons/zebra.md": ONDA},
        "en/lessons/zebra.md",
        5,
        "formerly",
    ),
    (
        "instead of nothing",
        changed(BREATHE, ("minutes: 1", "minutes: 1\navoid: [breathing]\ninstead: practices/none")),
        BREATHE,
        6,
        "instead",
    ),
    (
        "two reminders at one distance",
        {
            f"{code}/reminders/{name}.md": f"---\nkind: reminder\ntitle: Soon\nschedule: {when}\n---\n\n{text}\n"
            for code, text in (("en", "See you."), ("es", "Nos vemos."))
            for name, when in (("a", "2h before session"), ("b", "2h before group"))
        },
        "en/reminders/b.md",
        4,
        "reminder",
    ),
    (
        "a file without English",
        {"es/lessons/solo.md": "---\ntitle: Solo\n---\n\nHola.\n"},
        "es/lessons/solo.md",
        1,
        "language-source",
    ),
    ("a question of another name", changed(OLA, ("#now scale", "#nowe scale")), OLA, 24, "language-questions"),
    (
        "a question of another kind",
        changed(DIARIO, ("craving scale}\n\n- 0 Nada\n- 10 Fuerte", "craving number}")),
        DIARIO,
        6,
        "language-questions",
    ),
    (
        "another right answer",
        changed(OLA, ("- [ ] Crece", "- [x] Crece"), ("- [x] Baja", "- [ ] Baja")),
        OLA,
        13,
        "language-questions",
    ),
    ("another condition", changed(OLA, ("now >= 7", "now >= 8")), OLA, 30, "language-conditions"),
    ("another link", changed(OLA, ("practices/breathe", "checkins/daily")), OLA, 32, "language-links"),
    ("an image less", changed(OLA, ("![Una ola que baja](../images/wave.png)", "Una ola.")), OLA, 4, "language-images"),
    ("a key with other values", changed(ETIQUETAS, ("$count", "$number")), ETIQUETAS, 3, "label-variables"),
    ("a label that is none", changed(LABELS, ("prompt = Got", "prompt Got")), LABELS, 2, "label-form"),
    ("a label twice", changed(LABELS, ("prompt =", "next = On\nprompt =")), LABELS, 2, "label-twice"),
    ("a label that all need", changed(LABELS, ("skip = Skip\n", "")), LABELS, 1, "label-needed"),
    (
        "an unasked family file in the track",
        changed(BREATHE, ("minutes: 1", "minutes: 1\naudience: family"))
        | changed("program.yaml", ("[lessons/wave]", "[lessons/wave, practices/breathe]")),
        "program.yaml",
        6,
        "program",
    ),
    ("a button too long", changed(LABELS, ("= Next", "= " + "Next " * 13 + ".")), LABELS, 1, "label-length"),
    (
        "a track to no file",
        changed("program.yaml", ("[lessons/wave]", "[lessons/waves]")),
        "program.yaml",
        6,
        "program",
    ),
    ("a rule with no reason", changed("rules.yaml", ("reason: because", "reason: why")), "rules.yaml", 9, "rules"),
    ("a number without quotes", changed("crisis.yaml", ('text: "988"', "text: 988")), "crisis.yaml", 5, "crisis"),
    ("an unknown key of words", changed("en/words.yaml", ("promises:", "promise:")), "en/words.yaml", 3, "words"),
    (
        "a family of no kind",
        changed("en/safety.yaml", ("kind: self_harm", "kind: selfharm")),
        "en/safety.yaml",
        3,
        "safety",
    ),
    ("a word that stigmatizes", extra("One day.\n\nAn addict said\nso."), EXTRA, 9, "words-stigma"),
    ("unsafe words about suicide", extra("He committed\nsuicide."), EXTRA, 7, "words-suicide"),
    ("a promise", extra("**Help is on** its way."), EXTRA, 7, "words-promises"),
    ("a word in a title", changed(BREATHE, ("title: Breathe", "title: Addicts breathe")), BREATHE, 3, "words-stigma"),
    ("a word in an answer", changed(WAVE, ("It grows", "Addicts know")), WAVE, 18, "words-stigma"),
    ("a word in an image's words", changed(WAVE, ("A wave that", "An addict who")), WAVE, 12, "words-stigma"),
    ("a word in a label", changed(NOTICES, ("You said", "Addicts say")), NOTICES, 1, "words-stigma"),
    ("a crisis number in a text", extra("Call 988 now."), EXTRA, 7, "crisis-number"),
    ("a phone number in a label", changed(LABELS, ("= Next", "= 1-800-662-4357")), LABELS, 1, "crisis-number"),
    ("a telling word in a prompt", changed(DAILY, ("one tap", "one craving")), DAILY, 5, "words-telling"),
    ("a telling word in the usual prompt", changed(ETIQUETAS, ("un minuto", "ganas")), ETIQUETAS, 2, "words-telling"),
    ("a telling word in a neutral line", changed(NOTICES, ("Something", "Recovery")), NOTICES, 2, "words-telling"),
    ("a worksheet that is not there", extra("{{ plan.my-reasons }}"), EXTRA, 7, "fill"),
    ("a number that no country has", extra("{{ crisis.emergency.text }}"), EXTRA, 7, "fill"),
    ("a missing country file", {"crisis.yaml": None}, "crisis.yaml", 1, "missing"),
    ("an empty rules file", {"rules.yaml": b""}, "rules.yaml", 1, "empty"),
    ("other bytes in labels", {LABELS: b"next = Next\nprompt = \xff?\nleft = { $count }\n"}, LABELS, 2, "encoding"),
]

WARNINGS: list[Mistake] = [
    ("a file another language lacks", {RESPIRA: None}, BREATHE, 1, "language-missing"),
    (
        "a text that is not translated",
        {RESPIRA: "---\ntitle: Respira\n---\n\nSit down. Breathe out slowly.\n"},
        RESPIRA,
        4,
        "language-same",
    ),
    ("a key another language lacks", changed(ETIQUETAS, ("next = Siguiente\n", "")), ETIQUETAS, 1, "label-missing"),
    ("a long button", changed(LABELS, ("= Next", "= " + "x" * 31)), LABELS, 1, "label-length"),
    ("a hard text", extra(HARD), EXTRA, 7, "reading"),
    ("a long lesson", extra("\n\n---\n\n".join([LONG[:240].rsplit(" ", 1)[0] + "."] * 4)), EXTRA, 1, "lesson-length"),
    ("a long screen", extra(LONG), EXTRA, 7, "screen-length"),
    ("a misspelled word", extra("You can beleive it."), EXTRA, 7, "spelling"),
    ("a misspelled Spanish word", changed(RESPIRA, ("despacio", "despasio")), RESPIRA, 5, "spelling"),
    ("a file nobody reads", {"en/lessons/more.txt": "Hello."}, "en/lessons/more.txt", 1, "stray"),
    (
        "a number that one country lacks",
        extra("{{ crisis.treatment.call }}")
        | {
            "crisis.yaml": str(GOOD["crisis.yaml"])
            + str(GOOD["crisis.yaml"]).replace("US:", "CA:")
            + '  treatment: {call: "1-800-662-4357"}\n'
        },
        EXTRA,
        7,
        "fill",
    ),
    ("a language without labels", {ETIQUETAS: None}, ETIQUETAS, 1, "missing"),
]


def _text(name: str, *pairs: tuple[str, str]) -> str:
    return changed(name, *pairs)[name]


MANY: Mapping[str, str | bytes | None] = {
    WAVE: _text(
        WAVE,
        ("lessons/old-wave", "practices/breathe"),
        ("A craving is a wave.", "An addict is a wave. Call 988."),
        ("breathe.md", "breeth.md"),
    ),
    OLA: _text(
        OLA, ("now >= 7", "now >= 8"), ("- [ ] Crece", "- [ ] Crece\n- [ ] No"), ("images/wave", "images/waves")
    ),
    BREATHE: (
        "---\nkind: practise\ntitle: Breathe\nminutes: three\n---\n\nHelp is on its way.\n\n| a | b |\n| - | - |\n"
    ),
    DAILY: _text(DAILY, ("one tap", "a craving"), ("- 10 Strong", "- 11 Strong")),
    "es/solo.md": "---\ntitle: Solo\n---\n\nHola.\n",
    "program.yaml": _text(
        "program.yaml",
        ("weeks: 12", "weeks: twelve"),
        ("daily: daily", "daily: someday"),
        ("[lessons/wave]", "[lessons/wavy]"),
    ),
    "rules.yaml": _text(
        "rules.yaml",
        ("craving) >= 7", "carving) >= 7"),
        ("practices/breathe", "practices/breath"),
        ("because", "becuase"),
    ),
    "crisis.yaml": _text("crisis.yaml", ("2026-11-24", "soon"), ('"911"', "911")),
    LABELS: "next = Next\nprompt = Your recovery\nleft = { $count } left\nbroken\n",
    ETIQUETAS: "next = Siguiente\nprompt = ¿Listo?\nleft = Quedan { $many }\n",
    "en/words.yaml": _text("en/words.yaml", ("spelling: [naloxone]\n", "spelling: [naloxone]\ntellling: [x]\n")),
}
"""A folder in which nearly everything went wrong at once."""

MANY_TOLD = {
    (WAVE, 5, "formerly"),
    (WAVE, 8, "words-stigma"),
    (WAVE, 8, "crisis-number"),
    (WAVE, 35, "link"),
    (OLA, 9, "image"),
    (OLA, 13, "language-questions"),
    (OLA, 31, "language-conditions"),
    (BREATHE, 2, "kind"),
    (BREATHE, 4, "minutes"),
    (BREATHE, 7, "words-promises"),
    (BREATHE, 9, ""),
    (DAILY, 5, "words-telling"),
    (DAILY, 11, ""),
    ("es/solo.md", 1, "language-source"),
    ("program.yaml", 3, "program"),
    ("program.yaml", 4, "program"),
    ("program.yaml", 6, "program"),
    ("rules.yaml", 7, "rules"),
    ("rules.yaml", 8, "rules"),
    ("rules.yaml", 9, "rules"),
    ("crisis.yaml", 2, "crisis"),
    ("crisis.yaml", 4, "crisis"),
    (LABELS, 2, "words-telling"),
    (LABELS, 4, "label-form"),
    (ETIQUETAS, 3, "label-variables"),
    ("en/words.yaml", 6, "words"),
}
"""What must be told of it; without a rule, any rule on that line."""
