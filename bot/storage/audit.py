"""The audit log: who looked at or changed what, in one hash chain whose sealed head tells also what was cut off.

A chain alone does not notice that its last lines are missing, so its head (number and hash of the last line) stands
sealed in `secrets` and is moved on in the same transaction.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import insert, select, update

from bot.storage.channel import Channel, Verbs
from bot.storage.sealing import SealBroken, aad
from bot.storage.tables import BY_NAME

GENESIS = bytes(32)
HEAD = "audit"
PLACE = aad("secrets", "wrapped", HEAD)

_audit, _secrets = BY_NAME["audit"], BY_NAME["secrets"]


@dataclass(frozen=True, slots=True)
class AuditLine:
    """Codes only: `who` and `subject` are `P-…` or `S-…`, or the name of a list."""

    seq: int
    at: datetime
    who: str
    role: str
    action: str
    subject: str


_COLUMNS = [_audit.c[name] for name in AuditLine.__slots__]
# FOR UPDATE on the head makes two processes on PostgreSQL append one after the other.
_LOCKED_HEAD = select(_secrets.c.wrapped).where(_secrets.c.name == HEAD).with_for_update()
_PLAIN_HEAD = select(_secrets.c.wrapped).where(_secrets.c.name == HEAD)
_ADD = insert(_audit)


class AuditBroken(Exception):
    """The chain's head is missing or forged: nothing can be added before somebody has looked."""


def hash_line(line: AuditLine, prev: bytes) -> bytes:
    """SHA-256 over the line before and this one as JSON, so that no two different lines have the same bytes."""
    moment = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    fields = [line.seq, moment, line.who, line.role, line.action, line.subject]
    return hashlib.sha256(prev + json.dumps(fields, ensure_ascii=True).encode()).digest()


def seal_head(channel: Channel, seq: int, digest: bytes) -> bytes:
    """The head as it stands in `secrets`."""
    return channel.ring.seal(seq.to_bytes(8, "big") + digest, PLACE)


class Audit(Verbs):
    """Adding lines, reading them, and verifying the chain."""

    __slots__ = ()

    def append(self, *, who: str, role: str, action: str, subject: str, at: datetime) -> int:
        """A line at the end of the chain; its number. It has to be committed before the record is read."""
        head = self._head(locked=True)
        if head is None:
            raise AuditBroken("the head of the audit log is missing or was altered; run `companion audit verify`")
        seq, prev = head
        line = AuditLine(seq + 1, at, who, role, action, subject)
        digest = hash_line(line, prev)
        values = {name: getattr(line, name) for name in AuditLine.__slots__}
        self._channel.change(_ADD, values | {"prev": prev, "hash": digest})
        moved = update(_secrets).where(_secrets.c.name == HEAD)
        self._channel.change(moved.values(wrapped=seal_head(self._channel, line.seq, digest)))
        return line.seq

    def _head(self, *, locked: bool) -> tuple[int, bytes] | None:
        row = self._channel.row(_LOCKED_HEAD if locked else _PLAIN_HEAD)
        if row is None:
            return None
        try:
            raw = self._channel.ring.open(row[0], PLACE)
        except SealBroken:
            return None
        return int.from_bytes(raw[:8], "big"), raw[8:]

    def verify(self) -> int | None:
        """The number of the first line that is altered, missing, moved or forged; `None`: all is well."""
        expected, prev = 1, GENESIS
        for row in self._channel.rows(select(*_COLUMNS, _audit.c.prev, _audit.c.hash).order_by(_audit.c.seq)):
            line = AuditLine(*row[:-2])
            if line.seq != expected or row[-2] != prev or row[-1] != hash_line(line, prev):
                return expected
            expected, prev = expected + 1, row[-1]
        return self._verify_head(expected - 1, prev)

    def _verify_head(self, last: int, digest: bytes) -> int | None:
        head = self._head(locked=False)
        if head is None:
            # A database that nobody has written yet holds no secrets at all.
            fresh = last == 0 and self._channel.row(select(_secrets.c.name)) is None
            return None if fresh else last + 1
        if head == (last, digest):
            return None
        # Fewer lines than the head tells: cut off. More: added without the keys. As many: the last was rewritten.
        return last if head[0] == last else min(head[0], last) + 1

    def lines(self, *, subject: str | None = None, since: datetime | None = None) -> list[AuditLine]:
        """The lines (about one code, from a moment on), oldest first."""
        question = select(*_COLUMNS).order_by(_audit.c.seq)
        if subject is not None:
            question = question.where(_audit.c.subject == subject)
        if since is not None:
            question = question.where(_audit.c.at >= since)
        return [AuditLine(*row) for row in self._channel.rows(question)]
