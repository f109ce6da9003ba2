"""A counselor's groups: their members, who joins and who leaves."""

from collections.abc import Callable

from bot.core.view import Line, View, tap
from bot.services import meetings, outbox, records, session_desk, session_news
from bot.services.noting import note
from bot.services.scene import Scene
from bot.services.session_words import (
    heading,
    named,
    start_in_words,
)
from bot.services.watch import scene_of
from bot.storage.groups import Group
from bot.storage.people import Person

LONGEST_PLACE = 200


def led_group(scene: Scene, number: int) -> Group | None:
    """The group of that number, if this member of staff leads it or is an administrator."""
    group = scene.unit.groups.by_id(number) if scene.is_staff else None
    if group is None or group.ended_at is not None:
        return None
    return group if group.facilitator == scene.person.id or "admin" in scene.roles else None


def _groups(scene: Scene, numbers: tuple[int, ...]) -> bool:
    if numbers or not scene.is_staff:
        return False
    outbox.show_menu(scene, "groups")
    return True


def groups(scene: Scene, _: tuple[int, ...]) -> View:
    """The groups that this member of staff leads; an administrator sees all."""
    unit = scene.unit.groups
    found = unit.all() if "admin" in scene.roles else unit.of_facilitator(scene.person.id)
    rows = [(named(_with_next(scene, group), "members", group.id),) for group in found]
    ask = Line("desk-ask-group" if found else "desk-no-group")
    return View(
        above=(heading("desk-groups"), ask),
        buttons=(*rows, (tap("desk-new-group", "group"), tap("back", "sessions"))),
    )


def _with_next(scene: Scene, group: Group) -> str:
    """The title, and when it meets next: two groups may be called the same."""
    coming = meetings.next_of(scene.unit, group, scene.now)
    return f"{group.title} · {start_in_words(scene, coming, group.timezone)}" if coming else group.title


def _members(scene: Scene, numbers: tuple[int, ...]) -> bool:
    if not numbers or len(numbers) > 2 or led_group(scene, numbers[0]) is None:
        return False
    outbox.show_menu(scene, "members", *numbers)
    return True


