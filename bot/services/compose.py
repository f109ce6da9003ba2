"""What a row of the outbox looks like now: its words are made when it is sent, so nothing is stale."""

from dataclasses import dataclass, replace

from bot.core import pages
from bot.core.activity import Activity, Paragraph, Span
from bot.core.values import Value
from bot.core.view import Button, Line, View, image_of, tap
from bot.services import (
    calendar_file,
    commands_menu,
    editors,
    leaving,
    menus,
    outbox,
    phases,
    plan,
    previews,
    returning,
    review,
    runs,
    session_facts,
    snoozing,
    unasked,
)
from bot.services.knowledge import facts_for
from bot.services.mydata import document
from bot.services.scene import Scene
from bot.services.transport import Message
from bot.storage.deliveries import Delivery
from bot.storage.runs import Run


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message, the earlier one in whose place it is put (`edit`), and those that go once it is sent anew
    (`replaces`). `commands` asks for the commands menu of a role instead of a message, `removes` for a message to be
    taken away. `fades`: the message shows a record, which becomes a neutral card after ten minutes; `only_edit`: it is
    never sent anew."""

    message: Message | None
    edit: int | None = None
    replaces: tuple[int, ...] = ()
    run: Run | None = None
    commands: str = ""
    removes: int | None = None
    fades: bool = False
    only_edit: bool = False


NOTHING = Outgoing(None)


def compose(scene: Scene, delivery: Delivery) -> Outgoing:
    """The message of a delivery to the scene's person; `NOTHING` when it has lost its sense meanwhile."""
    args = outbox.arguments(delivery)
    match delivery.purpose:
        case "page" if delivery.subject == "menu" and isinstance(gone := args.get("gone"), int):
            return Outgoing(None, removes=gone)
        case "page" if delivery.subject == "menu":
            return _menu(scene, args, delivery.message_id)
        case "page" if delivery.subject == "faded":
            return _faded(scene, args)
        case "page" if delivery.subject.startswith(snoozing.SUBJECT):
            return _settled(scene, args)
        case "page" if delivery.subject == editors.SUBJECT:
            return Outgoing(_line(scene, args))
        case "page":
            return _page(scene, int(delivery.subject.partition(":")[2]), args)
        case "line" | "seen":
            return Outgoing(_line(scene, args))
        case "keyboard":
            return Outgoing(Message(View(above=(Line("keyboard"),)), scene.person.language, keyboard="show"))
        case "farewell":
            return Outgoing(leaving.farewell_message(scene, own_wish=bool(args.get("own_wish"))))
        case "commands":
            return Outgoing(None, commands=commands_menu.of_roles(scene.roles))
        case "mydata":
            return Outgoing(document(scene))
        case "calendar":
            return Outgoing(calendar_file.document(scene, args.get("meeting")))
        case "alert" | "message" | "list" | "digest" | "session" | "session-change":
            return Outgoing(_neutral(scene, f"{delivery.purpose}-neutral", delivery))
        case "offer" | "follow-up" | unasked.OFFER | phases.PURPOSE:
            return _offer(scene, args, delivery)
        case _:
            return _prompt(scene, delivery, args)


def _line(scene: Scene, args: dict[str, object]) -> Message:
    values = args["values"] if isinstance(args["values"], dict) else {}
    line = Line(str(args["key"]), values, notice=bool(args["notice"]))
    return Message(View(above=(line,)), scene.person.language)


def _neutral(scene: Scene, key: str, delivery: Delivery) -> Message:
    return Message(View(above=(Line(key, notice=True),), buttons=((_open(delivery),),)), scene.person.language)


def _open(delivery: Delivery) -> Button:
    return Button("open", key="open", numbers=(delivery.id,))


