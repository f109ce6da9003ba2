"""The transcripts in the documentation are what the program says today."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests import transcript


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_transcript_is_current_up_to_codes_numbers_and_times(language: str) -> None:
    written = (transcript.FOLDER / f"{language}.md").read_text("utf-8")

    with ThreadPoolExecutor(1) as thread:  # a loop of its own, apart from those of other tests
        made = thread.submit(transcript.make, language).result()

    assert transcript.settled(made) == transcript.settled(written), "run `python -m tests.transcript`"
