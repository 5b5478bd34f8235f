import csv

from django.urls import reverse

from people.models import Patient

URL = reverse("clinic_audit_csv")


def cells(answer):
    return list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))


def test_one_line_a_row(as_user, therapist, clinic_admin, patient):
    as_user(therapist).get(reverse("patient_detail", args=[patient.code]))
    head, row = cells(as_user(clinic_admin).get(URL))
    assert head[1:4] == ["Who", "Patient", "What"]
    assert row[1:5] == ["Dana Okafor", "Maria Delgado", "Opened: the record", "patient_detail GET"]


def test_a_formula_is_inert(as_user, therapist, clinic_admin, patient):
    Patient.objects.filter(pk=patient.pk).update(name='=HYPERLINK("http://x.test")')
    as_user(therapist).get(reverse("patient_detail", args=[patient.code]))
    (_head, row) = cells(as_user(clinic_admin).get(URL))
    assert row[2].startswith("'=")


def test_the_choice_of_the_page_holds(as_user, therapist, clinic_admin, patient):
    as_user(therapist).get(reverse("patient_detail", args=[patient.code]))
    assert len(cells(as_user(clinic_admin).get(URL, {"kind": "refused"}))) == 1
