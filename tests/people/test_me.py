from datetime import UTC, datetime

from django.urls import reverse

from people.models import Acknowledgement
from tests.factories import make_user


def test_a_patient_reads_who_treats_them_and_which_notice(as_user, patient):
    page = as_user(patient).get(reverse("me")).content.decode()
    assert "Maria Delgado" in page
    assert "maria@example.com" in page
    assert "Dana Okafor, PT treats you." in page
    assert "version 1 of the notice" in page
    assert f'action="{reverse("account_logout")}"' in page


def test_days_are_those_where_the_patient_lives(as_user, patient):
    late = datetime(2026, 11, 24, 3, tzinfo=UTC)  # still Monday evening in New York
    Acknowledgement.objects.filter(patient=patient).update(at=late)
    page = as_user(patient).get(reverse("me")).content.decode()
    assert "on November 23, 2026" in page


def test_staff_read_their_role(as_user, therapist):
    page = as_user(therapist).get(reverse("me")).content.decode()
    assert "Therapist, PT" in page
    assert "Riverbend PT" in page


def test_somebody_without_a_clinic_is_told(as_user):
    page = as_user(make_user(name="No Body")).get(reverse("me")).content.decode()
    assert "not linked to a clinic" in page


def test_anonymous_signs_in_first(client):
    assert client.get(reverse("me")).url == f"{reverse('account_login')}?next=/me/"
