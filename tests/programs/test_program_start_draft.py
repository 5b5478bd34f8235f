from django.urls import reverse

from programs.models import Program, ProgramVersion
from tests.factories import make_exercise, make_version
from tests.programs.page import rows


def start(client, patient):
    return client.post(reverse("program_start_draft", args=[patient.code]))


def test_a_draft_starts_as_a_copy_of_the_newest_version(as_user, therapist, patient):
    sent = make_version(patient, make_exercise(), by=therapist, sets=3, note="Slowly.")
    answer = start(as_user(therapist), patient)
    assert answer.url == reverse("program", args=[patient.code])
    (row,) = rows(patient)
    assert (row.version.number, row.sets, row.note) == (2, 3, "Slowly.")
    assert row.copied_from == sent.prescriptions.get()
    assert row.code != row.copied_from.code


def test_starting_twice_opens_one_draft(as_user, therapist, colleague, patient):
    make_version(patient, make_exercise(), by=therapist)
    start(as_user(therapist), patient)
    start(as_user(colleague), patient)
    assert ProgramVersion.objects.count() == 2


def test_it_is_never_a_get(as_user, therapist, patient):
    url = reverse("program_start_draft", args=[patient.code])
    assert as_user(therapist).get(url).status_code == 405


def test_another_clinics_patient_does_not_exist(as_user, therapist, outsider, patient):
    assert start(as_user(outsider), patient).status_code == 404
    assert Program.objects.count() == 0
    assert start(as_user(therapist), patient).status_code == 302
