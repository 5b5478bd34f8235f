import pytest
from django.urls import reverse

from logbook.keys import uuid7
from tests.caseload.history import do_session, make_program
from tests.factories import make_exercise, make_version


def url(session, patient=None):
    return reverse("patient_session", args=[(patient or session.patient).code, session.code])


@pytest.fixture
def session(patient):
    make_program(patient, exercise=make_exercise("open-book", name="Open book", sided=True))
    return do_session(patient, 1, pain_before=5, pain_after=3, note="Left feels tight.")


def test_sets_against_target(as_user, therapist, session):
    page = " ".join(as_user(therapist).get(url(session)).content.decode().split())

    assert "Open book" in page
    assert "Set 1, left: <b>10 of 10</b>" in page
    assert "Set 1, right: <b>10 of 10</b>" in page
    assert "2 <span>of 2</span>" in page
    assert "Done as planned." in page
    assert "12 <span>min</span>" in page
    assert "Left feels tight." in page
    assert "12:00 p.m." in page or "noon" in page


def test_a_hold_reads_in_seconds(as_user, therapist, patient):
    make_program(patient, exercise=make_exercise(region="hips", kind="muscle"))
    session = do_session(patient, 1, done=20)

    page = as_user(therapist).get(url(session)).content.decode()

    assert page.count("20 of 30 s") == 2
    assert "Cut short." in page
    assert "1 <span>of 2</span>" in page


def test_a_correction_keeps_both_with_their_times(as_user, therapist, session):
    log = session.stretch_logs.get()
    session.log_stretch(
        log.prescription, uuid7(), {("left", 1): 7, ("right", 1): 10}, reason="tired"
    )

    page = as_user(therapist).get(url(session)).content.decode()

    assert '<b class="cut">7 of 10</b>' in page
    assert "<del>10 of 10</del>" in page
    assert "12:05 p.m. as" in page
    assert page.count("corrected ") == 1
    assert "Why: tired." in page


def test_answers_changed_later_show_old_and_new(as_user, therapist, session):
    session.finish(uuid7(), new_or_worse=True, pain_after=6, note="Left feels tight.")

    page = as_user(therapist).get(url(session)).content.decode()

    assert "After the session: something is <b>new or worse</b>." in page
    assert ">3</del>" in page.replace("was </span>", ">")
    assert ">6</ins>" in page.replace("is </span>", ">")
    assert page.count("<del>") == 2  # new or worse, pain after


def test_a_stretch_that_was_due_and_not_logged_is_named(as_user, therapist, session):
    late = make_exercise("press-up", name="Press up")
    version = make_version(session.patient, late)
    open_one = do_session(session.patient, 0)
    open_one.stretch_logs.all().delete()
    open_one.set_logs.all().delete()

    page = as_user(therapist).get(url(open_one)).content.decode()

    assert version.prescriptions.count() == 2
    assert page.count("Not logged.") == 2


def test_the_colleague_opens_it(as_user, colleague, session):
    assert as_user(colleague).get(url(session)).status_code == 200


@pytest.mark.parametrize("who", ["outsider", "clinic_admin", "patient", "other_patient"])
def test_for_others_there_is_no_trace_of_it(as_user, request, session, who):
    response = as_user(request.getfixturevalue(who)).get(url(session))

    assert response.status_code == 404
    for secret in (b"Delgado", b"tight", b"Open book"):
        assert secret not in response.content


def test_a_session_opens_under_its_own_patient_only(as_user, therapist, session, other_patient):
    assert as_user(therapist).get(url(session, other_patient)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_stay_the_same(as_user, therapist, patient, assert_queries, rows):
    make_version(patient, *[make_exercise() for _ in range(rows)])
    session = do_session(patient, 0, done=5)
    client = as_user(therapist)
    client.get(url(session))

    with assert_queries(18):
        page = client.get(url(session)).content.decode()

    assert page.count("5 of 10") == rows


def test_what_was_taken_back_says_so(as_user, therapist, session):
    log = session.finish(uuid7(), new_or_worse=True)
    session.withdraw(log.key, uuid7())

    page = as_user(therapist).get(url(session)).content.decode()

    assert "Taken back by the patient" in page
    assert 'class="alert now"' not in page
