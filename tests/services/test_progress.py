"""*How it is going* shows what is there, and never what is missing."""

import pytest

from bot.core.recalls import KEPT
from bot.core.view import View
from bot.services import progress
from tests.services.one_person import OnePerson, lived, shipped


def words(view: View, language: str = "en") -> list[str]:
    lines = [line for line in view.above if not hasattr(line, "rows")]
    return [shipped().label(line.key, language, **line.values) for line in lines]  # type: ignore[arg-type]


def test_at_first_it_says_how_it_begins_and_counts_nothing() -> None:
    def life(sam: OnePerson) -> None:
        assert [line.split(".")[0] for line in words(progress.page(sam.scene(), ()))] == [
            "Here you will see what grows"
        ]

    lived(life)


def test_what_was_done_stands_there_in_words_and_signs() -> None:
    def life(sam: OnePerson) -> None:
        lesson = "lessons/early/cravings-come-and-go"
        sam.finishes(lesson, "lessons/skills/if-then")
        sam.unit.recalls.begin(sam.number, lesson, "comes_next", sam.scene().day)
        sam.unit.recalls.move(sam.unit.recalls.all_for(sam.number)[0].id, KEPT, None)
        sam.answers("checkins/daily", craving=9, used="yes")
        sam.answers("practices/breathe-3", before=7, after=4)
        sam.answers("practices/one-song", before=5, after=5)
        sam.answers("worksheets/my-reasons", reason_1="My boat")

        assert words(progress.page(sam.scene(), ())) == [
            "What has grown",
            "🌱🌱 2 short lessons read",
            "🌳 one idea that has taken root",
            "● one check-in this week",
            "Three calm minutes: from 7 to 4 by your own numbers (once)",
            "One song: practiced once",
            "Kept by you",
            "“My boat”",
        ]

    lived(life)


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_line_of_it_counts_a_loss_or_shows_a_zero(language: str) -> None:
    keys = [key for key in shipped().labels[language].needs if key.startswith("grown-")]
    values: dict[str, str | int] = {"signs": "●", "count": 1, "title": "T", "before": "7", "after": "4"}

    said = " ".join(shipped().label(key, language, **values) for key in keys)

    assert not [word for word in ("0", "missed", "lost", "streak", "perdi", "falt", "racha") if word in said.lower()]
