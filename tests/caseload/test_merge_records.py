import re

import pytest
from django.urls import reverse

from caseload import merging
from people.models import Invitation, Patient
from tests.factories import make_exercise, make_patient, make_user, make_version


@pytest.fixture
def two(therapist):
    one = make_patient(
        therapist=therapist, name="Maria Delgado", birth_year=1968, email="maria@x.test"
    )
    two = make_patient(therapist=therapist, name="Maria Delgada", birth_year=None, phone="555 010")
    make_version(two, make_exercise())
    return one, two


def address(*two):
    return reverse("merge_records", args=[patient.code for patient in two])


def filled(client, two, **changes):
    seen = client.get(address(*two)).context["mark"]
    return {"stays": "first", "name": "second", "understood": "on", "seen": seen} | changes


def test_both_are_seen_with_what_moves_before_anything_does(as_user, therapist, two):
    page = as_user(therapist).get(address(*two))
    html = page.content.decode()
    assert "Nothing is changed yet" in html
    assert "cannot be undone" in html
    versions = next(row for row in page.context["counts"] if row["label"] == "Program versions")
    assert (versions["first"], versions["second"], versions["both"]) == (0, 1, 1)
    assert [field.name for field in page.context["form"].choices()] == [
        "name"
    ]  # in all else one is empty
    assert Patient.objects.filter(merged_into=None).count() == 2


def test_the_words_chosen_are_the_patients_afterwards(as_user, therapist, two):
    client = as_user(therapist)
    answer = client.post(address(*two), filled(client, two))
    one, other = two
    assert answer.url == reverse("patient_detail", args=[one.code])
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.name, one.birth_year, one.email, one.phone) == (
        "Maria Delgada",
        1968,
        "maria@x.test",
        "555 010",
    )
    assert other.merged_into == one
    assert client.get(reverse("patient_detail", args=[other.code])).status_code == 404


def test_the_second_may_stay(as_user, therapist, two):
    client = as_user(therapist)
    client.post(address(*two), filled(client, two, stays="second", name="first"))
    two[0].refresh_from_db()
    assert two[0].merged_into == two[1]
    assert Patient.objects.get(merged_into=None).name == "Maria Delgado"


@pytest.mark.parametrize("missing", ["stays", "name", "understood"])
def test_without_a_choice_or_the_tick_nothing_is_merged(as_user, therapist, two, missing):
    client = as_user(therapist)
    data = filled(client, two)
    del data[missing]
    answer = client.post(address(*two), data)
    assert answer.status_code == 422
    assert f'id="id_{missing}_error"' in answer.content.decode()
    assert not Patient.objects.exclude(merged_into=None).exists()


def test_a_record_that_changed_meanwhile_is_shown_again(as_user, therapist, two):
    client = as_user(therapist)
    data = filled(client, two)
    make_version(two[1], make_exercise())
    answer = client.post(address(*two), data)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "One of the records changed while you looked" in page
    assert re.search(r'value="second"[^>]* checked', page)  # what was chosen is still there
    assert client.post(address(*two), data | {"seen": merging.mark(*two)}).status_code == 302


def test_the_button_pressed_twice_leads_to_the_one_record(as_user, therapist, two):
    client = as_user(therapist)
    data = filled(client, two)
    first, second = (client.post(address(*two), data) for _n in range(2))
    assert first.url == second.url == reverse("patient_detail", args=[two[0].code])


def test_which_sign_in_stays_is_asked_where_both_have_one(as_user, therapist, two):
    for patient, email in zip(two, ("a@x.test", "b@x.test"), strict=True):
        patient.user = make_user(email=email)
        patient.save()
    client = as_user(therapist)
    page = client.get(address(*two))
    assert [field.name for field in page.context["form"].choices()] == ["name", "sign_in"]
    client.post(address(*two), filled(client, two, sign_in="second"))
    two[0].refresh_from_db()
    assert (two[0].user.email, two[0].email) == ("b@x.test", "b@x.test")


def test_an_admin_sees_counts_and_nothing_clinical_and_merges(as_user, clinic_admin, two):
    client = as_user(clinic_admin)
    html = client.get(address(*two)).content.decode()
    assert "Maria Delgado" in html
    assert "Low back pain" not in html
    assert str(two[0].code) not in html.replace(address(*two), "")
    answer = client.post(address(*two), filled(client, two))
    assert answer.url == reverse("patient_merge")
    assert Patient.objects.filter(merged_into=None).count() == 1


@pytest.mark.parametrize("way_in", ["sign-in", "invitation"])
def test_an_admin_opens_no_record_by_merging_it_with_a_made_up_patient(
    as_user, clinic_admin, therapist, two, way_in
):
    """The made-up patient's e-mail is the admin's own."""
    mine, record = two
    if way_in == "sign-in":
        mine.user = make_user(email="lee@private.test")
        mine.save()
    else:
        Invitation.issue(
            clinic=mine.clinic, email=mine.email, role="patient", patient=mine, invited_by=None
        )
    client = as_user(clinic_admin)
    answer = client.post(address(*two), filled(client, two, stays="second"))
    assert answer.status_code == 422
    assert "A therapist has to merge these two." in answer.content.decode()
    assert not Patient.objects.exclude(merged_into=None).exists()
    record.refresh_from_db()
    assert (record.user, record.invitations.count()) == (None, 0)
    client = as_user(therapist)
    assert client.post(address(*two), filled(client, two)).status_code == 302


def test_nobody_of_another_clinic_and_not_one_twice(
    as_user, therapist, outsider, outsiders_patient, two
):
    assert as_user(outsider).get(address(*two)).status_code == 404
    client = as_user(therapist)
    assert client.get(address(two[0], outsiders_patient)).status_code == 404
    assert client.post(address(two[0], outsiders_patient), {"stays": "first"}).status_code == 404
    assert client.get(address(two[0], two[0])).status_code == 404