def _menu(scene: Scene, args: dict[str, object], before: int | None) -> Outgoing:
    """A menu stands in the chat once: in the place of the message that was tapped, or anew and the one before goes."""
    verb, numbers = str(args["verb"]), _numbers(args)
    view = menus.view(scene, verb, numbers)
    if view is None:
        return NOTHING
    tapped = args["message"] if isinstance(args["message"], int) else None
    chat = scene.unit.chats.of(scene.person.id)
    newest = chat is not None and tapped is not None and tapped == chat.last_message_id
    message = Message(view, scene.person.language, protect=verb in review.VIEWS and _is_staff(scene))
    replaces = (before,) if before is not None else ()
    return Outgoing(
        message, edit=tapped if newest else None, replaces=replaces, fades=verb in (*review.VIEWS, *plan.PRIVATE)
    )


def _is_staff(scene: Scene) -> bool:
    return scene.is_staff


def _numbers(args: dict[str, object]) -> tuple[int, ...]:
    numbers = args["numbers"]
    return tuple(numbers) if isinstance(numbers, list) else ()


def _faded(scene: Scene, args: dict[str, object]) -> Outgoing:
    """A record does not stay on the screen of a counselor's phone."""
    message = args["message"] if isinstance(args["message"], int) else None
    shown = scene.unit.deliveries.page_of(scene.person.id, "menu")
    if message is None or shown is None or shown.message_id != message:
        return NOTHING  # something else stands there by now
    again = Button("menu", key="open", verb=str(args["verb"]), numbers=_numbers(args))
    view = View(above=(Line("neutral-card"),), buttons=((again,),))
    return Outgoing(Message(view, scene.person.language), edit=message, only_edit=True)


def _page(scene: Scene, number: int, args: dict[str, object]) -> Outgoing:
    run = scene.unit.runs.by_id(number)
    if run is not None and args.get("gone"):
        return Outgoing(None, removes=run.message_id, run=run) if run.message_id else NOTHING
    if run is None or run.outcome in ("switched", "left"):
        return NOTHING
    language = runs.activity_of(scene, run).language
    if args.get("neutral"):
        return _neutral_card(scene, run, language) if run.message_id else NOTHING
    view = runs.view_of(scene, run)
    view = replace(view, above=(*_above(scene, run, args), *view.above))
    if run.outcome == "finished":
        view = replace(view, buttons=(*view.buttons, *_ways_out(scene, run)))
    if previews.is_preview(run):
        view = replace(view, buttons=(*view.buttons, (tap("preview-list", "preview"),)))
    chat = scene.unit.chats.of(scene.person.id)
    newest = chat is not None and run.message_id is not None and run.message_id == chat.last_message_id
    image = image_of(view)
    picture = scene.house.content().image(image.path, language) if image else None
    message = Message(view, language, run=run.id, picture=picture)
    old = (run.message_id,) if run.message_id else ()
    in_place = newest and not args.get("fresh")
    return Outgoing(message, edit=run.message_id if in_place else None, replaces=old, run=run)


def _above(scene: Scene, run: Run, args: dict[str, object]) -> list[Line]:
    """A kind line, and the reason of a rule, above the page."""
    lines = []
    if notice := str(args.get("notice") or ""):
        lines.append(Line(notice, {"title": runs.activity_of(scene, run).title}))
    if isinstance(reason := args.get("reason"), dict):
        lines.append(Line(reason["key"], reason["values"], notice=True))
    return lines


def _ways_out(scene: Scene, run: Run) -> list[tuple[Button, ...]]:
    """After the end: back to where the person came from if that is of today, and the menu."""
    if "participant" not in scene.roles or scene.person.state == "invited":
        return []
    parent = scene.unit.runs.by_id(run.parent) if run.parent else None
    rows = []
    if parent and parent.outcome in (None, "finished") and parent.occurrence == scene.day.isoformat():
        title = runs.activity_of(scene, parent).title
        rows.append((Button("menu", key="go-on", verb="run", numbers=(parent.id,), values={"title": title}),))
    return [*rows, (Button("menu", key="menu", verb="home", numbers=(1,)),)]


