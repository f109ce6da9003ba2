"""Work that is done beside other work, by a second process where there is one to spare."""

import os
import pickle
import threading
from collections.abc import Callable, Iterable

from bot.curriculum.faults import Fault

Work = Callable[[], Iterable[Fault]]


def beside(work: Work, worth_it: bool = True) -> Callable[[], list[Fault]]:
    """Begins `work` and gives what waits for its result. Where no process can be begun, or the second one comes to
    grief, the work is done when its result is asked for: the result is the same."""
    alone = not hasattr(os, "fork") or (os.cpu_count() or 1) < 2 or threading.active_count() > 1
    if alone or not worth_it:
        return lambda: list(work())
    far, near = os.pipe()
    child = os.fork()
    if child == 0:
        _send(work, far, near)
    os.close(near)
    return lambda: _receive(work, far, child)


def _send(work: Work, far: int, near: int) -> None:
    """The whole life of the second process: it leaves nothing behind and tells nobody else."""
    status = 1
    try:
        os.close(far)
        with os.fdopen(near, "wb") as pipe:
            pickle.dump(list(work()), pipe)
        status = 0
    finally:
        os._exit(status)


def _receive(work: Work, far: int, child: int) -> list[Fault]:
    with os.fdopen(far, "rb") as pipe:
        told = pipe.read()  # to its end, so that the second process never waits for a full pipe
    _, status = os.waitpid(child, 0)
    if status != 0:
        return list(work())
    found: list[Fault] = pickle.loads(told)  # noqa: S301  # written by this program a moment ago
    return found
