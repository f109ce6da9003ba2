"""Laws 2 and 5: a process killed at any moment loses no answer and no prompt, and doubles none."""

from pathlib import Path

from tests.benchmarks import kills


async def test_taps_and_prompts_across_twenty_kills_are_each_there_exactly_once(tmp_path: Path) -> None:
    seen = await kills.measure(tmp_path, kills=20, tappers=20, broadcast=60, reminders=10)

    print(seen)
    assert (seen["exit_status"], seen["kills"], seen["taps"]) == (0, 20, 200)
    assert (seen["answers_lost"], seen["answers_doubled"]) == (0, 0)
    assert (seen["prompts_lost"], seen["prompts_doubled"]) == (0, 0)
    assert seen["pages_doubled"] <= seen["in_flight_at_kills"]
    assert seen["uncertain_arrived"] <= seen["uncertain_listed"] <= seen["in_flight_at_kills"] + seen["kills"]
