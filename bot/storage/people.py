"""People, their chats and their names."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from bot.storage.channel import Verbs, insert_new
from bot.storage.tables import BY_NAME

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0, 1, I, L, O, U: nothing that is misread on paper or over the phone."""

CODE_LENGTH = 5
STAFF_ROLES = frozenset({"counselor", "editor", "admin"})
SEALED = frozenset({"name", "initials"})

_people, _chats, _history = BY_NAME["people"], BY_NAME["chats"], BY_NAME["history"]


@dataclass(frozen=True, slots=True)
class Person:
    """A person without name or Telegram id: these are asked for where they are needed, so that none slips out."""

    id: int
    code: str
    handle: str | None
    state: str
    language: str
    timezone: str
    checkin_time: str
    checkin_on: bool
    quiet_from: str
    quiet_to: str
    notices: str
    phase: str
    is_test: bool
    prompts_every: int
    paused_until: datetime | None
    sessions_paused: bool
    enrolled_at: datetime | None
    discharged_at: datetime | None

    @property
    def night(self) -> tuple[str, str, str]:
        """The zone and the quiet hours in it, as `core/schedule` asks for them."""
        return self.timezone, self.quiet_from, self.quiet_to


SETTABLE = frozenset(Person.__slots__) - {"id", "code"} | SEALED


class PersonGone(LookupError):
    """There is no such person (any more)."""


class HandleTaken(ValueError):
    """Another staff member has that handle."""


PERSON_COLUMNS = [_people.c[name] for name in Person.__slots__]

# The hot path of a tap: built once.
_BY_ID = select(*PERSON_COLUMNS).where(_people.c.id == bindparam("id"))
_LOCKED = _BY_ID.with_for_update()
_BY_CHAT = (
    select(*PERSON_COLUMNS)
    .join_from(_people, _chats, _chats.c.person == _people.c.id)
    .where(_chats.c.chat_ix == bindparam("chat_ix"))
)
_CHAT_ID = select(_chats.c.id_s).where(_chats.c.person == bindparam("person"))
_ALL = select(*PERSON_COLUMNS).order_by(_people.c.id)
_IN_STATES = _ALL.where(_people.c.state.in_(bindparam("states", expanding=True)))
_SEALED = {
    column: select(_people.c.id, _people.c[column]).where(
        _people.c.id.in_(bindparam("ids", expanding=True)), _people.c[column].is_not(None)
    )
    for column in ("name_s", "initials_s")
}
_NEW_PERSON = insert_new(_people, "id")
_NEW_CHAT = insert_new(_chats, "person")


def make_code(prefix: str, length: int = CODE_LENGTH) -> str:
    """A random code of the unambiguous alphabet."""
    return prefix + "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


