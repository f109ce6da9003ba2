"""Law 6 on the real process: a broadcast to a Telegram that refuses whatever is too fast is never refused."""

from pathlib import Path

from tests.benchmarks import broadcast


async def test_a_broadcast_beside_which_people_tap_is_never_refused(tmp_path: Path) -> None:
    seen = await broadcast.measure(tmp_path, prompts=120, per_second=30, tappers=20, lead=0)

    print(seen)
    assert (seen["prompts"], seen["refused_429"]) == (120, 0)
    assert seen["busiest_second"] <= 30
    assert seen["taps"] > 10
