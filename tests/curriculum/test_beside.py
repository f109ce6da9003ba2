"""Work beside other work has the same result, whether a second process does it, none can, or it comes to grief."""

import os
import threading

import pytest

from bot.curriculum.beside import beside
from bot.curriculum.faults import Fault

HERE = os.getpid()
MANY = [Fault(f"content/en/{number}.md", number, "x" * 200, "link") for number in range(3000)]


def where() -> list[Fault]:
    return [Fault("process", os.getpid(), "")]


def test_a_second_process_does_the_work_and_its_result_is_whole() -> None:
    waits, many = beside(where), beside(lambda: MANY)

    assert many() == MANY
    assert waits()[0].line != HERE


def test_small_work_is_done_here() -> None:
    assert beside(where, worth_it=False)()[0].line == HERE


def test_beside_a_thread_no_process_is_begun() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()

    found = beside(where)()
    done.set()
    thread.join()

    assert found[0].line == HERE


def test_work_that_fails_over_there_is_done_here(capfd: pytest.CaptureFixture[str]) -> None:
    def only_here() -> list[Fault]:
        if os.getpid() != HERE:
            os._exit(7)
        return where()

    assert beside(only_here)()[0].line == HERE
