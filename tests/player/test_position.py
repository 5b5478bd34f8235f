"""Where a session is after so many milliseconds."""

import pytest

from tests.player.conftest import mobility, muscle

ROWS = [mobility("m", reps=2, asks=True), muscle("h", sets=1)]
# ready 0-20 · on 22 · off 24 · on 26 · off 28 · ask · ready 48 · hold 78 · switch 93 · hold 123
WHERE = """
  const phases = timeline.phasesOf(given.rows, {asksLowest: (row) => row.asks});
  const at = position.positionAt(phases, given.ms, given.answered ?? -1);
  return [at.phase?.kind ?? "end", at.index, at.intoMs, at.share, at.leftSeconds];
"""


@pytest.mark.parametrize(
    ("ms", "answered", "expected"),
    [
        (-5, -1, ["ready", 0, 0, 0, 20]),
        (0, -1, ["ready", 0, 0, 0, 20]),
        (1, -1, ["ready", 0, 1, 0.00005, 20]),
        (19_999, -1, ["ready", 0, 19_999, 0.99995, 1]),
        (20_000, -1, ["on", 1, 0, 0, 2]),
        (21_000, -1, ["on", 1, 1000, 0.5, 1]),
        (22_000, -1, ["off", 2, 0, 0, 2]),
        (27_999, -1, ["off", 4, 1999, 0.9995, 1]),
        (28_000, -1, ["ask-lowest", 5, 0, 0, 0]),
        (900_000, -1, ["ask-lowest", 5, 0, 0, 0]),
        (28_000, 5, ["ready", 6, 0, 0, 20]),
        (48_000, 5, ["hold", 7, 0, 0, 30]),
        (60_000, 5, ["hold", 7, 12_000, 0.4, 18]),
        (122_999, 5, ["hold", 9, 29_999, 29_999 / 30_000, 1]),
        (123_000, 5, ["end", 10, 0, 1, 0]),
        (10**9, 5, ["end", 10, 0, 1, 0]),
    ],
)
def test_position(run, ms, answered, expected):
    assert run(WHERE, {"rows": ROWS, "ms": ms, "answered": answered}) == expected


def test_every_millisecond_of_a_session_is_in_the_phase_that_a_plain_walk_finds(run):
    code = """
      const phases = timeline.phasesOf(given);
      const total = position.endOfPhaseMs({phase: phases.at(-1)});
      let wrong = 0, walked = 0, index = 0;
      for (let ms = 0; ms < total; ms += 1) {
        while (ms >= walked + phases[index].seconds * 1000) {
          walked += phases[index].seconds * 1000;
          index += 1;
        }
        const at = position.positionAt(phases, ms);
        if (at.index !== index || at.intoMs !== ms - walked) wrong += 1;
      }
      return wrong;
    """
    assert run(code, [mobility(reps=3, sides=["left", "right"]), muscle()]) == 0


LIMIT = """
  const phases = timeline.phasesOf(given.rows, {asksLowest: (row) => row.asks});
  return position.unseenLimitMs(phases, given.ms, given.answered);
"""


@pytest.mark.parametrize(
    ("ms", "answered", "limit"),
    [
        (0, -1, 20_000),  # getting ready: up to the set that nobody would see begin
        (20_000, -1, 28_000),  # inside a set: to its end, however many repetitions are left
        (25_999, -1, 28_000),
        (28_000, -1, 28_000),  # a question waits
        (30_000, 5, 48_000),
        (50_000, 5, 78_000),
        (80_000, 5, 93_000),  # changing sides
        (100_000, 5, 123_000),
    ],
)
def test_how_far_it_goes_on_unseen(run, ms, answered, limit):
    assert run(LIMIT, {"rows": ROWS, "ms": ms, "answered": answered}) == limit


def test_redo_ready_and_skip_have_times_to_jump_to(run):
    code = """
      const phases = timeline.phasesOf(given, {asksLowest: (row) => row.asks});
      const at = position.positionAt(phases, 25_500);
      return [position.startOfSetMs(at), position.endOfPhaseMs(at),
        position.endOfStretch(phases, at.index),
        position.endOfPhaseMs(position.positionAt(phases, 3000)),
        position.endOfStretch(phases, 7)];
    """
    assert run(code, ROWS) == [
        20_000,
        26_000,
        {"index": 5, "atMs": 28_000},
        20_000,
        {"index": 9, "atMs": 123_000},
    ]
