"""Where therapists open their own caseload only, a safety flag still opens its patient to whoever
it has come to: by the same hours that say whose it is."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from caseload.models import WorklistRules
from logbook.keys import uuid7
from logbook.models import Flag
from people.models import BreakGlass, Cover, Patient
from tests.caseload.history import do_session, make_program
from tests.factories import make_member


@pytest.fixture(autouse=True)
def restricted(clinic):
    clinic.restrict_to_caseload = True
    clinic.save()


@pytest.fixture
def tell(patient, therapist):
    """`tell(3)`: the therapist's patient told something three hours ago."""
    make_program(patient, by=therapist)
    session = do_session(patient, days_ago=2)

    def told(hours, **fields):
        at = timezone.now() - timedelta(hours=hours)
        return Flag.objects.create(
            patient=patient, session=session, key=uuid7(), reason="sharp-pain", at=at, **fields
        )

    return told


def opens(member, patient):
    return Patient.objects.visible_to(member).filter(pk=patient.pk).exists()


def test_after_the_hours_to_any_colleague(tell, patient, colleague, therapist):
    flag = tell(1.9)
    assert not opens(colleague, patient)
    assert opens(therapist, patient)
    Flag.objects.filter(pk=flag.pk).update(at=timezone.now() - timedelta(hours=2.1))
    assert opens(colleague, patient)


def test_not_to_a_colleague_elsewhere(tell, patient, outsider):
    outsider.clinic.restrict_to_caseload = True
    tell(100)
    assert not opens(outsider, patient)


def test_to_the_patients_other_therapist_before_anyone(tell, patient, colleague, clinic):
    patient.therapist_links.create(membership=make_member(clinic))
    tell(3)
    assert not opens(colleague, patient)


def test_unless_the_other_one_stands_in_already(tell, patient, therapist, colleague, clinic):
    other, today = make_member(clinic), clinic.today()
    patient.therapist_links.create(membership=other)
    Cover.objects.create(clinic=clinic, away=therapist, by=other, from_date=today, to_date=today)
    tell(3)
    assert opens(colleague, patient)


def test_at_last_to_an_admin_who_treats(tell, patient, clinic_admin):
    patient.therapist_links.create(membership=make_member(clinic_admin.clinic))
    clinic_admin.credentials = "DPT"
    flag = tell(3.9)
    assert not opens(clinic_admin, patient)
    Flag.objects.filter(pk=flag.pk).update(at=timezone.now() - timedelta(hours=4.1))
    assert opens(clinic_admin, patient)


@pytest.mark.parametrize(("hours", "is_open"), [(0, False), (1, True), (48, False)])
def test_by_the_clinics_own_hours(tell, patient, colleague, clinic, hours, is_open):
    WorklistRules.objects.create(clinic=clinic, cover_after_hours=hours, admin_after_hours=48)
    tell(3)
    assert opens(colleague, patient) == is_open


def test_a_flag_taken_back_opens_nothing(tell, patient, colleague):
    tell(3, withdrawn_at=timezone.now())
    assert not opens(colleague, patient)


def test_whoever_closed_it_reads_on_for_a_day(tell, patient, colleague):
    flag = tell(3)
    flag.close(colleague, "called", "Talked it through.", {}, keep_paused=False)
    assert opens(colleague, patient)
    Flag.objects.filter(pk=flag.pk).update(closed_at=timezone.now() - timedelta(hours=25))
    assert not opens(colleague, patient)


def test_a_flag_closed_in_the_hour_of_a_reason_ends_no_refusal(as_user, tell, patient, colleague):
    BreakGlass.open_for(patient, colleague, "Covering this morning.", uuid4())
    tell(0).close(colleague, "called", "Talked it through.", {}, keep_paused=False)
    answer = as_user(colleague).post(
        f"/patients/{patient.code}/reassign/", {"therapist": colleague.code}
    )
    assert answer.status_code == 403
    assert patient.therapist_links.get().membership != colleague


def test_a_flag_closed_in_the_hour_of_a_reason_opens_no_day_after_it(tell, patient, colleague):
    opened = BreakGlass.open_for(patient, colleague, "Covering this morning.", uuid4())
    flag = tell(1)
    flag.close(colleague, "called", "Talked it through.", {}, keep_paused=False)
    assert opens(colleague, patient)
    an_hour_ago, now = timezone.now() - timedelta(minutes=61), timezone.now()
    in_the_hour = an_hour_ago + timedelta(minutes=30)
    BreakGlass.objects.filter(pk=opened.pk).update(at=an_hour_ago, until=now - timedelta(minutes=1))
    Flag.objects.filter(pk=flag.pk).update(closed_at=in_the_hour)
    assert not opens(colleague, patient)
    Flag.objects.filter(pk=flag.pk).update(closed_at=now)
    assert opens(colleague, patient)


def test_it_stays_one_query(tell, patient, colleague, assert_queries):
    tell(3)
    with assert_queries(1):
        assert list(Patient.objects.visible_to(colleague)) == [patient]
