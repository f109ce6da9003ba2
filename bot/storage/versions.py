"""Versions: every text of an activity that was ever offered, so that a run can end as it began."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from bot.storage.channel import Verbs, insert_new
from bot.storage.tables import BY_NAME

_versions = BY_NAME["activity_versions"]


@dataclass(frozen=True, slots=True)
class ActivityVersion:
    """`digest` is the file's SHA-256 (or its first 12 hex digits, as the caller keeps it), `source` its whole text."""

    id: int
    activity: str
    language: str
    digest: str
    source: str
    first_seen: datetime
    current: bool


_COLUMNS = [_versions.c[name] for name in ActivityVersion.__slots__]
_NEW = insert_new(_versions, "id")
_OF_NAME = select(*_COLUMNS).where(
    _versions.c.activity == bindparam("activity_id"), _versions.c.language == bindparam("tongue")
)
_BY_ID = select(*_COLUMNS).where(_versions.c.id == bindparam("number"))
_BY_DIGEST = _OF_NAME.where(_versions.c.digest == bindparam("hexdigits"))


class Versions(Verbs):
    """Recording and finding versions."""

    __slots__ = ()

    def record(self, activity: str, language: str, digest: str, source: str, at: datetime) -> ActivityVersion:
        """The version of that text, new or known, which is the current one from now on."""
        values = {"activity": activity, "language": language, "digest": digest, "source": source}
        self._channel.add_new(_NEW, values | {"first_seen": at, "current": True})
        same = (_versions.c.activity == activity) & (_versions.c.language == language)
        current = _versions.c.digest == digest
        self._channel.change(update(_versions).where(same, _versions.c.current != current).values(current=current))
        row = self._channel.row(select(*_COLUMNS).where(same, current))
        if row is None:
            raise LookupError("the version was not kept")
        return ActivityVersion(*row)

    def by_id(self, version: int) -> ActivityVersion | None:
        """The version of that number."""
        row = self._channel.row(_BY_ID, {"number": version})
        return None if row is None else ActivityVersion(*row)

    def by_digest(self, activity: str, language: str, digest: str) -> ActivityVersion | None:
        """The version of that digest."""
        row = self._channel.row(_BY_DIGEST, {"activity_id": activity, "tongue": language, "hexdigits": digest})
        return None if row is None else ActivityVersion(*row)

    def current(self, activity: str, language: str) -> ActivityVersion | None:
        """The version that is offered now."""
        row = self._channel.row(
            _OF_NAME.where(_versions.c.current.is_(True)), {"activity_id": activity, "tongue": language}
        )
        return None if row is None else ActivityVersion(*row)

    def all_current(self) -> list[ActivityVersion]:
        """All versions that are offered now, by number."""
        question = select(*_COLUMNS).where(_versions.c.current.is_(True)).order_by(_versions.c.id)
        return [ActivityVersion(*row) for row in self._channel.rows(question)]

    def changed_lately(self, language: str, most: int = 20) -> list[str]:
        """The activities whose words were changed since they were first kept, the last changed first."""
        several = (
            select(_versions.c.activity)
            .where(_versions.c.language == language)
            .group_by(_versions.c.activity)
            .having(func.count() > 1)
        )
        question = (
            select(_versions.c.activity)
            .where(_versions.c.language == language, _versions.c.current.is_(True), _versions.c.activity.in_(several))
            .order_by(_versions.c.first_seen.desc(), _versions.c.id.desc())
            .limit(most)
        )
        return [row[0] for row in self._channel.rows(question)]

    def retire(self, activity: str, language: str) -> None:
        """The activity is no longer offered in that language."""
        same = (_versions.c.activity == activity) & (_versions.c.language == language)
        self._channel.change(update(_versions).where(same).values(current=False))
