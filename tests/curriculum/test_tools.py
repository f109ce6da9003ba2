"""Promises of the editors' tools: a new file works at once, the list and the graph tell what is there."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.curriculum.catalog import shipped_folder
from bot.curriculum.checks import check
from bot.curriculum.drawing import draw
from bot.curriculum.folder import read_folder
from bot.curriculum.graph import Way, graph_of
from bot.curriculum.listing import rows_of
from bot.curriculum.needed import LISTED, OPENED
from bot.curriculum.starting import KINDS, CannotStart, start
from tests.curriculum.folders import BREATHE, GOOD, RESPIRA, WAVE, changed, extra, write

HOME = {"en/practices/breathe-3.md": str(GOOD[BREATHE]), "es/practices/breathe-3.md": str(GOOD[RESPIRA])}


def test_a_new_file_of_every_kind_is_a_draft_that_the_strictest_check_has_nothing_to_say_of(tmp_path: Path) -> None:
    root = write(tmp_path, HOME)

    written = [path for kind in KINDS for path in start(root, kind, f"brand-new-{kind}")]

    report = check(root, "content", strict=True)
    assert len(written) == 2 * len(KINDS) == 14
    assert report.lines() == []
    assert report.counts["drafts"] == len(KINDS)


def test_a_new_file_links_to_what_is_there_from_wherever_it_stands(tmp_path: Path) -> None:
    deep, _ = start(write(tmp_path / "with", HOME), "lesson", "lessons/early/first/walk")
    alone, _ = start(write(tmp_path / "without", {}), "lesson", "walk")

    assert "(../../../practices/breathe-3.md)" in deep.read_text("utf-8")
    assert "](" not in alone.read_text("utf-8")


def test_a_new_file_never_overwrites_in_any_language(tmp_path: Path) -> None:
    root = write(tmp_path, {BREATHE: None})

    with pytest.raises(CannotStart, match=r"es/practices/breathe\.md is there already"):
        start(root, "practice", "breathe")

    assert not (root / BREATHE).exists()
    assert (root / RESPIRA).read_text("utf-8") == GOOD[RESPIRA]


@pytest.mark.parametrize(
    ("kind", "name", "says"),
    [
        ("leson", "walk", "did you mean lesson"),
        ("lesson", "My Walk", "write my-walk"),
        ("lesson", "lessons\\early\\walk", "write lessons/early/walk"),
        ("lesson", "walk.md", "write walk"),
        ("lesson", "Café_time", "write cafe-time"),
        ("lesson", "../walk", "write walk"),
        ("lesson", "/top/walk", "write top/walk"),
        ("lesson", "en/lessons/walk", "write lessons/walk"),
        ("lesson", "", "write my-lesson"),
    ],
)
def test_a_wrong_kind_or_name_is_refused_with_what_to_write_instead(
    tmp_path: Path, kind: str, name: str, says: str
) -> None:
    root = write(tmp_path / "content", {})
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(CannotStart, match=re.escape(says)):
        start(root, kind, name)

    assert sorted(tmp_path.rglob("*")) == before


def test_the_list_tells_place_links_words_and_languages(tmp_path: Path) -> None:
    folder = read_folder(write(tmp_path, {RESPIRA: None}), "content")

    first, *rest = rows_of(folder)

    assert (first.id, first.tracks, first.leads_to) == ("lessons/wave", {"main": 1}, ("practices/breathe",))
    assert first.words > 20
    assert {row.id: (row.led_from, row.languages) for row in rest} == {
        "checkins/daily": ((), ("en", "es")),
        "practices/breathe": (("lessons/wave",), ("en",)),
    }
    assert [row.id for row in rows_of(folder, "checkin")] == ["checkins/daily"]


def test_the_graph_has_every_way_and_names_what_nothing_leads_to(tmp_path: Path) -> None:
    graph = graph_of(read_folder(write(tmp_path, extra("Walk.")), "content"))

    assert set(graph.ways) == {
        Way("lessons/wave", "practices/breathe", "link"),
        Way("checkins/daily", "practices/breathe", "rule"),
    }
    assert graph.orphans == ("lessons/extra",)


@pytest.mark.parametrize(
    "files",
    [
        changed(WAVE, ("../practices/breathe.md", "extra.md")),
        changed("program.yaml", ("[lessons/wave]", "[lessons/wave, lessons/extra]")),
        changed("rules.yaml", ("practices/breathe", "lessons/extra")),
        changed(BREATHE, ("minutes: 1", "minutes: 1\navoid: [breathing]\ninstead: lessons/extra")),
    ],
    ids=["a link", "a track", "a rule", "instead"],
)
def test_what_is_led_to_is_no_orphan(tmp_path: Path, files: dict[str, str | bytes | None]) -> None:
    assert graph_of(read_folder(write(tmp_path, {**extra("Walk."), **files}), "content")).orphans == ()


def test_the_picture_is_xml_with_every_file_and_way_and_the_orphans_in_a_box_of_their_own(tmp_path: Path) -> None:
    graph = graph_of(read_folder(write(tmp_path, extra("Walk.")), "content"))

    root = ElementTree.fromstring(draw(graph))

    words = "\n".join(root.itertext())
    assert all(id in words for id in graph.kinds)
    assert len([part for part in root if part.get("class") == "way" and part.get("stroke") and len(part)]) == 2
    assert "nothing leads to these" in words
    assert len([part for part in root.iter() if "lost" in (part.get("class") or "")]) == 1


def test_where_the_program_leads_by_itself_is_there() -> None:
    root = shipped_folder() / "en"

    there = {place for place in (*OPENED, *LISTED) if (root / place).is_dir() or (root / f"{place}.md").is_file()}

    assert {*OPENED, *LISTED} - there <= {"messages/welcome-back", "assessments/intake"}  # they come with the library
