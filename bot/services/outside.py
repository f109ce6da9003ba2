"""Whoever has no place here yet, or any more: links, and what a stranger is told."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.interpret import Command, Incoming, Intent, Menu, Words, interpret
from bot.core.safety import says_help, screen
from bot.core.view import Line, View
from bot.services import arriving, commands, farewell, outbox
from bot.services.arriving import OldChat
from bot.services.danger import is_card_number
from bot.services.house import House
from bot.services.scene import Scene
from bot.services.transport import Message
from bot.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Reply:
    """A message that is sent right after the commit and not kept: to somebody the program does not know, or with a
    secret (an invite) that must not be stored readable. `takes`: the messages of that chat that go first; `lasting`: it
    is the last one to a phone that was given up, and is tried for a while."""

    chat: int
    message: Message
    takes: tuple[int, ...] = ()
    lasting: bool = False


def stranger(unit: Unit, house: House, incoming: Incoming, now: datetime) -> list[Reply]:
    """Nothing is revealed: neither whose bot this is, nor whether a code ever existed."""
    if incoming.kind in ("blocked", "unblocked"):
        return []
    language = house.language_of(incoming.language)
    command = interpret(incoming, house.keys())
    if isinstance(command, Command) and command.name == "sos":
        return []  # answered from memory
    if not isinstance(command, Command) or command.name != "start" or not command.argument:
        return [] if _was_answered(house, incoming) else [_line(incoming.chat, "invite-none", language)]
    return _by_link(unit, house, incoming, command.argument, language, now)


def _by_link(unit: Unit, house: House, incoming: Incoming, code: str, language: str, now: datetime) -> list[Reply]:
    """Whoever presses a link and has no place here (any more). Of no use are a used link, an old one, one that was
    revoked and one that never was: all get the same answer."""
    if unit.invites.locked_until(incoming.chat, now):
        return [_line(incoming.chat, "invite-locked", language)]
    arrival = arriving.claim(unit, code, incoming.chat, language, now)
    if arrival is None:
        locked = unit.invites.wrong_try(incoming.chat, now)
        return [_line(incoming.chat, "invite-locked" if locked else "invite-wrong", language)]
    person = arrival.person
    unit.chats.saw_message(person.id, incoming.message or 0)
    commands.start(Scene(unit, house, person, now, unit.roles.of(person.id, now), incoming))
    return [_last_words(house, arrival.left, person.language)] if arrival.left else []


def _last_words(house: House, left: OldChat, language: str) -> Reply:
    """What the phone that was given up still hears; what stands there goes."""
    line = farewell.with_phone(house, "moved-told")
    return Reply(left.chat, farewell.last_line(line, language=language), left.messages, lasting=True)


def _was_answered(house: House, incoming: Incoming) -> bool:
    finding = screen(incoming.text, incoming.language, house.content().families) if incoming.text else None
    return says_help(incoming.text) or bool(finding and finding.urgent)


def _line(chat: int, key: str, language: str) -> Reply:
    return Reply(chat, Message(View(above=(Line(key),)), language))


def has_left(scene: Scene, intent: Intent) -> list[Reply]:
    """Somebody who has left, or whose role has ended: help now is for everybody, and a new link brings them back."""
    incoming = scene.incoming
    if incoming and isinstance(intent, Command) and intent.name == "start" and intent.argument:
        return _by_link(scene.unit, scene.house, incoming, intent.argument, scene.person.language, scene.now)
    if not _asks_for_help(scene.house, intent):
        outbox.say(scene, "discharged-told" if scene.person.state == "discharged" else "no-role-told")
    return []


def _asks_for_help(house: House, intent: Intent) -> bool:
    """Whether it was answered from memory: help now is for everybody."""
    match intent:
        case Command("sos") | Menu("sos"):
            return True
        case Menu("go", numbers):
            return is_card_number(house, numbers)
        case Words(text):
            return says_help(text)
    return False
