"""The program of `program.yaml`: its phases, its tracks, what comes next for a person and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Phase:
    """`per_week` is the number of unasked offers by kind; `runs` the weekdays (0 is Monday) of scheduled files."""

    name: str
    weeks: int
    per_week: Mapping[str, float] = field(default_factory=dict)
    runs: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Program:
    phases: tuple[Phase, ...] = ()
    tracks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def phase(self, name: str) -> Phase | None:
        """The phase of that name."""
        return next((phase for phase in self.phases if phase.name == name), None)


@dataclass(frozen=True, slots=True)
class NextLesson:
    """`position` of `total`, from 1; `sooner` is the key of the reason when a rule brought it forward."""

    activity: str
    position: int
    total: int
    sooner: str = ""


def next_lesson(track: Sequence[str], finished: Sequence[str]) -> NextLesson | None:
    """The first lesson of the track that was never finished; `None` when all were."""
    done = set(finished)
    for position, lesson in enumerate(track, 1):
        if lesson not in done:
            return NextLesson(lesson, position, len(track))
    return None
