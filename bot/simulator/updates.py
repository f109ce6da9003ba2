"""The queue of updates at Telegram's side: nothing is gone before a later offset confirms it, or its life ends.

Lives (telegram-bot-api `Client.cpp`; only the 24 h are documented): a message 24 h, a tap 150 s.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.simulator.refusals import Json

MESSAGE_LIFE = timedelta(hours=24)
TAP_LIFE = timedelta(seconds=150)
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass
class Pending:
    """An update that the bot has not confirmed yet."""

    update_id: int
    body: Json
    expires_at: datetime
    era: int
    delivered: int = 0
    repeats: int = 0


@dataclass
class _Era:
    """A stretch of consecutive ids; Telegram begins a new one, at a random id, after a week of silence."""

    first: int
    following: int  # the id that the next update gets
    delivered_to: int


class UpdateQueue:
    """Updates in the order of their happening, with ids that can be made to misbehave."""

    def __init__(self, now: Callable[[], datetime], first_id: int = 100_001) -> None:
        self._now = now
        self._next_id = first_id
        self._eras = [_Era(first_id, first_id, first_id - 1)]
        self._pending: list[Pending] = []
        self._allowed: frozenset[str] | None = None
        self._repeats: list[int] = []
        self._swap = 0

    def put(self, kind: str, body: Json, life: timedelta = MESSAGE_LIFE) -> int | None:
        """Queue an update; None when the bot has not asked for this kind."""
        wanted = kind not in NOT_BY_DEFAULT if self._allowed is None else kind in self._allowed
        return self._append({kind: body}, life) if wanted else None

    def put_malformed(self) -> int | None:
        """Queue an update that no library can parse, as a new kind of content or a server fault would look."""
        broken: Json = {"message": {"message_id": "x", "date": "never", "chat": None}}
        return self._append(broken, MESSAGE_LIFE)

    def _append(self, body: Json, life: timedelta) -> int:
        update_id, self._next_id = self._next_id, self._next_id + 1
        self._eras[-1].following = self._next_id
        repeats = self._repeats.pop(0) if self._repeats else 0
        self._pending.append(Pending(update_id, body, self._now() + life, len(self._eras) - 1, 0, repeats))
        if self._swap and len(self._pending) > 1 and not self._pending[-2].delivered:
            self._swap -= 1
            self._pending[-1], self._pending[-2] = self._pending[-2], self._pending[-1]
        return update_id

    def repeat_next(self, times: int, updates: int = 1) -> None:
        """Deliver each of the next `updates` updates `times` more often, also after it was confirmed."""
        self._repeats += [times] * updates

    def swap_next(self, times: int = 1) -> None:
        """Let the next updates overtake the one before them, so that ids arrive out of order."""
        self._swap += times

    def restart_ids(self, at: int) -> None:
        """Go on with other ids, lower or higher, as Telegram does after a week of silence."""
        self._next_id = at
        self._eras.append(_Era(at, at, at - 1))

    def confirm(self, offset: int) -> None:
        """Forget what lies before the offset; a negative one keeps only that many of the newest."""
        self._expire()
        if offset < 0:
            self._pending = self._pending[offset:]
        elif offset > 0:
            self._pending = [one for one in self._pending if not self._is_confirmed(one, offset)]

    def _is_confirmed(self, one: Pending, offset: int) -> bool:
        era = self._era_of(offset)
        gone = one.era < era or (one.era == era and one.update_id < offset)
        if gone and one.repeats:
            one.repeats -= 1
            return False
        return gone

    def _era_of(self, offset: int) -> int:
        """The era an offset speaks of: the newest in which the id before it was delivered, else the oldest."""
        for number in range(len(self._eras) - 1, 0, -1):
            if self._eras[number].first < offset <= self._eras[number].delivered_to + 1:
                return number
        return 0

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Remember which kinds the bot wants; an empty list means the default again, None changes nothing."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    def next_batch(self, limit: int) -> list[Json]:
        """Up to `limit` of the oldest, each marked as delivered; an id twice in one batch never happens."""
        self._expire()
        batch = self._pending[:limit]
        for one in batch:
            one.delivered += 1
            era = self._eras[one.era]
            era.delivered_to = max(era.delivered_to, one.update_id)
        return [{"update_id": one.update_id, **one.body} for one in batch]

    def drop(self) -> None:
        """Forget all that waits (drop_pending_updates)."""
        self._pending.clear()

    def _expire(self) -> None:
        now = self._now()
        self._pending = [one for one in self._pending if one.expires_at > now]

    def __len__(self) -> int:
        self._expire()
        return len(self._pending)
