from datetime import UTC, datetime

from django.urls import reverse

from people.models import Acknowledgement
from people.models.patients import Look
from tests.factories import make_notice, make_user


def test_a_patient_reads_who_treats_them_and_which_notice(as_user, patient):
    page = as_user(patient).get(reverse("me")).content.decode()
    assert "Maria Delgado" in page
    assert "maria@example.com" in page
    assert "Dana Okafor, PT treats you." in page
    assert "version 1 of the notice" in page
    assert f'action="{reverse("account_logout")}"' in page


def test_what_somebody_else_read_is_not_theirs(as_user, patient, other_patient):
    Acknowledgement.objects.create(
        patient=other_patient, notice=make_notice(2, published=False), language="en"
    )
    page = as_user(patient).get(reverse("me")).content.decode()
    assert "version 1 of the notice" in page


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


def test_a_patient_chooses_who_shows_the_stretches(as_user, patient):
    client = as_user(patient)
    page = client.get(reverse("me")).content.decode()
    for look in Look.values:
        assert f'value="{look}"' in page
        assert f"figures/looks/light/{look}.svg" in page
    assert client.post(reverse("me"), {"look": "older"}).url == reverse("me")
    patient.refresh_from_db()
    assert patient.look == "older"
    chosen = client.get(reverse("me")).content.decode().split('value="older"')[1].split(">")[0]
    assert "checked" in chosen


def test_a_look_that_is_not_drawn_is_refused(as_user, patient):
    response = as_user(patient).post(reverse("me"), {"look": "cartoon"})
    assert response.status_code == 422
    assert 'id="look-error"' in response.content.decode()
    patient.refresh_from_db()
    assert patient.look == "standard"


def test_only_the_look_is_taken_from_the_form(as_user, patient):
    as_user(patient).post(reverse("me"), {"look": "tan", "pain_limit": "1", "name": "Somebody"})
    patient.refresh_from_db()
    assert (patient.look, patient.pain_limit, patient.name) == ("tan", None, "Maria Delgado")


def test_the_switches_of_a_session_wait_hidden_for_their_script(as_user, patient):
    page = as_user(patient).get(reverse("me")).content.decode()
    assert "data-switches hidden" in page
    for name in ("voice", "beeps", "buzz", "wake", "one_side_first"):
        assert f'name="{name}"' in page


def test_staff_choose_no_look(as_user, therapist):
    client = as_user(therapist)
    assert 'name="look"' not in client.get(reverse("me")).content.decode()
    assert client.post(reverse("me"), {"look": "deep"}).status_code == 404
