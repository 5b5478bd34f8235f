from datetime import date, timedelta

from programs.calendar import in_effect, paused_days, targets_by_day
from programs.models import ProgramPause, ProgramVersion
from programs.weekdays import EVERY_DAY, MONDAY_TO_FRIDAY
from tests.factories import make_exercise, make_prescription, make_version

MONDAY = date(2026, 11, 2)
SUNDAY = date(2026, 11, 8)


def sent(patient):
    return list(
        ProgramVersion.objects.sent().filter(patient=patient).prefetch_related("prescriptions")
    )


def test_a_row_asks_for_sets_times_sides_times_a_day_on_its_weekdays(patient):
    version = make_version(patient, sent=False)
    row = make_prescription(
        version,
        make_exercise(sided=True),
        sets=2,
        side="both",
        times_a_day=3,
        weekdays=MONDAY_TO_FRIDAY,
    )
    assert row.sets_on(MONDAY) == 2 * 2 * 3
    assert row.sets_on(SUNDAY) == 0


def test_one_side_counts_once(patient):
    version = make_version(patient, sent=False)
    row = make_prescription(version, make_exercise(sided=True), side="left", sets=2)
    assert row.sets_on(MONDAY) == 2


def test_every_day_of_the_span_is_there_and_rest_days_are_zero(patient):
    make_version(patient, make_exercise(), sets=2, weekdays=0b0010101, effective_on=MONDAY)
    assert list(targets_by_day(sent(patient), MONDAY, SUNDAY).items()) == [
        (MONDAY + timedelta(days=day), sets) for day, sets in enumerate([2, 0, 2, 0, 2, 0, 0])
    ]


def test_a_version_holds_until_the_next_one_takes_over(patient):
    make_version(patient, make_exercise(), effective_on=MONDAY, weekdays=EVERY_DAY)
    make_version(patient, make_exercise(), effective_on=MONDAY + timedelta(days=3))
    targets = targets_by_day(sent(patient), MONDAY - timedelta(days=1), SUNDAY)
    assert list(targets.values()) == [0, 1, 1, 1, 2, 2, 2, 2]


def test_the_newer_of_two_versions_sent_on_one_day_holds(patient):
    make_version(patient, make_exercise(), effective_on=MONDAY)
    newest = make_version(patient, make_exercise(), effective_on=MONDAY)
    assert in_effect(sent(patient), MONDAY) == newest
    assert targets_by_day(sent(patient), MONDAY, MONDAY) == {MONDAY: 2}


def test_without_a_sent_version_nothing_is_asked(patient):
    make_version(patient, make_exercise(), sent=False)
    assert targets_by_day(sent(patient), MONDAY, MONDAY) == {MONDAY: 0}


def test_it_asks_the_database_nothing(patient, django_assert_num_queries):
    make_version(patient, make_exercise(), make_exercise(), effective_on=MONDAY)
    versions = sent(patient)
    with django_assert_num_queries(0):
        targets_by_day(versions, MONDAY, SUNDAY)


def pause(first, last=None):
    """From one day of that November up to, and without, another."""
    until = last and date(2026, 11, last)
    return ProgramPause(from_date=date(2026, 11, first), until=until)


def test_a_pause_holds_from_its_first_day_up_to_its_last_one():
    paused = paused_days([pause(4, 6), pause(1, 3), pause(7, 7)], MONDAY, SUNDAY)
    assert sorted(day.day for day in paused) == [2, 4, 5]
    assert [day.day for day in sorted(paused_days([pause(7)], MONDAY, SUNDAY))] == [7, 8]
    assert paused_days([], MONDAY, SUNDAY) == set()


def test_paused_days_ask_for_nothing(patient):
    make_version(patient, make_exercise(), effective_on=MONDAY)
    paused = paused_days([pause(3, 5)], MONDAY, SUNDAY)
    targets = targets_by_day(sent(patient), MONDAY, SUNDAY, paused)
    assert list(targets.values()) == [1, 0, 0, 1, 1, 1, 1]
