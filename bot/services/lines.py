"""*Open* under an unasked line: what it stands for takes its place."""

from bot.services import leading, outbox, returning, review, session_lines, truth
from bot.services.runs import NoSuchActivity
from bot.services.scene import Scene
from bot.services.telling import LISTS


def open_line(scene: Scene, number: int) -> bool:
    """Shows what the line of that delivery stands for; False where it is another's, or the content has it no more."""
    delivery = scene.unit.deliveries.by_id(number)
    if delivery is None or delivery.person != scene.person.id:
        return False
    back = returning.is_back(scene)
    scene.unit.deliveries.opened(delivery.id, scene.now)
    if delivery.purpose in LISTS:
        outbox.show_menu(scene, "today")
    elif delivery.purpose in ("alert", "message"):
        _open_for_staff(scene, delivery.purpose, int(delivery.subject.partition(":")[2]))
    elif not session_lines.open_line(scene, delivery):
        try:
            leading.open_offered(scene, delivery, "welcome-back" if back else "")
        except NoSuchActivity:  # it may be the number of another kind of message, too
            return False
    return True


def _open_for_staff(scene: Scene, purpose: str, number: int) -> None:
    """Only who may see it has seen it."""
    message = scene.unit.messages.by_id(number) if purpose == "message" else None
    if purpose == "alert" and review.own_alert(scene, number):
        scene.unit.alerts.seen(number, scene.now)
    if message and review.may_see(scene, message.participant) and scene.unit.messages.read(number, scene.now):
        truth.tell_read(scene, message.participant, number, message.sent_at)
    outbox.show_menu(scene, purpose, number)
