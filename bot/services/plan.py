"""*My plan*: the worksheets as sections, each with the person's own words and a way to change them."""

from bot.core import player
from bot.core.activity import Activity
from bot.core.interpret import activity_number
from bot.core.view import Button, Line, View, tap
from bot.services import leading, outbox
from bot.services.own_words import Section, section, sections, shortened
from bot.services.scene import Scene

GLANCE, WHOLE, LONGEST = 2, 500, 90
"""Answers of a section that the overview shows, signs of one answer on its own page, and of one in the overview: so all
that a page can hold stays within a message."""


def command(scene: Scene, _: str = "") -> None:
    """`/plan`."""
    outbox.show_menu(scene, "plan", fresh=True)


def choose(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """The overview; with a worksheet's number its section, or the worksheet itself while nothing is in it."""
    if not numbers:
        outbox.show_menu(scene, "plan")
        return True
    activity = _worksheet(scene, numbers)
    if activity is None:
        return False
    if section(scene, activity).kept:
        outbox.show_menu(scene, "section", *numbers)
    else:
        leading.open_activity(scene, activity.id)
    return True


def change(scene: Scene, numbers: tuple[int, ...]) -> bool:
    """Opens the worksheet: where one was begun, there; else at *Change* of the last one."""
    activity = _worksheet(scene, numbers)
    if activity is None:
        return False
    last = scene.unit.runs.newest_finished(scene.person.id, activity.id)
    if scene.unit.runs.open_run(scene.person.id, activity.id) or last is None:
        leading.open_activity(scene, activity.id)
    else:
        leading.lead(scene, last, player.Change())
    return True


def _worksheet(scene: Scene, numbers: tuple[int, ...]) -> Activity | None:
    found = (each.activity for each in sections(scene))
    return next((each for each in found if numbers == (activity_number(each.id),)), None)


def overview(scene: Scene, _: tuple[int, ...]) -> View:
    """Every section that holds something, in a few words; the others are held out, and nobody has to."""
    found = sections(scene)
    filled, empty = [each for each in found if each.kept], [each for each in found if not each.kept]
    lines = [Line("plan-title", bold=True)] if filled else [Line("plan-begins")]
    for each in filled:
        lines += [_bold(each.activity.title), *(_words(kept.words, LONGEST) for kept in each.kept[:GLANCE])]
    if filled and empty:
        lines.append(Line("plan-more"))
    rows = [(_button(each),) for each in (*filled, *empty)]
    return View(above=tuple(lines), buttons=(*rows, (tap("menu", "home"),)))


def _button(each: Section) -> Button:
    label = each.activity.title if each.kept else f"+ {each.activity.title}"
    return Button("menu", label, verb="plan", numbers=(activity_number(each.activity.id),))


def one_section(scene: Scene, numbers: tuple[int, ...]) -> View | None:
    """All words of one section."""
    activity = _worksheet(scene, numbers)
    if activity is None:
        return None
    rows = ((tap("plan-change", "planchange", *numbers),), (tap("plan", "plan"), tap("menu", "home")))
    return View(above=tuple(lines_of(section(scene, activity))), buttons=rows)


def lines_of(each: Section) -> list[Line]:
    """A section as it is read: its title, each question and the words."""
    lines = [_bold(each.activity.title)]
    for kept in each.kept:
        lines += [Line("plain", {"text": kept.asked}), _words(f"→ {kept.words}", WHOLE)]
    return lines


def _bold(text: str) -> Line:
    return Line("plain", {"text": text}, bold=True)


def _words(text: str, most: int) -> Line:
    return Line("plain", {"text": shortened(text, most)})


VERBS = {"plan": choose, "planchange": change, "section": choose}
VIEWS = {"plan": overview, "section": one_section}
PRIVATE = ("plan", "section", "progress")
"""Pages of a participant with their own words: they become a neutral card after ten minutes, as a record does."""
