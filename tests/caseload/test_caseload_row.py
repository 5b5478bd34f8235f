"""What a row of the caseload says of a patient."""

from datetime import timedelta

from caseload.models import Monitoring
from logbook.keys import uuid7
from logbook.models import Flag
from logbook.models import Session as PatientSession
from people.models import Clinic
from tests.caseload.history import do_session, make_program
from tests.caseload.listed import URL


def test_what_a_row_says(as_user, therapist, patient):
    make_program(patient, days_ago=10)
    do_session(patient, 8, pain_after=4)
    do_session(patient, 1, done=5, pain_after=7, new_or_worse=True)

    page = " ".join(as_user(therapist).get(URL).content.decode().split())

    assert f"{patient.age()}, Low back pain" in page
    assert "New or worse pain" in page
    assert "Yesterday. Paused since then" in page
    assert page.count("<b>1</b> of 9") == 2  # days and sets; the paused day counts nowhere
    assert "was 4" in page
    assert "min, cut short" in page  # finished all the same
    assert "Not booked" in page


def test_done_in_the_clinic_is_not_home_adherence(as_user, therapist, patient):
    make_program(patient, days_ago=10)
    do_session(patient, 2, place="clinic")

    (row,) = as_user(therapist).get(URL).context["page"]

    assert (row.adherence.days_done, row.adherence.dose) == (0, 0)
    assert row.days_quiet == 2


def test_what_was_done_together_has_no_minutes(as_user, therapist, patient):
    make_program(patient)
    session = do_session(patient, 1, place="clinic")
    patient.sessions.filter(pk=session.pk).update(logged_by=therapist)

    assert b"Yesterday<small>together</small>" in as_user(therapist).get(URL).content


def test_who_did_it_together_ever_since_has_started_all_the_same(as_user, therapist, patient):
    """However many sessions in the clinic stand between: the newest own one is known."""
    version = make_program(patient, days_ago=60)
    began = do_session(patient, 50).local_date
    done = [(version.prescriptions.get(), None, False)]
    for days_ago in range(20, 4, -1):
        on_date = patient.today() - timedelta(days=days_ago)
        PatientSession.log_together(patient, uuid7(), therapist, version, done, on_date=on_date)

    (row,) = as_user(therapist).get(URL).context["page"]
    assert [session.local_date for session in row.own_sessions] == [began]
    assert as_user(therapist).get(URL, {"show": "not-started"}).context["page"].object_list == []


def test_the_last_session_shows_however_long_ago(as_user, therapist, patient):
    make_program(patient, days_ago=100)
    do_session(patient, 60, pain_after=5)

    (row,) = as_user(therapist).get(URL).context["page"]

    assert row.why.words == "No session for 60 days"
    assert row.pain.now == 5


def test_quiet_days_begin_anew_after_a_pause(as_user, therapist, patient):
    make_program(patient)
    session = do_session(patient, 12)
    flag = Flag.raise_for(session, Flag.Reason.SHARP_PAIN, uuid7(), session.started_at)
    flag.close(therapist, "called", "All is well.", {}, keep_paused=True)
    flag.pause.end(patient.today() - timedelta(days=3))

    (row,) = as_user(therapist).get(URL).context["page"]

    assert (row.days_quiet, row.why.words) == (3, "")
    assert row.adherence.days_prescribed == 4  # 13 days ago, and the three since the pause


def test_the_pause_of_another_patient_is_not_counted(as_user, therapist, history):
    history("Fine")
    do_session(history("Worse"), 0, new_or_worse=True)

    worse, fine = as_user(therapist).get(URL).context["page"]

    assert worse.paused_since == worse.today()
    assert (fine.name, fine.paused_since, fine.why.words) == ("Fine", None, "")
    assert fine.adherence.days_prescribed > 0


def test_data_days_are_shown_only_where_the_clinic_counts_them(as_user, therapist, patient):
    make_program(patient, days_ago=40)
    for days_ago in (31, 3, 1):
        do_session(patient, days_ago)
    Monitoring.objects.create(patient=patient, started_on=patient.today() - timedelta(days=35))
    client = as_user(therapist)
    assert b"Data days" not in client.get(URL).content

    Clinic.objects.update(monitoring=True)
    page = client.get(URL)

    (row,) = page.context["page"]
    assert (row.period.number, row.data_days) == (2, 2)
    assert "2<small>25 days left</small>" in page.content.decode()
