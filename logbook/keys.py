"""Keys that make a repeated post harmless: the page carries one, the database takes it once."""

import hashlib
import secrets
import time
import uuid

RANDOM_BITS = 80


def uuid7():
    """A UUID whose order is the order of making, to the millisecond (RFC 9562, version 7).

    Ordered keys land at the end of their index; random ones made inserts twice as dear.
    """
    return _stamped(time.time_ns() // 1_000_000, secrets.randbits(RANDOM_BITS))


def set_key(key, side, number):
    """The key of one set, from the key its stretch was posted with: always the same one.

    It keeps the time of the posted key, so the order stays; the rest is a hash.
    """
    digest = hashlib.sha256(f"{key}/{side}/{number}".encode()).digest()
    return _stamped(key.int >> RANDOM_BITS, int.from_bytes(digest[: RANDOM_BITS // 8], "big"))


def _stamped(milliseconds, rest):
    value = milliseconds << RANDOM_BITS | rest
    value = value & ~(0xF << 76) | 0x7 << 76  # version 7
    return uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62)  # the RFC's variant
