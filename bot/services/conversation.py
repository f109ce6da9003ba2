"""One update of one person: what it means, and everything it causes, in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from bot.core import player
from bot.core.interpret import (
    Command,
    Incoming,
    Menu,
    Odd,
    OpenDelivery,
    ToRun,
    Unreadable,
    Words,
    interpret,
)
from bot.core.safety import Finding, says_help, screen
from bot.services import (
    alerts,
    arriving,
    commands,
    enrol,
    leading,
    menus,
    outbox,
    outcomes,
    outside,
    review,
    runs,
    session_lines,
)
from bot.services.danger import is_card_number
from bot.services.house import House
from bot.services.outside import Reply
from bot.services.runs import NoSuchActivity
from bot.services.scene import Scene
from bot.storage.runs import Run
from bot.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Handled:
    """What is sent at once, and the language that the chat's person reads now (empty for a stranger)."""

    replies: list[Reply]
    language: str = ""


def handle(unit: Unit, house: House, incoming: Incoming, now: datetime) -> Handled:
    """Everything the update causes; running it again causes nothing."""
    if not unit.done(incoming.update, now) or incoming.kind == "nothing":
        return Handled([], _language(unit, incoming.chat))
    person = unit.people.by_chat(incoming.chat)
    if person is None:
        replies = outside.stranger(unit, house, incoming, now)
    else:
        person = unit.person(person.id)
        replies = _known(_revived(Scene(unit, house, person, now, unit.roles.of(person.id, now), incoming)))
    return Handled(replies, _language(unit, incoming.chat))


def _language(unit: Unit, chat: int) -> str:
    person = unit.people.by_chat(chat)
    return person.language if person else ""


def languages_of_chats(unit: Unit) -> dict[int, str]:
    """The language of everybody who has a chat, by the chat."""
    people = ((unit.people.chat_of(person.id), person.language) for person in unit.people.all())
    return {chat: language for chat, language in people if chat is not None}


def _revived(scene: Scene) -> Scene:
    """Whoever writes or taps can be reached again."""
    incoming, person = scene.incoming, scene.person
    if incoming is None or incoming.kind == "blocked":
        return scene
    if incoming.kind != "tap" and incoming.message is not None:
        scene.unit.chats.saw_message(person.id, incoming.message)
    chat = scene.unit.chats.of(person.id)
    if chat and chat.blocked_at:
        outcomes.revive(scene.unit, person.id, scene.now)
    if person.state == "unreachable":
        scene.unit.people.set(person.id, "state", enrol.state_again(person, scene.now), scene.now, person.id)
        return scene.again()
    return scene


def _known(scene: Scene) -> list[Reply]:
    incoming = scene.incoming
    if incoming is None or incoming.kind == "unblocked":
        return []
    if incoming.kind == "blocked":
        outcomes.lose(scene.unit, scene.person.id, scene.now, scene.person.id)
        return []
    finding = screen(incoming.text, scene.person.language, scene.house.content().families) if incoming.text else None
    if finding and finding.urgent:
        _endangered(scene, finding)
        return []
    intent = interpret(incoming, scene.house.keys())
    if scene.person.state == "discharged" or not scene.roles:
        return outside.has_left(scene, intent)
    match intent:
        case Odd(kind):
            outbox.say(scene, f"{kind}-told")
        case Words(text, forwarded):
            _words(scene, text, forwarded, finding)
        case Command():
            return _command(scene, intent)
        case Menu():
            return _menu(scene, intent)
        case ToRun(run, event):
            _to_run(scene, run, event)
        case OpenDelivery(delivery):
            _open(scene, delivery)
        case Unreadable():
            show_present(scene, "stale")
    return []


def _endangered(scene: Scene, finding: Finding) -> None:
    """The safety reply went out from memory before this; here its alert is stored. If a question waited for the
    person's own words, these are the answer all the same: the counselor should be able to read them."""
    if "participant" in scene.roles:
        alerts.raise_danger(scene, finding.kind)
    incoming = scene.incoming
    if incoming and incoming.kind == "text" and not incoming.forwarded:
        run, kind = _asking(scene)
        if run and kind == "text":
            leading.lead(scene, run, player.Typed(incoming.text), silently=True)


