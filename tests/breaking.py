"""Breaks each law of the house once, in a copy of it, and looks whether the law's test notices.

`python -m tests.breaking` tries all, `python -m tests.breaking 5 6` the laws of these numbers. A break is a few words
of the program that are replaced; `tests/test_house.py` sees to it that these words are still there.
"""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("bot", "content", "tests", "docs", "pyproject.toml", "README.md", "CHANGELOG.md", ".env.example")


@dataclass(frozen=True, slots=True)
class Break:
    """A way to break a law: in `file`, `old` becomes `new`; `test` must then fail."""

    law: int
    how: str
    file: str
    old: str
    new: str
    test: str


BREAKS = (
    Break(
        1, "confirmed to Telegram before it is stored", "bot/chat/poll.py",
        "            await take(raws)  # never cut short: a commit under way is finished\n"
        "            offset = _following(raws, offset)\n",
        "            offset = _following(raws, offset)\n            await take(raws)\n",
        "tests/chat/test_poll.py::test_nothing_is_confirmed_before_it_is_stored",
    ),
    Break(
        2, "an update that was done is done again", "bot/services/conversation.py",
        "    if not unit.done(incoming.update, now) or incoming.kind == \"nothing\":",
        "    if incoming.kind == \"nothing\":",
        "tests/faults/test_updates.py::test_an_update_that_comes_again_after_it_was_done_changes_nothing",
    ),
    Break(
        3, "a paced page waits in memory only", "bot/services/runs.py",
        "        wake_at=step.wake_at if not step.stale else run.wake_at,",
        "        wake_at=None,",
        "tests/e2e/test_lessons.py",
    ),
    Break(
        4, "a second prompt on the same program day", "bot/core/schedule.py",
        "    if occurrence(day) in already:",
        "    if False:",
        "tests/core/test_schedule.py",
    ),
    Break(
        4, "a prompt in quiet hours", "bot/core/schedule.py",
        "    woken = outside_quiet(at, person.zone, person.quiet_from, person.quiet_to)",
        "    woken = at",
        "tests/core/test_schedule.py",
    ),
    Break(
        5, "a prompt that may have arrived is sent again", "bot/storage/deliveries.py",
        "once = sending.where(_c.policy == \"at_most_once\")",
        "once = sending.where(_c.policy == \"never\")",
        "tests/storage/test_work.py::test_after_a_crash_prompts_are_uncertain_and_all_else_is_due_again",
    ),
    Break(
        6, "bulk before replies",
        "bot/storage/lanes.py",
        "    return delivery.lane, delivery.due_at,",
        "    return -delivery.lane, delivery.due_at,",
        "tests/storage/test_work.py::test_replies_come_before_bulk_and_nothing_before_its_time",
    ),
    Break(
        6, "bulk takes the places of replies", "bot/services/pacing.py",
        "SHARES = (1.0, 0.9, 0.8)", "SHARES = (1.0, 1.0, 1.0)",
        "tests/services/test_pacing.py::test_a_reply_finds_a_place_at_once_while_a_broadcast_is_under_way",
    ),
    Break(
        6, "a chat that Telegram wants to be spared is written to", "bot/services/outcomes.py",
        "    unit.chats.wait(delivery.person, until)", "    pass",
        "tests/faults/test_delivery.py::test_a_chat_that_telegram_wants_to_be_spared_is_spared_after_a_restart_too",
    ),
    Break(
        7, "the clock is read in the middle of the program", "bot/services/watch.py",
        "log = structlog.get_logger(\"watch\")",
        "log = structlog.get_logger(\"watch\")\nBEGAN = datetime.now()",
        "tests/test_house.py",
    ),
    Break(
        8, "danger is answered only after it is stored", "bot/services/receive.py",
        "                self._answer_need(glance)\n            except Exception as fault:",
        "                pass\n            except Exception as fault:",
        "tests/faults/test_database.py",
    ),
    Break(
        9, "a deleted row's bytes stay in the log", "bot/cli/erasing.py",
        "    await _sweep(store)\n    return left", "    return left",
        "tests/e2e/test_erasing.py::"
        "test_nothing_of_a_person_is_left_in_any_file_while_the_bot_runs_and_after_it_stopped",
    ),
    Break(
        9, "a table that names a person is forgotten", "bot/storage/erasing.py",
        '    ("members", "person"),\n', "",
        "tests/storage/test_erasing.py::test_every_column_that_names_a_person_is_known_to_erasing",
    ),
    Break(
        9, "a name is stored readable", "bot/storage/people.py",
        "sealed = None if text is None else self._channel.seal(text, f\"people.{column}\", person)",
        "sealed = None if text is None else text.encode()",
        "tests/storage/test_people.py",
    ),
    Break(
        10, "a prompt names what it is about", "bot/services/compose.py",
        "    opens = scene.person.notices == \"open\"", "    opens = True",
        "tests/e2e/test_checkin.py::test_a_prompt_tells_a_stranger_nothing",
    ),
    Break(
        11, "a record is shown without a line in the audit log", "bot/services/send.py",
        "            await self._store.write(lambda unit: self._audit(unit, delivery))", "            pass",
        "tests/e2e/test_conversation.py::test_the_file_tells_who_looked",
    ),
    Break(
        12, "a shaming word in a lesson", "content/en/lessons/early/cravings-come-and-go.md",
        "She kept mopping", "The addict kept mopping",
        "tests/curriculum/test_catalog.py::test_the_shipped_content_is_taken",
    ),
    Break(
        13, "a run goes on with the newest text", "bot/services/runs.py",
        "    found = scene.house.content().version(version.activity, version.language, version.digest, version.source)",
        "    found = scene.house.content().activity(version.activity, version.language)",
        "tests/faults/test_content.py::test_a_person_in_the_midst_of_a_lesson_finishes_the_version_they_began",
    ),
    Break(
        14, "nobody asks whether the person agreed", "bot/services/enrol.py",
        "    return agreed and scene.person.state != \"invited\"", "    return True",
        "tests/e2e/test_enrolment.py",
    ),
)  # fmt: skip


def copy_house(target: Path) -> None:
    """What the tests need of the house."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, target / name)


def is_noticed(each: Break, house: Path) -> bool:
    """Whether the law's test fails while the law is broken."""
    path = house / each.file
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace(each.old, each.new), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", each.test]
    try:
        done = subprocess.run(command, cwd=house, capture_output=True, timeout=600, check=False)
        return done.returncode == 1  # 2 and more: the test could not run at all, which proves nothing
    finally:
        path.write_text(whole, encoding="utf-8")


def main(numbers: list[int]) -> int:
    """Tries the breaks; exit status 1 when one went unnoticed."""
    console = Console()
    chosen = [each for each in BREAKS if not numbers or each.law in numbers]
    unnoticed = 0
    with tempfile.TemporaryDirectory() as folder:
        copy_house(Path(folder))
        for each in track(chosen, "Breaking laws", console=Console(stderr=True)):
            noticed = is_noticed(each, Path(folder))
            unnoticed += not noticed
            console.print(f"law {each.law:2}  {'noticed ' if noticed else 'UNNOTICED'}  {each.how}  ({each.test})")
    return min(unnoticed, 1)


if __name__ == "__main__":
    sys.exit(main([int(number) for number in sys.argv[1:]]))
