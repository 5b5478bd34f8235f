"""Each rule one below, at and one above its number, off at 0, and cleared by a review."""

from datetime import UTC, date, datetime, timedelta

import pytest

from caseload.models import CaseloadPatient, WorklistRules
from caseload.rows import Done, Pause, Version
from caseload.rules import Level
from people.models import Clinic

TODAY = date(2026, 11, 24)
SINCE = date(2026, 10, 1)


def at(days_ago, hour=17):
    """That day at noon where the patient lives, in Eastern standard time."""
    day = TODAY - timedelta(days=days_ago)
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def session(days_ago, *, cut=(), pain_during=None, **fields):
    hurt = [] if pain_during is None else [(None, pain_during)]
    values = {
        "on_date": str(TODAY - timedelta(days=days_ago)),
        "state": "finished",
        "started": str(at(days_ago)),
        "finished": str(at(days_ago)),
        "zone": "America/New_York",
        "pain_before": None,
        "pain_after": None,
        "since_last": "",
        "new_or_worse": False,
        "logged_by_id": None,
        "is_logged": True,
        "told": [(stretch, None) for stretch in cut] + hurt,
    }
    return Done(**values | fields)


def row(*sessions, review_on=None, since=SINCE, **fields):
    """A row as `for_worklist` makes it, never stored. Sessions oldest first; a clinic with no
    numbers of its own; a program since October."""
    made = CaseloadPatient(name="Ann", zone="America/New_York", created_at=at(60))
    facts = {
        "rules": WorklistRules(**fields.pop("rules", {})),
        "local_today": TODAY,
        "recent_sessions": list(sessions),
        "recent_pauses": [],
        "versions": [Version(1, since, review_on, [1] * 7)] if since else [],
        "stretch_names": {1: "Press up", 2: "Open book"},
        "program_ended_on": None,
        "discharged_at": None,
        "seen_until": None,
        **dict.fromkeys(("flag_reason", "flag_at", "message_at", "message", "note_at", "note")),
    }
    made.clinic = Clinic(pain_limit=7)
    for name, value in (facts | fields).items():
        setattr(made, name, value)
    return made


def held(made):
    return [reason.level for reason in made.reasons]


def sentence(made):
    return f"{made.why.words} | {made.why.detail}"


# --- pain -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("pain", "holds"), [(6, False), (7, True), (8, True)])
def test_pain_at_the_limit(pain, holds):
    made = row(session(1, pain_after=pain))

    assert held(made) == ([Level.PAIN_AT_LIMIT] if holds else [])


def test_a_flag_speaks_for_the_session_that_raised_it():
    assert held(row(session(1, pain_after=8, flagged=True))) == []


def test_the_patients_own_limit_comes_before_the_clinics():
    assert sentence(row(session(1, pain_after=5), pain_limit=5)) == (
        "Pain reached 5 | Yesterday. The limit is 5"
    )


def test_pain_during_a_stretch_counts():
    assert held(row(session(0, pain_after=2, pain_during=7))) == [Level.PAIN_AT_LIMIT]


@pytest.mark.parametrize(("now", "holds"), [(3, False), (4, True), (5, True)])
def test_pain_up_by_so_many_points(now, holds):
    made = row(session(2, pain_after=2), session(1, pain_after=now), rules={"ready_sessions": 0})

    assert held(made) == ([Level.PAIN_UP] if holds else [])


@pytest.mark.parametrize(("sessions", "holds"), [(2, False), (3, True), (4, True)])
def test_pain_up_within_so_many_sessions(sessions, holds):
    """The low one is the third from the end."""
    pains = [session(3, pain_after=1), session(2, pain_after=4), session(1, pain_after=4)]
    made = row(*pains, rules={"pain_rise_sessions": sessions})

    assert held(made) == ([Level.PAIN_UP] if holds else [])


def test_pain_is_counted_from_the_last_time_it_was_that_low():
    pains = [(5, 6), (4, 3), (3, 3), (1, 5)]
    made = row(*(session(day, pain_after=pain) for day, pain in pains))

    assert sentence(made) == "Pain up from 3 to 5 | Over the last 2 sessions"