def _asking(scene: Scene) -> tuple[Run | None, str]:
    """The newest page in the chat that waits for an answer, and the kind of its question."""
    run = runs.newest_shown(scene)
    question = runs.open_question(scene, run) if run else None
    return (run, question.kind) if run and question else (None, "")


def _words(scene: Scene, text: str, forwarded: bool, finding: Finding | None) -> None:
    if says_help(text):
        return  # answered from memory
    if forwarded:
        outbox.say(scene, "forwarded-told")
        return
    run, _ = _asking(scene)
    if run:
        leading.lead(scene, run, player.Typed(text))
        return
    if not _may_talk(scene):
        return
    if "participant" in scene.roles:
        menus.hold_text(scene, text)
        page = {"use_disclosure": "safety/used", "craving": "sos/craving"}.get(finding.kind if finding else "")
        if page:
            leading.open_activity(scene, page)
    else:
        outbox.say(scene, "staff-text", notice=True)


def _may_talk(scene: Scene) -> bool:
    """Before consent only the steps of enrolment are answered."""
    step = enrol.next_step(scene) if scene.person.state == "invited" else None
    if step:
        leading.open_activity(scene, step, why="consent-first")
    return step is None


def _command(scene: Scene, command: Command) -> list[Reply]:
    if command.name == "start":
        if command.argument:  # their own link for a new phone, pressed on the old one: it is used up
            arriving.claim(scene.unit, command.argument, _chat(scene), scene.person.language, scene.now)
        commands.start(scene)
        return []
    if command.name == "sos":
        commands.note_help(scene)
        return []
    if not _may_talk(scene):
        return []
    return [Reply(_chat(scene), message) for message in commands.run(scene, command)]


def _menu(scene: Scene, menu: Menu) -> list[Reply]:
    if menu.verb == "sos":
        commands.note_help(scene)
        return []
    if not _may_talk(scene):
        return []
    if menu.verb == "go" and is_card_number(scene.house, menu.numbers):
        commands.note_help(scene)  # answered from memory
        return []
    messages = menus.choose(scene, menu)
    if messages is None:
        show_present(scene, "stale")
        return []
    return [Reply(_chat(scene), message) for message in messages]


def _chat(scene: Scene) -> int:
    return scene.incoming.chat if scene.incoming else 0


def _to_run(scene: Scene, number: int, event: player.Event) -> None:
    run = scene.unit.runs.by_id(number)
    if run is None or run.person != scene.person.id or run.outcome not in (None, "finished"):
        show_present(scene, "stale")
        return
    if run.outcome == "finished" and not isinstance(event, player.Open | player.Change | player.Follow):
        newest = runs.newest_shown(scene)
        if newest is not None and newest.id != run.id:  # a second tap on a page that has made way for the next one
            show_present(scene, "stale")
            return
    leading.lead(scene, run, event)


def _open(scene: Scene, number: int) -> None:
    """*Open* under an unasked line: what it stands for takes its place."""
    delivery = scene.unit.deliveries.by_id(number)
    if delivery is None or delivery.person != scene.person.id:
        show_present(scene, "stale")
        return
    scene.unit.deliveries.opened(delivery.id, scene.now)
    if review.open_line(scene, delivery) or session_lines.open_line(scene, delivery):
        return
    target = str(outbox.arguments(delivery).get("offer") or delivery.purpose)
    try:
        leading.open_activity(scene, target)
    except NoSuchActivity:  # the content has it no more, or the number is that of another kind of message
        show_present(scene, "stale")


def show_present(scene: Scene, notice: str) -> None:
    """The page on which the person is now, with a kind line; the home menu where there is none."""
    run = runs.newest_shown(scene) or scene.unit.runs.newest_open(scene.person.id)
    if run and run.outcome in (None, "finished"):
        outbox.show_run(scene, run, notice)
    elif _may_talk(scene):
        outbox.say(scene, notice)
