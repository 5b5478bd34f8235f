from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from logbook.models import Flag, PatientDay, Session
from logbook.models.spine import needs_stop_signs
from programs.models import ProgramPause
from tests.caseload.history import do_session, make_program


@pytest.fixture
def session(patient):
    """Two days ago, with something new or worse: the program is paused."""
    make_program(patient)
    return do_session(patient, 2, new_or_worse=True)


def resume(as_user, member, patient):
    return as_user(member).post(reverse("program_resume", args=[patient.code]), follow=True)


def test_the_program_goes_on_from_today(as_user, therapist, patient, session):
    page = resume(as_user, therapist, patient).content.decode()

    pause = patient.pauses.get()
    assert (pause.from_date, pause.until) == (session.local_date, patient.today())
    assert not needs_stop_signs(session)
    assert "The program goes on. Maria can start a session now." in page
    assert session.flags.get().withdrawn_at is None


def test_it_closes_no_flag_and_says_so(as_user, therapist, patient, session):
    page = resume(as_user, therapist, patient).content.decode()

    flag = session.flags.get()
    assert not flag.is_closed
    assert list(Flag.objects.asking(timezone.now())) == [flag]
    assert "1 safety flag is still open. Close it with an outcome." in page


def test_with_nothing_open_it_says_nothing_of_flags(as_user, therapist, patient, session):
    session.flags.get().close(therapist, "called", "All is well.", {}, keep_paused=True)

    page = resume(as_user, therapist, patient).content.decode()

    assert "The program goes on." in page
    assert "still open" not in page


def test_twice_is_once(as_user, therapist, patient, session):
    resume(as_user, therapist, patient)
    ProgramPause.objects.update(until=patient.today() - timedelta(days=1))

    page = resume(as_user, therapist, patient).content.decode()

    assert patient.pauses.get().until == patient.today() - timedelta(days=1)
    assert "The program goes on" not in page


def test_a_pause_lifted_on_its_first_day_leaves_the_day_prescribed(as_user, therapist, patient):
    make_program(patient)
    do_session(patient, 0, new_or_worse=True)
    day = PatientDay.objects.get(patient=patient)
    assert (day.sets_target, day.dose) == (0, 0)

    resume(as_user, therapist, patient)

    day.refresh_from_db()
    assert (day.sets_target, day.dose) == (1, 1)


def test_paused_days_are_prescribed_to_nobody(as_user, therapist, patient, session):
    resume(as_user, therapist, patient)

    row = as_user(therapist).get(reverse("patient_detail", args=[patient.code])).context["patient"]

    # 14 days, less the two paused ones and today, which is not over
    assert (row.adherence.days_prescribed, row.adherence.days_done) == (11, 0)
    assert "".join(row.adherence.marks) == "m" * 11 + "drr"


def test_a_new_report_pauses_again(as_user, therapist, patient, session):
    resume(as_user, therapist, patient)
    do_session(patient, 0, pain_after=9)

    assert ProgramPause.objects.of(patient).from_date == patient.today()
    assert Session.objects.count() == 2


@pytest.mark.parametrize("who", ["outsider", "clinic_admin", "patient", "operator"])
def test_for_others_it_is_not_there(as_user, request, patient, session, who):
    assert resume(as_user, request.getfixturevalue(who), patient).status_code == 404
    assert patient.pauses.get().until is None


def test_it_is_never_a_link(as_user, therapist, patient, session):
    address = reverse("program_resume", args=[patient.code])
    assert as_user(therapist).get(address).status_code == 405