def _neutral_card(scene: Scene, run: Run, language: str) -> Outgoing:
    row = [Button("show", key="open")]
    ended = run.finished_at
    if ended and scene.now - ended < runs.CHANGE_WITHIN and _can_change(scene, run):
        row.append(Button("change", key="change"))
    view = View(above=(Line("neutral-card"),), buttons=(tuple(row),))
    return Outgoing(Message(view, language, run=run.id), edit=run.message_id, run=run, only_edit=True)


def _can_change(scene: Scene, run: Run) -> bool:
    activity = runs.activity_of(scene, run)
    return bool(pages.changeable(activity, runs.values_of(scene, run, activity), facts_for(scene, activity, run)))


def _prompt(scene: Scene, delivery: Delivery, args: dict[str, object]) -> Outgoing:
    number = args.get("run")
    run = scene.unit.runs.by_id(number) if isinstance(number, int) else None
    if run is None or run.outcome not in (None, "switched") or session_facts.is_past(scene, run):
        return NOTHING
    activity = scene.house.content().activity(run.activity, scene.person.language)
    if activity is None:
        return NOTHING
    above = (Line("welcome-back"),) if returning.from_pause(scene, delivery) else ()
    buttons = ((_open(delivery),), *snoozing.buttons(scene, delivery))
    view = View(above=above, blocks=_words(scene, activity, run), buttons=buttons)
    return Outgoing(Message(view, scene.person.language), replaces=_earlier(scene, delivery), run=run)


def _earlier(scene: Scene, delivery: Delivery) -> tuple[int, ...]:
    """Yesterday's prompt that nobody opened does not stay behind with a button that leads nowhere, nor does the line in
    the place of one that was put off and comes now. What asks about a session is taken back by itself."""
    if session_facts.meeting_of(scene.unit, delivery.subject):
        return ()
    earlier = scene.unit.deliveries.newest_sent(delivery.person, delivery.purpose)
    put_off = earlier is not None and delivery.part > 0 and earlier.occurrence == delivery.occurrence
    if earlier is None or earlier.message_id is None or not (put_off or earlier.opened_at is None):
        return ()
    return (earlier.message_id,)


def _settled(scene: Scene, args: dict[str, object]) -> Outgoing:
    message = args["message"] if isinstance(args["message"], int) else None
    edited = Message(snoozing.settled(args), scene.person.language)
    return Outgoing(edited, edit=message, only_edit=True) if message else NOTHING


def _words(scene: Scene, activity: Activity, run: Run) -> tuple[Paragraph, ...]:
    """The prompt's words: open ones for those who chose open notices and where every fact in them is known."""
    facts = facts_for(scene, activity, run)
    opens = scene.person.notices == "open"
    if opens and (spans := pages.fill(activity.prompt_open, facts)):
        return (Paragraph(spans),)
    discreet = pages.fill(activity.prompt, facts) or (Span(scene.house.content().label("prompt", activity.language)),)
    title = (Paragraph((Span(activity.title),)),) if opens and not activity.prompt_open else ()
    return (Paragraph(discreet), *title)


def _offer(scene: Scene, args: dict[str, object], delivery: Delivery) -> Outgoing:
    values: dict[str, Value] = args["values"] if isinstance(args["values"], dict) else {}
    reason = Line(str(args["key"]), values, notice=True) if args["key"] else Line("prompt")
    return Outgoing(Message(View(above=(reason,), buttons=((_open(delivery),),)), scene.person.language))


def shows_record(delivery: Delivery) -> bool:
    """Whether the message shows a person's record to staff."""
    menu = delivery.purpose == "page" and delivery.subject == "menu"
    return menu and outbox.arguments(delivery)["verb"] in review.VIEWS


def audited(scene: Scene, delivery: Delivery) -> str | None:
    """Whose record the message shows: its line of the audit log is committed before it is read."""
    args = outbox.arguments(delivery)
    return review.subject_of(scene, str(args["verb"]), _numbers(args))
