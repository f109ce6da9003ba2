"""Promises of the catalog: whole or not at all, English where a language lacks something, labels never fail."""

from pathlib import Path

import pytest

from bot.curriculum.catalog import Catalog, digest_of, load, shipped_folder
from bot.curriculum.loader import first_pass
from tests.curriculum.folders import DAILY, ETIQUETAS, LABELS, OLA, PNG, RESPIRA, changed, extra, write


def catalog_of(root: Path, files: dict[str, str | bytes | None] | None = None) -> Catalog:
    loading = load(write(root, files or {}), "content")
    assert loading.catalog is not None, loading.faults
    return loading.catalog


def test_a_folder_with_one_fault_gives_no_catalog_and_its_faults(tmp_path: Path) -> None:
    loading = load(write(tmp_path, extra("Call 988.")), "content")

    assert loading.catalog is None
    assert [str(fault).split(": ")[0] for fault in loading.faults] == ["content/en/lessons/extra.md:7"]


def test_a_folder_with_warnings_gives_a_catalog(tmp_path: Path) -> None:
    loading = load(write(tmp_path, {RESPIRA: None}), "content")

    assert loading.catalog is not None
    assert [fault.level for fault in loading.faults] == ["warning"]


def test_a_folder_that_is_not_there_gives_no_catalog(tmp_path: Path) -> None:
    loading = load(tmp_path / "nowhere")

    assert loading.catalog is None
    assert len(loading.faults) == 1


def test_an_activity_is_found_in_its_language_in_english_and_by_a_former_id(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, {RESPIRA: None})

    for name in ("lessons/wave", "lessons/old-wave"):
        found = catalog.activity(name, "es")
        assert found is not None
        assert (found.id, found.title) == ("lessons/wave", "La ola")
    english = catalog.activity("practices/breathe", "es")
    assert english is not None
    assert english.language == "en"
    assert catalog.activity("lessons/none", "es") is None


def test_a_label_is_told_in_its_language_else_in_english_else_as_its_key(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, changed(ETIQUETAS, ("next = Siguiente\n", "")))

    assert catalog.label("prompt", "es") == "¿Tienes un minuto?"
    assert catalog.label("next", "es") == "Next"
    assert catalog.label("next", "fr") == "Next"
    assert catalog.label("nobody-wrote-it", "es") == "nobody-wrote-it"
    assert catalog.notice("because", "en", craving=8) == "You said 8."
    assert dict(catalog.misses) == {"nobody-wrote-it": 1}


def test_a_missing_value_shows_a_dash_and_is_counted(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path)

    assert catalog.label("left", "en") == "– left"
    assert catalog.misses["left"] == 1


def test_a_label_is_known_in_every_language_for_buttons_typed_in_any(tmp_path: Path) -> None:
    assert catalog_of(tmp_path).labels_everywhere("next") == {"Next", "Siguiente"}


def test_crisis_numbers_come_under_the_names_that_texts_use(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path)

    assert catalog.crisis_facts("US")["crisis.emergency.call"] == "911"
    assert catalog.crisis_facts("XX") == {}


def test_an_image_of_another_language_falls_back_to_english(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, {"es/images/own.png": PNG})

    assert catalog.image("images/wave.png", "es") == tmp_path / "en/images/wave.png"
    assert catalog.image("images/own.png", "es") == tmp_path / "es/images/own.png"
    assert catalog.image("images/Wave.png", "es") is None
    assert catalog.image("../../../etc/hostname", "es") is None


def test_scheduled_are_published_files_of_the_audience_with_a_schedule(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path)

    assert [activity.id for activity in catalog.scheduled("participant")] == ["checkins/daily"]
    assert catalog.scheduled("family") == ()


def test_program_rules_limits_and_families_are_there(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path)

    assert catalog.languages == ("en", "es")
    assert catalog.program.tracks == {"main": ("lessons/wave",)}
    assert [rule.name for rule in catalog.rules] == ["strong-craving"]
    assert catalog.limits.numbers["unasked_a_day"] == 3
    assert set(catalog.families.languages) == {"en", "es"}


@pytest.mark.parametrize(
    "files", [changed(OLA, ("La ola", "La onda")), changed(LABELS, ("= Next", "= On")), {"en/images/b.png": PNG}]
)
def test_the_digest_changes_with_any_file(tmp_path: Path, files: dict[str, str | bytes | None]) -> None:
    before = digest_of(write(tmp_path / "a", {}))

    assert digest_of(write(tmp_path / "b", {})) == before
    assert digest_of(write(tmp_path / "c", files)) != before


def test_all_activities_are_listed_once_in_the_language_else_in_english(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, {RESPIRA: None})

    listed = [(activity.id, activity.language) for activity in catalog.all_activities("es")]

    assert listed == [("checkins/daily", "es"), ("lessons/wave", "es"), ("practices/breathe", "en")]


def test_a_run_meets_the_version_that_it_began_with(tmp_path: Path) -> None:
    before = catalog_of(tmp_path / "before")
    after = catalog_of(tmp_path / "after", changed(OLA, ("Las ganas", "Tus ganas")))
    old, new = before.activity("lessons/wave", "es"), after.activity("lessons/wave", "es")
    assert old is not None
    assert new is not None
    kept = before.source(old)

    assert after.version("lessons/wave", "es", new.version, after.source(new)) == new
    assert after.version("lessons/wave", "es", old.version, kept) == old
    assert after.version("lessons/wave", "es", old.version, kept) != new


def test_a_version_that_cannot_be_read_any_more_gives_the_newest(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path)

    assert catalog.version("lessons/wave", "en", "0" * 12, "not a file") == catalog.activity("lessons/wave", "en")


def test_the_shipped_content_is_taken(tmp_path: Path) -> None:
    loading = load(shipped_folder(), "content")

    assert [str(fault) for fault in loading.faults if fault.level == "fault"] == []
    assert loading.catalog is not None


def test_a_folder_that_is_read_again_costs_only_what_changed_in_it(tmp_path: Path) -> None:
    root = write(tmp_path, {})
    load(root, "content")
    before = first_pass.cache_info().misses

    write(tmp_path, changed(OLA, ("title: ", "title: La ")))
    again = load(root, "content")

    assert again.catalog is not None
    assert first_pass.cache_info().misses == before + 1


def test_a_mistake_is_told_again_when_its_file_did_not_change(tmp_path: Path) -> None:
    root = write(tmp_path, changed(DAILY, ("- 10 Strong", "- 11 Strong")) | {"en/safety.yaml": "a: 1\na: 2\n"})

    first, second = load(root, "content"), load(root, "content")

    assert first.faults == second.faults
    assert {fault.path for fault in first.faults} >= {f"content/{DAILY}", "content/en/safety.yaml"}
