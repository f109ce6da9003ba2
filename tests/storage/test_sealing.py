import hashlib
import os
from base64 import urlsafe_b64encode

import pytest

from bot.storage.sealing import IndexKey, KeyFault, Ring, SealBroken, aad, new_key

PLACE = aad("answers", "text_s", 7)


def two_keys_of_one_id() -> tuple[str, str]:
    by_id: dict[int, bytes] = {}
    while True:
        raw = os.urandom(32)
        other = by_id.setdefault(hashlib.sha256(raw).digest()[0], raw)
        if other is not raw:
            return urlsafe_b64encode(raw).decode(), urlsafe_b64encode(other).decode()


def test_what_is_sealed_opens_again_and_is_not_readable() -> None:
    ring = Ring.parse(new_key())

    sealed = ring.seal("I am afraid ñ", PLACE)

    assert b"afraid" not in sealed
    assert ring.open_text(sealed, PLACE) == "I am afraid ñ"


def test_the_same_text_is_sealed_differently_each_time() -> None:
    ring = Ring.parse(new_key())

    assert ring.seal("same", PLACE) != ring.seal("same", PLACE)


def test_every_altered_byte_is_refused() -> None:
    ring = Ring.parse(new_key())
    sealed = ring.seal("text", PLACE)

    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises(SealBroken):
            ring.open(bytes(altered), PLACE)


@pytest.mark.parametrize("length", [0, 1, 13, 29])
def test_a_truncated_value_is_refused(length: int) -> None:
    ring = Ring.parse(new_key())

    with pytest.raises(SealBroken):
        ring.open(ring.seal("", PLACE)[:length], PLACE)


@pytest.mark.parametrize("other", [aad("answers", "text_s", 8), aad("messages", "text_s", 7), aad("answers", "x", 7)])
def test_a_value_moved_to_another_place_is_refused(other: str) -> None:
    ring = Ring.parse(new_key())

    with pytest.raises(SealBroken):
        ring.open(ring.seal("text", PLACE), other)


def test_a_newer_key_seals_and_the_older_one_still_opens() -> None:
    old, new = new_key(), new_key()
    sealed_before = Ring.parse(old).seal("text", PLACE)
    ring = Ring.parse(f"{new}, {old}")

    assert ring.open(sealed_before, PLACE) == b"text"
    assert Ring.parse(new).open(ring.seal("text", PLACE), PLACE) == b"text"
    assert ring.is_newest(ring.seal("text", PLACE))


def test_two_keys_with_one_id_byte_both_open() -> None:
    one, other = two_keys_of_one_id()
    sealed = Ring.parse(other).seal("text", PLACE)

    assert Ring.parse(f"{one},{other}").open(sealed, PLACE) == b"text"


@pytest.mark.parametrize("text", ["", " , ", "short", "not/base64!", "AAAA", "ключ", "q" * 40])
def test_a_malformed_key_is_told_with_the_way_to_mend_it_and_without_the_key(text: str) -> None:
    with pytest.raises(KeyFault, match="companion keys new") as told:
        Ring.parse(text)

    assert not text.strip(" ,") or text not in str(told.value)


def test_a_key_named_twice_is_told() -> None:
    key = new_key()

    with pytest.raises(KeyFault, match="twice"):
        Ring.parse(f"{key},{key}")


def test_the_index_key_survives_wrapping_and_a_foreign_ring_is_told() -> None:
    ring = Ring.parse(new_key())
    index = IndexKey.new()
    wrapped = index.wrap(ring)

    assert IndexKey.unwrap(wrapped, ring).blind(42) == index.blind("42")
    assert index.blind(42) != index.blind(43)
    assert IndexKey.new().blind(42) != index.blind(42)
    with pytest.raises(KeyFault, match="do not open this database"):
        IndexKey.unwrap(wrapped, Ring.parse(new_key()))
