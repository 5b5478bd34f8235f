"""The list of phases of a session: what, how long, which side, in which order."""

from tests.player.conftest import mobility, muscle

SHORT = """
  return timeline.phasesOf(given.rows, {asksLowest: (row) => row.asks, ...given.options}).map(
    (p) => [p.kind, p.seconds, p.side, p.set, p.rep ?? null]);
"""


def phases(run, *rows, **options):
    return [tuple(found) for found in run(SHORT, {"rows": rows, "options": options})]


def test_repetitions_are_an_on_and_an_off_each(run):
    assert phases(run, mobility(reps=2, on=3, off=1)) == [
        ("ready", 20, "none", 1, None),
        ("on", 3, "none", 1, 1),
        ("off", 1, "none", 1, 1),
        ("on", 3, "none", 1, 2),
        ("off", 1, "none", 1, 2),
    ]


def test_sides_take_turns_and_changing_takes_the_place_of_a_shorter_rest(run):
    assert phases(run, muscle(rest=10)) == [
        ("ready", 20, "left", 1, None),
        ("hold", 30, "left", 1, None),
        ("switch", 15, "right", 1, None),
        ("hold", 30, "right", 1, None),
        ("switch", 15, "left", 2, None),
        ("hold", 30, "left", 2, None),
        ("switch", 15, "right", 2, None),
        ("hold", 30, "right", 2, None),
    ]


def test_one_side_first_does_all_its_sets(run):
    assert phases(run, muscle(rest=10), oneSideFirst=True) == [
        ("ready", 20, "left", 1, None),
        ("hold", 30, "left", 1, None),
        ("rest", 10, "left", 2, None),
        ("hold", 30, "left", 2, None),
        ("switch", 15, "right", 1, None),
        ("hold", 30, "right", 1, None),
        ("rest", 10, "right", 2, None),
        ("hold", 30, "right", 2, None),
    ]


def test_a_longer_rest_keeps_its_length_when_sides_change(run):
    found = phases(run, muscle(sets=1, rest=60))
    assert found[2:4] == [("rest", 45, "right", 1, None), ("switch", 15, "right", 1, None)]


def test_a_rest_as_long_as_the_change_is_the_change(run):
    assert [found[0] for found in phases(run, muscle(sets=1, rest=15))] == [
        "ready",
        "hold",
        "switch",
        "hold",
    ]


def test_no_rest_no_pause_and_none_after_the_last(run):
    found = phases(run, muscle(sides=["none"], sets=2, rest=0), mobility(reps=1))
    assert [name for name, *_rest in found] == [
        *("ready", "hold", "hold"),
        *("ready", "on", "off"),
    ]


def test_sets_of_repetitions_on_one_side_have_ten_seconds_between_them(run):
    found = phases(run, mobility(reps=1, sets=2))
    assert [(name, seconds) for name, seconds, *_rest in found] == [
        *(("ready", 20), ("on", 2), ("off", 2)),
        *(("rest", 10), ("on", 2), ("off", 2)),
    ]


def test_rows_keep_the_order_of_the_server(run):
    code = "return timeline.phasesOf(given).map((p) => [p.kind, p.row.code, p.place])"
    found = run(code, [muscle("hips", ["none"], 1), mobility("back", reps=1)])
    assert found == [
        ["ready", "hips", 0],
        ["hold", "hips", 0],
        ["ready", "back", 1],
        ["on", "back", 1],
        ["off", "back", 1],
    ]


def test_each_phase_starts_where_the_one_before_ends(run):
    code = """
      const phases = timeline.phasesOf(given);
      const gaps = phases.slice(1).map((phase, i) =>
        phase.startsAtMs - phases[i].startsAtMs - phases[i].seconds * 1000);
      const endsAtMs = position.endOfPhaseMs({phase: phases.at(-1)});
      return [phases[0].startsAtMs, new Set(gaps).size, gaps[0], endsAtMs];
    """
    rows = [mobility(sides=["left", "right"], reps=10), muscle()]
    total = (20 + 40 + 15 + 40) + (20 + 30 + 15 + 30 + 15 + 30 + 15 + 30)
    assert run(code, rows) == [0, 1, 0, total * 1000]


def test_the_last_phases_of_a_set_and_of_a_stretch_say_so(run):
    code = """
      return timeline.phasesOf(given).map((p) => [p.endsSet ?? false, p.endsStretch ?? false,
        p.setStartsAtMs ?? null, p.setEndsAtMs ?? null]);
    """
    assert run(code, [mobility(reps=1, sides=["left", "right"])]) == [
        [False, False, None, None],
        [False, False, 20_000, 24_000],
        [True, False, 20_000, 24_000],
        [False, False, None, None],
        [False, False, 39_000, 43_000],
        [True, True, 39_000, 43_000],
    ]


def test_logged_sets_are_left_out_and_the_stretch_begins_with_getting_ready(run):
    logged = {"sets": [{"prescription": "h", "side": "left", "number": 1}], "stretches": []}
    assert phases(run, muscle(), logged=logged) == [
        ("ready", 20, "right", 1, None),
        ("hold", 30, "right", 1, None),
        ("switch", 15, "left", 2, None),
        ("hold", 30, "left", 2, None),
        ("switch", 15, "right", 2, None),
        ("hold", 30, "right", 2, None),
    ]


def test_a_logged_stretch_is_left_out_with_all_its_sets(run):
    logged = {"sets": [], "stretches": [{"prescription": "m", "state": "skipped"}]}
    found = phases(run, mobility("m", asks=True), mobility("n", reps=1), logged=logged)
    assert [name for name, *_rest in found] == ["ready", "on", "off"]


def test_the_lowest_place_is_asked_once_after_the_last_set(run):
    found = phases(run, mobility("m", reps=1, sets=2, asks=True), mobility("n", reps=1))
    assert [name for name, *_rest in found] == [
        *("ready", "on", "off", "rest", "on", "off", "ask-lowest"),
        *("ready", "on", "off"),
    ]


def test_a_question_not_answered_yet_is_asked_when_the_session_goes_on(run):
    logged = {"sets": [{"prescription": "m", "side": "none", "number": 1}], "stretches": []}
    assert phases(run, mobility("m", reps=1, asks=True), logged=logged) == [
        ("ask-lowest", 0, "none", 1, None)
    ]


def test_nothing_to_do_is_no_phase(run):
    assert phases(run) == []
