"""Which activities there are: by id, by a former id, and why one cannot be led to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.core.activity import Activity, Audience
from bot.curriculum.findings import did_you_mean


@dataclass(frozen=True, slots=True)
class Places:
    """The activities of one language (the checks use English, the source) and the ids that moved files had before.
    `present` are the files that exist: one with a fault is told as such, not as missing by everything that leads there;
    `unsure` those whose schedule was told, so that nothing is said of its lack."""

    activities: Mapping[str, Activity]
    moved: Mapping[str, str]
    present: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()

    def find(self, name: str) -> Activity | None:
        """The activity of that id or former id."""
        return self.activities.get(self.moved.get(name, name))

    def why_not(self, name: str, audience: Audience | None = None, draft_is_fine: bool = False) -> str:
        """Why nobody can be led to `name`, with what to write instead; empty if all is well."""
        found = self.activities.get(name)
        if found is None and name in self.present:
            return ""
        if found is None:
            return self._missing(name)
        if found.draft and not draft_is_fine:
            return f'"{name}" is a draft; publish it or lead somewhere else'
        if audience and _is_for_others(found, audience):
            return f'"{name}" is for {found.audience}, not for {audience}; lead to a file for {audience}'
        return ""

    def _missing(self, name: str) -> str:
        if name in self.moved:
            return f'"{name}" has moved; write "{self.moved[name]}"'
        same = next((known for known in self.activities if known.lower() == name.lower()), None)
        if same:
            return f'there is no file "{name}", for capitals count; write "{same}"'
        return f'there is no file "{name}"' + (did_you_mean(name, self.activities) or ": write it, or mend the path")


def _is_for_others(found: Activity, audience: Audience) -> bool:
    """Words for families are for nobody else; families may read and practice all, but not answer in another's place."""
    if found.audience == "family":
        return audience != "family"
    return audience == "family" and found.kind in ("checkin", "assessment", "reminder")


def places_of(
    activities: Iterable[Activity], present: frozenset[str] = frozenset(), unsure: frozenset[str] = frozenset()
) -> Places:
    """The places among activities of one language; the first claim of a former id counts, checks tell the others."""
    known = {activity.id: activity for activity in activities}
    moved: dict[str, str] = {}
    for activity in known.values():
        for old in activity.formerly:
            if old not in known:
                moved.setdefault(old, activity.id)
    return Places(known, moved, present, unsure)
