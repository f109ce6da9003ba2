"""The state of the simulated Telegram: people, chats, messages, updates, and what a test may break."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.simulator.bell import Bell
from bot.simulator.chats import BotStatus, Chat, ChatType, Message, Tap
from bot.simulator.faults import Faults, RateJudge, Rates
from bot.simulator.files import FileStore
from bot.simulator.journal import Journal
from bot.simulator.people import Person
from bot.simulator.refusals import Json
from bot.simulator.updates import TAP_LIFE, UpdateQueue

_BOT_ID = 7_000_000_001


@dataclass
class Settings:
    """What a bot has told Telegram about itself."""

    names: dict[str, str] = field(default_factory=dict)  # by language, "" for all others
    commands: dict[tuple[str, int | None, str], list[Json]] = field(default_factory=dict)  # scope, chat, language
    webhook: Json | None = None


class World:
    """One bot, its people and its chats. `now` gives aware UTC; `monotonic` real seconds for rates and faults."""

    def __init__(
        self,
        token: str,
        bot_username: str = "companion_bot",
        bot_name: str = "Companion",
        *,
        now: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
        rates: Rates | None = None,
    ) -> None:
        self.token = token
        self.bot_user: Json = {"id": _BOT_ID, "is_bot": True, "first_name": bot_name, "username": bot_username}
        self.now = now
        self.monotonic = monotonic
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files = FileStore()
        self.queue = UpdateQueue(now)
        self.journal = Journal()
        self.faults = Faults(monotonic)
        self.judge = RateJudge(monotonic, rates)
        self.settings = Settings(names={"": bot_name})
        self.taps: dict[str, Tap] = {}
        self.incoming = Bell()  # something for the bot
        self.changed = Bell()  # something for a phone
        self.revision = 0
        self.common_revision = 0  # of the newest change that concerns all chats
        self.poller = 0  # the number of the newest getUpdates
        self._last_query = 4_000_000_000_000

    # -- people and chats --------------------------------------------------------------------------------------

    def add_person(
        self, user_id: int, first_name: str, language_code: str | None = "en", username: str | None = None
    ) -> Person:
        """Someone with a Telegram account, who has not pressed Start yet."""
        self.chats[user_id] = Chat(user_id, "private", first_name, username)
        self.people[user_id] = Person(self, user_id, first_name, language_code, username)
        self.change()
        return self.people[user_id]

    def person(self, user_id: int) -> Person:
        """A person added before, or a new one with a plain name."""
        return self.people.get(user_id) or self.add_person(user_id, f"Person {user_id}")

    def add_chat(self, chat_id: int, title: str, kind: ChatType = "group", by: Person | None = None) -> Chat:
        """A group or channel to which the bot is added."""
        if chat_id >= 0:
            raise ValueError("the id of a group or channel is below 0")
        chat = self.chats[chat_id] = Chat(chat_id, kind, title, started=True, bot_status="left")
        self.set_bot_status(chat, "member", by)
        return chat

    def set_bot_status(self, chat: Chat, status: BotStatus, by: Person | None = None) -> None:
        """The bot is blocked, unblocked, added or removed; Telegram tells it as my_chat_member."""
        if status == chat.bot_status:
            return
        actor = by.as_telegram() if by else self.bot_user
        old, chat.bot_status = chat.bot_status, status
        body = {
            "chat": chat.as_telegram(),
            "from": actor,
            "date": int(self.now().timestamp()),
            "old_chat_member": self._membership(old),
            "new_chat_member": self._membership(status),
        }
        self.put_update("my_chat_member", body)
        self.change(chat)

    def _membership(self, status: BotStatus) -> Json:
        member: Json = {"user": self.bot_user, "status": status}
        return member | ({"until_date": 0} if status == "kicked" else {})

    def migrate(self, chat_id: int, new_id: int) -> Chat:
        """A group becomes a supergroup with another id."""
        old = self.chats[chat_id]
        new = self.chats[new_id] = Chat(new_id, "supergroup", old.title, started=True)
        old.migrated_to = new_id
        self.post(old, self.bot_user, extra={"migrate_to_chat_id": new_id}, tell=True)
        return new

    # -- messages ----------------------------------------------------------------------------------------------

    def post(
        self,
        chat: Chat,
        sender: Json | None,
        text: str | None = None,
        entities: list[Json] | None = None,
        *,
        extra: Json | None = None,
        tell: bool = False,
    ) -> Message:
        """Put a message into a chat; with `tell` the bot gets it as an update."""
        message = Message(chat.next_message_id, chat, sender, self.now(), text, entities or [], extra=extra or {})
        chat.next_message_id += 1
        chat.messages[message.message_id] = message
        self.touch(message)
        if tell:
            self.put_update("channel_post" if chat.type == "channel" else "message", message.as_telegram())
        return message

    def touch(self, message: Message) -> None:
        """A message was made or changed: phones that show its chat look again."""
        message.revision = self.change(message.chat)

    def delete(self, message: Message) -> None:
        """A message disappears from its chat."""
        del message.chat.messages[message.message_id]
        message.chat.deleted.append((self.change(message.chat), message.message_id))

    def tap(self, person: Person, chat: Chat, message_id: int, data: str) -> Tap:
        """A press of a button; any data may come with any message, as from any Telegram client."""
        self._last_query += 1
        tap = Tap(str(self._last_query), chat, message_id, self.now())
        message = chat.messages.get(message_id)
        # A message that is gone arrives as an InaccessibleMessage: date 0 and nothing else.
        shown = message.as_telegram() if message else {"chat": chat.as_telegram(), "message_id": message_id, "date": 0}
        body = {
            "id": tap.query_id,
            "from": person.as_telegram(),
            "message": shown,
            "chat_instance": str(chat.chat_id * 7919),
            "data": data,
        }
        self.taps[tap.query_id] = tap
        self.queue.put("callback_query", body, TAP_LIFE)
        self.incoming.ring()
        return tap

    def put_update(self, kind: str, body: Json) -> None:
        """Queue something for the bot."""
        self.queue.put(kind, body)
        self.incoming.ring()

    def put_malformed_update(self) -> None:
        """Queue an update that no library can parse."""
        self.queue.put_malformed()
        self.incoming.ring()

    def change(self, chat: Chat | None = None) -> int:
        """Count a change that phones can see: in one chat, or without one in all."""
        self.revision += 1
        if chat is None:
            self.common_revision = self.revision
        else:
            chat.revision = self.revision
        self.changed.ring()
        return self.revision

    def commands_for(self, chat: Chat, language: str | None) -> list[Json]:
        """The commands a chat's menu lists: the nearest scope wins, in the person's language before any."""
        scopes: list[tuple[str, int | None]] = [("chat", chat.chat_id)]
        scopes += [("all_private_chats", None)] if chat.type == "private" else [("all_group_chats", None)]
        for scope, chat_id in [*scopes, ("default", None)]:
            for code in (language or "", ""):
                if commands := self.settings.commands.get((scope, chat_id, code)):
                    return commands
        return []
