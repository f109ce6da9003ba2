"""The doors to all pages about sessions: the same name opens a participant's own page or a counselor's."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from bot.core.view import View
from bot.services import session_desk, session_founding, session_groups, session_planning, session_week, sessions
from bot.services.scene import Scene

Answer = TypeVar("Answer")
Room = Callable[[Scene, tuple[int, ...]], Answer]


def _doors(
    participants: Mapping[str, Room[Answer]], staff: Mapping[str, Room[Answer]], closed: Answer
) -> dict[str, Room[Answer]]:
    """Each name leads to the room of the role that is held; family members have none yet."""

    def door(name: str) -> Room[Answer]:
        def enter(scene: Scene, numbers: tuple[int, ...]) -> Answer:
            rooms = staff if scene.is_staff else participants if "participant" in scene.roles else {}
            return rooms[name](scene, numbers) if name in rooms else closed

        return enter

    return {name: door(name) for name in {*participants, *staff}}


STAFF_ROOMS = (session_week, session_desk, session_planning, session_founding, session_groups)

VERBS: dict[str, Room[bool]] = _doors(
    sessions.VERBS, {name: room for each in STAFF_ROOMS for name, room in each.VERBS.items()}, False
)
VIEWS: dict[str, Room[View | None]] = _doors(
    sessions.VIEWS, {name: room for each in STAFF_ROOMS for name, room in each.VIEWS.items()}, None
)
