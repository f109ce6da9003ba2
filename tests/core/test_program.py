"""What comes next in a program."""

from bot.core.program import NextLesson, Phase, Program, next_lesson

TRACK = ("lessons/a", "lessons/b", "lessons/c")


def test_the_next_lesson_is_the_first_that_was_never_finished():
    assert next_lesson(TRACK, ()) == NextLesson("lessons/a", 1, 3)
    assert next_lesson(TRACK, ("lessons/b", "lessons/a")) == NextLesson("lessons/c", 3, 3)


def test_a_lesson_read_ahead_is_not_offered_again():
    assert next_lesson(TRACK, ("lessons/b",)) == NextLesson("lessons/a", 1, 3)


def test_a_finished_track_has_no_next_lesson():
    assert next_lesson(TRACK, [*TRACK, "lessons/old"]) is None
    assert next_lesson((), ()) is None


def test_a_phase_is_found_by_its_name():
    iop = Phase("iop", 12)
    program = Program((iop, Phase("op", 12)))

    assert program.phase("iop") == iop
    assert program.phase("gone") is None
