"""What is written down, and the keys it is sent under."""

import re

import pytest

from tests.player.conftest import mobility, muscle

AT = "new Date('2026-11-24T19:12:00.000Z')"
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
SESSION = "0190aaaa-0000-7000-8000-000000000000"


def without_keys(items):
    assert all(KEY.fullmatch(item.pop("key")) for item in items)
    assert {item.pop("at") for item in items} <= {"2026-11-24T19:12:00.000Z"}
    return items


@pytest.mark.parametrize("ms", [-1000, 0, 1_795_600_000_000, 4_070_908_800_000])
def test_a_key_is_a_uuid_of_version_7_at_any_time(run, ms):
    key = run("return items.uuid7(given)", ms)
    assert KEY.fullmatch(key)
    assert int(key.replace("-", "")[:12], 16) == max(0, ms)


def test_keys_are_in_the_order_of_their_times_and_never_the_same(run):
    keys = run("return Array.from({length: 500}, (_, i) => items.uuid7(1.7e12 + i))")
    assert keys == sorted(keys)
    assert len(set(run("return Array.from({length: 500}, () => items.uuid7(1.7e12))"))) == 500


def test_every_bit_that_may_be_random_is_kept(run):
    assert (
        run("return items.uuid7(0, new Uint8Array(10).fill(255))")
        == "00000000-0000-7fff-bfff-ffffffffffff"
    )


def test_start_set_stretch_and_finish_hold_what_the_server_takes(run):
    code = f"""
      const at = {AT};
      const [phase] = timeline.phasesOf([given.row]);
      const start = items.startItem({{version: "v/1", pain_before: 2}}, at, "Europe/Berlin");
      return [start, items.setItem(given.session, phase, 7, at),
        items.stretchItem(given.session, given.row, {{pain: 3, reason: "tired"}}, at),
        items.hurtItem(given.session, given.row, at),
        items.withdrawItem(given.session, "k", at),
        items.finishItem(given.session, {{new_or_worse: false, note: "ok"}}, at)];
    """
    found = run(code, {"row": mobility("m", ["left"]), "session": SESSION})
    start, *rest = without_keys(found)
    assert start == {
        "act": "start",
        "zone": "Europe/Berlin",
        "version": "v/1",
        "pain_before": 2,
        "since_last": "",
        "new_or_worse": None,
    }
    assert all(item.pop("session") == SESSION for item in rest)
    assert rest == [
        {"act": "set", "prescription": "m", "side": "left", "number": 1, "done": 7},
        {
            "act": "stretch",
            "prescription": "m",
            "pain": 3,
            "reason": "tired",
            "lowest_place_felt": "",
            "skipped": False,
        },
        {"act": "hurt", "prescription": "m"},
        {"act": "withdraw", "of": "k"},
        {"act": "finish", "pain_after": None, "effort": None, "new_or_worse": False, "note": "ok"},
    ]


def test_a_session_left_alone_writes_every_set_and_stretch_once(run):
    code = """
      const phases = timeline.phasesOf(given, {asksLowest: (row) => row.asks});
      const found = [];
      for (let i = 0; i < phases.length; i += 1) {
        found.push(...items.itemsBetween(phases, i, i + 1, "s"));
      }
      const atOnce = items.itemsBetween(phases, 0, phases.length, "s");
      const short = ({act, prescription, side, number, done}) =>
        [act, prescription, side, number, done].filter((word) => word !== undefined);
      return [found.map(short), atOnce.map(short)];
    """
    rows = [mobility("m", reps=4, asks=True), muscle("h"), mobility("n", ["right"], sets=2)]
    step_by_step, at_once = run(code, rows)
    assert step_by_step == at_once
    assert at_once == [
        ["set", "m", "none", 1, 4],  # its stretch item waits for the answer
        ["set", "h", "left", 1, 30],
        ["set", "h", "right", 1, 30],
        ["set", "h", "left", 2, 30],
        ["set", "h", "right", 2, 30],
        ["stretch", "h"],
        ["set", "n", "right", 1, 3],
        ["set", "n", "right", 2, 3],
        ["stretch", "n"],
    ]


@pytest.mark.parametrize(
    ("ms", "done"),
    [(5000, None), (20_000, 0), (23_999, 0), (24_000, 1), (31_999, 2), (60_000, 8), (66_500, 6)],
)
def test_of_a_cut_set_only_what_was_finished_counts(run, ms, done):
    rows = [mobility(reps=3)] if ms < 32_000 else [muscle(sides=["none"], sets=1)]
    code = """
      const phases = timeline.phasesOf(given.rows);
      return items.doneOfSet(position.positionAt(phases, given.ms));
    """
    if ms >= 32_000:
        ms = 20_000 + done * 1000 + 500
    assert run(code, {"rows": rows, "ms": ms}) == done


def test_what_is_logged_grows_with_the_items_and_is_left_out_of_the_next_list(run):
    code = """
      const phases = timeline.phasesOf(given);
      const first = items.itemsBetween(phases, 0, 2, "s");
      const logged = items.withItems(items.withItems(null, first), first);
      const left = timeline.phasesOf(given, {logged});
      const all = items.withItems(logged, items.itemsBetween(phases, 2, phases.length, "s"));
      return [logged, left.filter((p) => p.kind === "hold").length,
        timeline.phasesOf(given, {logged: all}).length];
    """
    logged, holds_left, phases_left = run(code, [muscle("h")])
    assert logged == {
        "sets": [{"prescription": "h", "side": "left", "number": 1, "done": 30}],
        "stretches": [],
    }
    assert (holds_left, phases_left) == (3, 0)


def test_a_stretch_is_closed_when_the_page_went_away_after_its_last_set(run):
    code = """
      const logged = {sets: given.map((row) =>
        ({prescription: row.code, side: "none", number: 1})), stretches: []};
      const asks = (row) => row.asks;
      return items.stretchesToClose(given, logged, "s", asks).map((item) => item.prescription);
    """
    rows = [mobility("m"), mobility("n", asks=True), mobility("o", sets=2)]
    assert run(code, rows) == ["m"]
