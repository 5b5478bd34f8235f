from datetime import timedelta

from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from people.audit import record
from people.models import AuditEvent

URL = reverse("who_opened")


def told(client, **asked):
    return [line for _day, of_day in client.get(URL, asked).context["days"] for line in of_day]


def test_who_else_opened_it_and_how_often(as_user, therapist, colleague, patient, other_patient):
    for _time in range(2):
        as_user(therapist).get(reverse("patient_detail", args=[patient.code]))
    as_user(therapist).get(reverse("caseload"))
    as_user(colleague).get(reverse("patient_detail", args=[other_patient.code]))
    assert told(as_user(patient)) == [
        ("Dana Okafor", "saw you in a list: the caseload", 1),
        ("Dana Okafor", "opened the record", 2),
    ]


def test_ones_own_visits_and_refused_tries_are_left_out(as_user, outsider, patient):
    as_user(outsider).get(reverse("patient_detail", args=[patient.code]))
    as_user(patient).get(reverse("today"))
    assert AuditEvent.objects.count() == 2
    assert told(as_user(patient)) == []


def test_rows_of_a_record_that_was_made_one_with_it(as_user, therapist, patient, other_patient):
    record(therapist, "patient_detail GET", other_patient)
    type(patient).objects.filter(pk=other_patient.pk).update(merged_into=patient)
    assert told(as_user(patient)) == [("Dana Okafor", "opened the record", 1)]


def test_thirty_days_at_a_time(as_user, therapist, patient):
    long_ago = timezone.now() - timedelta(days=40)
    AuditEvent.objects.create(
        user=therapist.user, action="patient_detail GET", patient_code=patient.code, at=long_ago
    )
    client = as_user(patient)
    assert told(client) == []
    assert len(told(client, page=1)) == 1
    assert told(client, page="x") == []


def test_a_command_is_homestretch_itself(as_user, patient):
    record("apply_retention", "erase", patient)
    assert told(as_user(patient)) == [("Homestretch itself", "changed erasing a record", 1)]


def test_what_the_operator_did_to_the_own_sign_in(as_user, patient):
    call_command("sign_out", patient.user.email, verbosity=0)
    call_command("forget_factors", patient.user.email, verbosity=0)
    patient.user.refresh_from_db()
    assert told(as_user(patient)) == [
        ("The operator, by command", "changed signing in", 1),
        ("The operator, by command", "changed the ways to sign in", 1),
    ]


def test_a_page_beyond_all_days_is_empty(as_user, patient):
    assert told(as_user(patient), page="9" * 5000) == []
