"""Nothing is locked: every lesson and every check-in can be opened from a list."""

from bot.core.interpret import activity_number
from bot.services import browsing
from tests.services.one_person import OnePerson, lived


def labels(view: object) -> list[str]:
    return [button.label for row in view.buttons for button in row if button.label]  # type: ignore[attr-defined]


def test_all_seventy_two_lessons_are_found_in_their_folders_and_those_read_are_marked() -> None:
    def life(sam: OnePerson) -> None:
        sam.finishes("lessons/early/why-the-pull")
        folders = browsing.lessons(sam.scene(), ())
        assert folders is not None
        assert labels(folders) == [
            "The first weeks", "Body and safety", "Skills for hard moments", "Calm and body", "Daily life", "Feelings",
        ]  # fmt: skip

        opened = [browsing.lessons(sam.scene(), row[0].numbers) for row in folders.buttons[:-1]]
        found = [button for view in opened if view for row in view.buttons for button in row if button.verb == "go"]
        assert len(found) == 72
        assert [button.label for button in found if button.picked] == ["Why the pull is so strong"]

    lived(life)


def test_check_ins_can_be_answered_at_any_time_but_not_those_of_a_session() -> None:
    def life(sam: OnePerson) -> None:
        view = browsing.questions(sam.scene(), ())
        assert view is not None
        numbers = {button.numbers for row in view.buttons for button in row}
        assert {
            (activity_number(f"checkins/{name}"),) for name in ("daily", "morning", "craving-log", "mindful")
        } <= numbers
        assert (activity_number("checkins/after-group"),) not in numbers

    lived(life)


def test_a_number_of_another_list_opens_nothing() -> None:
    def life(sam: OnePerson) -> None:
        assert browsing.lessons(sam.scene(), (1,)) is None
        assert browsing.questions(sam.scene(), (1,)) is None

    lived(life)