def _ask_place(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """*Place* says how it is written."""
    if len(numbers) != 1 or led_group(scene, numbers[0]) is None:
        return False
    outbox.show_menu(scene, "place", numbers[0])
    return True


def how_to_write_a_place(scene: Scene, numbers: tuple[int, ...]) -> View | None:
    """A place is the one thing about a group that must be typed: as a command, so that it is taken for nothing else."""
    group = led_group(scene, numbers[0])
    if group is None:
        return None
    place = scene.unit.groups.place_of(group.id)
    above = [Line("plain", {"text": group.title}, bold=True), *([Line("plain", {"text": place})] if place else [])]
    hint = Line("desk-place-hint", {"name": group.name}, notice=True)
    return View(above=(*above, hint), buttons=((tap("back", "members", group.id),),))


def take_place(scene: Scene, words: str) -> None:
    """`/sessions NAME PLACE`: the group meets there from now on, and its members hear that something changed."""
    name, _, place = words.partition(" ")
    group = scene.unit.groups.by_name(name)
    if group is None or led_group(scene, group.id) is None or not 0 < len(place.strip()) <= LONGEST_PLACE:
        outbox.show_menu(scene, "groups", fresh=True)
        return
    set_place(scene, group, place.strip())
    outbox.show_menu(scene, "members", group.id, fresh=True)


def set_place(scene: Scene, group: Group, place: str) -> None:
    """Whoever belongs to the group should not wait at the old door."""
    if scene.unit.groups.place_of(group.id) == place:
        return
    scene.unit.groups.set_place(group.id, place)
    note(scene.unit, scene.person.id, "group place", group.name, scene.now)
    coming = meetings.next_of(scene.unit, group, scene.now)
    before = coming.starts_at if coming else None
    for member in scene.unit.groups.members_of(group.id, scene.now):
        theirs = scene_of(scene.unit, scene.house, member, scene.now)
        session_news.tell(theirs, f"group:{group.id}", f"place {scene.now.isoformat()}", 0, before)


def _join(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """Somebody of the counselor's own people joins."""
    group, person = _group_and_person(scene, numbers)
    if group is None or person is None or person.id not in {each.id for each in records.own_people(scene)}:
        return False
    meetings.add_member(scene.unit, scene.house, group, person.id, scene.now, by=scene.person.id)
    outbox.show_menu(scene, "members", group.id)
    return True


def _part(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """Asks once: the person is told."""
    group, person = _group_and_person(scene, numbers)
    if group is None or person is None:
        return False
    outbox.show_menu(scene, "part", *numbers)
    return True


def _part_yes(scene: Scene, numbers: tuple[int, ...]) -> bool:
    group, person = _group_and_person(scene, numbers)
    if group is None or person is None:
        return False
    meetings.remove_member(scene.unit, scene.house, group, person.id, scene.now, by=scene.person.id)
    outbox.show_menu(scene, "members", group.id)
    return True


def _group_and_person(scene: Scene, numbers: tuple[int, ...]) -> tuple[Group | None, Person | None]:
    """A group that this member of staff leads, and somebody who is, or may become, a member."""
    group = led_group(scene, numbers[0]) if len(numbers) == 2 else None
    if group is None:
        return None, None
    known = {*scene.unit.groups.members_of(group.id, scene.now), *(p.id for p in records.own_people(scene))}
    return group, scene.unit.people.by_id(numbers[1]) if numbers[1] in known else None


def members(scene: Scene, numbers: tuple[int, ...]) -> View | None:
    """Who belongs to the group; with a second number, who could join it."""
    group = led_group(scene, numbers[0])
    if group is None:
        return None
    people = [scene.unit.people.by_id(number) for number in scene.unit.groups.members_of(group.id, scene.now)]
    adds = len(numbers) == 2
    offered = _could_join(scene, people) if adds else people
    letters = session_desk.in_letters(scene, [*people, *offered])
    rows = [
        (tap("desk-add" if adds else "desk-remove", "join" if adds else "part", group.id, p.id, who=letters[p.id]),)
        for p in offered
    ]
    add = (tap("desk-add-member", "members", group.id, 1),) if _could_join(scene, people) else ()
    ways = [] if adds else [(*add, tap("desk-place", "place", group.id))]
    title = Line("plain", {"text": _title_and_place(scene, group)}, bold=True)
    told = Line("plain", {"text": "\n".join(letters[p.id] for p in people)}) if people else Line("desk-nobody")
    back = tap("back", "members", group.id) if adds else tap("back", "groups")
    return View(above=(title, told), buttons=(*rows, *ways, (back, tap("desk-sessions", "sessions"))))


def _title_and_place(scene: Scene, group: Group) -> str:
    return "\n".join(filter(None, (group.title, scene.unit.groups.place_of(group.id))))


def _could_join(scene: Scene, members: list[Person]) -> list[Person]:
    inside = {person.id for person in members}
    return [person for person in records.own_people(scene) if person.id not in inside]


def ask_part(scene: Scene, numbers: tuple[int, ...]) -> View | None:
    """*Take them out? They are told.*"""
    group, person = _group_and_person(scene, numbers)
    if group is None or person is None:
        return None
    who = f"{session_desk.in_letters(scene, [person])[person.id]} · {group.title}"
    row = (tap("desk-remove-yes", "partyes", *numbers), tap("no", "members", group.id))
    return View(above=(Line("plain", {"text": who}, bold=True), Line("desk-ask-remove")), buttons=(row,))


VERBS: dict[str, Callable[[Scene, tuple[int, ...]], bool]] = {
    "groups": _groups,
    "members": _members,
    "place": _ask_place,
    "join": _join,
    "part": _part,
    "partyes": _part_yes,
}
VIEWS: dict[str, Callable[[Scene, tuple[int, ...]], View | None]] = {
    "groups": groups,
    "members": members,
    "place": how_to_write_a_place,
    "part": ask_part,
}