@pytest.mark.parametrize("rules", [{"pain_rise_points": 0}, {"pain_rise_sessions": 0}])
def test_pain_up_is_off_at_0(rules):
    assert held(row(session(2, pain_after=1), session(1, pain_after=6), rules=rules)) == []


def test_pain_that_fell_and_one_answer_alone_are_nothing():
    assert held(row(session(2, pain_after=6), session(1, pain_after=3))) == []
    assert held(row(session(1, pain_after=6))) == []


@pytest.mark.parametrize(("times", "holds"), [(1, False), (2, True), (3, True)])
def test_worse_so_many_times_in_a_row(times, holds):
    worse = [session(day, since_last="worse") for day in range(times, 0, -1)]
    made = row(session(8, since_last="same"), *worse)

    assert held(made) == ([Level.WORSE] if holds else [])


def test_a_session_without_an_answer_is_passed_over():
    answers = [session(3, since_last="worse"), session(2), session(1, since_last="worse")]

    assert sentence(row(*answers)) == "Worse 2 times in a row | The last 2 answers, since Nov 21"


def test_better_in_between_begins_anew():
    days = {4: "worse", 3: "worse", 2: "better", 1: "worse"}

    assert held(row(*(session(day, since_last=answer) for day, answer in days.items()))) == []


def test_worse_is_off_at_0():
    worse = [session(day, since_last="worse") for day in (3, 2, 1)]

    assert held(row(*worse, rules={"worse_in_a_row": 0})) == []


# --- silence --------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "holds"), [(6, False), (7, True), (8, True)])
def test_quiet_for_so_many_days(days, holds):
    assert held(row(session(days))) == ([Level.SILENT] if holds else [])


@pytest.mark.parametrize(("days", "holds"), [(2, False), (3, True), (4, True)])
def test_never_started_after_so_many_days(days, holds):
    made = row(since=TODAY - timedelta(days=days))

    assert held(made) == ([Level.SILENT] if holds else [])


@pytest.mark.parametrize(("days", "holds"), [(2, False), (3, True)])
def test_done_together_in_the_clinic_is_no_start_at_home(days, holds):
    made = row(session(days, logged_by_id=5))

    assert [reason.words for reason in made.reasons] == (["Never started"] if holds else [])


@pytest.mark.parametrize(("days", "holds"), [(6, False), (7, True), (8, True)])
def test_after_a_review_silence_counts_anew(days, holds):
    made = row(session(30), seen_until=at(days))

    assert held(made) == ([Level.SILENT] if holds else [])


@pytest.mark.parametrize(("days", "holds"), [(2, False), (3, True)])
def test_after_a_review_not_starting_counts_anew(days, holds):
    assert held(row(seen_until=at(days))) == ([Level.SILENT] if holds else [])


@pytest.mark.parametrize(("days", "holds"), [(6, False), (7, True)])
def test_after_a_pause_silence_counts_anew(days, holds):
    pause = Pause(TODAY - timedelta(days=12), TODAY - timedelta(days=days), "away")
    made = row(session(20), recent_pauses=[pause])

    assert held(made) == ([Level.SILENT] if holds else [])


def test_a_pause_that_was_called_off_is_the_end_of_none():
    day = TODAY - timedelta(days=2)
    assert held(row(session(9), recent_pauses=[Pause(day, day, "away")])) == [Level.SILENT]


def test_silence_is_off_at_0_and_in_a_pause():
    assert held(row(session(30), rules={"quiet_days": 0})) == []
    assert held(row(rules={"never_started_days": 0})) == []
    assert held(row(session(30), recent_pauses=[Pause(at(9).date(), None, "ill")])) == [
        Level.PAUSED
    ]


def test_a_program_that_starts_later_is_not_late():
    assert held(row(since=TODAY + timedelta(days=5))) == []
    assert held(row(session(60), since=TODAY + timedelta(days=5))) == []


@pytest.mark.parametrize(("days", "holds"), [(6, False), (7, True)])
def test_a_new_program_counts_from_its_first_day(days, holds):
    made = row(session(60), since=TODAY - timedelta(days=days))

    assert held(made) == ([Level.SILENT] if holds else [])


