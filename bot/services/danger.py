"""Danger in free text, and help at any moment: answered from memory, before anything is stored."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bot.core import pages
from bot.core.activity import Activity
from bot.core.days import WEEKDAYS
from bot.core.interpret import Menu, activity_number, read_command, read_data
from bot.core.pages import Position
from bot.core.safety import Finding, says_help, screen
from bot.core.view import Button, View
from bot.services.house import House
from bot.services.transport import Message, TooMany, Transport, TransportError, Uncertain

CARDS = {"self_harm": "safety/crisis", "overdose": "safety/overdose", "harm_to_others_or_abuse": "safety/crisis"}
"""The page that answers each kind of danger."""

HELP = "sos/help-now"
REPEATS = 2
"""A safety reply whose fate is unknown is repeated so often at most: a second copy does no harm, a flood does."""
PATIENCE = 600.0
"""Seconds for which a reply that surely did not go out is tried again."""

log = structlog.get_logger("danger")


@dataclass(frozen=True, slots=True)
class Need:
    """What a raw update asks of the desk: the page that answers it, and the finding if it was danger in words."""

    card: str
    finding: Finding | None = None


class Desk:
    """Needs no database and no stored state: the pages and the detector are in memory from the start."""

    def __init__(self, house: House, transport: Transport, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._house, self._transport, self._sleep = house, transport, sleep
        self.languages: dict[int, str] = {}  # chat → language, for a reply while the database is away

    def need(self, text: str, data: str, language: str) -> Need | None:
        """What the words or the tap ask for at once; `None` when it can wait for its turn."""
        if text:
            finding = screen(text, language, self._house.content().families)
            if finding.urgent:
                return Need(CARDS.get(finding.kind, "safety/crisis"), finding)
            command = read_command(text, self._house.keys())
            if (command and command.name == "sos") or (not command and says_help(text)):
                return Need(HELP)
        if data:
            return self._tapped(data)
        return None

    def _tapped(self, data: str) -> Need | None:
        intent = read_data(data)
        if not isinstance(intent, Menu):
            return None
        if intent.verb == "sos":
            return Need(HELP)
        if intent.verb == "go" and len(intent.numbers) == 1:
            target = next((id for id in self.card_ids() if activity_number(id) == intent.numbers[0]), None)
            return Need(target) if target else None
        return None

    def card_ids(self) -> list[str]:
        """The pages that are answered from memory: one screen of the folders `safety` and `sos`, without a question."""
        return [activity.id for activity in self._house.content().all_activities("en") if is_card(activity)]

    def language(self, chat: int, code: str) -> str:
        """The chat's language: as chosen, else as its app says, else English."""
        return self.languages.get(chat) or self._house.language_of(code)

    async def answer(self, chat: int, need: Need, language: str) -> bool:
        """Sends the page. True once it went out, or may have."""
        message = card(self._house, need.card, language)
        uncertain, waited, pause = 0, 0.0, 1.0
        while waited <= PATIENCE:
            try:
                await self._transport.send(chat, message)
                return True
            except Uncertain:
                uncertain += 1
                if uncertain > REPEATS:
                    return True
            except TooMany as limit:
                pause = max(pause, limit.seconds)
            except TransportError as fault:
                log.warning("safety reply not sent yet", error=type(fault).__name__)
            await self._sleep(pause)
            waited, pause = waited + pause, min(pause * 2, 30.0)
        return False


def is_card_number(house: House, numbers: tuple[int, ...]) -> bool:
    """Whether a button's numbers name a page that is answered from memory."""
    cards = {activity_number(a.id) for a in house.content().all_activities("en") if is_card(a)}
    return len(numbers) == 1 and numbers[0] in cards


def is_card(activity: Activity) -> bool:
    """Whether the activity is a single screen of help, to be shown from memory."""
    in_reach = activity.id.startswith(("safety/", "sos/"))
    return in_reach and activity.kind == "page" and not any(activity.questions()) and len(activity.pages) == 1


def card(house: House, id: str, language: str) -> Message:
    """A page of help as a message of its own; its links are buttons that work without a run."""
    activity = house.content().activity(id, language) or house.content().activity(HELP, "en")
    if activity is None:
        raise LookupError(id)  # the content check refuses a folder without these pages
    view = pages.show(activity, Position(done=True), {}, place_facts(house, language))
    links = pages.page_links(activity.pages[0])
    rows = tuple(
        (Button("menu", link.label, verb="go", numbers=(activity_number(link.target),)),)
        for link in links
        if link.when is None
    )
    return Message(View(view.title, blocks=view.blocks, buttons=rows), language)


def place_facts(house: House, language: str) -> dict[str, str | int | float | tuple[str, ...] | None]:
    """The facts that are the same for everyone: the program's, and the country's numbers."""
    place = house.place
    return {
        **house.content().crisis_facts(place.country),
        "program.name": place.name,
        "program.phone": place.phone,
        "staffed_hours": hours_in_words(house, language),
        "language": language,
    }


def hours_in_words(house: House, language: str) -> str:
    """STAFFED_HOURS with the weekdays in the language."""
    text = house.place.hours_text
    for day in WEEKDAYS:
        text = text.replace(day.capitalize(), house.content().label(f"weekday-{day}", language))
    return text
