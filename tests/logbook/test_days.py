"""PatientDay: one day in numbers, always equal to a count of the rows."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logbook.keys import uuid7
from logbook.models import PatientDay, Session
from tests.factories import make_exercise, make_version


def test_a_day_counts_sets_dose_seconds_and_pain(session, roll, press, hip):
    session.log_stretch(roll, uuid7(), pain=2)
    session.log_stretch(press, uuid7(), {("none", 1): 5}, pain=4)
    session.log_stretch(hip, uuid7(), dict.fromkeys(hip.slots, 40))
    session.finish(uuid7(), new_or_worse=False, pain_after=3)
    day = PatientDay.objects.get()
    assert (day.sets_done, day.sets_target, day.sessions) == (6, 6, 1)
    assert day.dose == pytest.approx(1 + 0.5 + 4)
    assert day.seconds == 10 * 4 + 5 * 4 + 4 * 40
    assert (day.pain_max, day.pain_sum, day.pain_n) == (4, 9, 3)


def test_unanswered_pain_counts_nowhere(session, roll):
    session.log_stretch(roll, uuid7())
    day = PatientDay.objects.get()
    assert (day.pain_max, day.pain_sum, day.pain_n) == (None, 0, 0)


def test_a_set_of_none_is_not_done(session, roll):
    session.log_stretch(roll, uuid7(), {("none", 1): 0})
    day = PatientDay.objects.get()
    assert (day.sets_done, day.dose, day.sessions) == (0, 0, 0)


def test_more_than_asked_is_capped_at_the_target(patient, plan, roll):
    for _ in range(3):
        Session.start(patient, uuid7()).log_stretch(roll, uuid7())
    plan.prescriptions.exclude(pk=roll.pk).delete()
    day = PatientDay.recompute(patient, patient.today())
    assert (day.sets_done, day.sets_target, day.dose, day.sessions) == (3, 1, 1, 3)


def test_a_rest_day_asks_for_nothing(patient, plan, roll):
    rest_of_week = 127 & ~(1 << patient.today().weekday())
    plan.prescriptions.update(weekdays=rest_of_week)
    Session.start(patient, uuid7()).log_stretch(roll, uuid7())
    day = PatientDay.objects.get()
    assert (day.sets_done, day.sets_target, day.dose) == (1, 0, 0)


def test_the_target_counts_each_side_and_each_time_of_the_day(patient, plan, hip, roll):
    plan.prescriptions.filter(pk=hip.pk).update(times_a_day=2)
    Session.start(patient, uuid7()).log_stretch(roll, uuid7())
    assert PatientDay.objects.get().sets_target == 1 + 1 + 2 * 2 * 2


def test_what_was_done_in_the_clinic_is_not_adherence(session, roll):
    session.place = "clinic"
    session.save()
    session.log_stretch(roll, uuid7(), pain=9)
    day = PatientDay.objects.get()
    assert (day.sets_done, day.dose, day.sessions, day.pain_max) == (0, 0, 0, None)


def test_the_target_is_of_the_version_that_held_that_day(patient, plan, roll, therapist):
    session = Session.start(patient, uuid7())
    yesterday = patient.today() - timedelta(days=1)
    Session.objects.update(local_date=yesterday)
    plan.effective_on = yesterday
    plan.save(update_fields=["effective_on"])
    newer = plan.program.open_draft()
    newer.prescriptions.exclude(variation=roll.variation).delete()
    newer.send(by=therapist, revision=newer.revision)
    session.refresh_from_db()
    session.log_stretch(roll, uuid7())
    assert PatientDay.objects.get(local_date=yesterday).sets_target == 6
    assert PatientDay.recompute(patient, patient.today()).sets_target == 1


def sent_with_only(program, row, by):
    """The next version, sent today, with this row alone."""
    newer = program.open_draft()
    newer.prescriptions.exclude(variation=row.variation).delete()
    newer.send(by=by, revision=newer.revision)
    return newer


def test_a_version_sent_later_that_day_changes_nothing_that_was_done(
    session, plan, roll, hip, therapist
):
    session.log_stretch(roll, uuid7())
    session.log_stretch(hip, uuid7())
    before = PatientDay.objects.get().numbers()
    assert (before["dose"], before["sets_target"]) == (5, 6)
    sent_with_only(plan.program, roll, therapist)
    assert PatientDay.recompute(session.patient, session.local_date).numbers() == before
    said = StringIO()
    call_command("rebuild_days", stdout=said)
    assert said.getvalue() == "1 days counted, 0 differed.\n"


def test_a_session_of_the_new_version_makes_the_day_about_it(
    session, plan, patient, roll, therapist
):
    session.log_stretch(roll, uuid7())
    newer = sent_with_only(plan.program, roll, therapist)
    second = Session.start(patient, uuid7())
    assert PatientDay.recompute(patient, patient.today()).sets_target == 6  # nothing told yet
    second.log_stretch(newer.prescriptions.get(), uuid7())
    day = PatientDay.objects.get()
    assert (day.sets_target, day.sets_done, day.dose) == (1, 2, 1)


def test_a_phone_still_on_the_day_before_the_program_counts_what_it_did(patient, plan, roll):
    session = Session.start(patient, uuid7())
    session.local_date = plan.effective_on - timedelta(days=1)
    session.save()
    session.log_stretch(roll, uuid7())
    day = PatientDay.objects.get()
    assert (day.sets_target, day.dose) == (6, 1)


def test_another_patient_counts_nowhere(session, roll, other_patient):
    foreign = make_version(other_patient, make_exercise()).prescriptions.get()
    Session.start(other_patient, uuid7()).log_stretch(foreign, uuid7(), pain=9)
    session.log_stretch(roll, uuid7())
    day = PatientDay.objects.get(patient=session.patient)
    assert (day.sets_done, day.pain_n) == (1, 0)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    posts=st.lists(
        st.tuples(
            st.integers(0, 2),
            st.one_of(st.none(), st.just("skip"), st.lists(st.integers(0, 60), min_size=4)),
            st.one_of(st.none(), st.integers(0, 6)),  # from 7 on the day would be paused
        ),
        max_size=6,
    )
)
def test_any_row_of_logs_and_corrections_ends_as_the_last_ones_say(patient, plan, posts):
    """Whatever was posted in which order: the day equals a count of the last post per stretch."""
    start = transaction.savepoint()  # each example begins at the same plan
    session = Session.start(patient, uuid7())
    prescriptions = list(plan.prescriptions.in_region_order())
    last = {}
    for which, sets, pain in posts:
        row = prescriptions[which]
        if sets == "skip":
            session.log_stretch(row, uuid7(), skipped=True, pain=pain)
            done = []
        elif sets is None:
            session.log_stretch(row, uuid7(), pain=pain)
            done = [row.target] * len(row.slots)
        else:
            done = sets[: len(row.slots)]
            session.log_stretch(row, uuid7(), dict(zip(row.slots, done, strict=True)), pain=pain)
        last[which] = (row, done, pain)
    day = PatientDay.recompute(patient, session.local_date)
    shares = [min(amount / row.target, 1) for row, done, _pain in last.values() for amount in done]
    pains = [pain for _row, _done, pain in last.values() if pain is not None]
    assert day.dose == pytest.approx(sum(shares))
    assert day.sets_done == sum(
        amount > 0 for _row, done, _pain in last.values() for amount in done
    )
    assert day.dose <= day.sets_target == 6
    assert (day.pain_sum, day.pain_n) == (sum(pains), len(pains))
    if posts:
        stored = PatientDay.objects.get(patient=patient, local_date=session.local_date)
        assert stored.numbers() == day.numbers()
    transaction.savepoint_rollback(start)


def test_rebuild_days_finds_what_differs_and_mends_it(session, roll, hip):
    session.log_stretch(roll, uuid7())
    PatientDay.objects.update(dose=0.25, sets_done=9)
    PatientDay.objects.create(patient=session.patient, local_date=date(2026, 1, 5), sets_done=3)
    said = StringIO()
    call_command("rebuild_days", stdout=said)
    assert said.getvalue() == "2 days counted, 2 differed.\n"
    assert PatientDay.objects.get(local_date=session.local_date).dose == 1
    said = StringIO()
    call_command("rebuild_days", stdout=said)
    assert said.getvalue() == "2 days counted, 0 differed.\n"


def test_one_log_costs_the_same_whatever_the_history(session, roll, press, own_queries):
    session.log_stretch(roll, uuid7())
    # key or slot, log, sets known, sets; the day: read, upsert
    assert own_queries(lambda: session.log_stretch(press, uuid7())) == 4 + 2


def test_a_set_costs_four_queries(session, roll, hip, own_queries):
    session.log_set(hip, uuid7(), "left", 1, 30)
    # key or slot, set; the day: read, upsert
    assert own_queries(lambda: session.log_set(hip, uuid7(), "left", 2, 30)) == 4
    # of the first set of a stretch: and whether the stretch was skipped
    assert own_queries(lambda: session.log_set(roll, uuid7(), "none", 1, 10)) == 5
    # of a correction: and the set it corrects
    assert own_queries(lambda: session.log_set(hip, uuid7(), "left", 2, 12)) == 5


def test_the_days_of_a_program_that_is_made_later_ask_for_nothing(patient, plan):
    before = plan.effective_on - timedelta(days=1)
    assert PatientDay.recompute(patient, before).sets_target == 0
