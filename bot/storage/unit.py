"""What a function given to the store may do: storage's verbs, by noun, in one transaction."""

from datetime import datetime
from functools import cached_property

from sqlalchemy import func, select

from bot.storage.alerts import Alerts
from bot.storage.answers import Answers
from bot.storage.audit import Audit
from bot.storage.channel import Channel, insert_new
from bot.storage.chats import Chats
from bot.storage.chores import Chores
from bot.storage.consents import Consents
from bot.storage.deliveries import Deliveries
from bot.storage.erasing import Erasing
from bot.storage.firings import Firings
from bot.storage.groups import Groups
from bot.storage.held_texts import HeldTexts
from bot.storage.history import History
from bot.storage.invites import Invites
from bot.storage.lines import Lines
from bot.storage.meetings import Meetings
from bot.storage.messages import Messages
from bot.storage.people import People, Person
from bot.storage.plan import Plan
from bot.storage.recalls import Recalls
from bot.storage.reviews import Reviews
from bot.storage.roles import Roles
from bot.storage.runs import Runs
from bot.storage.tables import BY_NAME
from bot.storage.unasked import Unasked
from bot.storage.usage import Usage
from bot.storage.versions import Versions

_updates = BY_NAME["updates_done"]
_DONE = insert_new(_updates, "update_id")


class Unit:
    """One transaction. A function about a person begins with `unit.person(id)`; no function catches a `StoreFault`."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def person(self, person: int) -> Person:
        """That person, locked until the transaction ends; `PersonGone` when there is none."""
        return self.people.lock(person)

    def done(self, update_id: int, at: datetime) -> bool:
        """Notes an update as done, together with its effects; False when it was done before."""
        return self._channel.add_new(_DONE, {"update_id": update_id, "at": at}) is not None

    def is_done(self, update_id: int) -> bool:
        """Whether an update was done before."""
        return self._channel.row(select(_updates.c.at).where(_updates.c.update_id == update_id)) is not None

    def done_among(self, update_ids: list[int]) -> set[int]:
        """Which of the updates were done before."""
        rows = self._channel.rows(select(_updates.c.update_id).where(_updates.c.update_id.in_(update_ids)))
        return {row[0] for row in rows}

    def purge_done(self, before: datetime) -> int:
        """Forgets the updates done before that moment (7 days ago: Telegram itself keeps them for one)."""
        return self._channel.change(_updates.delete().where(_updates.c.at < before))

    def counts(self) -> dict[str, int]:
        """How many rows each table holds, for `doctor`."""
        found = {}
        for name, table in BY_NAME.items():
            row = self._channel.row(select(func.count()).select_from(table))
            found[name] = 0 if row is None else int(row[0])
        return found

    @cached_property
    def people(self) -> People:
        """Who is enrolled."""
        return People(self._channel)

    @cached_property
    def chats(self) -> Chats:
        """Whether people can be reached."""
        return Chats(self._channel)

    @cached_property
    def roles(self) -> Roles:
        """Who may do what, and who looks after whom."""
        return Roles(self._channel)

    @cached_property
    def history(self) -> History:
        """How people's fields changed."""
        return History(self._channel)

    @cached_property
    def invites(self) -> Invites:
        """Single-use codes."""
        return Invites(self._channel)

    @cached_property
    def consents(self) -> Consents:
        """What people agreed to."""
        return Consents(self._channel)

    @cached_property
    def versions(self) -> Versions:
        """Every text of an activity."""
        return Versions(self._channel)

    @cached_property
    def runs(self) -> Runs:
        """Ways through activities."""
        return Runs(self._channel)

    @cached_property
    def answers(self) -> Answers:
        """What was answered."""
        return Answers(self._channel)

    @cached_property
    def plan(self) -> Plan:
        """What coping plans are made of."""
        return Plan(self._channel)

    @cached_property
    def recalls(self) -> Recalls:
        """What lessons taught, and when it comes back."""
        return Recalls(self._channel)

    @cached_property
    def firings(self) -> Firings:
        """When rules became true."""
        return Firings(self._channel)

    @cached_property
    def held_texts(self) -> HeldTexts:
        """Text that nobody asked for."""
        return HeldTexts(self._channel)

    @cached_property
    def deliveries(self) -> Deliveries:
        """What is to be sent."""
        return Deliveries(self._channel)

    @cached_property
    def unasked(self) -> Unasked:
        """What people were sent without asking."""
        return Unasked(self._channel)

    @cached_property
    def lines(self) -> Lines:
        """Who was told of what."""
        return Lines(self._channel)

    @cached_property
    def alerts(self) -> Alerts:
        """What staff have to look at."""
        return Alerts(self._channel)

    @cached_property
    def messages(self) -> Messages:
        """Between participants and staff."""
        return Messages(self._channel)

    @cached_property
    def groups(self) -> Groups:
        """What meets again and again, and who belongs to it."""
        return Groups(self._channel)

    @cached_property
    def meetings(self) -> Meetings:
        """Single sessions, and who came."""
        return Meetings(self._channel)

    @cached_property
    def reviews(self) -> Reviews:
        """What staff have looked at."""
        return Reviews(self._channel)

    @cached_property
    def usage(self) -> Usage:
        """How the content is used, over all people."""
        return Usage(self._channel)

    @cached_property
    def chores(self) -> Chores:
        """Nightly work."""
        return Chores(self._channel)

    @cached_property
    def audit(self) -> Audit:
        """Who looked at or changed what."""
        return Audit(self._channel)

    def forget_attempt(self, person: int) -> int:
        """Deletes what an enrolment that ended with *Not now* has left; how many rows it were."""
        return Erasing(self._channel).forget_attempt(person)

    def erase(self, person: int) -> int:
        """Deletes all rows about a person, the audit log excepted; how many they were."""
        return Erasing(self._channel).erase(person)

    def stands(self, person: int, since: datetime) -> list[int]:
        """The messages known to stand in the person's chat that were sent or changed since that moment."""
        return Erasing(self._channel).stands(person, since)

    def forget_messages(self, person: int) -> None:
        """None of the messages that are known stands in the chat in which the person is reached from now on."""
        Erasing(self._channel).forget_messages(person)
