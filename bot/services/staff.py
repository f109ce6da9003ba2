"""What staff do from the chat besides looking: inviting somebody."""

from bot.core.view import Line, View
from bot.services import enrol
from bot.services.noting import note
from bot.services.scene import Scene
from bot.services.transport import Message


def invite(scene: Scene) -> Message:
    """A new participant of this counselor, and the link for them. It leaves in one message and is kept nowhere."""
    counselor = scene.person.id if "counselor" in scene.roles else None
    code, person = enrol.invite_participant(scene.unit, scene.house.place, now=scene.now, counselor=counselor)
    note(scene.unit, scene.person.id, "invite", person.code, scene.now)
    link = scene.house.invite_link(code)
    view = View(below=(Line("invite-made", {"link": link, "code": person.code}, notice=True),))
    return Message(view, scene.person.language, protect=False)
