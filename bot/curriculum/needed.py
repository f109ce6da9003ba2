"""What the program opens by itself: a folder without it is not taken by a running bot."""

from collections.abc import Callable

from bot.core.activity import Activity
from bot.curriculum.faults import Fault

NEEDED = (
    "enrolment/language", "enrolment/consent", "enrolment/welcome", "enrolment/counselor", "checkins/daily",
    "home/help", "home/counselor-help", "home/later", "messages/reach-out", "sos/help-now", "sos/craving",
    "safety/crisis", "safety/overdose", "safety/used",
)  # fmt: skip
"""The activities that the program opens by itself."""


def needed_faults(shown: str, find: Callable[[str], Activity | None]) -> list[Fault]:
    """What the program needs and the folder, called `shown`, lacks, or has as a draft only."""
    lacking = [id for id in NEEDED if (found := find(id)) is None or found.draft]
    what = "the program opens this file by itself: write it, and publish it"
    faults = [Fault(f"{shown}/en/{id}.md", 1, what, "needed") for id in lacking]
    consent = find("enrolment/consent")
    asks = consent.question("agree") if consent else None
    if consent and (asks is None or "yes" not in {option.id for option in asks.options}):
        words = "the program looks for the answer {#yes} of a question {#agree}: write both"
        faults.append(Fault(f"{shown}/en/enrolment/consent.md", 1, words, "needed"))
    return faults


OPENED = (
    "enrolment/", "home/", "settings/", "safety/", "sos/help-now", "sos/craving", "messages/reach-out",
    "messages/how-often", "messages/missed-session", "messages/welcome-back", "assessments/intake", "checkins/daily",
)  # fmt: skip
"""Where the program leads by itself, from a command, a setting, an alarm or a silence: files, and folders with `/`."""

LISTED = ("practices/",)
"""Folders of which a menu shows all files."""


def is_opened(id: str) -> bool:
    """Whether people get there without any file that leads there."""
    return any(id == place or (place.endswith("/") and id.startswith(place)) for place in (*OPENED, *LISTED))
