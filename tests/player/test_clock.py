"""The session's clock: pauses, jumps, and thirty minutes without drift."""

import random

import pytest

from tests.player.conftest import mobility, muscle

FRAME_MS = 16
MINUTES = 30


def elapsed(run, *steps):
    """Elapsed after each step; a step is [time, what to call, its argument]."""
    code = """
      let now = 0;
      const it = new clock.SessionClock(() => now);
      return given.map(([at, verb, ...rest]) => {
        now = at;
        it[verb]?.(...rest);
        return it.elapsedMs();
      });
    """
    return run(code, steps)


def test_it_stands_until_it_starts_and_while_it_is_paused(run):
    steps = [5, ""], [100, "start"], [350, "pause"], [900, ""], [1000, "resume"], [1250, ""]
    assert elapsed(run, *steps) == [0, 0, 250, 250, 250, 500]


def test_pausing_or_going_on_twice_changes_nothing(run):
    steps = [0, "start"], [10, "pause"], [20, "pause"], [30, "resume"], [40, "resume"], [50, ""]
    assert elapsed(run, *steps) == [0, 10, 10, 10, 20, 30]


def test_a_jump_runs_on_or_stands_as_before(run):
    running = [0, "start"], [100, "jumpTo", 20_000], [150, ""]
    standing = (
        [0, "start"],
        [100, "pause"],
        [200, "jumpTo", 0],
        [300, ""],
        [300, "resume"],
        [350, ""],
    )
    assert elapsed(run, *running) == [0, 20_000, 20_050]
    assert elapsed(run, *standing) == [0, 100, 0, 0, 0, 50]


def test_unseen_it_runs_to_the_limit_and_waits_there(run):
    steps = [0, "start"], [100, "hide", 400], [300, ""], [9000, ""], [9000, "show"], [9050, ""]
    assert elapsed(run, *steps) == [0, 100, 300, 400, 400, 450]


def test_seen_again_before_the_limit_nothing_happened(run):
    steps = [0, "start"], [100, "hide", 400], [200, "show"], [900, ""]
    assert elapsed(run, *steps) == [0, 100, 200, 900]


def test_paused_and_unseen_it_stands(run):
    steps = (
        [0, "start"],
        [100, "pause"],
        [150, "hide", 400],
        [300, "show"],
        [400, "resume"],
        [450, ""],
    )
    assert elapsed(run, *steps) == [0, 100, 100, 100, 100, 150]


def test_unseen_behind_its_limit_it_never_goes_back(run):
    steps = [0, "start"], [500, "hide", 400], [600, ""], [700, "show"], [750, ""]
    assert elapsed(run, *steps) == [0, 500, 500, 500, 550]


# --- Thirty minutes with 20 pauses and 10 times in the background ---------------------------------

ROWS = [
    mobility("a", reps=30),
    mobility("b", ["left", "right"], sets=2, reps=10, on=3, off=3),
    mobility("c", reps=10, sets=2, on=1, off=2),
    muscle("d", sets=3),
    muscle("e", sets=4, hold=45, rest=20),
    muscle("f", sets=4, hold=60, rest=5),
]

DRIVE = """
  // Frames come as they please: each says when it is drawn; the player only ever asks the clock.
  const phases = timeline.phasesOf(given.rows);
  let now = given.events[0][0];
  const it = new clock.SessionClock(() => now);
  const seen = [];
  for (const [at, verb] of given.events) {
    now = at;
    if (verb === "hide") it.hide(position.unseenLimitMs(phases, it.elapsedMs()));
    else if (verb === "frame") {
      const where = position.positionAt(phases, it.elapsedMs());
      seen.push([where.index, where.intoMs]);
    } else it[verb]();
  }
  return {seen, total: position.endOfPhaseMs({phase: phases.at(-1)})};
"""


def intervals(rows):
    """[(phase, seconds, the set it is part of or None)] of the session, written down a second time,
    by hand of the prescription's words and not of the player's modules."""
    found = []
    for row in rows:
        found.append(("ready", 20, None))
        order = [(number, side) for number in range(row["sets"]) for side in row["sides"]]
        for place, (number, side) in enumerate(order):
            if place:
                rest = row.get("rest_seconds") or 0 if row["kind"] == "muscle" else 10
                if side != order[place - 1][1]:
                    found += [("rest", rest - 15, None)] if rest > 15 else []
                    found.append(("switch", 15, None))
                elif rest:
                    found.append(("rest", rest, None))
            this = (row["code"], number, side)
            if row["kind"] == "muscle":
                found.append(("hold", row["hold_seconds"], this))
            else:
                pair = [("on", row["seconds_on"], this), ("off", row["seconds_off"], this)]
                found += pair * row["reps"]
    return found


def made_up_events(seed):
    """A start, then frames at uneven times, 20 pauses and 10 times in the background, with times
    in fractions of a millisecond, as a browser gives them."""
    chance = random.Random(seed)
    marks = sorted(chance.sample(range(5, MINUTES * 60 - 60, 12), 30))
    kinds = ["pause"] * 20 + ["hide"] * 10
    chance.shuffle(kinds)
    begin = chance.uniform(1000, 90_000)
    events = [(begin, "start")]
    at, upcoming = begin, list(zip(marks, kinds, strict=True))
    while at - begin < MINUTES * 60_000:
        at += chance.choice([16.7, 16.6, 33.3, 250.1, 1003.3]) + chance.random()
        if upcoming and at - begin >= upcoming[0][0] * 1000:
            _mark, kind = upcoming.pop(0)
            events.append((at, kind))
            at += chance.uniform(200, 9000) if kind == "pause" else chance.uniform(2000, 70_000)
            events.append((at, "resume" if kind == "pause" else "show"))
        else:
            events.append((at, "frame"))
    assert not upcoming
    return events


def expected_times(events, table):
    """Session time at each frame, replayed from the story of the day: a pause does not count, and
    what happens unseen ends with the set under way, or just before one begins."""
    starts, ends, total = [], [], 0.0
    for _phase, seconds, this in table:
        starts.append((total, this))
        total += seconds * 1000
        ends.append(total)

    def unseen_until(time):
        place = next(index for index, end in enumerate(ends) if time < end)
        this = starts[place][1]
        while place + 1 < len(ends) and starts[place + 1][1] == this:
            place += 1
        return ends[place]

    time, limit, mode, at, times = 0.0, 0.0, "running", events[0][0], []
    for moment, verb in events[1:]:
        passed, at = moment - at, moment
        if mode == "running":
            time += passed
        elif mode == "unseen":
            time = min(time + passed, limit)
        if verb == "frame":
            times.append(time)
        elif verb == "hide":
            mode, limit = "unseen", unseen_until(time)
        else:
            mode = "standing" if verb == "pause" else "running"
    return times


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_the_phase_is_exact_to_a_frame_after_thirty_minutes(run, seed):
    events = made_up_events(seed)
    table = intervals(ROWS)
    ends = []
    for _phase, seconds, _this in table:
        ends.append((ends[-1] if ends else 0) + seconds * 1000)
    found = run(DRIVE, {"rows": ROWS, "events": events})
    times = expected_times(events, table)

    assert found["total"] == ends[-1]
    assert len(found["seen"]) == len(times) > 2000
    for (index, into), time in zip(found["seen"], times, strict=True):
        started = ends[index - 1] if index else 0
        assert abs(started + into - time) < FRAME_MS / 1000  # a thousandth of a frame
    assert times[-1] > 12 * 60_000
