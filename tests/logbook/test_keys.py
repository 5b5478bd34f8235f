import time
import uuid

from logbook.keys import set_key, uuid7


def test_uuid7_says_its_version_and_variant():
    key = uuid7()
    assert (key.version, key.variant) == (7, uuid.RFC_4122)


def test_later_keys_sort_later(monkeypatch):
    clock = iter(range(1_000_000_000, 9_000_000_000, 1_000_000_000))
    monkeypatch.setattr(time, "time_ns", lambda: next(clock))
    keys = [uuid7() for _ in range(5)]
    assert keys == sorted(keys)
    assert len(set(keys)) == 5


def test_a_set_key_is_stable_and_tells_slots_apart():
    key = uuid7()
    slots = [(side, number) for side in ("left", "right", "none") for number in (1, 2, 11)]
    keys = [set_key(key, *slot) for slot in slots]
    assert keys == [set_key(key, *slot) for slot in slots]
    assert len({key, *keys}) == 10


def test_a_set_key_keeps_the_time_of_the_posted_key():
    key = uuid7()
    derived = set_key(key, "left", 1)
    assert derived.int >> 80 == key.int >> 80
    assert (derived.version, derived.variant) == (7, uuid.RFC_4122)


def test_other_keys_give_other_set_keys():
    assert set_key(uuid7(), "left", 1) != set_key(uuid7(), "left", 1)
