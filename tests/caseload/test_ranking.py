from datetime import UTC, datetime
from types import SimpleNamespace

from caseload.adherence import Adherence
from caseload.ranking import rank
from caseload.rules import Level, Reason


def row(name, level=Level.ON_TRACK, days=(8, 10), dose=(16, 20), flag_at=None):
    why = Reason(level)
    return SimpleNamespace(
        name=name, why=why, flag_at=flag_at, adherence=Adherence(*days, *dose, ())
    )


def names(rows):
    return [found.name for found in sorted(rows, key=rank)]


def test_the_level_comes_first_then_frequency_then_dose_then_the_name():
    rows = [
        row("Zoe"),
        row("Amy"),
        row("Less dose", dose=(10, 20)),
        row("Fewer days", days=(3, 10)),
        row("Nothing asked yet", days=(0, 0), dose=(0, 0)),
        *(row(level.name, level, days=(10, 10)) for level in reversed(Level) if level < 12),
    ]

    assert names(rows) == [
        *(level.name for level in Level if level < 12),
        "Fewer days",
        "Less dose",
        "Amy",
        "Zoe",
        "Nothing asked yet",
    ]


def test_of_two_flags_the_newest_comes_first():

    older = row("Older", Level.STOPPED, flag_at=datetime(2026, 11, 20, tzinfo=UTC))
    newer = row("Newer", Level.STOPPED, flag_at=datetime(2026, 11, 21, tzinfo=UTC))

    assert names([older, newer]) == ["Newer", "Older"]
