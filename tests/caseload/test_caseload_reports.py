"""Who reports pain stands first, and until when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from logbook.keys import uuid7
from logbook.models import Flag
from tests.caseload.history import do_session, make_program
from tests.caseload.listed import URL, names
from tests.factories import make_patient


def test_worst_stands_first(as_user, therapist, history):
    history("Fine")
    do_session(history("Worse"), 0, new_or_worse=True)
    make_program(make_patient(therapist=therapist, name="Silent"))

    assert names(as_user(therapist).get(URL)) == ["Worse", "Silent", "Fine"]


def test_the_newest_report_stands_first_and_lower_down_below_all_that_stop(
    as_user, therapist, history
):
    lower, older, newer = history("Lower"), history("Older"), history("Newer")
    do_session(older, 3, new_or_worse=True)
    do_session(newer, 2, pain_after=9)
    session = do_session(lower, 0)
    Flag.raise_for(session, Flag.Reason.MOVED_DOWN, uuid7(), timezone.now())

    assert names(as_user(therapist).get(URL)) == ["Newer", "Older", "Lower"]


def test_a_started_session_does_not_hide_yesterdays_report(as_user, therapist, patient):
    make_program(patient)
    do_session(patient, 1, new_or_worse=True)
    do_session(patient, 0, finish=False)

    (row,) = as_user(therapist).get(URL).context["page"]

    assert row.why.words == "New or worse pain"


@pytest.mark.parametrize("days_ago", [2, 12])
def test_a_report_stays_until_it_is_closed_whatever_the_next_day_says(
    as_user, therapist, patient, days_ago
):
    make_program(patient)
    do_session(patient, days_ago, new_or_worse=True)
    do_session(patient, 1, new_or_worse=False)
    client = as_user(therapist)

    (row,) = client.get(URL).context["page"]
    assert row.why.words == "New or worse pain"

    row.resume()
    (row,) = client.get(URL).context["page"]
    assert row.why.words == "New or worse pain"

    patient.flags.get().close(therapist, "called", "All is well.", {}, keep_paused=False)
    (row,) = client.get(URL).context["page"]
    assert row.why.words == ""


def test_a_correction_takes_the_report_back(as_user, therapist, patient):
    make_program(patient)
    do_session(patient, 1, new_or_worse=True).finish(uuid7(), new_or_worse=False)

    (row,) = as_user(therapist).get(URL).context["page"]

    assert row.why.words == ""


def test_a_flag_taken_back_ranks_no_more(as_user, therapist, patient):
    make_program(patient)
    session = do_session(patient, 0, pain_after=8)
    flag = session.flags.get()
    client = as_user(therapist)
    assert client.get(URL).context["page"][0].why.words == "Pain reached the limit"

    session.withdraw(flag.key, uuid7())

    (row,) = client.get(URL).context["page"]
    assert (row.why.words, row.paused_since) == ("", None)


@pytest.mark.parametrize("days_ago", [6, 8, 40])
def test_felt_lower_down_asks_until_it_is_closed(as_user, therapist, patient, days_ago):
    version = make_program(patient)
    session = do_session(patient, 1)
    at = timezone.now() - timedelta(days=days_ago)
    Flag.raise_for(session, Flag.Reason.MOVED_DOWN, uuid7(), at, version.prescriptions.get())

    (row,) = as_user(therapist).get(URL).context["page"]

    assert row.why.words == "Felt lower down"
    assert row.paused_since is None
