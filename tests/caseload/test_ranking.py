from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from caseload.adherence import Adherence
from caseload.pain import Pain
from caseload.ranking import Level, rank, why_now

TODAY = date(2026, 11, 23)


def row(name="Ann", days=(8, 10), dose=(16, 20), **fields):
    made = SimpleNamespace(
        **{
            "name": name,
            "discharged_at": None,
            "flag_reason": None,
            "flagged_on": None,
            "flag_at": None,
            "paused_since": None,
            "pain": Pain((4, 4), highest=4),
            "pain_limit_now": 7,
            "program_since": date(2026, 11, 2),
            "adherence": Adherence(*days, *dose, ()),
            "days_quiet": 1,
            "local_today": TODAY,
        }
        | fields
    )
    made.why = why_now(made)
    return made


def flagged(reason="new-or-worse", days_ago=1, **fields):
    """The fields of a row with a flag, told so many days ago at noon."""
    at = datetime(2026, 11, 23, 12, tzinfo=UTC) - timedelta(days=days_ago)
    return {"flag_reason": reason, "flag_at": at, "flagged_on": at.date()} | fields


@pytest.mark.parametrize(
    ("fields", "level", "words"),
    [
        (flagged("sharp-pain"), Level.STOPPED, "Sharp, new or worse pain Yesterday"),
        (
            flagged(paused_since=date(2026, 11, 22)),
            Level.STOPPED,
            "New or worse pain Yesterday. Paused since then",
        ),
        (
            flagged("pain-at-limit", days_ago=0, paused_since=date(2026, 11, 20)),
            Level.STOPPED,
            "Pain reached the limit Today. Paused since Nov 20",
        ),
        (flagged("moved-down", days_ago=3), Level.MOVED_DOWN, "Felt lower down Nov 20"),
        ({"pain": Pain((3,), 7)}, Level.PAIN_AT_LIMIT, "Pain reached 7 The limit is 7"),
        ({"pain": Pain((3,), 7, flagged=True)}, Level.ON_TRACK, " "),
        ({"pain": Pain((3,), 6)}, Level.ON_TRACK, " "),
        ({"pain": Pain((3,), 5), "pain_limit_now": 5}, Level.PAIN_AT_LIMIT, None),
        (
            {"pain": Pain((3, 4, 6), 6)},
            Level.PAIN_UP,
            "Pain up from 3 to 6 Over the last 3 sessions",
        ),
        ({"pain": Pain((3, 5), 5)}, Level.PAIN_UP, None),
        ({"pain": Pain((3, 4), 4)}, Level.ON_TRACK, None),
        ({"pain": Pain((6, 3), 3)}, Level.ON_TRACK, None),
        ({"pain": Pain()}, Level.ON_TRACK, None),
        ({"days_quiet": None}, Level.SILENT, "Never started Program since Nov 2"),
        ({"days_quiet": None, "days": (0, 0)}, Level.ON_TRACK, None),
        ({"days_quiet": 8}, Level.SILENT, "No session for 8 days "),
        ({"days_quiet": 7}, Level.SILENT, None),
        ({"days_quiet": 6}, Level.ON_TRACK, None),
        (
            {"paused_since": date(2026, 11, 20), "days_quiet": 9},
            Level.ON_TRACK,
            "Paused since Nov 20 ",
        ),
        ({"program_since": None, "days": (0, 0)}, Level.NO_PROGRAM, "No program yet "),
        (
            flagged(discharged_at=date(2026, 11, 22)),
            Level.ON_TRACK,
            " ",
        ),
    ],
)
def test_the_first_rule_that_holds_says_why(fields, level, words):
    why = row(**fields).why

    assert why.level == level
    assert words is None or f"{why.words} {why.detail}" == words


def test_worst_first():
    rows = [
        row("On track, less dose", dose=(10, 20)),
        row("On track"),
        row("Nothing asked yet", days=(0, 0), dose=(0, 0), days_quiet=None),
        row("On track, fewer days", days=(3, 10)),
        row("No program", program_since=None, days=(0, 0), dose=(0, 0)),
        row("Quiet", days_quiet=9, days=(2, 10)),
        row("Never started", days_quiet=None, days=(0, 10), dose=(0, 20)),
        row("Pain up", pain=Pain((2, 6), 6)),
        row("At the limit", pain=Pain((2, 8), 8)),
        row("Lower down", **flagged("moved-down", days_ago=0)),
        row("Worse yesterday", days=(0, 10), **flagged("sharp-pain", days_ago=1)),
        row("Limit today", **flagged("pain-at-limit", days_ago=0)),
    ]

    assert [found.name for found in sorted(rows, key=rank)] == [
        "Limit today",
        "Worse yesterday",
        "Lower down",
        "At the limit",
        "Pain up",
        "Never started",
        "Quiet",
        "No program",
        "On track, fewer days",
        "On track, less dose",
        "On track",
        "Nothing asked yet",
    ]


def test_equals_stand_by_name():
    assert [r.name for r in sorted([row("Bo"), row("Al")], key=rank)] == ["Al", "Bo"]


def test_tone_and_whether_it_needs_you():
    assert row(**flagged()).why.tone == "stop"
    assert row(**flagged("moved-down")).why.tone == "stop"
    assert row(days_quiet=9).why.tone == "note"
    assert row(days_quiet=9).why.needs_you
    assert not row().why.needs_you
