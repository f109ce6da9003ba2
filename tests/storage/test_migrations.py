from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from bot.storage.engines import make_engine, read_url
from bot.storage.migrations import HEAD, current_revision, migrate
from bot.storage.migrations.upgrading import head_revision
from bot.storage.tables import metadata

WAYS = pytest.mark.parametrize("revision", [HEAD, "head"], ids=["by every revision", "at once"])
"""An empty database gets its tables at once; one with people in it by the revisions. Both must end the same."""


@WAYS
def test_both_ways_make_the_tables_of_the_models(empty_url: str, revision: str) -> None:
    migrate(empty_url, revision)

    engine = make_engine(read_url(empty_url), 5)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)
    engine.dispose()
    assert differences == []


@WAYS
def test_partial_indexes_keep_their_conditions_and_numbers_are_never_given_again(empty_url: str, revision: str) -> None:
    migrate(empty_url, revision)

    engine = make_engine(read_url(empty_url), 5)
    with engine.connect() as connection:
        indexes = {index["name"]: index for index in inspect(connection).get_indexes("runs")}
        name = connection.dialect.name
        tables = (
            connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'runs'").scalar_one()
            if name == "sqlite"
            else "AUTOINCREMENT"  # PostgreSQL's sequences never go back
        )
    engine.dispose()
    assert "prompted" in str(indexes["uq_runs_prompt"]["dialect_options"][f"{name}_where"])
    assert "outcome IS NULL" in str(indexes["uq_runs_open"]["dialect_options"][f"{name}_where"])
    assert "AUTOINCREMENT" in tables


def test_an_empty_database_has_no_revision_and_a_migrated_one_has_the_newest(empty_url: str) -> None:
    before = current_revision(empty_url)

    reached = migrate(empty_url)

    assert before is None
    assert reached == current_revision(empty_url) == head_revision()


def test_migrating_again_changes_nothing(url: str) -> None:
    assert migrate(url) == head_revision()


def test_a_new_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "50% new.db"

    migrate(f"sqlite:///{path}")

    assert path.stat().st_mode & 0o777 == 0o600


def test_a_database_that_is_up_to_date_is_recognized_without_alembic() -> None:
    assert head_revision() == HEAD


def test_a_database_of_the_first_release_keeps_its_people_and_its_partial_indexes(empty_url: str) -> None:
    migrate(empty_url, "r0001")
    engine = make_engine(read_url(empty_url), 5)
    with engine.begin() as connection:
        connection.exec_driver_sql(FIRST_PERSON)

    migrate(empty_url)

    with engine.connect() as connection:
        person = connection.exec_driver_sql("SELECT code, prompts_every, sessions_paused FROM people").one()
        indexes = {index["name"]: index for index in inspect(connection).get_indexes("alerts")}
        where = indexes["uq_alerts_open"]["dialect_options"][f"{connection.dialect.name}_where"]
    engine.dispose()
    assert (person.code, person.prompts_every, bool(person.sessions_paused)) == ("P-7K3QF", 1, False)
    assert "closed_at IS NULL" in str(where)


FIRST_PERSON = """
INSERT INTO people (id, code, state, language, timezone, checkin_time, checkin_on, quiet_from, quiet_to, notices,
                    phase, is_test)
VALUES (1, 'P-7K3QF', 'active', 'en', 'America/New_York', '19:00', TRUE, '21:00', '08:00', 'discreet', 'iop', FALSE)
"""