class People(Verbs):
    """Who is enrolled, and what is known about them."""

    __slots__ = ()

    def create(
        self,
        *,
        role: str,
        at: datetime,
        language: str,
        timezone: str,
        quiet_from: str = "21:00",
        quiet_to: str = "08:00",
        checkin_time: str = "19:00",
        phase: str = "",
        state: str = "invited",
        is_test: bool = False,
        handle: str | None = None,
        name: str | None = None,
        initials: str | None = None,
    ) -> Person:
        """A new person with their first role from `at`; staff get an `S-` code, all others a `P-` code."""
        if handle is not None and self.by_handle(handle) is not None:
            raise HandleTaken(handle)
        values = {
            "handle": handle,
            "state": state,
            "language": language,
            "timezone": timezone,
            "checkin_time": checkin_time,
            "checkin_on": True,
            "quiet_from": quiet_from,
            "quiet_to": quiet_to,
            "notices": "discreet",
            "phase": phase,
            "is_test": is_test,
            "prompts_every": 1,
            "sessions_paused": False,
        }
        prefix = "S-" if role in STAFF_ROLES else "P-"
        number = None
        while number is None:  # the code is the only thing that can be taken, and one in 24 million is
            number = self._channel.add_new(_NEW_PERSON, values | {"code": make_code(prefix)})
        self._channel.add(BY_NAME["roles"], {"person": number, "role": role, "since": at, "until": None})
        for field, text in (("name", name), ("initials", initials)):
            if text is not None:
                self._seal_field(number, field, text)
        return self.by_id(number)

    def _seal_field(self, person: int, field: str, text: str | None) -> None:
        column = f"{field}_s"
        sealed = None if text is None else self._channel.seal(text, f"people.{column}", person)
        self._channel.change(update(_people).where(_people.c.id == person).values({column: sealed}))

    def by_id(self, person: int) -> Person:
        """That person, without a lock; `PersonGone` when there is none."""
        return self._one(person, locked=False)

    def lock(self, person: int) -> Person:
        """That person, their row locked until the transaction ends."""
        return self._one(person, locked=self._channel.writes)

    def _one(self, person: int, *, locked: bool) -> Person:
        row = self._channel.row(_LOCKED if locked else _BY_ID, {"id": person})
        if row is None:
            raise PersonGone
        return Person(*row)

    def by_chat(self, chat_id: int) -> Person | None:
        """Whose private chat it is."""
        row = self._channel.row(_BY_CHAT, {"chat_ix": self._channel.blind("chat", chat_id)})
        return None if row is None else Person(*row)

    def by_code(self, code: str) -> Person | None:
        """The person of a `P-…` or `S-…` code; lower case and blanks around it are forgiven."""
        return self._where(_people.c.code == code.strip().upper())

    def by_handle(self, handle: str) -> Person | None:
        """The staff member of a handle."""
        return self._where(_people.c.handle == handle.strip().lower())

    def _where(self, condition: Any) -> Person | None:
        row = self._channel.row(select(*PERSON_COLUMNS).where(condition))
        return None if row is None else Person(*row)

    def all(self, states: Iterable[str] = ()) -> list[Person]:
        """Everyone, or everyone in one of the states, by number."""
        wanted = list(states)
        rows = self._channel.rows(_IN_STATES, {"states": wanted}) if wanted else self._channel.rows(_ALL)
        return [Person(*row) for row in rows]

    def set(self, person: int, field: str, value: str | int | datetime | None, at: datetime, by: int | None) -> None:
        """One field changed, with a line of history; of sealed fields the history keeps no value."""
        if field not in SETTABLE:
            raise ValueError(f"no such field of a person: {field}")
        old: object = None
        if field in SEALED:
            self._seal_field(person, field, value if isinstance(value, str) else None)
        else:
            old = getattr(self.by_id(person), field)
            self._channel.change(update(_people).where(_people.c.id == person).values({field: value}))
        line = {"person": person, "field": field, "old": _plain(field, old), "new": _plain(field, value)}
        self._channel.change(insert(_history), line | {"at": at, "by": by})

    def name_of(self, person: int) -> str | None:
        """The name, opened."""
        return self._opened([person], "name_s").get(person)

    def names_for(self, people: Sequence[int]) -> dict[int, str]:
        """The names of those who have one, in one question."""
        return self._opened(people, "name_s")

    def initials_for(self, people: Sequence[int]) -> dict[int, str]:
        """The initials of those who have some, in one question."""
        return self._opened(people, "initials_s")

    def _opened(self, people: Sequence[int], column: str) -> dict[int, str]:
        rows = self._channel.rows(_SEALED[column], {"ids": list(people)})
        return {row[0]: self._channel.open(row[1], f"people.{column}", row[0]) for row in rows}

    def bind_chat(self, person: int, chat_id: int) -> bool:
        """The person is reached there from now on, and no longer elsewhere; False when the chat is another's."""
        chat_ix = self._channel.blind("chat", chat_id)
        holder = self._channel.row(select(_chats.c.person).where(_chats.c.chat_ix == chat_ix))
        if holder is not None:
            return bool(holder[0] == person)
        self.unbind_chat(person)
        sealed = self._channel.seal(str(chat_id), "chats.id_s", person)
        return self._channel.add_new(_NEW_CHAT, {"person": person, "chat_ix": chat_ix, "id_s": sealed}) is not None

    def chat_of(self, person: int) -> int | None:
        """The Telegram id of the person's private chat."""
        row = self._channel.row(_CHAT_ID, {"person": person})
        return None if row is None else int(self._channel.open(row[0], "chats.id_s", person))

    def unbind_chat(self, person: int) -> None:
        """Forget where the person is reached."""
        self._channel.change(delete(_chats).where(_chats.c.person == person))

    def count_by_state(self) -> dict[str, int]:
        """How many people are in each state, test participants left out."""
        question = select(_people.c.state, func.count()).where(_people.c.is_test.is_(False)).group_by(_people.c.state)
        return {row[0]: row[1] for row in self._channel.rows(question)}


def _plain(field: str, value: object) -> str | None:
    """A value as a line of history keeps it."""
    if value is None or field in SEALED:
        return None
    return value.isoformat() if isinstance(value, datetime) else str(value)
