"""The rooms that bring verbs and lists to the menus keep out of each other's way."""

from collections import Counter

from bot.services import browsing, leaving, menus, phases, plan, preview_lists, records, session_rooms

ROOMS = (browsing, session_rooms, leaving, plan, phases, preview_lists)
OWN = {"settings", "pause", "pauseday", "pausetype", "pausesession"}


def test_no_two_rooms_have_a_verb_of_the_same_name() -> None:
    named = Counter([*OWN, *(verb for room in ROOMS for verb in room.VERBS)])

    assert [verb for verb, times in named.items() if times > 1] == []
    assert set(named) == set(menus.VERBS)


def test_no_two_rooms_have_a_list_of_the_same_name() -> None:
    named = Counter(name for room in (records, *ROOMS) for name in room.VIEWS)

    assert [name for name, times in named.items() if times > 1] == []
