"""*Open* under an unasked line: what it stands for takes its place."""

from bot.services import leading, returning, review, session_lines
from bot.services.runs import NoSuchActivity
from bot.services.scene import Scene


def open_line(scene: Scene, number: int) -> bool:
    """Shows what the line of that delivery stands for; False where it is another's, or the content has it no more."""
    delivery = scene.unit.deliveries.by_id(number)
    if delivery is None or delivery.person != scene.person.id:
        return False
    back = returning.is_back(scene)
    scene.unit.deliveries.opened(delivery.id, scene.now)
    if not (review.open_line(scene, delivery) or session_lines.open_line(scene, delivery)):
        try:
            leading.open_offered(scene, delivery, "welcome-back" if back else "")
        except NoSuchActivity:  # it may be the number of another kind of message, too
            return False
    return True
