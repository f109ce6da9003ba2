"""The same program and people as in the end-to-end tests; here it is what they live in that breaks."""

from tests.e2e.conftest import _content_read_once, ana, begun, dana, empty, program, sam

__all__ = ["_content_read_once", "ana", "begun", "dana", "empty", "program", "sam"]
