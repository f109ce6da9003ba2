"""The file of families: what its small language means, and how its faults are told."""

import copy
from collections.abc import Mapping
from typing import Any

import pytest

from bot.core.safety import FamilyFaults, Finding, classify, parse_families
from bot.core.safety.lexicon import one_slip
from bot.core.safety.matching import Matcher, number_of
from bot.core.safety.patterns import PatternError, read_entries, read_pattern


@pytest.fixture
def small() -> dict[str, Any]:
    return {
        "language": "en",
        "classes": {"want": "want to, wanna"},
        "harmless": ["die laughing"],
        "contexts": {"media": ["movie"]},
        "families": [{"id": "wish", "kind": "self_harm", "unless": ["media"], "say": ["<want> .. die"]}],
    }


class _Counted(dict[str, Any]):
    """A memory that counts how often a word is looked up in it."""

    looked = 0

    def get(self, key: Any, default: Any = None) -> Any:
        self.looked += 1
        return super().get(key, default)


def test_work_grows_with_the_length_of_the_text_and_not_faster() -> None:
    matcher = Matcher(read_pattern("a-a .. a-a .. a ..9 b", {}))

    looks = []
    for length in (500, 1000):
        memory = _Counted()
        matcher.run(("a",) * length, memory)
        looks.append(memory.looked)

    assert 0 < looks[0] < looks[1] <= 2 * looks[0] + 10


def test_a_small_file_works(small: dict[str, Any]) -> None:
    families = parse_families({"en": small})

    assert classify("i wanna just die", "en", families) == Finding(True, "self_harm", "wish")
    assert classify("i want to die laughing", "en", families).kind == "none"
    assert classify("in the movie they want to die", "en", families).kind == "none"


FAULTS: list[tuple[Mapping[str, Any], str, str]] = [
    ({"famlies": []}, "en.famlies", "did you mean families"),
    ({"families": []}, "en.families", "at least one family"),
    ({"classes": {"want": ["a"]}}, "en.classes.want", "between quotes"),
    ({"classes": {"want": "año"}}, "en.classes.want", "without accents"),
    ({"harmless": "die laughing"}, "en.harmless", "line of its own"),
    ({"families": [{"id": "x", "kind": "selfharm", "say": ["die"]}]}, "en.families.x.kind", "self_harm"),
    ({"families": [{"id": "x", "kind": "craving"}]}, "en.families.x", "add say"),
    ({"families": [{"id": "x", "kind": "craving", "say": ["<wnat> it"]}]}, "en.families.x.say.0", "mend its name"),
    ({"families": [{"id": "x", "kind": "craving", "say": [".. <want>? .."]}]}, "en.families.x.say.0", "must be there"),
    ({"families": [{"id": "x", "kind": "craving", "say": ["a"], "unless": ["meda"]}]}, "en.families.x", "media"),
    ({"families": [{"id": "x", "kind": "craving", "say": ["a"]}] * 2}, "en.families.x", "its own id"),
    ({"families": [{"kind": "craving", "say": ["a"]}]}, "en.families.0", "add id"),
    ({"families": [{"id": "x", "kind": "craving", "say": ["a"], "first": "yes"}]}, "en.families.x.first", "true or"),
    ({"families": ["x"]}, "en.families.0", "name: "),
    ({"classes": {"want": "wish,, hope"}}, "en.classes.want", "comma too many"),
    (
        {"families": [{"id": "x", "kind": "craving", "signs": {"at": 3, "points": "<wnat> 3"}}]},
        "en.families.x.signs",
        "did you mean want",
    ),
    (
        {"families": [{"id": "x", "kind": "craving", "signs": {"at": "3", "points": "die 3"}}]},
        "en.families.x.signs",
        "at: 12",
    ),
    (
        {"families": [{"id": "x", "kind": "craving", "signs": {"at": 3, "points": "die"}}]},
        "en.families.x.signs",
        "die 21",
    ),
]


@pytest.mark.parametrize(("change", "path", "remedy"), FAULTS)
def test_a_fault_is_told_with_its_place_and_remedy(
    small: dict[str, Any], change: Mapping[str, Any], path: str, remedy: str
) -> None:
    with pytest.raises(FamilyFaults) as caught:
        parse_families({"en": {**small, **change}})

    assert any(fault.path == path and remedy in fault.remedy for fault in caught.value.faults)


def test_no_language_at_all_is_a_fault() -> None:
    with pytest.raises(FamilyFaults, match="there is no language"):
        parse_families({})


def test_small_signs_add_up_and_pairs_of_words_count(small: dict[str, Any]) -> None:
    small["families"] = [{"id": "s", "kind": "self_harm", "signs": {"at": 5, "points": "not-wake 4, <want> 2"}}]
    families = parse_families({"en": small})

    assert classify("i want to not wake", "en", families) == Finding(True, "self_harm", "s")
    assert classify("not to wake, i want to", "en", families).kind == "none"


def test_all_faults_are_told_at_once(small: dict[str, Any]) -> None:
    tree = copy.deepcopy(small)
    tree["families"][0]["say"] = ["<wnat> x", "Über"]
    tree["tone"] = "calm"

    with pytest.raises(FamilyFaults) as caught:
        parse_families({"en": tree})

    assert len(caught.value.faults) == 3


@pytest.mark.parametrize(
    ("pattern", "fits", "fails"),
    [
        ("want to die", "i want to die now", "i want die"),
        ("want to? die", "want die", "want or die"),
        ("want .. die", "want to just die", "want a b c d die"),
        ("want ..5 die", "want a b c d e die", "want ^ die"),
        ("end/take-away my life", "take away my life", "take my life"),
        ("suicid*", "suicidally", "sui"),
        ("^ took too many $", "^ took too many ^", "^ i took too many ^"),
        ("not !want die", "not a die", "not want die"),
        ("<want> die", "want to die", "like to die"),
    ],
)
def test_the_pattern_language_means_what_it_says(pattern: str, fits: str, fails: str) -> None:
    matcher = Matcher(read_pattern(pattern, {"want": read_entries("want to, wanna")}))

    assert matcher.found(matcher.run(tuple(fits.split()), {})) == number_of(matcher.ends)
    assert matcher.found(matcher.run(tuple(fails.split()), {})) == 0


def test_an_exception_of_several_words_is_refused() -> None:
    with pytest.raises(PatternError):
        read_pattern("!<want> die", {"want": read_entries("want to")})


@pytest.mark.parametrize(
    ("left", "right", "near"),
    [
        *(("suicide", "suicide", True), ("suicde", "suicide", True), ("suiicide", "suicide", True)),
        *(("siucide", "suicide", True), ("suicids", "suicide", True), ("sucidie", "suicide", False)),
        *(("", "ab", False), ("ab", "ba", True)),
    ],
)
def test_one_slip_is_one_letter_or_one_swap(left: str, right: str, near: bool) -> None:
    assert one_slip(left, right) is near
