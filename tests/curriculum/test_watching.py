"""When a changed folder is read: once its writer is done, and never much later."""

from pathlib import Path

from bot.curriculum.watching import LONGEST, QUIET, Patience, Stamp, stamp_of


def state(number: int) -> Stamp:
    """One of many states of a folder."""
    return frozenset({("en/labels.ftl", number, number)})


def test_a_folder_that_did_not_change_is_never_read() -> None:
    patience = Patience(state(0))

    assert [patience.look(state(0)) for _ in range(9)] == [False] * 9


def test_a_change_is_read_once_nothing_more_was_written() -> None:
    patience = Patience(state(0))

    looks = [patience.look(state(number)) for number in (0, 1, 2, 2, 2)]

    assert (looks, patience.quiet) == ([False, False, False, False, True], True)


def test_a_folder_that_never_rests_is_read_all_the_same() -> None:
    patience = Patience(state(0))

    looks = [patience.look(state(number)) for number in range(1, LONGEST + 1)]

    assert (looks, patience.quiet) == ([False] * (LONGEST - 1) + [True], False)


def test_what_was_read_is_not_read_again_and_a_way_back_counts_as_a_change() -> None:
    patience = Patience(state(0))
    for _ in range(QUIET):
        patience.look(state(1))
    patience.read(state(1))

    assert [patience.look(state(number)) for number in (1, 1, 0, 0, 0)] == [False, False, False, False, True]


def test_every_visible_file_counts_and_no_hidden_one(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / ".git").mkdir()
    before = stamp_of(tmp_path)

    (tmp_path / ".git" / "index").write_text("x")
    hidden = stamp_of(tmp_path)
    (tmp_path / "en" / "one.md").write_text("x")
    one = stamp_of(tmp_path)
    (tmp_path / "en" / "one.md").write_text("xy")

    assert (before, hidden) == (frozenset(), frozenset())
    assert len({hidden, one, stamp_of(tmp_path)}) == 3
    assert stamp_of(tmp_path / "nowhere") == frozenset()