@pytest.mark.parametrize(
    ("first", "until", "holds"), [(3, None, True), (3, -4, True), (3, 0, False), (-2, -4, False)]
)
def test_a_pause_holds_from_its_first_day_until_its_end(first, until, holds):
    """Days ago; a day to come is below 0. A planned pause pauses nothing yet."""
    end = None if until is None else TODAY - timedelta(days=until)
    pause = Pause(TODAY - timedelta(days=first), end, "away")

    assert held(row(session(1), recent_pauses=[pause])) == ([Level.PAUSED] if holds else [])


def test_a_pause_says_why_and_until_when():
    pauses = [Pause(date(2026, 11, 20), date(2026, 12, 1), "away")]

    assert sentence(row(session(9), recent_pauses=pauses)) == (
        "Paused since Nov 20 | Away, until Dec 1"
    )


def test_what_was_done_together_breaks_silence_and_no_other_rule():
    together = session(1, logged_by_id=5, pain_after=9, cut={1}, since_last="worse")

    assert held(row(session(9), together, rules={"cut_short_times": 1, "worse_in_a_row": 1})) == []


# --- doing ----------------------------------------------------------------------------------


def cut(times, of, stretch=1):
    """So many sessions with this stretch cut short, then others, the newest yesterday."""
    days = range(of, 0, -1)
    return [session(day, cut={stretch} if n < times else ()) for n, day in enumerate(days)]


@pytest.mark.parametrize(("times", "holds"), [(4, False), (5, True), (6, True)])
def test_cut_short_so_many_times(times, holds):
    assert held(row(*cut(times, 8))) == ([Level.CUT_SHORT] if holds else [])


@pytest.mark.parametrize(("sessions", "holds"), [(7, False), (8, True), (9, True)])
def test_cut_short_of_so_many_sessions(sessions, holds):
    """The fifth one cut is the eighth from the end."""
    made = row(*cut(5, 8), rules={"cut_short_sessions": sessions})

    assert held(made) == ([Level.CUT_SHORT] if holds else [])


def test_two_stretches_are_not_added_up():
    sessions = [session(day, cut={1 + day % 2}) for day in range(8, 0, -1)]

    assert held(row(*sessions)) == []


def test_a_session_with_nothing_logged_is_not_one_of_the_last():
    empty = [session(day / 10, is_logged=False) for day in range(4)]

    assert sentence(row(*cut(5, 8), *empty)) == "Press up cut short | 5 of the last 8 sessions"


def test_the_stretch_cut_most_often_is_named():
    sessions = [session(day, cut={2} if day > 6 else {1, 2}) for day in range(8, 0, -1)]

    assert sentence(row(*sessions)) == "Open book cut short | 8 of the last 8 sessions"


def test_cut_short_is_off_at_0():
    assert held(row(*cut(8, 8), rules={"cut_short_times": 0})) == []


def good(sessions, pain=2, **newest):
    made = [session(day, pain_after=pain) for day in range(sessions, 1, -1)]
    return [*made, session(1, **{"pain_after": pain} | newest)]


@pytest.mark.parametrize(("sessions", "holds"), [(5, False), (6, True), (7, True)])
def test_ready_after_so_many_good_sessions(sessions, holds):
    assert held(row(*good(sessions))) == ([Level.READY] if holds else [])


@pytest.mark.parametrize(("pain", "holds"), [(1, True), (2, True), (3, False)])
def test_ready_with_pain_at_most(pain, holds):
    assert held(row(*good(6, pain))) == ([Level.READY] if holds else [])


@pytest.mark.parametrize(
    "newest",
    [
        {"cut": frozenset({1})},
        {"new_or_worse": True},
        {"since_last": "worse"},
        {"state": "closed"},
        {"pain_after": None},
    ],
)
def test_one_session_that_was_not_good_is_enough(newest):
    assert held(row(*good(6, **newest))) == []


def test_a_new_dose_begins_anew():
    assert held(row(*good(6), since=TODAY - timedelta(days=6))) == [Level.READY]
    assert held(row(*good(6), since=TODAY - timedelta(days=5))) == []


