"""Sealing of personal data (AES-GCM under a ring of keys) and the keyed hash by which a chat is found again.

A sealed value is: version byte, key id byte, 12 bytes of nonce, ciphertext with its tag. The additional data name the
table, the column and the person, so that a value moved to another place does not open.
"""

import binascii
import hashlib
import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
VERSION = 1
NONCE_BYTES = 12  # the nonce length AES-GCM is specified for (NIST SP 800-38D, 5.2.1.1)
HEAD = 2 + NONCE_BYTES
TAG_BYTES = 16


class KeyFault(ValueError):
    """The keys are missing, malformed, or not the ones this database was sealed with; the text never holds a key."""


class SealBroken(Exception):
    """A sealed value was altered, moved to another row or column, or sealed under a key that the ring lacks."""


def new_key() -> str:
    """A fresh key as it stands in ENCRYPTION_KEYS."""
    return urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


def aad(table: str, column: str, person: int | str) -> str:
    """The additional data that bind a sealed value to its place."""
    return f"{table}.{column}.{person}"


@dataclass(frozen=True, slots=True, repr=False)
class _Key:
    id: int
    cipher: AESGCM


def _key(text: str, place: int) -> _Key:
    hint = "make one with `companion keys new`"
    try:
        raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (binascii.Error, UnicodeEncodeError):
        raise KeyFault(f"ENCRYPTION_KEYS: key {place} is not URL-safe base64; {hint}") from None
    if len(raw) != KEY_BYTES:
        raise KeyFault(f"ENCRYPTION_KEYS: key {place} holds {len(raw)} bytes instead of {KEY_BYTES}; {hint}")
    return _Key(hashlib.sha256(raw).digest()[0], AESGCM(raw))


class Ring:
    """The keys, newest first: the first one seals, any of them opens."""

    __slots__ = ("_keys",)

    def __init__(self, keys: tuple[_Key, ...]) -> None:
        self._keys = keys

    @classmethod
    def parse(cls, text: str) -> "Ring":
        """The ring of a comma-separated setting; `KeyFault` says which key is wrong and how to make one."""
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if not parts:
            raise KeyFault("ENCRYPTION_KEYS is empty; make a key with `companion keys new`")
        if len(set(parts)) < len(parts):
            raise KeyFault("ENCRYPTION_KEYS names the same key twice; leave one of them out")
        return cls(tuple(_key(part, place) for place, part in enumerate(parts, 1)))

    def seal(self, value: str | bytes, place: str) -> bytes:
        """The value sealed under the newest key for that place (see `aad`)."""
        raw = value.encode() if isinstance(value, str) else value
        nonce = os.urandom(NONCE_BYTES)
        key = self._keys[0]
        return bytes((VERSION, key.id)) + nonce + key.cipher.encrypt(nonce, raw, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """The value again; `SealBroken` when it was altered or does not belong to that place."""
        if len(sealed) < HEAD + TAG_BYTES or sealed[0] != VERSION:
            raise SealBroken("the value is not a sealed one")
        # Two keys of a ring may share an id byte (1 in 256), so each key of that id is tried.
        for key in (key for key in self._keys if key.id == sealed[1]):
            try:
                return key.cipher.decrypt(sealed[2:HEAD], sealed[HEAD:], place.encode())
            except InvalidTag:
                continue
        raise SealBroken("no key of ENCRYPTION_KEYS opens the value in this place")

    def open_text(self, sealed: bytes, place: str) -> str:
        """`open`, for text."""
        return self.open(sealed, place).decode()

    def is_newest(self, sealed: bytes) -> bool:
        """Whether the value names the newest key's id; the others are what a rotation has left to do."""
        return len(sealed) > 1 and sealed[1] == self._keys[0].id


class IndexKey:
    """The key of the keyed hashes: made once for a database and never rotated, kept wrapped by the ring."""

    __slots__ = ("_raw",)
    _PLACE = aad("secrets", "wrapped", "index")

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    @classmethod
    def new(cls) -> "IndexKey":
        """A fresh random one."""
        return cls(os.urandom(KEY_BYTES))

    @classmethod
    def unwrap(cls, wrapped: bytes, ring: Ring) -> "IndexKey":
        """The key of a database; `KeyFault` when ENCRYPTION_KEYS belong to another one."""
        try:
            return cls(ring.open(wrapped, cls._PLACE))
        except SealBroken:
            raise KeyFault("ENCRYPTION_KEYS do not open this database; put back the key it was made with") from None

    def wrap(self, ring: Ring) -> bytes:
        """The key sealed under the newest key of the ring."""
        return ring.seal(self._raw, self._PLACE)

    def blind(self, value: str | int) -> bytes:
        """HMAC-SHA256 of the value: equal values meet, and without the key nothing can be tried out."""
        return hmac.new(self._raw, str(value).encode(), hashlib.sha256).digest()