def test_ready_is_asked_about_again_after_as_many_more():
    assert held(row(*good(6), seen_until=at(7))) == [Level.READY]
    assert held(row(*good(6), seen_until=at(6))) == []


def test_ready_is_off_at_0():
    assert held(row(*good(8), rules={"ready_sessions": 0})) == []


# --- the program ----------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "holds"), [(4, True), (5, True), (6, False), (-3, True)])
def test_review_due_within_so_many_days(days, holds):
    made = row(session(1), review_on=TODAY + timedelta(days=days))

    assert held(made) == ([Level.REVIEW_DUE] if holds else [])


def test_reviewed_ahead_it_comes_back_on_the_day():
    ahead = row(session(1), review_on=TODAY + timedelta(days=2), seen_until=at(1))
    due = row(session(1), review_on=TODAY, seen_until=at(1))
    done = row(session(1), review_on=TODAY, seen_until=at(0))

    assert [held(made) for made in (ahead, due, done)] == [[], [Level.REVIEW_DUE], []]


def test_review_due_is_off_at_0():
    made = row(session(1), review_on=TODAY, rules={"review_within_days": 0})

    assert held(made) == []


@pytest.mark.parametrize(("days", "holds"), [(2, False), (3, True), (4, True)])
def test_no_program_comes_back_after_a_review(days, holds):
    assert held(row(since=None)) == [Level.NO_PROGRAM]
    assert held(row(since=None, seen_until=at(days))) == ([Level.NO_PROGRAM] if holds else [])


# --- reviews --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sessions",
    [
        [session(2, pain_after=7)],
        [session(3, pain_after=2), session(2, pain_after=5)],
        [session(3, since_last="worse"), session(2, since_last="worse")],
        [session(day, cut={1}) for day in (6, 5, 4, 3, 2)],
    ],
)
def test_a_review_clears_what_was_seen_and_not_what_comes_later(sessions):
    seen, later = row(*sessions, seen_until=at(2)), row(*sessions, seen_until=at(2, hour=16))

    assert (held(seen), len(held(later))) == ([], 1)


@pytest.mark.parametrize(
    ("told", "level"),
    [
        ({"flag_reason": "new-or-worse", "flag_at": at(2)}, Level.STOPPED),
        ({"flag_reason": "moved-down", "flag_at": at(2)}, Level.MOVED_DOWN),
        ({"message": "Hello?", "message_at": at(2)}, Level.NOTE),
        ({"note": "Hello?", "note_at": at(2)}, Level.NOTE),
    ],
)
def test_a_review_clears_no_flag_and_no_words_nobody_has_read(told, level):
    assert held(row(session(1), seen_until=at(0), **told)) == [level]


def test_the_newest_words_are_quoted_and_a_long_note_is_cut():
    told = {"note": "Old", "note_at": at(3), "message": "why " * 40, "message_at": at(1)}

    words = row(session(1), **told).why
    assert words.words == "Wrote you a message"
    assert words.detail.startswith("Yesterday: “why why why")
    assert len(words.detail) < 80


def test_all_reasons_that_hold_worst_first():
    made = row(
        session(9, pain_after=2, cut={1}),
        session(8, pain_after=8),
        review_on=TODAY,
        note="Hm.",
        note_at=at(8),
        rules={"cut_short_times": 1},
    )

    assert held(made) == [
        Level.PAIN_AT_LIMIT,
        Level.PAIN_UP,
        Level.NOTE,
        Level.SILENT,
        Level.REVIEW_DUE,
        Level.CUT_SHORT,
    ]
    assert [reason.tone for reason in made.reasons] == ["stop"] * 2 + ["note"] * 3 + ["plain"]


def test_nobody_waits_for_a_discharged_patient():
    made = row(session(1, pain_after=9), flag_reason="sharp-pain", flag_at=at(1))
    assert len(held(made)) == 2
    made = row(session(1, pain_after=9), discharged_at=at(0))

    assert (held(made), made.why.level) == ([], Level.ON_TRACK)
